"""A report before it is sealed: as a page, and as a PDF that is made in the background."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.response import Stream
from markupsafe import Markup

from tracker.domain.messages import _
from tracker.publish.languages import LANGUAGES
from tracker.publish.preparation_words import JOB_STATE, JOB_STEP
from tracker.publish.report.document import context as report_context
from tracker.publish.templating import render
from tracker.services.background import previews
from tracker.services.make_report import NoReport
from tracker.services.prepare_report import report_of
from tracker.store import background_jobs
from tracker.store.background_jobs import Job, Kind, State
from tracker.store.files import KeptFile
from tracker.web.file_answer import file_answer
from tracker.web.forms import Form
from tracker.web.headers import WITH_SCRIPT
from tracker.web.sessions import Visit
from tracker.web.staff.council import COUNCIL, ONE, WORDS, Bench, bench_of
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.frame import gettext, go_on, staff_page

PIECE = 200_000  # bytes
JOB = f"{ONE}/jobs/{{job:int}}"
# What to do about a failure, by the kind of work.
ADVICE = {
    Kind.PREVIEW: _(
        "Look at what the message names in the texts you wrote, mend it and make the PDF again. If it names "
        "nothing of yours, try again later, then tell whoever runs the site: the details are in its log."
    ),
    Kind.SEAL: _(
        "Nothing was sealed and nothing is lost. Try again; if it fails again, tell whoever runs the site: "
        "the details are in its log."
    ),
    Kind.LINKS: _("What was asked so far is kept. Start again later."),
}


def _chosen(visit: Visit, bench: Bench, asked: str) -> tuple[str, list[str]]:
    """The language to show, and those of the report."""
    wanted, _faults = bench.reading(visit)
    languages = list(wanted.languages) or [bench.language]
    return asked if asked in languages else languages[0], languages


@show(f"{ONE}/preview", name="staff.preparation.preview", guards=COUNCIL)
async def preview(visit: Visit, request: AnyRequest) -> Response[Any]:
    bench = await bench_of(visit, request)
    chosen, languages = _chosen(visit, bench, request.query_params.get("lang", ""))
    body, why = Markup(""), ""
    try:
        report = await report_of(bench.kept, visit.settings, visit.now.date())
        said = await asyncio.to_thread(report_context, report, chosen, visit.settings.site_url)
        body = Markup(await asyncio.to_thread(render, "report/_body.html", chosen, said))  # noqa: S704 - escaped there
    except NoReport as none:
        why = str(none)
    context = {
        "here": "home",
        "bench": bench,
        "body": body,
        "why": why,
        "chosen": chosen,
        "choices": languages,
        "jobs": await _newest(bench, languages),
        **WORDS,
    }
    answer = await staff_page(visit, "staff/report_preview.html", context, status=200)
    return _in_pieces(answer) if request.method == "GET" else answer


def _in_pieces(answer: Response[str]) -> Stream:
    """A large page, packed and sent piece by piece: packed at once, it would keep everybody waiting."""

    async def pieces(body: bytes) -> AsyncIterator[bytes]:
        for start in range(0, len(body), PIECE):
            yield body[start : start + PIECE]
            await asyncio.sleep(0)

    return Stream(
        pieces(answer.content.encode()),
        status_code=answer.status_code,
        media_type=answer.media_type,
        headers=answer.headers,
        cookies=answer.cookies,
    )


async def _newest(bench: Bench, languages: list[str]) -> list[tuple[str, Job | None]]:
    """The newest PDF of each language, if any was asked for."""
    jobs = await background_jobs.of_preparation(bench.kept.id, Kind.PREVIEW)
    return [(code, next((job for job in jobs if job.language == code), None)) for code in languages]


@act(f"{ONE}/preview/pdf", name="staff.preparation.pdf", guards=COUNCIL)
async def make_pdf(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    bench = await bench_of(visit, request)
    language = form.text("lang") if form.text("lang") in LANGUAGES else bench.language
    job = await background_jobs.queue(
        bench.plan.slug,
        bench.kept.id,
        bench.kept.version,
        Kind.PREVIEW,
        bench.person.id,
        visit.now,
        language,
    )
    request.app.state.worker.wake()
    return await go_on(visit, f"{bench.address}/jobs/{job}")


async def job_of(bench: Bench, request: AnyRequest) -> Job:
    """Raises NotFoundException for another preparation's."""
    job = await background_jobs.by_id(request.path_params["job"])
    if job is None or job.preparation != bench.kept.id:
        raise NotFoundException(detail="no such work")
    return job


def said_of(visit: Visit, job: Job) -> str:
    """How it stands, in words."""
    if job.state is not State.RUNNING or not job.step:
        return gettext(visit, JOB_STATE[job.state])
    told = gettext(visit, JOB_STEP[job.step])
    if job.total:
        told += " " + gettext(visit, _("%(done)s of %(total)s"), done=job.done, total=job.total)
    return told


@show(JOB, name="staff.preparation.job", guards=COUNCIL)
async def show_job(visit: Visit, request: AnyRequest) -> Response[str]:
    bench = await bench_of(visit, request)
    job = await job_of(bench, request)
    context = {
        "here": "home",
        "bench": bench,
        "job": job,
        "state": said_of(visit, job),
        "advice": ADVICE[job.kind],
        "size": _size(visit, job),
        **WORDS,
    }
    answer = await staff_page(visit, "staff/job.html", context)
    answer.headers["Content-Security-Policy"] = WITH_SCRIPT
    return answer


def _size(visit: Visit, job: Job) -> int:
    """Of its file, 0 where there is none any more."""
    path = previews(visit.settings.data) / job.file
    return path.stat().st_size if job.file and path.is_file() else 0


@show(f"{JOB}/state", name="staff.preparation.job.state", guards=COUNCIL)
async def job_state(visit: Visit, request: AnyRequest) -> Response[dict[str, Any]]:
    """For the script of the page: how it stands."""
    job = await job_of(await bench_of(visit, request), request)
    return Response({"over": not job.under_way, "text": said_of(visit, job)})


@show(f"{JOB}/file", name="staff.preparation.file", guards=COUNCIL)
async def job_file(visit: Visit, request: AnyRequest) -> Response[Any]:
    """The PDF that was made. Raises NotFoundException when there is none, or none any more."""
    bench = await bench_of(visit, request)
    job = await job_of(bench, request)
    path = previews(visit.settings.data) / job.file
    if not job.file or not path.is_file():
        raise NotFoundException(detail="no such file")
    content = await asyncio.to_thread(path.read_bytes)
    name = f"{bench.plan.slug}-{bench.kept.period}-{job.language}-draft.pdf"
    return file_answer(KeptFile("", bench.plan.slug, "", "application/pdf", name, len(content)), content)
