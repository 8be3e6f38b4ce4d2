"""What departments report before it is public: submissions, their versions and threads, files."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import Column
from piccolo.columns.column_types import Boolean, Integer, Text, Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-22T04:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Submissions, their threads, and files"

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


def varchar(length: int, **more: Any) -> Kind:
    return Varchar, {"length": length, "default": "", **more}


TABLES: dict[str, tuple[str, dict[str, Kind]]] = {
    "SubmissionRow": (
        "submission",
        {
            "plan": varchar(80),
            "reference": varchar(40),
            "organisation": varchar(80),
            "stage": varchar(10),
            "version": NUMBER,
            "changed_at": varchar(20),
        },
    ),
    "SubmissionVersion": (
        "submission_version",
        {
            "submission": NUMBER,
            "version": NUMBER,
            "person": NUMBER,
            "at": varchar(20),
            "known": NUMBER,
            "typed": TEXT,
        },
    ),
    "SubmissionAct": (
        "submission_act",
        {
            "submission": (Integer, {"default": 0, "index": True}),
            "version": NUMBER,
            "person": NUMBER,
            "at": varchar(20),
            "act": varchar(20),
            "remark": TEXT,
        },
    ),
    "ReviewRule": (
        "review_rule",
        {
            "plan": varchar(80, unique=True),
            "required": (Boolean, {"default": True}),
            "own": (Boolean, {"default": False}),
        },
    ),
    "FileRow": (
        "kept_file",
        {
            "sha256": varchar(64),
            "plan": varchar(80),
            "reference": varchar(40),
            "media_type": varchar(100),
            "filename": varchar(200),
            "size": NUMBER,
            "person": NUMBER,
            "at": varchar(20),
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
