"""Work beside the pages: done once, kept when a process stops, taken over when one dies."""

import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.services.test_stopped_processes import killed
from tracker.domain.register import at_text
from tracker.services import background
from tracker.services.background import FILES_KEPT, LEASE, MOST_ATTEMPTS, JobFailed, Tell, Worker, previews
from tracker.store import background_jobs
from tracker.store.background_jobs import Job, Kind, State
from tracker.store.engine import Engine, connected
from tracker.store.preparation_tables import BackgroundJob

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Bench:
    """A worker whose work the test decides, and whose clock it moves."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.now = NOW
        self.done: list[int] = []
        self.looks = asyncio.Queue[datetime]()
        self.begun = asyncio.Event()
        self.free = asyncio.Event()
        self.free.set()
        self.trouble: Exception | None = None

    def worker(self) -> Worker:
        return Worker({Kind.PREVIEW: self.work}, self.clock, self.data, asyncio.Event())

    def clock(self) -> datetime:
        self.looks.put_nowait(self.now)
        return self.now

    async def looked_often(self) -> None:
        """Until the worker has looked at the clock as it is now so often that a lease was renewed between."""
        seen = 0
        while seen < 4:
            seen += await self.looks.get() == self.now

    async def work(self, job: Job, tell: Tell) -> str:
        await tell("laying-out", 1, 3)
        self.begun.set()
        await self.free.wait()
        if self.trouble:
            raise self.trouble
        self.done.append(job.id)
        return f"{job.id}.pdf"

    async def ask(self, preparation: int = 1, language: str = "fr") -> int:
        return await background_jobs.queue("pacte", preparation, 1, Kind.PREVIEW, 7, self.now, language)


async def job_of(id_: int) -> Job:
    job = await background_jobs.by_id(id_)
    assert job
    return job


async def held_until(moment: datetime) -> bool:
    """Whether the one job is leased until then."""
    row = await BackgroundJob.select(BackgroundJob.lease_until).first()
    return bool(row and row["lease_until"] == at_text(moment))


async def test_a_job_waits_runs_and_is_done(database: Engine, tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.free.clear()
    id_ = await bench.ask()
    assert (await job_of(id_)).state is State.WAITING

    doing = asyncio.create_task(bench.worker().do_next())
    await bench.begun.wait()
    job = await job_of(id_)
    assert (job.state, job.step, job.done, job.total) == (State.RUNNING, "laying-out", 1, 3)
    bench.free.set()
    assert await doing
    job = await job_of(id_)
    assert (job.state, job.file, job.started_at, job.done_at) == (State.DONE, f"{id_}.pdf", NOW, NOW)
    assert not await bench.worker().do_next()


async def test_asking_twice_is_asking_once(database: Engine, tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    ids = await asyncio.gather(*(bench.ask() for _ in range(5)))
    other = await bench.ask(language="it")
    assert len({*ids}) == 1
    assert other not in ids
    while await bench.worker().do_next():
        pass
    assert await bench.ask() not in ids


async def test_of_two_processes_one_does_a_job(database: Engine, tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    ids = [await bench.ask(number) for number in range(4)]
    done = await asyncio.gather(*(bench.worker().do_next() for _ in range(6)))
    assert sorted(bench.done) == ids
    assert sum(done) == 4


@pytest.mark.parametrize(
    ("error", "said"),
    [(JobFailed("the page is too long"), "the page is too long"), (KeyError("x"), "KeyError")],
)
async def test_work_that_fails_says_why_and_the_next_goes_on(
    database: Engine, tmp_path: Path, error: Exception, said: str
) -> None:
    bench = Bench(tmp_path)
    first, second = await bench.ask(1), await bench.ask(2)
    bench.trouble = error
    await bench.worker().do_next()
    bench.trouble = None
    await bench.worker().do_next()
    assert ((await job_of(first)).state, (await job_of(second)).state) == (State.FAILED, State.DONE)
    assert said in (await job_of(first)).trouble


async def test_a_job_is_taken_over_from_a_process_that_died(database: Engine, tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    id_ = await bench.ask()
    dead = await background_jobs.claim(bench.now, LEASE)
    assert dead
    bench.now += LEASE - timedelta(seconds=1)
    assert not await bench.worker().do_next()
    bench.now += timedelta(seconds=1)
    assert await bench.worker().do_next()
    assert (await job_of(id_)).state is State.DONE
    # Should the dead one wake up again, it has no say.
    assert not await background_jobs.renew(dead, bench.now + LEASE)
    assert not await background_jobs.end(dead, bench.now, trouble="late")
    assert (await job_of(id_)).state is State.DONE


async def test_a_job_that_kills_every_process_is_given_up(sqlite_database: Engine, tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    id_ = await bench.ask()
    for _ in range(MOST_ATTEMPTS):
        assert await background_jobs.claim(bench.now, LEASE)
        bench.now += LEASE
    assert await bench.worker().do_next()
    job = await job_of(id_)
    assert (job.state, bench.done) == (State.FAILED, [])
    assert "stopped 3 times" in job.trouble


async def test_a_process_that_stops_puts_its_job_back(database: Engine, tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.free.clear()
    id_ = await bench.ask()
    stopped = asyncio.create_task(bench.worker().do_next())
    await bench.begun.wait()
    stopped.cancel()
    await asyncio.wait([stopped])
    job = await job_of(id_)
    assert (job.state, job.attempts) == (State.WAITING, 0)
    bench.free.set()
    assert await bench.worker().do_next()  # at once: no lease is waited for


async def test_work_stops_when_the_lease_is_lost(
    sqlite_database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "RENEWING_SECONDS", 0.01)
    bench = Bench(tmp_path)
    bench.free.clear()
    id_ = await bench.ask()
    doing = asyncio.create_task(bench.worker().do_next())
    await bench.begun.wait()
    bench.now += LEASE
    taken = await background_jobs.claim(bench.now, LEASE)
    async with asyncio.timeout(20):
        await doing
    assert bench.done == []
    assert taken
    assert (await job_of(id_)).lease == taken.lease


async def test_a_long_job_keeps_its_lease(
    sqlite_database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "RENEWING_SECONDS", 0.01)
    bench = Bench(tmp_path)
    bench.free.clear()
    await bench.ask()
    doing = asyncio.create_task(bench.worker().do_next())
    await bench.begun.wait()
    bench.now += LEASE / 2
    async with asyncio.timeout(20):
        await bench.looked_often()
        assert await held_until(NOW + LEASE * 1.5)
        bench.free.set()
        await doing
    assert len(bench.done) == 1


async def test_a_worker_does_what_it_is_woken_for_and_stops(sqlite_database: Engine, tmp_path: Path) -> None:
    bench, stopping = Bench(tmp_path), asyncio.Event()
    worker = bench.worker()
    at_work = asyncio.create_task(worker.work(stopping))
    await bench.ask()
    worker.wake()
    async with asyncio.timeout(20):
        await bench.begun.wait()
        stopping.set()
        worker.wake()
        await at_work
    assert len(bench.done) == 1


async def test_files_are_thrown_away_after_some_days(sqlite_database: Engine, tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    id_ = await bench.ask()
    await bench.worker().do_next()
    file = previews(tmp_path) / f"{id_}.pdf"
    file.parent.mkdir()
    file.write_bytes(b"%PDF")
    await bench.worker().sweep()
    assert file.exists()
    bench.now += FILES_KEPT + timedelta(seconds=1)
    await bench.worker().sweep()
    assert not file.exists()
    assert (await job_of(id_)).file == ""
    assert (await job_of(id_)).state is State.DONE


async def test_a_file_that_no_job_names_is_thrown_away(sqlite_database: Engine, tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    previews(tmp_path).mkdir()
    left, fresh = previews(tmp_path) / "left.pdf", previews(tmp_path) / "fresh.pdf"
    for file in (left, fresh):
        file.write_bytes(b"%PDF")
    os.utime(left, (0, 0))
    await bench.worker().sweep()
    assert (left.exists(), fresh.exists()) == (False, True)


STANDING = """
import asyncio, sys
from datetime import datetime
from pathlib import Path
from tracker.services.background import Worker
from tracker.store.background_jobs import Kind
from tracker.store.engine import connected

async def stand_still(job, tell):
    await tell("laying-out")
    print("standing", flush=True)
    await asyncio.sleep(3600)

async def main(url, now):
    async with connected(url):
        moment = datetime.fromisoformat(now)
        await Worker({Kind.PREVIEW: stand_still}, lambda: moment, Path(), asyncio.Event()).do_next()

asyncio.run(main(*sys.argv[1:]))
"""


async def test_the_job_of_a_killed_process_is_done_by_another(migrated_url: str, tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    async with connected(migrated_url):
        id_ = await bench.ask()

    def kill_it() -> None:
        with killed(STANDING, migrated_url, NOW.isoformat()):
            pass

    await asyncio.to_thread(kill_it)
    async with connected(migrated_url):
        job = await job_of(id_)
        assert (job.state, job.step, job.attempts) == (State.RUNNING, "laying-out", 1)
        assert not await bench.worker().do_next()
        bench.now += LEASE
        assert await bench.worker().do_next()
        assert ((await job_of(id_)).state, bench.done) == (State.DONE, [id_])
