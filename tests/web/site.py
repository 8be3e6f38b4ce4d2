"""A site to read in tests: an eventful plan in a database, an app in this process, a clock that stands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from tests.apps import site_of
from tests.eventful_plan import NOW
from tests.page import PageClient
from tracker.settings import Settings

PLAN = "/en/pacte"


@asynccontextmanager
async def site(data: Path, now: datetime = NOW) -> AsyncIterator[PageClient]:
    """The app over the database in use, at the moment ``now``."""
    settings = Settings.from_environment({"TRACKER_DATA": str(data), "TRACKER_SITE_URL": "http://127.0.0.1"})
    async with site_of(settings, lambda: now) as client:
        yield client
