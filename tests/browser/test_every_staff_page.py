"""Every page of staff, found by following links, as axe sees it: each language, on a phone, in the dark."""

import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page

from tests.browser.accessibility import assert_accessible, assert_no_sideways_scroll
from tests.browser.conftest import OpenPage
from tests.browser.office import EVIDENCE, PROPOSAL, Office, enter, open_office
from tests.contracts.test_staff_access import rows
from tests.reports import PLAN
from tracker.domain.date_words import LANGUAGES

PLACE = f"/staff/plans/{PLAN}"
# Pages that begin with a letter or before signing in, and those that not every action or entry has.
NOT_LINKED = (
    "/staff/sign-in",
    "/staff/second-factor",
    "/staff/forgotten",
    "/staff/invitation/gone",
    "/staff/password/gone",
    "/staff/email/gone",
    f"{PLACE}/actions/{PROPOSAL}/answer",
    f"{PLACE}/actions/1.0/answers",
    f"{PLACE}/register/{EVIDENCE}/withdraw-evidence",
)
# No pages, or pages of what the office has not: a sign-in provider (test_provider.py), a PDF in the making
# (test_report_builder.py).
JOB = "/staff/plans/{plan:str}/reports/{preparation:int}/jobs/{job:int}"
NOT_HERE = {
    "/staff/plans/{plan:str}/actions/{ref:str}/files/{digest:str}",
    "/staff/signed-out",
    "/staff/provider",
    "/staff/provider/back",
    "/staff/account/provider",
    JOB,
    f"{JOB}/file",
    f"{JOB}/state",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite_file: Path) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("office"), migrated_sqlite_file) as made:
        yield made


def patterns() -> dict[str, re.Pattern[str]]:
    """Each address that staff read, as the contract's table lists them, and what matches it."""
    addresses = [address.split()[1] for _, address in rows() if address.startswith("GET ")]
    numbers = {address: re.sub(r"\{\w+:int\}", r"\\d+", address) for address in addresses}
    return {
        address: re.compile(re.sub(r"\{\w+:\w+\}", "[^/]+", number)) for address, number in numbers.items()
    }


def address_of(path: str, known: dict[str, re.Pattern[str]]) -> str | None:
    """The route that a path belongs to; of several the one with the fewest places."""
    found = [address for address, pattern in known.items() if pattern.fullmatch(path.rstrip("/"))]
    return min(found, key=lambda address: address.count("{"), default=None)


async def links_of(page: Page) -> list[str]:
    # Links in drawings have no plain href: a whole address is made of what the attribute says.
    whole = "a => new URL(a.getAttribute('href'), document.baseURI).href"
    found = await page.evaluate(f"[...document.querySelectorAll('a[href]')].map({whole})")
    return [link for link in found if urlsplit(link).path.startswith("/staff")]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_of_staff_is_accessible(open_page: OpenPage, office: Office, language: str) -> None:
    dark = language == "it"
    page = await enter(open_page, office, f"everything.{language}", width=360, dark=dark)
    known, seen = patterns(), set(NOT_HERE)
    waiting = deque(office.address + path for path in ("/staff", *NOT_LINKED))
    while waiting:
        link = waiting.popleft()
        address = address_of(urlsplit(link).path, known)
        assert address, f"{link} is no page of the table"
        if address in seen:
            continue
        seen.add(address)
        answer = await page.goto(link)
        assert answer
        assert answer.ok or link.removeprefix(office.address) in NOT_LINKED, f"{link}: {answer.status}"
        assert await page.get_attribute("html", "lang") == language
        await assert_accessible(page)
        await assert_no_sideways_scroll(page)
        waiting.extend(await links_of(page))
    assert set(known) - seen == set(), "no link leads there"
