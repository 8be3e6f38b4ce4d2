"""Make a sealed edition again from the register, and compare it with what was sealed.

The same bytes are promised where the software and the libraries are the same. Where they differ, what the
files say is compared: the figures and texts of the data files, the words of each page of a PDF. Content that
was erased on legal ground since is missing from what is made now, and the answer says which.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from tracker.domain.editions import Erasure, edition_of, erased_since
from tracker.domain.events import SealedFile
from tracker.domain.merkle import read_checkpoint
from tracker.domain.register import Entry, checkpoint
from tracker.domain.state import Plan, Report
from tracker.publish.report.content import Texts
from tracker.publish.software import made_with
from tracker.services.compare_files import Compared, compared
from tracker.services.edition_files import Tell, as_sealed, contents
from tracker.services.make_report import Asked, NoReport, make_report
from tracker.services.verify_plan import known_head
from tracker.settings import Settings
from tracker.store import files, queries, register
from tracker.store.engine import read


@dataclass(frozen=True, slots=True)
class Reproduced:
    """``software`` made the edition, ``now_with`` makes it now. ``erased`` are erasures since, with reasons.

    ``entries_hold`` tells whether the first entries of the register still give the sealed checkpoint.
    """

    edition: Report
    files: tuple[Compared, ...]
    software: str
    now_with: str
    entries_hold: bool
    erased: tuple[Erasure, ...]

    @property
    def same_software(self) -> bool:
        return self.software == self.now_with

    @property
    def ok(self) -> bool:
        """After an erasure the register is what can still be held to; else every file is."""
        if self.erased:
            return self.entries_hold
        if self.same_software:
            return self.entries_hold and all(one.same for one in self.files)
        return self.entries_hold and all(one.holds for one in self.files)


async def reproduce(
    slug: str, period: str, number: int, settings: Settings, today: date, tell: Tell = lambda name: None
) -> Reproduced:
    """Make an edition again and compare. Raises UnknownPlanError, NoReport, PdfFailed."""
    async with read():
        plan = await queries.plan_on(await known_head(slug), today)
        entries = await register.entries(slug)
        erasures = await register.erasures(slug)
    edition = _edition(plan, period, number)
    asked = asked_of(slug, edition)
    host = read_checkpoint(edition.checkpoint).origin.rpartition("/")[0]
    report = await make_report(asked, host, today)
    made = {}
    async for one, content in contents(
        as_sealed(edition.files), report, asked, site_of(host, settings), tell
    ):
        made[one.name] = content
    return Reproduced(
        edition=edition,
        files=tuple([await _compared(file, made.get(file.name), settings.data) for file in edition.files]),
        software=edition.software,
        now_with=made_with(),
        entries_hold=_hold(edition, entries, host),
        erased=erased_since(edition, erasures),
    )


def asked_of(slug: str, edition: Report) -> Asked:
    """The question that an edition answers."""
    return Asked(
        slug,
        edition.year,
        edition.cut_off,
        edition.since,
        Texts(edition.foreword, edition.closing, edition.comments, edition.left_out),
        edition.known,
        edition.edition,
        edition.reason,
    )


def site_of(host: str, settings: Settings) -> str:
    """The address that an edition prints: this site's, where it was sealed on it."""
    return settings.site_url if settings.site_host == host else f"https://{host}"


def _edition(plan: Plan | None, period: str, number: int) -> Report:
    found = edition_of(plan, period, number) if plan else None
    if found is None:
        there = [f"{one.period} {one.edition}" for one in plan.reports] if plan else []
        sealed = f"Sealed are: {', '.join(there)}." if there else "None was sealed yet."
        raise NoReport(f"there is no edition {number} of the report for {period}. {sealed}")
    return found


def _hold(edition: Report, entries: Sequence[Entry], host: str) -> bool:
    slug = read_checkpoint(edition.checkpoint).origin.rpartition("/")[2]
    return checkpoint(f"{host}/{slug}", entries[: edition.known]).text == edition.checkpoint


async def _compared(file: SealedFile, made: bytes | None, data: Path) -> Compared:
    if made is None:
        return Compared(file.name, same=False, differs=("this version of the software makes no such file",))
    if (sha256(made).hexdigest(), len(made)) == (file.sha256, file.size):
        return Compared(file.name, same=True)
    try:
        sealed = await asyncio.to_thread(files.content, data, file.sha256)
    except (OSError, ValueError):
        lost = "the sealed file is not there any more, or was altered: its bytes differ, more cannot be said"
        return Compared(file.name, same=False, differs=(lost,))
    return await compared(file.name, sealed, made)
