"""Amending what is public, in three languages, on a phone and a desk: looked at by axe, done by keyboard."""

import asyncio
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Page
from pyotp import TOTP

from tests.browser.accessibility import assert_accessible, assert_no_sideways_scroll
from tests.browser.conftest import OpenPage
from tests.browser.server import free_port, serving
from tests.reports import PLAN, plan_to_report_on, published, submitted
from tests.staff_site import make_person
from tracker.store import outbox, people, register, sessions
from tracker.store.engine import connected

REGISTER = f"/staff/plans/{PLAN}/register"
NAMED = "Madame Exemplaire a ouvert le guichet."


@dataclass(frozen=True)
class Bureau:
    """A running site with an administrator a language who is signed in, and entries by kind."""

    address: str
    tokens: dict[str, str]
    entries: dict[str, int]
    secret: str

    def entry(self, kind: str, way: str = "") -> str:
        return f"{self.address}{REGISTER}/{self.entries[kind]}" + (f"/{way}" if way else "")


async def _prepare(url: str) -> tuple[dict[str, str], dict[str, int], str]:
    now, tokens, secret = datetime.now(UTC), {}, ""
    async with connected(url):
        await plan_to_report_on()
        typed = {"evidence_0_title": "Photo", "evidence_0_url": "https://example.org/p"}
        await published(await submitted(text=NAMED, status="delivered", evidence_0_type="link", **typed))
        for language in ("fr", "it", "en"):
            person = await make_person(f"{language}@ville.example", "administrator", password="", factor=True)
            await people.change(person.id, language=language)
            tokens[language] = await sessions.begin(
                person.id, now, complete=True, address="127.0.0.1", agent="test"
            )
            secret = person.totp_secret
        await outbox.queue("eva@ville.example", "Rappel", "…", "…", "reminders", "key")
        entries = {entry.kind: entry.index for entry in await register.entries(PLAN)}
    return tokens, entries, secret


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite_file: Path) -> Iterator[Bureau]:
    data = tmp_path_factory.mktemp("bureau")
    shutil.copyfile(migrated_sqlite_file, data / "tracker.sqlite")
    database, port = f"sqlite:///{data / 'tracker.sqlite'}", free_port()
    with ThreadPoolExecutor(1) as executor:
        tokens, entries, secret = executor.submit(asyncio.run, _prepare(database)).result()
    environment = {
        "TRACKER_DATA": str(data),
        "TRACKER_DATABASE": database,
        "TRACKER_SITE_URL": f"http://127.0.0.1:{port}",
    }
    with serving("tracker.app:create_app()", port, environment) as address:
        yield Bureau(address, tokens, entries, secret)


async def enter(open_page: OpenPage, bureau: Bureau, language: str, **reader: object) -> Page:
    page = await open_page(**reader)
    cookie = {"name": "staff", "value": bureau.tokens[language], "url": bureau.address}
    await page.context.add_cookies([cookie])  # type: ignore[list-item]
    return page


@pytest.mark.parametrize(("language", "width"), [("fr", 360), ("it", 1280), ("en", 360)])
async def test_every_page_is_accessible(
    open_page: OpenPage, bureau: Bureau, language: str, width: int
) -> None:
    page = await enter(open_page, bureau, language, width=width, dark=language == "it")
    plain = [f"{bureau.address}{path}" for path in (REGISTER, "/staff/mail", "/staff/mail/reminders")]
    for address in (*plain, bureau.entry("evidence.added"), bureau.entry("plan.opened", "correct")):
        await page.goto(address)
        await assert_accessible(page)
        await assert_no_sideways_scroll(page)
    for kind, way in (
        ("update.published", "correct"),
        ("status.changed", "take-back"),
        ("evidence.added", "withdraw-evidence"),
        ("update.published", "erase"),
    ):
        await page.goto(bureau.entry(kind, way))
        await assert_accessible(page)
        await page.fill("#amendment-reason", "Une erreur.")
        if way == "correct":
            await page.fill("#text", "Le guichet est ouvert.")
        await page.click("button[value=preview]")
        await assert_accessible(page)
        await assert_no_sideways_scroll(page)
        assert await page.locator("#preview").count() == 1, (kind, way)


async def test_an_entry_is_corrected_and_erased_by_keyboard_without_script(
    open_page: OpenPage, bureau: Bureau
) -> None:
    page = await enter(open_page, bureau, "en", script=False)
    await page.goto(bureau.entry("milestone.added", "correct"))
    await page.focus("#title")
    await page.keyboard.press("End")
    await page.keyboard.type(" central")
    await page.focus("#amendment-reason")
    await page.keyboard.type("It is in the centre.")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.focus("button[value=record]")
    await page.keyboard.press("Enter")
    await page.wait_for_url(bureau.entry("milestone.added"))
    assert "The correction is recorded." in await page.inner_text(".notice[role=status]")
    await page.goto(f"{bureau.address}/fr/{PLAN}/actions/1.0")
    assert "Trouver un local central" in await page.inner_text("main")

    await page.goto(bureau.entry("update.published", "erase"))
    await page.fill("#amendment-reason", "At the demand of the person.")
    await page.press("#amendment-reason", "Tab")
    await page.focus("button[value=preview]")
    await page.keyboard.press("Enter")
    await page.fill("#code", TOTP(bureau.secret).now())
    await page.focus("button[value=erase]")
    await page.keyboard.press("Enter")
    await page.wait_for_url(bureau.entry("update.published"))
    await page.goto(f"{bureau.address}/fr/{PLAN}/actions/1.0")
    assert "Exemplaire" not in await page.content()
