"""What a query costs on a kept connection and on one of its own, on both engines."""

from time import perf_counter

from piccolo.apps.migrations.tables import Migration

from tracker.store.engine import Engine, close_engine, read, write

ROUNDS = 300


async def test_a_query(database: Engine) -> None:
    await report(database, "kept connection")
    async with read():
        await report(database, "inside read()")
    async with write():
        await report(database, "inside write()")
    await close_engine()
    await report(database, "own connection")


async def report(engine: Engine, what: str) -> None:
    started = perf_counter()
    for _ in range(ROUNDS):
        await Migration.count()
    print(f"\n{engine.engine_type:9} {what:16} {(perf_counter() - started) / ROUNDS * 1000:7.2f} ms a query")
