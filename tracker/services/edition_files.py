"""The files of an edition of a report: which they are, and their content, to seal it and to make it again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass

from tracker.domain.events import SealedFile
from tracker.domain.register import Entry, lines_of
from tracker.publish.pdf import Archive, to_pdf
from tracker.publish.report.attachments import attachments_of
from tracker.publish.report.content import Report
from tracker.publish.report.data import report_json
from tracker.publish.report.document import paper
from tracker.publish.report.editions import DATA_FILES, Sort, pdf_name, understood
from tracker.publish.report.table import actions_csv
from tracker.services.make_report import Asked, summary_pdf
from tracker.store import register
from tracker.store.engine import read

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ToMake:
    """A file of an edition that is to be made."""

    name: str
    sort: Sort
    language: str = ""


def to_make(asked: Asked, languages: Iterable[str]) -> list[ToMake]:
    """The files of an edition in these languages, in the order in which they are made."""
    papers = [
        ToMake(pdf_name(asked.plan, asked.period, asked.edition, language, sort), sort, language)
        for language in dict.fromkeys(languages)
        for sort in (Sort.PAPER, Sort.SUMMARY, Sort.ARCHIVE)
    ]
    return [*(ToMake(name, sort) for name, sort in DATA_FILES.items()), *papers]


def as_sealed(files: Iterable[SealedFile]) -> list[ToMake]:
    """The files of a sealed edition, to be made again."""
    return [ToMake(one.file.name, one.sort, one.language) for one in map(understood, files)]


async def contents(
    wanted: Iterable[ToMake], report: Report, asked: Asked, site_url: str, tell: Tell
) -> AsyncIterator[tuple[ToMake, bytes]]:
    """Each file with its content; the same question and software give the same. Raises PdfFailed."""
    for one in wanted:
        tell(one.name)
        match one.sort:
            case Sort.REGISTER:
                yield one, b"".join(lines_of(await _entries(asked)))
            case Sort.DATA:
                yield one, await asyncio.to_thread(report_json, report)
            case Sort.TABLE:
                yield one, await asyncio.to_thread(actions_csv, report)
            case Sort.PAPER:
                html = await asyncio.to_thread(paper, report, one.language, site_url)
                yield one, await to_pdf(html)
            case Sort.ARCHIVE:
                html = await asyncio.to_thread(paper, report, one.language, site_url)
                lines = lines_of(await _entries(asked))
                attached = await asyncio.to_thread(attachments_of, report, lines, one.language)
                yield one, await to_pdf(html, archive=Archive(attached, report.recording.last_at))
            case Sort.SUMMARY:
                yield one, await summary_pdf(report, one.language, site_url)


async def _entries(asked: Asked) -> list[Entry]:
    async with read():
        return await register.entries(asked.plan, most=asked.known)
