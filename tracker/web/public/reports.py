"""The yearly reports of a plan: which there are, and each of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException

from tracker.domain.state import Plan, Told
from tracker.publish.report.document import context
from tracker.services.make_report import Asked, NoReport, make_report, story_of
from tracker.web.frame import Reading
from tracker.web.public.plan_frame import plan_page
from tracker.web.public.show import show


@dataclass(frozen=True, slots=True)
class Year:
    """``facts`` counts what happened that year; ``running`` tells that it is not over."""

    year: int
    facts: int
    running: bool


@show("/{plan:str}/reports/", name="report.list")
async def reports(reading: Reading, request: Request[Any, Any, Any]) -> Response[Any]:
    plan = await reading.plan()
    years = _years(plan, await story_of(plan.slug), reading.today)
    return plan_page(reading, plan, "report/list.html", {"here": "reports", "years": years})


@show("/{plan:str}/reports/{year:int}", name="report.show")
async def report(reading: Reading, request: Request[Any, Any, Any]) -> Response[Any]:
    plan = await reading.plan()
    try:
        asked = Asked(plan.slug, request.path_params["year"])
        made = await make_report(asked, reading.settings.site_host, reading.today)
    except NoReport:
        raise NotFoundException(detail="no report of that year") from None
    said = context(made, reading.language, reading.settings.site_url)
    return plan_page(reading, plan, "report/show.html", {"here": "reports", **said})


def _years(plan: Plan, story: list[Told], today: date) -> list[Year]:
    """Every year from the one in which the plan was opened, the newest first."""
    facts = Counter(one.on.year for one in story)
    first = plan.opened_on.year if plan.opened_on else today.year
    return [Year(year, facts[year], year == today.year) for year in range(today.year, first - 1, -1)]
