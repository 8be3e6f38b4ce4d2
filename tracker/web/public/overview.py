"""A plan at a glance, today or on a past day."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, Response

from tracker.web.frame import Reading, data
from tracker.web.happenings import days_of, latest
from tracker.web.overview import overview_page
from tracker.web.places import place_of
from tracker.web.plan_data import plan_data
from tracker.web.public.plan_frame import plan_page
from tracker.web.public.show import show

LATELY = 10


@show("/{plan:str}", "/{plan:str}/at/{day:str}", name="plan.show")
async def overview(reading: Reading, request: Request[Any, Any, Any]) -> Response[Any]:
    plan = await reading.plan()
    place = place_of(reading, plan.slug)
    if reading.json:
        return data(reading, plan_data(place, plan, reading.settings.site_url))
    story = await latest(reading, plan, date.min, plan.day, LATELY)
    context = overview_page(place, plan, days_of(story, plan, place))
    canonical = f"{reading.settings.site_url}{reading.base_at}/"
    given = {"here": "overview", "page": context, "canonical": canonical}
    return plan_page(reading, plan, "plan/show.html", given)
