"""What somebody reports on: the actions of their organisations, and what each asks of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from litestar.exceptions import NotFoundException, PermissionDeniedException

from tracker.domain.access import Role
from tracker.domain.readings import CalendarSays, Freshness, Timing, calendar_says, freshness
from tracker.domain.register import Head
from tracker.domain.state import Action, Plan
from tracker.domain.status import FINAL, Status
from tracker.domain.submission import OPEN, Stage
from tracker.store import queries, register, submissions
from tracker.store.engine import read
from tracker.store.people import Person
from tracker.store.submissions import Kept
from tracker.web.public.plan_frame import labels_of


class Group(StrEnum):
    """Where a list is cut, the most pressing first; an action stands in every group that it belongs to."""

    RETURNED = "returned"
    LATE = "late"
    DUE_SOON = "due-soon"
    SILENT = "silent"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    ALL = "all"


# What is to be done next follows from the first of these that holds: a report under way comes before a date.
NEXT = (Group.RETURNED, Group.DRAFT, Group.SUBMITTED, Group.LATE, Group.DUE_SOON, Group.SILENT, Group.ALL)


@dataclass(frozen=True, slots=True)
class Line:
    """One action in the list; ``labels`` are the plan's words of statuses in the page's language."""

    plan: str
    plan_title: str
    language: str
    labels: Mapping[str, str]
    ref: str
    title: str
    status: Status
    calendar: CalendarSays
    freshness: Freshness
    open: bool
    kept: Kept | None
    groups: frozenset[Group]

    @property
    def href(self) -> str:
        return report_address(self.plan, self.ref)

    @property
    def next(self) -> Group:
        return next(group for group in NEXT if group in self.groups)


def report_address(plan: str, ref: str) -> str:
    return f"/staff/plans/{plan}/actions/{ref}/report"


def speakers(action: Action, keeper: str) -> tuple[str, ...]:
    """Who may report on an action: its owner (the plan's keeper where it has none), then its partners."""
    return (action.owner or keeper, *action.partners)


def speaker_of(person: Person, plan: Plan, action: Action) -> str:
    """The organisation in whose name somebody reports on an action. Raises PermissionDeniedException."""
    theirs = person.access.edits_for(plan.slug)
    for organisation in speakers(action, plan.opened.keeper):
        if organisation in theirs:
            return organisation
    raise PermissionDeniedException(detail="the action is another organisation's")


async def plan_and_action(slug: str, ref: str, today: date) -> tuple[Head, Plan, Action]:
    """Raises NotFoundException for a plan or an action that is not there."""
    async with read():
        head = await register.head(slug)
        plan = await queries.plan_on(head, today)
    action = plan.actions.get(ref) if plan else None
    if plan is None or action is None:
        raise NotFoundException(detail="no such action")
    return head, plan, action


async def own_actions(person: Person, language: str, today: date) -> list[Line]:
    """Every action that somebody may report on, plan by plan, in the plans' own order."""
    plans = sorted({grant.plan for grant in person.access.grants if grant.role is Role.EDITOR})
    made: list[Line] = []
    async with read():
        heads = await register.heads()
        kept = {(one.plan, one.ref, one.organisation): one for one in await submissions.of_plans(plans, OPEN)}
        for slug in plans:
            plan = await queries.plan_on(heads[slug], today) if slug in heads else None
            if plan is not None:
                made += _lines(person, plan, language, kept)
    return made


def _lines(
    person: Person, plan: Plan, language: str, kept: Mapping[tuple[str, str, str], Kept]
) -> Iterable[Line]:
    theirs, labels = person.access.edits_for(plan.slug), labels_of(plan, language)
    for action in plan.actions.values():
        mine = [one for one in speakers(action, plan.opened.keeper) if one in theirs]
        if mine:
            yield _line(plan, action, labels, kept.get((plan.slug, action.ref, mine[0])))


def _line(plan: Plan, action: Action, labels: Mapping[str, str], kept: Kept | None) -> Line:
    calendar = calendar_says(action, plan.day)
    fresh = freshness(action, plan.day, plan.opened.rhythm)
    return Line(
        plan=plan.slug,
        plan_title=plan.opened.title,
        language=plan.opened.language,
        labels=labels,
        ref=action.ref,
        title=action.title,
        status=action.status,
        calendar=calendar,
        freshness=fresh,
        open=action.status not in FINAL,
        kept=kept,
        groups=_groups(calendar, fresh, kept),
    )


_STAGES = {
    Stage.RETURNED: Group.RETURNED,
    Stage.DRAFT: Group.DRAFT,
    Stage.SUBMITTED: Group.SUBMITTED,
}


def _groups(calendar: CalendarSays, fresh: Freshness, kept: Kept | None) -> frozenset[Group]:
    groups = {Group.ALL}
    if kept is not None:
        groups.add(_STAGES[kept.stage])
    if calendar.timing is Timing.LATE:
        groups.add(Group.LATE)
    if calendar.timing is Timing.DUE_SOON:
        groups.add(Group.DUE_SOON)
    if fresh.silent:
        groups.add(Group.SILENT)
    return frozenset(groups)
