"""A site on a loaded database, at a moment that does not move."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import replace

import pytest
import pytest_asyncio

from tests.apps import site_of
from tests.histories import NOW
from tests.page import PageClient
from tracker.domain.register import Draft
from tracker.services.record import record
from tracker.settings import Settings
from tracker.store.engine import Engine

Tell = Callable[[str, Iterable[Draft]], Awaitable[None]]


@pytest.fixture
def settings(migrated_sqlite_url: str) -> Settings:
    """The settings of a small site; its database is the one of ``sqlite_database``."""
    usual = Settings.from_environment({"TRACKER_DATABASE": migrated_sqlite_url})
    return replace(usual, site_url="http://127.0.0.1:8000", allowed_hosts=("127.0.0.1:8000", "127.0.0.1"))


@pytest_asyncio.fixture
async def site(sqlite_database: Engine, settings: Settings) -> AsyncIterator[PageClient]:
    """Readers of the site, on the day of ``NOW``."""
    async with site_of(settings, lambda: NOW) as client:
        yield client


@pytest.fixture
def tell(sqlite_database: Engine) -> Tell:
    """Records facts of a plan: ``await tell("pacte", [*opening(), commitment("1")])``."""

    async def tell(plan: str, drafts: Iterable[Draft]) -> None:
        await record(plan, list(drafts), NOW)

    return tell
