"""The schema as migrations make it."""

from piccolo.apps.migrations.tables import Migration

from tracker.piccolo_app import APP_CONFIG
from tracker.store.engine import Engine


async def test_every_migration_has_run_in_a_migrated_database(database: Engine) -> None:
    files = [file for file in APP_CONFIG.migrations_folder_path.glob("*.py") if file.stem != "__init__"]  # type: ignore[union-attr]
    assert len(await Migration.get_migrations_which_ran("tracker")) == len(files)


async def test_every_table_exists_in_a_migrated_database(database: Engine) -> None:
    missing = [table.__name__ for table in APP_CONFIG.table_classes if not await table.table_exists()]
    assert missing == []
