"""The people who work on plans, their sessions, links and log."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import Boolean, ForeignKey, Integer, Serial, Text, Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table

ID = "2026-11-22T04:00:22:522585"
VERSION = "1.38.0"
DESCRIPTION = "People who work on plans"


class StaffPerson(Table, tablename="staff_person", schema=None):
    """What foreign keys refer to; migrations don't depend on the tables of the software."""

    id = Serial(
        null=False,
        primary_key=True,
        unique=False,
        index=False,
        index_method=IndexMethod.btree,
        choices=None,
        db_column_name="id",
        secret=False,
    )


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
PERSON = (
    ForeignKey,
    {
        "references": StaffPerson,
        "on_delete": OnDelete.restrict,
        "on_update": OnUpdate.cascade,
        "target_column": None,
        "index": True,
    },
)
TEXT = (Text, {"default": ""})
MAYBE_MOMENT = (Varchar, {"length": 20, "default": None, "null": True})


def varchar(length: int, **more: Any) -> tuple[type[Varchar], dict[str, Any]]:
    return Varchar, {"length": length, "default": "", **more}


def boolean(default: bool) -> tuple[type[Boolean], dict[str, Any]]:
    return Boolean, {"default": default}


TABLES: dict[str, tuple[str, dict[str, tuple[Any, dict[str, Any]]]]] = {
    "StaffPerson": (
        "staff_person",
        {
            "email": varchar(254, unique=True),
            "password": TEXT,
            "language": varchar(2),
            "active": boolean(True),
            "demo": boolean(False),
            "made_at": varchar(20),
            "totp_secret": varchar(64),
            "totp_step": (Integer, {"default": 0}),
        },
    ),
    "StaffGrant": (
        "staff_grant",
        {"person": PERSON, "role": varchar(20), "plan": varchar(80), "organisation": varchar(80)},
    ),
    "StaffSession": (
        "staff_session",
        {
            "token_hash": varchar(64, unique=True),
            "person": PERSON,
            "complete": boolean(False),
            "made_at": varchar(20),
            "seen_at": varchar(20),
            "ends_at": varchar(20),
            "address": varchar(45),
            "agent": varchar(200),
            "setup_secret": varchar(64),
            "flash": TEXT,
        },
    ),
    "StaffLink": (
        "staff_link",
        {
            "token_hash": varchar(64, unique=True),
            "person": PERSON,
            "purpose": varchar(20),
            "email": varchar(254),
            "ends_at": varchar(20),
            "used_at": MAYBE_MOMENT,
        },
    ),
    "StaffRecoveryCode": (
        "staff_recovery_code",
        {"person": PERSON, "code_hash": varchar(64), "used_at": MAYBE_MOMENT},
    ),
    "StaffAttempt": ("staff_attempt", {"key": varchar(64, index=True), "at": varchar(20)}),
    "StaffLogLine": (
        "staff_log_line",
        {
            "at": varchar(20, index=True),
            "by": varchar(254),
            "act": varchar(40),
            "about": varchar(254),
            "detail": TEXT,
            "address": varchar(45),
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
