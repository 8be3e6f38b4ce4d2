"""Indexes, and the triggers that keep the register append-only on both engines.

One way to change a row is left open, and it is narrow: payload and salt may become NULL, all else equal,
once a later ``content.erased`` entry of the same plan names the row.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tracker.store.engine import current_engine

ID = "2026-11-22T03:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Unique places, and triggers that refuse to change or delete the register"

INDEXES = [
    'CREATE UNIQUE INDEX register_entry_place ON register_entry (plan, "index")',
    "CREATE INDEX register_entry_subject ON register_entry (plan, subject)",
    'CREATE INDEX register_entry_day ON register_entry (plan, "on", "index")',
    "CREATE INDEX register_entry_kind ON register_entry (plan, kind)",
    "CREATE UNIQUE INDEX action_state_ref ON action_state (plan, reference)",
    "CREATE INDEX action_state_owner ON action_state (plan, owner)",
]

SAME = " AND ".join(
    f'NEW."{name}" = OLD."{name}"'
    for name in ("id", "plan", "index", "at", "on", "by", "kind", "subject", "payload_sha256", "prev", "hash")
)
ERASES = "NEW.payload IS NULL AND NEW.salt IS NULL"
NAMED = (
    "EXISTS (SELECT 1 FROM register_entry AS later WHERE later.plan = OLD.plan"
    ' AND later.kind = \'content.erased\' AND later."index" > OLD."index" AND {entry} = OLD."index")'
)
REFUSAL = "the register is append-only"

SQLITE = [
    f"""CREATE TRIGGER register_entry_no_update BEFORE UPDATE ON register_entry
    WHEN NOT ({SAME} AND {ERASES} AND {NAMED.format(entry="json_extract(later.payload, '$.entry')")})
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    # INSERT OR REPLACE deletes without asking delete triggers.
    f"""CREATE TRIGGER register_entry_no_replace BEFORE INSERT ON register_entry
    WHEN EXISTS (SELECT 1 FROM register_entry AS old
                 WHERE old.id = NEW.id OR (old.plan = NEW.plan AND old."index" = NEW."index"))
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    f"""CREATE TRIGGER register_entry_no_delete BEFORE DELETE ON register_entry
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
]

POSTGRESQL = [
    f"""CREATE FUNCTION register_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF {SAME} AND {ERASES} AND {NAMED.format(entry="(later.payload::json ->> 'entry')::integer")} THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
    END $guard$""",
    """CREATE TRIGGER register_entry_no_change BEFORE UPDATE OR DELETE ON register_entry
    FOR EACH ROW EXECUTE FUNCTION register_entry_guard()""",
    """CREATE TRIGGER register_entry_no_truncate BEFORE TRUNCATE ON register_entry
    FOR EACH STATEMENT EXECUTE FUNCTION register_entry_guard()""",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="tracker", description=DESCRIPTION)

    async def run() -> None:
        engine = current_engine()
        for statement in [*INDEXES, *(SQLITE if engine.engine_type == "sqlite" else POSTGRESQL)]:
            await engine.run_ddl(statement)

    manager.add_raw(run)
    return manager
