"""A running site with people of every role who are signed in, and a report that waits for review."""

import asyncio
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from playwright.async_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.server import free_port, serving
from tests.histories import OPENED, about, commitment
from tests.reports import NOW, PLAN, plan_to_report_on, report
from tests.staff_site import make_person
from tracker.domain import events as e
from tracker.domain.date_words import LANGUAGES
from tracker.domain.preparation import Period
from tracker.domain.status import Kind
from tracker.domain.vocabulary import EvidenceType
from tracker.services import prepare_report
from tracker.services.record import record
from tracker.services.report_progress import submit
from tracker.store import people, sessions
from tracker.store.engine import connected

GRANTS = {
    "editor": (f"editor:{PLAN}:ccas",),
    "reviewer": (f"reviewer:{PLAN}",),
    "everything": ("administrator", f"editor:{PLAN}:ccas", f"reviewer:{PLAN}", f"council:{PLAN}"),
}
# No journey reports on this one: it waits.
WAITING = "1.9"
PROPOSAL = "P.1"
EVIDENCE = 18  # the entry that gives a photo


@dataclass(frozen=True)
class Office:
    """Tokens are by role and language: each role has somebody who reads French, Italian, English."""

    address: str
    database: str
    tokens: dict[tuple[str, str], str]

    def report(self, ref: str) -> str:
        return f"{self.address}/staff/plans/{PLAN}/actions/{ref}/report"


async def _furnish(url: str) -> dict[tuple[str, str], str]:
    now, tokens = datetime.now(UTC), {}
    async with connected(url):
        await plan_to_report_on()
        for role, grants in GRANTS.items():
            for language in LANGUAGES:
                email = f"{role}.{language}@ville.example"
                person = await make_person(email, *grants, password="", factor=role == "everything")
                await people.change(person.id, language=language)
                tokens[role, language] = await sessions.begin(
                    person.id, now, complete=True, address="127.0.0.1", agent="test"
                )
        await _work_begun(now)
    return tokens


async def _work_begun(now: datetime) -> None:
    """What every page needs to have something to show."""
    photo = e.EvidenceAdded(id="photo", type=EvidenceType.LINK, title="Photo", url="https://ville.example/p")
    proposal = commitment(PROPOSAL, type=Kind.PROPOSAL, owner="")
    [given, _] = await record(PLAN, [about("1.8", photo, OPENED), proposal], NOW)
    assert given.index == EVIDENCE
    author = await people.by_email("editor.fr@ville.example")
    assert author
    await submit(await report(WAITING, person=author.id), now)
    plan = await prepare_report.plan_today(PLAN, now.date())
    doer = prepare_report.Doer(author, "127.0.0.1")
    await prepare_report.begin(plan, Period(2024), date(2024, 12, 31), doer, now)


@contextmanager
def open_office(data: Path, migrated: Path) -> Iterator[Office]:
    """Served from ``data``, on a copy of a migrated database."""
    shutil.copyfile(migrated, data / "tracker.sqlite")
    database, port = f"sqlite:///{data / 'tracker.sqlite'}", free_port()
    with ThreadPoolExecutor(1) as executor:
        tokens = executor.submit(asyncio.run, _furnish(database)).result()
    environment = {
        "TRACKER_DATA": str(data),
        "TRACKER_DATABASE": database,
        "TRACKER_SITE_URL": f"http://127.0.0.1:{port}",
    }
    with serving("tracker.app:create_app()", port, environment) as address:
        yield Office(address, database, tokens)


async def enter(
    open_page: OpenPage, office: Office, role: str, language: str = "en", **reader: object
) -> Page:
    """A browser in which somebody of a role is signed in."""
    page = await open_page(**reader)
    cookie = {"name": "staff", "value": office.tokens[role, language], "url": office.address}
    await page.context.add_cookies([cookie])  # type: ignore[list-item]
    return page
