"""The first page after signing in: who one is here, and what one may do."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import Response

from tracker.domain.access import Grant
from tracker.domain.submission import Stage
from tracker.publish import preparation_words, report_words
from tracker.publish.people_words import ROLE, ROLE_DOES
from tracker.services.people_admin import PlanChoice, plan_choices
from tracker.store import submissions
from tracker.web.sessions import Visit
from tracker.web.staff.account import own
from tracker.web.staff.declare import AnyRequest, show
from tracker.web.staff.frame import staff_page
from tracker.web.staff.reports import council_plans
from tracker.web.staff.work import work_of


@dataclass(frozen=True, slots=True)
class Held:
    """A grant as people read it; ``plan`` is None for roles of the whole site, or when it is gone."""

    grant: Grant
    plan: PlanChoice | None

    @property
    def organisation(self) -> str:
        slug = self.grant.organisation
        return self.plan.name(slug) if self.plan else slug


def held(grants: frozenset[Grant], plans: list[PlanChoice]) -> list[Held]:
    """Grants in the order of plans, then roles."""
    by_slug = {plan.slug: plan for plan in plans}
    order = {slug: n for n, slug in enumerate(by_slug)}
    inside = sorted(grants, key=lambda grant: (order.get(grant.plan, -1), grant))
    return [Held(grant, by_slug.get(grant.plan)) for grant in inside]


@show("/", name="staff.home")
async def home(visit: Visit, request: AnyRequest) -> Response[str]:
    person, _session = own(visit)
    query = request.query_params
    reviewed = person.access.plans_reviewed
    plans = await plan_choices(visit.now.date())
    context = {
        "here": "home",
        "person": person,
        "work": await work_of(visit, person, query.get("group", ""), query.get("page", "")),
        "reviews": bool(reviewed),
        "keeps": bool(reviewed) or person.access.administers,
        "waiting": len(await submissions.of_plans(reviewed, [Stage.SUBMITTED])),
        "council": await council_plans(person, visit.now.date()),
        "stage_words": preparation_words.STAGE,
        "group_words": report_words.GROUP,
        "next_words": report_words.NEXT,
        "held": held(person.access.grants, plans),
        "registers": [plan for plan in plans if person.access.administers or plan.slug in reviewed],
        "role_words": ROLE,
        "role_does": ROLE_DOES,
    }
    return await staff_page(visit, "staff/home.html", context)
