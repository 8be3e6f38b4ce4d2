"""Which charts a report has. Their geometry is that of the pages (``publish/charts``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from tracker.domain.date_words import day_in_words
from tracker.domain.figures import figures, read_all
from tracker.domain.messages import _
from tracker.publish.charts.bars import Bar, status_bars
from tracker.publish.charts.due_dates import Timeline, timeline
from tracker.publish.charts.field import COLUMNS, MOST_SQUARES, Field, Group, as_it_was, field
from tracker.publish.charts.series import Series, series
from tracker.publish.charts.sheet import Sheet, sheet
from tracker.publish.languages import translations
from tracker.publish.report.columns import columns_of
from tracker.publish.report.content import AxisYear, Report

# The width of a page's text, and how high two fields side by side may be, in millimetres.
WIDTH, PAIR = 164.0, 125.0
# What a cover without a title would leave to its picture, and what is taken from that by each line, of so
# many characters, of the title and of the reason for a new edition.
COVER = 152.0
TITLE_LINE, TITLE_STEP, REASON_LINE, REASON_STEP = 34, 10.0, 75, 6.0
# Each of two fields side by side, and the most that its squares are wide.
HALF, PAIR_SIDE = 72.0, 6.0
# What a bar takes.
BAR_STEP = 10.0
MOST_BARS = 24
# An axis of more actions opens without its field, which would only be a grey surface.
MOST_STRIP = 240
# The field of an axis: as many plots as stand beside each other, before they grow down; its squares, in
# millimetres.
ABREAST, STRIP_SIDE = 3, 4.4

# On a page the field, on paper a sheet of it, or bars where there is no room.
Picture = Field | Sheet | tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Charts:
    """Everything drawn: ``strips`` by axis code, ``sparks`` by (reference, indicator).

    ``then_and_now`` are two fields of the same actions, as they were on the day compared with and as they
    are; None where there was no such day, or no room.
    """

    picture: Picture
    then_and_now: tuple[Field | Sheet, Field | Sheet] | None
    whole: tuple[Bar, ...]
    axes: tuple[Bar, ...]
    timeline: Timeline | None
    strips: dict[str, Field | Sheet]
    sparks: dict[tuple[str, str], Series]


def charts_of(report: Report, language: str, href: Callable[[str], str] | None = None) -> Charts:
    """``href`` gives the address of an action on a page; without it the charts are for paper."""
    paper = href is None
    return Charts(
        picture=picture(report, cover_room(report)) if paper else field(groups_of(report.axes, report), href),
        then_and_now=_then_and_now(report, paper),
        whole=_whole(report, language),
        axes=_axes(report),
        timeline=timeline((one.read for one in report.actions), report.cut_off),
        strips=dict(_strips(report, paper)),
        sparks=dict(_sparks(report)),
    )


def cover_room(report: Report) -> float:
    """How high the picture on the cover may be."""
    title = ceil(len(report.plan.opened.title) / TITLE_LINE) * TITLE_STEP
    return COVER - title - ceil(len(report.reason) / REASON_LINE) * REASON_STEP


def picture(report: Report, height: float) -> Sheet | tuple[Bar, ...]:
    """The field of promises on paper, so many millimetres high at most.

    Bars of the uppermost axes where it has no room, and one bar where these are too many as well.
    """
    if len(report.actions) <= MOST_SQUARES:
        drawn = sheet(field(groups_of(report.axes, report)), WIDTH, height)
        if drawn:
            return drawn
    top = [g for g in report.axes if g.sides.depth == 0 and g.sides.now.total]
    if not 0 < len(top) * BAR_STEP <= height:
        return status_bars([("", "", report.whole.now)])
    return status_bars((g.axis.code, g.axis.title, g.sides.now) for g in top)


def groups_of(axes: Iterable[AxisYear], report: Report | None = None) -> list[Group]:
    """The actions of each axis; those of the ``report`` without an axis come last."""
    groups: list[Group] = [(a.axis.code, a.axis.title, "", [one.read for one in a.actions]) for a in axes]
    unfiled = report.unfiled if report else ()
    return [*groups, ("", "", "", [one.read for one in unfiled])]


def _then_and_now(report: Report, paper: bool) -> tuple[Field | Sheet, Field | Sheet] | None:
    if not report.before or not 0 < len(report.actions) <= MOST_SQUARES:
        return None
    now = field(groups_of(report.axes, report))
    then = as_it_was(now, {read.action.ref: read for read in read_all(report.before)})
    if not then.total:
        return None
    if not paper:
        return then, now
    before, after = (sheet(one, HALF, PAIR, lines=1, largest=PAIR_SIDE) for one in (then, now))
    return (before, after) if before and after else None


def _strips(report: Report, paper: bool) -> Iterable[tuple[str, Field | Sheet]]:
    """The field of each axis, as wide as the page allows before it is high."""
    for axis in report.axes:
        if 0 < len(axis.actions) <= MOST_STRIP:
            drawn = field(groups_of([axis]), rows=-(-len(axis.actions) // (ABREAST * COLUMNS)))
            placed = sheet(drawn, WIDTH, PAIR, lines=0, largest=STRIP_SIDE) if paper else drawn
            if placed:
                yield axis.axis.code, placed


def _whole(report: Report, language: str) -> tuple[Bar, ...]:
    """Commitments and proposals, each on every day that stands in a column of the figures."""
    gettext = translations(language).gettext
    rows = []
    for name, sides in ((_("Commitments"), report.commitments), (_("Proposals"), report.proposals)):
        for column in columns_of(report):
            counted = column.of(sides)
            if counted and counted.total:
                rows.append(("", f"{gettext(name)}, {day_in_words(column.day, language)}", counted))
    return status_bars(rows)


def _axes(report: Report) -> tuple[Bar, ...]:
    """A bar for each axis of its own actions; of too many axes, one for each of the uppermost."""
    groups: Sequence[AxisYear] = [group for group in report.axes if group.actions]
    if len(groups) > MOST_BARS:
        groups = [group for group in report.axes if group.sides.depth == 0 and group.sides.now.total]
        return status_bars((g.axis.code, g.axis.title, g.sides.now) for g in groups)
    return status_bars((g.axis.code, g.axis.title, figures([one.read for one in g.actions])) for g in groups)


def _sparks(report: Report) -> Iterable[tuple[tuple[str, str], Series]]:
    """The series of the plan, whose reference is empty, and of each action that is told in a block."""
    told = [(one.action.ref, one.action.indicators) for one in report.actions if one.days]
    for ref, indicators in [("", report.plan.indicators), *told]:
        for indicator in indicators:
            drawn = series(indicator, written=False)
            if drawn:
                yield (ref, indicator.id), drawn
