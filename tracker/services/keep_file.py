"""Keep a file that somebody gives as evidence, and find it again for whoever may read it."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from datetime import datetime
from pathlib import Path, PurePosixPath

from tracker.domain.messages import _
from tracker.domain.typed import Typed, rows
from tracker.services.file_types import FileRefused, safe
from tracker.store import files, queries, register
from tracker.store.engine import read, write
from tracker.store.files import KeptFile

LONGEST_NAME = 100
MEGABYTE = 1_000_000


LARGE = _("The file has {size} MB; {most} MB is the most. Give a smaller one, or a link to it.")


async def keep_file(
    folder: Path, plan: str, ref: str, name: str, content: bytes, *, most: int, person: int, now: datetime
) -> KeptFile:
    """Keep a file for an action, below the data folder. Raises FileRefused, with nothing kept.

    ``most`` is the largest size in bytes; ``name`` is what the sender called it.
    """
    if len(content) > most:
        raise FileRefused(LARGE, size=-(-len(content) // MEGABYTE), most=most // MEGABYTE)
    made = await asyncio.to_thread(safe, content)
    digest = await asyncio.to_thread(files.put, folder, made.content)
    kept = KeptFile(digest, plan, ref, made.media_type, safe_name(name, made.suffix), len(made.content))
    async with write():
        await files.add(kept, person, now)
    return (await files.of_action(plan, ref, [digest]))[digest]


def safe_name(name: str, suffix: str) -> str:
    """A name fit for any disk and any header: letters, digits, hyphens; ``suffix`` is that of the content."""
    stem = PurePosixPath(name.replace("\\", "/")).name.rsplit(".", 1)[0]
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].strip("-")
    return f"{words or 'document'}{suffix}"


async def vouched(typed: Typed, plan: str, ref: str) -> Typed:
    """A form whose files are those that were really given for the action, described as they were found.

    Anybody can write a digest into a form: one that was not given for this action is left out.
    """
    pieces = {place: row["sha256"] for place, row in rows(typed, "evidence").items() if "sha256" in row}
    known = await files.of_action(plan, ref, pieces.values())
    made = dict(typed)
    for place in rows(typed, "evidence"):
        name = f"evidence-{place}"
        for part in ("sha256", "filename", "media_type", "size"):
            made.pop(f"{name}-{part}", None)
        if file := known.get(pieces.get(place, "")):
            made[f"{name}-sha256"] = file.sha256
            made[f"{name}-filename"] = file.filename
            made[f"{name}-media_type"] = file.media_type
            made[f"{name}-size"] = str(file.size)
    return made


async def published_file(digest: str) -> KeptFile | None:
    """A file that published evidence names, for anybody to read.

    Withdrawn evidence counts: its withdrawal is public and so is what was withdrawn. Evidence whose content
    was erased, or taken back by a correction, does not.
    """
    async with read():
        for file in await files.with_digest(digest):
            plan = await queries.plan_at_head(await register.head(file.plan))
            action = plan.actions.get(file.ref)
            if action and any(one.sha256 == digest for one in action.evidence):
                return file
    return None


async def content_of(folder: Path, file: KeptFile) -> bytes:
    """Raises FileNotFoundError when the data folder lost it, ValueError when it was tampered with."""
    return await asyncio.to_thread(files.content, folder, file.sha256)
