"""The outbox, the log of reminders, what people don't want to be reminded of, and the turns of the timer."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import Column
from piccolo.columns.column_types import Boolean, Integer, Text, Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-22T04:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The outbox and reminders"

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
    "OutboxMail": (
        "outbox_mail",
        {
            "token": varchar(32, unique=True),
            "dedupe": varchar(200, unique=True),
            "kind": varchar(40),
            "recipient": varchar(254),
            "subject": TEXT,
            "text": TEXT,
            "html": TEXT,
            "unsubscribe": TEXT,
            "state": varchar(10, index=True),
            "queued_at": varchar(20),
            "due_at": varchar(20),
            "attempts": NUMBER,
            "reason": TEXT,
            "lease": varchar(32),
            "lease_until": varchar(20),
            "done_at": varchar(20),
        },
    ),
    "ReminderNote": (
        "reminder_note",
        {
            "on": varchar(10),
            "plan": varchar(80),
            "reference": varchar(40),
            "reason": varchar(10),
            "days": NUMBER,
            "person": varchar(40),
            "organisation": varchar(80),
            "outcome": varchar(10),
            "mail": varchar(200, index=True),
            "published": (Boolean, {"default": False}),
        },
    ),
    "MutedReminder": (
        "muted_reminder",
        {"person": varchar(40, index=True), "reason": varchar(10)},
    ),
    "Turn": (
        "turn",
        {
            "job": varchar(40, unique=True),
            "done": varchar(20),
            "holder": varchar(32),
            "held_until": varchar(20),
        },
    ),
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="tracker", description=DESCRIPTION)
    for class_name, (table, columns) in TABLES.items():
        manager.add_table(class_name=class_name, tablename=table, schema=None, columns=None)
        for name, (column, params) in columns.items():
            manager.add_column(
                table_class_name=class_name,
                tablename=table,
                column_name=name,
                db_column_name=name,
                column_class_name=column.__name__,
                column_class=column,
                params={**COMMON, **params},
                schema=None,
            )
    return manager
