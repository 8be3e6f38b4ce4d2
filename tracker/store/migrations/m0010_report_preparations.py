"""Reports in preparation, work in the background, and how links given as evidence answered."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import Column
from piccolo.columns.column_types import Boolean, Integer, Text, Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-22T06:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Preparations of reports, background jobs, checked links"

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

Kind = tuple[type[Column], dict[str, Any]]
TEXT: Kind = (Text, {"default": ""})
NUMBER: Kind = (Integer, {"default": 0})
INDEXED: Kind = (Integer, {"default": 0, "index": True})


def varchar(length: int, **more: Any) -> Kind:
    return Varchar, {"length": length, "default": "", **more}


TABLES: dict[str, tuple[str, dict[str, Kind]]] = {
    "PreparationRow": (
        "report_preparation",
        {
            "plan": varchar(80),
            "period": varchar(9),
            "year": NUMBER,
            "since": varchar(10),
            "stage": varchar(10),
            "version": NUMBER,
            "changed_at": varchar(20),
            "signed_by": NUMBER,
            "confirmed_by": NUMBER,
            "known": NUMBER,
            "edition": NUMBER,
        },
    ),
    "PreparationVersion": (
        "preparation_version",
        {"preparation": NUMBER, "version": NUMBER, "person": NUMBER, "at": varchar(20), "typed": TEXT},
    ),
    "PreparationStep": (
        "preparation_step",
        {
            "preparation": INDEXED,
            "version": NUMBER,
            "person": NUMBER,
            "at": varchar(20),
            "step": varchar(20),
        },
    ),
    "SigningRule": (
        "signing_rule",
        {"plan": varchar(80, unique=True), "two_people": (Boolean, {"default": False})},
    ),
    "BackgroundJob": (
        "background_job",
        {
            "plan": varchar(80),
            "preparation": INDEXED,
            "version": NUMBER,
            "kind": varchar(10),
            "language": varchar(2),
            "state": varchar(10, index=True),
            "step": varchar(20),
            "done": NUMBER,
            "total": NUMBER,
            "person": NUMBER,
            "asked_at": varchar(20),
            "started_at": varchar(20),
            "done_at": varchar(20),
            "attempts": NUMBER,
            "lease": varchar(32),
            "lease_until": varchar(20),
            "trouble": TEXT,
            "file": varchar(100),
        },
    ),
    "LinkCheck": (
        "link_check",
        {
            "plan": varchar(80, index=True),
            "digest": varchar(64),
            "url": TEXT,
            "checked_at": varchar(20),
            "outcome": varchar(20),
            "status": NUMBER,
        },
    ),
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="tracker", description=DESCRIPTION)
    for class_name, (tablename, columns) in TABLES.items():
        manager.add_table(class_name=class_name, tablename=tablename, schema=None, columns=None)
        for name, (column_class, params) in columns.items():
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
