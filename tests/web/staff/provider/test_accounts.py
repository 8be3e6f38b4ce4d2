"""An account and its provider: connected by its owner, let go, and signed out at both."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt

from tests.oidc_provider import OidcProvider
from tests.staff_site import PASSWORD, StaffSite, read_again, settings_of, staff_site
from tests.web.staff.provider.ways import ANNA, HOME, back, come_in, people_of
from tracker.store.engine import Engine


async def connect(site: StaffSite, provider: OidcProvider, subject: str) -> str:
    form = await site.filled("/staff/account/provider", {"current": PASSWORD})
    page = await site.pages.post("/staff/account/provider", form, status=200)
    away = str(page.one("main a.button").get("href"))
    assert f"url={away}" in str(page.one("meta[http-equiv=refresh]").get("content"))
    path = (await provider.sign_in(away, subject)).removeprefix(HOME)
    assert (await site.pages.fetch(path, status=303)).headers["location"] == "/staff/account"
    return (await site.see("/staff/account")).text


async def test_an_account_is_connected_by_its_owner_whatever_the_email(
    site_on_both: StaffSite, provider: OidcProvider
) -> None:
    """As with SPID, whose e-mails are private ones."""
    site = site_on_both
    person = await site.person(ANNA)
    provider.people["spid-1"] = {}
    await site.sign_in(ANNA)
    assert "From now on you can sign in with CityConnect too." in await connect(site, provider, "spid-1")
    assert "can now be opened by signing in with CityConnect" in site.letters[-1].text
    site.pages = site.visitor()
    assert await come_in(site, provider, "spid-1") == "/staff/"
    other = await site.person("ugo@example.org")
    site.pages = site.visitor()
    await site.enter(other)
    said = await connect(site, provider, "spid-1")
    assert "connected with another account of this site" in said
    assert (await read_again(other)).subject == ""
    assert (await read_again(person)).subject == "spid-1"


async def test_an_account_is_not_connected_without_its_password(
    site: StaffSite, provider: OidcProvider
) -> None:
    await site.enter(await site.person(ANNA))
    for page in ("/staff/account/provider", "/staff/account/provider/disconnect"):
        refused = await site.refused(page, {"current": "not this"}, page="/staff/account/provider")
        assert refused.texts(".error-summary a") == ["This is not your current password."]
    assert provider.asked == []


async def test_a_way_to_sign_in_does_not_connect_and_the_other_way_round(
    site: StaffSite, provider: OidcProvider
) -> None:
    """Somebody signs in while the provider's page is open in another window."""
    await site.person(ANNA)
    provider.people["x"] = {"email": "x@example.org", "email_verified": True}
    path = await back(site, provider, "x")
    await site.sign_in(ANNA)
    await site.pages.fetch(path, status=303)
    assert (await people_of(ANNA)).subject == ""


async def test_disconnecting_ends_what_the_provider_opened(site: StaffSite, provider: OidcProvider) -> None:
    await site.person(ANNA)
    await come_in(site, provider)
    elsewhere, site.pages = site.pages, site.visitor()
    await site.sign_in(ANNA)
    to = await site.submit(
        "/staff/account/provider/disconnect", {"current": PASSWORD}, page="/staff/account/provider"
    )
    assert to == "/staff/account"
    assert (await people_of(ANNA)).subject == ""
    await elsewhere.fetch("/staff/", status=303)
    await site.see("/staff/")
    assert "can no longer be opened" in site.letters[-1].text


async def test_without_a_password_one_chooses_it_first_and_the_provider_is_proof_enough(
    site: StaffSite, provider: OidcProvider
) -> None:
    await site.person(ANNA, password="")
    await come_in(site, provider)
    page = await site.refused("/staff/account/provider/disconnect", {}, page="/staff/account/provider")
    assert "Choose a password first" in page.text
    chosen = {"password": PASSWORD}
    late = await site.filled("/staff/account/password", chosen)
    site.passes(minutes=10)
    assert "too long ago" in (await site.pages.post("/staff/account/password", late)).text
    site.pages = site.visitor()
    await come_in(site, provider)
    await site.submit("/staff/account/password", chosen)
    assert await site.sign_in(ANNA, pages=site.visitor()) == "/staff/"


async def test_an_administrator_disconnects_somebody_whose_address_was_given_to_another(
    site: StaffSite, provider: OidcProvider
) -> None:
    person = await site.person(ANNA)
    await come_in(site, provider)
    anna, site.pages = site.pages, site.visitor()
    await site.enter(await site.person("boss@example.org", "administrator"))
    place = f"/staff/people/{person.id}"
    assert "CityConnect" in (await site.see(place)).text
    await site.submit(f"{place}/provider/disconnect", {}, page=place)
    await anna.fetch("/staff/", status=303)
    assert "CityConnect" not in " ".join((await site.see(place)).texts("dl dd"))


async def test_signing_out_ends_here_and_goes_on_to_the_provider(
    site: StaffSite, provider: OidcProvider
) -> None:
    await site.person(ANNA)
    await come_in(site, provider)
    form = await site.filled("/staff/", {})
    page = await site.pages.post("/staff/sign-out", form, status=200)
    assert page.texts("h1") == ["You are signed out here"]
    away = str(page.one("main a.button").get("href"))
    asked = parse_qs(urlsplit(away).query)
    assert away.startswith(f"{provider.issuer}/logout?")
    assert asked["post_logout_redirect_uri"] == [f"{HOME}/staff/signed-out"]
    told = jwt.decode(asked["id_token_hint"][0], provider.key)
    assert told.claims["sub"] == "anna-17"
    await site.pages.fetch("/staff/", status=303)
    returned = await site.pages.fetch("/staff/signed-out?state=x", status=303)
    assert returned.headers["location"] == "/staff/sign-in?done=signed-out"


async def test_signing_out_with_a_password_or_a_silent_provider_stays_here(
    site: StaffSite, provider: OidcProvider
) -> None:
    await site.person(ANNA)
    await site.sign_in(ANNA)
    assert await site.submit("/staff/sign-out", {}, page="/staff/") == "/staff/sign-in?done=signed-out"
    provider.tells = lambda published: {**published, "end_session_endpoint": ""}
    await come_in(site, provider)
    assert await site.submit("/staff/sign-out", {}, page="/staff/") == "/staff/sign-in?done=signed-out"


async def test_without_a_provider_there_is_no_trace_of_one(sqlite_database: Engine, tmp_path: Path) -> None:
    async with staff_site(settings_of(tmp_path)) as site:
        assert "/staff/provider" not in (await site.see("/staff/sign-in")).html
        await site.see("/staff/provider", status=404)
        await site.see("/staff/provider/back?code=x&state=x", status=404)
        await site.enter(await site.person(ANNA))
        assert "/staff/account/provider" not in (await site.see("/staff/account")).html
