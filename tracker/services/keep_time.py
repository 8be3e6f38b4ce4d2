"""The timer of a served site: each job is done once a slot of time, however many processes serve."""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.store import turns

LEASE = timedelta(minutes=30)
TICK_SECONDS = 20.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do once a slot. Slots are texts that sort as the times they stand for."""

    name: str
    slot: Callable[[datetime], str]
    work: Callable[[datetime], Awaitable[object]]


def every_minute(now: datetime) -> str:
    return f"{now:%Y-%m-%dT%H:%M}"


def every_day_from(hour: int) -> Callable[[datetime], str]:
    """A slot a day that begins at an hour of universal time."""

    def slot(now: datetime) -> str:
        return (now - timedelta(hours=hour)).date().isoformat()

    return slot


async def do_due(jobs: Sequence[Job], holder: str, now: datetime) -> list[str]:
    """Do what nobody has done yet in this slot; the names of the jobs done. ``holder`` is this process.

    A job that fails is tried again, by any process, once the lease of this one is over.
    """
    done = []
    for job in jobs:
        slot = job.slot(now)
        if not await turns.take(job.name, slot, holder, now, LEASE):
            continue
        try:
            await job.work(now)
        except Exception:
            logger.exception("The job “%s” failed", job.name)
            continue
        await turns.finish(job.name, slot, holder)
        done.append(job.name)
    return done


async def keep_time(jobs: Sequence[Job], clock: Callable[[], datetime], stopping: asyncio.Event) -> None:
    """Do jobs as their time comes, until told to stop; what is being done then is done to its end."""
    holder = secrets.token_hex(16)
    while not stopping.is_set():
        try:
            await do_due(jobs, holder, clock())
        except Exception:  # the database is away, say: the site must go on, and so must the timer
            logger.exception("The timer failed")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), TICK_SECONDS)
