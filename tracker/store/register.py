"""Reading and appending the register. Only this module writes ``register_entry``."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from piccolo.columns.combination import WhereRaw

from tracker.domain import events as e
from tracker.domain.fold import told
from tracker.domain.register import Entry, Head, at_text
from tracker.domain.state import Told
from tracker.store.engine import current_engine
from tracker.store.tables import RegisterEntry, RegisterHead

# One statement with many thousand rows would pass the parameter limit of both engines.
ROWS_AT_ONCE = 500

_AMENDMENTS = (e.CorrectionMade.kind, e.ContentErased.kind)


async def head(plan: str) -> Head:
    """Where a plan's register stands; size 0 for a plan that nobody opened."""
    row = await RegisterHead.select().where(RegisterHead.plan == plan).first()
    return _head(plan, row)


async def heads() -> dict[str, Head]:
    """Every plan's head, by slug."""
    rows = await RegisterHead.select().order_by(RegisterHead.plan)
    return {row["plan"]: _head(row["plan"], row) for row in rows}


async def locked_head(plan: str) -> Head:
    """The head, held until the transaction ends: who comes second waits. Only inside ``write()``."""
    if current_engine().engine_type == "sqlite":  # IMMEDIATE already holds the only write lock
        return await head(plan)
    await RegisterHead.raw(
        "INSERT INTO register_head (plan, size, hash) VALUES ({}, 0, {}) ON CONFLICT (plan) DO NOTHING",
        plan,
        Head(plan).hash,
    )
    row = await RegisterHead.select().where(RegisterHead.plan == plan).lock_rows("UPDATE").first()
    return _head(plan, row)


def _head(plan: str, row: dict[str, Any] | None) -> Head:
    if not row or not row["size"]:
        return Head(plan)
    return Head(plan, row["size"], row["hash"], _moment(row["at"]))


async def append(new: Sequence[Entry], after: Head) -> None:
    """Write sealed entries and the head they lead to. Only inside ``write()``, under ``locked_head``."""
    for start in range(0, len(new), ROWS_AT_ONCE):
        await RegisterEntry.insert(*(_row(entry) for entry in new[start : start + ROWS_AT_ONCE]))
    at = at_text(after.at) if after.at else None
    if await RegisterHead.exists().where(RegisterHead.plan == after.plan):
        await RegisterHead.update(
            {RegisterHead.size: after.size, RegisterHead.hash: after.hash, RegisterHead.at: at}
        ).where(RegisterHead.plan == after.plan)
    else:
        await RegisterHead.insert(RegisterHead(plan=after.plan, size=after.size, hash=after.hash, at=at))


async def entries(plan: str, first: int = 0, most: int | None = None) -> list[Entry]:
    """Entries in the order of the register, from index ``first``."""
    query = (
        RegisterEntry.select()
        .where((RegisterEntry.plan == plan) & (RegisterEntry.index >= first))
        .order_by(RegisterEntry.index)
    )
    rows = await (query.limit(most) if most is not None else query)
    if len(rows) <= ROWS_AT_ONCE:
        return _entries(rows)
    return await asyncio.to_thread(_entries, rows)  # so that others are answered meanwhile


def _entries(rows: Sequence[dict[str, Any]]) -> list[Entry]:
    return [_entry(row) for row in rows]


async def lines(plan: str) -> AsyncIterator[bytes]:
    """``register.jsonl`` line by line, exactly as the rows are: what somebody changed in them shows.

    Read in pieces, so that a long register is never held whole. Nothing but appending (and erasing, which
    appends too) ever happens to a register, so the pieces fit even when it grows meanwhile.
    """
    last = -1
    while (
        rows := await RegisterEntry.select()
        .where((RegisterEntry.plan == plan) & (RegisterEntry.index > last))
        .order_by(RegisterEntry.index)
        .limit(ROWS_AT_ONCE)
    ):
        for row in rows:
            yield _line(row)
        last = rows[-1]["index"]


async def story(plan: str, subjects: Sequence[str], known: int | None = None) -> list[Told]:
    """What was told of some subjects, in the order of the register, corrections taken into account.

    ``known`` leaves out what was recorded after the first so many entries of the plan.
    """
    found: list[Entry] = []
    for start in range(0, len(subjects), ROWS_AT_ONCE):
        wanted = list(subjects[start : start + ROWS_AT_ONCE])
        rows = await RegisterEntry.select().where(
            (RegisterEntry.plan == plan) & RegisterEntry.subject.is_in(wanted)
        )
        found += [_entry(row) for row in rows]
    return told(found, known)


async def plan_story(plan: str, known: int | None = None) -> list[Told]:
    """What was told of the plan itself, its axes and its organisations; ``known`` as for ``story``."""
    rows = await (
        RegisterEntry.select()
        .where((RegisterEntry.plan == plan) & RegisterEntry.subject.not_like("action:%"))
        .order_by(RegisterEntry.index)
    )
    return told((_entry(row) for row in rows), known)


async def latest(plan: str, first: date, last: date, most: int, skip: int = 0) -> list[Told]:
    """What happened between two days, both included, newest fact first."""
    rows = await (
        RegisterEntry.select()
        .where(
            (RegisterEntry.plan == plan)
            & (RegisterEntry.on >= first.isoformat())
            & (RegisterEntry.on <= last.isoformat())
        )
        .order_by(RegisterEntry.on, RegisterEntry.index, ascending=False)
        .limit(most)
        .offset(skip)
    )
    read = await _read_amended(plan, [_entry(row) for row in rows])
    return sorted(read.values(), key=lambda one: (one.on, one.index), reverse=True)


async def facts_by_year(plan: str) -> dict[int, int]:
    """How many facts of a plan lie in each year."""
    rows = await RegisterEntry.raw(
        'SELECT substr("on", 1, 4) AS year, count(*) AS facts FROM register_entry WHERE plan = {} GROUP BY 1',
        plan,
    )
    return {int(row["year"]): row["facts"] for row in rows}


async def sealed_files() -> frozenset[str]:
    """The digests of all files that sealed reports of any plan name."""
    rows = await RegisterEntry.select(RegisterEntry.kind, RegisterEntry.payload).where(
        RegisterEntry.kind.is_in([e.ReportSealed.kind, e.ContentErased.kind])
        & RegisterEntry.payload.like('%"files":%')
    )
    found = set()
    for row in rows:
        content = json.loads(row["payload"])
        sealed = content if row["kind"] == e.ReportSealed.kind else content.get("remains") or {}
        found |= {file["sha256"] for file in sealed.get("files", ())}
    return frozenset(found)


async def erasures(plan: str) -> list[Told]:
    """What was erased of a plan on legal ground: the entries that say so, in their order."""
    rows = await (
        RegisterEntry.select()
        .where((RegisterEntry.plan == plan) & (RegisterEntry.kind == e.ContentErased.kind))
        .order_by(RegisterEntry.index)
    )
    return told(_entry(row) for row in rows)


async def recorded(plan: str, first: int, most: int) -> list[tuple[Entry, Told]]:
    """Entries from index ``first``, each as it was recorded and as it reads since it was corrected."""
    found = await entries(plan, max(first, 0), most)
    read = await _read_amended(plan, found)
    return [(entry, read[entry.index]) for entry in found]


async def search(
    plan: str, words: str, kind: str, subject: str, most: int, skip: int = 0
) -> tuple[list[tuple[Entry, Told]], int]:
    """Entries, the last recorded first, and how many there are in all.

    ``words`` stand in the content as it was recorded, or in the subject, or are the entry's number;
    ``subject`` is the whole of one. What is empty asks for nothing.
    """
    where = _wanted(plan, words, kind, subject)
    total = await RegisterEntry.count().where(where)
    rows = await (
        RegisterEntry.select()
        .where(where)
        .order_by(RegisterEntry.index, ascending=False)
        .limit(most)
        .offset(skip)
    )
    found = [_entry(row) for row in rows]
    read = await _read_amended(plan, found)
    return [(entry, read[entry.index]) for entry in found], total


def _wanted(plan: str, words: str, kind: str, subject: str) -> Any:
    found: Any = RegisterEntry.plan == plan
    if kind:
        found &= RegisterEntry.kind == kind
    if subject:
        found &= RegisterEntry.subject == subject
    if words:
        # As JSON has it. SQLite knows small and capital letters of ASCII alone: as typed, and in small ones.
        said = json.dumps(words, ensure_ascii=False)[1:-1]
        somewhere = RegisterEntry.payload.like(f"%{said}%") | RegisterEntry.subject.like(f"%{words}%")
        somewhere |= WhereRaw("lower(payload) LIKE {}", f"%{said.lower()}%")
        if words.isascii() and words.isdecimal() and len(words) < 10:
            somewhere |= RegisterEntry.index == int(words)
        found &= somewhere
    return found


async def _read_amended(plan: str, found: Sequence[Entry]) -> dict[int, Told]:
    """Some entries, by index, as all corrections and erasures of the plan leave them."""
    amendments = await (
        RegisterEntry.select()
        .where((RegisterEntry.plan == plan) & RegisterEntry.kind.is_in(list(_AMENDMENTS)))
        .order_by(RegisterEntry.index)
    )
    wanted = {entry.index for entry in found}
    others = [_entry(row) for row in amendments if row["index"] not in wanted]
    return {one.index: one for one in told([*others, *found]) if one.index in wanted}


async def erase(plan: str, index: int) -> None:
    """Remove payload and salt; the database lets it happen once a later entry says on what ground."""
    await RegisterEntry.update({RegisterEntry.payload: None, RegisterEntry.salt: None}).where(
        (RegisterEntry.plan == plan) & (RegisterEntry.index == index)
    )


def _row(entry: Entry) -> RegisterEntry:
    return RegisterEntry(
        plan=entry.plan,
        index=entry.index,
        at=at_text(entry.at),
        on=entry.on.isoformat(),
        by=entry.by,
        kind=entry.kind,
        subject=entry.subject,
        payload_sha256=entry.payload_sha256,
        prev=entry.prev,
        hash=entry.hash,
        payload=entry.payload,
        salt=entry.salt,
    )


def _entry(row: dict[str, Any]) -> Entry:
    fields = {name: row[name] for name in Entry.__slots__}
    return Entry(**{**fields, "at": _moment(row["at"]), "on": date.fromisoformat(row["on"])})


_BODY = ("plan", "index", "at", "on", "by", "kind", "subject", "payload_sha256", "prev")


def _line(row: dict[str, Any]) -> bytes:
    # Never by way of Entry, which reads what is written: a check must see the very texts of the row.
    body, hash_, salt = (_json(value) for value in ({n: row[n] for n in _BODY}, row["hash"], row["salt"]))
    payload = "null" if row["payload"] is None else row["payload"]
    return f'{{"body":{body},"hash":{hash_},"payload":{payload},"salt":{salt}}}\n'.encode()


def _json(value: Any) -> str:
    """Canonical for what a register may hold; verification refuses what becomes of anything else."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
