"""How msgspec writes and reads what JSON has no type for: partial dates, in the register and projections."""

from __future__ import annotations

from typing import Any

from tracker.domain.dates import PartialDate


def encode(value: object) -> str:
    """For msgspec's ``enc_hook``."""
    if isinstance(value, PartialDate):
        return value.edtf
    raise TypeError(f"{type(value).__name__} has no place in JSON of ours")


def decode(expected: type, value: Any) -> object:
    """For msgspec's ``dec_hook``. Raises DateError for a text that is no date."""
    if expected is PartialDate and isinstance(value, str):
        return PartialDate(value)
    raise TypeError(f"{expected.__name__} has no place in JSON of ours")
