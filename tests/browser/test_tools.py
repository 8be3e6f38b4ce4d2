"""The browser's tools see what they are there to see."""

import pytest
from litestar import Litestar, get
from litestar.enums import MediaType

from tests.browser.accessibility import (
    assert_accessible,
    assert_as_legible_in_the_dark,
    assert_no_sideways_scroll,
)
from tests.browser.conftest import OpenPage
from tests.browser.server import free_port, serving

PAGE = """<!doctype html><html lang="en"><head><title>Plans</title>
<link rel="icon" href="data:,">
<style>@media (prefers-color-scheme: dark) { body { background: #111; color: #222 } }</style></head>
<body><main><h1>Plans</h1><p>Three plans.</p><noscript>No script here.</noscript></main></body></html>"""


@get("/", media_type=MediaType.HTML)
async def plans() -> str:
    return PAGE


app = Litestar([plans], openapi_config=None, logging_config=None)


def make_app() -> Litestar:
    return app


@pytest.mark.parametrize("target", ["app", "make_app()"])
async def test_a_site_is_served_and_seen(open_page: OpenPage, target: str) -> None:
    with serving(f"tests.browser.test_tools:{target}", free_port(), {}) as address:
        page = await open_page(f"{address}/")
        assert await page.locator("h1").inner_text() == "Plans"
        await assert_accessible(page)
        await assert_no_sideways_scroll(page)


def test_a_site_that_cannot_start_says_why() -> None:
    with (
        pytest.raises(AssertionError, match="no_such_app"),
        serving("tests.browser:no_such_app", free_port(), {}),
    ):
        pass


async def test_low_contrast_is_found_in_the_dark_alone(open_page: OpenPage) -> None:
    light, dark = await open_page(), await open_page(dark=True)
    await light.set_content(PAGE)
    await dark.set_content(PAGE)
    await assert_accessible(light)
    with pytest.raises(AssertionError, match="color-contrast"):
        await assert_accessible(dark)
    with pytest.raises(AssertionError, match="color-contrast"):
        await assert_as_legible_in_the_dark(light)


async def test_axe_runs_under_a_policy_that_forbids_scripts(open_page: OpenPage) -> None:
    page = await open_page()
    policy = "<meta http-equiv=content-security-policy content=\"script-src 'none'\"><title>"
    await page.set_content(PAGE.replace("<title>", policy).replace("<p>", '<p><img src="data:,">'))
    with pytest.raises(AssertionError, match="image-alt"):
        await assert_accessible(page)


async def test_a_page_wider_than_a_phone_is_found(open_page: OpenPage) -> None:
    page = await open_page(width=360)
    await page.set_content(PAGE)
    await assert_no_sideways_scroll(page)
    await page.set_content(PAGE.replace("<p>", '<p style="width: 400px">'))
    with pytest.raises(AssertionError, match="width: 400px"):
        await assert_no_sideways_scroll(page)


async def test_a_reader_without_script_sees_what_is_there_for_them(open_page: OpenPage) -> None:
    page = await open_page(script=False)
    await page.set_content(PAGE)
    assert "No script here." in await page.locator("main").inner_text()


async def test_axe_is_refused_where_it_cannot_run(open_page: OpenPage) -> None:
    page = await open_page(script=False)
    with pytest.raises(AssertionError, match="without JavaScript"):
        await assert_accessible(page)
