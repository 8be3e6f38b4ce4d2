"""Signing in: who gets in, who is held off, and what nobody learns."""

import time

import pytest

from tests.page import PageClient
from tests.parsed_page import Page
from tests.staff_site import OTHER_PASSWORD, PASSWORD, StaffSite, hashed, hold, proof_of
from tracker.services import people_passwords
from tracker.services.people_sign_in import PER_ACCOUNT, PER_ADDRESS
from tracker.store import attempts, people, staff_log
from tracker.store.sessions import IDLE, LONGEST
from tracker.store.staff_log import Act, Wanted
from tracker.web.auth import safe_next

ANNA = "anna@example.org"


def shown(page: Page) -> str:
    """What a page says, without what is new on every page."""
    return page.html.replace(proof_of(page), "")


async def acts() -> list[Act]:
    lines = await staff_log.lines(Wanted(), 0, 100)
    return [line.act for line in lines]


async def test_the_right_password_leads_to_the_home_of_staff(site_on_both: StaffSite) -> None:
    await site_on_both.person(ANNA)
    assert await site_on_both.sign_in("Anna@Example.org ") == "/staff/"
    home = await site_on_both.see("/staff/")
    assert "You are signed in as anna@example.org." in home.text
    assert await acts() == [Act.SIGNED_IN]


async def test_anonymous_visitors_are_sent_to_sign_in_and_on_to_where_they_wanted(site: StaffSite) -> None:
    await site.person(ANNA, "administrator")
    response = await site.pages.fetch("/staff/log?q=x&page=2", status=303)
    assert response.headers["location"] == "/staff/sign-in?next=%2Fstaff%2Flog%3Fq%3Dx%26page%3D2"
    page = await site.see(response.headers["location"])
    to = str(page.one("input[name=next]").get("value"))
    assert await site.sign_in(ANNA, to=to) == "/staff/log?q=x&page=2"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/staff/",
        "//evil.example/staff/",
        "/\\evil.example",
        "/staff//evil.example",
        "/staff\\..\\x",
        "/fr/",
        "/staffing",
        "javascript:alert(1)",
        "/staff/\nSet-Cookie: x=y",
        "/staff/?" + "a" * 600,
        "staff/",
        "https:/staff/",
    ],
)
def test_only_addresses_of_staff_pages_are_gone_on_to(elsewhere: str) -> None:
    assert safe_next(elsewhere) == "/staff/"


async def test_nobody_is_sent_to_another_site_after_signing_in(site: StaffSite) -> None:
    await site.person(ANNA)
    assert await site.sign_in(ANNA, to="https://evil.example/staff/") == "/staff/"


async def test_a_wrong_password_an_unknown_account_and_a_closed_one_get_the_same_answer(
    site: StaffSite,
) -> None:
    await site.person(ANNA)
    closed = await site.person("closed@example.org")
    await people.change(closed.id, active=False)
    await site.person("invited@example.org", password="")
    answers = set()
    for email in (ANNA, "nobody@example.org", "closed@example.org", "invited@example.org"):
        page = await site.refused("/staff/sign-in", {"email": email, "password": OTHER_PASSWORD})
        assert page.texts(".error-summary a") == ["The e-mail or the password is not right."]
        answers.add(shown(page).replace(email, "E-MAIL"))
    right = await site.refused("/staff/sign-in", {"email": "closed@example.org", "password": PASSWORD})
    assert len({*answers, shown(right).replace("closed@example.org", "E-MAIL")}) == 1


async def test_finding_no_account_takes_as_long_as_finding_one() -> None:
    async def quickest(against: str) -> float:
        taken = []
        for _n in range(3):
            began = time.perf_counter()
            assert not await people_passwords.matches(against, "not the password")
            taken.append(time.perf_counter() - began)
        return min(taken)

    assert await quickest("") > await quickest(hashed(PASSWORD)) / 2


async def test_what_was_typed_stays_except_the_password(site: StaffSite) -> None:
    typed = {"email": "x@example.org", "password": "guess guess guess", "next": "/staff/account"}
    page = await site.refused("/staff/sign-in", typed)
    assert page.one("#email").get("value") == "x@example.org"
    assert page.one("#password").get("value") is None
    assert page.one("input[name=next]").get("value") == "/staff/account"
    assert "guess" not in page.html


async def test_the_identifier_changes_at_sign_in_and_a_planted_one_is_not_kept(
    site_on_both: StaffSite,
) -> None:
    site = site_on_both
    await site.person(ANNA)
    planted = "A" * 43
    hold(site.pages, planted)
    await site.sign_in(ANNA)
    assert site.pages.http.cookies["staff"] != planted
    thief = site.visitor()
    hold(thief, planted)
    await thief.fetch("/staff/", status=303)


async def test_signing_in_again_ends_the_session_before(site: StaffSite) -> None:
    await site.person(ANNA)
    await site.sign_in(ANNA)
    before = site.pages.http.cookies["staff"]
    form = await site.filled("/staff/account/password", {"email": ANNA, "password": PASSWORD})
    await site.pages.submit("/staff/sign-in", form)
    thief = site.visitor()
    hold(thief, before)
    await thief.fetch("/staff/", status=303)


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    site: StaffSite, https_site: StaffSite
) -> None:
    plain = (await site.pages.fetch("/staff/sign-in")).headers["set-cookie"]
    secure = (await https_site.pages.fetch("/staff/sign-in")).headers["set-cookie"]
    for cookie in (plain, secure):
        parts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"httponly", "samesite=lax", "path=/"} <= parts
        assert not any(part.startswith(("domain", "max-age", "expires")) for part in parts)
    assert plain.startswith("staff=")
    assert secure.startswith("__Host-staff=")
    assert "secure" in secure.lower().split("; ")


async def test_staff_pages_are_kept_nowhere_and_run_nothing(site: StaffSite) -> None:
    await site.enter(await site.person(ANNA))
    for path, status in {"/staff/": 200, "/staff/log": 403, "/staff/sign-in": 303}.items():
        headers = (await site.pages.fetch(path, status=status)).headers
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "same-origin"
        assert "form-action 'self'" in headers["content-security-policy"]


async def test_public_pages_set_no_cookie_and_look_at_none(loaded_site: StaffSite) -> None:
    site = loaded_site
    await site.person(ANNA)
    await site.sign_in(ANNA)
    here = await site.pages.fetch("/fr/")
    assert "set-cookie" not in here.headers
    assert here.text == (await site.visitor().fetch("/fr/")).text
    for path in ("/static/tracker.css", "/"):
        assert "set-cookie" not in (await site.visitor().http.get(path)).headers


@pytest.mark.parametrize("idle", [True, False])
async def test_a_session_ends_when_it_is_left_alone_and_after_a_day(
    site_on_both: StaffSite, idle: bool
) -> None:
    site = site_on_both
    await site.enter(await site.person(ANNA))
    await site.see("/staff/")
    if idle:
        site.moment += IDLE
    else:
        began = site.moment
        while site.moment + IDLE / 2 < began + LONGEST:
            site.moment += IDLE / 2
            await site.see("/staff/")
        site.moment = began + LONGEST
    await site.pages.fetch("/staff/", status=303)


async def test_signing_out_ends_the_session_for_good(site: StaffSite) -> None:
    await site.person(ANNA)
    await site.sign_in(ANNA)
    held = site.pages.http.cookies["staff"]
    assert await site.submit("/staff/sign-out", {}, page="/staff/") == "/staff/sign-in?done=signed-out"
    assert "You are signed out." in (await site.see("/staff/sign-in?done=signed-out")).text
    thief = site.visitor()
    hold(thief, held)
    await thief.fetch("/staff/", status=303)


async def test_a_page_is_in_the_language_of_the_account_and_before_that_of_the_browser(
    site: StaffSite,
) -> None:
    site.pages.http.headers["Accept-Language"] = "it"
    assert (await site.see("/staff/sign-in")).root.get("lang") == "it"
    await site.person(ANNA)
    await site.sign_in(ANNA)
    assert (await site.see("/staff/")).root.get("lang") == "en"
    await site.submit("/staff/account/language", {"language": "fr"}, page="/staff/account")
    assert (await site.see("/staff/")).root.get("lang") == "fr"


async def guess(site: StaffSite, email: str, pages: PageClient | None = None) -> str:
    page = await site.refused("/staff/sign-in", {"email": email, "password": "a wrong guess"}, pages=pages)
    return page.texts(".error-summary a")[0]


async def counted(site: StaffSite, key: str, times: int) -> None:
    """Guesses of before: hashing each would take a test minutes."""
    for _n in range(times):
        await attempts.count({key: times}, site.moment)


@pytest.mark.parametrize("email", [ANNA, "nobody@example.org"])
async def test_an_account_is_held_off_after_some_guesses_whether_it_exists_or_not(
    site: StaffSite, email: str
) -> None:
    await site.person(ANNA)
    await counted(site, f"account:{email}", PER_ACCOUNT - 1)
    assert await guess(site, email) == "The e-mail or the password is not right."
    assert await guess(site, email, site.visitor("203.0.113.9")) == "Too many tries. Try again in 15 min."
    held_off = await site.refused("/staff/sign-in", {"email": email, "password": PASSWORD})
    assert "Too many tries" in held_off.text
    site.passes(minutes=14, seconds=1)
    assert await guess(site, email) == "Too many tries. Try again in 1 min."
    site.passes(minutes=1)
    assert await guess(site, email) == "The e-mail or the password is not right."


async def test_an_address_is_held_off_after_many_guesses_at_many_accounts(site: StaffSite) -> None:
    await site.person(ANNA)
    await counted(site, "address:127.0.0.1", PER_ADDRESS)
    assert "Too many tries" in await guess(site, ANNA)
    await site.sign_in(ANNA, pages=site.visitor("203.0.113.9"))


async def test_signing_in_well_is_not_counted_as_guessing(site: StaffSite) -> None:
    await site.person(ANNA)
    await counted(site, f"account:{ANNA}", PER_ACCOUNT - 1)
    await counted(site, "address:127.0.0.1", PER_ADDRESS - 1)
    for _n in range(3):
        await site.sign_in(ANNA, pages=site.visitor())


async def test_accounts_of_a_demonstration_work_on_this_machine_only(https_site: StaffSite) -> None:
    person = await https_site.person("reviewer@demo.example")
    await people.change(person.id, demo=True)
    page = await https_site.refused("/staff/sign-in", {"email": person.email, "password": PASSWORD})
    assert "The e-mail or the password is not right." in page.text
    assert "demonstration" not in page.text


async def test_accounts_of_a_demonstration_are_out_of_reach_of_the_neighbours(site: StaffSite) -> None:
    """Somebody may let the server listen to the network and leave the address of the site as it was."""
    person = await site.person("reviewer@demo.example")
    await people.change(person.id, demo=True)
    neighbour = site.visitor("192.168.1.20")
    typed = {"email": person.email, "password": PASSWORD}
    page = await site.refused("/staff/sign-in", typed, pages=neighbour)
    assert "The e-mail or the password is not right." in page.text
    assert "demonstration" not in page.text
    assert await site.sign_in(person.email, pages=site.visitor("::1")) == "/staff/"


async def test_the_sign_in_page_names_the_accounts_of_a_demonstration(site: StaffSite) -> None:
    assert "demonstration" not in (await site.see("/staff/sign-in")).text
    person = await site.person("reviewer@demo.example", "reviewer:lille")
    await people.change(person.id, demo=True)
    page = await site.see("/staff/sign-in")
    assert "reviewer@demo.example · reviewer" in page.text


async def test_what_a_stranger_types_is_not_kept_in_the_log(site: StaffSite) -> None:
    await site.refused("/staff/sign-in", {"email": "my secret password", "password": "x"})
    lines = await staff_log.lines(Wanted(), 0, 10)
    assert [(line.act, line.about, line.by) for line in lines] == [(Act.SIGN_IN_FAILED, "", "")]


async def test_characters_that_a_database_cannot_keep_do_no_harm(site_on_both: StaffSite) -> None:
    page = await site_on_both.refused("/staff/sign-in", {"email": "a\x00b@example.org", "password": "\x00"})
    assert page.one("#email").get("value") == "ab@example.org"
