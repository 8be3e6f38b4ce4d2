"""The field on a printed sheet: its plots side by side, as large as there is room for. Millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.publish.charts.field import COLUMNS, GAP, SIDE, STEP, Field, Plot
from tracker.publish.charts.labels import shortened, two_lines

# Between plots, across and down; under the words of a plot; from one line of words to the next.
GUTTER, ROW_GAP, UNDER, LINE = 7.0, 4.0, 1.4, 3.9
# What a character of a label takes, on average, and its axis' code before it.
CHARACTER, CODE = 1.5, 9.0
# Of a title that has room for fewer characters its first words say nothing: its axis' code stands alone.
FEWEST = 18
LARGEST, MOST_ACROSS = 8.0, 5


@dataclass(frozen=True, slots=True)
class Placed:
    """A plot with its upper left corner, below its words; ``lines`` begin at ``words_y``."""

    plot: Plot
    x: float
    y: float
    words_y: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """``scale`` is how many millimetres a unit of the field is."""

    width: float
    height: float
    scale: float
    plots: tuple[Placed, ...]


def sheet(
    field: Field, width: float, height: float, *, lines: int = 2, largest: float = LARGEST
) -> Sheet | None:
    """The field in a space of that size, its squares at most ``largest`` wide; None where there is no room.

    ``lines`` are those of an axis' title, two at most; with none, plots have no words: they are of one axis.
    """
    if not field.plots:
        return None
    tried = (_laid(field.plots, width, across, lines, largest) for across in range(1, MOST_ACROSS + 1))
    fitting = [one for one in tried if one.height <= height]
    # Of equals, that with most room for words, or, where there are none, the lowest.
    return max(fitting, key=lambda one: (one.scale, 0.0 if lines else -one.height), default=None)


def _laid(plots: Sequence[Plot], width: float, across: int, lines: int, largest: float) -> Sheet:
    cell = (width - (across - 1) * GUTTER) / across
    columns = max(min(len(plot.squares), COLUMNS) for plot in plots)
    scale = min(cell / (columns * STEP - GAP), largest / SIDE)
    placed: list[Placed] = []
    y = 0.0
    for start in range(0, len(plots), across):
        row = plots[start : start + across]
        words = [_words(plot, cell, lines) for plot in row]
        below = max(map(len, words)) * LINE + (UNDER if lines else 0.0)
        for place, (plot, said) in enumerate(zip(row, words, strict=True)):
            placed.append(Placed(plot, place * (cell + GUTTER), y + below, y, said))
        y += below + max(plot.height for plot in row) * scale + ROW_GAP
    return Sheet(width, max(y - ROW_GAP, 0.0), scale, tuple(placed))


def _words(plot: Plot, cell: float, lines: int) -> tuple[str, ...]:
    """Its axis' title, where there is room; of a plot that goes on, which actions it holds."""
    if not lines:
        return ()
    if plot.first > 1:
        return (f"{plot.first}–{plot.last}",)
    most = int((cell - (CODE if plot.code else 0.0)) / CHARACTER)
    if plot.code and most < min(FEWEST, len(plot.title)):
        return ("",)
    return two_lines(plot.title, most) if lines > 1 else (shortened(plot.title, most),)
