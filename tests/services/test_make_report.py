"""Reports from a real register: which can be made, and that a file is always the same."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from tests.histories import NOW
from tests.publish.report_plan import year_2024
from tracker.domain.register import lines_of
from tracker.publish.report.content import Texts
from tracker.publish.report.document import paper
from tracker.services.make_report import Asked, NoReport, make_report, write_report
from tracker.services.record import record
from tracker.store import register
from tracker.store.engine import Engine

TODAY = date(2026, 11, 22)
HOST = "promises.example"


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (Asked("quimper", 2022), "was not open yet: its first fact is of 2023-06-30. Ask for 2023"),
        (Asked("quimper", 2027), "2027 has not begun"),
        (Asked("quimper", 0), "is no year"),
        (Asked("brest", 2024), "there is no plan called “brest”. The plans are: quimper."),
        (Asked("quimper", 2026, date(2026, 12, 1)), "lies in the future. Give 2026-11-22"),
        (Asked("quimper", 2024, date(2023, 12, 1)), "comes before the year 2024 begins"),
        (Asked("quimper", 2024, texts=Texts(left_out=("method",))), "method is no part that can be left out"),
        (Asked("quimper", 2024, known=99), "has 27 entries, not 99"),
    ],
)
async def test_report_that_cannot_be_made_says_why(asked: Asked, why: str, sqlite_database: Engine) -> None:
    await record("quimper", year_2024(), NOW)
    with pytest.raises(NoReport, match=why):
        await make_report(asked, HOST, TODAY)


async def test_a_year_that_runs_is_cut_off_today(sqlite_database: Engine) -> None:
    await record("quimper", year_2024(), NOW)
    assert (await make_report(Asked("quimper", 2026), HOST, TODAY)).cut_off == TODAY
    assert (await make_report(Asked("quimper", 2025), HOST, TODAY)).cut_off == date(2025, 12, 31)


async def test_checkpoint_is_that_of_every_entry_recorded(database: Engine) -> None:
    await record("quimper", year_2024(), NOW)
    made = await make_report(Asked("quimper", 2024), HOST, TODAY)
    assert made.checkpoint.origin == "promises.example/quimper"
    assert made.checkpoint.size == (await register.head("quimper")).size == len(year_2024())


async def test_a_later_fact_changes_the_checkpoint_but_not_what_the_year_says(
    sqlite_database: Engine,
) -> None:
    *drafts, last = year_2024()  # the last is a fact of 2025
    await record("quimper", drafts, NOW)
    before = await make_report(Asked("quimper", 2024), HOST, TODAY)
    await record("quimper", [last], NOW)
    after = await make_report(Asked("quimper", 2024), HOST, TODAY)
    assert after.checkpoint != before.checkpoint
    assert after.whole == before.whole
    assert after.axes == before.axes


async def test_report_from_the_first_entries_is_the_one_made_then(sqlite_database: Engine) -> None:
    *drafts, last = year_2024()
    await record("quimper", drafts, NOW)
    then = await make_report(Asked("quimper", 2024), HOST, TODAY)
    await record("quimper", [last], NOW)
    assert await make_report(Asked("quimper", 2024, known=len(drafts)), HOST, TODAY) == then


async def test_file_is_named_after_plan_year_and_language(sqlite_database: Engine, tmp_path: Path) -> None:
    await record("quimper", year_2024(), NOW)
    made = await make_report(Asked("quimper", 2024), HOST, TODAY)
    file = await write_report(made, "it", "https://promises.example", tmp_path / "new" / "folder")
    assert file == tmp_path / "new" / "folder" / "quimper-2024-it.pdf"
    assert file.read_bytes().startswith(b"%PDF-1.7")
    assert list(file.parent.iterdir()) == [file]


async def test_archive_holds_the_register_up_to_the_checkpoint(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    *drafts, last = year_2024()
    await record("quimper", drafts, NOW)
    made = await make_report(Asked("quimper", 2024), HOST, TODAY)
    await record("quimper", [last], NOW)
    file = await write_report(made, "fr", "https://promises.example", tmp_path, archive=True)
    assert file.name == "quimper-2024-fr-archive.pdf"
    with pikepdf.open(file) as pdf:
        kept = pdf.attachments["register.jsonl"].get_file().read_bytes()
        assert sorted(pdf.attachments) == ["actions.csv", "register.jsonl", "report.json"]
    assert kept == b"".join(lines_of((await register.entries("quimper"))[: len(drafts)]))


def tracker(*arguments: str, database: str, seed: str, folder: Path) -> subprocess.CompletedProcess[str]:
    temporary = folder / f"temporary-{seed}"
    temporary.mkdir()
    environment = {
        **os.environ,
        "TRACKER_DATABASE": database,
        "TRACKER_DATA": str(folder),
        "PYTHONHASHSEED": seed,
        "TZ": "Pacific/Auckland" if seed == "1" else "America/Lima",
        # Chapters that another process laid out lie among temporary files: here each lays out its own.
        "TMPDIR": str(temporary),
    }
    command = [sys.executable, "-m", "tracker.cli", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_command_gives_the_same_bytes_in_any_process(loaded_sqlite_url: str, tmp_path: Path) -> None:
    files = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        made = tracker(
            "report",
            "lille-ville-de-la-solidarite",
            "2006",
            "--output",
            str(folder),
            database=loaded_sqlite_url,
            seed=seed,
            folder=tmp_path,
        )
        assert made.returncode == 0, made.stderr
        file = folder / "lille-ville-de-la-solidarite-2006-fr.pdf"
        assert made.stdout.strip() == str(file)
        files.append(file.read_bytes())
    assert files[0] == files[1]


def test_command_says_why_there_is_no_report(loaded_sqlite_url: str, tmp_path: Path) -> None:
    made = tracker(
        "report",
        "lille-ville-de-la-solidarite",
        "2005",
        database=loaded_sqlite_url,
        seed="1",
        folder=tmp_path,
    )
    assert made.returncode == 1
    assert "Ask for 2006" in made.stderr


async def test_shipped_report_of_a_past_year_says_when_the_register_began(loaded_database: Engine) -> None:
    made = await make_report(Asked("lille-ville-de-la-solidarite", 2006), HOST, date.today())  # noqa: DTZ011
    assert made.recording.after_cut_off == made.recording.facts
    assert "This register has been kept since" in paper(made, "en", "https://promises.example")
