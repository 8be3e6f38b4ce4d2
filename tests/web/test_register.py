"""The register in public: entries in words, a file and a checkpoint that strangers can check."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.database import counted_queries
from tests.eventful_plan import draft, eventful, opening, recorded
from tests.page import PageClient, text_of
from tests.web.site import PLAN, site
from tracker.domain import events as e
from tracker.domain.merkle import read_checkpoint
from tracker.domain.verification import verify_lines
from tracker.publish.templating import STATIC
from tracker.store import register
from tracker.store.engine import Engine, write

REGISTER = f"{PLAN}/register"
SIZE = 19


@pytest_asyncio.fixture
async def pages(database: Engine, tmp_path: Path) -> AsyncIterator[PageClient]:
    """On SQLite, then on PostgreSQL."""
    assert len(await recorded([*opening(), *eventful()])) == SIZE
    async with site(tmp_path) as client:
        yield client


async def test_entries_are_told_in_words_the_last_recorded_first(pages: PageClient) -> None:
    page = await pages.get(REGISTER)
    entries = page.texts(".story > li")
    assert len(entries) == SIZE
    assert "Entry 18" in entries[0]
    assert "1 February 2022" in entries[0]
    assert "recorded on 10 September 2024, 09:30 UTC" in entries[0]
    assert "Ville de Bourg declared it merged into 1.01 Ouvrir un accueil." in entries[0]
    assert "Ville de Bourg opened the plan." in entries[-1]
    hashes = [entry.hash[:12] for entry in await register.entries("pacte")]
    assert page.texts(".story .kicker code") == hashes[::-1]


async def test_long_registers_are_read_page_by_page(pages: PageClient) -> None:
    notes = [draft("2024-09-01", "plan", e.UpdatePublished(text=f"Note {n}")) for n in range(100)]
    await recorded(notes)
    seen: list[str] = []
    address = REGISTER
    while address:
        page = await pages.get(address)
        seen += [str(one.get("id")) for one in page.select(".story > li")]
        following = page.select('a[rel="next"]')
        address = str(following[0].get("href")) if following else ""
    assert seen == [f"entry-{index}" for index in reversed(range(SIZE + 100))]


@pytest.mark.parametrize("asked", ["0", "99", "-1", "x", "١", "1e3", "9" * 30])
async def test_a_page_that_is_not_there_shows_the_nearest(pages: PageClient, asked: str) -> None:
    assert len((await pages.get(f"{REGISTER}?page={asked}")).select(".story > li")) == SIZE


async def test_the_file_verifies_and_agrees_with_the_checkpoint(pages: PageClient) -> None:
    file = await pages.fetch(f"{REGISTER}.jsonl")
    assert file.headers["content-type"] == "application/jsonl"
    assert file.headers["content-disposition"] == 'attachment; filename="pacte-register.jsonl"'
    kept = await pages.fetch(f"{REGISTER}/checkpoint")
    assert kept.headers["content-type"] == "text/plain; charset=utf-8"
    checkpoint = read_checkpoint(kept.text)
    assert (checkpoint.origin, checkpoint.size) == ("127.0.0.1/pacte", SIZE)
    assert verify_lines(file.content.splitlines(keepends=True), checkpoint).size == SIZE


def checked_by(script: Path, file: Path, kept: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(script), str(file), str(kept)], capture_output=True, text=True)


async def test_the_script_that_the_page_shows_agrees(pages: PageClient, tmp_path: Path) -> None:
    file, kept = tmp_path / "pacte-register.jsonl", tmp_path / "checkpoint"
    file.write_bytes((await pages.fetch(f"{REGISTER}.jsonl")).content)
    kept.write_bytes((await pages.fetch(f"{REGISTER}/checkpoint")).content)
    page = await pages.get(REGISTER)
    (address,) = {link.href for link in page.links if link.text == "verify_register.py"}
    script = tmp_path / "verify_register.py"
    script.write_bytes((await pages.fetch(address)).content)
    assert script.read_text() == (STATIC / "verify_register.py").read_text()
    assert str(page.one("#verify pre").text).strip() == script.read_text().strip()
    good = checked_by(script, file, kept)
    assert good.returncode == 0
    assert f"OK: {SIZE} entries" in good.stdout
    file.write_bytes(file.read_bytes().replace(b"Le budget", b"La budget", 1))
    bad = checked_by(script, file, kept)
    assert bad.returncode == 1
    assert "entry 12 " in bad.stderr


async def test_a_file_that_did_not_change_is_not_sent_again(pages: PageClient) -> None:
    address = f"{REGISTER}.jsonl"
    etag = (await pages.fetch(address)).headers["etag"]
    await pages.fetch(address, headers={"if-none-match": etag}, status=304)
    assert (await pages.fetch(address, method="HEAD")).content == b""
    await recorded([draft("2024-09-01", "plan", e.UpdatePublished(text="Du nouveau."))])
    assert (await pages.fetch(address, headers={"if-none-match": etag})).headers["etag"] != etag


async def test_a_long_file_comes_whole_in_pieces(pages: PageClient) -> None:
    notes = [draft("2024-09-01", "plan", e.UpdatePublished(text="x" * 300)) for _ in range(1200)]
    await recorded(notes)
    file = await pages.fetch(f"{REGISTER}.jsonl")
    assert "content-length" not in file.headers
    assert verify_lines(file.content.splitlines(keepends=True)).size == SIZE + 1200


async def test_each_entry_has_its_own_address(pages: PageClient) -> None:
    entries = await register.entries("pacte")
    for entry in entries:
        page = await pages.get(f"{REGISTER}/{entry.index}")
        assert page.h1 == f"Register entry {entry.index}"
        assert entry.hash in page.text
        assert entry.prev in page.text
        assert entry.payload_sha256 in page.text
        assert entry.leaf.hex() in page.text
    assert "Le budget est reporté." in (await pages.get(f"{REGISTER}/12")).text


async def test_an_entry_about_an_action_leads_to_it(pages: PageClient) -> None:
    page = await pages.get(f"{REGISTER}/12")
    assert page.select(f'.facts a[href="{PLAN}/actions/1.01"]')
    assert page.select('a[rel="prev"][href$="/register/11"]')
    assert page.select('a[rel="next"][href$="/register/13"]')


@pytest.mark.parametrize("index", ["19", "-1", "007", "x", "1.0", "٣", "9" * 30])
async def test_an_entry_that_is_not_there_is_not_found(pages: PageClient, index: str) -> None:
    await pages.get(f"{REGISTER}/{index}", status=404)


async def test_a_correction_shows_both_what_was_recorded_and_what_it_reads_now(pages: PageClient) -> None:
    (entry,) = await recorded([draft("2024-09-01", "action:1.01", e.ProgressDeclared(percent=90))])
    correction = e.CorrectionMade(entry=entry.index, reason="Faute de frappe.", payload={"percent": 9})
    (later,) = await recorded([draft("2024-09-05", "action:1.01", correction)])
    for page in (await pages.get(REGISTER), await pages.get(f"{REGISTER}/{entry.index}")):
        assert "Ville de Bourg declared a progress of 9 %." in page.text
        assert "As first recorded: Ville de Bourg declared a progress of 90 %." in page.text
        assert page.select(f'.notice a[href="{REGISTER}/{later.index}"]')


async def test_erased_content_is_gone_from_the_page_and_the_file_which_still_verifies(
    pages: PageClient,
) -> None:
    (entry,) = await recorded([draft("2024-09-01", "action:1.01", e.UpdatePublished(text="M. Untel a dit."))])
    async with write():
        erasure = e.ContentErased(entry=entry.index, reason="Vie privée.")
        await recorded([draft("2024-09-06", "action:1.01", erasure)])
        await register.erase("pacte", entry.index)
    page = await pages.get(f"{REGISTER}/{entry.index}")
    assert "Its content was withdrawn on legal ground: entry 20." in page.text
    assert "Untel" not in (await pages.fetch(REGISTER)).text + page.html
    file = await pages.fetch(f"{REGISTER}.jsonl")
    assert "Untel" not in file.text
    assert verify_lines(file.content.splitlines(keepends=True)).erased == (entry.index,)


async def test_an_unknown_plan_has_no_register(pages: PageClient) -> None:
    for path in ("register", "register/0"):
        await pages.get(f"/en/nothing/{path}", status=404)
    for path in ("register.jsonl", "register/checkpoint"):
        await pages.fetch(f"/en/nothing/{path}", status=404)
    await pages.get("/de/pacte/register", status=404)


async def test_the_number_of_queries_does_not_grow_with_the_register(pages: PageClient) -> None:
    with counted_queries() as few:
        await pages.get(f"{REGISTER}?page=1")
    await recorded([draft("2024-09-01", "plan", e.UpdatePublished(text=f"Note {n}")) for n in range(300)])
    with counted_queries() as more:
        await pages.get(f"{REGISTER}?page=2")
    assert more.queries <= few.queries


async def test_the_register_explains_itself_in_plain_words(pages: PageClient) -> None:
    verify = text_of((await pages.get(REGISTER)).one("#verify"))
    assert "python3 verify_register.py pacte-register.jsonl checkpoint" in verify
    assert "you need not take our word for it" in verify
