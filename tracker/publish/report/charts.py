"""Charts of the report as pure geometry, in millimetres on the page. Templates turn them into SVG.

A chart is read in grey: a status is always a shape, its tone comes second. Beside each chart stands the table
of what it draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.dates import PartialDate
from tracker.domain.figures import Figures
from tracker.domain.readings import Timing
from tracker.domain.status import Status
from tracker.publish.report.content import ActionYear, AxisYear

WIDTH = 166.0


def shortened(text: str, most: int) -> str:
    """The text, cut at a word with an ellipsis when it is longer than ``most`` characters."""
    if len(text) <= most:
        return text
    cut = text[:most].rsplit(" ", 1)[0]
    return (cut if most // 2 < len(cut) < most else text[: most - 1]).rstrip(" ,;:.-–—") + "…"


def two_lines(text: str, most: int) -> tuple[str, ...]:
    """The text in at most two lines of about ``most`` characters each."""
    if len(text) <= most:
        return (text,)
    first = text[: most + 1].rsplit(" ", 1)[0]
    if len(first) > most:  # one word, longer than a line
        first = text[:most]
    return (first, shortened(text[len(first) :].strip(), most))


# --- the field of promises: one tile an action --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tile:
    x: float
    y: float
    status: Status
    late: bool
    silent: bool


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One axis: its code and title beside its tiles; ``y`` is the top of the first row of tiles."""

    y: float
    code: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    width: float
    height: float
    size: float
    tiles: tuple[Tile, ...]
    rows: tuple[FieldRow, ...]


LABELS = 62.0
GAP = 0.2  # of a tile


def field(groups: Sequence[AxisYear], height: float, labels: float = LABELS) -> Field:
    """The tiles of all actions, axis by axis, as large as fits in ``height`` (never above 9 mm)."""
    shown = [group for group in groups if group.actions]
    made = _field(shown, 9.0, labels)
    for tenths in range(85, 15, -5):
        if made.height <= height:
            break
        made = _field(shown, tenths / 10, labels)
    return made


def _field(groups: Sequence[AxisYear], size: float, labels: float) -> Field:
    step = size * (1 + GAP)
    per_row = max(1, int((WIDTH - labels + size * GAP) / step))
    tiles: list[Tile] = []
    rows: list[FieldRow] = []
    y = 0.0
    for group in groups:
        lines = two_lines(group.axis.title, 34) if labels else ()
        rows.append(FieldRow(y, group.axis.code, lines))
        for place, one in enumerate(group.actions):
            x, row = labels + place % per_row * step, place // per_row
            tiles.append(_tile(one, x, y + row * step))
        taken = ((len(group.actions) - 1) // per_row + 1) * step
        y += max(taken, 4.4 * len(lines)) + size * 0.35
    return Field(WIDTH, max(y - size * 0.35, size), size, tuple(tiles), tuple(rows))


def _tile(one: ActionYear, x: float, y: float) -> Tile:
    read = one.read.readings
    return Tile(x, y, one.action.status, read.calendar.timing is Timing.LATE, read.freshness.silent)


def strip(actions: Sequence[ActionYear], size: float = 5.0) -> Field:
    """The tiles of one axis alone, without labels: its opener."""
    step = size * (1 + GAP)
    per_row = max(1, int((WIDTH + size * GAP) / step))
    tiles = tuple(
        _tile(one, place % per_row * step, place // per_row * step) for place, one in enumerate(actions)
    )
    rows = (len(actions) - 1) // per_row + 1
    width = min(len(actions), per_row) * step - size * GAP
    return Field(width, rows * step - size * GAP, size, tiles, ())


# --- bars of statuses ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Segment:
    """``room`` tells whether the shape and the count fit inside."""

    x: float
    width: float
    status: Status
    count: int
    room: bool


@dataclass(frozen=True, slots=True)
class Bar:
    y: float
    code: str
    lines: tuple[str, ...]
    segments: tuple[Segment, ...]
    total: int
    end: float


@dataclass(frozen=True, slots=True)
class Bars:
    width: float
    height: float
    bars: tuple[Bar, ...]
    left: float


BAR_STEP = 10.0
BAR_HEIGHT = 6.4
BAR_LABELS = 62.0


def status_bars(rows: Iterable[tuple[str, str, Figures]]) -> Bars:
    """One bar a row (code, title, figures), all on one scale: the length is the number of actions."""
    rows = list(rows)
    most = max((figures.total for _, _, figures in rows), default=0)
    unit = min((WIDTH - BAR_LABELS - 10.0) / most, 10.0) if most else 0.0
    bars = [_bar(code, title, figures, unit, place) for place, (code, title, figures) in enumerate(rows)]
    return Bars(WIDTH, max(len(rows) * BAR_STEP, BAR_STEP), tuple(bars), BAR_LABELS)


def _bar(code: str, title: str, figures: Figures, unit: float, place: int) -> Bar:
    x = BAR_LABELS
    segments = []
    for status, count in figures.statuses.items():
        width = count * unit
        segments.append(Segment(x, width, status, count, width >= 8.5))
        x += width
    return Bar(place * BAR_STEP, code, two_lines(title, 34), tuple(segments), figures.total, x)


# --- due dates and their moves ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One action's due date. ``first`` to ``last`` is the span of the date as it was given ("2026": a year);
    ``original`` is where it stood first, None when it never moved; ``steps`` all the places it stood at."""

    y: float
    ref: str
    title: str
    due: PartialDate
    first_due: PartialDate | None
    first: float
    last: float
    original: float | None
    steps: tuple[float, ...]
    timing: Timing


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    year: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """``left_out`` counts the actions with a due date that were not drawn."""

    width: float
    height: float
    left: float
    rows: tuple[TimelineRow, ...]
    ticks: tuple[Tick, ...]
    cut_off: float
    left_out: int


MOST_ROWS = 30
ROW_STEP = 6.6
TOP = 9.0
TIMELINE_LABELS = 76.0


def timeline(actions: Iterable[ActionYear], cut_off: date) -> Timeline | None:
    """Due dates of the actions that have one, by last day. None when there is nothing to draw.

    Of more than 30, those that are late or moved come before those that are on time or kept.
    """
    dated = [one for one in actions if one.action.due]
    if not dated:
        return None
    dated.sort(key=_telling)
    drawn = sorted(dated[:MOST_ROWS], key=lambda one: (_due(one).last, one.action.position))
    days = [day for one in drawn for due in _stood(one) for day in (due.first, due.last)] + [cut_off]
    first, last = date(min(days).year, 1, 1), date(max(days).year, 12, 31)
    scale = (WIDTH - TIMELINE_LABELS - 3.0) / max((last - first).days, 1)

    def x(day: date) -> float:
        return TIMELINE_LABELS + (day - first).days * scale

    rows = [_timeline_row(one, x, TOP + place * ROW_STEP) for place, one in enumerate(drawn)]
    every = max(1, (last.year - first.year) // 8)
    ticks = [Tick(x(date(year, 1, 1)), year) for year in range(first.year, last.year + 1, every)]
    height = TOP + len(rows) * ROW_STEP
    return Timeline(
        WIDTH, height, TIMELINE_LABELS, tuple(rows), tuple(ticks), x(cut_off), len(dated) - len(drawn)
    )


def _due(one: ActionYear) -> PartialDate:
    assert one.action.due is not None  # noqa: S101 - chosen for having one
    return one.action.due


def _stood(one: ActionYear) -> list[PartialDate]:
    """Every due date the action ever had, oldest first."""
    return [move.after for move in one.action.moves if move.after] or [_due(one)]


_ORDER = (Timing.LATE, Timing.DUE_SOON, Timing.KEPT_LATE, Timing.ON_TIME, Timing.KEPT_IN_TIME)


def _telling(one: ActionYear) -> tuple[int, int, int]:
    timing = one.read.readings.calendar.timing
    rank = _ORDER.index(timing) if timing in _ORDER else len(_ORDER)
    moved = one.read.readings.slippage.moves > 0
    return (0 if moved or rank == 0 else 1, rank, abs(one.read.readings.calendar.days))


def _timeline_row(one: ActionYear, x: Callable[[date], float], y: float) -> TimelineRow:
    due, stood = _due(one), _stood(one)
    steps = tuple(x(when.last) for when in stood)
    moved = one.read.readings.slippage.moves > 0
    return TimelineRow(
        y=y,
        ref=one.action.ref,
        title=shortened(one.action.title, 48),
        due=due,
        first_due=stood[0] if moved else None,
        first=x(due.first),
        last=x(due.last),
        original=steps[0] if moved else None,
        steps=steps,
        timing=one.read.readings.calendar.timing,
    )


# --- an indicator -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spark:
    """Measurements as points in a box of ``width`` by ``height``; ``target`` is a height there, or None."""

    width: float
    height: float
    points: tuple[tuple[float, float], ...]
    target: float | None


def spark(values: Sequence[tuple[date, float]], target: float | None) -> Spark | None:
    """A small line of two measurements or more; None for fewer, which a number says better."""
    if len(values) < 2:
        return None
    width, height, edge = 60.0, 14.0, 1.2
    levels = [value for _, value in values] + ([target] if target is not None else [])
    low, high = min(levels), max(levels)
    first, span = values[0][0], max((values[-1][0] - values[0][0]).days, 1)

    def y(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return height - edge - share * (height - 2 * edge)

    points = tuple((edge + (day - first).days / span * (width - 2 * edge), y(value)) for day, value in values)
    return Spark(width, height, points, y(target) if target is not None else None)
