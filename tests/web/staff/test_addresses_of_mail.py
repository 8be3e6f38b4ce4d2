"""Addresses that no mail reaches are refused with a sentence wherever they are typed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from click.testing import CliRunner

from tests.apps import lent_app
from tests.page import pages_of
from tests.staff_site import NOON, PASSWORD, StaffSite, settings_of
from tracker.cli import main
from tracker.store import outbox
from tracker.store.engine import Engine
from tracker.store.outbox import State

ACCENTED = ("zoé@example.org", "info@città.example", "иван@example.org", "ａ@example.org")
SAYS = "Write an address in plain letters, without accents: mail to others does not arrive everywhere."


@pytest_asyncio.fixture
async def site(sqlite_database: Engine, tmp_path: Path) -> AsyncIterator[StaffSite]:
    """Its letters go to the real outbox, which takes no address that mail could not reach."""
    with lent_app(settings_of(tmp_path), lambda: NOON, outbox.queue) as app:
        async with pages_of(app) as pages:
            pages.http.headers["Accept-Language"] = "en"
            yield StaffSite(app, pages)


@pytest.mark.parametrize("address", ACCENTED)
async def test_an_address_with_accents_is_refused_with_a_sentence(site: StaffSite, address: str) -> None:
    await site.enter(await site.person("boss@example.org", "administrator"))
    doors = {
        "/staff/people/invite": {"language": "fr", "grant": ""},
        "/staff/account/email": {"current": PASSWORD},
        "/staff/forgotten": {},
    }
    for door, typed in doors.items():
        page = await site.refused(door, {"email": address, **typed})
        assert page.texts(".error-summary a") == [SAYS], door
        assert page.one("#email").get("value") == address
    stranger = site.visitor()
    page = await site.refused("/staff/sign-in", {"email": address, "password": PASSWORD}, pages=stranger)
    assert page.texts(".error-summary a") == ["The e-mail or the password is not right."]
    assert (await outbox.counts())[State.WAITING] == 0


@pytest.mark.parametrize(
    "address", ["o'neill+x@example.org", "info@xn--citt-5na.example", "a.b-c_d@ex.ample"]
)
async def test_what_is_accepted_can_be_mailed_to(site: StaffSite, address: str) -> None:
    await site.enter(await site.person("boss@example.org", "administrator"))
    form = await site.filled("/staff/people/invite", {"email": address, "language": "fr", "grant": ""})
    await site.pages.fetch("/staff/people/invite", method="POST", form=form)
    assert (await outbox.counts())[State.WAITING] == 1


def test_the_command_line_says_it_too(migrated_sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_DATABASE", migrated_sqlite_url)
    result = CliRunner().invoke(main, ["user", "add", ACCENTED[0]])
    assert (result.exit_code, SAYS in result.output) == (1, True)
