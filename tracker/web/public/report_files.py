"""The files of sealed editions, as they were sealed."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException

from tracker.domain.events import SealedFile
from tracker.domain.state import Plan
from tracker.publish.report.editions import media_type
from tracker.store import files, register
from tracker.store.engine import read
from tracker.store.files import KeptFile
from tracker.web.editions import EditionShown, edition_shown
from tracker.web.file_answer import file_answer, part_of
from tracker.web.frame import Reading
from tracker.web.public.plan_frame import plan_page
from tracker.web.public.reports import asked_edition
from tracker.web.public.show import show

# What is sealed never changes, but may have to be withheld: nobody keeps it longer than a day without asking.
KEEP = "public, max-age=86400, immutable"

log = logging.getLogger("tracker.web")


@show("/{plan:str}/reports/{period:str}/{edition:str}/{name:str}", name="report.file", streams=True)
async def report_file(reading: Reading, request: Request[Any, Any, Any]) -> Response[Any]:
    """A file of an edition: whole or in part, and only if it is what was sealed."""
    async with read():
        plan = await reading.plan()
        edition = asked_edition(plan, request)
        shown = edition_shown(plan, reading.base, edition, await register.erasures(plan.slug))
    name = str(request.path_params["name"])
    file = next((one for one in edition.files if one.name == name), None)
    if file is None:
        raise NotFoundException(detail="no such file")
    if shown.erasures:
        return _without(reading, plan, shown, file, "withheld", 410)
    etag = f'"{file.sha256}"'
    headers = {"ETag": etag, "Cache-Control": KEEP}
    if etag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)
    try:
        content = await asyncio.to_thread(files.content, reading.settings.data, file.sha256)
    except (OSError, ValueError) as error:
        log.error("a sealed file cannot be given out: %s", error)
        return _without(reading, plan, shown, file, "lost", 500)
    kept = KeptFile(file.sha256, plan.slug, "", media_type(name), name, file.size)
    answer = file_answer(kept, content)
    answer.headers.update(headers)
    return part_of(answer, request)


def _without(
    reading: Reading, plan: Plan, shown: EditionShown, file: SealedFile, why: str, status: int
) -> Response[Any]:
    """A page that says why a file is not given out, and what of it is."""
    said = {"here": "reports", "period": shown.report.period, "why": why, "shown": shown, "file": file}
    return plan_page(reading, plan, "report/no_file.html", said, status)
