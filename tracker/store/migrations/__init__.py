"""Piccolo's migrations, forward only; each runs the same on SQLite and PostgreSQL."""
