"""Running sites on which people are signed in: any that a module furnishes, and the one of a department."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from playwright.async_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.server import serving_site, site_on
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
    """``tokens`` are of the people who are signed in, by the names under which tests ask for them."""

    address: str
    database: str
    tokens: Mapping[str, str]

    def report(self, ref: str) -> str:
        return f"{self.address}/staff/plans/{PLAN}/actions/{ref}/report"


async def signed_in(email: str, *grants: str, language: str, factor: bool = False) -> str:
    """The token of a person made for it, who has no password and reads ``language``."""
    person = await make_person(email, *grants, password="", factor=factor)
    await people.change(person.id, language=language)
    return await sessions.begin(
        person.id, datetime.now(UTC), complete=True, address="127.0.0.1", agent="test"
    )


async def department() -> dict[str, str]:
    """Each role has somebody who reads French, Italian, English: "editor.fr" and so on."""
    await plan_to_report_on()
    tokens = {
        f"{role}.{language}": await signed_in(
            f"{role}.{language}@ville.example", *grants, language=language, factor=role == "everything"
        )
        for role, grants in GRANTS.items()
        for language in LANGUAGES
    }
    await _work_begun(datetime.now(UTC))
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
def open_office(
    data: Path, migrated: Path, furnish: Callable[[], Awaitable[Mapping[str, str]]] = department
) -> Iterator[Office]:
    """Served from ``data``, on a copy of a migrated database; ``furnish`` fills it and gives the tokens."""
    environment = site_on(migrated, data)
    database = environment["TRACKER_DATABASE"]

    async def furnished() -> Mapping[str, str]:
        async with connected(database):
            return await furnish()

    with ThreadPoolExecutor(1) as executor:
        tokens = executor.submit(asyncio.run, furnished()).result()
    with serving_site(environment) as address:
        yield Office(address, database, tokens)


async def enter(open_page: OpenPage, office: Office, who: str, **reader: object) -> Page:
    """A browser in which somebody is signed in."""
    page = await open_page(**reader)
    cookie = {"name": "staff", "value": office.tokens[who], "url": office.address}
    await page.context.add_cookies([cookie])  # type: ignore[list-item]
    return page
