"""The way to a provider and back: it begins in one browser, is gone once, and leads nowhere else."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.oidc_provider import OidcProvider
from tests.staff_site import StaffSite, hold, read_again
from tests.web.staff.provider.ways import ANNA, HOME, UNTRUSTED, acts, back, come_in, leave, refusal
from tracker.store.staff_log import Act


async def test_somebody_invited_comes_in_by_their_verified_email_and_is_known_from_then_on(
    site_on_both: StaffSite, provider: OidcProvider
) -> None:
    site = site_on_both
    person = await site.person(ANNA, password="")
    assert await come_in(site, provider, to="/staff/account") == "/staff/account"
    assert "You are signed in as anna@example.org." in (await site.see("/staff/")).text
    connected = await read_again(person)
    assert (connected.issuer, connected.subject, connected.invited) == (provider.issuer, "anna-17", False)
    assert await acts() == [(Act.SIGNED_IN, ANNA), (Act.PROVIDER_CONNECTED, ANNA)]
    # An e-mail changes, and may be given to somebody else; the subject does neither.
    provider.people["anna-17"] = {"email": "anna.rossi@example.org", "email_verified": True}
    site.pages = site.visitor()
    assert await come_in(site, provider) == "/staff/"
    assert "anna@example.org" in (await site.see("/staff/")).text


async def test_the_question_carries_pkce_and_secrets_that_are_new_each_time(site: StaffSite) -> None:
    first, second = [parse_qs(urlsplit(await leave(site)).query) for _n in range(2)]
    assert first["redirect_uri"] == [f"{HOME}/staff/provider/back"]
    assert first["scope"] == ["openid email"]
    assert first["code_challenge_method"] == ["S256"]
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
        assert len(first[name][0]) >= 43


async def test_the_identifier_changes_and_the_way_is_gone_once(
    site: StaffSite, provider: OidcProvider
) -> None:
    await site.person(ANNA)
    await site.see("/staff/sign-in")
    before = site.pages.http.cookies["staff"]
    path = await back(site, provider)
    await site.pages.fetch(path, status=303)
    assert site.pages.http.cookies["staff"] != before
    assert "staff-provider" not in site.pages.http.cookies
    await site.pages.fetch(path, status=303)  # signed in: told on their own page
    assert "begun too long ago" in (await site.see("/staff/account")).text
    thief = site.visitor()
    hold(thief, before)
    assert "begun too long ago" in refusal(await site.see(path, status=422, pages=thief))


async def test_an_answer_that_is_sent_again_with_its_cookies_opens_nothing(
    site: StaffSite, provider: OidcProvider
) -> None:
    await site.person(ANNA)
    path = await back(site, provider)
    cookies = dict(site.pages.http.cookies)
    await site.pages.fetch(path, status=303)
    again = site.visitor()
    for name, value in cookies.items():
        again.http.cookies.set(name, value, domain="127.0.0.1", path="/")
    assert UNTRUSTED in refusal(await site.see(path, status=422, pages=again))


async def test_an_answer_to_another_browsers_question_is_refused(
    site: StaffSite, provider: OidcProvider
) -> None:
    """Else somebody could be signed in as another by a link that they follow."""
    await site.person(ANNA)
    path = await back(site, provider)
    for path_of_victim in (path, path.replace("state=", "state=0"), path.partition("&state")[0]):
        victim = site.visitor()
        await leave(site, pages=victim)
        page = await site.see(path_of_victim, status=422, pages=victim)
        assert "begun too long ago or in another window" in refusal(page)
        assert "staff-provider" not in victim.http.cookies


async def test_a_way_holds_for_ten_minutes(site: StaffSite, provider: OidcProvider) -> None:
    await site.person(ANNA)
    path = await back(site, provider)
    site.passes(minutes=10)
    assert "begun too long ago" in refusal(await site.see(path, status=422))


async def test_a_cookie_that_was_tampered_with_is_worth_nothing(
    site: StaffSite, provider: OidcProvider
) -> None:
    await site.person(ANNA)
    path = await back(site, provider)
    kept = site.pages.http.cookies["staff-provider"]
    for spoiled in (kept[:-1] + ("0" if kept[-1] != "0" else "1"), "A" + kept, kept.partition(".")[0], "é."):
        visitor = site.visitor()
        hold(visitor, site.pages.http.cookies["staff"])
        headers = {"Cookie": f"staff={site.pages.http.cookies['staff']}; staff-provider={spoiled}".encode()}
        answer = await visitor.http.get(path, headers=headers)  # type: ignore[arg-type]
        assert answer.status_code == 422
        assert "begun too long ago" in answer.text


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/staff/", "//evil.example", "/fr/", "javascript:x"]
)
async def test_nobody_is_led_to_another_site(site: StaffSite, provider: OidcProvider, elsewhere: str) -> None:
    await site.person(ANNA)
    assert await come_in(site, provider, to=elsewhere) == "/staff/"
