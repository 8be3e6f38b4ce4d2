"""Signing in through a real OpenID Connect provider: who gets in, and which answers are not believed."""

import json
import logging
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.oidc_provider import CLIENT, SECRET, Claims, OidcProvider, oidc_provider
from tests.page import Page, PageClient
from tests.staff_site import PASSWORD, StaffSite, code_of, hold, read_again, settings_of, staff_site
from tracker.services.people_sign_in import PER_ADDRESS
from tracker.store import attempts, people, staff_log
from tracker.store.engine import Engine
from tracker.store.staff_log import Act, Wanted

ANNA = "anna@example.org"
HOME = "http://127.0.0.1:8000"


@pytest.fixture
def provider() -> Iterator[OidcProvider]:
    with oidc_provider() as made:
        made.people["anna-17"] = {"email": ANNA, "email_verified": True}
        yield made


def variables(provider: OidcProvider, **more: str) -> dict[str, str]:
    return {
        "OIDC_ISSUER": provider.issuer,
        "OIDC_CLIENT_ID": CLIENT,
        "OIDC_CLIENT_SECRET": SECRET,
        "OIDC_NAME": "CityConnect",
        **more,
    }


@pytest_asyncio.fixture
async def site(sqlite_database: Engine, tmp_path: Path, provider: OidcProvider) -> AsyncIterator[StaffSite]:
    async with staff_site(settings_of(tmp_path, **variables(provider))) as made:
        made.moment = datetime.now(UTC)  # the provider's clock
        yield made


@pytest_asyncio.fixture
async def site_on_both(database: Engine, tmp_path: Path, provider: OidcProvider) -> AsyncIterator[StaffSite]:
    async with staff_site(settings_of(tmp_path, **variables(provider))) as made:
        made.moment = datetime.now(UTC)
        yield made


async def leave(site: StaffSite, to: str = "", pages: PageClient | None = None) -> str:
    """The address at the provider that the site sends a browser to."""
    asked = await (pages or site.pages).fetch(f"/staff/provider?next={to}", status=303)
    return asked.headers["location"]


async def back(site: StaffSite, provider: OidcProvider, subject: str = "anna-17", to: str = "") -> str:
    """The path that the provider sends the browser back to, with its answer."""
    return (await provider.sign_in(await leave(site, to), subject)).removeprefix(HOME)


async def come_in(site: StaffSite, provider: OidcProvider, subject: str = "anna-17", to: str = "") -> str:
    """Where somebody is led who signs in at the provider."""
    answer = await site.pages.fetch(await back(site, provider, subject, to), status=303)
    return answer.headers["location"]


async def kept_out(site: StaffSite, provider: OidcProvider, subject: str = "anna-17") -> str:
    """What somebody is told who is not let in."""
    return refusal(await site.see(await back(site, provider, subject), status=422))


def refusal(page: Page) -> str:
    assert page.texts("h1") == ["Sign in"]
    return page.texts(".error-summary li")[0]


UNTRUSTED = "CityConnect can't be reached, or gave an answer that can't be trusted."


async def acts() -> list[tuple[Act, str]]:
    return [(line.act, line.about) for line in await staff_log.lines(Wanted(), 0, 100)]


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


# Who is let in


async def test_an_unknown_person_is_told_whom_the_provider_saw(
    site: StaffSite, provider: OidcProvider
) -> None:
    said = await kept_out(site, provider)
    assert "knows you as anna@example.org, and nobody with this e-mail has an account here" in said
    assert await people.count("") == 0
    assert await acts() == [(Act.SIGN_IN_FAILED, "")]


@pytest.mark.parametrize("verified", [False, None, "false", 0, "yes"])
async def test_an_email_that_is_not_verified_opens_nothing(
    site: StaffSite, provider: OidcProvider, verified: object
) -> None:
    person = await site.person(ANNA)
    provider.people["anna-17"] = {"email": ANNA, **({} if verified is None else {"email_verified": verified})}
    assert "does not vouch for an e-mail of yours" in await kept_out(site, provider)
    assert (await read_again(person)).subject == ""


async def test_a_closed_account_stays_closed(site: StaffSite, provider: OidcProvider) -> None:
    person = await site.person(ANNA)
    await people.change(person.id, active=False)
    assert await kept_out(site, provider) == "Your account at this site is closed."
    assert (await read_again(person)).subject == ""
    await people.change(person.id, issuer=provider.issuer, subject="anna-17")
    assert await kept_out(site, provider) == "Your account at this site is closed."


async def test_whoever_gets_an_address_after_somebody_does_not_get_their_account(
    site: StaffSite, provider: OidcProvider
) -> None:
    person = await site.person(ANNA)
    await come_in(site, provider)
    site.pages = site.visitor()
    provider.people["another-anna"] = {"email": ANNA, "email_verified": True}
    said = await kept_out(site, provider, "another-anna")
    assert said.startswith("The account with your e-mail is connected with somebody else at CityConnect.")
    assert (await read_again(person)).subject == "anna-17"


async def test_accounts_of_a_demonstration_are_not_found_by_email(
    site: StaffSite, provider: OidcProvider
) -> None:
    person = await site.person("reviewer@demo.example")
    await people.change(person.id, demo=True)
    provider.people["x"] = {"email": "reviewer@demo.example", "email_verified": True}
    assert "nobody with this e-mail has an account" in await kept_out(site, provider, "x")


async def test_an_identity_of_an_earlier_provider_gives_way(site: StaffSite, provider: OidcProvider) -> None:
    person = await site.person(ANNA)
    await people.change(person.id, issuer="https://former.example", subject="anna-17")
    await come_in(site, provider)
    assert (await read_again(person)).issuer == provider.issuer


# What is believed


def now() -> int:
    return int(datetime.now(UTC).timestamp())


LIES: dict[str, Claims] = {
    "another audience": {"aud": ["somebody-else"]},
    "an audience beside us and no word who asked": {"aud": [CLIENT, "somebody-else"]},
    "somebody else asked": {"azp": "somebody-else"},
    "another issuer": {"iss": "https://evil.example"},
    "another nonce": {"nonce": "0" * 64},
    "no nonce": {"nonce": None},
    "expired": {"exp": 1_700_000_000},
    "no expiry": {"exp": None},
    "of tomorrow": {"iat": 4_000_000_000},
    "not yet": {"nbf": 4_000_000_000},
    "nobody": {"sub": None},
    "a subject that is too long": {"sub": "a" * 256},
    "another access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
}


@pytest.mark.parametrize("lie", LIES)
async def test_a_token_that_says_something_else_is_refused(
    site: StaffSite, provider: OidcProvider, lie: str, caplog: pytest.LogCaptureFixture
) -> None:
    await site.person(ANNA)

    def tell(header: Claims, claims: Claims) -> str:
        changed = {**claims, **LIES[lie]}
        return provider.signed({name: value for name, value in changed.items() if value is not None})

    provider.lie = tell
    with caplog.at_level(logging.WARNING, logger="tracker.provider"):
        assert UNTRUSTED in await kept_out(site, provider)
    assert provider.issuer in caplog.text
    assert await acts() == [(Act.SIGN_IN_FAILED, "")]


def unsigned(provider: OidcProvider, claims: Claims) -> str:
    parts = (
        urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in ({"alg": "none"}, claims)
    )
    return ".".join((*parts, ""))


def by_secret(provider: OidcProvider, claims: Claims) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))


def by_public_key(provider: OidcProvider, claims: Claims) -> str:
    """The public key taken for a shared secret."""
    public = provider.key.as_pem(private=False)
    return jwt.encode({"alg": "HS256", "kid": provider.key.kid}, claims, OctKey.import_key(public.hex()))


def by_another(provider: OidcProvider, claims: Claims) -> str:
    return jwt.encode({"alg": "RS256", "kid": provider.key.kid}, claims, RSAKey.generate_key(2048))


def by_its_own(provider: OidcProvider, claims: Claims) -> str:
    """A token that brings the key to check it with."""
    own = RSAKey.generate_key(2048)
    header = {"alg": "RS256", "kid": provider.key.kid, "jwk": own.as_dict(private=False)}
    return jwt.encode(header, claims, own)


def none(provider: OidcProvider, claims: Claims) -> str:
    return ""


def nonsense(provider: OidcProvider, claims: Claims) -> str:
    return "a.b.c"


@pytest.mark.parametrize(
    "forge",
    [unsigned, by_secret, by_public_key, by_another, by_its_own, none, nonsense],
    ids=lambda f: f.__name__,
)
async def test_a_token_that_the_provider_did_not_sign_is_refused(
    site: StaffSite, provider: OidcProvider, forge: Any
) -> None:
    await site.person(ANNA)
    provider.lie = lambda header, claims: forge(provider, claims)
    assert UNTRUSTED in await kept_out(site, provider)


async def test_new_keys_of_the_provider_are_learnt(site: StaffSite, provider: OidcProvider) -> None:
    await site.person(ANNA)
    for _n in range(3):
        site.pages = site.visitor()
        assert await come_in(site, provider) == "/staff/"
        provider.change_key()
    assert provider.asked.count("/jwks") == 3
    assert provider.asked.count("/.well-known/openid-configuration") == 1


async def test_what_is_missing_in_the_token_is_asked_for(site: StaffSite, provider: OidcProvider) -> None:
    await site.person(ANNA)
    provider.email_in_token = False
    assert await come_in(site, provider) == "/staff/"
    assert provider.asked[-1] == "/userinfo"


@pytest.mark.parametrize("trusted", [True, False])
async def test_a_signed_answer_on_who_it_is_is_checked(
    site: StaffSite, provider: OidcProvider, trusted: bool
) -> None:
    """As ProConnect answers; its client posts its secret."""
    await site.person(ANNA)
    provider.auth_method = "client_secret_post"
    provider.email_in_token, provider.signs_userinfo = False, True
    if trusted:
        assert await come_in(site, provider) == "/staff/"
        return
    other = RSAKey.generate_key(2048)
    provider.signed = lambda claims, **header: jwt.encode(  # type: ignore[method-assign]
        {"alg": "RS256", "kid": provider.key.kid}, claims, other
    )
    assert UNTRUSTED in await kept_out(site, provider)


async def test_an_answer_on_somebody_else_is_refused(site: StaffSite, provider: OidcProvider) -> None:
    await site.person(ANNA)
    provider.email_in_token = False
    provider.people["anna-17"] = {"sub": "another", "email": ANNA, "email_verified": True}
    assert UNTRUSTED in await kept_out(site, provider)


async def test_an_answer_that_names_another_issuer_is_not_redeemed(
    site: StaffSite, provider: OidcProvider
) -> None:
    await site.person(ANNA)
    path = f"{await back(site, provider)}&iss=https%3A%2F%2Fevil.example"
    assert UNTRUSTED in refusal(await site.see(path, status=422))
    assert "/token" not in provider.asked


PUBLISHED: dict[str, Claims] = {
    "calls itself otherwise": {"issuer": "https://evil.example"},
    "has no place for tokens": {"token_endpoint": ""},
    "has its keys in the clear elsewhere": {"jwks_uri": "http://evil.example/jwks"},
    "has a file for its keys": {"jwks_uri": "file:///etc/passwd"},
    "knows no codes": {"response_types_supported": ["token"]},
    "is far too long": {"service_documentation": "x" * 300_000},
}


@pytest.mark.parametrize("oddity", PUBLISHED)
async def test_a_provider_that_publishes_nonsense_is_not_gone_to(
    site: StaffSite, provider: OidcProvider, oddity: str
) -> None:
    provider.tells = lambda published: {**published, **PUBLISHED[oddity]}
    assert UNTRUSTED in refusal(await site.see("/staff/provider", status=422))


async def test_a_provider_that_is_down_leaves_the_password(site: StaffSite, provider: OidcProvider) -> None:
    await site.person(ANNA)
    path = await back(site, provider)
    provider.down = True
    assert UNTRUSTED in refusal(await site.see(path, status=422))
    assert await site.sign_in(ANNA) == "/staff/"
    fresh = site.visitor()
    assert await site.sign_in(ANNA, pages=fresh) == "/staff/"


async def test_a_redirect_of_the_provider_is_not_followed(site: StaffSite, provider: OidcProvider) -> None:
    await site.person(ANNA)
    provider.tells = lambda published: {
        **published,
        "token_endpoint": f"{provider.issuer}/logout?state=1&post_logout_redirect_uri={provider.issuer}/jwks",
    }
    assert UNTRUSTED in await kept_out(site, provider)
    assert provider.asked[-1] == "/logout"


async def test_somebody_who_says_no_there_is_told_so_here(site: StaffSite, provider: OidcProvider) -> None:
    assert "CityConnect did not sign you in." in await kept_out(site, provider, "")


async def test_guesses_at_codes_are_counted(site: StaffSite, provider: OidcProvider) -> None:
    path = await back(site, provider)
    for _n in range(PER_ADDRESS):
        await attempts.count({"address:127.0.0.1": PER_ADDRESS}, site.moment)
    assert "Too many tries" in refusal(await site.see(path, status=422))
    assert "/token" not in provider.asked


# The second factor


async def test_ones_own_second_factor_is_still_asked_for(site: StaffSite, provider: OidcProvider) -> None:
    person = await site.person(ANNA, factor=True)
    assert await come_in(site, provider, to="/staff/account") == (
        "/staff/second-factor?next=%2Fstaff%2Faccount"
    )
    await site.pages.fetch("/staff/account", status=303)
    typed = {"code": code_of(person, site.moment), "next": "/staff/account"}
    assert await site.submit("/staff/second-factor", typed) == "/staff/account"
    assert "CityConnect" in (await site.see("/staff/account")).text


@pytest.mark.parametrize(
    ("claims", "counts"),
    [({"amr": ["pwd", "mfa"]}, True), ({"acr": "eidas2"}, True), ({"amr": ["pwd"], "acr": "eidas1"}, False)],
)
@pytest.mark.parametrize("own_factor", [True, False])
async def test_a_second_factor_given_at_the_provider_counts_where_the_site_says_so(
    sqlite_database: Engine,
    tmp_path: Path,
    provider: OidcProvider,
    claims: Claims,
    counts: bool,
    own_factor: bool,
) -> None:
    asks = variables(
        provider, OIDC_SECOND_FACTOR="mfa eidas2", OIDC_ACR_VALUES="eidas2", REQUIRE_SECOND_FACTOR="yes"
    )
    async with staff_site(settings_of(tmp_path, **asks)) as site:
        site.moment = datetime.now(UTC)
        await site.person(ANNA, "administrator", factor=own_factor)
        provider.people["anna-17"] |= claims
        assert parse_qs(urlsplit(await leave(site)).query)["acr_values"] == ["eidas2"]
        to = await come_in(site, provider, to="/staff/log")
        if own_factor:
            assert to.startswith("/staff/log" if counts else "/staff/second-factor")
            return
        answer = await site.pages.http.get(to)
        assert answer.status_code == (200 if counts else 303)
        if not counts:
            assert answer.headers["location"] == "/staff/account/second-factor"
            # Without a password here: what they showed the provider just before is enough to set one up.
            await people.change((await people_of(ANNA)).id, password="")
            assert "less than ten minutes ago" in (await site.see("/staff/account/second-factor")).text


async def people_of(email: str) -> people.Person:
    person = await people.by_email(email)
    assert person
    return person


async def test_a_provider_that_gives_verified_emails_alone_is_believed_where_the_site_says_so(
    sqlite_database: Engine, tmp_path: Path, provider: OidcProvider
) -> None:
    trusting = variables(provider, OIDC_EMAILS_VERIFIED="yes")
    async with staff_site(settings_of(tmp_path, **trusting)) as site:
        site.moment = datetime.now(UTC)
        await site.person(ANNA)
        provider.people["anna-17"] = {"email": ANNA, "email_verified": False}
        assert "does not vouch" in await kept_out(site, provider)
        provider.people["anna-17"] = {"email": ANNA}
        assert await come_in(site, provider) == "/staff/"


# One's account, and out


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
