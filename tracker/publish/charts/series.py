"""Measurements of an indicator over time, against its target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from tracker.domain.state import Indicator

# Where the lowest value lies and how far the highest is above, in per cent of the height: with words around
# the line, and without.
WRITTEN, BARE = (84.0, 70.0), (90.0, 80.0)


@dataclass(frozen=True, slots=True)
class Point:
    on: date
    value: Decimal
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Series:
    """The scale begins at nothing. ``target_y`` is empty where there is no target.

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


def series(indicator: Indicator, *, written: bool = True) -> Series | None:
    """None with fewer than two values: one value is a number, not a series.

    Room for words is left around the line when it is ``written`` on.
    """
    if len(indicator.values) < 2:
        return None
    values = [m.value for m in indicator.values]
    if indicator.target is not None:
        values.append(indicator.target)
    low, high = min(Decimal(0), *values), max(Decimal(0), *values)
    first, last = indicator.values[0].on, indicator.values[-1].on
    days = max((last - first).days, 1)
    base, reach = WRITTEN if written else BARE

    def height(value: Decimal) -> str:
        span = high - low
        return f"{base - reach * float((value - low) / span) if span else base:.2f}%"

    points = tuple(
        Point(m.on, m.value, f"{4 + 92 * (m.on - first).days / days:.2f}%", height(m.value))
        for m in indicator.values
    )
    target = indicator.target
    close = target is not None and 0 <= target - points[-1].value < (high - low) / 5
    return Series(
        points,
        tuple(pairwise(points)),
        height(target) if target is not None else "",
        height(Decimal(0)),
        low,
        high,
        target,
        22 if close else -12,
    )
