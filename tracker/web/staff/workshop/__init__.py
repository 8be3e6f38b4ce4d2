"""The pages of the workshop: where administrators and reviewers keep a plan."""
