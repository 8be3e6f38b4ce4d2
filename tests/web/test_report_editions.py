"""Sealed editions on the site: read, compared with their register, downloaded whole or in part."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.apps import site_of
from tests.histories import NOW, about
from tests.page import PageClient
from tests.publish.report_plan import year_2024
from tests.sealed import PAPER, PLAN, digest_of, seal_by_hand, spoil
from tests.services.test_verify_sealed import MME, erase
from tracker.domain import events as e
from tracker.publish.languages import LANGUAGES
from tracker.services.record import record
from tracker.settings import Settings
from tracker.store.engine import Engine

FR, IT = "quimper-2024-edition-1-fr.pdf", "quimper-2024-edition-1-it.pdf"
FILE = f"/fr/{PLAN}/reports/2024/1/{FR}"
FOREWORD = "Une **année** difficile."


@pytest_asyncio.fixture
async def site(sqlite_database: Engine, tmp_path: Path) -> AsyncIterator[PageClient]:
    """A site on the plan of 2024, on the day of ``NOW``."""
    settings = Settings.from_environment({"TRACKER_DATA": str(tmp_path)})
    await record(PLAN, year_2024(), NOW)
    async with site_of(settings, lambda: NOW) as client:
        yield client


async def sealed(data: Path, **fields: Any) -> e.ReportSealed:
    given = {FR: PAPER, IT: PAPER + b"it\n", "report.json": b"{}\n"}
    return await seal_by_hand(data, given, foreword=FOREWORD, **fields)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page_of_a_sealed_year_is_what_was_sealed(
    language: str, site: PageClient, tmp_path: Path
) -> None:
    event = await sealed(tmp_path, left_out=("questions",))
    late = e.UpdatePublished(text="Ce que personne ne savait encore.")
    await record(PLAN, [about("2", late, date(2024, 3, 3))], NOW)
    page = await site.get(f"/{language}/{PLAN}/reports/2024")
    assert "Une année difficile." in page.text
    assert "Ce que personne ne savait encore." not in page.text
    assert "Et Ergué ?" not in page.text
    assert all(file.sha256 in page.text for file in event.files)
    assert f"/{language}/{PLAN}/reports/2024/1/{IT}" in [link.href for link in page.links]
    other = await site.get(f"/{language}/{PLAN}/reports/2023")
    assert event.files[0].sha256 not in other.text


async def test_a_year_that_was_not_sealed_says_so(site: PageClient, tmp_path: Path) -> None:
    await sealed(tmp_path)
    assert "Not sealed: this is computed today" not in (await site.get(f"/en/{PLAN}/reports/2024")).text
    assert "Not sealed: this is computed today" in (await site.get(f"/en/{PLAN}/reports/2025")).text
    running = await site.get(f"/en/{PLAN}/reports/2026")
    assert "The year is not over." in running.text


async def test_sealed_reports_come_first_in_the_list(site: PageClient, tmp_path: Path) -> None:
    event = await sealed(tmp_path)
    page = await site.get(f"/en/{PLAN}/reports/")
    found = [link.href for link in page.links if f"/{PLAN}/reports/2" in link.href]
    found = [href for href in found if not href.endswith("/summary.pdf")]
    assert found == [
        f"/en/{PLAN}/reports/2024",
        f"/en/{PLAN}/reports/2024/1/{FR}",
        f"/en/{PLAN}/reports/2024/1/{IT}",
        f"/en/{PLAN}/reports/2024/1/report.json",
        f"/en/{PLAN}/reports/2026",
        f"/en/{PLAN}/reports/2025",
        f"/en/{PLAN}/reports/2023",
    ]
    assert digest_of(event, IT) in page.text
    overview = await site.get(f"/en/{PLAN}/")
    assert "Report for 2024, edition 1" in overview.text


async def test_an_older_edition_stays_and_leads_to_the_newer(site: PageClient, tmp_path: Path) -> None:
    await sealed(tmp_path)
    anew = {FR.replace("edition-1", "edition-2"): PAPER + b"2\n"}
    await seal_by_hand(tmp_path, anew, edition=2, reason="Une date était fausse.")
    first = await site.get(f"/en/{PLAN}/reports/2024/1")
    assert "A newer edition has taken the place of this one." in first.text
    assert "Une date était fausse." in first.text
    assert "Une année difficile." in first.text
    assert f"/en/{PLAN}/reports/2024/2" in [link.href for link in first.links]
    newest = await site.get(f"/en/{PLAN}/reports/2024")
    assert "Une année difficile." not in newest.text
    assert "A newer edition" not in newest.text
    assert f"/en/{PLAN}/reports/2024/1" in [link.href for link in newest.links]
    await site.fetch(FILE)
    changes = await site.get(f"/en/{PLAN}/changes")
    assert "sealed edition 2 of the report for 2024." in changes.text


@pytest.mark.parametrize(
    "address", ["2024/2", "2024/0", "2024/x", "2023/1", "2028-2030", "2024-2023", "0", "x", "2024/1/no.pdf"]
)
async def test_what_was_not_sealed_is_not_there(address: str, site: PageClient, tmp_path: Path) -> None:
    await sealed(tmp_path)
    await site.get(f"/fr/{PLAN}/reports/{address}", status=404)


@pytest.mark.parametrize(("language", "name"), [("fr", FR), ("it", IT), ("en", FR)])
async def test_the_pdf_of_a_year_is_the_last_edition_in_the_readers_language(
    language: str, name: str, site: PageClient, tmp_path: Path
) -> None:
    await sealed(tmp_path)
    answer = await site.fetch(f"/{language}/{PLAN}/reports/2024.pdf", status=303)
    assert answer.headers["location"] == f"/{language}/{PLAN}/reports/2024/1/{name}"
    await site.fetch(answer.headers["location"])


async def test_a_year_without_a_sealed_report_has_a_page_and_no_pdf(site: PageClient) -> None:
    page = await site.get(f"/en/{PLAN}/reports/2024.pdf", status=404)
    assert "This report was not sealed" in page.text


async def test_a_file_is_given_out_as_it_was_sealed(site: PageClient, tmp_path: Path) -> None:
    event = await sealed(tmp_path)
    answer = await site.fetch(FILE)
    assert answer.content == PAPER
    headers = answer.headers
    assert headers["content-type"] == "application/pdf"
    assert headers["content-disposition"] == f'attachment; filename="{FR}"'
    assert headers["etag"] == f'"{digest_of(event, FR)}"'
    assert "immutable" in headers["cache-control"]
    assert headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers
    again = await site.fetch(FILE, status=304, headers={"If-None-Match": headers["etag"]})
    assert again.content == b""
    head = await site.fetch(FILE, method="HEAD")
    assert (head.content, head.headers["content-length"]) == (b"", str(len(PAPER)))


SIZE = len(PAPER)


@pytest.mark.parametrize(
    ("asked", "status", "content", "said"),
    [
        ("bytes=0-3", 206, b"%PDF", f"bytes 0-3/{SIZE}"),
        ("bytes=-6", 206, PAPER[-6:], f"bytes {SIZE - 6}-{SIZE - 1}/{SIZE}"),
        ("bytes=5-", 206, PAPER[5:], f"bytes 5-{SIZE - 1}/{SIZE}"),
        ("bytes=5-999", 206, PAPER[5:], f"bytes 5-{SIZE - 1}/{SIZE}"),
        ("bytes=-999", 206, PAPER, f"bytes 0-{SIZE - 1}/{SIZE}"),
        ("bytes=999-", 416, b"", f"bytes */{SIZE}"),
        ("bytes=3-1", 416, b"", f"bytes */{SIZE}"),
        ("bytes=-0", 416, b"", f"bytes */{SIZE}"),
        ("bytes=0-1,3-4", 200, PAPER, None),
        ("bytes=-", 200, PAPER, None),
        ("pages=1", 200, PAPER, None),
    ],
)
async def test_a_download_that_broke_off_is_taken_up(
    asked: str, status: int, content: bytes, said: str | None, site: PageClient, tmp_path: Path
) -> None:
    await sealed(tmp_path)
    answer = await site.fetch(FILE, status=status, headers={"Range": asked})
    assert (answer.content, answer.headers.get("content-range")) == (content, said)
    assert answer.headers["content-length"] == str(len(content))


async def test_a_part_of_another_content_is_given_whole(site: PageClient, tmp_path: Path) -> None:
    await sealed(tmp_path)
    headers = {"Range": "bytes=5-", "If-Range": '"something else"'}
    assert (await site.fetch(FILE, headers=headers)).content == PAPER


@pytest.mark.parametrize("content", [b"spoiled", None])
async def test_a_file_that_is_not_what_was_sealed_is_not_given_out(
    content: bytes | None, site: PageClient, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    event = await sealed(tmp_path)
    spoil(tmp_path, digest_of(event, FR), content)
    page = await site.get(FILE, status=500)
    assert digest_of(event, FR) in page.text
    assert "a sealed file cannot be given out" in caplog.text


async def test_content_erased_since_is_missing_and_its_files_are_withheld(
    site: PageClient, tmp_path: Path
) -> None:
    [news] = await record(PLAN, [about("2", MME, date(2024, 5, 1))], NOW)
    event = await sealed(tmp_path)
    address = f"/en/{PLAN}/reports/2024"
    before = await site.get(address)
    assert "Mme Le Goff" in before.text
    await erase(news.index)
    page = await site.get(address)
    assert "Mme Le Goff" not in page.text
    assert "Vie privée." in page.text
    assert "The files that hold it are no longer given out." in page.text
    assert not [link.href for link in page.links if link.href.endswith(".pdf")]
    withheld = await site.get(FILE.replace("/fr/", "/en/"), status=410)
    assert "This file is no longer given out" in withheld.text
    assert digest_of(event, FR) in withheld.text
    assert "no longer given out" in (await site.get(f"/en/{PLAN}/reports/")).text


async def test_two_readers_of_one_page_get_the_same(site: PageClient, tmp_path: Path) -> None:
    await sealed(tmp_path)
    address = f"/fr/{PLAN}/reports/2024"
    answers: list[httpx.Response] = await asyncio.gather(*(site.fetch(address) for _ in range(4)))
    assert len({answer.text for answer in answers}) == 1
    etag = answers[0].headers["etag"]
    await site.fetch(address, status=304, headers={"If-None-Match": etag})
    await record(PLAN, [about("2", e.UpdatePublished(text="Plus tard."), date(2026, 1, 1))], NOW)
    assert (await site.fetch(address)).headers["etag"] != etag
