"""The index of identities, apart from their columns: a migration runs raw statements before it adds any."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tracker.store.engine import current_engine

ID = "2026-11-22T06:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "An identity opens one account"

INDEX = "CREATE UNIQUE INDEX staff_person_identity ON staff_person (issuer, subject) WHERE subject <> ''"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="tracker", description=DESCRIPTION)

    async def run() -> None:
        await current_engine().run_ddl(INDEX)

    manager.add_raw(run)
    return manager
