"""What axe and a ruler find in a page that Chromium has laid out.

axe is a script: it is run in the page from outside, which no content security policy stops. It never ends
where JavaScript is off; look there at what the page offers, and run axe on the same page with scripts.
"""

from collections.abc import Mapping
from functools import cache

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.async_api import Page

WCAG_AA = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# Those of them that ask what colour something has.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


@cache
def _axe() -> str:
    return str(AXE_FILE_PATH.read_text(encoding="utf-8"))


async def violations(page: Page, rules: Mapping[str, object]) -> list[str]:
    """Each rule that axe finds broken, with the elements that break it."""
    scripted = await page.evaluate("matchMedia('(scripting: enabled)').matches")
    assert scripted, "axe can't run for a reader without JavaScript"
    await page.evaluate(_axe())
    found = await page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", rules
    )
    return [
        f"{rule['id']}: {rule['help']}\n    "
        + "\n    ".join(f"{node['html'][:160]} {node['failureSummary']}" for node in rule["nodes"][:5])
        for rule in found["violations"]
    ]


async def assert_accessible(page: Page, rules: Mapping[str, object] = WCAG_AA) -> None:
    """By the rules of WCAG 2.2 A and AA."""
    found = await violations(page, rules)
    assert not found, f"{page.url}:\n  " + "\n  ".join(found)


async def assert_as_legible_in_the_dark(page: Page) -> None:
    """For a page that was accessible in the light, as `tests/publish/test_stylesheet.py` sees to it that the
    dark changes colours and nothing else. Leaves the page dark."""
    await page.emulate_media(color_scheme="dark")
    await assert_accessible(page, COLOURS)


async def assert_no_sideways_scroll(page: Page) -> None:
    """Names the elements that stick out when the page is wider than its window."""
    wide = await page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            return [...document.body.querySelectorAll('*')]
                .filter(element => element.getBoundingClientRect().right > width + 0.5)
                .map(element => element.outerHTML.slice(0, 160)).slice(0, 5);
        }"""
    )
    assert not wide, f"{page.url} is wider than its window:\n  " + "\n  ".join(wide)
