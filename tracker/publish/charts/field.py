"""The field of promises: one square an action, in plots ten squares wide, an axis after the other.

Ten in a row and a hundred in a plot can be counted by eye, and ten squares fit a phone: the same plots stand
beside each other on a desk, one under the other on a phone, and on a printed sheet (``sheet.py``).
Positions are in units of the drawing: a square is ``SIDE`` wide, a plot ``WIDTH``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.domain.figures import Read
from tracker.domain.readings import Timing
from tracker.domain.status import Status
from tracker.publish.charts.bars import Segment, segments

COLUMNS, ROWS = 10, 10
SIDE, GAP = 24, 4
STEP = SIDE + GAP
WIDTH = COLUMNS * STEP - GAP
# Beyond, squares are a grey surface and each axis is a bar.
MOST_SQUARES = 600
FEW_SQUARES, SOME_SQUARES = 60, 120

# The code, title and address of an axis, and its actions.
Group = tuple[str, str, str, Sequence[Read]]


@dataclass(frozen=True, slots=True)
class Square:
    """One action of the field. ``late`` and ``silent`` add a mark, they do not change the shape.

    ``status`` is None where the action was not there yet. ``href`` is empty where nothing is linked.
    """

    ref: str
    title: str
    status: Status | None
    href: str
    late: bool
    silent: bool
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Plot:
    """Up to a hundred actions of an axis, or its ``bar`` in plans of more than ``MOST_SQUARES`` actions.

    ``first`` is the place within the axis of its first action: 1, and 101 where a second plot goes on.
    ``total`` counts the actions of the axis.
    """

    code: str
    title: str
    href: str
    squares: tuple[Square, ...]
    bar: tuple[Segment, ...]
    first: int
    total: int

    @property
    def last(self) -> int:
        return self.first + len(self.squares) - 1

    @property
    def height(self) -> int:
        """In units, of whole rows."""
        return -(-len(self.squares) // COLUMNS) * STEP - GAP


@dataclass(frozen=True, slots=True)
class Field:
    """``late`` and ``silent`` count the actions that carry the mark."""

    plots: tuple[Plot, ...]
    total: int
    as_bars: bool
    late: int
    silent: int

    @property
    def density(self) -> str:
        """How large squares are, so that few fill the eye and many still make one picture."""
        return "few" if self.total <= FEW_SQUARES else "some" if self.total <= SOME_SQUARES else "many"


def field(groups: Sequence[Group], href: Callable[[str], str] | None = None, rows: int = ROWS) -> Field:
    """The field of a plan; groups without actions are left out.

    ``href`` gives the address of an action by its reference. A plot has so many ``rows`` at most.
    """
    every = [read for _, _, _, reads in groups for read in reads]
    as_bars = len(every) > MOST_SQUARES
    plots: list[Plot] = []
    for code, title, address, reads in groups:
        if as_bars and reads:
            bar = segments([read.action.status for read in reads])
            plots.append(Plot(code, title, address, (), bar, 1, len(reads)))
            continue
        for start in range(0, len(reads), rows * COLUMNS):
            some = reads[start : start + rows * COLUMNS]
            squares = tuple(_square(read, place, href) for place, read in enumerate(some))
            plots.append(Plot(code, title, address, squares, (), start + 1, len(reads)))
    return Field(
        tuple(plots),
        len(every),
        as_bars,
        late=sum(_late(read) for read in every),
        silent=sum(read.readings.freshness.silent for read in every),
    )


def _late(read: Read) -> bool:
    return read.readings.calendar.timing is Timing.LATE


def _square(read: Read, place: int, href: Callable[[str], str] | None) -> Square:
    action = read.action
    return Square(
        action.ref,
        action.title,
        action.status,
        href(action.ref) if href else "",
        _late(read),
        read.readings.freshness.silent,
        x=place % COLUMNS * STEP,
        y=place // COLUMNS * STEP,
    )


def as_it_was(now: Field, before: Mapping[str, Read]) -> Field:
    """The same places with what was known of each action, by reference; those not there yet stay empty.

    Beside ``now``, it shows at the same place what became of the same action.
    """

    def past(square: Square) -> Square:
        read = before.get(square.ref)
        if read is None:
            return replace(square, status=None, late=False, silent=False)
        silent = read.readings.freshness.silent
        return replace(square, status=read.action.status, late=_late(read), silent=silent)

    plots = tuple(replace(plot, squares=tuple(map(past, plot.squares))) for plot in now.plots)
    squares = [square for plot in plots for square in plot.squares]
    return Field(
        plots,
        sum(square.status is not None for square in squares),
        now.as_bars,
        late=sum(square.late for square in squares),
        silent=sum(square.silent for square in squares),
    )
