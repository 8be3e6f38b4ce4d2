"""Staff pages in Chromium: on a phone, in the dark, with the keyboard alone, without script."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.accessibility import assert_accessible, assert_no_sideways_scroll
from tests.browser.conftest import OpenPage
from tests.browser.server import serving_site, site_on, typed

BOSS = "direction.generale@ville.example"
PASSWORD = "quatre oiseaux sur un fil"
PLAN = "nantes-nouvelles-solidarites"


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory, loaded_sqlite_file: Path) -> Iterator[tuple[str, str]]:
    """The address of a site with the shipped plans, and the invitation of its first administrator."""
    environment = site_on(loaded_sqlite_file, tmp_path_factory.mktemp("staffed"))
    roles = ("--role", "administrator", "--role", f"reviewer:{PLAN}")
    invitation = typed(environment, "user", "add", BOSS, "--language", "en", *roles)
    with serving_site(environment) as address:
        yield address, invitation


async def test_staff_work_on_a_phone_with_the_keyboard_alone(
    open_page: OpenPage, staffed: tuple[str, str]
) -> None:
    address, invitation = staffed
    page = await open_page(invitation, width=360)
    await assert_accessible(page)
    await page.focus("#password")
    await page.keyboard.type("too short")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".error-summary")
    await assert_accessible(page)
    await page.focus(".error-summary a")
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.id") == "password"
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/staff/sign-in*")
    await assert_accessible(page)
    await page.focus("#email")
    await page.keyboard.type(BOSS)
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_selector("text=You are signed in as")
    seen = (
        "/staff/",
        "/staff/account",
        "/staff/account/password",
        "/staff/account/email",
        "/staff/account/second-factor",
        "/staff/people",
        "/staff/people/invite",
        "/staff/people/1",
        "/staff/log",
        "/staff/nowhere",
    )
    for path in seen:
        await page.goto(address + path)
        await assert_accessible(page)
        await assert_no_sideways_scroll(page)


@pytest.mark.parametrize("path", ["/staff/sign-in", "/staff/forgotten", "/staff/password/gone"])
async def test_pages_before_sign_in_can_be_read_in_the_dark_and_on_a_phone(
    open_page: OpenPage, staffed: tuple[str, str], path: str
) -> None:
    page = await open_page(staffed[0] + path, width=360, dark=True)
    await assert_accessible(page)
    await assert_no_sideways_scroll(page)


async def test_signing_in_needs_no_script(open_page: OpenPage, staffed: tuple[str, str]) -> None:
    page = await open_page(staffed[0] + "/staff/sign-in", script=False)
    await page.fill("#email", "nobody@example.org")
    await page.fill("#password", "a wrong guess")
    await page.click("main form button")
    assert await page.locator(".error-summary a").inner_text() == "The e-mail or the password is not right."
    assert await page.input_value("#email") == "nobody@example.org"
