"""Reading and appending the register. Only this module writes ``register_entry``."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

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
    return [_entry(row) for row in await (query.limit(most) if most is not None else query)]


async def story(plan: str, subjects: Sequence[str]) -> list[Told]:
    """What was told of some subjects, in the order of the register, corrections taken into account."""
    found: list[Entry] = []
    for start in range(0, len(subjects), ROWS_AT_ONCE):
        wanted = list(subjects[start : start + ROWS_AT_ONCE])
        rows = await RegisterEntry.select().where(
            (RegisterEntry.plan == plan) & RegisterEntry.subject.is_in(wanted)
        )
        found += [_entry(row) for row in rows]
    return told(found)


async def plan_story(plan: str) -> list[Told]:
    """What was told of the plan itself, its axes and its organisations."""
    rows = await (
        RegisterEntry.select()
        .where((RegisterEntry.plan == plan) & RegisterEntry.subject.not_like("action:%"))
        .order_by(RegisterEntry.index)
    )
    return told(_entry(row) for row in rows)


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
    amendments = await (
        RegisterEntry.select()
        .where((RegisterEntry.plan == plan) & RegisterEntry.kind.is_in(list(_AMENDMENTS)))
        .order_by(RegisterEntry.index)
    )
    wanted = {row["index"] for row in rows}
    read = {one.index: one for one in told(_entry(row) for row in [*amendments, *rows])}
    ordered = sorted((read[index] for index in wanted), key=lambda one: (one.on, one.index))
    return ordered[::-1]


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


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
