"""Mirrors `tracker/`, plus the rules of the house, a real browser, and benchmarks."""
