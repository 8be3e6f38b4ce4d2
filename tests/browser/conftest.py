"""A Chromium for the whole run, and a fresh reader for each test."""

import os
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from inspect import iscoroutinefunction
from pathlib import Path
from typing import TypeAlias

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright

from tests.browser.server import serving_site, site_on

OpenPage: TypeAlias = Callable[..., Awaitable[Page]]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A test machine may have no sandbox for root, no GPU, and no way out to Google's services.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Else each window loads two pages for suggestions under the address bar, at a second of processor time.
    # The others are what Playwright switches off: of two lists the last one counts.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,HttpsUpgrades,"
    "HttpsFirstBalancedModeAutoEnable,PaintHolding,MediaRouter,OptimizationHints,AimEnabled,PreconnectToSearch,"
    "NetworkTimeServiceQuerying,AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,"
    "ThirdPartyStoragePartitioning,LensOverlay",
)
FOLDER = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The browser lives on the event loop of the session, so its tests must run there.
    for item in items:
        if FOLDER in item.path.parents and iscoroutinefunction(getattr(item, "function", None)):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser that TRACKER_CHROMIUM names, else of the first one found."""
    found = os.environ.get("TRACKER_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert found, "No Chromium on this machine: install the package chromium or set TRACKER_CHROMIUM."
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield browser
        await browser.close()


def _complaints(page: Page, said: ConsoleMessage) -> Iterator[str]:
    """What is wrong with a page. That it is not there, or that a form was not accepted, is an answer."""
    answer = re.search(r"responded with a status of (4\d\d)", said.text)
    own = said.location.get("url", "").partition("#")[0] == page.url.partition("#")[0]
    if said.type == "error" and not (own and answer and answer[1] in {"403", "404", "409", "422"}):
        yield f"{page.url}: {said.text}"


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser) -> AsyncIterator[OpenPage]:
    """Opens a page for a reader without history: `await open_page(url, width=360, dark=True, script=False)`.

    Whatever the page logs as an error, or throws, fails the test at its end.
    """
    complaints: list[str] = []

    async with AsyncExitStack() as readers:

        async def open_page(
            url: str = "about:blank",
            *,
            width: int = 1280,
            dark: bool = False,
            script: bool = True,
            language: str = "en",
        ) -> Page:
            reader = await browser.new_context(
                viewport={"width": width, "height": 800},
                color_scheme="dark" if dark else "light",
                java_script_enabled=script,
                locale=language,
            )
            readers.push_async_callback(reader.close)
            page = await reader.new_page()
            page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
            page.on("console", lambda said: complaints.extend(_complaints(page, said)))
            await page.goto(url)
            return page

        yield open_page
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, loaded_sqlite_file: Path) -> Iterator[str]:
    """The address of the running site with the shipped plans."""
    with serving_site(site_on(loaded_sqlite_file, tmp_path_factory.mktemp("site"))) as address:
        yield address
