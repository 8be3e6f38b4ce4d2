"""Verification of sealed reports: their files as they lie, and what the law had taken out of them."""

import os
from datetime import date
from pathlib import Path

import pytest

from tests.histories import NOW, about
from tests.publish.report_plan import year_2024
from tests.sealed import HOST, PAPER, PLAN, digest_of, seal_by_hand, spoil
from tests.services.test_verify_plan import without_guards
from tracker.domain import events as e
from tracker.domain.register import Draft
from tracker.services.erase import clean
from tracker.services.record import record
from tracker.services.verify_plan import VerifyResult, verify_plan
from tracker.services.withheld_files import remove_withheld
from tracker.store import files, register
from tracker.store.engine import Engine, write
from tracker.store.tables import RegisterEntry

NAME = "quimper-2024-edition-1-fr.pdf"
MME = e.UpdatePublished(text="Mme Le Goff a les clés.")


async def verified(data: Path) -> VerifyResult:
    return await verify_plan(PLAN, f"{HOST}/{PLAN}", None, data)


async def erase(entry: int) -> None:
    erasure = e.ContentErased(entry=entry, reason="Vie privée.")
    async with write():
        await record(PLAN, [about("2", erasure, NOW.date())], NOW)
        await register.erase(PLAN, entry)


async def test_whole_files_and_checkpoints_hold(database: Engine, tmp_path: Path) -> None:
    await record(PLAN, year_2024(), NOW)
    await seal_by_hand(tmp_path)
    result = await verified(tmp_path)
    assert result.ok
    assert (result.editions, result.files, result.spoiled, result.withheld) == (1, 1, (), ())


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (PAPER.replace(b"small", b"SMALL"), "its content was altered"),
        (PAPER[:-1], f"it has {len(PAPER) - 1} bytes, not {len(PAPER)}"),
        (None, "it is not there"),
    ],
)
async def test_a_file_that_is_not_what_was_sealed_is_named(
    content: bytes | None, why: str, sqlite_database: Engine, tmp_path: Path
) -> None:
    await record(PLAN, year_2024(), NOW)
    event = await seal_by_hand(tmp_path, {NAME: PAPER, "report.json": b"{}\n"})
    spoil(tmp_path, digest_of(event, NAME), content)
    result = await verified(tmp_path)
    assert not result.ok
    [fault] = result.spoiled
    assert fault.startswith(f"2024, edition 1, {NAME}: {why}")
    assert result.index is None


async def test_a_checkpoint_that_is_not_that_of_its_entries_is_named(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    await record(PLAN, year_2024(), NOW)
    other = f"{HOST}/{PLAN}\n{len(year_2024())}\n{'A' * 43}=\n"
    await seal_by_hand(tmp_path, checkpoint=other)
    result = await verified(tmp_path)
    assert (result.index, result.wrong) == (
        len(year_2024()),
        "the checkpoint of its report is not that of the entries it names",
    )


async def test_withheld_files_may_be_gone_and_others_not(database: Engine, tmp_path: Path) -> None:
    [*_, news] = await record(PLAN, [*year_2024(), about("2", MME, date(2024, 5, 1))], NOW)
    first = await seal_by_hand(tmp_path)
    await erase(news.index)
    anew = {"quimper-2024-edition-2-fr.pdf": b"%PDF-1.7 anew\n"}
    await seal_by_hand(tmp_path, anew, edition=2, reason="Un nom est parti.")

    result = await verified(tmp_path)
    assert result.ok
    assert result.withheld == (f"2024, edition 1, {NAME}",)

    assert await remove_withheld(PLAN, tmp_path) == [f"2024, edition 1, {NAME}"]
    assert not files.path_of(tmp_path, digest_of(first, NAME)).exists()
    assert await remove_withheld(PLAN, tmp_path) == []
    result = await verified(tmp_path)
    assert result.ok
    assert result.files == 2


async def test_clearing_away_what_nothing_names_leaves_sealed_files(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    await record(PLAN, year_2024(), NOW)
    event = await seal_by_hand(tmp_path, foreword="Mme Le Goff.")
    nobodys = files.put(tmp_path, b"left by a stopped process")
    for digest in (nobodys, digest_of(event, NAME)):
        os.utime(files.path_of(tmp_path, digest), (0, 0))
    assert (await clean(tmp_path))[0] == 1
    assert not files.path_of(tmp_path, nobodys).exists()
    assert (await verified(tmp_path)).ok


async def test_a_withheld_content_that_another_edition_gives_out_stays(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    [*_, news] = await record(PLAN, [*year_2024(), about("2", MME, date(2024, 5, 1))], NOW)
    event = await seal_by_hand(tmp_path)
    await erase(news.index)
    await seal_by_hand(tmp_path, {"report.json": PAPER}, edition=2, reason="Un nom est parti.")
    assert await remove_withheld(PLAN, tmp_path) == []
    assert files.path_of(tmp_path, digest_of(event, NAME)).exists()


async def test_an_erased_foreword_leaves_a_register_that_verifies(database: Engine, tmp_path: Path) -> None:
    await record(PLAN, year_2024(), NOW)
    event = await seal_by_hand(tmp_path, foreword="Merci à Mme Le Goff.")
    entry = len(year_2024())
    remains = e.payload_of(event) | {"foreword": "Merci."}
    erasure = e.ContentErased(entry=entry, reason="Vie privée.", remains=remains)
    async with write():
        await record(PLAN, [Draft(NOW.date(), "ville", "plan", erasure)], NOW)
        await register.erase(PLAN, entry)
    result = await verified(tmp_path)
    assert result.ok, result
    assert result.withheld == (f"2024, edition 1, {NAME}",)
    row = await RegisterEntry.select().where(RegisterEntry.index == entry).first()
    assert row is not None
    assert row["payload"] is None


async def test_a_past_rewritten_from_its_root_is_betrayed_by_the_sealed_checkpoint(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    """Even when the whole chain was computed anew: the report names the root of what it was made from."""
    await record(PLAN, year_2024(), NOW)
    event = await seal_by_hand(tmp_path)
    await without_guards()
    await RegisterEntry.delete().where(RegisterEntry.plan == PLAN)
    for table in ("register_head", "action_state", "plan_state"):
        await RegisterEntry.raw(f"DELETE FROM {table}")  # noqa: S608 - names of ours
    forged = [about("2", e.UpdatePublished(text="Tout est fait."), date(2024, 5, 1))]
    await record(PLAN, [*year_2024()[:-1], *forged], NOW)
    await record(PLAN, [Draft(NOW.date(), "ville", "plan", event)], NOW)
    assert "checkpoint of its report" in (await verified(tmp_path)).wrong
