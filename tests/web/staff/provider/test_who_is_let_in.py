"""Whom a provider opens the site to, and what it is asked for beside."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.oidc_provider import Claims, OidcProvider
from tests.staff_site import StaffSite, code_of, read_again, settings_of, staff_site
from tests.web.staff.provider.ways import ANNA, acts, come_in, kept_out, leave, people_of, variables
from tracker.store import people
from tracker.store.engine import Engine
from tracker.store.staff_log import Act


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
