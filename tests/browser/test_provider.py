"""Signing in through an OpenID Connect provider in Chromium, which is another site for it, and out again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.accessibility import assert_accessible, assert_no_sideways_scroll
from tests.browser.conftest import OpenPage
from tests.browser.server import serving_site, site_on, typed
from tests.oidc_provider import CLIENT, SECRET, OidcProvider, oidc_provider

EVA = "eva@example.org"
PASSWORD = "quatre oiseaux sur un fil"


@pytest.fixture
def provider() -> Iterator[OidcProvider]:
    with oidc_provider() as made:
        made.people["eva-1"] = {"email": EVA, "email_verified": True}
        yield made


@pytest.fixture
def connected(tmp_path: Path, migrated_sqlite_file: Path, provider: OidcProvider) -> Iterator[str]:
    """The address of a site that the provider knows, and on which somebody is invited."""
    environment = site_on(
        migrated_sqlite_file,
        tmp_path,
        TRACKER_OIDC_ISSUER=provider.issuer,
        TRACKER_OIDC_CLIENT_ID=CLIENT,
        TRACKER_OIDC_CLIENT_SECRET=SECRET,
        TRACKER_OIDC_NAME="CityConnect",
    )
    typed(environment, "user", "add", EVA, "--language", "en")
    with serving_site(environment) as address:
        yield address


@pytest.mark.parametrize("script", [True, False])
async def test_somebody_walks_to_the_provider_and_back_and_out_at_both(
    open_page: OpenPage, connected: str, provider: OidcProvider, script: bool
) -> None:
    page = await open_page(f"{connected}/staff/account", width=360, script=script)
    if script:
        await assert_accessible(page)
        await assert_no_sideways_scroll(page)
    await page.click("text=Sign in with CityConnect")
    await page.click(f"text={EVA}")
    await page.wait_for_url(f"{connected}/staff/account")
    assert await page.locator(".who").inner_text() != ""
    if script:
        await assert_accessible(page)
    # No password yet: having come through the provider just now is enough to choose one.
    await page.click("text=Choose a password")
    await page.fill("#password", PASSWORD)
    await page.click("main form button")
    await page.wait_for_url(f"{connected}/staff/account")
    # Let go of the provider and connect it again: the form leads there by a page in between.
    await page.click("text=Disconnect it")
    await page.fill("#current", PASSWORD)
    await page.click("main form button")
    await page.click("text=Connect it")
    if script:
        await assert_accessible(page)
    await page.fill("#current", PASSWORD)
    await page.click("main form button")
    await page.click(f"text={EVA}")
    await page.wait_for_url(f"{connected}/staff/account")
    assert "From now on you can sign in with CityConnect too." in await page.inner_text("body")
    # This session was begun through the provider: signing out goes on there, and comes back.
    await page.click("text=Sign out >> nth=0")
    await page.wait_for_url(f"{connected}/staff/sign-in?done=signed-out")
    assert "/logout" in provider.asked
    await page.goto(f"{connected}/staff/")
    assert "/staff/sign-in" in page.url


async def test_an_answer_that_cannot_be_trusted_leaves_the_sign_in_page_with_a_sentence(
    open_page: OpenPage, connected: str, provider: OidcProvider
) -> None:
    page = await open_page(f"{connected}/staff/sign-in", width=360)
    provider.people["eva-1"] = {"email": "another@example.org", "email_verified": True}
    await page.click("text=Sign in with CityConnect")
    await page.click("text=another@example.org")
    await page.wait_for_selector(".error-summary")
    assert "knows you as another@example.org" in await page.inner_text(".error-summary")
    await assert_accessible(page)
    await assert_no_sideways_scroll(page)
