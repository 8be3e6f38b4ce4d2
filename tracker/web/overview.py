"""What the overview of a plan shows, made from the plan and its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain import figures as count
from tracker.domain.dates import PartialDate
from tracker.domain.editions import newest_editions
from tracker.domain.events import About, Signatory
from tracker.domain.figures import Figures, Read, Share
from tracker.domain.readings import Timing
from tracker.domain.selection import AHEAD, MOVED, NO_OWNER, SILENT, Sort
from tracker.domain.state import Evidence, Indicator, Measurement, Plan, Report
from tracker.domain.status import STATUSES, Kind, Status
from tracker.domain.vocabulary import OrganisationKind
from tracker.publish.charts.bars import Segment, status_bar
from tracker.publish.charts.field import Field, field
from tracker.publish.summing_up import sum_up
from tracker.web.happenings import Day
from tracker.web.places import Place, Row, row_of

MOST_ROWS = 5


@dataclass(frozen=True, slots=True)
class Group:
    """An axis or an owner with its figures and its own status bar. ``label`` is the plan's word for an axis;
    ``list_href`` leads to the list of the actions counted.

    ``key`` is the code or the slug, empty for actions without owner; ``depth`` counts the axes above.
    """

    key: str
    label: str
    title: str
    depth: int
    href: str
    list_href: str
    figures: Figures
    bar: tuple[Segment, ...]


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
    """What the three readings count over all actions; ``declared`` is by status, in their order."""

    declared: tuple[tuple[Status, Counted], ...]
    with_evidence: Counted
    without_evidence: Counted
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

    ``intro`` is the first paragraph of the description (Markdown) and ``more`` the others. ``observed`` says
    that an observer keeps the plan, so that a declared status is not what the city says of itself.

    ``own_labels`` gives each status that the plan names in its own words, and those words.
    """

    about: About
    intro: str
    more: str
    keeper: Party
    observed: bool
    day: date
    sum_up: str
    figures: Figures
    bar: tuple[Segment, ...]
    list_href: str
    field: Field
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


def overview_page(place: Place, plan: Plan, lately: tuple[Day, ...]) -> OverviewPage:
    reads = count.read_all(plan)
    whole = count.figures(reads)

    def chosen(some: list[Read], sort: Sort, calendar: str) -> Chosen:
        rows = tuple(row_of(place, plan, read) for read in some[:MOST_ROWS])
        return Chosen(rows, whole.share(len(some)), place.list_href(calendar=calendar, sort=sort.value))

    return OverviewPage(
        about=plan.opened,
        intro=plan.opened.description.partition("\n\n")[0],
        more=plan.opened.description.partition("\n\n")[2],
        observed=_observed(plan),
        keeper=party(place, plan, plan.opened.keeper),
        day=plan.day,
        sum_up=sum_up(reads, plan.opened.rhythm, place.language),
        figures=whole,
        bar=status_bar(whole),
        list_href=place.list_href(),
        field=field_of(place, plan, reads),
        axes=axes_of(place, plan, reads),
        owners=owners_of(place, plan, reads),
        readings=three_readings(place, reads, whole),
        lately=lately,
        late=chosen(count.late(reads), Sort.LATE, Timing.LATE.value),
        silent=chosen(count.silent(reads), Sort.PLAN, SILENT),
        deadlines=chosen(count.next_deadlines(reads), Sort.DUE, AHEAD),
        participation=tuple(_participation(plan, indicator) for indicator in plan.indicators),
        signatories=tuple(_signed(place, plan, one) for one in plan.opened.signatories),
        own_labels=tuple(_own_labels(plan)),
        reports=tuple(newest_editions(plan)),
    )


def three_readings(place: Place, reads: Sequence[Read], whole: Figures) -> ThreeReadings:
    def counted(number: int, calendar: str = "", **other: str) -> Counted:
        narrowed = {"calendar": calendar, **other} if calendar or other else {}
        return Counted(whole.share(number), place.list_href(**narrowed) if narrowed else "")

    def timed(timing: Timing) -> Counted:
        number = sum(1 for read in reads if read.readings.calendar.timing is timing)
        return counted(number, timing.value)

    return ThreeReadings(
        declared=tuple(
            (status, Counted(whole.share(number), place.list_href(status=status.value)))
            for status, number in whole.statuses.items()
        ),
        with_evidence=counted(whole.with_evidence),
        without_evidence=counted(whole.total - whole.with_evidence),
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


def axes_of(place: Place, plan: Plan, reads: Sequence[Read]) -> tuple[Group, ...]:
    return tuple(
        Group(
            key=group.key,
            label=plan.axes[group.key].label,
            title=group.title,
            depth=group.depth,
            href=place.axis_href(group.key),
            figures=group.figures,
            list_href=place.list_href(axis=group.key),
            bar=status_bar(group.figures),
        )
        for group in count.by_axis(plan, reads)
    )


def owners_of(place: Place, plan: Plan, reads: Sequence[Read]) -> tuple[Group, ...]:
    return tuple(
        Group(
            key=group.key,
            label="",
            title=group.title,
            depth=0,
            href=place.owner_href(group.key),
            figures=group.figures,
            list_href=place.list_href(owner=group.key or NO_OWNER),
            bar=status_bar(group.figures),
        )
        for group in count.by_owner(plan, reads)
    )


def field_of(place: Place, plan: Plan, reads: Sequence[Read]) -> Field:
    """Every action once, under its own axis."""
    own: dict[str, list[Read]] = {code: [] for code in plan.axes}
    for read in reads:
        own[read.action.axis].append(read)
    groups = [(code, axis.title, place.axis_href(code), own[code]) for code, axis in plan.axes.items()]
    return field(groups, place.action_href)


def party(place: Place, plan: Plan, slug: str, role: str = "", on: PartialDate | None = None) -> Party:
    known = slug in plan.organisations
    return Party(plan.organisation_name(slug), f"{place.base}/owners/{slug}" if known else "", role, on)


def _signed(place: Place, plan: Plan, one: Signatory) -> Party:
    if one.organisation:
        return party(place, plan, one.organisation, one.role, one.on)
    return Party(one.name, "", one.role, one.on)


def _participation(plan: Plan, indicator: Indicator) -> Participation:
    newest = indicator.latest
    named = newest.evidence if newest else ""
    source = next((e for e in plan.evidence if named and e.id == named), None)
    return Participation(indicator, newest, source)


def _observed(plan: Plan) -> bool:
    keeper = plan.organisations.get(plan.opened.keeper)
    return keeper is not None and keeper.type is OrganisationKind.OBSERVER


def _own_labels(plan: Plan) -> list[tuple[Status, str]]:
    """The statuses that the plan names in its own words, in the order of the closed list."""
    labels = plan.opened.status_labels
    order = dict.fromkeys(s for kind in (Kind.COMMITMENT, Kind.PROPOSAL) for s in STATUSES[kind])
    return [(status, labels[status]) for status in order if status in labels]
