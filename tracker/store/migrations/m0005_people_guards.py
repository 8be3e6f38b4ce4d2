"""Indexes of the people's tables, apart from them: a migration runs raw statements before it makes tables."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tracker.store.engine import current_engine

ID = "2026-11-22T04:05:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Nobody is granted the same twice"

INDEXES = [
    "CREATE UNIQUE INDEX staff_grant_once ON staff_grant (person, role, plan, organisation)",
    "CREATE UNIQUE INDEX staff_recovery_code_once ON staff_recovery_code (person, code_hash)",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="tracker", description=DESCRIPTION)

    async def run() -> None:
        for statement in INDEXES:
            await current_engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
