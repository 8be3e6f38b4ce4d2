"""The page of one action: what was promised, who answers for it, and what became of it."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException

from tracker.domain.state import Action, Plan
from tracker.store import queries, register
from tracker.web.frame import Reading, data
from tracker.web.places import place_of
from tracker.web.public.action_json import action_json
from tracker.web.public.action_page import ActionPage, NotYet, action_page, merge_target
from tracker.web.public.plan_frame import plan_page
from tracker.web.public.show import show


@show(
    "/{plan:str}/actions/{ref:str}",
    "/{plan:str}/at/{day:str}/actions/{ref:str}",
    name="action.show",
)
async def action(reading: Reading, request: Request[Any, Any, Any]) -> Response[Any]:
    plan = await reading.plan()
    asked = str(request.path_params["ref"])
    ref = asked.removesuffix(".json")
    found = plan.actions.get(ref)
    if found is None:
        return await _absent(reading, plan, ref)
    # A page of the past tells what was known of it; the story of today needs no limit.
    told = await register.story(plan.slug, [found.subject], plan.known if reading.at else None)
    place = place_of(reading, plan.slug)
    permanent = reading.settings.site_url + place.action_href(ref)
    shown = action_page(plan, found, told, place, permanent)
    if reading.json:
        return _data(reading, plan, shown)
    return _html(reading, plan, shown)


def _html(reading: Reading, plan: Plan, shown: ActionPage) -> Response[Any]:
    context: dict[str, Any] = {"page": shown, "here": "actions"}
    target = merge_target(plan, shown.action)
    if target:
        # The old address keeps its history and its readers; search engines are sent on to where it goes on.
        context["canonical"] = f"{reading.settings.site_url}{reading.base_at}/actions/{target.ref}"
    return plan_page(reading, plan, "action/show.html", {**context, "target": target})


def _data(reading: Reading, plan: Plan, shown: ActionPage) -> Response[bytes]:
    content = {
        "plan": {"slug": plan.slug, "title": plan.opened.title, "language": plan.opened.language},
        "language": reading.language,
        "day": plan.day.isoformat(),
        "known": plan.known,
        "href": shown.permanent,
        **action_json(shown, reading.language, reading.settings.site_url + reading.base),
    }
    return data(reading, content)


async def _absent(reading: Reading, plan: Plan, ref: str) -> Response[Any]:
    """404, in words when the action came into the plan after the day that is read."""
    past = reading.head if reading.at and not reading.json else None
    today = await queries.plan_on(past, reading.today) if past else None
    later: Action | None = today.actions.get(ref) if today else None
    if later is None:
        raise NotFoundException(detail="no such action")
    context = {"page": NotYet(later, plan.day), "here": "actions"}
    return plan_page(reading, plan, "action/not_yet.html", context, status=404)
