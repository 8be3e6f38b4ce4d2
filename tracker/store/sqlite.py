"""Piccolo's SQLite engine on kept connections.

Piccolo opens a connection, hence a thread, for every query outside a transaction. Here, once the pool is
started, one connection writes and a few read, and all are kept. Before that, and from another event loop
than the pool's, each query or transaction has a connection of its own, as in Piccolo.
"""

import asyncio
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from aiosqlite import Connection
from piccolo.engine.exceptions import TransactionError
from piccolo.engine.sqlite import (
    AsyncBatch,
    Atomic,
    SQLiteEngine,
    SQLiteTransaction,
    TransactionType,
    dict_factory,
)
from piccolo.query.base import Query
from piccolo.table import Table

BUSY_SECONDS = 10.0
READING_CONNECTIONS = 4
# The register is the truth: a commit that was answered must survive a power cut, hence FULL.
PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON")
WRITING_WORDS = re.compile(r"\b(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)


def only_reads(sql: str) -> bool:
    """Whether a statement surely writes nothing; in doubt it is taken to write."""
    if re.match(r"\s*(SELECT|VALUES|EXPLAIN)\b", sql, re.IGNORECASE):
        return True
    return bool(re.match(r"\s*WITH\b", sql, re.IGNORECASE)) and not WRITING_WORDS.search(sql)


class Lane:
    """Connections of one kind, opened on demand up to a limit and kept; callers wait their turn in order."""

    def __init__(self, connect: Callable[[], Connection], limit: int) -> None:
        self._connect = connect
        self._turns = asyncio.Semaphore(limit)
        self._idle: list[Connection] = []
        self._closed = False
        self._returning: set[asyncio.Task[None]] = set()

    async def acquire(self) -> Connection:
        await self._turns.acquire()
        try:
            return self._idle.pop() if self._idle else await self._connect()
        except BaseException:
            self._turns.release()
            raise

    async def release(self, connection: Connection, *, settled: bool) -> None:
        """`settled` tells that no transaction, begun or being begun, can be left on the connection."""
        if settled and not self._closed:
            self._keep(connection)
            return
        # A caller that is being cancelled must not leave the connection lost or inside a transaction.
        returning = asyncio.ensure_future(self._clean(connection))
        self._returning.add(returning)
        returning.add_done_callback(self._returning.discard)
        await asyncio.shield(returning)

    async def close(self) -> None:
        """Closes what is idle now and the rest when it comes back."""
        self._closed = True
        while self._idle:
            await self._idle.pop().close()

    def _keep(self, connection: Connection) -> None:
        self._idle.append(connection)
        self._turns.release()

    async def _clean(self, connection: Connection) -> None:
        try:
            # Runs after whatever the cancelled caller had queued; without a transaction it does nothing.
            await connection.rollback()
        except sqlite3.Error:
            await connection.close()
            self._turns.release()
            return
        if self._closed:
            await connection.close()
            self._turns.release()
        else:
            self._keep(connection)


class Pool:
    """The writing and the reading lane of one event loop."""

    def __init__(self, engine: "KeptSQLiteEngine") -> None:
        self.loop = asyncio.get_running_loop()
        self.writing = Lane(engine.new_connection, 1)
        self.reading = Lane(lambda: engine.new_connection(query_only=True), READING_CONNECTIONS)

    async def close(self) -> None:
        await self.reading.close()
        await self.writing.close()


@dataclass(frozen=True, slots=True)
class Lease:
    """A connection for the time of one query or transaction; without a lane it is closed at the end."""

    connection: Connection
    lane: Lane | None

    async def end(self, *, settled: bool) -> None:
        if self.lane is None:
            await self.connection.close()
        else:
            await self.lane.release(self.connection, settled=settled)


class KeptTransaction(SQLiteTransaction):
    """A transaction that gives its connection back whatever fails: BEGIN, COMMIT or ROLLBACK."""

    engine: "KeptSQLiteEngine"

    @property
    def reads_only(self) -> bool:
        return self.transaction_type is TransactionType.deferred

    async def __aenter__(self) -> SQLiteTransaction:
        if self._parent is not None:
            return self._parent
        self._lease = await self.engine.lease(reads_only=self.reads_only)
        self.connection: Connection | None = self._lease.connection
        try:
            await self.begin()
        except BaseException:
            self.connection = None
            await self._lease.end(settled=False)
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        if self._parent is not None:
            return False
        settled = False
        try:
            if not (self._committed or self._rolled_back):
                await (self.commit() if exception_type is None else self.rollback())
            settled = True
        finally:
            self.engine.current_transaction.reset(self.context)
            # A task that outlives this transaction must not write into the next one on this connection.
            self.connection = None
            await self._lease.end(settled=settled)
        return False


class KeptBatch(AsyncBatch):
    """Rows in batches, on a connection of its own; Piccolo's fails on a query with values."""

    async def __aenter__(self) -> "KeptBatch":
        sql, values = self.query.querystrings[0].compile_string(engine_type="sqlite")
        try:
            self._cursor = await self.connection.execute(sql, values)
        except BaseException:
            await self.connection.close()
            raise
        return self


class KeptSQLiteEngine(SQLiteEngine):
    """`transaction()` is IMMEDIATE unless asked otherwise; a deferred one can only read."""

    def __init__(self, path: str) -> None:
        if sqlite3.sqlite_version_info < (3, 35):
            raise RuntimeError(f"SQLite {sqlite3.sqlite_version} is too old: 3.35 or newer is needed.")
        super().__init__(path=path, timeout=BUSY_SECONDS)
        self._pool: Pool | None = None

    async def start_connection_pool(self) -> None:
        if self._pool is not None and self._pool.loop is not asyncio.get_running_loop():
            await self.close_connection_pool()
        if self._pool is None:
            self._pool = Pool(self)

    async def close_connection_pool(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()

    def new_connection(self, *, query_only: bool = False) -> Connection:
        """To be awaited: an open connection with every pragma set."""

        def connect() -> sqlite3.Connection:
            Path(self.path).parent.mkdir(parents=True, exist_ok=True)
            connection: sqlite3.Connection = sqlite3.connect(**self.connection_kwargs)
            try:
                connection.row_factory = dict_factory
                for pragma in (*PRAGMAS, f"query_only = {int(query_only)}"):
                    connection.execute(f"PRAGMA {pragma}")
            except BaseException:
                connection.close()
                raise
            return connection

        connection = Connection(connect, iter_chunk_size=64)
        # aiosqlite's thread would otherwise keep a process alive that stopped without closing the pool.
        connection._thread.daemon = True
        return connection

    async def get_connection(self) -> Connection:
        connection: Connection = await self.new_connection()
        return connection

    async def lease(self, *, reads_only: bool) -> Lease:
        pool = self._pool
        if pool is None or pool.loop is not asyncio.get_running_loop():
            return Lease(await self.new_connection(query_only=reads_only), None)
        lane = pool.reading if reads_only else pool.writing
        return Lease(await lane.acquire(), lane)

    def transaction(
        self, transaction_type: TransactionType = TransactionType.immediate, allow_nested: bool = True
    ) -> KeptTransaction:
        return KeptTransaction(self, transaction_type=transaction_type, allow_nested=allow_nested)

    def reading(self) -> KeptTransaction:
        """A transaction that only reads: one snapshot, taken at its first query."""
        return self.transaction(TransactionType.deferred)

    def atomic(self, transaction_type: TransactionType = TransactionType.immediate) -> Atomic:
        return Atomic(self, transaction_type=transaction_type)

    async def scrub(self) -> bool:
        """VACUUM leaves no free page, and truncating takes the write-ahead log with what it held before."""
        lease = await self.lease(reads_only=False)
        try:
            await lease.connection.execute_fetchall("VACUUM")
            (done,) = await lease.connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            await lease.end(settled=True)
        return not done["busy"]

    async def batch(
        self, query: Query[Any, Any], batch_size: int = 100, node: str | None = None
    ) -> KeptBatch:
        return KeptBatch(connection=await self.get_connection(), query=query, batch_size=batch_size)

    async def _run_in_new_connection(
        self,
        query: str,
        args: list[Any] | None = None,
        query_type: str = "generic",
        table: type[Table] | None = None,
    ) -> list[Any]:
        lease = await self.lease(reads_only=only_reads(query))
        try:
            return list(await lease.connection.execute_fetchall(query, args))
        finally:
            # A lone statement commits by itself: once it has run, no transaction is left.
            await lease.end(settled=True)

    async def _run_in_existing_connection(
        self,
        connection: Connection | None,
        query: str,
        args: list[Any] | None = None,
        query_type: str = "generic",
        table: type[Table] | None = None,
    ) -> list[Any]:
        if connection is None:
            raise TransactionError("This task has outlived the transaction that it was started in.")
        return list(await connection.execute_fetchall(query, args))
