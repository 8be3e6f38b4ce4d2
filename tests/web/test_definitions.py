"""The definitions page says what the domain enforces."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.eventful_plan import opening, recorded
from tests.page import PageClient, text_of
from tests.web.site import PLAN, site
from tracker.domain.status import NEEDS_EVIDENCE, NEEDS_REASON, STATUSES, Kind, next_statuses
from tracker.publish.words import DEFINITION, STATUS
from tracker.store.engine import Engine


@pytest_asyncio.fixture
async def pages(sqlite_database: Engine, tmp_path: Path) -> AsyncIterator[PageClient]:
    await recorded(opening(rhythm=90))
    async with site(tmp_path) as client:
        yield client


@pytest.mark.parametrize("kind", list(Kind))
async def test_every_status_is_defined_with_what_it_needs_and_what_may_follow(
    pages: PageClient, kind: Kind
) -> None:
    page = await pages.get("/en/definitions")
    for status in STATUSES[kind]:
        words = text_of(page.one(f"#{kind}-{status}"))
        assert words.startswith(f"{STATUS[status]} {DEFINITION[status]}")
        assert ("piece of public evidence" in words) == (status in NEEDS_EVIDENCE)
        assert ("A public reason." in words) == (status in NEEDS_REASON)
        following = ", ".join(STATUS[one] for one in next_statuses(kind, status))
        assert following in words


async def test_rules_of_dates_and_counting_are_said(pages: PageClient) -> None:
    page = await pages.get("/en/definitions")
    assert "summer 2024 2024-22 1 June 2024 31 August 2024" in page.texts("#dates tr")
    assert "winter 2024-2025 2024-24 1 December 2024 28 February 2025" in page.texts("#dates tr")
    for rule in (
        "Due soon: at most 60 days are left.",
        "Under 6 actions we give counts and no percentage.",
        "A horizon is not a deadline",
        "180 days unless the plan says otherwise",
        "Every action of the plan is in the total, abandoned and merged ones too.",
    ):
        assert rule in page.text


async def test_a_plan_shows_its_own_words_and_its_rhythm(pages: PageClient) -> None:
    page = await pages.get(f"{PLAN}/definitions")
    assert "in this plan: réalisé" in text_of(page.one("#commitment-delivered"))
    assert page.one("#commitment-delivered [lang]").get("lang") == "fr"
    assert "for more than 90 days, the rhythm of this plan." in page.text


@pytest.mark.parametrize("language", ["fr", "it", "en"])
async def test_definitions_are_there_in_each_language(pages: PageClient, language: str) -> None:
    await pages.get(f"/{language}/definitions")
    await pages.get(f"/{language}/pacte/definitions")
