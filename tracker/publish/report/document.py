"""The report as a document: its charts and everything that its templates need, in one language."""

from __future__ import annotations

import base64
from collections import defaultdict
from typing import Any

from markupsafe import Markup

from tracker.domain.messages import _
from tracker.domain.register import at_text
from tracker.domain.status import STATUSES, Kind, Status
from tracker.domain.vocabulary import OrganisationKind
from tracker.publish.charts.labels import shortened
from tracker.publish.languages import translations
from tracker.publish.report.chapters import CHAPTER, DOCUMENTS, opening
from tracker.publish.report.charts import charts_of
from tracker.publish.report.columns import columns_of
from tracker.publish.report.content import Report
from tracker.publish.report.detail import changes, in_blocks, listed, respects
from tracker.publish.report.parts import TITLES, empty, printed
from tracker.publish.templating import render

# What the figures that a sealed report is held against are called.
FIGURES = {
    "total": _("actions of the plan"),
    "kept": _("delivered, in full or in part"),
    "kept_late": _("kept after its date"),
    "open": _("open"),
    "late": _("late"),
    "silent": _("silent"),
    "with_evidence": _("with evidence"),
    "without_owner": _("nobody named to answer for it"),
    "moved": _("whose date moved"),
}


def paper(report: Report, language: str, site_url: str) -> str:
    """The HTML of the printed report; ``site_url`` is the site's address without a slash at its end."""
    return render("report/paper.html", language, context(report, language, site_url, on_paper=True))


def context(report: Report, language: str, site_url: str, *, on_paper: bool = False) -> dict[str, Any]:
    """What the templates of ``report/`` are given, on paper and on the page."""
    plan = report.plan
    keeper = plan.organisations.get(plan.opened.keeper)
    own = plan.opened.language
    address = f"{site_url}/{language}/{plan.slug}"
    gettext = translations(language).gettext
    changed = changes(report)
    return {
        "report": report,
        "parts": {id_: gettext(title) for id_, title in printed(report).items()},
        "empty": {id_: gettext(title) for id_, title in empty(report).items()},
        "left_out": [gettext(TITLES[id_]) for id_ in report.texts.left_out],
        "chapters": [a for a in report.axes if a.actions or report.texts.comments.get(a.axis.code)],
        "charts": charts_of(report, language, None if on_paper else "#action-{}".format),
        "on_paper": on_paper,
        "told_in": Markup("") if own == language else Markup(' lang="{}"').format(own),
        "labels": defaultdict(str, plan.opened.status_labels),
        "keeper": keeper.name if keeper else plan.opened.keeper,
        "keeper_observes": keeper is not None and keeper.type is OrganisationKind.OBSERVER,
        "period": period_words(report),
        "columns": columns_of(report),
        "seen": lambda sides: {status for column in columns_of(report) for status in column.seen(sides)},
        "compared_on": report.compared.day if report.compared else None,
        "sealed_period": _sealed_period(report),
        "figure_words": {name: gettext(words) for name, words in FIGURES.items()},
        "changes": changed,
        "respects": respects(changed.rows),
        "in_blocks": in_blocks(report),
        "listed": listed,
        "statuses": _statuses(report),
        "root": base64.b64encode(report.checkpoint.root).decode(),
        "written": at_text(report.recording.last_at),
        "address": f"{address}/reports/{report.period}",
        "register_address": f"{address}/register",
        "shortened": shortened,
        "opening": opening(report),
        "chapter": CHAPTER,
        "documents": DOCUMENTS,
    }


def period_words(report: Report) -> str:
    """The period as readers see it; an en dash joins the years in every language of ours."""
    return report.period.replace("-", "–")


def _sealed_period(report: Report) -> str:
    edition = report.compared.edition if report.compared else None
    if edition is None:
        return ""
    event = edition.event
    return f"{event.since.year}–{event.year}" if event.since else str(event.year)


def _statuses(report: Report) -> list[Status]:
    """Those that an action of the plan may have, in the order in which pages list them."""
    kinds = [
        kind
        for kind, sides in ((Kind.COMMITMENT, report.commitments), (Kind.PROPOSAL, report.proposals))
        if sides.now.total or (sides.before and sides.before.total)
    ]
    return list(dict.fromkeys(status for kind in kinds or [Kind.COMMITMENT] for status in STATUSES[kind]))
