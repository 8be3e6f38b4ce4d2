"""The report as a document: its charts and everything that its templates need, in one language."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from markupsafe import Markup

from tracker.domain.date_words import day_in_words
from tracker.domain.figures import figures
from tracker.domain.register import at_text
from tracker.domain.status import STATUSES, Kind, Status
from tracker.domain.vocabulary import OrganisationKind
from tracker.publish.languages import translations
from tracker.publish.report.chapters import CHAPTER, DOCUMENTS, opening
from tracker.publish.report.charts import (
    Bars,
    Field,
    Spark,
    Timeline,
    field,
    shortened,
    spark,
    status_bars,
    strip,
    timeline,
)
from tracker.publish.report.content import ActionYear, Report
from tracker.publish.report.parts import TITLES, printed
from tracker.publish.templating import render

# How high the cover's field may be, in millimetres.
COVER = 118.0
MOST_BARS = 24


@dataclass(frozen=True, slots=True)
class Charts:
    """Everything drawn: ``strips`` by axis code, ``sparks`` by (reference, indicator)."""

    field: Field
    whole: Bars
    axes: Bars
    timeline: Timeline | None
    strips: dict[str, Field]
    sparks: dict[tuple[str, str], Spark]


def paper(report: Report, language: str, site_url: str) -> str:
    """The HTML of the printed report; ``site_url`` is the site's address without a slash at its end."""
    return render("report/paper.html", language, context(report, language, site_url))


def context(report: Report, language: str, site_url: str) -> dict[str, Any]:
    """What the templates of ``report/`` are given, on paper and on the page."""
    plan = report.plan
    keeper = plan.organisations.get(plan.opened.keeper)
    own = plan.opened.language
    address = f"{site_url}/{language}/{plan.slug}"
    gettext = translations(language).gettext
    return {
        "report": report,
        "parts": {id_: gettext(title) for id_, title in printed(report).items()},
        "left_out": [gettext(TITLES[id_]) for id_ in report.texts.left_out],
        "chapters": [a for a in report.axes if a.actions or report.texts.comments.get(a.axis.code)],
        "charts": charts_of(report, language),
        "told_in": Markup("") if own == language else Markup(' lang="{}"').format(own),
        "labels": defaultdict(str, plan.opened.status_labels),
        "keeper": keeper.name if keeper else plan.opened.keeper,
        "keeper_observes": keeper is not None and keeper.type is OrganisationKind.OBSERVER,
        "eve": report.since - timedelta(days=1),
        "statuses": _statuses(report),
        "root": base64.b64encode(report.checkpoint.root).decode(),
        "written": at_text(report.recording.last_at),
        "address": f"{address}/reports/{report.year}",
        "register_address": f"{address}/register",
        "shortened": shortened,
        "opening": opening(report.axes),
        "chapter": CHAPTER,
        "documents": DOCUMENTS,
    }


def _statuses(report: Report) -> list[Status]:
    """Those that an action of the plan may have, in the order in which pages list them."""
    kinds = [
        kind
        for kind, sides in ((Kind.COMMITMENT, report.commitments), (Kind.PROPOSAL, report.proposals))
        if sides.now.total or (sides.before and sides.before.total)
    ]
    return list(dict.fromkeys(status for kind in kinds or [Kind.COMMITMENT] for status in STATUSES[kind]))


def charts_of(report: Report, language: str) -> Charts:
    return Charts(
        field=field(report.axes, COVER),
        whole=_whole(report, language),
        axes=_axes(report),
        timeline=timeline(report.actions, report.cut_off),
        strips={group.axis.code: strip(group.actions) for group in report.axes if group.actions},
        sparks=dict(_sparks(report.actions)),
    )


def _whole(report: Report, language: str) -> Bars:
    """Commitments and proposals, each at the cut-off and on the eve of the year."""
    _ = translations(language).gettext
    eve = report.since - timedelta(days=1)
    rows = []
    for name, sides in ((_("Commitments"), report.commitments), (_("Proposals"), report.proposals)):
        for day, counted in ((report.cut_off, sides.now), (eve, sides.before)):
            if counted and counted.total:
                rows.append(("", f"{name}, {day_in_words(day, language)}", counted))
    return status_bars(rows)


def _axes(report: Report) -> Bars:
    """A bar for each axis of its own actions; of too many axes, one for each of the uppermost."""
    groups = [group for group in report.axes if group.actions]
    if len(groups) > MOST_BARS:
        groups = [group for group in report.axes if group.sides.depth == 0 and group.sides.now.total]
        return status_bars((g.axis.code, g.axis.title, g.sides.now) for g in groups)
    return status_bars((g.axis.code, g.axis.title, figures([one.read for one in g.actions])) for g in groups)


def _sparks(actions: Iterable[ActionYear]) -> Iterable[tuple[tuple[str, str], Spark]]:
    for one in actions:
        for indicator in one.action.indicators if one.days else ():
            values = [(measured.on, float(measured.value)) for measured in indicator.values]
            target = float(indicator.target) if indicator.target is not None else None
            drawn = spark(values, target)
            if drawn:
                yield (one.action.ref, indicator.id), drawn
