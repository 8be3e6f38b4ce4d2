"""Positions as texts with two decimals: the same values give the same bytes."""

from __future__ import annotations


def per_cent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "0.00%"
