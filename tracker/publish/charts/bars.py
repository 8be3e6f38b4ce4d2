"""Bars of statuses: one bar for some actions, or many bars on one scale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.figures import Figures
from tracker.domain.status import Status
from tracker.publish.charts.labels import two_lines
from tracker.publish.charts.positions import per_cent

# A share narrower than this, in per cent, has no room for its shape on a phone; the second is for its count.
ROOM_FOR_A_SHAPE, ROOM_FOR_A_COUNT = 7.0, 14.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A share of a bar: its status, count, where it begins and how wide it is."""

    status: Status
    count: int
    x: str
    width: str

    @property
    def wide(self) -> bool:
        return self.fills(ROOM_FOR_A_SHAPE)

    @property
    def very_wide(self) -> bool:
        return self.fills(ROOM_FOR_A_COUNT)

    def fills(self, least: float) -> bool:
        return float(self.width.rstrip("%")) >= least


def status_bar(figures: Figures) -> tuple[Segment, ...]:
    """How many actions have each status, in the order of the statuses."""
    return _segments(figures.statuses, figures.total)


def segments(statuses: Sequence[Status]) -> tuple[Segment, ...]:
    counts = {status: statuses.count(status) for status in Status if status in statuses}
    return _segments(counts, len(statuses))


def _segments(counts: Mapping[Status, int], whole: int) -> tuple[Segment, ...]:
    before, made = 0, []
    for status, count in counts.items():
        made.append(Segment(status, count, per_cent(before, whole), per_cent(count, whole)))
        before += count
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Bar:
    """One of several bars: what it counts, and where it ends. ``lines`` are its words on paper."""

    code: str
    title: str
    lines: tuple[str, ...]
    segments: tuple[Segment, ...]
    total: int
    end: str


def status_bars(rows: Iterable[tuple[str, str, Figures]]) -> tuple[Bar, ...]:
    """One bar a row (code, title, figures), all on one scale: the length is the number of actions."""
    rows = list(rows)
    most = max((figures.total for _, _, figures in rows), default=0)
    return tuple(
        Bar(
            code,
            title,
            two_lines(title, 34),
            _segments(figures.statuses, most),
            figures.total,
            per_cent(figures.total, most),
        )
        for code, title, figures in rows
    )
