"""The list of a plan's actions: filters in the address, counts beside every choice, order and pages."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response

from tracker.domain.figures import read_all
from tracker.domain.selection import asked, select
from tracker.web.action_list import list_page
from tracker.web.frame import Reading, data
from tracker.web.places import place_of
from tracker.web.plan_data import actions_data
from tracker.web.public.plan_frame import plan_page
from tracker.web.public.show import show


@show(
    "/{plan:str}/actions",
    "/{plan:str}/actions.json",
    "/{plan:str}/at/{day:str}/actions",
    "/{plan:str}/at/{day:str}/actions.json",
    name="action.list",
)
async def actions(reading: Reading, request: Request[Any, Any, Any]) -> Response[Any]:
    plan = await reading.plan()
    place = place_of(reading, plan.slug)
    query = request.query_params
    parameters = {name: query.getall(name) for name in query}
    ask = asked(plan, parameters)
    selected = select(plan, read_all(plan), ask.selection)
    if reading.json:
        return data(reading, actions_data(place, plan, ask.selection, selected, reading.settings.site_url))
    context = list_page(place, plan, ask, selected, parameters.get("page", [""])[0])
    canonical = f"{reading.settings.site_url}{reading.base_at}/actions"
    given = {"here": "actions", "page": context, "canonical": canonical}
    return plan_page(reading, plan, "action/list.html", given)
