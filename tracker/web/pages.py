"""Long lists in pages: which page was asked for, and how to reach the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Address = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Pager:
    """Page ``number`` of ``last``, both from 1. ``first_row`` and ``last_row`` count from 1 too.

    Addresses are empty where there is no such page. ``understood`` is False when the page that was asked for
    does not exist, and the nearest one is shown.
    """

    number: int
    last: int
    first_row: int
    last_row: int
    previous_href: str
    next_href: str
    understood: bool

    @property
    def start(self) -> int:
        """How many rows are on the pages before."""
        return max(self.first_row - 1, 0)


def pager(asked: str, rows: int, size: int, address: Address) -> Pager:
    """The page that ``asked`` (a number as an address has it, or nothing) means for so many rows."""
    last = max(1, -(-rows // size))
    wanted = page_number(asked)
    number = min(max(wanted or 1, 1), last)
    return Pager(
        number=number,
        last=last,
        first_row=(number - 1) * size + 1 if rows else 0,
        last_row=min(number * size, rows),
        previous_href=address(number - 1) if number > 1 else "",
        next_href=address(number + 1) if number < last else "",
        understood=wanted == number,
    )


def page_number(asked: str) -> int | None:
    """The number of a page, 1 when none is asked for, None for what is no number of a page."""
    if not asked:
        return 1
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= 6 else 0
    return number or None
