"""Geometry of the drawings that pages and paper share: values in, positions in per cent out, no HTML.

Positions are per cent of the width (``x``) and of the height (``y``, from the top), as texts with two
decimals, so that a drawing fits any width without scaling its marks, and the same values give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import ceil

import segno

from tracker.domain.dates import PartialDate
from tracker.domain.figures import Figures, Read
from tracker.domain.readings import Timing
from tracker.domain.state import Indicator
from tracker.domain.status import Status

MOST_SQUARES = 600
FEW_SQUARES, SOME_SQUARES = 60, 120
# A share of a bar narrower than this, in per cent, has no room for its shape on a phone.
ROOM_FOR_A_SHAPE = 7.0
# Where the lowest value of a chart lies and how far the highest is above, in per cent of the height.
BASE, REACH = 84.0, 70.0
# Years that are named under a line; more would touch each other on a phone.
MOST_YEARS = 6


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "0.00%"


# --- the field of promises ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Square:
    """One action of the field. ``late`` and ``silent`` add a mark, they do not change the shape."""

    ref: str
    title: str
    status: Status
    href: str
    late: bool
    silent: bool


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """The squares of one axis; ``bar`` takes their place in plans of more than ``MOST_SQUARES`` actions."""

    code: str
    title: str
    href: str
    squares: tuple[Square, ...]
    bar: tuple[Segment, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Field:
    """``late`` and ``silent`` count the actions that carry the mark."""

    groups: tuple[FieldGroup, ...]
    total: int
    as_bars: bool
    late: int
    silent: int

    @property
    def density(self) -> str:
        """How large squares are, so that few fill the eye and many still make one picture."""
        return "few" if self.total <= FEW_SQUARES else "some" if self.total <= SOME_SQUARES else "many"


def field(groups: Sequence[tuple[str, str, str, Sequence[Read]]], base: str) -> Field:
    """The field of a plan. ``groups``: code, title, address and actions of each axis, empty ones left out.

    ``base`` is the address under which the plan's pages lie, without a slash at its end.
    """
    total = sum(len(reads) for _, _, _, reads in groups)
    as_bars = total > MOST_SQUARES
    made = []
    for code, title, href, reads in groups:
        if not reads:
            continue
        squares = () if as_bars else tuple(_square(read, base) for read in reads)
        bar = segments([read.action.status for read in reads]) if as_bars else ()
        made.append(FieldGroup(code, title, href, squares, bar, len(reads)))
    every = [read.readings for _, _, _, reads in groups for read in reads]
    return Field(
        tuple(made),
        total,
        as_bars,
        late=sum(one.calendar.timing is Timing.LATE for one in every),
        silent=sum(one.freshness.silent for one in every),
    )


def _square(read: Read, base: str) -> Square:
    action = read.action
    return Square(
        action.ref,
        action.title,
        action.status,
        f"{base}/actions/{action.ref}",
        read.readings.calendar.timing is Timing.LATE,
        read.readings.freshness.silent,
    )


# --- bars --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Segment:
    """A share of a bar: its status, count, where it begins and how wide it is."""

    status: Status
    count: int
    x: str
    width: str

    @property
    def wide(self) -> bool:
        return float(self.width.rstrip("%")) >= ROOM_FOR_A_SHAPE


def status_bar(figures: Figures) -> tuple[Segment, ...]:
    """How many actions have each status, in the order of the statuses."""
    return _segments(figures.statuses)


def segments(statuses: Sequence[Status]) -> tuple[Segment, ...]:
    counts = {status: statuses.count(status) for status in Status if status in statuses}
    return _segments(counts)


def _segments(counts: dict[Status, int]) -> tuple[Segment, ...]:
    total, before, made = sum(counts.values()), 0, []
    for status, count in counts.items():
        made.append(Segment(status, count, _percent(before, total), _percent(count, total)))
        before += count
    return tuple(made)


# --- the line of the due date ------------------------------------------------------------------------------


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
class DueLine:
    """``moves`` are pairs of positions, from each date to the next; ``start`` and ``end`` bound the line.

    ``years`` are the first days of years: what to write there (empty where there is no room) and where.
    """

    marks: tuple[DueMark, ...]
    moves: tuple[tuple[str, str], ...]
    today: str
    kept: str
    start: date
    end: date
    years: tuple[tuple[str, str], ...]


def due_line(
    given: Sequence[PartialDate], since: date, today: date, kept_on: date | None = None
) -> DueLine | None:
    """The due dates in the order they were given, on a line from ``since`` (the day the action was added).

    None when no date was ever given. ``kept`` is empty while nothing was delivered.
    """
    if not given:
        return None
    days = [
        since,
        today,
        *(d.first for d in given),
        *(d.last for d in given),
        *([kept_on] if kept_on else []),
    ]
    start, end = min(days), max(days)
    # A little air on both sides, so that a mark at the end is whole.
    span = max((end - start).days, 30)
    first, whole = start.toordinal() - span * 0.04, span * 1.08

    def at(day: date) -> str:
        return _percent(day.toordinal() - first, whole)

    marks = tuple(
        DueMark(
            one,
            at(one.last),
            at(one.first),
            _percent((one.last - one.first).days, whole),
            place == 0,
            place == len(given) - 1,
        )
        for place, one in enumerate(given)
    )
    moves = tuple((one.x, after.x) for one, after in pairwise(marks))
    return DueLine(
        marks, moves, at(today), at(kept_on) if kept_on else "", start, end, _years(start, end, at)
    )


def _years(start: date, end: date, at: Callable[[date], str]) -> tuple[tuple[str, str], ...]:
    first_days = [date(year, 1, 1) for year in range(start.year + 1, end.year + 1)]
    step = ceil(len(first_days) / MOST_YEARS)
    made = []
    for place, day in enumerate(first_days):
        x = at(day)
        named = place % step == 0 and float(x.rstrip("%")) < 90
        made.append((str(day.year) if named else "", x))
    return tuple(made)


# --- indicators --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Point:
    on: date
    value: Decimal
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Measurements of one indicator over time; ``target_y`` is empty where there is no target.

    ``last_dy`` is how far below the newest point its value is written, in pixels, clear of the target.
    """

    points: tuple[Point, ...]
    lines: tuple[tuple[Point, Point], ...]
    target_y: str
    zero_y: str
    lowest: Decimal
    highest: Decimal
    target: Decimal | None
    last_dy: int


def chart(indicator: Indicator) -> Chart | None:
    """None with fewer than two values: one value is a number, not a series."""
    if len(indicator.values) < 2:
        return None
    values = [m.value for m in indicator.values]
    if indicator.target is not None:
        values.append(indicator.target)
    low, high = min(Decimal(0), *values), max(Decimal(0), *values)
    first, last = indicator.values[0].on, indicator.values[-1].on
    days = max((last - first).days, 1)

    def height(value: Decimal) -> str:
        span = high - low
        return f"{BASE - REACH * float((value - low) / span) if span else BASE:.2f}%"

    points = tuple(
        Point(m.on, m.value, f"{4 + 92 * (m.on - first).days / days:.2f}%", height(m.value))
        for m in indicator.values
    )
    target = indicator.target
    close = target is not None and 0 <= target - points[-1].value < (high - low) / 5
    return Chart(
        points,
        tuple(pairwise(points)),
        height(target) if target is not None else "",
        height(Decimal(0)),
        low,
        high,
        target,
        22 if close else -12,
    )


# --- an address for a phone --------------------------------------------------------------------------------


def qr_code(address: str, border: int = 4) -> tuple[int, str]:
    """A QR code as the side of its square and the path of its dark modules, the quiet zone included."""
    rows = list(segno.make_qr(address, error="m").matrix_iter(border=border))
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return len(rows), path
