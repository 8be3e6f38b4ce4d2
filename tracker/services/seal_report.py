"""Seal an edition of a report: make its files, keep them, and record what they are. From then on it stays.

The files are made first, which takes a minute, and kept under their SHA-256 as evidence files are; then one
entry names them all. A process that is stopped before that entry leaves files that nothing leads to, and no
edition.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from tracker.domain.editions import edition_of
from tracker.domain.events import ContentErased, ReportSealed, SealedFile, period_of
from tracker.domain.register import Draft, Entry, checkpoint, lines_of
from tracker.domain.state import Plan
from tracker.publish.pdf import to_pdf
from tracker.publish.report.content import Report
from tracker.publish.report.data import report_json
from tracker.publish.report.document import paper
from tracker.publish.report.editions import Sort, pdf_name
from tracker.publish.report.table import actions_csv
from tracker.publish.software import made_with
from tracker.services.make_report import Asked, NoReport, make_report
from tracker.services.record import Refused, record, refusals
from tracker.settings import Settings
from tracker.store import files, queries, register
from tracker.store.engine import read, write

Tell = Callable[[str], None]
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
class ToMake:
    """A file of an edition that is to be made."""

    name: str
    sort: Sort
    language: str = ""


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
    """Seal the next edition of a report, from all that the register holds now.

    ``by`` is the organisation that signs (empty: the plan's keeper), ``languages`` those of the PDFs (none:
    the plan's own). ``tell`` hears the name of each file before it is made.
    Raises NoReport, Refused, PdfFailed; then no edition was sealed.
    """
    plan, size = await _basis(asked, now.astimezone(UTC).date())
    before = edition_of(plan, period_of(asked.year, asked.since))
    edition = before.edition + 1 if before else 1
    asked = replace(asked, known=size, edition=edition, reason=reason.strip())
    report = await make_report(asked, settings.site_host, now.astimezone(UTC).date())
    draft = _draft(report, asked, by or plan.opened.keeper, now, (UNMADE,))
    if broken := await refusals(asked.plan, [draft], now):
        raise Refused(broken, size)  # before a minute is spent on files
    made = []
    wanted = to_make(asked, languages or [plan.opened.language])
    async for one, content in contents(wanted, report, asked, settings.site_url, tell):
        made.append(SealedFile(one.name, await _kept(settings.data, content), len(content)))
    sealed = _draft(report, asked, by or plan.opened.keeper, now, tuple(made))
    return await _recorded(sealed, asked, report, now)


async def _basis(asked: Asked, today: date) -> tuple[Plan, int]:
    """The plan as it stands and the number of its entries, from one snapshot."""
    async with read():
        head = await register.head(asked.plan)
        plan = await queries.plan_on(head, today) if head.size else None
        if plan is None:
            there = ", ".join(await register.heads()) or "none"
            raise NoReport(f"there is no plan called “{asked.plan}”. The plans are: {there}.")
    return plan, head.size


def _draft(report: Report, asked: Asked, by: str, now: datetime, kept: tuple[SealedFile, ...]) -> Draft:
    texts = report.texts
    event = ReportSealed(
        year=asked.year,
        edition=asked.edition,
        cut_off=report.cut_off,
        known=report.checkpoint.size,
        checkpoint=report.checkpoint.text,
        files=kept,
        reason=asked.reason,
        since=asked.since,
        foreword=texts.foreword,
        closing=texts.closing,
        comments=dict(texts.comments),
        left_out=tuple(texts.left_out),
        software=made_with(),
    )
    return Draft(now.astimezone(UTC).date(), by, "plan", event)


def to_make(asked: Asked, languages: Iterable[str]) -> list[ToMake]:
    """The files of an edition in these languages, in the order in which they are made."""
    period = period_of(asked.year, asked.since)
    papers = [
        ToMake(pdf_name(asked.plan, period, asked.edition, language, Sort.PAPER), Sort.PAPER, language)
        for language in dict.fromkeys(languages)
    ]
    data = [
        ToMake("report.json", Sort.DATA),
        ToMake("actions.csv", Sort.TABLE),
        ToMake("register.jsonl", Sort.REGISTER),
    ]
    return [*data, *papers]


async def contents(
    wanted: Iterable[ToMake], report: Report, asked: Asked, site_url: str, tell: Tell
) -> AsyncIterator[tuple[ToMake, bytes]]:
    """Each file with its content; the same question and software give the same. Raises PdfFailed."""
    for one in wanted:
        tell(one.name)
        match one.sort:
            case Sort.REGISTER:
                yield one, await _register(asked)
            case Sort.DATA:
                yield one, await asyncio.to_thread(report_json, report)
            case Sort.TABLE:
                yield one, await asyncio.to_thread(actions_csv, report)
            case _:
                html = await asyncio.to_thread(paper, report, one.language, site_url)
                yield one, await to_pdf(html)


async def _register(asked: Asked) -> bytes:
    async with read():
        known = await register.entries(asked.plan, most=asked.known)
    return b"".join(lines_of(known))


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


async def _recorded(sealed: Draft, asked: Asked, report: Report, now: datetime) -> SealedEdition:
    event = sealed.event
    assert isinstance(event, ReportSealed)  # noqa: S101 - made above
    async with write():
        head = await register.locked_head(asked.plan)
        plan = await queries.plan_at_head(head)
        last = edition_of(plan, event.period)
        if (last.edition if last else 0) != event.edition - 1:
            raise NoReport(
                f"edition {event.edition} of the report for {event.period} was sealed meanwhile. Look at it; "
                "a further edition says why it is needed."
            )
        _check_basis(report, await register.entries(asked.plan), event.known)
        [entry] = await record(asked.plan, [sealed], now)
    return SealedEdition(asked.plan, event.period, event.edition, entry.index, event.files)


def _check_basis(report: Report, entries: Sequence[Entry], known: int) -> None:
    """That the files were made from what the register says now. Raises NoReport."""
    if checkpoint(report.checkpoint.origin, entries[:known]) != report.checkpoint:
        raise NoReport("the register is not the one that the report was made from. Run: tracker verify")
    for entry in entries[known:]:
        if entry.kind == ContentErased.kind:
            raise NoReport(
                f"entry {entry.index} erased content on legal ground while the report was being made. "
                "Seal it again."
            )
