"""The workshop of a plan, page by page."""
