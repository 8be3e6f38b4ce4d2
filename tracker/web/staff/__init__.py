"""The pages of people who work on plans: signed in, never cached, never public."""
