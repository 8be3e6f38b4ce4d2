"""Who people are at an OpenID Connect provider, and which sessions were begun through it."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Boolean, Text, Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-22T06:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Identities at an OpenID Connect provider"

COMMON: dict[str, Any] = {
    "null": False,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}
VARCHAR: tuple[Any, dict[str, Any]] = (Varchar, {"length": 255, "default": ""})
COLUMNS: list[tuple[str, str, str, tuple[Any, dict[str, Any]]]] = [
    ("StaffPerson", "staff_person", "issuer", VARCHAR),
    ("StaffPerson", "staff_person", "subject", VARCHAR),
    ("StaffSession", "staff_session", "issuer", VARCHAR),
    ("StaffSession", "staff_session", "strong", (Boolean, {"default": False})),
    ("StaffSession", "staff_session", "id_token", (Text, {"default": ""})),
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="tracker", description=DESCRIPTION)
    for class_name, tablename, name, (column_class, params) in COLUMNS:
        manager.add_column(
            table_class_name=class_name,
            tablename=tablename,
            column_name=name,
            db_column_name=name,
            column_class_name=column_class.__name__,
            column_class=column_class,
            params={**COMMON, **params},
            schema=None,
        )
    return manager
