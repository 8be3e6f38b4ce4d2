"""Work beside the pages: each process does one job at a time, and none is lost when a process stops.

A page asks for work (``store.background_jobs.queue``) and wakes the worker of its process. Workers also look
by themselves now and then, for what another process left behind.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tracker.publish.pdf import forget_chapters
from tracker.store import background_jobs
from tracker.store.background_jobs import Job, Kind

LEASE = timedelta(seconds=90)
RENEWING_SECONDS = 30.0
LOOKING_SECONDS = 30.0
MOST_ATTEMPTS = 3
FILES_KEPT = timedelta(days=7)
UNNAMED_SECONDS = 600.0  # between writing a file and naming it pass some milliseconds

logger = logging.getLogger(__name__)

Tell = Callable[..., Awaitable[None]]
# Does a job and gives the name of the file that it made, if any. ``tell(step, done, total)`` says how far.
Work = Callable[[Job, Tell], Awaitable[str]]
Clock = Callable[[], datetime]


class JobFailed(Exception):  # noqa: N818 - it reads as what happened
    """Work that can't be done; the message says why, for people who asked for it."""


class LeaseLost(Exception):  # noqa: N818 - it reads as what happened
    """Another process has the job: this one was away for too long."""


def previews(data: Path) -> Path:
    """The folder below the data folder in which files lie that only some may read, for some days."""
    return data / "previews"


def _drop_unknown(folder: Path, known: frozenset[str]) -> None:
    """Take away what no job names: somebody was stopped, or lost the job, while it was being written."""
    before = time.time() - UNNAMED_SECONDS
    for file in folder.iterdir() if folder.is_dir() else ():
        with contextlib.suppress(FileNotFoundError):  # another process took it away
            if file.name not in known and file.stat().st_mtime < before:
                file.unlink()


@dataclass(frozen=True, slots=True)
class Worker:
    """The worker of a process. ``works`` says how each kind of job is done."""

    works: Mapping[Kind, Work]
    clock: Clock
    data: Path
    woken: asyncio.Event

    def wake(self) -> None:
        """There is something to do."""
        self.woken.set()

    async def work(self, stopping: asyncio.Event) -> None:
        """Do jobs as they come, until told to stop; what is being done then goes back to the queue."""
        while not stopping.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.woken.wait(), LOOKING_SECONDS)
            self.woken.clear()
            try:
                while not stopping.is_set() and await self.do_next():
                    pass
                await self.sweep()
            except Exception:  # the database is away, say: the worker must go on
                logger.exception("The work in the background failed")

    async def do_next(self) -> bool:
        """Do the job that has waited longest; False when there is none."""
        job = await background_jobs.claim(self.clock(), LEASE)
        if job is None:
            return False
        if job.attempts > MOST_ATTEMPTS:
            trouble = f"the process that was at it stopped {MOST_ATTEMPTS} times"
            await background_jobs.end(job, self.clock(), trouble=trouble)
            return True
        try:
            file = await self._do(job)
            if not await background_jobs.end(job, self.clock(), file=file):
                self._throw_away(file)
        except asyncio.CancelledError:
            await asyncio.shield(background_jobs.release(job))
            raise
        except LeaseLost:
            logger.warning("The job %s was taken from this process", job.id)
            forget_chapters()
        except JobFailed as failed:
            await background_jobs.end(job, self.clock(), trouble=str(failed))
        except Exception as error:
            logger.exception("The job %s failed", job.id)
            await background_jobs.end(job, self.clock(), trouble=f"{type(error).__name__}: {error}"[:2000])
        return True

    async def _do(self, job: Job) -> str:
        async def tell(step: str, done: int = 0, total: int = 0) -> None:
            await background_jobs.tell(job, step, done, total)

        doing = asyncio.ensure_future(self.works[job.kind](job, tell))
        keeping = asyncio.create_task(self._keep(job))
        try:
            await asyncio.wait({doing, keeping}, return_when=asyncio.FIRST_COMPLETED)
            if not doing.done():
                raise LeaseLost(job.id)
            return doing.result()
        finally:
            for task in (doing, keeping):
                task.cancel()
            await asyncio.gather(doing, keeping, return_exceptions=True)

    def _throw_away(self, file: str) -> None:
        """What was made for a job that was taken away meanwhile: perhaps because of words that are in it."""
        forget_chapters()
        if file:
            (previews(self.data) / file).unlink(missing_ok=True)

    async def _keep(self, job: Job) -> None:
        """Renew the lease until it is lost, by another process or by a database that is away for too long."""
        until = self.clock() + LEASE
        while self.clock() < until:
            await asyncio.sleep(RENEWING_SECONDS)
            try:
                if not await background_jobs.renew(job, self.clock() + LEASE):
                    return
                until = self.clock() + LEASE
            except Exception:
                logger.exception("The lease of job %s could not be renewed", job.id)

    async def sweep(self) -> None:
        """Throw away files that were kept for long enough, and those that were made for nobody any more."""
        for name in await background_jobs.forget_files(self.clock() - FILES_KEPT):
            (previews(self.data) / name).unlink(missing_ok=True)
        await asyncio.to_thread(_drop_unknown, previews(self.data), await background_jobs.files())
