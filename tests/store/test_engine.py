"""The engines: no append lost, no connection leaked, snapshots that hold, on SQLite and PostgreSQL."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
import pytest_asyncio
from piccolo.columns import Integer, Text
from piccolo.engine.exceptions import TransactionError
from piccolo.table import Table

from tests.database import counted_queries
from tracker.store import postgres
from tracker.store.engine import (
    Engine,
    close_engine,
    connected,
    current_engine,
    make_engine,
    read,
    use_engine,
    write,
)
from tracker.store.migrate import migrate
from tracker.store.sqlite import BUSY_SECONDS, READING_CONNECTIONS, KeptSQLiteEngine, only_reads


class Line(Table, tablename="test_line"):
    """A table of this file's own, so that these tests say nothing about the schema."""

    number = Integer(unique=True)
    text = Text()


@pytest_asyncio.fixture
async def lines(database_url: str) -> AsyncIterator[Engine]:
    async with connected(database_url) as engine:
        await Line.create_table()
        yield engine


@pytest_asyncio.fixture
async def sqlite_lines(sqlite_url: str) -> AsyncIterator[KeptSQLiteEngine]:
    async with connected(sqlite_url) as engine:
        assert isinstance(engine, KeptSQLiteEngine)
        await Line.create_table()
        yield engine


async def append(text: str = "") -> None:
    """What the register does: read the last number, then write the next one."""
    async with write():
        if current_engine().engine_type == "postgres":
            await Line.raw("SELECT pg_advisory_xact_lock(1)")
        last = await Line.count()
        await Line.insert(Line(number=last + 1, text=text))


async def numbers() -> list[int]:
    return [row["number"] for row in await Line.select(Line.number).order_by(Line.number)]


async def test_two_hundred_concurrent_appends_lose_nothing(lines: Engine) -> None:
    await asyncio.gather(*(append() for _ in range(200)))
    assert await numbers() == list(range(1, 201))


async def test_an_exception_undoes_everything_inside_write(lines: Engine) -> None:
    with pytest.raises(ZeroDivisionError):
        await append_then_fail()
    assert await numbers() == []
    await append()
    assert await numbers() == [1]


async def append_then_fail() -> None:
    async with write():
        await append()
        raise ZeroDivisionError


async def test_an_exception_inside_an_inner_write_undoes_the_inner_part_alone(lines: Engine) -> None:
    async with write():
        await append("outer")
        with pytest.raises(ZeroDivisionError):
            await append_then_fail()
        await append("after")
    assert await numbers() == [1, 2]


async def test_read_is_one_snapshot(lines: Engine) -> None:
    await append()
    async with read():
        assert await numbers() == [1]
        await asyncio.create_task(elsewhere(append()))
        assert await numbers() == [1]
        async with read():
            assert await numbers() == [1]
    assert await numbers() == [1, 2]


async def elsewhere(work: Any) -> None:
    """Runs `work` as another request would: outside the transaction that this task inherited."""
    current_engine().current_transaction.set(None)
    await work


async def test_read_inside_write_sees_what_was_written(lines: Engine) -> None:
    async with write():
        await append()
        async with read():
            assert await numbers() == [1]


async def test_writing_inside_read_is_refused(lines: Engine) -> None:
    with pytest.raises(Exception, match=r"read-?only"):
        async with read():
            await Line.insert(Line(number=1))
    with pytest.raises(TransactionError, match="inside read"):
        async with read(), write():
            pass
    assert await numbers() == []


async def test_a_task_that_outlives_its_transaction_cannot_write_into_the_next(
    sqlite_lines: KeptSQLiteEngine,
) -> None:
    released = asyncio.Event()

    async def late() -> None:
        await released.wait()
        await Line.insert(Line(number=99))

    async with write():
        task = asyncio.create_task(late())
    async with write():
        released.set()
        with pytest.raises(TransactionError, match="outlived"):
            await task
    assert await numbers() == []


async def test_a_cancelled_write_leaves_no_transaction_behind(lines: Engine) -> None:
    for steps in range(12):

        async def work() -> None:
            async with write():
                await Line.insert(Line(number=1))
                await asyncio.Event().wait()

        task = asyncio.create_task(work())
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await append()
    assert await numbers() == [1]


async def test_batches_take_queries_with_values(lines: Engine) -> None:
    await Line.insert(*(Line(number=number) for number in range(1, 8)))
    found = []
    async with (
        await Line.select(Line.number)
        .where(Line.number > 2)
        .order_by(Line.number)
        .batch(batch_size=3) as batches
    ):
        async for batch in batches:
            found.append([row["number"] for row in batch])
    assert found == [[3, 4, 5], [6, 7]]


async def test_queries_are_counted(lines: Engine) -> None:
    with counted_queries() as count:
        await numbers()
        async with read():
            await numbers()
    assert count.queries == 2


async def test_connections_are_kept(sqlite_lines: KeptSQLiteEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    await asyncio.gather(*(numbers() for _ in range(20)))

    def refuse(*, query_only: bool = False) -> aiosqlite.Connection:
        raise AssertionError("a connection was opened although kept ones are idle")

    monkeypatch.setattr(sqlite_lines, "new_connection", refuse)
    seen = set()
    for _ in range(5):
        await append()
        async with write():
            transaction = sqlite_lines.current_transaction.get()
            assert transaction is not None
            seen.add(id(transaction.connection))
    await asyncio.gather(*(numbers() for _ in range(20)))
    assert len(seen) == 1


@pytest.mark.parametrize("open_first", [True, False])
async def test_every_connection_has_every_pragma(sqlite_url: str, open_first: bool) -> None:
    engine = make_engine(sqlite_url)
    assert isinstance(engine, KeptSQLiteEngine)
    use_engine(engine)
    if open_first:
        await engine.start_connection_pool()
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": BUSY_SECONDS * 1000}
    for reads_only in [False] + [True] * READING_CONNECTIONS:
        lease = await engine.lease(reads_only=reads_only)
        for pragma, value in wanted.items():
            [row] = await lease.connection.execute_fetchall(f"PRAGMA {pragma}")
            assert list(dict(row).values()) == [value]
        [row] = await lease.connection.execute_fetchall("PRAGMA query_only")
        assert row["query_only"] == int(reads_only)
        await lease.end(settled=True)
    await engine.close_connection_pool()


async def test_a_failed_begin_leaks_nothing(
    sqlite_lines: KeptSQLiteEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = sqlite3.connect(sqlite_lines.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    lease = await sqlite_lines.lease(reads_only=False)
    await lease.connection.execute_fetchall("PRAGMA busy_timeout = 20")
    await lease.end(settled=True)
    for _ in range(3):
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            await asyncio.wait_for(append(), 10)
    other.execute("ROLLBACK")
    other.close()
    await append()
    assert await numbers() == [1]


FAILED_BEGIN = """
import asyncio, sqlite3, sys
from tracker.store.engine import make_engine, use_engine, write

async def main():
    engine = make_engine(sys.argv[1])
    engine.connection_kwargs["timeout"] = 0.02
    use_engine(engine)
    if sys.argv[2] == "open":
        await engine.start_connection_pool()
    other = sqlite3.connect(engine.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        async with write():
            pass
    except sqlite3.OperationalError as error:
        print(error)
    other.close()

asyncio.run(main())
"""


@pytest.mark.parametrize("pool", ["open", "unopened"])
def test_a_process_ends_after_a_failed_begin_and_without_closing(sqlite_url: str, pool: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", FAILED_BEGIN, sqlite_url, pool], capture_output=True, text=True, timeout=60
    )
    assert (ended.returncode, ended.stdout.strip()) == (0, "database is locked")


async def test_closing_waits_for_nobody_and_takes_connections_back_later(
    sqlite_url: str, tmp_path: Path
) -> None:
    engine = make_engine(sqlite_url)
    assert isinstance(engine, KeptSQLiteEngine)
    use_engine(engine)
    await engine.start_connection_pool()
    async with write():
        await Line.create_table()
        await engine.close_connection_pool()
    assert await numbers() == []
    assert [file.name for file in tmp_path.iterdir()] == ["tracker.sqlite"]


async def test_closing_ends_although_a_connection_is_held(
    lines: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "CLOSING_SECONDS", 0.05)
    holding, closed = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with read():
            await numbers()
            holding.set()
            await closed.wait()

    holder = asyncio.create_task(hold())
    await holding.wait()
    await close_engine()
    closed.set()
    await asyncio.wait([holder])
    assert lines.engine_type == "postgres" or holder.exception() is None


async def test_queries_work_from_another_event_loop(sqlite_lines: KeptSQLiteEngine) -> None:
    await append()
    rows = await asyncio.to_thread(lambda: Line.select(Line.number).run_sync())
    assert rows == [{"number": 1}]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT 1", True),
        (" select\n1", True),
        ("WITH a AS (SELECT 1) SELECT * FROM a", True),
        ("WITH a AS (SELECT 1) INSERT INTO b SELECT * FROM a", False),
        ("INSERT INTO a VALUES (1)", False),
        ("PRAGMA user_version = 3", False),
        ("CREATE TABLE a (b)", False),
    ],
)
def test_statements_that_write_are_told_from_those_that_read(sql: str, expected: bool) -> None:
    assert only_reads(sql) is expected


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///", "sqlite:///:memory:", "mysql://h/d", "tracker.sqlite", ""]
)
def test_an_unknown_kind_of_database_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="sqlite:///path or postgresql://"):
        make_engine(url)


async def test_migrating_twice_does_nothing_the_second_time(database_url: str) -> None:
    async with connected(database_url):
        await asyncio.gather(migrate(), migrate())
        with counted_queries() as count:
            await migrate()
    assert count.queries <= 4
