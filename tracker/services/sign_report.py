"""A council signs a report off: one person, or two where the plan asks for it; then it is sealed.

What is signed is one version of the texts and one size of the register. Sealing makes several files and so
runs in the background; it can be tried again, and never seals twice what was signed once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from tracker.domain.editions import edition_of
from tracker.domain.preparation import Stage, Step, without_words
from tracker.domain.state import Plan, Report
from tracker.publish.pdf import PdfFailed
from tracker.services.background import JobFailed, Tell
from tracker.services.edition_files import to_make
from tracker.services.judge_report import Unfit
from tracker.services.make_report import NoReport
from tracker.services.prepare_report import Doer, asked_of, next_edition, plan_today, reading_of
from tracker.services.record import Refused
from tracker.services.seal_report import foresee, seal
from tracker.settings import Settings
from tracker.store import background_jobs, people, preparations, register, staff_log
from tracker.store.background_jobs import Job, Kind
from tracker.store.engine import write
from tracker.store.preparations import Prepared
from tracker.store.staff_log import Act

SEALING = "sealing"


class Meanwhile(Exception):  # noqa: N818 - it reads as what happened
    """The preparation, or the register, is no longer what was read before signing."""


class OwnSignature(Exception):  # noqa: N818 - it reads as what happened
    """Who signed can't be the second person too."""


async def trouble_of(kept: Prepared, settings: Settings, now: datetime) -> str:
    """Why what stands in a preparation could not be sealed now, for those about to sign; else nothing.

    It is asked before a signature, so that nobody signs what the rules of the register refuse afterwards.
    """
    plan = await plan_today(kept.plan, now.date())
    wanted, _faults = reading_of(kept, plan, now.date())
    try:
        await foresee(asked_of(kept, wanted), wanted.reason, "", settings, now)
    except (NoReport, Refused) as refused:
        return str(refused)
    return ""


async def sign(kept: Prepared, known: int, doer: Doer, now: datetime) -> bool:
    """Sign a version and the first ``known`` entries; whether that was enough, and sealing begins.

    Raises Meanwhile, and Unfit with what is to be mended.
    """
    async with write():
        edition = await _check(kept, known, now)
        enough = not await preparations.two_people(kept.plan)
        stage = Stage.SEALING if enough else Stage.SIGNED
        await _move(kept, Stage.WRITING, stage, now, signed_by=doer.person.id, known=known, edition=edition)
        await preparations.add_step(kept.id, kept.version, doer.person.id, now, Step.SIGNED)
        await doer.note(Act.REPORT_SIGNED, kept, now)
        if enough:
            await _queue(kept, doer, now)
    return enough


async def confirm(kept: Prepared, known: int, doer: Doer, now: datetime) -> None:
    """The second person agrees to the same version, as the register stands now.

    Raises OwnSignature, Meanwhile, Unfit.
    """
    if kept.signed_by == doer.person.id:
        raise OwnSignature
    async with write():
        edition = await _check(kept, known, now)
        await _move(
            kept,
            Stage.SIGNED,
            Stage.SEALING,
            now,
            confirmed_by=doer.person.id,
            known=known,
            edition=edition,
        )
        await preparations.add_step(kept.id, kept.version, doer.person.id, now, Step.CONFIRMED)
        await doer.note(Act.REPORT_SIGNED, kept, now)
        await _queue(kept, doer, now)


async def _check(kept: Prepared, known: int, now: datetime) -> int:
    """The edition that would be sealed."""
    head = await register.locked_head(kept.plan)
    if head.size != known:
        raise Meanwhile
    plan = await plan_today(kept.plan, now.date())
    _wanted, faults = reading_of(kept, plan, now.date())
    if faults:
        raise Unfit(list(faults))
    return next_edition(plan, kept.period)


async def _move(kept: Prepared, before: Stage, stage: Stage, now: datetime, **columns: int) -> None:
    if not await preparations.advance(kept.id, kept.version, [before], now, stage=stage, **columns):
        raise Meanwhile


async def _queue(kept: Prepared, doer: Doer, now: datetime) -> None:
    await background_jobs.queue(kept.plan, kept.id, kept.version, Kind.SEAL, doer.person.id, now)


async def take_back(kept: Prepared, doer: Doer, now: datetime) -> None:
    """Go back to writing: signatures are void. Raises Meanwhile, also while it is being sealed."""
    async with write():
        if await _under_way(kept) or not await preparations.back_to_writing(kept, now):
            raise Meanwhile
        await preparations.add_step(kept.id, kept.version, doer.person.id, now, Step.TAKEN_BACK)


async def try_again(kept: Prepared, doer: Doer, now: datetime) -> None:
    """Seal what was signed, after a failure. Raises Meanwhile."""
    async with write():
        if kept.stage is not Stage.SEALING or await _under_way(kept):
            raise Meanwhile
        await _queue(kept, doer, now)


async def _under_way(kept: Prepared) -> bool:
    jobs = await background_jobs.of_preparation(kept.id, Kind.SEAL)
    return any(job.under_way for job in jobs)


def sealing(settings: Settings, clock: Callable[[], datetime]) -> Callable[[Job, Tell], Awaitable[str]]:
    """How what was signed is sealed in the background."""

    async def work(job: Job, tell: Tell) -> str:
        kept = await preparations.by_id(job.preparation)
        if kept is None or kept.stage is not Stage.SEALING:
            return ""
        plan = await plan_today(kept.plan, clock().date())
        last = edition_of(plan, str(kept.period))
        # A process that died after the entry was written, and before this was, sealed it all the same.
        if last is None or not _ours(kept, last):
            if next_edition(plan, kept.period) != kept.edition:
                raise JobFailed(f"edition {kept.edition} was sealed by somebody else meanwhile")
            await _seal(kept, plan, settings, clock(), tell)
        await _settle(kept, job, clock())
        return ""

    return work


def _ours(kept: Prepared, report: Report) -> bool:
    """Whether an edition was made from this preparation."""
    said = (report.edition, report.known, report.foreword, report.closing)
    return said == (kept.edition, kept.known, kept.typed.get("foreword", ""), kept.typed.get("closing", ""))


async def _seal(kept: Prepared, plan: Plan, settings: Settings, now: datetime, tell: Tell) -> None:
    wanted, _faults = reading_of(kept, plan, now.date())
    asked = replace(asked_of(kept, wanted, kept.known), edition=kept.edition)
    made, total = 0, len(to_make(asked, wanted.languages))
    telling: list[asyncio.Task[None]] = []

    def hear(_name: str) -> None:
        nonlocal made
        telling.append(asyncio.ensure_future(tell(SEALING, made, total)))
        made += 1

    try:
        await seal(asked, wanted.reason, "", settings, now, languages=wanted.languages, tell=hear)
    except (NoReport, PdfFailed, Refused) as failed:
        raise JobFailed(str(failed)) from None
    finally:
        await asyncio.gather(*telling)


async def _settle(kept: Prepared, job: Job, now: datetime) -> None:
    """It is sealed: from here on the register keeps the words, so that what is erased there is gone."""
    async with write():
        if await preparations.advance(kept.id, kept.version, [Stage.SEALING], now, by=1, stage=Stage.SEALED):
            left = without_words(kept.typed)
            await preparations.add_version(kept.id, kept.version + 1, kept.person, now, left)
            await preparations.forget_before(kept.id, kept.version + 1)
            await preparations.add_step(kept.id, kept.version, job.person, now, Step.SEALED)
            email = (await people.emails_of([job.person])).get(job.person, "")
            detail = f"{kept.plan} {kept.period} edition {kept.edition}"
            await staff_log.note(Act.REPORT_SEALED, now, by=email, detail=detail)


async def set_rule(plan: str, two_people: bool, doer: Doer, now: datetime) -> None:
    """Say whether reports of a plan need two signatures."""
    async with write():
        await preparations.ask_two_people(plan, two_people)
        answer = "two people" if two_people else "one person"
        await staff_log.note(
            Act.SIGNING_RULE_SET,
            now,
            by=doer.person.email,
            detail=f"{plan} {answer}",
            address=doer.address,
        )
