"""Which answers of a provider are believed, and what becomes of the others."""

import json
import logging
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.oidc_provider import CLIENT, SECRET, Claims, OidcProvider
from tests.staff_site import StaffSite
from tests.web.staff.provider.ways import (
    ANNA,
    UNTRUSTED,
    acts,
    back,
    come_in,
    kept_out,
    refusal,
)
from tracker.services.people_sign_in import PER_ADDRESS
from tracker.store import attempts
from tracker.store.staff_log import Act


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
