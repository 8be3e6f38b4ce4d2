"""The list of one's own actions as a page shows it: one group at a time, in pages."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.store.people import Person
from tracker.web.frame import with_query
from tracker.web.pages import Pager, pager
from tracker.web.sessions import Visit
from tracker.web.staff.own_actions import Group, Line, own_actions

HOME = "/staff/"
LINES = 25


@dataclass(frozen=True, slots=True)
class Tab:
    group: Group
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Work:
    group: Group
    tabs: tuple[Tab, ...]
    lines: tuple[Line, ...]
    pager: Pager


async def work_of(visit: Visit, person: Person, asked: str, page: str) -> Work | None:
    """The group that was asked for, else the first that has something; None for people without actions."""
    lines = await own_actions(person, visit.language, visit.now.date())
    if not lines:
        return None
    counts = {group: sum(group in line.groups for line in lines) for group in Group}
    first = next(group for group in Group if counts[group])
    group = Group(asked) if asked in set(Group) else first
    chosen = sorted((line for line in lines if group in line.groups), key=lambda line: _urgency(group, line))
    pages = pager(page, len(chosen), LINES, lambda n: with_query(HOME, {"group": group, "page": str(n)}))
    tabs = tuple(Tab(one, counts[one], with_query(HOME, {"group": one})) for one in Group)
    return Work(group, tabs, tuple(chosen[pages.start : pages.last_row]), pages)


def _urgency(group: Group, line: Line) -> int:
    """What has been late or silent for longest first, and what is due soonest; else the plan's own order."""
    match group:
        case Group.LATE:
            return -line.calendar.days
        case Group.DUE_SOON:
            return line.calendar.days
        case Group.SILENT:
            return -line.freshness.days
        case _:
            return 0
