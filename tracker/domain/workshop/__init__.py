"""The workshop of a plan: what its keepers change of it by forms, and the facts that say so in public."""
