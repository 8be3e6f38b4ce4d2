"""The whole site, link by link: nothing dead, every page well formed, no cookie anywhere."""

from collections import deque
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest

from tests.apps import site_of
from tests.sealed import seal_by_hand
from tracker.publish.languages import LANGUAGES
from tracker.settings import Settings
from tracker.store.engine import Engine

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SEALED = "lille-ville-de-la-solidarite"
# Enough to reach every page without a filter; lists with filters are endless.
MOST_FILTERED = 60
# A summary of a report that nobody sealed is made when it is asked for, in seconds: one is enough.
MADE_FOR_US = "/nantes-nouvelles-solidarites/reports/2024/summary.pdf"


def settings(data: Path) -> Settings:
    return Settings.from_environment({"TRACKER_DATA": str(data), "TRACKER_EXPORTS": str(data / "exports")})


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_link_of_the_site_leads_to_a_page_with_a_title(
    language: str, loaded_database: Engine, tmp_path: Path
) -> None:
    await seal_by_hand(tmp_path, plan=SEALED, by="redaction", year=2006, cut_off=date(2006, 12, 31))
    async with site_of(settings(tmp_path), lambda: NOW) as pages:
        seen, waiting, filtered = {f"/{language}/"}, deque([f"/{language}/"]), 0
        titles: dict[str, str] = {}
        while waiting:
            address = waiting.popleft()
            if _is_page(address):
                page = await pages.get(address)
                titles[address] = page.title
                found = [link.href for link in page.links]
            else:
                await pages.fetch(address)
                continue
            for href in found:
                target, _ = urldefrag(href)
                parts = urlsplit(target)
                if parts.scheme or not target or target in seen or target.split("/")[1:2] != [language]:
                    continue
                if target.endswith("/summary.pdf") and target != f"/{language}{MADE_FOR_US}":
                    continue
                if "/at/" in target and not target.startswith(f"/{language}/nantes"):
                    continue
                if parts.query:
                    filtered += 1
                    if filtered > MOST_FILTERED:
                        continue
                seen.add(target)
                waiting.append(target)
    assert len(titles) > 100
    assert f"/{language}/{SEALED}/reports/2006/1" in titles
    assert all(titles.values())


def _is_page(address: str) -> bool:
    path = urlsplit(address).path
    return not path.endswith((".json", ".jsonl", ".pdf", "/checkpoint"))
