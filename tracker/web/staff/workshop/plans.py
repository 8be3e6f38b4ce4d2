"""The plans that somebody keeps, and the front page of each one's workshop."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import Response
from litestar.exceptions import PermissionDeniedException

from tracker.domain.state import Plan
from tracker.store import queries
from tracker.store.people import Person
from tracker.web.sessions import Visit
from tracker.web.staff.account import own
from tracker.web.staff.declare import AnyRequest, show
from tracker.web.staff.frame import staff_page
from tracker.web.staff.workshop.desk import KEEPERS, address_of, plan_and_head


@dataclass(frozen=True, slots=True)
class KeptPlan:
    href: str
    title: str
    language: str
    keeper: str
    actions: int


async def kept_plans(person: Person, visit: Visit) -> list[KeptPlan]:
    """The plans that somebody may keep, by title."""
    plans = await queries.plans_on(visit.now.date())
    return [_kept(plan) for plan in plans if person.access.keeps(plan.slug)]


def _kept(plan: Plan) -> KeptPlan:
    about = plan.opened
    return KeptPlan(
        address_of(plan.slug),
        about.title,
        about.language,
        plan.organisation_name(about.keeper),
        len(plan.actions),
    )


@show("/plans", name="staff.plans")
async def plans(visit: Visit, request: AnyRequest) -> Response[str]:
    person, _session = own(visit)
    if not (person.access.administers or person.access.plans_reviewed):
        raise PermissionDeniedException(detail="the role is missing")
    context = {
        "here": "plans",
        "plans": await kept_plans(person, visit),
        "opens": person.access.administers,
    }
    return await staff_page(visit, "staff/workshop/plans.html", context)


@show("/plans/{plan:str}", name="staff.plan", guards=KEEPERS)
async def plan_front(visit: Visit, request: AnyRequest) -> Response[str]:
    person, _session = own(visit)
    plan, head = await plan_and_head(visit, request)
    context = {
        "here": "plans",
        "plan": head,
        "whole": plan,
        "keeper": plan.organisation_name(plan.opened.keeper),
        "administers": person.access.administers,
    }
    return await staff_page(visit, "staff/workshop/plan.html", context)
