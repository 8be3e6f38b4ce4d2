"""A provider, and sites that know it."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from tests.oidc_provider import OidcProvider, oidc_provider
from tests.staff_site import StaffSite, settings_of, staff_site
from tests.web.staff.provider.ways import ANNA, variables
from tracker.store.engine import Engine


@pytest.fixture
def provider() -> Iterator[OidcProvider]:
    with oidc_provider() as made:
        made.people["anna-17"] = {"email": ANNA, "email_verified": True}
        yield made


@pytest_asyncio.fixture
async def site(sqlite_database: Engine, tmp_path: Path, provider: OidcProvider) -> AsyncIterator[StaffSite]:
    async with staff_site(settings_of(tmp_path, **variables(provider))) as made:
        made.moment = datetime.now(UTC)  # the provider's clock
        yield made


@pytest_asyncio.fixture
async def site_on_both(database: Engine, tmp_path: Path, provider: OidcProvider) -> AsyncIterator[StaffSite]:
    async with staff_site(settings_of(tmp_path, **variables(provider))) as made:
        made.moment = datetime.now(UTC)
        yield made
