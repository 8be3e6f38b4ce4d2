"""All plans, and the door to the languages."""

from __future__ import annotations

from typing import Any

from litestar import HttpMethod, Request, Response, route
from litestar.response import Redirect

from tracker.domain.figures import figures, read_all
from tracker.publish.languages import preferred
from tracker.store import queries
from tracker.web.frame import Reading, page
from tracker.web.public.show import show


@route("/", http_method=[HttpMethod.GET, HttpMethod.HEAD], name="home")
async def choose_language(request: Request[Any, Any, Any]) -> Redirect:
    language = preferred(request.headers.get("accept-language", ""))
    headers = {"Vary": "Accept-Language", "Cache-Control": "no-store"}
    return Redirect(f"/{language}/", status_code=302, headers=headers)


@show("/", name="plans.show")
async def plans(reading: Reading, request: Request[Any, Any, Any]) -> Response[str]:
    rows = [
        {"plan": plan, "reads": (reads := read_all(plan)), "figures": figures(reads)}
        for plan in await queries.plans_on(reading.today)
    ]
    return page(reading, "plan/list.html", {"rows": rows})
