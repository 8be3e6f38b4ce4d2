"""Where a report begins a new page: at its great divisions, and where a part is long.

A short report flows: its parts follow each other on the page. What begins on a new page is laid out by
itself, beside the others, and again only when it changes; see ``publish/press/cutting.py``. So a long part
opens a page, and a short one does when much has gone before it: a chapter is long enough that a last page
which is not full is no loss. Lengths are guesses, in pages.
"""

from __future__ import annotations

from collections.abc import Iterator

from tracker.publish.charts.due_dates import MOST_ROWS as MOST_DRAWN
from tracker.publish.report.content import ActionYear, Report
from tracker.publish.report.detail import MOST_ROWS, in_blocks
from tracker.publish.report.parts import printed

# The most blocks of actions, and documents of the annex, in one chapter.
CHAPTER = 40
DOCUMENTS = 150
# What begins on a new page however short it is: the council's words, ours, and the figures.
ALWAYS = ("foreword", "opening", "figures")
# From how many pages on a part or an axis begins on a new one; from how many since the last that did, if it
# has so much to itself.
LONG = 5.0
SINCE = 20.0
ENOUGH = 1.0
# How much goes on a page.
ROWS, LINES, BLOCKS, DOCUMENTS_A_PAGE, ANSWERS, LETTERS, CHART_ROWS = 17, 24, 2.2, 9, 5, 3_000, 38


def opening(report: Report) -> frozenset[str]:
    """The ids of the parts and axes that begin on a new page."""
    found = set()
    since = 0.0
    for id_, whole, own in _lengths(report):
        far = whole >= ENOUGH and since + whole > SINCE
        if id_ in ALWAYS or (since and (whole >= LONG or far)):
            found.add(id_)
            since = 0.0
        since += own
    return frozenset(found)


def _lengths(report: Report) -> Iterator[tuple[str, float, float]]:
    """Every part, and the axes after the part of the actions: how long it is, with what is below it and
    without.
    """
    axes = [(f"axis-{group.axis.code}", _actions(report, group.actions)) for group in report.axes]
    for id_ in printed(report):
        if id_ == "actions":
            # Without a length of its own, its title is never left behind by the first axis.
            yield id_, sum(pages for _, pages in axes), 0.0
            yield from ((axis, pages, pages) for axis, pages in axes)
        else:
            pages = _part(report, id_)
            yield id_, pages, pages


def _actions(report: Report, actions: tuple[ActionYear, ...]) -> float:
    told = sum(1 for one in actions if one.days)
    told_on = told / (BLOCKS if in_blocks(report) else LINES / 4)
    return told_on + (len(actions) - told) / LINES + (0.15 if actions else 0)


def _part(report: Report, id_: str) -> float:
    texts, whole = report.texts, report.whole.now
    tables = {
        "figures": len([group for group in report.axes if group.actions]) * 2 + len(report.owners),
        "changed": _rows(report.compared.changed) if report.compared else 0,
        "delivered": _rows(report.delivered) + _rows(report.delivered_before),
        "late": _rows(report.late) + _rows(report.kept_late) + _rows(report.next),
        "moved": _rows(report.moves) + _rows(report.moved_ever),
        "silent": _rows(report.silent),
        "stopped": _rows(report.stopped),
        "reworded": len(report.reworded) * ROWS / ANSWERS,
        "proposals": _rows(report.decided),
        "questions": len(report.questions.rows) * ROWS / ANSWERS,
        "evidence": len(report.annex.documents) * ROWS / DOCUMENTS_A_PAGE,
        "method": len(report.plan.opened.sources),
    }
    besides = {
        "opening": 0.5 + len(report.news) / ANSWERS,
        "how-to-read": 0.9,
        "figures": 1.0,
        "changed": 0.6,
        "late": min(whole.total - whole.without_date, MOST_DRAWN) / CHART_ROWS,
        "nothing": 0.3,
        "comments": sum(map(len, texts.comments.values())) / LETTERS,
        "closing": len(texts.closing) / LETTERS,
        "register": 0.4,
        "method": 0.4,
    }
    return tables.get(id_, 0) / ROWS + besides.get(id_, 0.15)


def _rows(items: tuple[object, ...]) -> int:
    return min(len(items), MOST_ROWS)
