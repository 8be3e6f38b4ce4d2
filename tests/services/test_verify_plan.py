"""Verification of plans and of files: what was changed is found, and at the right entry."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from tests.eventful_plan import draft, eventful, opening, recorded
from tracker.domain import events as e
from tracker.domain.merkle import read_checkpoint
from tracker.domain.verification import verify_lines
from tracker.services.export_register import export_register
from tracker.services.verify_plan import UnknownPlanError, verify_file, verify_plan
from tracker.store.engine import Engine, current_engine, write
from tracker.store.tables import ActionState, PlanState, RegisterEntry, RegisterHead

ORIGIN = "example.org/pacte"


@pytest.fixture
async def plan(database: Engine) -> int:
    """A recorded plan; gives the size of its register."""
    return len(await recorded([*opening(), *eventful()]))


async def without_guards() -> None:
    """What somebody with the database's own password could do."""
    engine = current_engine()
    if engine.engine_type == "sqlite":
        for name in ("no_update", "no_replace", "no_delete"):
            await engine.run_ddl(f"DROP TRIGGER register_entry_{name}")
    else:
        await engine.run_ddl("ALTER TABLE register_entry DISABLE TRIGGER ALL")


async def test_a_plan_that_nobody_touched_verifies(plan: int) -> None:
    result = await verify_plan("pacte", ORIGIN)
    assert result.ok
    assert result.size == plan
    assert result.checkpoint is not None
    assert result.checkpoint.origin == ORIGIN
    assert read_checkpoint(result.checkpoint.text).size == plan


async def test_an_unknown_plan_is_named_with_those_there_are(plan: int) -> None:
    with pytest.raises(UnknownPlanError, match=r"no plan “pact” .* There are: pacte\."):
        await verify_plan("pact", ORIGIN)


@pytest.mark.parametrize("index", [0, 7, 18])
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2024-09-10T09:30:01Z"),
        ("on", "2021-03-2"),
        ("by", "club"),
        ("kind", "progress.declared"),
        ("subject", "action:9.99"),
        ("payload_sha256", "0" * 64),
        ("prev", "1" * 64),
        ("hash", "2" * 64),
        ("payload", '{"percent":100}'),
        ("salt", "00" * 16),
    ],
)
async def test_a_changed_column_is_found_at_its_entry(plan: int, index: int, column: str, value: str) -> None:
    await without_guards()
    await RegisterEntry.update({column: value}).where(RegisterEntry.index == index)
    result = await verify_plan("pacte", ORIGIN)
    assert (result.ok, result.index) == (False, index)
    assert result.wrong


async def test_a_payload_written_in_another_form_is_found(plan: int) -> None:
    row = await RegisterEntry.select(RegisterEntry.payload).where(RegisterEntry.index == 5).first()
    assert row is not None
    await without_guards()
    await RegisterEntry.update({"payload": row["payload"].replace(":", ": ", 1)}).where(
        RegisterEntry.index == 5
    )
    assert (await verify_plan("pacte", ORIGIN)).index == 5


async def test_an_entry_taken_out_is_missed_at_its_place(plan: int) -> None:
    await without_guards()
    await RegisterEntry.delete().where(RegisterEntry.index == 9)
    result = await verify_plan("pacte", ORIGIN)
    assert result.index == 9


async def test_the_last_entry_taken_out_is_missed_by_the_head(plan: int) -> None:
    await without_guards()
    await RegisterEntry.delete().where(RegisterEntry.index == plan - 1)
    result = await verify_plan("pacte", ORIGIN)
    assert (result.index, result.wrong) == (plan - 1, f"it is missing: the head counts {plan} entries")


async def test_an_end_cut_off_with_its_head_is_missed_by_a_kept_checkpoint(plan: int) -> None:
    kept = (await verify_plan("pacte", ORIGIN)).checkpoint
    await without_guards()
    await RegisterEntry.delete().where(RegisterEntry.index == plan - 1)
    last = await RegisterEntry.select().where(RegisterEntry.index == plan - 2).first()
    assert last is not None
    await RegisterHead.update({"size": plan - 1, "hash": last["hash"]}).where(RegisterHead.plan == "pacte")
    assert (await verify_plan("pacte", ORIGIN)).index is None
    assert (await verify_plan("pacte", ORIGIN, kept)).index == plan - 1


async def test_a_checkpoint_of_an_earlier_size_still_holds(plan: int) -> None:
    kept = (await verify_plan("pacte", ORIGIN)).checkpoint
    await recorded([draft("2024-09-01", "action:1.01", e.ProgressDeclared(percent=60))])
    assert (await verify_plan("pacte", ORIGIN, kept)).ok


async def test_a_checkpoint_of_another_plan_is_refused(plan: int) -> None:
    kept = (await verify_plan("pacte", "example.org/other")).checkpoint
    result = await verify_plan("pacte", ORIGIN, kept)
    assert "another register" in result.wrong


async def test_projections_that_say_something_else_are_named(plan: int) -> None:
    await ActionState.update({"status": "delivered"}).where(ActionState.reference == "1.01")
    await ActionState.delete().where(ActionState.reference == "1.02")
    await PlanState.update({"title": "Un autre titre"}).where(PlanState.plan == "pacte")
    result = await verify_plan("pacte", ORIGIN)
    assert not result.ok
    assert result.index is None
    assert result.projections == ("action:1.01", "action:1.02", "plan")


async def test_a_correction_and_an_erasure_verify(plan: int) -> None:
    news = e.UpdatePublished(text="Une note qui nomme quelqu'un.")
    (entry,) = await recorded([draft("2024-09-02", "action:1.01", news)])
    await recorded(
        [draft("2024-09-10", "action:1.01", e.ContentErased(entry=entry.index, reason="Vie privée."))]
    )
    async with write():
        from tracker.store import register

        await register.erase("pacte", entry.index)
    result = await verify_plan("pacte", ORIGIN)
    assert result.ok, result
    assert result.erased == (entry.index,)


async def test_an_exported_file_verifies_offline(plan: int, tmp_path: Path) -> None:
    file = tmp_path / "register.jsonl"
    with file.open("wb") as stream:
        assert await export_register("pacte", stream) == plan
    kept = (await verify_plan("pacte", ORIGIN)).checkpoint
    result = verify_file(file, kept)
    assert result.ok
    assert (result.plan, result.size) == ("pacte", plan)
    assert result.checkpoint == kept


async def test_a_file_changed_at_one_entry_is_refused_there(plan: int, tmp_path: Path) -> None:
    file = tmp_path / "register.jsonl"
    with file.open("wb") as stream:
        await export_register("pacte", stream)
    lines = file.read_bytes().splitlines(keepends=True)
    lines[11] = lines[11].replace(b'"on":"20', b'"on":"19', 1)
    file.write_bytes(b"".join(lines))
    assert verify_file(file).index == 11


async def test_an_empty_file_is_no_register(tmp_path: Path) -> None:
    file = tmp_path / "empty.jsonl"
    file.write_bytes(b"")
    assert verify_file(file).wrong == "the register is empty"


async def test_a_register_longer_than_one_piece_is_exported_whole(database: Engine) -> None:
    notes = [draft("2024-09-01", "plan", e.UpdatePublished(text=f"Note {n}")) for n in range(1100)]
    size = len(await recorded([*opening(), *notes]))
    stream = BytesIO()
    assert await export_register("pacte", stream) == size
    assert verify_lines(stream.getvalue().splitlines(keepends=True)).size == size
