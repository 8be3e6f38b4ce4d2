"""All plans, and the door to the languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import HttpMethod, Request, Response, route
from litestar.response import Redirect

from tracker.domain.events import About
from tracker.domain.figures import Figures, figures, read_all
from tracker.domain.state import Plan
from tracker.publish.charts.bars import Segment, status_bar
from tracker.publish.charts.field import MOST_SQUARES, Field
from tracker.publish.languages import preferred
from tracker.publish.summing_up import sum_up
from tracker.store import queries
from tracker.web.frame import Reading, page
from tracker.web.overview import Party, field_of, party
from tracker.web.places import place_of
from tracker.web.public.plan_frame import labels_of
from tracker.web.public.show import show


@dataclass(frozen=True, slots=True)
class PlanCard:
    """One plan among all: what it is, and what became of it in a few sentences.

    Fields are left out where all plans together have too many actions to draw.
    """

    slug: str
    href: str
    labels: Mapping[str, str]
    about: About
    keeper: Party
    figures: Figures
    bar: tuple[Segment, ...]
    list_href: str
    field: Field | None
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
    with_fields = sum(len(plan.actions) for plan in found) <= MOST_SQUARES
    context = PlansPage(tuple(_card(reading, plan, with_fields) for plan in found))
    return page(reading, "plan/list.html", {"page": context})


def _card(reading: Reading, plan: Plan, with_field: bool) -> PlanCard:
    place = place_of(reading, plan.slug)
    reads = read_all(plan)
    whole = figures(reads)
    return PlanCard(
        slug=plan.slug,
        href=f"{place.base}/",
        labels=labels_of(plan, reading.language),
        about=plan.opened,
        keeper=party(place, plan, plan.opened.keeper),
        figures=whole,
        bar=status_bar(whole),
        list_href=place.list_href(),
        field=field_of(place, plan, reads) if with_field else None,
        sum_up=sum_up(reads, plan.opened.rhythm, reading.language),
    )
