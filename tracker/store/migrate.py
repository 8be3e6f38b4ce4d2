"""Brings the database of the engine in use to the newest schema."""

from contextlib import redirect_stdout
from io import StringIO

from piccolo.apps.migrations.commands.forwards import run_forwards

from tracker.store.engine import current_engine, write

# Any constant will do: it only has to be the same in every process that migrates one database.
MIGRATION_LOCK = 7_206_915_413


async def migrate() -> None:
    """Runs every migration that has not run, all in one transaction; does nothing when there is none.

    Several processes may call it at once: one migrates, the others wait and find nothing to do.
    """
    told = StringIO()
    async with write():
        engine = current_engine()
        if engine.engine_type == "postgres":
            await engine.run_ddl(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
        with redirect_stdout(told):
            result = await run_forwards("tracker")
        if not result.success:
            raise RuntimeError(f"The database could not be migrated: {told.getvalue().strip()}")
