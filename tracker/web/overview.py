"""What the overview of a plan shows, made from the plan and its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain import figures as count
from tracker.domain.dates import PartialDate
from tracker.domain.events import About, Signatory
from tracker.domain.figures import Figures, Read, Share
from tracker.domain.readings import Timing
from tracker.domain.selection import AHEAD, MOVED, NO_OWNER, SILENT, Sort
from tracker.domain.state import Evidence, Indicator, Measurement, Plan, Report
from tracker.domain.status import STATUSES, Kind, Status
from tracker.publish.summing_up import sum_up
from tracker.web.field import FieldGroup, field_of
from tracker.web.happenings import Day
from tracker.web.plan_frame import PlanFrame, Row, StatusCount, row_of, status_counts

MOST_ROWS = 5


@dataclass(frozen=True, slots=True)
class Group:
    """An axis or an owner with its figures and its own status bar. ``label`` is the plan's word for an axis.

    ``key`` is the code or the slug, empty for actions without owner; ``depth`` counts the axes above.
    """

    key: str
    label: str
    title: str
    depth: int
    href: str
    figures: Figures
    bar: tuple[StatusCount, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The first few of some actions, how many they are among all, and the list of all of them."""

    rows: tuple[Row, ...]
    share: Share
    href: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A share of all actions and the list of those counted; ``href`` is empty where no filter asks for it."""

    share: Share
    href: str


@dataclass(frozen=True, slots=True)
class ThreeReadings:
    """What the three readings count over all actions. What the city says is the status bar."""

    with_evidence: Counted
    on_time: Counted
    due_soon: Counted
    late: Counted
    kept_in_time: Counted
    kept_late: Counted
    without_date: Counted
    stopped: Counted
    moved: Counted
    silent: Counted
    never_heard_of: Counted
    without_owner: Counted


@dataclass(frozen=True, slots=True)
class Participation:
    """An indicator of the plan itself, its newest value, and the evidence that this rests on."""

    indicator: Indicator
    latest: Measurement | None
    source: Evidence | None


@dataclass(frozen=True, slots=True)
class Party:
    """Who keeps the plan or signed it. ``href`` is empty for one that is no organisation of the plan."""

    name: str
    href: str
    role: str = ""
    on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """Everything that the overview shows. Lists of actions are short; each leads to its full list.

    ``own_labels`` gives each status that the plan names in its own words, and those words.
    """

    frame: PlanFrame
    about: About
    keeper: Party
    day: date
    sum_up: str
    figures: Figures
    bar: tuple[StatusCount, ...]
    field: tuple[FieldGroup, ...]
    axes: tuple[Group, ...]
    owners: tuple[Group, ...]
    readings: ThreeReadings
    lately: tuple[Day, ...]
    late: Chosen
    silent: Chosen
    deadlines: Chosen
    participation: tuple[Participation, ...]
    signatories: tuple[Party, ...]
    own_labels: tuple[tuple[Status, str], ...]
    reports: tuple[Report, ...]


def overview_page(frame: PlanFrame, plan: Plan, lately: tuple[Day, ...]) -> OverviewPage:
    reads = count.read_all(plan)
    whole = count.figures(reads)

    def chosen(some: list[Read], sort: Sort, calendar: str) -> Chosen:
        rows = tuple(row_of(frame, plan, read) for read in some[:MOST_ROWS])
        return Chosen(rows, whole.share(len(some)), frame.list_href(calendar=calendar, sort=sort.value))

    return OverviewPage(
        frame=frame,
        about=plan.opened,
        keeper=party(frame, plan, plan.opened.keeper),
        day=plan.day,
        sum_up=sum_up(reads, plan.opened.rhythm, frame.language),
        figures=whole,
        bar=status_counts(frame, plan, whole.statuses),
        field=field_of(frame, plan, reads),
        axes=axes_of(frame, plan, reads),
        owners=owners_of(frame, plan, reads),
        readings=three_readings(frame, reads, whole),
        lately=lately,
        late=chosen(count.late(reads), Sort.LATE, Timing.LATE.value),
        silent=chosen(count.silent(reads), Sort.PLAN, SILENT),
        deadlines=chosen(count.next_deadlines(reads), Sort.DUE, AHEAD),
        participation=tuple(_participation(plan, indicator) for indicator in plan.indicators),
        signatories=tuple(_signed(frame, plan, one) for one in plan.opened.signatories),
        own_labels=tuple(_own_labels(plan)),
        reports=plan.reports,
    )


def three_readings(frame: PlanFrame, reads: Sequence[Read], whole: Figures) -> ThreeReadings:
    def counted(number: int, calendar: str = "", **other: str) -> Counted:
        narrowed = {"calendar": calendar, **other} if calendar or other else {}
        return Counted(whole.share(number), frame.list_href(**narrowed) if narrowed else "")

    def timed(timing: Timing) -> Counted:
        number = sum(1 for read in reads if read.readings.calendar.timing is timing)
        return counted(number, timing.value)

    return ThreeReadings(
        with_evidence=counted(whole.with_evidence),
        on_time=timed(Timing.ON_TIME),
        due_soon=timed(Timing.DUE_SOON),
        late=timed(Timing.LATE),
        kept_in_time=timed(Timing.KEPT_IN_TIME),
        kept_late=timed(Timing.KEPT_LATE),
        without_date=timed(Timing.NO_DATE),
        stopped=timed(Timing.STOPPED),
        moved=counted(whole.moved, MOVED),
        silent=counted(whole.silent, SILENT),
        never_heard_of=counted(whole.never_heard_of),
        without_owner=counted(whole.without_owner, owner=NO_OWNER),
    )


def axes_of(frame: PlanFrame, plan: Plan, reads: Sequence[Read]) -> tuple[Group, ...]:
    return tuple(
        Group(
            key=group.key,
            label=plan.axes[group.key].label,
            title=group.title,
            depth=group.depth,
            href=frame.axis_href(group.key),
            figures=group.figures,
            bar=status_counts(frame, plan, group.figures.statuses, axis=group.key),
        )
        for group in count.by_axis(plan, reads)
    )


def owners_of(frame: PlanFrame, plan: Plan, reads: Sequence[Read]) -> tuple[Group, ...]:
    return tuple(
        Group(
            key=group.key,
            label="",
            title=group.title,
            depth=0,
            href=frame.owner_href(group.key),
            figures=group.figures,
            bar=status_counts(frame, plan, group.figures.statuses, owner=group.key or NO_OWNER),
        )
        for group in count.by_owner(plan, reads)
    )


def party(frame: PlanFrame, plan: Plan, slug: str, role: str = "", on: PartialDate | None = None) -> Party:
    known = slug in plan.organisations
    return Party(plan.organisation_name(slug), f"{frame.base}/owners/{slug}" if known else "", role, on)


def _signed(frame: PlanFrame, plan: Plan, one: Signatory) -> Party:
    if one.organisation:
        return party(frame, plan, one.organisation, one.role, one.on)
    return Party(one.name, "", one.role, one.on)


def _participation(plan: Plan, indicator: Indicator) -> Participation:
    newest = indicator.latest
    named = newest.evidence if newest else ""
    source = next((e for e in plan.evidence if named and e.id == named), None)
    return Participation(indicator, newest, source)


def _own_labels(plan: Plan) -> list[tuple[Status, str]]:
    """The statuses that the plan names in its own words, in the order of the closed list."""
    labels = plan.opened.status_labels
    order = dict.fromkeys(s for kind in (Kind.COMMITMENT, Kind.PROPOSAL) for s in STATUSES[kind])
    return [(status, labels[status]) for status in order if status in labels]
