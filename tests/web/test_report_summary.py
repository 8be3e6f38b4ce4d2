"""The summary of every report on the site: sealed as it was sealed, else as the register stands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import pytest_asyncio
from litestar import Litestar

from tests.histories import NOW, about
from tests.page import PageClient, pages_of
from tests.publish.report_plan import year_2024
from tests.sealed import PAPER, PLAN, seal_by_hand
from tracker.app import create_app
from tracker.domain import events as e
from tracker.services import public_summary
from tracker.services.public_summary import MOST_WAITING
from tracker.services.record import record
from tracker.settings import Settings
from tracker.store.engine import Engine

SUMMARY = f"/it/{PLAN}/reports/2024/summary.pdf"


@pytest_asyncio.fixture
async def app(sqlite_database: Engine, tmp_path: Path) -> Litestar:
    """A site on the plan of 2024, on the day of ``NOW``."""
    await record(PLAN, year_2024(), NOW)
    return create_app(Settings.from_environment({"TRACKER_DATA": str(tmp_path)}), lambda: NOW)


@pytest_asyncio.fixture
async def site(app: Litestar) -> AsyncIterator[PageClient]:
    async with pages_of(app) as client:
        yield client


async def test_a_report_that_was_not_sealed_has_a_summary_all_the_same(site: PageClient) -> None:
    page = await site.get(f"/it/{PLAN}/reports/2024")
    assert SUMMARY in [link.href for link in page.links]
    listed = [link.href for link in (await site.get(f"/it/{PLAN}/reports/")).links]
    assert {SUMMARY, SUMMARY.replace("2024", "2026")} <= set(listed)

    answer = await site.fetch(SUMMARY)
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 4
        assert str(pdf.Root.Lang) == "it"
    headers = answer.headers
    assert headers["content-type"] == "application/pdf"
    assert headers["content-disposition"] == f'attachment; filename="{PLAN}-2024-it-summary.pdf"'
    assert headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert headers["cache-control"] == "public, no-cache"
    assert "set-cookie" not in headers
    etag = headers["etag"]
    assert etag.startswith('"')
    assert (await site.fetch(SUMMARY, status=304, headers={"If-None-Match": etag})).content == b""
    part = await site.fetch(SUMMARY, status=206, headers={"Range": "bytes=0-3"})
    assert part.content == b"%PDF"
    head = await site.fetch(SUMMARY, method="HEAD")
    assert (head.content, head.headers["content-length"]) == (b"", str(len(answer.content)))

    await record(PLAN, [about("2", e.UpdatePublished(text="Plus tard."), date(2024, 12, 1))], NOW)
    # The register has grown: who holds the old one is not told that it is still the same.
    await site.fetch(SUMMARY, headers={"If-None-Match": etag})


async def test_the_summary_of_a_sealed_report_is_what_was_sealed(site: PageClient, tmp_path: Path) -> None:
    names = [f"{PLAN}-2024-edition-1-{language}-summary.pdf" for language in ("fr", "it")]
    await seal_by_hand(tmp_path, {name: PAPER + name.encode() for name in names})
    for language, name in (("it", names[1]), ("fr", names[0]), ("en", names[0])):
        answer = await site.fetch(f"/{language}/{PLAN}/reports/2024/summary.pdf", status=303)
        assert answer.headers["location"] == f"/{language}/{PLAN}/reports/2024/1/{name}"
        await site.fetch(answer.headers["location"])


@pytest.mark.parametrize("period", ["2022", "2027", "2028-2030", "2024-2023", "x", "0"])
async def test_where_there_is_no_report_there_is_no_summary(period: str, site: PageClient) -> None:
    await site.get(f"/fr/{PLAN}/reports/{period}/summary.pdf", status=404)


async def test_who_asks_while_many_do_is_told_when_to_come_back(app: Litestar, site: PageClient) -> None:
    free = asyncio.Event()

    async def wait() -> bytes:
        await free.wait()
        return b""

    summaries = app.state.summaries
    asking = [asyncio.create_task(summaries.get(str(number), wait)) for number in range(MOST_WAITING)]
    await asyncio.sleep(0)
    page = await site.get(SUMMARY.replace("/it/", "/en/"), status=503)
    assert "Several summaries are being made just now." in page.text
    assert f"/en/{PLAN}/reports/2024" in [link.href for link in page.links]
    answer = await site.fetch(SUMMARY, status=503)
    assert answer.headers["retry-after"] == "30"
    assert answer.headers["cache-control"] == "no-store"
    free.set()
    await asyncio.gather(*asking)


async def test_a_summary_that_can_not_be_made_leads_to_the_page(
    site: PageClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(public_summary, "MOST_SECONDS", 0.01)
    page = await site.get(SUMMARY.replace("/it/", "/en/"), status=503)
    assert "could not be made" in page.text
    assert f"/en/{PLAN}/reports/2024" in [link.href for link in page.links]
    assert f"the summary of {PLAN} 2024 cannot be made" in caplog.text
