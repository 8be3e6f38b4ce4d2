"""The summary for citizens: what a plan promised and what became of it, on four pages whatever its size.

A page holds so much: the first of each kind are told, with titles cut to a line or two, and how many
others there are is said. All of them stand in the report. Where there is too little to tell for four pages,
the summary is one sheet, of two pages at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Generic, TypeVar

from tracker.domain.figures import read_all
from tracker.domain.status import Status
from tracker.publish.qr import qr_code
from tracker.publish.report.charts import picture
from tracker.publish.report.content import ActionYear, Moved, Report
from tracker.publish.report.document import context
from tracker.publish.summing_up import sum_up
from tracker.publish.templating import render

# A folded leaflet, or a sheet.
LEAFLET, SHEET = 4, 2
# A leaflet has at least so many rows on its second page and on its third.
WORTH_A_PAGE = 3
# How many of the usual rows are told, until the summary fits.
SHARES = (1.0, 0.8, 0.6, 0.4, 0.2)
# How high the picture on its first page may be, in millimetres.
PICTURE = 100.0
# Rows that a page has room for: of late, moved and silent actions each its share, and what others leave.
DELIVERED, LATE, MOVED, SILENT, NEXT = 7, 5, 4, 4, 8
# So many when none of them was delivered.
UNDER_WAY = 9

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
    under_way: Few[ActionYear]
    late: Few[ActionYear]
    moved: Few[Moved]
    silent: Few[ActionYear]
    next: Few[ActionYear]


def attempts(report: Report) -> Iterator[tuple[int, float]]:
    """On how many pages the summary should fit, and the share of rows for it, in the order to try them."""
    kept = len(report.delivered) + len(report.delivered_before) + len(_under_way(report))
    missed = len(report.late) + len(report.moves) + len(report.silent)
    small = min(kept, missed) < WORTH_A_PAGE
    for pages in (SHEET, LEAFLET) if small else (LEAFLET,):
        for share in SHARES:
            yield pages, share


def summary(report: Report, language: str, site_url: str, pages: int, share: float) -> str:
    """The HTML of the summary, meant for so many ``pages``.

    ``share`` of the usual rows are told, at least one of each kind.
    """
    said = context(report, language, site_url, on_paper=True)
    plan = report.plan
    drawn = picture(report, PICTURE)
    given = {
        **said,
        "few": _chosen(report, share if pages == LEAFLET else share / 2),
        "leaflet": pages == LEAFLET,
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
    shown = min(DELIVERED, len(report.delivered))
    shown_in_all = min(DELIVERED, len(report.delivered) + len(report.delivered_before))
    return Chosen(
        delivered=few(report.delivered, DELIVERED),
        kept_before=few(report.delivered_before, DELIVERED - shown),
        under_way=few(_under_way(report), UNDER_WAY - shown_in_all),
        late=few(report.late, LATE + spare),
        moved=few(report.moves, MOVED + max(spare - max(len(report.late) - LATE, 0), 0)),
        silent=few(report.silent, SILENT + max(spare - max(len(report.late) - LATE, 0), 0)),
        next=few(report.next, NEXT),
    )


def _under_way(report: Report) -> list[ActionYear]:
    """The actions in progress, those with the newest news first."""
    found = [one for one in report.actions if one.action.status is Status.IN_PROGRESS]
    return sorted(found, key=lambda one: one.action.last_news_on or one.action.status_on, reverse=True)
