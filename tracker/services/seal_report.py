"""Seal an edition of a report: make its files, keep them, and record what they are. From then on it stays.

The files are made first, which takes a minute, and kept under their SHA-256 as evidence files are; then one
entry names them all. A process that is stopped before that entry leaves files that nothing leads to, and no
edition.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from tracker.domain.editions import edition_of
from tracker.domain.events import ContentErased, ReportSealed, SealedFile
from tracker.domain.register import Draft, Entry, checkpoint
from tracker.domain.state import Plan
from tracker.publish.report.content import Report
from tracker.publish.software import made_with
from tracker.services.edition_files import Tell, ToMake, contents, to_make
from tracker.services.make_report import Asked, NoReport, make_report
from tracker.services.record import Refused, record, refusals
from tracker.settings import Settings
from tracker.store import files, queries, register
from tracker.store.engine import read, write

# Stands for files that are not made yet, while the rules are asked whether they may be.
UNMADE = SealedFile("report.json", sha256(b"").hexdigest(), 1)


@dataclass(frozen=True, slots=True)
class SealedEdition:
    """What was sealed: the edition's number, the index of its entry, its files."""

    plan: str
    period: str
    edition: int
    entry: int
    files: tuple[SealedFile, ...]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """An edition as it would be sealed: ``asked`` names its entries, cut-off and number, ``by`` who signs."""

    asked: Asked
    report: Report
    by: str


async def foresee(asked: Asked, reason: str, by: str, settings: Settings, now: datetime) -> Foreseen:
    """What ``seal`` would seal; nothing is made or written. Raises NoReport, Refused."""
    today = now.astimezone(UTC).date()
    plan, size = await _basis(asked, today)
    before = edition_of(plan, asked.period)
    edition = before.edition + 1 if before else 1
    if asked.edition not in (0, edition):
        raise _meanwhile(asked)
    known = asked.known or size
    asked = replace(asked, known=known, edition=edition, reason=reason.strip())
    report = await make_report(asked, settings.site_host, today)
    asked = replace(asked, cut_off=report.cut_off)
    foreseen = Foreseen(asked, report, by or plan.opened.keeper)
    if broken := await refusals(asked.plan, [_draft(foreseen, now, (UNMADE,))], now):
        raise Refused(broken, size)
    return foreseen


def files_of(foreseen: Foreseen, languages: Sequence[str]) -> list[ToMake]:
    """The files that sealing would make, PDFs in these languages (none: the plan's own)."""
    return to_make(foreseen.asked, languages or [foreseen.report.plan.opened.language])


async def seal(
    asked: Asked,
    reason: str,
    by: str,
    settings: Settings,
    now: datetime,
    *,
    languages: Sequence[str] = (),
    tell: Tell = lambda name: None,
) -> SealedEdition:
    """Seal the next edition of a report, from the entries that ``asked`` names, else from all.

    ``by`` is the organisation that signs (empty: the plan's keeper), ``languages`` those of the PDFs (none:
    the plan's own). ``tell`` hears the name of each file before it is made. ``asked.edition``, if given, is
    the number that it must get. Raises NoReport, Refused, PdfFailed; then no edition was sealed.
    """
    foreseen = await foresee(asked, reason, by, settings, now)  # before a minute is spent on files
    report = foreseen.report
    made = []
    wanted = files_of(foreseen, languages)
    async for one, content in contents(wanted, report, foreseen.asked, settings.site_url, tell):
        made.append(SealedFile(one.name, await _kept(settings.data, content), len(content)))
    return await _recorded(foreseen, tuple(made), now)


async def _basis(asked: Asked, today: date) -> tuple[Plan, int]:
    """The plan as it stands and the number of its entries, from one snapshot."""
    async with read():
        head = await register.head(asked.plan)
        plan = await queries.plan_on(head, today) if head.size else None
        if plan is None:
            there = ", ".join(await register.heads()) or "none"
            raise NoReport(f"there is no plan called “{asked.plan}”. The plans are: {there}.")
    return plan, head.size


def _draft(foreseen: Foreseen, now: datetime, kept: tuple[SealedFile, ...]) -> Draft:
    asked, report = foreseen.asked, foreseen.report
    event = ReportSealed(
        year=asked.year,
        edition=asked.edition,
        cut_off=report.cut_off,
        known=report.checkpoint.size,
        checkpoint=report.checkpoint.text,
        files=kept,
        reason=asked.reason,
        since=asked.since,
        foreword=asked.texts.foreword,
        closing=asked.texts.closing,
        comments=dict(asked.texts.comments),
        left_out=tuple(asked.texts.left_out),
        software=made_with(),
    )
    return Draft(now.astimezone(UTC).date(), foreseen.by, "plan", event)


async def _kept(folder: Path, content: bytes) -> str:
    digest = await asyncio.to_thread(files.put, folder, content)
    try:  # nothing is ever written over, so what lay there already must be whole
        await asyncio.to_thread(files.content, folder, digest)
    except ValueError:
        where = files.path_of(folder, digest)
        raise NoReport(
            f"{where} is not what was kept there. Put it back from a backup, then seal again."
        ) from None
    return digest


async def _recorded(foreseen: Foreseen, kept: tuple[SealedFile, ...], now: datetime) -> SealedEdition:
    asked, report = foreseen.asked, foreseen.report
    async with write():
        plan = await queries.plan_at_head(await register.locked_head(asked.plan))
        last = edition_of(plan, asked.period)
        if (last.edition if last else 0) != asked.edition - 1:
            raise _meanwhile(asked)
        _check_basis(report, await register.entries(asked.plan))
        [entry] = await record(asked.plan, [_draft(foreseen, now, kept)], now)
    return SealedEdition(asked.plan, asked.period, asked.edition, entry.index, kept)


def _meanwhile(asked: Asked) -> NoReport:
    return NoReport(
        f"edition {asked.edition} of the report for {asked.period} was sealed meanwhile. Look at it; "
        "a further edition says why it is needed."
    )


def _check_basis(report: Report, entries: Sequence[Entry]) -> None:
    """That the files were made from what the register says now. Raises NoReport."""
    known = report.checkpoint.size
    if checkpoint(report.checkpoint.origin, entries[:known]) != report.checkpoint:
        raise NoReport("the register is not the one that the report was made from. Run: tracker verify")
    for entry in entries[known:]:
        if entry.kind == ContentErased.kind:
            raise NoReport(
                f"entry {entry.index} erased content on legal ground while the report was being made. "
                "Seal it again."
            )
