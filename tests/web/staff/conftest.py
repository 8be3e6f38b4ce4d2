"""Sites with staff: on SQLite where the database makes no difference, on both engines where it may."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.staff_site import StaffSite, settings_of, staff_site
from tracker.store.engine import Engine


@pytest_asyncio.fixture
async def site(sqlite_database: Engine, tmp_path: Path) -> AsyncIterator[StaffSite]:
    async with staff_site(settings_of(tmp_path)) as made:
        yield made


@pytest_asyncio.fixture
async def site_on_both(database: Engine, tmp_path: Path) -> AsyncIterator[StaffSite]:
    async with staff_site(settings_of(tmp_path)) as made:
        yield made


@pytest_asyncio.fixture
async def strict_site(sqlite_database: Engine, tmp_path: Path) -> AsyncIterator[StaffSite]:
    """It asks weighty roles for a second factor."""
    async with staff_site(settings_of(tmp_path, REQUIRE_SECOND_FACTOR="yes")) as made:
        yield made


@pytest_asyncio.fixture
async def silent_site(sqlite_database: Engine, tmp_path: Path) -> AsyncIterator[StaffSite]:
    """It sends no mail."""
    async with staff_site(settings_of(tmp_path), mail=False) as made:
        yield made


@pytest_asyncio.fixture
async def https_site(sqlite_database: Engine, tmp_path: Path) -> AsyncIterator[StaffSite]:
    """A public site, which is not on this machine's loopback."""
    async with staff_site(settings_of(tmp_path, SITE_URL="https://promises.example.org")) as made:
        yield made


@pytest_asyncio.fixture
async def loaded_site(loaded_database: Engine, tmp_path: Path) -> AsyncIterator[StaffSite]:
    """With the shipped plans."""
    async with staff_site(settings_of(tmp_path)) as made:
        yield made
