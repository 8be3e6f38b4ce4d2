"""The citizen's journey in a real browser: every kind of page, three languages, light and dark, a phone."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.accessibility import (
    assert_accessible,
    assert_as_legible_in_the_dark,
    assert_no_sideways_scroll,
)
from tests.browser.conftest import OpenPage
from tracker.publish.languages import LANGUAGES

NANTES = "nantes-nouvelles-solidarites"
LILLE = "lille-ville-de-la-solidarite"
ALESSANDRIA = "alessandria-politiche-sociali"
VERSILIA = "versilia-inclusione-sociale"

# One address for every kind of page, and the states in which a kind looks different.
KINDS = {
    "all plans": "/",
    "overview": f"/{NANTES}/",
    "overview of a silent plan": f"/{VERSILIA}/",
    "overview of a past day": f"/{NANTES}/at/2024-12-31/",
    "list": f"/{NANTES}/actions",
    "list with filters": f"/{NANTES}/actions?status=delivered&q=aide",
    "list that is empty": f"/{NANTES}/actions?q=zeppelin",
    "list of a past day": f"/{NANTES}/at/2023-12-31/actions",
    "action": f"/{NANTES}/actions/E2.1",
    "action with indicators": f"/{LILLE}/actions/1.1",
    "action of a past day": f"/{NANTES}/at/2024-12-31/actions/E2.1",
    "proposal": f"/{NANTES}/actions/P6",
    "axis": f"/{NANTES}/axes/S",
    "owner": f"/{NANTES}/owners/ccas",
    "changes": f"/{NANTES}/changes",
    "register": f"/{NANTES}/register",
    "entry of the register": f"/{NANTES}/register/20",
    "definitions": "/definitions",
    "definitions of a plan": f"/{ALESSANDRIA}/definitions",
    "reports": f"/{NANTES}/reports/",
    "report": f"/{LILLE}/reports/2006",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
async def test_page_is_accessible_in_light_and_dark_and_fits_a_phone(
    site: str, open_page: OpenPage, kind: str, language: str
) -> None:
    page = await open_page(f"{site}/{language}{KINDS[kind]}", language=language)
    await assert_accessible(page)
    await assert_as_legible_in_the_dark(page)
    await page.set_viewport_size({"width": 360, "height": 800})
    await assert_no_sideways_scroll(page)
    await page.emulate_media(color_scheme="light")
    await assert_accessible(page)


async def test_a_page_that_is_not_there_is_accessible_and_leads_back(site: str, open_page: OpenPage) -> None:
    page = await open_page(site + "/it/")
    await page.goto(f"{site}/it/definitions")
    response = await page.request.get(f"{site}/it/nessun-piano/")
    assert response.status == 404
    await page.set_content(await response.text())
    assert await page.locator("html").get_attribute("lang") == "it"
    await assert_accessible(page)


async def test_the_door_chooses_the_reader_s_language(site: str, open_page: OpenPage) -> None:
    page = await open_page(f"{site}/", language="it-IT")
    assert page.url == f"{site}/it/"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
async def test_a_citizen_finds_a_promise_on_a_phone_and_sees_what_became_of_it(
    site: str, open_page: OpenPage, script: bool
) -> None:
    page = await open_page(f"{site}/fr/", width=360, script=script, language="fr")
    await page.get_by_role("link", name=re.compile("Nouvelles solidarités à Nantes")).first.click()
    await page.locator(".plan-nav").get_by_role("link").nth(1).click()
    await page.locator("input[name=q]").fill("aides moins de 25 ans")
    await page.locator("form.filters button").click()
    assert "q=aides" in page.url
    await page.locator(".actions-table .title a").first.click()

    assert page.url.endswith("/actions/E1.1")
    readings = page.locator(".readings > *")
    await expect(readings).to_have_count(3)
    words = await page.locator(".readings").inner_text()
    assert "réalisé" in words.lower() or "tenu" in words.lower()
    assert "33" in words  # kept on 3 October 2024, due in summer: 33 days after 31 August
    await expect(page.locator(".promise")).to_be_visible()
    await assert_no_sideways_scroll(page)


async def test_everything_is_reached_with_the_keyboard_alone(site: str, open_page: OpenPage) -> None:
    page = await open_page(f"{site}/en/{NANTES}/", language="en")
    await page.keyboard.press("Tab")
    assert await _focused(page) == "Skip to the content"
    await page.keyboard.press("Enter")
    reached = set()
    for _ in range(200):
        await page.keyboard.press("Tab")
        address = await page.evaluate("document.activeElement.getAttribute('href')")
        if address is None and await page.evaluate("document.activeElement === document.body"):
            break
        reached.add(address)
        outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", f"the focus on {address} cannot be seen"
    assert f"/en/{NANTES}/actions/E2.1" in reached


async def _focused(page: Page) -> str:
    text: str = await page.evaluate("document.activeElement.textContent.trim()")
    return text
