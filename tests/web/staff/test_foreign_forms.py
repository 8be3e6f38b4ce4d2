"""A form is accepted from our own pages only."""

import pytest

from tests.page import PageClient
from tests.staff_site import PASSWORD, StaffSite, proof_of
from tracker.store import people

ANNA = "anna@example.org"


async def refused(pages: PageClient, form: dict[str, str], **headers: str) -> None:
    response = await pages.fetch(
        "/staff/account/language", method="POST", status=403, form=form, headers=headers
    )
    assert "This form has grown old" in response.text


async def language() -> str:
    person = await people.by_email(ANNA)
    assert person
    return person.language


async def test_a_form_without_proof_changes_nothing(site: StaffSite) -> None:
    await site.enter(await site.person(ANNA))
    for proof in ({}, {"_proof": ""}, {"_proof": "x" * 88}, {"_proof": "é"}, {"_proof": "AAAA"}):
        await refused(site.pages, {"language": "it", **proof})
    assert await language() == "en"


async def test_the_proof_of_another_visitor_is_worth_nothing(site: StaffSite) -> None:
    await site.enter(await site.person(ANNA))
    other = site.visitor()
    proof = proof_of(await site.see("/staff/sign-in", pages=other))
    await refused(site.pages, {"language": "it", "_proof": proof})


async def test_the_proof_from_before_sign_in_is_worth_nothing_after(site: StaffSite) -> None:
    await site.person(ANNA)
    before = await site.filled("/staff/sign-in", {"email": ANNA, "password": PASSWORD})
    await site.pages.submit("/staff/sign-in", before)
    await refused(site.pages, {"language": "it", "_proof": before["_proof"]})


async def test_the_proof_looks_different_each_time_and_holds(site: StaffSite) -> None:
    await site.enter(await site.person(ANNA))
    first, second = [proof_of(await site.see("/staff/account")) for _n in range(2)]
    assert first != second
    for proof in (first, second):
        await site.pages.submit("/staff/account/language", {"language": "it", "_proof": proof})
    assert await language() == "it"


@pytest.mark.parametrize("whence", ["cross-site", "same-site"])
async def test_a_form_that_its_browser_says_is_another_sites_is_refused(site: StaffSite, whence: str) -> None:
    await site.enter(await site.person(ANNA))
    form = await site.filled("/staff/account", {"language": "it"})
    await refused(site.pages, form, **{"Sec-Fetch-Site": whence})
    assert await language() == "en"


async def test_somebody_cannot_be_signed_in_by_another_site(site: StaffSite) -> None:
    await site.person(ANNA)
    form = {"email": ANNA, "password": PASSWORD}
    await site.pages.fetch("/staff/sign-in", method="POST", status=403, form=form)
