"""The rules of a plan, free of any framework: no clock, no files, no network."""
