"""Indexes of submissions, apart from their tables: a migration runs raw statements before it makes tables."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tracker.store.engine import current_engine

ID = "2026-11-22T04:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "One open submission an action and organisation, one row a version"

INDEXES = [
    "CREATE UNIQUE INDEX submission_open ON submission (plan, reference, organisation)"
    " WHERE stage IN ('draft', 'submitted', 'returned')",
    "CREATE INDEX submission_stage ON submission (plan, stage)",
    "CREATE UNIQUE INDEX submission_version_once ON submission_version (submission, version)",
    "CREATE UNIQUE INDEX kept_file_once ON kept_file (sha256, plan, reference)",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="tracker", description=DESCRIPTION)

    async def run() -> None:
        for statement in INDEXES:
            await current_engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
