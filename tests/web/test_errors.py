"""What a reader sees when something is not there or went wrong."""

import logging

import pytest
from litestar import get

from tests.histories import NOW, opening
from tests.page import PageClient, pages_of
from tests.web.conftest import Tell
from tracker.app import create_app
from tracker.settings import Settings
from tracker.store.engine import Engine


@get("/en/broken")
async def broken_page() -> None:
    raise RuntimeError("secret of the house")


@pytest.mark.parametrize("language", ["fr", "it", "en"])
async def test_a_missing_page_speaks_the_language_of_its_address(site: PageClient, language: str) -> None:
    page = await site.get(f"/{language}/nothing/here", status=404)
    assert page.root.get("lang") == language
    assert any(link.href == f"/{language}/" for link in page.links)


async def test_a_missing_page_without_language_speaks_the_readers(site: PageClient) -> None:
    page = await site.get("/nothing", status=404, headers={"accept-language": "it"})
    assert page.root.get("lang") == "it"


async def test_a_broken_page_says_so_and_nothing_of_the_cause(
    sqlite_database: Engine, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(settings, clock=lambda: NOW)
    app.register(broken_page)
    # The application sends its log elsewhere than to the root logger.
    logging.getLogger("tracker.web").addHandler(caplog.handler)
    async with pages_of(app) as site:
        page = await site.get("/en/broken", status=500)
    logging.getLogger("tracker.web").removeHandler(caplog.handler)
    assert page.h1 == "Something went wrong here"
    assert "secret" not in page.html
    assert "secret of the house" in caplog.text


async def test_a_refused_method_keeps_its_status_and_says_which_are_allowed(
    site: PageClient, tell: Tell
) -> None:
    await tell("pacte", opening())
    answer = await site.fetch("/en/pacte/", method="DELETE", status=405)
    assert "GET" in answer.headers["allow"]
    assert "This request cannot be answered" in answer.text


async def test_missing_data_is_said_as_data(site: PageClient) -> None:
    answer = await site.fetch("/en/nothing.json", status=404)
    assert answer.json() == {"status": 404, "error": "Not Found"}


async def test_json_is_the_end_of_an_address_and_never_its_middle(site: PageClient, tell: Tell) -> None:
    await tell("pacte", opening())
    await site.fetch("/en/pacte.json/actions", status=404)
    await site.fetch("/en/pacte.json/actions.json", status=404)
    await site.fetch("/en/pacte/changes.json", status=404)


@pytest.mark.parametrize(
    "address", ["/en/", "/en/nothing", "/nothing", "/en/nothing.json", "/static/nothing"]
)
async def test_every_answer_is_guarded_errors_too(site: PageClient, address: str) -> None:
    answer = await site.http.get(address)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["x-content-type-options"] == "nosniff"
