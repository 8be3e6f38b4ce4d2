"""Erase content on legal ground: payload and salt of an entry go, its hash and the reason stay.

The entry that says so comes first, in the same transaction. Then copies go that nobody published: the same
words in reports of departments, in what councils prepare and in mails that wait, previews, the file of erased
evidence, and what the database had not overwritten yet.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tracker.domain import events as e
from tracker.domain.register import Entry
from tracker.domain.state import Plan, Report, Told
from tracker.publish.pdf import forget_chapters
from tracker.services.amend import Author, amend
from tracker.services.background import previews
from tracker.services.report_kept import forget_reports
from tracker.services.withheld_files import remove_withheld
from tracker.store import background_jobs, erasing, files, queries, register, remnants
from tracker.store.background_jobs import Kind
from tracker.store.engine import read, scrub, write
from tracker.store.remnants import Held, HeldPreparation, Sought

# The parts of a payload that people wrote; names and closed lists are everywhere and say nothing of anybody.
_WRITTEN = frozenset(
    (
        *("title", "text", "description", "next_step", "note", "reason", "name", "label", "publisher", "url"),
        *("number", "alt", "filename", "sha256", "territory", "signed_note", "role", "page"),
    )
)
# Those of them that were written for one entry; a publisher or an address is named by many.
_SENTENCES = frozenset(("title", "text", "description", "next_step", "note", "reason", "name", "alt"))
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Remnants:
    """Where else the words of an entry stand.

    ``entries`` of the register have to be erased one by one. Reports that are ``open`` lose these words, and
    their authors are told; ``settled`` ones lose the fields that hold them. So do ``preparations`` of the
    council's reports, and signatures under them are void. ``editions`` are sealed reports that hold it, whose
    files are taken away; their pages and fingerprints stay. ``file`` is the digest of the file that goes with
    it, empty for none; ``file_used`` says that it stays, because something else names it.
    """

    entries: tuple[int, ...]
    open: tuple[Held, ...]
    settled: tuple[Held, ...]
    preparations: tuple[HeldPreparation, ...]
    editions: tuple[Report, ...]
    file: str
    file_used: bool


@dataclass(frozen=True, slots=True)
class Erased:
    """``index`` is of the entry that tells of the erasure; ``scrubbed`` that no trace is in the database."""

    index: int
    scrubbed: bool


def erased_texts(
    payload: Mapping[str, Any], remains: Mapping[str, Any] | None, keys: frozenset[str] = _WRITTEN
) -> tuple[str, ...]:
    """What people wrote in a payload and what may not remain of it, under some ``keys``."""
    kept = set(_written(remains or {}, "", _WRITTEN))
    return tuple(dict.fromkeys(text for text in _written(payload, "", keys) if text not in kept))


def _written(value: Any, key: str, keys: frozenset[str]) -> Iterator[str]:
    match value:
        case str() if key in keys and len(value.strip()) >= _SHORTEST:
            yield value
        case dict():
            for name, inner in value.items():
                yield from _written(inner, name, keys)
        case list():
            for inner in value:
                yield from _written(inner, key, keys)


def sought_of(entry: Entry, remains: Mapping[str, Any] | None, words: str) -> Sought:
    """What to look for when an entry is erased. Words of a few letters are left out: they are everywhere."""
    plain = words.strip()
    payload = json.loads(entry.payload or "{}")
    return Sought(
        erased_texts(payload, remains),
        plain if len(plain) >= _SHORTEST else "",
        erased_texts(payload, remains, _SENTENCES),
    )


async def find_remnants(
    plan: Plan, entry: Entry, remains: Mapping[str, Any] | None, words: str = ""
) -> Remnants:
    """Where else the words of an entry stand that may not remain; ``words`` are looked for as well."""
    payload = json.loads(entry.payload or "{}")
    sought = sought_of(entry, remains, words)
    file = _file_of(payload) if _file_of(payload) != _file_of(remains or {}) else ""
    async with read():
        held = await remnants.reports_holding(plan.slug, sought)
        return Remnants(
            entries=tuple(await remnants.entries_holding(plan.slug, sought, entry.index)),
            open=tuple(one for one in held if one.open),
            settled=tuple(one for one in held if not one.open),
            preparations=tuple(await remnants.preparations_holding(plan.slug, sought)),
            editions=tuple(r for r in plan.reports if entry.index < r.known or entry.index == r.index),
            file=file,
            file_used=bool(file) and await remnants.file_is_used(file, but=(entry.plan, entry.index)),
        )


def _file_of(payload: Mapping[str, Any]) -> str:
    """The digest of the file that a piece of evidence names, also where a correction gives it."""
    inner = payload.get("payload")
    return str(payload.get("sha256") or (inner.get("sha256", "") if isinstance(inner, dict) else ""))


async def erase(
    plan: Plan,
    entry: Entry,
    one: Told,
    event: e.ContentErased,
    author: Author,
    now: datetime,
    *,
    folder: Path,
    words: str = "",
) -> Erased:
    """Erase the content of an entry, for good. ``one`` is the entry as its author saw it.

    ``folder`` is the data folder. Raises Overtaken, and Refused when other entries build upon the content.
    """
    async with write():
        (telling,) = await amend(plan.slug, one, event, author, now)
        gone = await remove_content(entry, event.remains, now, words=words, person=author.person)
        drafts = await forget_made(plan.slug)
    queries.forget(plan.slug)
    forget_reports(plan.slug)
    await remove_withheld(plan.slug, folder)
    if gone:
        await asyncio.to_thread(files.path_of(folder, gone).unlink, missing_ok=True)
    await asyncio.to_thread(throw_away_made, folder, drafts)
    return Erased(telling.index, await scrub())


async def remove_content(
    entry: Entry, remains: Mapping[str, Any] | None, now: datetime, *, words: str = "", person: int = 0
) -> str:
    """Take the content of an entry away, and its copies that are not public. In ``write()``.

    The register tells of the erasure already; ``person`` is the account that erases, 0 for the command line.
    The digest of the file that is to be removed from the disk afterwards, empty for none.
    """
    sought = sought_of(entry, remains, words)
    plan = entry.plan
    await register.erase(plan, entry.index)
    await erasing.take_out_of_reports(await remnants.reports_holding(plan, sought), sought, person, now)
    held = await remnants.preparations_holding(plan, sought)
    await erasing.take_out_of_preparations(held, sought, person, now)
    await erasing.forget_links(plan, sought)
    await erasing.forget_troubles(plan, sought)
    await erasing.drop_mails(sought)
    file = _file_of(json.loads(entry.payload or "{}"))
    if not file or file == _file_of(remains or {}) or await remnants.file_is_used(file):
        return ""
    await remnants.forget_file(file)
    return file


async def forget_made(plan: str) -> list[str]:
    """Forget the previews of a plan's reports: whoever needs one makes it again. In ``write()``.

    The names of their files, to be thrown away. One that is just being made is begun anew.
    """
    await background_jobs.begin_again(plan, (Kind.PREVIEW, Kind.LINKS))
    return await background_jobs.forget_files_of(plan)


def throw_away_made(folder: Path, drafts: Iterable[str]) -> None:
    """Previews, by their names, and chapters that were kept."""
    forget_chapters()
    for name in drafts:
        (previews(folder) / name).unlink(missing_ok=True)


async def clean(folder: Path) -> tuple[int, bool]:
    """Finish what erasures that were interrupted left behind.

    How many files went that nobody can reach, and whether no trace of what was deleted is in the database.
    """
    withheld = [name for slug in await register.heads() for name in await remove_withheld(slug, folder)]
    known = await remnants.known_files() | await register.sealed_files()
    gone = await asyncio.to_thread(files.drop_unknown, folder, known)
    await asyncio.to_thread(forget_chapters)
    return gone + len(withheld), await scrub()
