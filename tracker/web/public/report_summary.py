"""The citizens' summary of a report as a PDF: the sealed one, else made from the register as it stands."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException
from litestar.response import Redirect

from tracker.domain.editions import edition_of
from tracker.domain.state import Plan
from tracker.publish.pdf import PdfFailed
from tracker.publish.report.editions import Sort, pdf_for
from tracker.publish.software import made_with
from tracker.services.make_report import Asked, NoReport
from tracker.services.public_summary import Busy, summary_for_anybody
from tracker.services.report_kept import report_kept
from tracker.store.engine import read
from tracker.store.files import KeptFile
from tracker.web.file_answer import file_answer, part_of
from tracker.web.frame import Reading
from tracker.web.public.plan_frame import plan_page
from tracker.web.public.reports import at_head, question
from tracker.web.public.show import show

COME_BACK_SECONDS = 30

log = logging.getLogger("tracker.web")


@show("/{plan:str}/reports/{period:str}/summary.pdf", name="report.summary", streams=True)
async def report_summary(reading: Reading, request: Request[Any, Any, Any]) -> Response[Any]:
    """Of the last sealed edition, at its own address; of other reports made now, or kept from before."""
    period = str(request.path_params["period"])
    async with read():
        reading, plan = await at_head(reading)
    if edition := edition_of(plan, period):
        file = pdf_for(edition.files, Sort.SUMMARY, reading.language, plan.opened.language)
        if file is None:
            raise NotFoundException(detail="this edition has no summary")
        to = f"{reading.base}/reports/{period}/{edition.edition}/{file.name}"
        return Redirect(to, status_code=303, headers={"Cache-Control": "no-cache"})
    asked = _settled(question(plan, period, reading.today), plan, reading)
    return await _computed(reading, request, plan, asked)


def _settled(asked: Asked, plan: Plan, reading: Reading) -> Asked:
    """With its cut-off, and made from the entries that the ETag names.

    Raises NotFoundException for what would be refused after much work.
    """
    cut_off = asked.cut_off or min(date(asked.year, 12, 31), reading.today)
    if asked.year > reading.today.year or plan.opened_on is None or cut_off < plan.opened_on:
        raise NotFoundException(detail="no report of that period")
    return replace(asked, cut_off=cut_off, known=reading.head.size if reading.head else None)


async def _computed(
    reading: Reading, request: Request[Any, Any, Any], plan: Plan, asked: Asked
) -> Response[Any]:
    settings = reading.settings

    async def make() -> bytes:
        report = await report_kept(asked, settings.site_host, reading.today)
        return await summary_for_anybody(report, reading.language, settings.site_url)

    name = await _name(reading, asked)
    headers = {"ETag": f'"{name}"', "Cache-Control": "public, no-cache"}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)
    try:
        made = await request.app.state.summaries.get(name, make)
    except NoReport:
        raise NotFoundException(detail="no report of that period") from None
    except Busy:
        return _without(reading, plan, asked, "busy", {"Retry-After": str(COME_BACK_SECONDS)})
    except PdfFailed as error:
        log.error("the summary of %s %s cannot be made: %s", plan.slug, asked.period, error)
        return _without(reading, plan, asked, "failed", {})
    filename = f"{plan.slug}-{asked.period}-{reading.language}-summary.pdf"
    answer = file_answer(KeptFile("", plan.slug, "", "application/pdf", filename, len(made)), made)
    answer.headers.update(headers)
    return part_of(answer, request)


async def _name(reading: Reading, asked: Asked) -> str:
    """Of all that decides on the bytes, so that it can be a strong ETag before there are any."""
    software = await asyncio.to_thread(made_with)
    head = reading.head.hash if reading.head else ""
    site = reading.settings.site_url
    decides = (software, head, asked.period, str(asked.since), str(asked.cut_off), reading.language, site)
    return sha256("\n".join(decides).encode()).hexdigest()


def _without(reading: Reading, plan: Plan, asked: Asked, why: str, headers: dict[str, str]) -> Response[str]:
    """A page that says why it is not given out now; the report itself can be read all the same."""
    said = {"here": "reports", "period": asked.period, "why": why, "shown": None, "file": None}
    answer = plan_page(reading, plan, "report/no_file.html", said, status=503)
    answer.headers.update({**headers, "Cache-Control": "no-store"})
    return answer
