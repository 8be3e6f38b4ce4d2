"""The commands on sealed reports, as an operator types them."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio
from click.testing import CliRunner, Result

from tests.histories import NOW, about
from tests.publish.report_plan import year_2024
from tests.sealed import PLAN, data_files, digest_of, seal_by_hand, spoil
from tests.services.test_verify_sealed import MME, erase
from tracker.cli import main
from tracker.domain import events as e
from tracker.publish.software import made_with
from tracker.services.record import record
from tracker.store import files
from tracker.store.engine import connected


@pytest_asyncio.fixture
async def plan(migrated_sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a database with the plan of 2024, which the commands will use."""
    monkeypatch.setenv("TRACKER_DATABASE", migrated_sqlite_url)
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path))
    monkeypatch.setenv("TRACKER_SITE_URL", "https://promises.example")
    async with connected(migrated_sqlite_url):
        await record(PLAN, year_2024(), NOW)
    return migrated_sqlite_url


def typed(*words: str | Path, answer: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], input=answer, catch_exceptions=False)


def test_sealing_asks_first_and_tells_what_it_freezes(plan: str, tmp_path: Path) -> None:
    foreword = tmp_path / "foreword.md"
    foreword.write_text("Une année.", encoding="utf-8")
    asked = typed("seal", PLAN, "2024", "--foreword", foreword, "--lang", "it", "--by", "ccas", answer="n\n")
    assert asked.exit_code == 1
    assert "Edition 1 of the report for 2024 of “Pacte des solidarités”" in asked.stdout
    assert f"as of 2024-12-31, from the first {len(year_2024())} entries" in asked.stdout
    assert "in it, signed by Centre d’action sociale" in asked.stdout
    assert "texts of the council: foreword" in asked.stdout
    assert "left out: nothing" in asked.stdout
    assert "  6 files:\n    actions.csv\n" in asked.stdout
    assert "    quimper-2024-edition-1-it-archive.pdf\n" in asked.stdout
    assert "can never be changed or taken away" in asked.stdout
    assert not (tmp_path / "files").exists()


def test_comments_and_parts_left_out_are_told_before_it_is_sealed(plan: str, tmp_path: Path) -> None:
    comment = tmp_path / "comment.md"
    comment.write_text("Peu de **logements**.", encoding="utf-8")
    words = ("--comment", f"1={comment}", "--leave-out", "silent", "--leave-out", "late")
    asked = typed("seal", PLAN, "2024", *words, answer="n\n")
    assert "texts of the council: comment on axis 1" in asked.stdout
    assert "left out: late, silent" in asked.stdout


def test_an_edition_is_sealed_verified_and_made_again(plan: str, tmp_path: Path) -> None:
    made = typed("seal", PLAN, "2024", "--yes")
    assert made.exit_code == 0, made.output
    assert f"Sealed: entry {len(year_2024())} of the register of quimper." in made.stdout
    assert "1 sealed report with 6 files" in typed("verify", PLAN).stdout

    again = typed("report", "--reproduce", PLAN, "2024", "1")
    assert again.exit_code == 0, again.output
    assert "quimper-2024-edition-1-fr.pdf: the same bytes" in again.stdout
    assert again.stdout.endswith("Edition 1 of the report for 2024 holds.\n")

    refused = typed("seal", PLAN, "2024", "--yes")
    assert refused.exit_code == 1
    assert "Say in a sentence why it is needed" in refused.stderr


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("seal", "brest", "2024", "--yes"), 1, "no plan called “brest”"),
        (("seal", PLAN, "2024", "--yes", "--by", "nobody"), 1, "is called “nobody”"),
        (
            ("seal", PLAN, "2024", "--comment", f"9={__file__}"),
            1,
            "9 is no axis of quimper. Its axes are: 1 (",
        ),
        (("seal", PLAN, "2024", *["--comment", f"1={__file__}"] * 2), 1, "two comments are given for axis 1"),
        (("seal", PLAN, "2024", "--comment", "1"), 2, "“1” is not AXIS=FILE"),
        (("seal", PLAN, "2024", "--comment", "1=no.md"), 2, "there is no file no.md"),
        (("seal", PLAN, "2024", "--leave-out", "figures"), 2, "'changed', 'delivered', 'late'"),
        (("seal", PLAN, "2024", "--from", "2022-06-01"), 2, "both --from and --to"),
        (("seal", PLAN, "2024", "--from", "2022-06-01", "--to", "2025-05-31"), 2, "leave 2024 out"),
        (("report", "--reproduce", PLAN, "2024"), 2, "--reproduce PLAN YEAR EDITION"),
        (("report", PLAN, "2024", "1"), 2, "--reproduce PLAN YEAR EDITION"),
        (("report", "--reproduce", PLAN, "2024", "1"), 1, "None was sealed yet"),
        (("report", "--reproduce", "brest", "2024", "1"), 1, "there is no plan “brest”"),
        (("report", PLAN, "soon"), 2, "“soon” is no year"),
    ],
)
def test_what_cannot_be_done_says_why(plan: str, words: tuple[str, ...], code: int, why: str) -> None:
    result = typed(*words)
    assert result.exit_code == code
    assert why in result.stderr


def test_an_altered_file_fails_the_verification(plan: str, tmp_path: Path) -> None:
    async def prepare() -> e.ReportSealed:
        async with connected(plan):
            return await seal_by_hand(tmp_path)

    event = asyncio.run(prepare())
    spoil(tmp_path, digest_of(event, "quimper-2024-edition-1-fr.pdf"))
    result = typed("verify", PLAN)
    assert result.exit_code == 1
    assert "sealed report 2024, edition 1, quimper-2024-edition-1-fr.pdf: it has 7 bytes" in result.stderr
    assert "OK" not in result.stdout


def test_an_edition_that_is_not_what_was_sealed_does_not_hold(plan: str, tmp_path: Path) -> None:
    async def prepare() -> None:
        async with connected(plan):
            made = await data_files()
            made["report.json"] = made["report.json"].replace(b'"late": 1', b'"late": 0', 1)
            await seal_by_hand(tmp_path, made, software=made_with())

    asyncio.run(prepare())
    result = typed("report", "--reproduce", PLAN, "2024", "1")
    assert result.exit_code == 1
    assert "actions.csv: the same bytes" in result.stdout
    assert "report.json: other bytes; of every figure and text, these differ:" in result.stdout
    assert "  figures.now.late: 0 is now 1" in result.stdout
    assert result.stdout.endswith("Edition 1 of the report for 2024 DOES NOT HOLD.\n")


def test_what_was_erased_is_told_and_can_be_taken_away(plan: str, tmp_path: Path) -> None:
    async def prepare() -> tuple[int, e.ReportSealed]:
        async with connected(plan):
            [news] = await record(PLAN, [about("2", MME, date(2024, 5, 1))], NOW)
            event = await seal_by_hand(tmp_path, await data_files(), software="tracker 0.0.1")
            await erase(news.index)
            return news.index, event

    entry, event = asyncio.run(prepare())
    again = typed("report", "--reproduce", PLAN, "2024", "1")
    assert again.exit_code == 0
    assert f"the content of entry {entry}, erased on legal ground: Vie privée." in again.stdout
    assert "sealed with: tracker 0.0.1" in again.stdout

    table = digest_of(event, "actions.csv")
    assert files.path_of(tmp_path, table).exists()
    assert typed("clean").exit_code == 0
    assert not files.path_of(tmp_path, table).exists()
    verified = typed("verify", PLAN)
    assert verified.exit_code == 0
    assert (
        "withheld since content was erased on legal ground: 2024, edition 1, actions.csv" in verified.stderr
    )
