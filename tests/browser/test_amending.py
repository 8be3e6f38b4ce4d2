"""Amending what is public, in three languages, on a phone and a desk: looked at by axe, done by keyboard."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from pyotp import TOTP

from tests.browser.accessibility import assert_accessible, assert_no_sideways_scroll
from tests.browser.conftest import OpenPage
from tests.browser.office import Office, enter, open_office, signed_in
from tests.reports import PLAN, plan_to_report_on, published, submitted
from tracker.publish.languages import LANGUAGES
from tracker.store import outbox, people, register
from tracker.store.engine import connected

REGISTER = f"/staff/plans/{PLAN}/register"
NAMED = "Madame Exemplaire a ouvert le guichet."


@dataclass(frozen=True)
class Bureau(Office):
    """With an administrator for each language, and the entries of a plan by their kind."""

    entries: dict[str, int]
    secret: str

    def entry(self, kind: str, way: str = "") -> str:
        return f"{self.address}{REGISTER}/{self.entries[kind]}" + (f"/{way}" if way else "")


async def administrators() -> dict[str, str]:
    """One for each language, something to amend, and a mail that waits."""
    await plan_to_report_on()
    given = {"evidence_0_title": "Photo", "evidence_0_url": "https://example.org/p"}
    await published(await submitted(text=NAMED, status="delivered", evidence_0_type="link", **given))
    await outbox.queue("eva@ville.example", "Rappel", "…", "…", "reminders", "key")
    return {
        language: await signed_in(
            f"{language}@ville.example", "administrator", language=language, factor=True
        )
        for language in LANGUAGES
    }


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bureau(
    tmp_path_factory: pytest.TempPathFactory, migrated_sqlite_file: Path
) -> AsyncIterator[Bureau]:
    with open_office(tmp_path_factory.mktemp("bureau"), migrated_sqlite_file, administrators) as made:
        async with connected(made.database):
            entries = {entry.kind: entry.index for entry in await register.entries(PLAN)}
            person = await people.by_email("en@ville.example")
        assert person
        yield Bureau(made.address, made.database, made.tokens, entries, person.totp_secret)


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
