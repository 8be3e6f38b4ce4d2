"""A plan is opened and filled in Chromium, and readers see it. Every page: test_every_staff_page.py."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.browser.accessibility import assert_accessible, assert_no_sideways_scroll
from tests.browser.conftest import OpenPage
from tests.browser.office import Office, enter, open_office, signed_in
from tests.reports import PLAN, plan_to_report_on
from tests.web.staff.workshop.test_actions import PROPOSAL
from tracker.publish.languages import LANGUAGES
from tracker.services.record import record
from tracker.services.verify_plan import verify_plan
from tracker.store.engine import connected


async def administrators() -> dict[str, str]:
    """One for each language, and a plan to work on."""
    await plan_to_report_on()
    await record(PLAN, [PROPOSAL], datetime.now(UTC))
    return {
        language: await signed_in(f"{language}@ville.example", "administrator", language=language)
        for language in LANGUAGES
    }


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite_file: Path) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("town"), migrated_sqlite_file, administrators) as made:
        yield made


async def record_form(page: Page, address: str, typed: Mapping[str, str], script: bool = True) -> None:
    """Fill a form, look at what it changes, record it."""
    await page.goto(address)
    for name, text in typed.items():
        field = page.locator(f'[id="{name}"]')
        if await field.evaluate("one => one.tagName") == "SELECT":
            await field.select_option(text)
        else:
            await field.fill(text)
    await page.click("button[value=preview]")
    await page.wait_for_selector("#preview")
    if script:
        await assert_accessible(page)
        await assert_no_sideways_scroll(page)
    await page.click("button[value=record]")
    await page.wait_for_selector(".notice[role=status]")


async def test_a_plan_goes_from_nothing_to_an_answered_and_reworded_promise(
    open_page: OpenPage, town: Office
) -> None:
    page = await enter(open_page, town, "en", width=360)
    plan = {
        "title": "Pacte de l’eau", "keeper_name": "Ville de Quimper", "start": "2026", "end": "2030",
    }  # fmt: skip
    await record_form(page, f"{town.address}/staff/new-plan", plan)
    base = f"{town.address}/staff/plans/pacte-de-l-eau"
    assert page.url == base
    for title in ("Protéger", "Partager"):
        await record_form(page, f"{base}/new-axis", {"title": title})
    await reorder_with_the_keyboard(page, base)
    await record_form(page, f"{base}/new-organisation", {"name": "Régie des eaux", "type": "partner"})
    proposal = {"type": "proposal", "ref": "P1", "title": "Des fontaines", "axis": "2"}
    await record_form(page, f"{base}/new-action", proposal)

    await page.goto(f"{base}/actions/P1/answer")
    await page.focus("summary")
    await page.keyboard.press("Enter")
    commitment = {
        "new-ref": "2.01",
        "new-title": "Vingt fontaines",
        "new-wording": "Vingt fontaines en 2028.",
    }
    await page.select_option("#decision", "accepted")
    for name, text in commitment.items():
        await page.fill(f"#{name}", text)
    await page.select_option("#new-owner", "regie-des-eaux")
    await page.click("button[value=preview]")
    await assert_accessible(page)
    await page.click("button[value=record]")
    await page.wait_for_url(f"{base}/actions/P1")

    reworded = {"wording": "Trente fontaines en 2028.", "reason": "Vote du budget."}
    await record_form(page, f"{base}/actions/2.01/reword", reworded)
    public = await open_page(f"{town.address}/fr/pacte-de-l-eau/actions/2.01")
    assert "Trente fontaines en 2028." in await public.inner_text("main")
    await public.click("summary:has-text('Textes précédents')")
    assert "Vingt fontaines en 2028." in await public.inner_text("main")
    assert not await public.context.cookies()
    async with connected(town.database):
        assert (await verify_plan("pacte-de-l-eau", "127.0.0.1/pacte-de-l-eau")).ok


async def reorder_with_the_keyboard(page: Page, base: str) -> None:
    """The second theme goes up, down and up again without leaving the keyboard."""
    await page.goto(f"{base}/axes")
    await page.focus('button[value="up:2"]')
    for press in ("up:2", "down:2", "up:2"):
        assert await page.evaluate("document.activeElement.value") == press
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
    assert await page.locator(".axes-order strong").all_inner_texts() == ["2", "1"]
    await assert_accessible(page)
    await page.click("button[value=record]")
    await page.wait_for_selector(".notice[role=status]")
    assert await page.locator(".axes-order strong").all_inner_texts() == ["2", "1"]


async def test_a_theme_is_added_and_moved_without_script(open_page: OpenPage, town: Office) -> None:
    page = await enter(open_page, town, "en", script=False)
    base = f"{town.address}/staff/plans/{PLAN}"
    await record_form(page, f"{base}/new-axis", {"title": "Se loger"}, script=False)
    await page.click('button[value="up:2"]')
    await page.click("button[value=record]")
    assert await page.locator(".axes-order strong").all_inner_texts() == ["2", "1"]
