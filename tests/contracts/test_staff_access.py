"""Every staff route with every role, compared with the table in `staff_access.md`."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest_asyncio
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from tests.staff_site import StaffSite, make_person, settings_of, staff_site
from tracker.store import people
from tracker.store.engine import Engine

TABLE = Path(__file__).with_name("staff_access.md")
ROLES = {
    "anonymous": (),
    "no role": (),
    "editor": ("editor:pacte:ccas",),
    "reviewer": ("reviewer:pacte",),
    "council": ("council:pacte",),
    "administrator": ("administrator",),
}
# What stands for a parameter of an address; the person is made for it.
PLACES = {"{token:str}": "x" * 43, "{session:int}": "999", "{plan:str}": "pacte", "{person:int}": "1"} | {
    "{ref:str}": "1.0",
    "{submission:int}": "1",
    "{digest:str}": "a" * 64,
    "{index:int}": "0",
    "{code:str}": "1",
    "{organisation:str}": "ccas",
    "{preparation:int}": "1",
    "{job:int}": "1",
}


def staff_routes(app: Litestar) -> Iterator[tuple[str, str, str]]:
    """Name, method and address of each route under /staff, HEAD left out."""
    for route in app.routes:
        if route.path.split("/")[1] != "staff":
            continue
        for handler in getattr(route, "route_handlers", ()):
            assert isinstance(handler, HTTPRouteHandler)
            for method in sorted(handler.http_methods - {"HEAD", "OPTIONS"}):
                yield str(handler.name), str(method), route.path


def rows() -> dict[tuple[str, str], tuple[str, ...]]:
    """What the table says: (route, address) to what each role gets."""
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if re.match(r"\| staff\.", line):
            found[cells[0], cells[1].strip("`")] = tuple(cells[2:])
    return found


@pytest_asyncio.fixture
async def site(sqlite_database: Engine, tmp_path: Path) -> AsyncIterator[StaffSite]:
    async with staff_site(settings_of(tmp_path)) as made:
        yield made


async def outcome(site: StaffSite, method: str, path: str, role: str) -> str:
    visitor = site.visitor()
    if role != "anonymous":
        email = f"{role.replace(' ', '-')}@example.org"
        person = await people.by_email(email) or await make_person(email, *ROLES[role], password="")
        await site.enter(person, visitor)
    form = None
    if method == "POST":
        page = await visitor.http.get("/staff/sign-in" if role == "anonymous" else "/staff/account")
        form = {"_proof": proof_in(page.text)}
    return meaning(await visitor.http.request(method, path, data=form))


def proof_in(html: str) -> str:
    """Without parsing the page, which would take most of the time of hundreds of visits."""
    found = re.search(r'<input type="hidden" name="_proof" value="([^"]+)">', html)
    assert found
    return found[1]


def meaning(response: httpx.Response) -> str:
    location = response.headers.get("location", "")
    if response.status_code == 303 and re.fullmatch(r"/staff/sign-in(\?next=.*)?", location):
        return "sign in"
    assert response.status_code in {200, 303, 403, 404, 422}, response.status_code
    return "403" if response.status_code == 403 else "page"


async def test_every_role_gets_at_every_address_what_the_table_says(site: StaffSite) -> None:
    await make_person("somebody@example.org", password="")
    found = {}
    for name, method, address in staff_routes(site.app):
        path = re.sub(r"\{.*?\}", lambda place: PLACES[place[0]], address)
        found[name, f"{method} {address}"] = tuple(
            [await outcome(site, method, path, role) for role in ROLES]
        )
    told = rows()
    missing = [f"| {name} | `{address}` | {' | '.join(got)} |" for (name, address), got in found.items()]
    assert sorted(told) == sorted(found), "the table should be:\n" + "\n".join(missing)
    assert {key: got for key, got in found.items() if told[key] != got} == {}


def test_the_table_says_what_no_role_may_ever_get() -> None:
    for (name, _address), got in rows().items():
        if name.split(".")[1] in {"people", "person", "log"}:
            assert got == ("sign in", "403", "403", "403", "403", "page"), name


async def test_every_form_of_staff_is_refused_without_proof(site: StaffSite) -> None:
    every_role = [grant for grants in ROLES.values() for grant in grants]
    boss = await make_person("boss@example.org", *every_role, password="")
    await site.enter(boss)
    for name, method, address in staff_routes(site.app):
        if method == "POST":
            path = re.sub(r"\{.*?\}", lambda place: PLACES[place[0]], address)
            response = await site.pages.http.post(path, data={"grant": "administrator"})
            assert response.status_code == 403, name
            assert "This form has grown old" in response.text, name
