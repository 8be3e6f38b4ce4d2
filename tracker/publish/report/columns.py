"""The days whose figures a report sets side by side, as columns of its tables and rows of its bars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.domain.figures import Figures
from tracker.domain.status import Status
from tracker.publish.report.content import Report, Sides


@dataclass(frozen=True, slots=True)
class Column:
    """A day whose figures stand in a column; ``place`` is None for the cut-off, -1 for the day compared
    with.
    """

    day: date
    place: int | None

    def of(self, sides: Sides) -> Figures | None:
        if self.place is None:
            return sides.now
        return sides.before if self.place < 0 else sides.years[self.place]

    def seen(self, sides: Sides) -> tuple[Status, ...]:
        """The statuses that some action has on that day."""
        figures = self.of(sides)
        return tuple(figures.statuses) if figures else ()


def columns_of(report: Report) -> list[Column]:
    """The cut-off and the day compared with; of a report on several years, the end of each."""
    if report.several:
        return [Column(day, place) for place, day in enumerate(report.ends)]
    before = [Column(report.compared.day, -1)] if report.compared else []
    return [Column(report.cut_off, None), *before]
