"""All plans, and the door to the languages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from litestar import HttpMethod, Request, Response, route
from litestar.response import Redirect

from tracker.domain.events import About
from tracker.domain.figures import Figures, figures, read_all
from tracker.domain.register import Head
from tracker.domain.state import Plan
from tracker.publish.languages import preferred
from tracker.publish.summing_up import sum_up
from tracker.store import queries
from tracker.web.field import FieldGroup, field_of
from tracker.web.frame import Reading, page
from tracker.web.overview import Party, party
from tracker.web.plan_frame import PlanFrame, StatusCount, plan_frame, status_counts
from tracker.web.public.show import show


@dataclass(frozen=True, slots=True)
class PlanCard:
    """One plan among all: what it is, its field, and what became of it in a few sentences."""

    frame: PlanFrame
    about: About
    keeper: Party
    figures: Figures
    bar: tuple[StatusCount, ...]
    field: tuple[FieldGroup, ...]
    sum_up: str


@dataclass(frozen=True, slots=True)
class PlansPage:
    cards: tuple[PlanCard, ...]


@route("/", http_method=[HttpMethod.GET, HttpMethod.HEAD], name="home")
async def choose_language(request: Request[Any, Any, Any]) -> Redirect:
    language = preferred(request.headers.get("accept-language", ""))
    headers = {"Vary": "Accept-Language", "Cache-Control": "no-store"}
    return Redirect(f"/{language}/", status_code=302, headers=headers)


@show("/", name="plans.show")
async def plans(reading: Reading, request: Request[Any, Any, Any]) -> Response[str]:
    found = await queries.plans_on(reading.today)
    context = PlansPage(tuple(_card(reading, plan) for plan in found))
    return page(reading, "plan/list.html", {"page": context})


def _card(reading: Reading, plan: Plan) -> PlanCard:
    of_plan = replace(reading, head=Head(plan.slug))
    frame = plan_frame(of_plan, plan)
    reads = read_all(plan)
    whole = figures(reads)
    return PlanCard(
        frame=frame,
        about=plan.opened,
        keeper=party(frame, plan, plan.opened.keeper),
        figures=whole,
        bar=status_counts(frame, plan, whole.statuses),
        field=field_of(frame, plan, reads),
        sum_up=sum_up(reads, plan.opened.rhythm, reading.language),
    )
