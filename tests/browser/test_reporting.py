"""From a department's phone to the public page: with and without script, and when the browser is closed."""

import asyncio
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.browser.accessibility import assert_accessible, assert_no_sideways_scroll
from tests.browser.conftest import OpenPage
from tests.browser.server import free_port, serving
from tests.reports import PLAN, plan_to_report_on
from tests.staff_site import make_person
from tests.uploads import image
from tracker.services.verify_plan import verify_plan
from tracker.store import sessions
from tracker.store.engine import connected

PHONE = 360


@dataclass(frozen=True)
class Office:
    """A running site with an editor and a reviewer who are signed in; tokens by role."""

    address: str
    database: str
    tokens: dict[str, str]

    def report(self, ref: str) -> str:
        return f"{self.address}/staff/plans/{PLAN}/actions/{ref}/report"


async def _people(url: str) -> dict[str, str]:
    now, tokens = datetime.now(UTC), {}
    async with connected(url):
        await plan_to_report_on()
        for role, grant in (("editor", f"editor:{PLAN}:ccas"), ("reviewer", f"reviewer:{PLAN}")):
            person = await make_person(f"{role}@ville.example", grant, password="")
            tokens[role] = await sessions.begin(
                person.id, now, complete=True, address="127.0.0.1", agent="test"
            )
    return tokens


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite_file: Path) -> Iterator[Office]:
    data = tmp_path_factory.mktemp("office")
    shutil.copyfile(migrated_sqlite_file, data / "tracker.sqlite")
    database, port = f"sqlite:///{data / 'tracker.sqlite'}", free_port()
    with ThreadPoolExecutor(1) as executor:
        tokens = executor.submit(asyncio.run, _people(database)).result()
    environment = {
        "TRACKER_DATA": str(data),
        "TRACKER_DATABASE": database,
        "TRACKER_SITE_URL": f"http://127.0.0.1:{port}",
    }
    with serving("tracker.app:create_app()", port, environment) as address:
        yield Office(address, database, tokens)


async def enter(open_page: OpenPage, office: Office, role: str, **reader: object) -> Page:
    page = await open_page(**reader)
    cookie = {"name": "staff", "value": office.tokens[role], "url": office.address}
    await page.context.add_cookies([cookie])  # type: ignore[list-item]
    return page


async def looked_at(page: Page, script: bool) -> None:
    if script:
        await assert_accessible(page)
        await assert_no_sideways_scroll(page)


@pytest.mark.parametrize(("ref", "script"), [("1.0", True), ("1.1", False)])
async def test_a_report_goes_from_a_phone_through_review_to_the_public_page(
    open_page: OpenPage, office: Office, ref: str, script: bool
) -> None:
    editor = await enter(open_page, office, "editor", width=PHONE, script=script)
    reviewer = await enter(open_page, office, "reviewer", dark=True, script=script)
    await editor.goto(f"{office.address}/staff/?group=all")
    await looked_at(editor, script)
    await editor.goto(office.report(ref))
    await looked_at(editor, script)
    await editor.fill("#text", "Le guichet est **ouvert**.")
    await editor.check('input[name="status"][value="delivered"]')
    await editor.click("button[value=submit]")
    await looked_at(editor, script)
    assert await editor.locator('.error-summary a[href="#evidence"]').count() == 1
    await editor.fill("#evidence-0-title", "Photo du guichet")
    await editor.set_input_files(
        "#evidence-0-file", {"name": "p.png", "mimeType": "image/png", "buffer": image("PNG")}
    )
    await editor.fill("#evidence-0-alt", "Le guichet, porte ouverte.")
    await editor.fill("#internal_note", "À relire vite.")
    await editor.click("button[value=submit]")
    await editor.wait_for_url("**/staff/")
    await editor.goto(office.report(ref))
    await looked_at(editor, script)

    await reviewer.goto(f"{office.address}/staff/review")
    await looked_at(reviewer, script)
    await reviewer.click("td.title a")
    await looked_at(reviewer, script)
    assert "À relire vite." in await reviewer.inner_text("main")
    await reviewer.fill("#remark", "À quelle heure ?")
    await reviewer.click('form[action$="/return"] button')

    await editor.goto(office.report(ref))
    assert "À quelle heure ?" in await editor.inner_text(".notice.warn")
    await editor.fill("#text", "Le guichet est **ouvert** de 9 h à 17 h.")
    await editor.click("button[value=submit]")
    await editor.wait_for_url("**/staff/")

    await reviewer.goto(f"{office.address}/staff/review")
    await reviewer.click("td.title a")
    await reviewer.click('form[action$="/publish"] button')
    await reviewer.wait_for_url("**/staff/review")

    public = await open_page(f"{office.address}/fr/{PLAN}/actions/{ref}", script=script)
    text = await public.inner_text("main")
    assert "de 9 h à 17 h" in text
    assert "À relire vite." not in text
    assert "À quelle heure" not in text
    async with connected(office.database):
        assert (await verify_plan(PLAN, f"127.0.0.1/{PLAN}")).ok


async def test_what_is_typed_is_saved_without_pressing_anything(open_page: OpenPage, office: Office) -> None:
    page = await enter(open_page, office, "editor")
    await page.goto(office.report("1.2"))
    await page.type("#text", "Mot à mot.")
    await page.wait_for_selector('#saved:has-text("Saved as a draft")')
    await page.goto(office.report("1.2"))
    assert await page.input_value("#text") == "Mot à mot."
    assert await page.locator("text=Put them back").count() == 0


async def test_a_browser_that_is_closed_loses_nothing(open_page: OpenPage, office: Office) -> None:
    page = await enter(open_page, office, "editor")
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
    first = await enter(open_page, office, "editor")
    second = await enter(open_page, office, "editor", script=False)
    for page in (first, second):
        await page.goto(office.report("1.4"))
    await first.type("#text", "Le premier texte.")
    await first.wait_for_selector('#saved:has-text("Saved as a draft")')
    await second.fill("#text", "Le second texte.")
    await second.click("button[value=save]")
    assert "Somebody else changed this report" in await second.inner_text("main")
    assert await second.input_value("#text") == "Le second texte."
    assert "second" in await second.inner_text(".comparison ins")
