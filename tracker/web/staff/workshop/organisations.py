"""The organisations of a plan and what each answers for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from litestar import Response

from tracker.domain.state import Organisation, Plan
from tracker.web.sessions import Visit
from tracker.web.staff.declare import AnyRequest, show
from tracker.web.staff.frame import staff_page
from tracker.web.staff.workshop.desk import KEEPERS, address_of, plan_and_head


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """``owned_href`` leads to the actions that it answers for, ``part_of`` is a name."""

    organisation: Organisation
    href: str
    part_of: str
    owned: int
    partnered: int
    owned_href: str


def lines_of(plan: Plan) -> list[OrganisationLine]:
    """By name."""
    owned = Counter(action.owner for action in plan.actions.values())
    partnered = Counter(partner for action in plan.actions.values() for partner in action.partners)
    return [
        OrganisationLine(
            one,
            address_of(plan.slug, "organisations", slug),
            plan.organisation_name(one.part_of),
            owned[slug],
            partnered[slug],
            f"{address_of(plan.slug, 'actions')}?owner={slug}",
        )
        for slug, one in sorted(plan.organisations.items(), key=lambda pair: pair[1].name.casefold())
    ]


@show("/plans/{plan:str}/organisations", name="staff.plan.organisations", guards=KEEPERS)
async def organisations(visit: Visit, request: AnyRequest) -> Response[str]:
    plan, head = await plan_and_head(visit, request)
    context = {"here": "plans", "plan": head, "lines": lines_of(plan), "keeper": plan.opened.keeper}
    return await staff_page(visit, "staff/workshop/organisations.html", context)
