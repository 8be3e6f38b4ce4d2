"""Indexes of preparations, apart from their tables: a migration runs raw statements first."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tracker.store.engine import current_engine

ID = "2026-11-22T06:41:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "One open preparation a period, one row a version, one row a link"

INDEXES = [
    "CREATE UNIQUE INDEX preparation_open ON report_preparation (plan, period)"
    " WHERE stage IN ('writing', 'signed', 'sealing')",
    "CREATE UNIQUE INDEX preparation_version_once ON preparation_version (preparation, version)",
    "CREATE UNIQUE INDEX link_check_once ON link_check (plan, digest)",
    # Of one preparation only one piece of work of a kind is under way, in each language.
    "CREATE UNIQUE INDEX background_job_once ON background_job (preparation, kind, language)"
    " WHERE state IN ('waiting', 'running')",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="tracker", description=DESCRIPTION)

    async def run() -> None:
        for statement in INDEXES:
            await current_engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
