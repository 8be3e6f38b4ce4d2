"""Bring a register up to a newer file of it, after a backup was put back: nothing is lost or comes back.

A backup is older than the register that the world has seen. The file holds what was recorded since, and says
by its silence what was erased: entries that are missing are added as they are, to the letter, and content
that the file no longer has is erased here too.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tracker.domain.fold import state, told
from tracker.domain.register import Entry, Head
from tracker.domain.verification import TamperedError, verify_lines
from tracker.services.erase import forget_made, remove_content, throw_away_made
from tracker.services.withheld_files import remove_withheld
from tracker.store import files, projections, queries, register
from tracker.store.engine import scrub, write


@dataclass(frozen=True, slots=True)
class Restored:
    """How many entries were added and how many contents erased; ``size`` of the register now."""

    plan: str
    added: int
    erased: int
    size: int
    scrubbed: bool


async def restore_register(lines: Sequence[bytes], folder: Path, now: datetime) -> Restored:
    """Add to a plan's register what a newer file of it has, and erase what it no longer has.

    ``folder`` is the data folder, where files of erased evidence lie. Raises TamperedError, and changes
    nothing, for a file that does not hold together, or whose first entries are not those of this database.
    """
    found = verify_lines(lines)
    entries = [_entry(json.loads(line)) for line in lines]
    if not entries:
        raise TamperedError(0, "the register is empty")
    async with write():
        head = await register.locked_head(found.plan)
        here = await register.entries(found.plan)
        _check_prefix(here, entries)
        added = entries[len(here) :]
        last = entries[-1]
        after = head if not added else Head(found.plan, len(entries), last.hash, last.at)
        if added:
            await register.append(added, after)
        revived = [one for one, now in zip(here, entries, strict=False) if one.payload and not now.payload]
        gone = [await _erase_again(one, entries, now) for one in revived]
        drafts = await forget_made(found.plan) if revived else []
        plan = state(found.plan, told(await register.entries(found.plan)), projections.EVERY_DAY)
        await projections.forget(found.plan)
        await projections.save(plan, plan.actions)
    queries.forget(found.plan)
    for digest in filter(None, gone):
        await asyncio.to_thread(files.path_of(folder, digest).unlink, missing_ok=True)
    await remove_withheld(found.plan, folder)
    await asyncio.to_thread(throw_away_made, folder, drafts)
    done = await scrub() if revived else True
    return Restored(found.plan, len(added), len(revived), max(head.size, after.size), done)


async def _erase_again(one: Entry, entries: Sequence[Entry], now: datetime) -> str:
    """The digest of the file that goes with it, or nothing."""
    remains = None
    for later in entries[one.index + 1 :]:
        told_of = json.loads(later.payload) if later.payload else {}
        if later.kind == "content.erased" and told_of.get("entry") == one.index:
            remains = told_of.get("remains")
    return await remove_content(one, remains, now)


def _check_prefix(here: Sequence[Entry], entries: Sequence[Entry]) -> None:
    for one, other in zip(here, entries, strict=False):
        if one.hash != other.hash:
            raise TamperedError(one.index, "it is not the entry that this database holds")


def _entry(line: dict[str, Any]) -> Entry:
    """An entry of a file that was verified; its payload in the canonical form that the database keeps."""
    body = line["body"]
    payload = line["payload"]
    kept = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return Entry(
        plan=body["plan"],
        index=body["index"],
        at=datetime.strptime(body["at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
        on=date.fromisoformat(body["on"]),
        by=body["by"],
        kind=body["kind"],
        subject=body["subject"],
        payload_sha256=body["payload_sha256"],
        prev=body["prev"],
        hash=line["hash"],
        payload=None if payload is None else kept,
        salt=line["salt"],
    )
