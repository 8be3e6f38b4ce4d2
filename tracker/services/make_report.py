"""Make the yearly report of a plan, from its register alone: what it says, and the file."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Unpack

import pikepdf

from tracker.domain.events import period_of
from tracker.domain.fold import state, told
from tracker.domain.register import Entry, checkpoint, lines_of
from tracker.domain.state import Plan, Told
from tracker.publish.pdf import Archive, Limits, PdfFailed, to_pdf
from tracker.publish.report.attachments import attachments_of
from tracker.publish.report.comparing import report_before
from tracker.publish.report.computing import Span, report_of
from tracker.publish.report.content import Report, Texts
from tracker.publish.report.document import paper
from tracker.publish.report.parts import LEAVABLE
from tracker.publish.report.summary import attempts, summary
from tracker.store import register
from tracker.store.engine import read


class NoReport(Exception):  # noqa: N818 - it reads as what happened
    """A report that cannot be made; the message says why and what would do."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report: of a plan and a year, as of a day (None: the year's last, or today while it runs).

    ``since`` is the first day of a report on several years (None: 1 January of the year). ``known`` makes it
    from the first so many entries of the register, as they were sealed (None: from all). ``edition`` is the
    number that it bears and ``reason`` why it was made anew (0 and nothing: computed, not sealed).
    """

    plan: str
    year: int
    cut_off: date | None = None
    since: date | None = None
    texts: Texts = field(default_factory=Texts)
    known: int | None = None
    edition: int = 0
    reason: str = ""

    @property
    def period(self) -> str:
        return period_of(self.year, self.since)


async def make_report(asked: Asked, host: str, today: date) -> Report:
    """The report from the entries that the question names. ``host`` is the site's, for the checkpoint.

    What was erased on legal ground is gone, whenever that was. Raises NoReport.
    """
    entries = await _entries(asked.plan)
    if not entries:
        raise NoReport(f"there is no plan called “{asked.plan}”. The plans are: {await _plans()}.")
    # A large plan takes a second: in a thread, so that a site goes on answering meanwhile.
    return await asyncio.to_thread(report_from, entries, asked, host, today)


def report_from(entries: Sequence[Entry], asked: Asked, host: str, today: date) -> Report:
    """The report from all entries of a plan's register. Raises NoReport."""
    cut_off = _cut_off(asked, today)
    _parts(asked.texts)
    if asked.known is not None and not 1 <= asked.known <= len(entries):
        raise NoReport(f"the register of {asked.plan} has {len(entries)} entries, not {asked.known}.")
    story = told(entries, asked.known)
    plan = state(asked.plan, story, cut_off)
    if plan.about is None:
        opened = min(one.on for one in story)
        raise NoReport(
            f"on {cut_off} the plan {asked.plan} was not open yet: its first fact is of {opened}. "
            f"Ask for {opened.year} or a later year."
        )
    span = _span(asked, entries, story, cut_off)
    point = checkpoint(f"{host}/{asked.plan}", entries[: asked.known])
    made = report_of(plan, span, story, point, asked.texts)
    return replace(made, edition=asked.edition, reason=asked.reason)


def _span(asked: Asked, entries: Sequence[Entry], story: list[Told], cut_off: date) -> Span:
    """What the report covers, and the plan it is compared with: as last sealed, else on the eve."""
    since = asked.since or date(asked.year, 1, 1)
    ends = _ends(since, cut_off) if asked.since else []
    plans = tuple(state(asked.plan, story, day) for day in ends)
    edition = report_before(story, since, several=asked.since is not None)
    if edition is None:
        return Span(asked.year, since, state(asked.plan, story, since - timedelta(days=1)), ends=plans)
    day, known = edition.event.cut_off, edition.event.known
    return Span(
        asked.year,
        since,
        before=state(asked.plan, told(entries, known), day, known),
        edition=edition,
        today=state(asked.plan, story, day),
        ends=plans,
    )


def _ends(since: date, cut_off: date) -> list[date]:
    """The last day of each year that is over, and the cut-off."""
    over = (date(year, 12, 31) for year in range(since.year, cut_off.year))
    return [*over, cut_off]


async def write_report(
    report: Report, language: str, site_url: str, folder: Path, *, archive: bool = False
) -> Path:
    """Write the PDF of a report into ``folder`` as PLAN-PERIOD-LANGUAGE.pdf, one for an ``archive``, with its
    data inside, as PLAN-PERIOD-LANGUAGE-archive.pdf. Raises PdfFailed.

    The folder is made if need be. A file of that name is replaced, and only by a whole one.
    """
    enclosed = await _archive(report, language) if archive else None
    made = await to_pdf(paper(report, language, site_url), archive=enclosed)
    end = "-archive" if archive else ""
    return _put(made, folder, f"{report.plan.slug}-{report.period}-{language}{end}.pdf")


def _put(made: bytes, folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    partial = folder / f".{file.name}.{os.getpid()}"
    try:
        partial.write_bytes(made)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    return file


async def write_summary(report: Report, language: str, site_url: str, folder: Path) -> Path:
    """Write the summary into ``folder`` as PLAN-PERIOD-LANGUAGE-summary.pdf, as ``write_report`` writes."""
    made = await summary_pdf(report, language, site_url)
    return _put(made, folder, f"{report.plan.slug}-{report.period}-{language}-summary.pdf")


async def summary_pdf(report: Report, language: str, site_url: str, **limits: Unpack[Limits]) -> bytes:
    """The summary on its four pages, or on a sheet. Raises PdfFailed.

    Where texts of unusual length take more room than was kept for them, fewer actions are told.
    """
    pages = 0
    for pages, share in attempts(report):
        made = await to_pdf(summary(report, language, site_url, pages, share), **limits)
        with pikepdf.open(BytesIO(made)) as pdf:
            if len(pdf.pages) <= pages:
                return made
    raise PdfFailed(f"the summary does not fit on {pages} pages: a title or a name in it is too long")


async def _archive(report: Report, language: str) -> Archive:
    entries = await _entries(report.plan.slug)
    lines = lines_of(entries[: report.checkpoint.size])
    attached = await asyncio.to_thread(attachments_of, report, lines, language)
    return Archive(attached, report.recording.last_at)


async def story_of(plan: str) -> list[Told]:
    """Everything told of a plan so far, corrections taken into account."""
    return told(await _entries(plan))


def _parts(texts: Texts) -> None:
    if unknown := [part for part in texts.left_out if part not in LEAVABLE]:
        raise NoReport(f"{unknown[0]} is no part that can be left out. These can: {', '.join(LEAVABLE)}.")


async def _entries(plan: str) -> list[Entry]:
    async with read():
        return await register.entries(plan)


async def _plans() -> str:
    async with read():
        return ", ".join(await register.heads()) or "none"


def _cut_off(asked: Asked, today: date) -> date:
    if not date.min.year < asked.year < date.max.year:
        raise NoReport(f"{asked.year} is no year that a plan could have been open in.")
    if asked.since:
        return _end_of_several(asked, asked.since, today)
    if asked.year > today.year:
        raise NoReport(
            f"{asked.year} has not begun. A report tells what happened: ask for {today.year} or before."
        )
    cut_off = asked.cut_off or min(date(asked.year, 12, 31), today)
    if cut_off > today:
        raise NoReport(f"the cut-off {cut_off} lies in the future. Give {today} or a day before.")
    if cut_off.year < asked.year:
        raise NoReport(
            f"the cut-off {cut_off} comes before the year {asked.year} begins. "
            f"Give a day from {asked.year}-01-01 on, or ask for {cut_off.year}."
        )
    return cut_off


def _end_of_several(asked: Asked, since: date, today: date) -> date:
    """The cut-off of a report on several years. One that runs on is cut off today."""
    if since > today:
        raise NoReport(f"{since} lies in the future. A report tells what happened: begin before {today}.")
    if since.year >= asked.year:
        raise NoReport(
            f"from {since} on there is no second year until the end of {asked.year}. "
            f"For one year ask for {since.year} alone; for several, end in {since.year + 1} or later."
        )
    cut_off = asked.cut_off or min(date(asked.year, 12, 31), today)
    if cut_off > today:
        raise NoReport(f"the cut-off {cut_off} lies in the future. Give {today} or a day before.")
    if cut_off <= since:
        raise NoReport(f"the cut-off {cut_off} comes before the report begins, on {since}.")
    if cut_off.year > asked.year:
        raise NoReport(f"the cut-off {cut_off} comes after the report ends, in {asked.year}.")
    return cut_off


async def term(plan: str, first: int, last: int, today: date, cut_off: date | None = None) -> Asked:
    """The question for a report on the years from ``first`` to ``last``; see ``term_of``."""
    return term_of(state(plan, await story_of(plan), today), first, last, today, cut_off)


def term_of(plan: Plan, first: int, last: int, today: date, cut_off: date | None = None) -> Asked:
    """The question for a report on the years from ``first`` to ``last``.

    It begins and ends on the plan's own days where the plan says that its term begins and ends in these
    years, and else on 1 January and 31 December; while it runs it is cut off today. Raises NoReport.
    """
    if not date.min.year < first < date.max.year or not date.min.year < last < date.max.year:
        raise NoReport(f"{first}-{last} are no years that a plan could have been open in.")
    since, end = date(first, 1, 1), date(last, 12, 31)
    about = plan.about
    if about and about.start and about.start.first.year == first:
        since = about.start.first
    if about and about.end and about.end.last.year == last:
        end = about.end.last
    return Asked(plan.slug, last, cut_off or min(end, today), since)
