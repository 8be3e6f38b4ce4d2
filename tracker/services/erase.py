"""Erase content on legal ground: payload and salt of an entry go, its hash and the reason stay.

The entry that says so comes first, in the same transaction. Then copies go that nobody published: the same
words in reports that are settled and in mails that wait, the file of erased evidence, and what the database
had not overwritten yet.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
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
from tracker.services.withheld_files import remove_withheld
from tracker.store import background_jobs, files, queries, register, remnants
from tracker.store.engine import read, scrub, write
from tracker.store.remnants import Held, Sought

# The parts of a payload that people wrote; names and closed lists are everywhere and say nothing of anybody.
_WRITTEN = frozenset(
    (
        *("title", "text", "description", "next_step", "note", "reason", "name", "label", "publisher", "url"),
        *("number", "alt", "filename", "sha256", "territory", "signed_note", "role", "page"),
    )
)
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Remnants:
    """Where else the words of an entry stand.

    ``entries`` of the register have to be erased one by one, ``open`` reports are their authors' to change,
    ``settled`` ones are emptied of these words. ``editions`` are sealed reports that hold the entry, whose
    files are taken away; their pages and fingerprints stay. ``file``
    is the digest of the file that goes with it, empty for none; ``file_used`` says that it stays, because
    something else names it.
    """

    entries: tuple[int, ...]
    open: tuple[Held, ...]
    settled: tuple[Held, ...]
    editions: tuple[Report, ...]
    file: str
    file_used: bool


@dataclass(frozen=True, slots=True)
class Erased:
    """``index`` is of the entry that tells of the erasure; ``scrubbed`` that no trace is in the database."""

    index: int
    scrubbed: bool


def erased_texts(payload: Mapping[str, Any], remains: Mapping[str, Any] | None) -> tuple[str, ...]:
    """What people wrote in a payload and what may not remain of it."""
    kept = set(_written(remains or {}, ""))
    return tuple(dict.fromkeys(text for text in _written(payload, "") if text not in kept))


def _written(value: Any, key: str) -> Iterator[str]:
    match value:
        case str() if key in _WRITTEN and len(value.strip()) >= _SHORTEST:
            yield value
        case dict():
            for name, inner in value.items():
                yield from _written(inner, name)
        case list():
            for inner in value:
                yield from _written(inner, key)


def sought_of(entry: Entry, remains: Mapping[str, Any] | None, words: str) -> Sought:
    """What to look for when an entry is erased. Words of a few letters are left out: they are everywhere."""
    plain = words.strip()
    texts = erased_texts(json.loads(entry.payload or "{}"), remains)
    return Sought(texts, plain if len(plain) >= _SHORTEST else "")


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
        gone = await remove_content(entry, event.remains, words)
        drafts = await background_jobs.forget_files_of(plan.slug)
    queries.forget(plan.slug)
    await remove_withheld(plan.slug, folder)
    await asyncio.to_thread(forget_chapters)
    if gone:
        await asyncio.to_thread(files.path_of(folder, gone).unlink, missing_ok=True)
    for name in drafts:  # previews of reports: whoever needs one makes it again
        (previews(folder) / name).unlink(missing_ok=True)
    return Erased(telling.index, await scrub())


async def remove_content(entry: Entry, remains: Mapping[str, Any] | None, words: str = "") -> str:
    """Take the content of an entry away, and its copies that are not public. In ``write()``.

    The register tells of the erasure already. The digest of the file that is to be removed from the disk
    afterwards, empty for none.
    """
    sought = sought_of(entry, remains, words)
    await register.erase(entry.plan, entry.index)
    held = await remnants.reports_holding(entry.plan, sought)
    await remnants.blank_reports([one for one in held if not one.open], sought)
    await remnants.blank_preparations(entry.plan, sought)
    await remnants.drop_mails(sought)
    file = _file_of(json.loads(entry.payload or "{}"))
    if not file or file == _file_of(remains or {}) or await remnants.file_is_used(file):
        return ""
    await remnants.forget_file(file)
    return file


async def clean(folder: Path) -> tuple[int, bool]:
    """Finish what erasures that were interrupted left behind.

    How many files went that nobody can reach, and whether no trace of what was deleted is in the database.
    """
    withheld = [name for slug in await register.heads() for name in await remove_withheld(slug, folder)]
    known = await remnants.known_files() | await register.sealed_files()
    gone = await asyncio.to_thread(files.drop_unknown, folder, known)
    await asyncio.to_thread(forget_chapters)
    return gone + len(withheld), await scrub()
