"""The yearly report of a plan: what it says (pure), its charts, and the documents made of it."""
