"""Work that takes longer than a page may: who asked for it, how far it is, what came of it.

A job is claimed by one process for the time of a lease, which its holder renews. Who dies at it loses the
lease, and another process begins again.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from tracker.domain.register import at_text
from tracker.store.engine import current_engine, write
from tracker.store.moments import moment
from tracker.store.preparation_tables import BackgroundJob


class Kind(StrEnum):
    PREVIEW = "preview"
    SEAL = "seal"
    LINKS = "links"


class State(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


UNDER_WAY = frozenset({State.WAITING, State.RUNNING})


@dataclass(frozen=True, slots=True)
class Job:
    """``attempts`` counts the processes that were at it, ``step`` is what it is at, in the words of its kind.

    ``done`` of ``total`` tell how far it is; ``total`` is 0 where that can't be told. ``file`` is the name of
    what was made, ``trouble`` why there is none. ``started_at`` and ``done_at`` are None until then.
    """

    id: int
    plan: str
    preparation: int
    version: int
    kind: Kind
    language: str
    state: State
    step: str
    done: int
    total: int
    person: int
    asked_at: datetime
    started_at: datetime | None
    done_at: datetime | None
    attempts: int
    lease: str
    trouble: str
    file: str

    @property
    def under_way(self) -> bool:
        return self.state in UNDER_WAY


def _job(row: dict[str, Any]) -> Job:
    fields = {name: row[name] for name in Job.__slots__}
    fields |= {"kind": Kind(row["kind"]), "state": State(row["state"]), "asked_at": moment(row["asked_at"])}
    fields |= {name: moment(row[name]) if row[name] else None for name in ("started_at", "done_at")}
    return Job(**fields)


QUEUE = (
    "INSERT INTO background_job (plan, preparation, version, kind, language, state, step, done, total,"
    " person, asked_at, started_at, done_at, attempts, lease, lease_until, trouble, file)"
    " VALUES ({}, {}, {}, {}, {}, 'waiting', '', 0, 0, {}, {}, '', '', 0, '', '', '', '')"
    " ON CONFLICT (preparation, kind, language) WHERE state IN ('waiting', 'running') DO NOTHING RETURNING id"
)


async def queue(
    plan: str, preparation: int, version: int, kind: Kind, person: int, now: datetime, language: str = ""
) -> int:
    """Ask for work; the id of its job, which is that of the same work already under way, if any."""
    same = (
        (BackgroundJob.preparation == preparation)
        & (BackgroundJob.kind == kind.value)
        & (BackgroundJob.language == language)
        & BackgroundJob.state.is_in(sorted(UNDER_WAY))
    )
    while True:
        async with write():
            made = await BackgroundJob.raw(
                QUEUE, *(plan, preparation, version, kind.value, language, person, at_text(now))
            )
            row = made[0] if made else await BackgroundJob.select(BackgroundJob.id).where(same).first()
        if row:  # else the other one ended just now, and made room
            return int(row["id"])


async def by_id(job: int) -> Job | None:
    row = await BackgroundJob.select().where(BackgroundJob.id == job).first()
    return _job(row) if row else None


async def of_preparation(preparation: int, kind: Kind) -> list[Job]:
    """The newest first."""
    where = (BackgroundJob.preparation == preparation) & (BackgroundJob.kind == kind.value)
    rows = await BackgroundJob.select().where(where).order_by(BackgroundJob.id, ascending=False)
    return [_job(row) for row in rows]


async def newest_links(plan: str) -> Job | None:
    """The newest check of the plan's links."""
    where = (BackgroundJob.plan == plan) & (BackgroundJob.kind == Kind.LINKS.value)
    row = await BackgroundJob.select().where(where).order_by(BackgroundJob.id, ascending=False).first()
    return _job(row) if row else None


CLAIM = (
    "UPDATE background_job SET state = 'running', lease = {}, lease_until = {}, attempts = attempts + 1,"
    " started_at = CASE WHEN started_at = '' THEN {} ELSE started_at END WHERE id ="
    " (SELECT id FROM background_job WHERE state IN ('waiting', 'running') AND lease_until <= {}"
    " ORDER BY id LIMIT 1"
)


async def claim(now: datetime, lease: timedelta) -> Job | None:
    """The job that has waited longest and that nobody is at, now leased to the caller."""
    text = at_text(now)
    if not await _any_free(text):  # costs no write lock, and is asked often
        return None
    claiming = CLAIM if current_engine().engine_type == "sqlite" else f"{CLAIM} FOR UPDATE SKIP LOCKED"
    async with write():
        rows = await BackgroundJob.raw(
            f"{claiming}) RETURNING *", *(secrets.token_hex(16), at_text(now + lease), text, text)
        )
    return _job(rows[0]) if rows else None


async def _any_free(text: str) -> bool:
    free = BackgroundJob.state.is_in(sorted(UNDER_WAY)) & (BackgroundJob.lease_until <= text)
    return bool(await BackgroundJob.exists().where(free))


async def renew(job: Job, until: datetime) -> bool:
    """Keep a job for longer; False when another process has it."""
    return await _holding(job, {BackgroundJob.lease_until: at_text(until)})


async def tell(job: Job, step: str, done: int = 0, total: int = 0) -> None:
    """Say how far the job is."""
    await _holding(job, {BackgroundJob.step: step, BackgroundJob.done: done, BackgroundJob.total: total})


async def release(job: Job) -> None:
    """Put it back for another process, which may begin at once: this one stops."""
    values = {BackgroundJob.state: State.WAITING, BackgroundJob.attempts: job.attempts - 1}
    await _holding(job, {**values, BackgroundJob.lease: "", BackgroundJob.lease_until: ""})


async def begin_again(plan: str, kinds: Iterable[Kind]) -> None:
    """Take what is under way of a plan from those who are at it, to be begun anew. In ``write()``."""
    those = (
        (BackgroundJob.plan == plan)
        & BackgroundJob.kind.is_in(sorted(kind.value for kind in kinds))
        & (BackgroundJob.state == State.RUNNING.value)
    )
    values: dict[Any, Any] = {BackgroundJob.state: State.WAITING, BackgroundJob.lease: ""}
    await BackgroundJob.update({**values, BackgroundJob.lease_until: ""}).where(those)


async def end(job: Job, now: datetime, *, file: str = "", trouble: str = "") -> bool:
    """It is done, or failed with a ``trouble``; False when another process has it meanwhile."""
    values = {
        BackgroundJob.state: State.FAILED if trouble else State.DONE,
        BackgroundJob.file: file,
        BackgroundJob.trouble: trouble,
        BackgroundJob.done_at: at_text(now),
    }
    return await _holding(job, {**values, BackgroundJob.lease: "", BackgroundJob.lease_until: ""})


async def _holding(job: Job, values: dict[Any, Any]) -> bool:
    # Only the holder of the lease may say how it goes.
    held = (BackgroundJob.id == job.id) & (BackgroundJob.lease == job.lease)
    return bool(await BackgroundJob.update(values).where(held).returning(BackgroundJob.id))


async def files() -> frozenset[str]:
    """The names of all files that are kept."""
    rows = await BackgroundJob.select(BackgroundJob.file).where(BackgroundJob.file != "")
    return frozenset(row["file"] for row in rows)


async def forget_files(before: datetime) -> list[str]:
    """Forget the files of jobs that ended before a moment; their names, to be thrown away."""
    return await _forget(BackgroundJob.done_at < at_text(before))


async def forget_files_of(plan: str) -> list[str]:
    """Forget all files made of a plan so far; their names, to be thrown away."""
    return await _forget(BackgroundJob.plan == plan)


async def _forget(where: Any) -> list[str]:
    those = (BackgroundJob.file != "") & where
    rows = await BackgroundJob.select(BackgroundJob.file).where(those)
    if rows:
        await BackgroundJob.update({BackgroundJob.file: ""}).where(those)
    return [row["file"] for row in rows]
