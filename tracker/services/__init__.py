"""Use cases: one a module. They apply the rules, append to the register and keep projections in step."""
