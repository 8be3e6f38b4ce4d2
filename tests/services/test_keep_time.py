"""The timer: a job is done once a slot of time, whichever process comes first and whatever becomes of it."""

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta

import pytest

from tracker.services.keep_time import LEASE, Job, do_due, every_day_from, every_minute, keep_time
from tracker.store import turns
from tracker.store.engine import Engine, connected

NOW = datetime(2026, 11, 22, 12, 0, 5, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Counting:
    """A job that counts how often it was done, and fails when it is told to."""

    def __init__(self) -> None:
        self.moments: list[datetime] = []
        self.failing = False

    async def work(self, now: datetime) -> None:
        if self.failing:
            raise RuntimeError("no luck")
        self.moments.append(now)

    @property
    def jobs(self) -> list[Job]:
        return [Job("count", every_minute, self.work)]


async def test_of_two_timers_one_does_the_job(database: Engine) -> None:
    count = Counting()
    done = await asyncio.gather(*(do_due(count.jobs, holder, NOW) for holder in ("one", "two")))
    assert sorted(done) == [[], ["count"]]
    assert count.moments == [NOW]


async def test_a_job_is_done_again_in_the_next_slot_and_not_before(database: Engine) -> None:
    count = Counting()
    for seconds in (0, 20, 40, 60, 80):
        await do_due(count.jobs, "one", NOW + timedelta(seconds=seconds))
    assert count.moments == [NOW, NOW + MINUTE]


async def test_a_clock_that_goes_back_does_not_repeat_a_job(database: Engine) -> None:
    count = Counting()
    await do_due(count.jobs, "one", NOW)
    assert await do_due(count.jobs, "one", NOW - timedelta(hours=1)) == []


async def test_a_turn_is_lost_by_who_dies_with_it(database: Engine) -> None:
    count = Counting()
    assert await turns.take("count", every_minute(NOW), "dead", NOW, LEASE)
    assert await do_due(count.jobs, "alive", NOW + LEASE - timedelta(seconds=1)) == []
    assert await do_due(count.jobs, "alive", NOW + LEASE) == ["count"]


async def test_who_comes_back_too_late_ends_nobody_elses_turn(database: Engine) -> None:
    slot = every_minute(NOW)
    assert await turns.take("count", slot, "slow", NOW, LEASE)
    assert await turns.take("count", slot, "quick", NOW + LEASE, LEASE)
    await turns.finish("count", slot, "slow")
    assert not await turns.take("count", slot, "third", NOW + LEASE, LEASE)
    await turns.finish("count", slot, "quick")
    assert not await turns.take("count", slot, "third", NOW + LEASE + LEASE, LEASE)


async def test_a_job_that_fails_is_tried_again_and_keeps_none_of_the_others(
    database: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    broken, count = Counting(), Counting()
    broken.failing = True
    jobs = [Job("broken", every_minute, broken.work), *count.jobs]
    assert await do_due(jobs, "one", NOW) == ["count"]
    assert "“broken” failed" in caplog.text
    broken.failing = False
    assert await do_due(jobs, "two", NOW + LEASE) == ["broken", "count"]


async def test_a_timer_that_is_told_to_stop_ends(sqlite_database: Engine) -> None:
    stopping, count = asyncio.Event(), Counting()

    async def work(now: datetime) -> None:
        await count.work(now)
        stopping.set()

    await keep_time([Job("count", every_minute, work)], lambda: NOW, stopping)
    assert count.moments == [NOW]


async def test_a_timer_outlives_a_database_that_is_away(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    stopping = asyncio.Event()

    def clock() -> datetime:
        stopping.set()
        return NOW

    async with connected(sqlite_url):  # without any table
        await keep_time(Counting().jobs, clock, stopping)
    assert "The timer failed" in caplog.text


def test_a_day_begins_at_its_hour() -> None:
    slot = every_day_from(6)
    assert slot(datetime(2026, 11, 22, 5, 59, tzinfo=UTC)) == "2026-11-21"
    assert slot(datetime(2026, 11, 22, 6, 0, tzinfo=UTC)) == "2026-11-22"


# A process that waits for the word, then does what is due.
PROCESS = """
import asyncio, sys
from datetime import datetime
from tracker.services.keep_time import Job, do_due, every_minute
from tracker.store.engine import connected

async def work(now):
    print("done", now, flush=True)

async def main():
    async with connected(sys.argv[1]):
        print("ready", flush=True)
        sys.stdin.readline()
        now = datetime.fromisoformat(sys.argv[2])
        for name in "abcdefghijklmnopqrst":
            await do_due([Job(name, every_minute, work)], sys.argv[3], now)

asyncio.run(main())
"""


async def test_two_processes_do_each_job_once(migrated_url: str) -> None:
    processes = [await _process(migrated_url, holder) for holder in ("one", "two")]
    for process in processes:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
    outputs = await asyncio.gather(*(process.communicate(b"\n") for process in processes))
    assert [process.returncode for process in processes] == [0, 0]
    assert sum(output.count(b"done") for output, _ in outputs) == 20


async def _process(url: str, holder: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PROCESS, url, NOW.isoformat(), holder),
        env=dict(os.environ),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
