"""A backup that was put back is brought up to the newest register; what was erased since stays erased."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.reports import NOW, PLAN, plan_to_report_on, published, submitted
from tests.services.test_amend import ROSA, the_last, the_plan
from tests.services.test_erase import NAME, NAMED, erased, everything_kept
from tests.uploads import PDF
from tracker.cli import main
from tracker.domain import events as e
from tracker.domain.verification import TamperedError
from tracker.services.amend import amend, correction
from tracker.services.erase import erase
from tracker.services.keep_file import keep_file
from tracker.services.restore_register import restore_register
from tracker.services.verify_plan import collected, verify_plan
from tracker.store import files, register
from tracker.store.engine import Engine, connected
from tracker.store.migrate import migrate


async def exported() -> list[bytes]:
    return await collected(register.lines(PLAN))


async def backed_up(url: str, folder: Path) -> str:
    """A copy of the SQLite database as it is now, by its URL."""
    source, copy = Path(url.removeprefix("sqlite:///")), folder / "backup.sqlite"
    for suffix in ("", "-wal"):
        if Path(f"{source}{suffix}").exists():
            shutil.copyfile(f"{source}{suffix}", f"{copy}{suffix}")
    return f"sqlite:///{copy}"


async def test_what_a_backup_lacks_is_added_and_what_was_erased_is_erased_again(
    migrated_sqlite_url: str, tmp_path: Path
) -> None:
    async with connected(migrated_sqlite_url):
        await plan_to_report_on()
        await published(await submitted(text=NAMED))
        backup = await backed_up(migrated_sqlite_url, tmp_path)
        await published(await submitted("1.1", text="Plus tard."))
        await erased(tmp_path, "update.published")  # the later one
        (index,) = [one.index for one in await register.entries(PLAN) if NAME in (one.payload or "")]
        ((entry, one),) = await register.recorded(PLAN, index, 1)
        await amend(PLAN, one, correction(one, e.UpdatePublished(text="Corrigé."), "A slip."), ROSA, NOW)
        ((_, now),) = await register.recorded(PLAN, entry.index, 1)
        event = e.ContentErased(entry=entry.index, reason="It named a person.")
        await erase(await the_plan(), entry, now, event, ROSA, NOW, folder=tmp_path)
        newest = await exported()
        assert NAME not in await everything_kept()
    async with connected(backup):
        assert NAME in await everything_kept()
        done = await restore_register(newest, tmp_path, NOW)
        assert (done.erased, done.size, done.scrubbed) == (1, len(newest), True)
        assert await exported() == newest
        assert NAME not in await everything_kept()
        assert (await verify_plan(PLAN, PLAN)).ok
        assert (await the_plan()).actions["1.0"].updates[-1].text == "Corrigé."
        again = await restore_register(newest, tmp_path, NOW)
        assert (again.added, again.erased) == (0, 0)


async def test_a_whole_register_is_restored_into_an_empty_database(
    sqlite_url: str, database_url: str, tmp_path: Path
) -> None:
    there = f"{sqlite_url}.other"
    async with connected(there):
        await migrate()
        await plan_to_report_on()
        await published(await submitted(text=NAMED))
        await erased(tmp_path, "update.published")
        newest = await exported()
    async with connected(database_url):
        await migrate()
        done = await restore_register(newest, tmp_path, NOW)
        assert (done.added, done.erased) == (len(newest), 0)
        assert await exported() == newest
        assert (await verify_plan(PLAN, PLAN)).ok


async def test_an_older_file_brings_nothing_back(sqlite_database: Engine, tmp_path: Path) -> None:
    await plan_to_report_on()
    await published(await submitted(text=NAMED))
    older = await exported()
    await erased(tmp_path, "update.published")
    done = await restore_register(older, tmp_path, NOW)
    assert (done.added, done.erased, done.size) == (0, 0, len(older) + 1)
    assert NAME not in await everything_kept()
    assert (await verify_plan(PLAN, PLAN)).ok


async def test_a_file_of_another_history_changes_nothing(migrated_sqlite_url: str, tmp_path: Path) -> None:
    backup = await backed_up(migrated_sqlite_url, tmp_path)
    async with connected(migrated_sqlite_url):
        await plan_to_report_on()
        other = await exported()
    async with connected(backup):
        await plan_to_report_on()  # the same facts under other salts
        mine = await exported()
        with pytest.raises(TamperedError, match="entry 0: it is not the entry that this database holds"):
            await restore_register(other, tmp_path, NOW)
        assert await exported() == mine


async def test_the_file_of_erased_evidence_is_removed_again(migrated_sqlite_url: str, tmp_path: Path) -> None:
    async with connected(migrated_sqlite_url):
        await plan_to_report_on()
        kept = await keep_file(tmp_path, PLAN, "1.0", "bail.pdf", PDF, most=len(PDF), person=1, now=NOW)
        typed = {"evidence_0_title": "Bail", "evidence_0_type": "document", "evidence_0_sha256": kept.sha256}
        await published(await submitted(**typed))
        backup = await backed_up(migrated_sqlite_url, tmp_path)
        await erased(tmp_path, "evidence.added")
        newest = await exported()
    assert files.put(tmp_path, PDF) == kept.sha256  # put back with the backup
    async with connected(backup):
        await restore_register(newest, tmp_path, NOW)
        assert not files.path_of(tmp_path, kept.sha256).exists()
        entry, _one = await the_last("evidence.added")
        assert entry.payload is None


def test_the_commands_say_what_they_did(
    monkeypatch: pytest.MonkeyPatch, loaded_sqlite_url: str, tmp_path: Path
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE", loaded_sqlite_url)
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path))
    cleaned = CliRunner().invoke(main, ["clean"])
    assert "0 files removed" in cleaned.output
    listed = CliRunner().invoke(main, ["verify", "nowhere"]).output
    plan = listed.rpartition("There are: ")[2].split(",")[0].strip(" .\n")
    file = tmp_path / "register.jsonl"
    assert CliRunner().invoke(main, ["export", plan, "--output", str(file)]).exit_code == 0
    restored = CliRunner().invoke(main, ["restore", str(file)])
    assert f"{plan}: 0 entries added, 0 contents erased again." in restored.output
    file.write_bytes(file.read_bytes().replace(b'"index":1,', b'"index":2,', 1))
    refused = CliRunner().invoke(main, ["restore", str(file)])
    assert refused.exit_code == 1
    assert "nothing was changed" in refused.output
