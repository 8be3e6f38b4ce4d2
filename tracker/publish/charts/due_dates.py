"""Due dates and their moves: on a line of their own, or many actions' under one another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil

from tracker.domain.dates import PartialDate
from tracker.domain.figures import Read
from tracker.domain.readings import Timing
from tracker.domain.state import Action
from tracker.domain.status import KEPT
from tracker.publish.charts.labels import shortened
from tracker.publish.charts.positions import per_cent

# Years that are named under a line; more would touch each other on a phone.
MOST_YEARS = 6
MOST_ROWS = 30


@dataclass(frozen=True, slots=True)
class DueMark:
    """A due date that was given: the first (hollow), those between, and the one that holds (solid).

    ``x`` is the last day of the date, ``x_first`` its first: a season or a year is a stretch, not a point.
    """

    date: PartialDate
    x: str
    x_first: str
    width: str
    first: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Dates:
    """The due dates of one action. ``moves`` are pairs of positions, from each date to the next.

    ``kept`` is where it was delivered, empty while it is not.
    """

    marks: tuple[DueMark, ...]
    moves: tuple[tuple[str, str], ...]
    kept: str
    timing: Timing


@dataclass(frozen=True, slots=True)
class DueLine:
    """One action's dates; ``start`` and ``end`` bound the line.

    ``years`` are the first days of years: what to write there (empty where there is no room) and where.
    """

    dates: Dates
    today: str
    start: date
    end: date
    years: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One action among others; ``first_due`` is None where the date never moved."""

    ref: str
    title: str
    short_title: str
    due: PartialDate
    first_due: PartialDate | None
    dates: Dates


@dataclass(frozen=True, slots=True)
class Timeline:
    """``left_out`` counts the actions with a due date that were not drawn."""

    rows: tuple[TimelineRow, ...]
    years: tuple[tuple[str, str], ...]
    today: str
    left_out: int


@dataclass(frozen=True, slots=True)
class _Scale:
    """Positions of days from ``first`` to ``last``, both as ordinals."""

    first: float
    last: float

    def at(self, day: date) -> str:
        return self.wide(day.toordinal() - self.first)

    def wide(self, days: float) -> str:
        return per_cent(days, self.last - self.first)


def due_line(read: Read, today: date) -> DueLine | None:
    """The due dates on a line that begins on the day the action was added.

    None without a due date, also when there once was one: nothing is to be late for.
    """
    action = read.action
    if not action.due:
        return None
    days = [action.added_on, today, *_days(action)]
    start, end = min(days), max(days)
    # A little air on both sides, so that a mark at the end is whole.
    air = max((end - start).days, 30) * 0.04
    scale = _Scale(start.toordinal() - air, start.toordinal() + air * 26)
    return DueLine(_dates(read, scale), scale.at(today), start, end, _years(start, end, scale.at))


def timeline(reads: Iterable[Read], today: date) -> Timeline | None:
    """Due dates of the actions that have one, by last day. None when there is nothing to draw.

    Of more than 30, those that are late or moved come before those that are on time or kept.
    """
    dated = sorted((read for read in reads if read.action.due), key=_telling)
    if not dated:
        return None
    drawn = sorted(dated[:MOST_ROWS], key=lambda one: (_due(one.action).last, one.action.position))
    days = [day for one in drawn for day in _days(one.action)] + [today]
    start, end = date(min(days).year, 1, 1), date(max(days).year, 12, 31)
    scale = _Scale(start.toordinal(), end.toordinal())
    return Timeline(
        tuple(_row(one, scale) for one in drawn),
        ((str(start.year), scale.at(start)), *_years(start, end, scale.at)),
        scale.at(today),
        len(dated) - len(drawn),
    )


def _row(read: Read, scale: _Scale) -> TimelineRow:
    action = read.action
    first = _given(action)[0] if read.readings.slippage.moves else None
    title = shortened(action.title, 48)
    return TimelineRow(action.ref, action.title, title, _due(action), first, _dates(read, scale))


def _dates(read: Read, scale: _Scale) -> Dates:
    given, kept_on = _given(read.action), _kept_on(read.action)
    marks = tuple(
        DueMark(
            one,
            scale.at(one.last),
            scale.at(one.first),
            scale.wide((one.last - one.first).days),
            place == 0,
            place == len(given) - 1,
        )
        for place, one in enumerate(given)
    )
    moves = tuple((one.x, after.x) for one, after in pairwise(marks))
    return Dates(marks, moves, scale.at(kept_on) if kept_on else "", read.readings.calendar.timing)


def _due(action: Action) -> PartialDate:
    assert action.due is not None  # noqa: S101 - chosen for having one
    return action.due


def _given(action: Action) -> list[PartialDate]:
    """Every due date that the action ever had, in the order in which they were given."""
    return [move.after for move in action.moves if move.after] or [_due(action)]


def _kept_on(action: Action) -> date | None:
    return action.status_on if action.status in KEPT else None


def _days(action: Action) -> list[date]:
    kept_on = _kept_on(action)
    return [day for due in _given(action) for day in (due.first, due.last)] + ([kept_on] if kept_on else [])


_ORDER = (Timing.LATE, Timing.DUE_SOON, Timing.KEPT_LATE, Timing.ON_TIME, Timing.KEPT_IN_TIME)


def _telling(read: Read) -> tuple[int, int, int]:
    timing = read.readings.calendar.timing
    rank = _ORDER.index(timing) if timing in _ORDER else len(_ORDER)
    moved = read.readings.slippage.moves > 0
    return (0 if moved or rank == 0 else 1, rank, abs(read.readings.calendar.days))


def _years(start: date, end: date, at: Callable[[date], str]) -> tuple[tuple[str, str], ...]:
    """The first days of the years after the first one."""
    first_days = [date(year, 1, 1) for year in range(start.year + 1, end.year + 1)]
    step = ceil(len(first_days) / MOST_YEARS)
    made = []
    for place, day in enumerate(first_days):
        x = at(day)
        named = place % step == 0 and float(x.rstrip("%")) < 90
        made.append((str(day.year) if named else "", x))
    return tuple(made)
