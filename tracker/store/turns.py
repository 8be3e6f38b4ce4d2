"""Whose turn it is: several processes serve one site, and each job of the timer is for one of them."""

from datetime import datetime, timedelta

from tracker.domain.register import at_text
from tracker.store.engine import current_engine, write
from tracker.store.mail_tables import Turn


async def take(job: str, slot: str, holder: str, now: datetime, lease: timedelta) -> bool:
    """Whether ``holder`` is to do the job for a slot of time: it was not done, and nobody is at it.

    Slots are texts that sort as the times they stand for. Who dies loses the turn when its lease is over.
    """
    async with write():
        await _add(job)
        taken = await Turn.raw(
            "UPDATE turn SET holder = {}, held_until = {}"
            " WHERE job = {} AND done < {} AND held_until <= {} RETURNING job",
            *(holder, at_text(now + lease), job, slot, at_text(now)),
        )
    return bool(taken)


async def finish(job: str, slot: str, holder: str) -> None:
    """The job is done for this slot, unless somebody else has taken the turn meanwhile."""
    await Turn.update({Turn.done: slot, Turn.holder: "", Turn.held_until: ""}).where(
        (Turn.job == job) & (Turn.holder == holder)
    )


async def alone(job: str) -> None:
    """Who comes second waits until the first one's transaction ends. Only inside ``write()``."""
    if current_engine().engine_type == "sqlite":  # IMMEDIATE already holds the only write lock
        return
    await _add(job)
    await Turn.select(Turn.job).where(Turn.job == job).lock_rows("UPDATE")


async def _add(job: str) -> None:
    await Turn.raw(
        "INSERT INTO turn (job, done, holder, held_until) VALUES ({}, '', '', '')"
        " ON CONFLICT (job) DO NOTHING",
        job,
    )
