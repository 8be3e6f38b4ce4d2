"""The second factor: set up, asked for, never accepted twice, and a way back in."""

import re

from pyotp import TOTP

from tests.staff_site import PASSWORD, StaffSite, code_of, hold, read_again
from tracker.services.people_factor import RECOVERY_CODES
from tracker.services.people_sign_in import PER_FACTOR
from tracker.store import attempts, people, sessions, staff_log
from tracker.store.sessions import FOR_SECOND_FACTOR, fingerprint
from tracker.store.staff_log import Act, Wanted

ANNA = "anna@example.org"
SET_UP = "/staff/account/second-factor"


async def waiting(site: StaffSite, person: int) -> None:
    """A browser that gave the right password, and no code yet."""
    hold(site.pages, await sessions.begin(person, site.moment, complete=False))


async def test_a_password_alone_opens_nothing_where_there_is_a_second_factor(site: StaffSite) -> None:
    person = await site.person(ANNA, factor=True)
    assert await site.sign_in(ANNA, to="/staff/account") == "/staff/second-factor?next=%2Fstaff%2Faccount"
    for path in ("/staff/", "/staff/account", SET_UP):
        await site.pages.fetch(path, status=303)
    before = site.pages.http.cookies["staff"]
    form = {"code": code_of(person, site.moment), "next": "/staff/account"}
    assert await site.submit("/staff/second-factor", form) == "/staff/account"
    assert site.pages.http.cookies["staff"] != before
    await site.see("/staff/account")


async def test_a_code_works_once(site_on_both: StaffSite) -> None:
    site = site_on_both
    person = await site.person(ANNA, factor=True)
    code = code_of(person, site.moment)
    await waiting(site, person.id)
    await site.submit("/staff/second-factor", {"code": f"{code[:3]} {code[3:]}"})
    await waiting(site, person.id)
    page = await site.refused("/staff/second-factor", {"code": code})
    assert "it was used before" in page.text
    site.passes(seconds=30)
    await site.submit("/staff/second-factor", {"code": code_of(person, site.moment)})


async def test_a_code_of_before_or_after_by_more_than_half_a_minute_is_refused(site: StaffSite) -> None:
    person = await site.person(ANNA, factor=True)
    await waiting(site, person.id)
    moment = site.moment
    for seconds in (-60, 60, 3600):
        site.passes(seconds=seconds)
        code = code_of(person, site.moment)
        site.moment = moment
        await site.refused("/staff/second-factor", {"code": code})
    for wrong in ("", "abc", "12345", "0" * 500, "١٢٣٤٥٦"):
        await attempts.clear(f"factor:{person.id}")
        await site.refused("/staff/second-factor", {"code": wrong})


async def test_codes_are_not_to_be_guessed(site: StaffSite) -> None:
    person = await site.person(ANNA, factor=True)
    await waiting(site, person.id)
    for _n in range(PER_FACTOR):
        await site.refused("/staff/second-factor", {"code": "000000"})
    page = await site.refused("/staff/second-factor", {"code": code_of(person, site.moment)})
    assert "Too many tries" in page.text


async def test_the_second_step_does_not_wait_for_ever(site: StaffSite) -> None:
    person = await site.person(ANNA, factor=True)
    await waiting(site, person.id)
    await site.see("/staff/second-factor")
    site.moment += FOR_SECOND_FACTOR
    await site.pages.fetch("/staff/second-factor", status=303)


async def set_up(site: StaffSite) -> tuple[str, list[str]]:
    """The secret and the recovery codes of somebody who is signed in."""
    page = await site.see(SET_UP)
    assert page.one("svg.qr path").get("d")
    secret = "".join(page.texts("main code")[0].split())
    person = await people.by_email(ANNA)
    assert person
    found = await sessions.find(site.pages.http.cookies["staff"], site.moment)
    assert found
    assert found.setup_secret == secret
    form = await site.filled(SET_UP, {"code": TOTP(secret).at(site.moment), "current": PASSWORD})
    response = await site.pages.fetch(SET_UP, method="POST", form=form)
    return secret, re.findall(r"<code>([a-z2-7-]{19})</code>", response.text)


async def test_setting_up_takes_the_password_and_the_code_of_the_app(site: StaffSite) -> None:
    person = await site.person(ANNA)
    await site.enter(person)
    key = (await site.see(SET_UP)).texts("main code")[0]
    page = await site.refused(SET_UP, {"code": "123456", "current": PASSWORD})
    assert "does not belong to the square above" in page.text
    assert page.texts("main code")[0] == key
    page = await site.refused(SET_UP, {"code": "123456", "current": "not the password"})
    assert page.texts(".error-summary a") == ["This is not your current password."]
    assert not (await read_again(person)).has_second_factor
    _secret, codes = await set_up(site)
    assert len(set(codes)) == RECOVERY_CODES
    assert (await read_again(person)).has_second_factor
    assert site.letters[-1].to == ANNA
    assert "second factor now protects" in site.letters[-1].text


async def test_setting_up_signs_out_everywhere_else_and_the_code_used_is_spent(site: StaffSite) -> None:
    person = await site.person(ANNA)
    elsewhere = site.visitor()
    await site.enter(person, elsewhere)
    await site.enter(person)
    await set_up(site)
    await elsewhere.fetch("/staff/", status=303)
    await waiting(site, person.id)
    code = code_of(await read_again(person), site.moment)
    await site.refused("/staff/second-factor", {"code": code})


async def test_a_recovery_code_works_once_and_is_kept_as_a_hash(site_on_both: StaffSite) -> None:
    site = site_on_both
    person = await site.person(ANNA, factor=True)
    codes = ["abcd-efgh-ijkl-mnop", "2345-6723-4567-2345"]
    await people.keep_codes(person.id, [fingerprint(code.replace("-", "")) for code in codes])
    await waiting(site, person.id)
    await site.submit("/staff/second-factor", {"code": " ABCD EFGH-ijkl mnop"})
    await waiting(site, person.id)
    await site.refused("/staff/second-factor", {"code": codes[0]})
    assert await people.codes_left(person.id) == 1
    await site.submit("/staff/second-factor", {"code": codes[1]})
    lines = await staff_log.lines(Wanted(act=Act.RECOVERY_CODE_USED), 0, 10)
    assert [line.about for line in lines] == [ANNA, ANNA]


async def test_new_recovery_codes_replace_the_old_ones(site: StaffSite) -> None:
    person = await site.person(ANNA, factor=True)
    await people.keep_codes(person.id, ["0" * 64])
    await site.enter(person)
    form = await site.filled(SET_UP, {"current": PASSWORD})
    response = await site.pages.fetch(f"{SET_UP}/codes", method="POST", form=form)
    codes = re.findall(r"<code>([a-z2-7-]{19})</code>", response.text)
    assert len(codes) == RECOVERY_CODES == await people.codes_left(person.id)
    assert not await people.use_code(person.id, "0" * 64, site.moment)
    assert await people.use_code(person.id, fingerprint(codes[3].replace("-", "")), site.moment)


async def test_removing_takes_the_password(site: StaffSite) -> None:
    person = await site.person(ANNA, factor=True)
    await site.enter(person)
    await site.refused(f"{SET_UP}/remove", {"current": "no"}, page=SET_UP)
    await site.submit(f"{SET_UP}/remove", {"current": PASSWORD}, page=SET_UP)
    assert not (await read_again(person)).has_second_factor
    assert "was removed" in site.letters[-1].text


async def test_a_site_can_ask_weighty_roles_for_it_before_anything_else(strict_site: StaffSite) -> None:
    site = strict_site
    await site.enter(await site.person("editor@example.org", "editor:lille:ccas"))
    await site.see("/staff/")
    for role in ("reviewer:lille", "council:lille", "administrator"):
        await site.enter(await site.person(f"{role.partition(':')[0]}@example.org", role))
        for path in ("/staff/", "/staff/people", "/staff/log"):
            response = await site.pages.fetch(path, status=303)
            assert response.headers["location"] == SET_UP
        page = await site.see(SET_UP)
        assert "before anything else" in page.text
        assert page.select(".plan-nav") == []


async def test_where_it_is_asked_for_it_cannot_be_removed(strict_site: StaffSite) -> None:
    site = strict_site
    person = await site.person(ANNA, "administrator", factor=True)
    await site.enter(person)
    assert "Remove" not in (await site.see(SET_UP)).text
    page = await site.refused(f"{SET_UP}/remove", {"current": PASSWORD}, page=SET_UP)
    assert page.texts(".error-summary li") == ["This site asks your role for a second factor."]
    assert (await read_again(person)).has_second_factor
