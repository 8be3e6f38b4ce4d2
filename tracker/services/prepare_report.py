"""A council prepares a report: begin, write, give up, and preview. Nothing that was typed is written over.

Each save names the version it was made from. When there is a newer one, by a colleague or in another window,
nothing is saved and the caller is handed what is kept, to show the difference.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tracker.domain.editions import edition_of
from tracker.domain.preparation import (
    OPEN,
    Offered,
    Period,
    Stage,
    Step,
    Wanted,
    cleaned,
    first_typed,
    understood,
)
from tracker.domain.reader import Fault
from tracker.domain.state import Plan, Report
from tracker.domain.typed import Typed
from tracker.publish.languages import LANGUAGES
from tracker.publish.pdf import PdfFailed, to_pdf
from tracker.publish.report.content import Report as Content
from tracker.publish.report.content import Texts
from tracker.publish.report.document import paper
from tracker.publish.report.parts import LEAVABLE
from tracker.services.background import JobFailed, Tell, previews
from tracker.services.make_report import Asked, NoReport
from tracker.services.report_kept import report_kept
from tracker.settings import Settings
from tracker.store import preparations, queries, register, staff_log
from tracker.store.background_jobs import Job
from tracker.store.engine import read, write
from tracker.store.people import Person
from tracker.store.preparations import Prepared
from tracker.store.staff_log import Act

COMPUTING, LAYING_OUT = "computing", "laying-out"


class Stale(Exception):  # noqa: N818 - it reads as what happened
    """There is a newer version, or nobody may write in it any more.

    ``kept`` is what there is now, ``typed`` what was not saved.
    """

    def __init__(self, kept: Prepared, typed: Typed) -> None:
        super().__init__("the preparation was changed meanwhile")
        self.kept, self.typed = kept, typed


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does something, and from which address: for the thread and the internal log."""

    person: Person
    address: str

    async def note(self, act: Act, kept: Prepared, now: datetime, detail: str = "") -> None:
        about = " ".join(filter(None, (kept.plan, str(kept.period), detail)))
        await staff_log.note(act, now, by=self.person.email, detail=about, address=self.address)


def next_edition(plan: Plan, period: Period) -> int:
    last = edition_of(plan, str(period))
    return last.edition + 1 if last else 1


def reading_of(kept: Prepared, plan: Plan, today: date) -> tuple[Wanted, tuple[Fault, ...]]:
    """What a preparation asks for, and what is to be mended before it can be sealed."""
    edition = next_edition(plan, kept.period)
    return understood(kept.typed, kept.period, Offered(LANGUAGES, LEAVABLE, plan.axes, edition, today))


def asked_of(kept: Prepared, wanted: Wanted, known: int | None = None) -> Asked:
    """The question to ask for its report, from all entries or from the first ``known``."""
    return Asked(
        plan=kept.plan,
        year=kept.period.year,
        cut_off=wanted.cut_off,
        since=kept.period.since,
        texts=Texts(wanted.foreword, wanted.closing, wanted.comments, wanted.left_out),
        known=known,
    )


async def begin(plan: Plan, period: Period, last: date, doer: Doer, now: datetime) -> int:
    """Begin to prepare the report of a period up to ``last``; the id of what is under way, if anything is.

    What the newest edition said stands in the form of the next one.
    """
    async with write():
        made = await preparations.begin(plan.slug, period, now)
        if made is None:
            return await preparations.open_one(plan.slug, period) or 0
        sealed = edition_of(plan, str(period))
        typed = first_typed(period, min(last, now.date(), period.last), plan.opened.language)
        if sealed:
            typed = {**typed, **_of_edition(sealed)}
        await preparations.advance(made, 0, [Stage.WRITING], now, by=1)
        await preparations.add_version(made, 1, doer.person.id, now, typed)
        await preparations.add_step(made, 1, doer.person.id, now, Step.BEGUN)
        kept = await _kept(made)
        await doer.note(Act.REPORT_BEGUN, kept, now)
    return made


def _of_edition(sealed: Report) -> Typed:
    words = {"foreword": sealed.foreword, "closing": sealed.closing}
    words |= {f"comment-{code}": text for code, text in sealed.comments.items()}
    words |= {f"leave-{part}": "on" for part in sealed.left_out}
    return cleaned({"cut_off": sealed.cut_off.isoformat(), **words})


async def save(
    preparation: int, version: int, fields: Mapping[str, str], person: int, now: datetime
) -> Prepared:
    """Keep what was typed, right or wrong. Raises Stale, and LookupError for an unknown preparation."""
    typed = cleaned(fields)
    async with write():
        kept = await _kept(preparation)
        if kept.stage is Stage.WRITING and kept.typed == typed:
            return kept  # the same words from two windows, or a form sent twice
        if not await preparations.advance(preparation, version, [Stage.WRITING], now, by=1):
            raise Stale(kept, typed)
        await preparations.add_version(preparation, version + 1, person, now, typed)
        return await _kept(preparation)


async def _kept(preparation: int) -> Prepared:
    kept = await preparations.by_id(preparation)
    if kept is None:
        raise LookupError(f"there is no preparation {preparation}")
    return kept


async def drop(kept: Prepared, doer: Doer, now: datetime) -> None:
    """Give a preparation up; what was typed stays in the database. Raises Stale when it changed meanwhile."""
    async with write():
        if not await preparations.advance(
            kept.id, kept.version, OPEN - {Stage.SEALING}, now, stage=Stage.DROPPED
        ):
            raise Stale(await _kept(kept.id), kept.typed)
        await preparations.add_step(kept.id, kept.version, doer.person.id, now, Step.DROPPED)
        await doer.note(Act.REPORT_DROPPED, kept, now)


async def plan_today(slug: str, today: date) -> Plan:
    """The plan as it stands. Raises LookupError when there is none."""
    async with read():
        plan = await queries.plan_on(await register.head(slug), today)
    if plan is None:
        raise LookupError(f"there is no plan {slug}")
    return plan


async def report_of(kept: Prepared, settings: Settings, today: date) -> Content:
    """The report that a preparation would seal now. Raises NoReport."""
    plan = await plan_today(kept.plan, today)
    wanted, _faults = reading_of(kept, plan, today)
    return await report_kept(asked_of(kept, wanted), settings.site_host, today)


def preview_pdf(settings: Settings, clock: Callable[[], datetime]) -> Callable[[Job, Tell], Awaitable[str]]:
    """How the PDF of a preparation is made in the background: one language of it, as it is now."""

    async def work(job: Job, tell: Tell) -> str:
        await tell(COMPUTING)
        kept = await _kept(job.preparation)
        try:
            report = await report_of(kept, settings, clock().date())
            html = await asyncio.to_thread(paper, report, job.language, settings.site_url)
            await tell(LAYING_OUT)
            made = await to_pdf(html)
        except (NoReport, PdfFailed) as failed:
            raise JobFailed(str(failed)) from None
        name = f"{secrets.token_hex(16)}.pdf"
        await asyncio.to_thread(_write, settings, name, made)
        return name

    return work


def _write(settings: Settings, name: str, made: bytes) -> None:
    folder = previews(settings.data)
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f".{name}"
    try:
        partial.write_bytes(made)
        partial.chmod(0o640)
        partial.replace(folder / name)
    finally:
        partial.unlink(missing_ok=True)
