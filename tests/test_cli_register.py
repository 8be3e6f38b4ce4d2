"""The commands that check, mend and hand out a register, as an operator types them."""

from __future__ import annotations

from pathlib import Path

import pytest
import pytest_asyncio
from click.testing import CliRunner, Result

from tests.eventful_plan import eventful, opening, recorded
from tests.services.test_verify_plan import without_guards
from tracker.cli import main
from tracker.store.engine import connected
from tracker.store.tables import ActionState, RegisterEntry

SIZE = 19


@pytest_asyncio.fixture
async def plan(migrated_sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a database that holds one plan, which the commands will use."""
    async with connected(migrated_sqlite_url):
        assert len(await recorded([*opening(), *eventful()])) == SIZE
    monkeypatch.setenv("TRACKER_DATABASE", migrated_sqlite_url)
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path))
    monkeypatch.setenv("TRACKER_SITE_URL", "https://example.org")
    return migrated_sqlite_url


def typed(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


@pytest_asyncio.fixture
async def tampered(plan: str) -> None:
    async with connected(plan):
        await without_guards()
        await RegisterEntry.update({"on": "2021-03-02"}).where(RegisterEntry.index == 12)


@pytest_asyncio.fixture
async def stale(plan: str) -> None:
    async with connected(plan):
        await ActionState.update({"status": "delivered"}).where(ActionState.reference == "1.01")


def test_verify_prints_the_checkpoint_of_a_plan_that_holds(plan: str) -> None:
    result = typed("verify", "pacte")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"OK: pacte, {SIZE} entries, head ")
    assert f"\nexample.org/pacte\n{SIZE}\n" in result.stdout


def test_export_then_verify_agree_offline(plan: str, tmp_path: Path) -> None:
    file, kept = tmp_path / "register.jsonl", tmp_path / "checkpoint"
    assert typed("export", "pacte", "--format", "jsonl", "--output", file).exit_code == 0
    kept.write_text("".join(typed("verify", "pacte").stdout.splitlines(keepends=True)[1:]), encoding="utf-8")
    result = typed("verify", file, "--checkpoint", kept)
    assert result.exit_code == 0
    assert result.stdout == typed("verify", "pacte").stdout
    assert typed("export", "pacte").stdout_bytes == file.read_bytes()


def test_verify_names_the_entry_that_was_changed_in_a_file(plan: str, tmp_path: Path) -> None:
    file = tmp_path / "register.jsonl"
    typed("export", "pacte", "--output", file)
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([*lines[:4], lines[4].replace(b"city", b"club"), *lines[5:]]))
    result = typed("verify", file)
    assert result.exit_code == 1
    assert "entry 4: " in result.stderr


def test_verify_names_the_entry_that_was_changed_in_the_database(tampered: None) -> None:
    result = typed("verify", "pacte")
    assert result.exit_code == 1
    assert result.stderr.startswith("pacte: entry 12: ")


def test_a_tampered_register_is_not_rebuilt(tampered: None) -> None:
    result = typed("rebuild")
    assert result.exit_code == 1
    assert "entry 12: " in result.stderr


def test_verify_names_a_table_that_went_astray_and_rebuild_mends_it(stale: None) -> None:
    result = typed("verify", "pacte")
    assert result.exit_code == 1
    assert "the table of action:1.01 is not what its entries say" in result.stderr
    assert typed("rebuild", "pacte").stdout == "pacte: 3 actions, mended: action:1.01\n"
    assert typed("verify", "pacte").exit_code == 0
    assert typed("rebuild").stdout == "pacte: 3 actions, nothing to mend\n"


def test_verify_refuses_a_checkpoint_that_is_none(plan: str, tmp_path: Path) -> None:
    kept = tmp_path / "checkpoint"
    kept.write_text("example.org/pacte\nmany\n", encoding="utf-8")
    result = typed("verify", "pacte", "--checkpoint", kept)
    assert result.exit_code == 1
    assert "is no checkpoint" in result.stderr


@pytest.mark.parametrize("command", ["verify", "rebuild", "export"])
def test_an_unknown_plan_is_said_plainly(plan: str, command: str) -> None:
    result = typed(command, "pact")
    assert result.exit_code == 1
    assert result.stderr == "Error: there is no plan “pact” in this database. There are: pacte.\n"


def test_a_file_that_is_not_there_is_said_plainly(plan: str) -> None:
    result = typed("verify", "kept/register.jsonl")
    assert result.exit_code == 1
    assert result.stderr == "Error: there is no file kept/register.jsonl\n"


def test_a_failed_export_leaves_no_file(plan: str, tmp_path: Path) -> None:
    assert typed("export", "pact", "--output", tmp_path / "register.jsonl").exit_code == 1
    assert not list(tmp_path.glob("register.jsonl*"))
