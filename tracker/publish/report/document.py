"""The report as a document: its charts and everything that its templates need, in one language."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from tracker.domain.date_words import day_in_words
from tracker.domain.figures import Figures, figures
from tracker.domain.messages import _
from tracker.domain.register import at_text
from tracker.domain.status import STATUSES, Kind, Status
from tracker.domain.vocabulary import OrganisationKind
from tracker.publish.drawings import MOST_SQUARES
from tracker.publish.languages import translations
from tracker.publish.report.chapters import CHAPTER, DOCUMENTS, opening
from tracker.publish.report.charts import (
    BAR_STEP,
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
from tracker.publish.report.content import Report, Sides
from tracker.publish.report.detail import changes, in_blocks, listed
from tracker.publish.report.parts import TITLES, printed
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
# How high the cover's field may be, in millimetres.
COVER = 118.0
MOST_BARS = 24
# An axis of more actions opens without its field, which would only be a grey surface.
MOST_STRIP = 240


@dataclass(frozen=True, slots=True)
class Charts:
    """Everything drawn: ``strips`` by axis code, ``sparks`` by (reference, indicator)."""

    picture: Field | Bars
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
        "period": period_words(report),
        "columns": columns_of(report),
        "seen": lambda sides: {status for column in columns_of(report) for status in column.seen(sides)},
        "compared_on": report.compared.day if report.compared else None,
        "sealed_period": _sealed_period(report),
        "figure_words": {name: gettext(words) for name, words in FIGURES.items()},
        "changes": changes(report),
        "in_blocks": in_blocks(report),
        "listed": listed,
        "statuses": _statuses(report),
        "root": base64.b64encode(report.checkpoint.root).decode(),
        "written": at_text(report.recording.last_at),
        "address": f"{address}/reports/{report.period}",
        "register_address": f"{address}/register",
        "shortened": shortened,
        "opening": opening(report.axes),
        "chapter": CHAPTER,
        "documents": DOCUMENTS,
    }


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


def charts_of(report: Report, language: str) -> Charts:
    return Charts(
        picture=picture(report, COVER),
        whole=_whole(report, language),
        axes=_axes(report),
        timeline=timeline(report.actions, report.cut_off),
        strips={g.axis.code: strip(g.actions) for g in report.axes if 0 < len(g.actions) <= MOST_STRIP},
        sparks=dict(_sparks(report)),
    )


def picture(report: Report, height: float) -> Field | Bars:
    """The field of promises, so many millimetres high at most.

    Bars of the uppermost axes where it has no room, and one bar where these are too many as well.
    """
    if len(report.actions) <= MOST_SQUARES:
        drawn = field(report.axes, height)
        if drawn.height <= height:
            return drawn
    top = [g for g in report.axes if g.sides.depth == 0 and g.sides.now.total]
    if not 0 < len(top) * BAR_STEP <= height:
        return status_bars([("", "", report.whole.now)])
    return status_bars((g.axis.code, g.axis.title, g.sides.now) for g in top)


def _whole(report: Report, language: str) -> Bars:
    """Commitments and proposals, each on every day that stands in a column of the figures."""
    gettext = translations(language).gettext
    rows = []
    for name, sides in ((_("Commitments"), report.commitments), (_("Proposals"), report.proposals)):
        for column in columns_of(report):
            counted = column.of(sides)
            if counted and counted.total:
                rows.append(("", f"{gettext(name)}, {day_in_words(column.day, language)}", counted))
    return status_bars(rows)


def _axes(report: Report) -> Bars:
    """A bar for each axis of its own actions; of too many axes, one for each of the uppermost."""
    groups = [group for group in report.axes if group.actions]
    if len(groups) > MOST_BARS:
        groups = [group for group in report.axes if group.sides.depth == 0 and group.sides.now.total]
        return status_bars((g.axis.code, g.axis.title, g.sides.now) for g in groups)
    return status_bars((g.axis.code, g.axis.title, figures([one.read for one in g.actions])) for g in groups)


def _sparks(report: Report) -> Iterable[tuple[tuple[str, str], Spark]]:
    """The series of the plan, whose reference is empty, and of each action that is told in a block."""
    told = [(one.action.ref, one.action.indicators) for one in report.actions if one.days]
    for ref, indicators in [("", report.plan.indicators), *told]:
        for indicator in indicators:
            values = [(measured.on, float(measured.value)) for measured in indicator.values]
            target = float(indicator.target) if indicator.target is not None else None
            drawn = spark(values, target)
            if drawn:
                yield (ref, indicator.id), drawn
