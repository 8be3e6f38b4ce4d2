"""From a department's phone to the public page: with and without script, and when the browser is closed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.browser.accessibility import assert_accessible, assert_no_sideways_scroll
from tests.browser.conftest import OpenPage
from tests.browser.hands import Hand, Keyboard, Pointer
from tests.browser.office import Office, enter, open_office
from tests.reports import PLAN
from tests.uploads import image
from tracker.services.verify_plan import verify_plan
from tracker.store.engine import connected

PHONE = 360


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite_file: Path) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("office"), migrated_sqlite_file) as made:
        yield made


async def looked_at(page: Page, script: bool) -> None:
    if script:
        await assert_accessible(page)
        await assert_no_sideways_scroll(page)


JOURNEYS = {
    "in French, with a finger": ("1.0", "fr", True, Pointer),
    "in Italian, without script": ("1.1", "it", False, Pointer),
    "in English, with the keyboard alone": ("1.5", "en", True, Keyboard),
}


@pytest.mark.parametrize(("ref", "language", "script", "hand"), JOURNEYS.values(), ids=list(JOURNEYS))
async def test_a_report_goes_from_a_phone_through_review_to_the_public_page(
    open_page: OpenPage, office: Office, ref: str, language: str, script: bool, hand: Hand
) -> None:
    editor = await enter(open_page, office, f"editor.{language}", width=PHONE, script=script)
    reviewer = await enter(open_page, office, f"reviewer.{language}", dark=True, script=script)
    typing, reading = hand(editor), hand(reviewer)
    await editor.goto(f"{office.address}/staff/?group=all")
    await looked_at(editor, script)
    assert await editor.get_attribute("html", "lang") == language
    await editor.goto(office.report(ref))
    await looked_at(editor, script)
    await typing.check('input[name="status"][value="delivered"]')
    await typing.fill("#text", "Le guichet est **ouvert**.")
    await typing.press("button[value=submit]")
    await editor.wait_for_selector(".error-summary")
    await looked_at(editor, script)
    assert await editor.locator('.error-summary a[href="#evidence"]').count() == 1
    await typing.fill("#evidence-0-title", "Photo du guichet")
    await typing.give("#evidence-0-file", {"name": "p.png", "mimeType": "image/png", "buffer": image("PNG")})
    await typing.fill("#evidence-0-alt", "Le guichet, porte ouverte.")
    await typing.fill("#internal_note", "À relire vite.")
    await typing.press("button[value=submit]")
    await editor.wait_for_url("**/staff/")
    await editor.goto(office.report(ref))
    await looked_at(editor, script)

    await reviewer.goto(f"{office.address}/staff/review")
    await looked_at(reviewer, script)
    await reading.press(f'td.title a:has-text("{ref}")')
    await reviewer.wait_for_selector("#remark")
    await looked_at(reviewer, script)
    assert "À relire vite." in await reviewer.inner_text("main")
    await reading.fill("#remark", "À quelle heure ?")
    await reading.press('form[action$="/return"] button')
    await reviewer.wait_for_url("**/staff/review")

    await editor.goto(office.report(ref))
    assert "À quelle heure ?" in await editor.inner_text(".notice.warn")
    await typing.fill("#text", "Le guichet est **ouvert** de 9 h à 17 h.")
    await typing.press("button[value=submit]")
    await editor.wait_for_url("**/staff/")

    await reviewer.goto(f"{office.address}/staff/review")
    await reading.press(f'td.title a:has-text("{ref}")')
    await reviewer.wait_for_selector("#remark")
    await reading.press('form[action$="/publish"] button')
    await reviewer.wait_for_url("**/staff/review")

    public = await open_page(f"{office.address}/{language}/{PLAN}/actions/{ref}", script=script)
    text = await public.inner_text("main")
    assert "de 9 h à 17 h" in text
    assert "À relire vite." not in text
    assert "À quelle heure" not in text
    async with connected(office.database):
        assert (await verify_plan(PLAN, f"127.0.0.1/{PLAN}")).ok


async def test_what_is_typed_is_saved_without_pressing_anything(open_page: OpenPage, office: Office) -> None:
    page = await enter(open_page, office, "editor.en")
    await page.goto(office.report("1.2"))
    await page.type("#text", "Mot à mot.")
    await page.wait_for_selector('#saved:has-text("Saved as a draft")')
    await page.goto(office.report("1.2"))
    assert await page.input_value("#text") == "Mot à mot."
    assert await page.locator("text=Put them back").count() == 0


async def test_a_browser_that_is_closed_loses_nothing(open_page: OpenPage, office: Office) -> None:
    page = await enter(open_page, office, "editor.en")
    await page.goto(office.report("1.3"))
    await page.route("**/draft", lambda route: route.abort())
    await page.type("#text", "Écrit hors ligne.")
    other = await page.context.new_page()
    await page.close()

    await other.goto(office.report("1.3"))
    assert await other.input_value("#text") == ""
    await other.click("text=Put them back")
    assert await other.input_value("#text") == "Écrit hors ligne."
    await other.click("button[value=save]")
    await other.wait_for_selector("text=The draft is saved.")
    assert await other.locator("text=Put them back").count() == 0
    assert await other.input_value("#text") == "Écrit hors ligne."


async def test_a_colleague_who_saved_first_is_not_written_over(open_page: OpenPage, office: Office) -> None:
    first = await enter(open_page, office, "editor.en")
    second = await enter(open_page, office, "editor.en", script=False)
    for page in (first, second):
        await page.goto(office.report("1.4"))
    await first.type("#text", "Le premier texte.")
    await first.wait_for_selector('#saved:has-text("Saved as a draft")')
    await second.fill("#text", "Le second texte.")
    await second.click("button[value=save]")
    assert "Somebody else changed this report" in await second.inner_text("main")
    assert await second.input_value("#text") == "Le second texte."
    assert "second" in await second.inner_text(".comparison ins")
