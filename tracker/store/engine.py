"""The engine that every table queries, and the two ways to open a transaction on it.

Tables find their engine through `tracker.piccolo_conf`, as Piccolo does: by default it is made from the
environment, and `use_engine` puts another in its place.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import TypeAlias

from piccolo.engine import engine_finder
from piccolo.engine.exceptions import TransactionError
from piccolo.table import Table

from tracker.store.postgres import PooledPostgresEngine, PooledTransaction
from tracker.store.sqlite import KeptSQLiteEngine, KeptTransaction

Engine: TypeAlias = KeptSQLiteEngine | PooledPostgresEngine

_in_use: Engine | None = None


def make_engine(url: str) -> Engine:
    """An engine that has not connected yet.

    url: `sqlite:///relative/path`, `sqlite:////absolute/path` or `postgresql://user:password@host/database`.
    Raises ValueError for anything else.
    """
    scheme, separator, rest = url.partition("://")
    if separator and scheme in {"postgresql", "postgres"} and rest:
        return PooledPostgresEngine(url)
    # Connections to ":memory:" would each see a database of their own.
    if scheme == "sqlite" and rest.startswith("/") and rest[1:] not in {"", ":memory:"}:
        return KeptSQLiteEngine(rest[1:])
    raise ValueError(
        f"{scheme}: no such kind of database. Use sqlite:///path or postgresql://user:password@host/database."
    )


def use_engine(engine: Engine) -> None:
    """Makes it the engine of every table of this process, those already used included."""
    global _in_use
    _in_use = engine
    for table in _tables(Table):
        table._meta.db = engine


def _tables(parent: type[Table]) -> Iterator[type[Table]]:
    for table in parent.__subclasses__():
        yield table
        yield from _tables(table)


def engine_in_use() -> Engine | None:
    """The engine given to `use_engine`, or None before the first table was used."""
    return _in_use


def current_engine() -> Engine:
    """The engine in use, made from the environment if none was given."""
    engine = engine_finder()
    if not isinstance(engine, KeptSQLiteEngine | PooledPostgresEngine):
        raise TypeError(f"The engine must come from make_engine, not be a {type(engine).__name__}.")
    return engine


async def open_engine() -> None:
    """Keeps connections open from now on, for the running event loop; does nothing the second time."""
    await current_engine().start_connection_pool()


async def close_engine() -> None:
    """Closes the kept connections; queries still work, on connections of their own."""
    await current_engine().close_connection_pool()


async def scrub() -> bool:
    """Write the database's files anew, so that nothing that was deleted can be read in them.

    False when somebody who was reading kept it from being finished. Not inside a transaction.
    """
    return await current_engine().scrub()


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Engine]:
    """The engine of `url` in use and open, closed at the end."""
    engine = make_engine(url)
    use_engine(engine)
    await engine.start_connection_pool()
    try:
        yield engine
    finally:
        await engine.close_connection_pool()


@asynccontextmanager
async def write() -> AsyncIterator[None]:
    """All or nothing: commits at the end, rolls back on any exception.

    SQLite takes its single write lock at once (IMMEDIATE), so that what is read inside can't change.
    On PostgreSQL (READ COMMITTED) lock the plan's head row first. Inside another `write()` it is a savepoint:
    an exception undoes the inner part alone. Inside `read()` it is refused with TransactionError.
    """
    engine = current_engine()
    outer = engine.current_transaction.get()
    if outer is None:
        async with engine.transaction():
            yield
    elif isinstance(outer, KeptTransaction | PooledTransaction) and outer.reads_only:
        raise TransactionError("write() was opened inside read(). Open it before, or after.")
    else:
        savepoint = await outer.savepoint()
        try:
            yield
        except BaseException:
            await savepoint.rollback_to()
            raise
        await savepoint.release()


@asynccontextmanager
async def read() -> AsyncIterator[None]:
    """One consistent snapshot for every query inside, taken by the first; writing inside fails.

    Inside another `read()` or `write()` it joins that one.
    """
    engine = current_engine()
    if engine.transaction_exists():
        yield
    else:
        async with engine.reading():
            yield
