"""How often somebody tried: counted in the database, so that all processes of a site count together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from tracker.domain.register import at_text
from tracker.store.engine import current_engine, write
from tracker.store.moments import moment
from tracker.store.people_tables import StaffAttempt

WINDOW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Try:
    """``wait`` is None for a try that may go on; else how long until the next may."""

    wait: timedelta | None
    ids: tuple[int, ...] = ()


async def count(limits: Mapping[str, int], now: datetime, window: timedelta = WINDOW) -> Try:
    """Count a try under each key, unless one of them has reached its limit within the window.

    A try counts before its outcome is known, so that many at once can't pass.
    """
    keys = {_key(name): limit for name, limit in sorted(limits.items())}
    async with write():
        await _lock(sorted(keys))
        for key, limit in keys.items():
            rows = await (
                StaffAttempt.select(StaffAttempt.at)
                .where((StaffAttempt.key == key) & (StaffAttempt.at > at_text(now - window)))
                .order_by(StaffAttempt.at, ascending=False)
                .limit(limit)
            )
            if len(rows) >= limit:
                return Try(moment(rows[-1]["at"]) + window - now)
        made = await StaffAttempt.insert(*(StaffAttempt(key=key, at=at_text(now)) for key in keys))
        return Try(None, tuple(row["id"] for row in made))


async def _lock(keys: Sequence[str]) -> None:
    # SQLite has one writer; PostgreSQL would let two count the same rows and both pass.
    if current_engine().engine_type == "postgres":
        for key in keys:
            number = int.from_bytes(bytes.fromhex(key[:16]), signed=True)
            await StaffAttempt.raw("SELECT pg_advisory_xact_lock({})", number)


async def take_back(counted: Try) -> None:
    """A try that was right does not count."""
    if counted.ids:
        await StaffAttempt.delete().where(StaffAttempt.id.is_in(list(counted.ids)))


async def clear(name: str) -> None:
    await StaffAttempt.delete().where(StaffAttempt.key == _key(name))


async def forget_old(now: datetime) -> None:
    await StaffAttempt.delete().where(StaffAttempt.at <= at_text(now - timedelta(days=1)))


def _key(name: str) -> str:
    # What is typed as an e-mail may be a password; it is not kept.
    return sha256(name.encode()).hexdigest()
