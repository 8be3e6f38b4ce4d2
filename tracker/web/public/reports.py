"""The reports of a plan: which there are, each sealed edition, and what a year would say today."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException
from litestar.response import Redirect

from tracker.domain.editions import edition_of, newest_editions
from tracker.domain.merkle import read_checkpoint
from tracker.domain.state import Plan, Report, Told
from tracker.publish.report.content import Report as Content
from tracker.publish.report.document import context
from tracker.publish.report.editions import Sort, pdf_for
from tracker.services.make_report import Asked, NoReport, term_of
from tracker.services.report_kept import report_kept
from tracker.services.reproduce_report import asked_of
from tracker.store import register
from tracker.store.engine import read
from tracker.web.editions import EditionShown, edition_shown
from tracker.web.frame import Reading
from tracker.web.public.plan_frame import plan_page
from tracker.web.public.show import show


@dataclass(frozen=True, slots=True)
class Year:
    """``facts`` counts what happened that year; ``running`` tells that it is not over."""

    year: int
    facts: int
    running: bool


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """``sealed`` has the last edition of each period; ``years`` those without one; ``term`` the years from
    the plan's beginning to its end, empty where it has no such term or a sealed report on it.
    """

    sealed: tuple[EditionShown, ...]
    years: tuple[Year, ...]
    term: str


@show("/{plan:str}/reports/", name="report.list")
async def reports(reading: Reading, request: Request[Any, Any, Any]) -> Response[Any]:
    plan = await reading.plan()
    erasures = await register.erasures(plan.slug)
    listed = ReportsPage(
        sealed=tuple(edition_shown(plan, reading.base, one, erasures) for one in newest_editions(plan)),
        years=tuple(_years(plan, await register.facts_by_year(plan.slug), reading.today)),
        term=_term(plan, reading.today),
    )
    return plan_page(reading, plan, "report/list.html", {"here": "reports", "page": listed})


def _term(plan: Plan, today: date) -> str:
    start, end = plan.opened.start, plan.opened.end
    if start is None or end is None or not start.first.year < min(end.last.year, today.year + 1):
        return ""
    period = f"{start.first.year}-{end.last.year}"
    opened = plan.opened_on is not None and start.first < today
    return period if opened and period not in {one.period for one in plan.reports} else ""


def _years(plan: Plan, facts: Mapping[int, int], today: date) -> list[Year]:
    """Every year without a sealed report from the one in which the plan was opened, the newest first."""
    sealed = {one.period for one in plan.reports}
    first = plan.opened_on.year if plan.opened_on else today.year
    years = (year for year in range(today.year, first - 1, -1) if str(year) not in sealed)
    return [Year(year, facts.get(year, 0), year == today.year) for year in years]


@show("/{plan:str}/reports/{period:str}", name="report.show", slow=True)
async def report(reading: Reading, request: Request[Any, Any, Any]) -> Response[Any]:
    """The last sealed edition, else what the register says of the year today; its PDF under ``.pdf``."""
    period = str(request.path_params["period"])
    if period.endswith(".pdf"):
        return await _last_paper(reading, period.removesuffix(".pdf"))
    found = await _basis(reading)
    if edition := edition_of(found.plan, period):
        return await _sealed(found, edition)
    asked = question(found.plan, period, found.reading.today)
    return await _page(found, asked, reading.settings.site_host, None)


def question(plan: Plan, period: str, today: date) -> Asked:
    """A year, or several: ``2024``, ``2022-2027``. Raises NotFoundException."""
    named = re.fullmatch(r"([1-9]\d{0,3})(?:-([1-9]\d{3}))?", period, re.ASCII)
    if named is None:
        raise NotFoundException(detail="no report is called so")
    try:
        if named[2]:
            return term_of(plan, int(named[1]), int(named[2]), today)
    except NoReport:
        raise NotFoundException(detail="no report is called so") from None
    return Asked(plan.slug, int(named[1]))


@show("/{plan:str}/reports/{period:str}/{edition:str}", name="report.edition", slow=True)
async def report_edition(reading: Reading, request: Request[Any, Any, Any]) -> Response[Any]:
    found = await _basis(reading)
    edition = asked_edition(found.plan, request)
    return await _sealed(found, edition)


def asked_edition(plan: Plan, request: Request[Any, Any, Any]) -> Report:
    """The edition that an address names. Raises NotFoundException."""
    number = str(request.path_params["edition"])
    if re.fullmatch(r"[1-9]\d{0,3}", number, re.ASCII):
        found = edition_of(plan, str(request.path_params["period"]), int(number))
        if found:
            return found
    raise NotFoundException(detail="no such edition")


@dataclass(frozen=True, slots=True)
class _Basis:
    """One snapshot of a plan: the reading at its head, the plan today, what was erased of it."""

    reading: Reading
    plan: Plan
    erasures: list[Told]


async def _basis(reading: Reading) -> _Basis:
    async with read():
        reading, plan = await at_head(reading)
        return _Basis(reading, plan, await register.erasures(plan.slug))


async def at_head(reading: Reading) -> tuple[Reading, Plan]:
    """The reading and its plan in the snapshot that is open: the head may have moved since the ETag."""
    head = await register.head(reading.head.plan) if reading.head else None
    reading = replace(reading, head=head)
    return reading, await reading.plan()


async def _last_paper(reading: Reading, period: str) -> Response[Any]:
    """To the PDF of the last edition, at its own address; or a page that says why there is none."""
    async with read():
        reading, plan = await at_head(reading)
    edition = edition_of(plan, period)
    own = plan.opened.language
    file = pdf_for(edition.files, Sort.PAPER, reading.language, own) if edition else None
    if edition and file:
        to = f"{reading.base}/reports/{period}/{edition.edition}/{file.name}"
        return Redirect(to, status_code=303, headers={"Cache-Control": "no-cache"})
    question(plan, period, reading.today)
    said = {"here": "reports", "period": period, "why": "unsealed", "shown": None, "file": None}
    return plan_page(reading, plan, "report/no_file.html", said, status=404)


async def _sealed(found: _Basis, edition: Report) -> Response[Any]:
    """An edition's page: made from the entries that it was sealed from, as the files were."""
    host = read_checkpoint(edition.checkpoint).origin.rpartition("/")[0]
    shown = edition_shown(found.plan, found.reading.base, edition, found.erasures)
    return await _page(found, asked_of(found.plan.slug, edition), host, shown)


async def _page(found: _Basis, asked: Asked, host: str, edition: EditionShown | None) -> Response[Any]:
    known = asked.known or (found.reading.head.size if found.reading.head else None)
    try:
        made = await report_kept(replace(asked, known=known), host, found.reading.today)
    except NoReport:
        raise NotFoundException(detail="no report of that period") from None
    return await asyncio.to_thread(_shown, found, made, edition)


def _shown(found: _Basis, made: Content, edition: EditionShown | None) -> Response[Any]:
    reading = found.reading
    said = context(made, reading.language, reading.settings.site_url)
    here = {"here": "reports", "shown": edition, "running": made.year >= reading.today.year}
    return plan_page(reading, found.plan, "report/show.html", {**said, **here})
