"""How much of a plan a report tells at length, so that 10 actions and 2,000 both make a good document.

Nothing is left out: what has no row of its own is named after the table, and what has no block has a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tracker.publish.report.comparing import Change
from tracker.publish.report.content import Report

T = TypeVar("T")

# Beyond so many actions with news, each is a row of its axis's table instead of a block of half a page.
MOST_BLOCKS = 600
# Rows of one table in the first parts; those that tell most come first.
MOST_ROWS = 100
# Turns of a status in the order in which people ask for them.
_ASKED = (
    "delivered",
    "partly-delivered",
    "abandoned",
    "on-hold",
    "merged",
    "declined",
    "referred",
    "accepted",
)


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """The rows of a table, and what is only named after it."""

    rows: tuple[T, ...]
    others: tuple[T, ...]


def listed(items: Iterable[T]) -> Listed[T]:
    every = tuple(items)
    return Listed(every[:MOST_ROWS], every[MOST_ROWS:])


def in_blocks(report: Report) -> bool:
    """Whether each action with news is told in a block of its own."""
    return len(report.with_news) <= MOST_BLOCKS


def changes(report: Report) -> Listed[Change]:
    """The changed actions in the plan's order; of too many, those are rows whose change weighs most."""
    changed: Sequence[Change] = report.compared.changed if report.compared else ()
    place = {change.action.ref: n for n, change in enumerate(changed)}
    chosen = listed(sorted(changed, key=_weight))
    in_order = sorted(chosen.rows, key=lambda one: place[one.action.ref])
    others = sorted(chosen.others, key=lambda one: place[one.action.ref])
    return Listed(tuple(in_order), tuple(others))


def respects(changed: Sequence[Change]) -> tuple[str, ...]:
    """In what the actions changed that are set beside each other: the columns that are not empty."""
    named = ("status", "due", "owner", "evidence")
    return tuple(what for what in named if any(getattr(one, what) for one in changed))


def _weight(change: Change) -> tuple[int, int]:
    if change.status:
        turn = change.status[1]
        return (0, _ASKED.index(turn) if turn in _ASKED else len(_ASKED))
    return (1 if change.due else 2 if change.owner or change.wording else 3, -abs(change.later or 0))
