"""Piccolo's PostgreSQL engine with transactions that can only read and that never lose a connection."""

import asyncio
from types import TracebackType
from typing import Any

from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

POOL_SIZE = 10
# Where words stand that may have to be erased.
WORDY = (
    "register_entry",
    "plan_state",
    "action_state",
    "submission_version",
    "submission_act",
    "kept_file",
    "preparation_version",
    "background_job",
    "link_check",
    "outbox_mail",
)
CLOSING_SECONDS = 5.0


class PooledTransaction(PostgresTransaction):
    """A transaction that gives its connection back whatever fails: BEGIN, COMMIT or ROLLBACK."""

    engine: "PooledPostgresEngine"

    def __init__(self, engine: "PooledPostgresEngine", *, allow_nested: bool, reads_only: bool) -> None:
        super().__init__(engine, allow_nested=allow_nested)
        self.reads_only = reads_only

    async def __aenter__(self) -> PostgresTransaction:
        if self._parent is not None:
            return self._parent
        self._pool = self.engine.pool
        self.connection = await self.get_connection()
        try:
            self.transaction = (
                self.connection.transaction(isolation="repeatable_read", readonly=True)
                if self.reads_only
                else self.connection.transaction()
            )
            await self.begin()
        except BaseException:
            await self._give_back()
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
        try:
            if not (self._committed or self._rolled_back):
                await (self.commit() if exception_type is None else self.rollback())
        finally:
            self.engine.current_transaction.reset(self.context)
            await self._give_back()
        return False

    async def _give_back(self) -> None:
        # asyncpg resets a connection on release, which ends a transaction that is still open.
        if self._pool is not None:
            await self._pool.release(self.connection)
        else:
            await self.connection.close()


class PooledPostgresEngine(PostgresEngine):
    def __init__(self, url: str) -> None:
        super().__init__(config={"dsn": url})

    async def check_version(self) -> None:
        """Making an engine must not connect: Piccolo would ask the server for its version here."""

    async def start_connection_pool(self, **options: Any) -> None:
        if self.pool is None:
            await super().start_connection_pool(**{"min_size": 1, "max_size": POOL_SIZE, **options})

    async def close_connection_pool(self) -> None:
        pool, self.pool = self.pool, None
        if pool is None:
            return
        try:
            await asyncio.wait_for(pool.close(), CLOSING_SECONDS)
        except TimeoutError:
            # Someone still holds a connection; the process must be able to stop all the same.
            pool.terminate()

    async def scrub(self) -> bool:
        """Write the tables that hold words anew. The server's own log and backups are its operator's."""
        connection = await (self.pool.acquire() if self.pool else self.get_new_connection())
        try:
            for table in WORDY:
                await connection.execute(f"VACUUM FULL {table}")
        finally:
            await (self.pool.release(connection) if self.pool else connection.close())
        return True

    def transaction(self, allow_nested: bool = True, reads_only: bool = False) -> PooledTransaction:
        return PooledTransaction(self, allow_nested=allow_nested, reads_only=reads_only)

    def reading(self) -> PooledTransaction:
        """A transaction that only reads: one snapshot, taken at its first query."""
        return self.transaction(reads_only=True)
