"""One's own account: where one is signed in, and ending it."""

import pytest

from tests.staff_site import StaffSite
from tracker.store import sessions
from tracker.web.staff.account import browser_of

ANNA = "anna@example.org"


async def test_sessions_are_listed_and_one_can_be_ended(site_on_both: StaffSite) -> None:
    site = site_on_both
    person = await site.person(ANNA)
    elsewhere = site.visitor()
    await site.enter(person, elsewhere)
    await site.enter(person)
    page = await site.see("/staff/account")
    assert page.texts("tbody th") == ["Firefox, Linux (here)", "Firefox, Linux"]
    ending = page.one("tbody form")
    await site.submit(str(ending.get("action")), {}, page="/staff/account")
    await elsewhere.fetch("/staff/", status=303)
    assert len((await site.see("/staff/account")).select("tbody tr")) == 1


async def test_all_other_sessions_can_be_ended_at_once(site: StaffSite) -> None:
    person = await site.person(ANNA)
    others = [site.visitor() for _n in range(2)]
    for visitor in (*others, site.pages):
        await site.enter(person, visitor)
    await site.submit("/staff/account/sessions/end-others", {}, page="/staff/account")
    for visitor in others:
        await visitor.fetch("/staff/", status=303)
    await site.see("/staff/")


async def test_the_session_of_somebody_else_cannot_be_ended(site: StaffSite) -> None:
    bruno = await site.person("bruno@example.org")
    visitor = site.visitor()
    await site.enter(bruno, visitor)
    (theirs,) = await sessions.of_person(bruno.id, site.moment)
    await site.enter(await site.person(ANNA))
    path = f"/staff/account/sessions/{theirs.id}/end"
    page = await site.refused(path, {}, page="/staff/account", status=404)
    assert page.h1 == "This page is not there"
    await site.see("/staff/", pages=visitor)


async def test_a_language_that_there_is_not_changes_nothing(site: StaffSite) -> None:
    await site.enter(await site.person(ANNA))
    await site.submit("/staff/account/language", {"language": "xx"}, page="/staff/account")
    assert (await site.see("/staff/account")).root.get("lang") == "en"


@pytest.mark.parametrize(
    ("agent", "browser"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
            "Chrome, Windows",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("curl/8.5", ""),
    ],
)
def test_a_browser_is_named_so_that_its_owner_knows_it(agent: str, browser: str) -> None:
    assert browser_of(agent) == browser
