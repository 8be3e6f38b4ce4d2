"""Files given as evidence: on the disk under their SHA-256, and in a table for whom they were given.

A file is whole or absent: it is written beside, synced, and moved to its name at once. A name is the digest
of the content, so nothing is ever written over. A file without a row is what a stopped process left; nobody
can reach it.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from tracker.domain.register import at_text
from tracker.store.submission_tables import FileRow

INCOMING_KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file given for an action; ``filename`` is fit for a download."""

    sha256: str
    plan: str
    ref: str
    media_type: str
    filename: str
    size: int


def path_of(folder: Path, digest: str) -> Path:
    """Where the content with this digest (hex) lies or will lie below the data folder."""
    return folder / "files" / digest[:2] / digest


def put(folder: Path, content: bytes) -> str:
    """Keep a content below the data folder; its SHA-256 in hex. Blocks: call it in a thread."""
    digest = sha256(content).hexdigest()
    final = path_of(folder, digest)
    if final.exists():
        os.utime(final)  # for whoever clears away what nothing names yet
        return digest
    incoming = folder / "files" / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    _sweep(incoming)
    beside = incoming / secrets.token_hex(16)
    with beside.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.chmod(0o440)
    final.parent.mkdir(exist_ok=True)
    beside.rename(final)
    for changed in (final.parent, final.parent.parent):
        _sync(changed)
    return digest


def content(folder: Path, digest: str) -> bytes:
    """What is kept with this digest. Blocks: call it in a thread.

    Raises FileNotFoundError when the data folder lost it, ValueError when it is not what was given.
    """
    found = path_of(folder, digest).read_bytes()
    if sha256(found).hexdigest() != digest:
        raise ValueError(f"the file {digest} is not what was given")
    return found


def remove(folder: Path, digest: str) -> bool:
    """Take a content away that nobody may hold any longer; whether it was there. Blocks."""
    path = path_of(folder, digest)
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    _sync(path.parent)
    return True


def fault(folder: Path, digest: str, size: int) -> str:
    """What is wrong with the file that should lie here, empty when it is whole. Blocks."""
    path = path_of(folder, digest)
    try:
        with path.open("rb") as file:
            found = file_digest(file, "sha256").hexdigest()
            length = file.tell()
    except OSError as error:
        return f"it is not there: {path}" if isinstance(error, FileNotFoundError) else f"{error}"
    if length != size:
        return f"it has {length} bytes, not {size}: {path}"
    return "" if found == digest else f"its content was altered: {path}"


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(incoming: Path) -> None:
    """Remove what processes that were stopped while writing left behind."""
    for left in incoming.iterdir():
        with suppress(FileNotFoundError):  # another process has just moved it to its place
            if time.time() - left.stat().st_mtime > INCOMING_KEPT_SECONDS:
                left.unlink()


def drop_unknown(folder: Path, known: frozenset[str]) -> int:
    """Remove contents that no row names, once they are a day old; how many. Blocks."""
    gone = 0
    for path in (folder / "files").glob("[0-9a-f][0-9a-f]/*"):
        if path.name not in known and time.time() - path.stat().st_mtime > INCOMING_KEPT_SECONDS:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


async def add(file: KeptFile, person: int, now: datetime) -> None:
    """Note that a file was given for an action; giving it again changes nothing."""
    await FileRow.raw(
        "INSERT INTO kept_file (sha256, plan, reference, media_type, filename, size, person, at)"
        " VALUES ({}, {}, {}, {}, {}, {}, {}, {}) ON CONFLICT (sha256, plan, reference) DO NOTHING",
        file.sha256,
        file.plan,
        file.ref,
        file.media_type,
        file.filename,
        file.size,
        person,
        at_text(now),
    )


async def of_action(plan: str, ref: str, digests: Iterable[str]) -> dict[str, KeptFile]:
    """Those of the files that were given for an action, by digest."""
    wanted = list(digests)
    if not wanted:
        return {}
    where = (FileRow.plan == plan) & (FileRow.reference == ref) & FileRow.sha256.is_in(wanted)
    return {one.sha256: one for one in await _files(where)}


async def with_digest(digest: str) -> list[KeptFile]:
    """For every action that a content was given for, the oldest first."""
    return await _files(FileRow.sha256 == digest)


async def _files(where: Any) -> list[KeptFile]:
    rows = await FileRow.select().where(where).order_by(FileRow.id)
    return [
        KeptFile(
            row["sha256"],
            row["plan"],
            row["reference"],
            row["media_type"],
            row["filename"],
            row["size"],
        )
        for row in rows
    ]
