"""A site with staff, for tests: its clock stands still until it is moved, its letters are kept to be read."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import httpx
from argon2 import PasswordHasher
from argon2.profiles import RFC_9106_LOW_MEMORY
from litestar import Litestar
from pyotp import TOTP, random_base32

from tests.apps import lent_app
from tests.page import Page, PageClient, pages_of
from tracker.domain.access import Grant
from tracker.services.people_sign_in import Origin
from tracker.settings import Settings
from tracker.store import people, sessions
from tracker.store.people import Person

PASSWORD = "quatre oiseaux sur un fil"
OTHER_PASSWORD = "sept nuages derrière la gare"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOME = Origin("203.0.113.7", "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0")


@cache
def hashed(password: str) -> str:
    """Hashing is slow on purpose; tests that don't test it share the outcome."""
    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY).hash(password)


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    text: str
    html: str
    kind: str
    dedupe: str

    @property
    def path(self) -> str:
        """Where its link leads, below the site."""
        found = re.search(r"https?://[^/\s]+(/\S+)", self.text)
        assert found, self.text
        return found[1]


@dataclass
class StaffSite:
    app: Litestar
    pages: PageClient
    moment: datetime = NOON
    letters: list[Letter] = field(default_factory=list)

    def passes(self, **time: float) -> None:
        self.moment += timedelta(**time)

    def visitor(self, address: str = "127.0.0.1") -> PageClient:
        """Another browser, without cookies."""
        transport = httpx.ASGITransport(app=self.app, client=(address, 1234))  # type: ignore[arg-type]
        return PageClient(
            httpx.AsyncClient(
                transport=transport,
                base_url=str(self.pages.http.base_url),
                headers={"Accept-Language": "en"},
            )
        )

    async def person(
        self, email: str, *grants: str, password: str = PASSWORD, factor: bool = False
    ) -> Person:
        return await make_person(email, *grants, password=password, factor=factor, now=self.moment)

    async def see(self, path: str, status: int = 200, pages: PageClient | None = None) -> Page:
        return await (pages or self.pages).get(path, status=status, cookie_allowed=True)

    async def filled(
        self, path: str, typed: Mapping[str, str], pages: PageClient | None = None
    ) -> dict[str, str]:
        """What a browser would send from the page at ``path``, with the proof that the page carries."""
        return {"_proof": proof_of(await self.see(path, pages=pages)), **typed}

    async def submit(
        self, path: str, typed: Mapping[str, str], *, page: str = "", pages: PageClient | None = None
    ) -> str:
        """Where a form that is accepted leads; ``page`` is where it stands when it is sent elsewhere."""
        form = await self.filled(page or path, typed, pages)
        return await (pages or self.pages).submit(path, form)

    async def refused(
        self,
        path: str,
        typed: Mapping[str, str],
        *,
        page: str = "",
        status: int = 422,
        pages: PageClient | None = None,
    ) -> Page:
        form = await self.filled(page or path, typed, pages)
        return await (pages or self.pages).post(path, form, status=status)

    async def sign_in(
        self, email: str, password: str = PASSWORD, pages: PageClient | None = None, to: str = ""
    ) -> str:
        typed = {"email": email, "password": password, "next": to}
        return await self.submit("/staff/sign-in", typed, pages=pages)

    async def enter(self, person: Person, pages: PageClient | None = None) -> None:
        """Signed in, without the form: for tests of what comes after."""
        token = await sessions.begin(
            person.id, self.moment, complete=True, address=HOME.address, agent=HOME.agent
        )
        hold(pages or self.pages, token)


def hold(pages: PageClient, token: str) -> None:
    """Put a token in a browser's cookie, as the site would."""
    pages.http.cookies.set("staff", token, domain="127.0.0.1", path="/")


def proof_of(page: Page) -> str:
    return str(page.select("input[name=_proof]")[0].get("value"))


async def make_person(
    email: str, *grants: str, password: str = PASSWORD, factor: bool = False, now: datetime = NOON
) -> Person:
    person = await people.add(email, "en", now)
    if password:
        await people.change(person.id, password=hashed(password))
    if factor:
        await people.change(person.id, totp_secret=random_base32())
    for grant in grants:
        await people.grant(person.id, Grant.parse(grant))
    found = await people.by_id(person.id)
    assert found
    return found


async def read_again(person: Person) -> Person:
    found = await people.by_id(person.id)
    assert found
    return found


def code_of(person: Person, moment: datetime) -> str:
    """What the person's app shows."""
    return TOTP(person.totp_secret).at(moment)


def settings_of(tmp_path: Path, **variables: str) -> Settings:
    return Settings.from_environment(
        {"TRACKER_DATA": str(tmp_path), **{f"TRACKER_{name}": value for name, value in variables.items()}}
    )


@asynccontextmanager
async def staff_site(settings: Settings, *, mail: bool = True) -> AsyncIterator[StaffSite]:
    """On the database in use."""
    made: list[StaffSite] = []

    async def queue(to: str, subject: str, text: str, html: str, kind: str, dedupe: str) -> None:
        made[0].letters.append(Letter(to, subject, text, html, kind, dedupe))

    with lent_app(settings, lambda: made[0].moment, queue if mail else None) as app:
        async with pages_of(app) as pages:
            pages.http.base_url = httpx.URL(settings.site_url)
            pages.http.headers["Accept-Language"] = "en"
            made.append(StaffSite(app, pages))
            yield made[0]


def sent_by(page: Page, action: str, **typed: str) -> dict[str, str]:
    """What a browser would send from the form of a page that leads to ``action``, with more typed into it.

    ``due__date`` stands for the field ``due-date``; a name with the text "" empties or unticks its field.
    """
    found = page.one(f'form[method=post][action="{action}"]')
    fields: dict[str, str] = {}
    for one in found.iter("input", "textarea", "select"):
        name, kind = str(one.get("name")), one.get("type")
        if one.tag == "select":
            chosen = [option for option in one.iter("option") if option.get("selected") is not None]
            fields[name] = str((chosen or list(one.iter("option")))[0].get("value"))
        elif one.tag == "textarea":
            fields[name] = (one.text or "").removeprefix("\n")
        elif kind not in ("checkbox", "radio") or one.get("checked") is not None:
            fields[name] = str(one.get("value") or "")
    return {**fields, **{name.replace("__", "-"): text for name, text in typed.items()}}
