"""The summary for citizens: what a plan promised and what became of it, on four pages whatever its size.

A page holds so much: the first of each kind are told, with titles cut to a line or two, and how many
others there are is said. All of them stand in the report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Generic, TypeVar

from tracker.domain.figures import read_all
from tracker.publish.qr import qr_code
from tracker.publish.report.charts import picture
from tracker.publish.report.content import ActionYear, Moved, Report
from tracker.publish.report.document import context
from tracker.publish.summing_up import sum_up
from tracker.publish.templating import render

PAGES = 4
# How high the picture on its first page may be, in millimetres.
PICTURE = 100.0
# Rows that a page has room for: of late, moved and silent actions each its share, and what others leave.
DELIVERED, LATE, MOVED, SILENT, NEXT = 7, 4, 3, 3, 6

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Few(Generic[T]):
    """The first rows, and how many there are beside them."""

    rows: tuple[T, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Chosen:
    delivered: Few[ActionYear]
    kept_before: Few[ActionYear]
    late: Few[ActionYear]
    moved: Few[Moved]
    silent: Few[ActionYear]
    next: Few[ActionYear]


def summary(report: Report, language: str, site_url: str, share: float = 1.0) -> str:
    """The HTML of the summary. ``share`` of the usual rows are told, at least one of each kind."""
    said = context(report, language, site_url, on_paper=True)
    plan = report.plan
    drawn = picture(report, PICTURE)
    given = {
        **said,
        "few": _chosen(report, share),
        "picture": drawn,
        "sentences": sum_up(read_all(plan), plan.opened.rhythm, language),
        "code": qr_code(said["address"], border=0),
        "keeper_url": getattr(plan.organisations.get(plan.opened.keeper), "url", ""),
    }
    return render("report/summary.html", language, given)


def _chosen(report: Report, share: float) -> Chosen:
    def few(rows: Sequence[T], most: int) -> Few[T]:
        kept = ceil(most * share)
        return Few(tuple(rows[:kept]), max(len(rows) - kept, 0))

    spare = sum(
        max(most - len(rows), 0)
        for most, rows in ((LATE, report.late), (MOVED, report.moves), (SILENT, report.silent))
    )
    delivered = few(report.delivered, DELIVERED)
    return Chosen(
        delivered=delivered,
        kept_before=few(report.delivered_before, DELIVERED - min(DELIVERED, len(report.delivered))),
        late=few(report.late, LATE + spare),
        moved=few(report.moves, MOVED + max(spare - max(len(report.late) - LATE, 0), 0)),
        silent=few(report.silent, SILENT + max(spare - max(len(report.late) - LATE, 0), 0)),
        next=few(report.next, NEXT),
    )
