"""The reports on the site: the list of years, and the report of one."""

from pathlib import Path

import pytest

from tests.apps import site_of
from tests.histories import NOW, commitment
from tests.publish.report_plan import year_2024
from tracker.publish.languages import LANGUAGES
from tracker.services.record import record
from tracker.settings import Settings
from tracker.store.engine import Engine, current_engine


def settings(data: Path) -> Settings:
    return Settings.from_environment({"TRACKER_DATA": str(data), "TRACKER_EXPORTS": str(data / "exports")})


@pytest.mark.parametrize("language", LANGUAGES)
async def test_report_of_a_year_is_a_page(language: str, sqlite_database: Engine, tmp_path: Path) -> None:
    await record("quimper", year_2024(), NOW)
    async with site_of(settings(tmp_path), lambda: NOW) as pages:
        page = await pages.get(f"/{language}/quimper/reports/2024")
    assert "2024" in page.title
    assert "Marché infructueux." in page.text


async def test_every_year_since_the_plan_opened_is_listed(sqlite_database: Engine, tmp_path: Path) -> None:
    await record("quimper", year_2024(), NOW)
    async with site_of(settings(tmp_path), lambda: NOW) as pages:
        page = await pages.get("/en/quimper/reports/")
    listed = [link.href for link in page.links if "/quimper/reports/2" in link.href]
    years = [href.rsplit("/", 1)[1] for href in listed if not href.endswith("/summary.pdf")]
    assert years == ["2026", "2025", "2024", "2023"]
    assert "the year is not over" in page.text


async def test_report_on_several_years_is_a_page(sqlite_database: Engine, tmp_path: Path) -> None:
    await record("quimper", year_2024(), NOW)
    async with site_of(settings(tmp_path), lambda: NOW) as pages:
        page = await pages.get("/en/quimper/reports/2023-2025")
        await pages.get("/en/quimper/reports/2025-2023", status=404)
        await pages.get("/en/quimper/reports/2023-2023", status=404)
    assert "2023–2025" in page.title
    assert "31 December 2023" in page.text


@pytest.mark.parametrize("year", ["2022", "2027", "0", "99999", "mille"])
async def test_year_without_a_report_is_not_found(year: str, sqlite_database: Engine, tmp_path: Path) -> None:
    await record("quimper", year_2024(), NOW)
    async with site_of(settings(tmp_path), lambda: NOW) as pages:
        await pages.get(f"/fr/quimper/reports/{year}", status=404)


async def test_a_large_plan_asks_the_database_no_more_than_a_small_one(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    counts = []
    for slug, actions in (("small", 3), ("large", 300)):
        drafts = [*year_2024()[:4], *(commitment(str(n)) for n in range(actions))]
        await record(slug, drafts, NOW)
    async with site_of(settings(tmp_path), lambda: NOW) as pages:
        for slug in ("small", "large"):
            engine = current_engine()
            before = engine.query_id
            await pages.get(f"/en/{slug}/reports/2023")
            counts.append(engine.query_id - before)
    assert counts[0] == counts[1]
