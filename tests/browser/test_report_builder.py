"""A council prepares, signs and seals a report in Chromium: with and without script, in three languages."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.browser.accessibility import assert_accessible, assert_no_sideways_scroll
from tests.browser.conftest import OpenPage
from tests.browser.office import Office, enter, open_office, signed_in
from tests.councils import COUNCIL, PLAN, member, plan_to_account_for
from tracker.publish.languages import LANGUAGES
from tracker.services.sign_report import set_rule
from tracker.services.verify_plan import verify_plan
from tracker.store.engine import connected

PHONE = 360
MINUTES = 240_000  # milliseconds: pages are set on a machine that does other things too


async def council() -> dict[str, str]:
    """Members of the council of a plan that asks for two signatures, in each language."""
    await plan_to_account_for()
    await set_rule(PLAN, True, await member("setting@ville.example"), datetime.now(UTC))
    languages = {"rosa": "en", "carl": "en", **{language: language for language in LANGUAGES}}
    return {
        name: await signed_in(f"{name}@ville.example", COUNCIL, "administrator", language=language)
        for name, language in languages.items()
    }


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite_file: Path) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("hall"), migrated_sqlite_file, council) as made:
        yield made


def reports(hall: Office) -> str:
    return f"{hall.address}/staff/plans/{PLAN}/reports"


async def looked_at(page: Page) -> None:
    await assert_accessible(page)
    await assert_no_sideways_scroll(page)


async def test_two_members_of_the_council_seal_a_report_and_then_another_edition(
    open_page: OpenPage, hall: Office
) -> None:
    rosa = await enter(open_page, hall, "rosa", width=PHONE)
    carl = await enter(open_page, hall, "carl", dark=True)
    await rosa.goto(f"{hall.address}/staff/")
    await looked_at(rosa)
    await rosa.click(f'a[href$="/{PLAN}/reports"]')
    await looked_at(rosa)
    await rosa.select_option("#year", "2024")
    await rosa.click("#begin button")
    await rosa.wait_for_selector("#report")
    preparation = rosa.url
    await rosa.type("#foreword", "Chers habitants,")
    await rosa.wait_for_selector('#saved:has-text("Saved at")')
    await looked_at(rosa)
    await rosa.click("button[value=next]")
    await rosa.wait_for_url("**/check")
    await looked_at(rosa)
    await rosa.click("text=Go on to the preview")
    await looked_at(rosa)
    assert "Chers habitants," in await rosa.inner_text(".report")
    await rosa.click('form[action$="/preview/pdf"] button')
    await looked_at(rosa)
    await rosa.wait_for_selector("text=Open the PDF", timeout=MINUTES)
    await looked_at(rosa)
    async with rosa.expect_download() as download:
        await rosa.click("text=Open the PDF")
    assert Path(await (await download.value).path()).read_bytes().startswith(b"%PDF")

    await rosa.goto(f"{preparation}/sign")
    await looked_at(rosa)
    await rosa.fill("#confirm", "2023")
    await rosa.click('form[action$="/sign"] button')
    assert "To confirm, type 2024." in await rosa.inner_text(".error-summary")
    await looked_at(rosa)
    await rosa.fill("#confirm", "2024")
    await rosa.click('form[action$="/sign"] button')
    assert "Another member of the council must confirm" in await rosa.inner_text("main")
    await looked_at(rosa)

    await carl.goto(f"{preparation}/sign")
    await looked_at(carl)
    await carl.fill("#confirm", "2024")
    await carl.click('form[action$="/confirm"] button')
    await carl.wait_for_selector("text=is sealed and public", timeout=MINUTES)
    await looked_at(carl)
    await carl.goto(preparation)
    await looked_at(carl)

    public = await open_page(f"{hall.address}/fr/{PLAN}/reports/2024/1")
    assert "Chers habitants," in await public.inner_text("main")
    await public.goto(f"{hall.address}/fr/{PLAN}/reports/")
    pdf = public.locator('a[href*="/reports/2024/1/"][href$=".pdf"]').first
    answer = await public.request.get(f"{hall.address}{await pdf.get_attribute('href')}")
    assert (await answer.body()).startswith(b"%PDF")
    assert "ville.example" not in await public.content()
    await second_edition(rosa, carl, hall)

    await public.goto(f"{hall.address}/fr/{PLAN}/reports/")
    text = await public.inner_text("main")
    assert "Un chiffre était faux." in text
    assert (await public.goto(f"{hall.address}/fr/{PLAN}/reports/2024/1")).ok  # type: ignore[union-attr]
    async with connected(hall.database):
        assert (await verify_plan(PLAN, f"127.0.0.1/{PLAN}")).ok


async def second_edition(rosa: Page, carl: Page, hall: Office) -> None:
    """The words of the first one are there, and a public reason is asked for."""
    await rosa.goto(reports(hall))
    await looked_at(rosa)
    await rosa.select_option("#year", "2024")
    await rosa.click("#begin button")
    await rosa.wait_for_selector("#report")
    preparation = rosa.url
    assert await rosa.input_value("#foreword") == "Chers habitants,"
    await rosa.click("button[value=save]")
    assert await rosa.locator('.error-summary a[href="#reason"]').count() == 1
    await rosa.fill("#reason", "Un chiffre était faux.")
    await rosa.click("button[value=save]")
    for page, where in ((rosa, "sign"), (carl, "confirm")):
        await page.goto(f"{preparation}/sign")
        await page.fill("#confirm", "2024")
        await page.click(f'form[action$="/{where}"] button')
    await carl.wait_for_selector("text=Edition 2 of the report 2024 is sealed", timeout=MINUTES)


async def test_a_preview_needs_no_script(open_page: OpenPage, hall: Office) -> None:
    page = await enter(open_page, hall, "rosa", width=PHONE, script=False)
    await page.goto(reports(hall))
    await page.select_option("#year", "2025")
    await page.click("#begin button")
    await page.fill("#foreword", "Sans script.")
    await page.click("button[value=next]")
    await page.click("text=Go on to the preview")
    assert "Sans script." in await page.inner_text(".report")
    await page.click('form[action$="/preview/pdf"] button')
    async with asyncio.timeout(MINUTES / 1000):
        while not await page.locator("text=Open the PDF").count():
            await page.click("text=Look again")
            await page.wait_for_timeout(300)
    assert await page.locator("text=Look again").count() == 0


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_of_the_council_can_be_read_in_its_language(
    open_page: OpenPage, hall: Office, language: str
) -> None:
    page = await enter(open_page, hall, language, width=PHONE)
    await page.goto(reports(hall))
    await looked_at(page)
    # Each a year of their own: what others prepare meanwhile stays theirs.
    year = {"fr": "2023", "it": "2025", "en": "2026"}[language]
    await page.select_option("#year", year)
    await page.click("#begin button")
    await page.wait_for_selector("#report")
    preparation = page.url
    for path in ("", "/check", "/preview", "/sign"):
        await page.goto(preparation + path)
        assert await page.get_attribute("html", "lang") == language
        await looked_at(page)
    await page.goto(preparation)
    await page.fill("#cut_off", "")
    await page.click("button[value=save]")
    await page.wait_for_selector(".error-summary")
    await looked_at(page)
    await page.goto(f"{hall.address}/staff/plans/{PLAN}/review-rule")
    await looked_at(page)
