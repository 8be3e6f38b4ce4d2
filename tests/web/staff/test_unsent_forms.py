"""A form that is sent after the session ended, or after somebody signed in anew, loses nothing."""

import pytest

from tests.page import Page, PageClient
from tests.reports import PLAN, form, plan_to_report_on
from tests.staff_site import PASSWORD, StaffSite, proof_of
from tests.uploads import PDF
from tracker.store import submissions
from tracker.store.sessions import IDLE

REPORT = f"/staff/plans/{PLAN}/actions/1.0/report"
EDITOR = f"editor:{PLAN}:ccas"
ANNA = "anna@example.org"
WORDS = 'Les murs sont **montés**.\n\nLe toit "suit" <bientôt> & vite.'
SAME = {"Sec-Fetch-Site": "same-origin"}


async def report(site: StaffSite) -> dict[str, str]:
    """The report form, filled in, by somebody whose session is about to end."""
    await plan_to_report_on()
    await site.person(ANNA, EDITOR)
    await site.sign_in(ANNA)
    page = await site.see(REPORT)
    numbers = {
        name: str(page.one(f"#report input[name={name}]").get("value")) for name in ("version", "known")
    }
    return {"_proof": proof_of(page), **numbers, **form(text=WORDS), "do": "save"}


async def sent(pages: PageClient, typed: dict[str, str], path: str = REPORT, **headers: str) -> Page:
    """The page that answers, checked like every other."""
    pages.http.headers.update(headers)
    try:
        return await pages.post(path, typed, status=403)
    finally:
        for name in headers:
            del pages.http.headers[name]


def again(page: Page) -> dict[str, str]:
    """What the page would send again."""
    fields = page.select("main form input[type=hidden]")
    return {str(one.get("name")): str(one.get("value")) for one in fields}


def kept(page: Page) -> str:
    return (page.one("#typed").text or "").strip()


async def test_a_report_that_is_sent_after_the_session_ended_is_sent_again_and_loses_nothing(
    site: StaffSite,
) -> None:
    typed = await report(site)
    site.moment += IDLE
    page = await sent(site.pages, typed)
    assert page.texts("h1") == ["You were signed out meanwhile"]
    assert WORDS in kept(page)
    assert "_proof" not in kept(page)
    assert page.one("main a.button").get("target") == "_blank"
    assert not await submissions.open_one(PLAN, "1.0", "ccas")
    # In another window of the same browser; the page that was kept open sends what it holds.
    await site.sign_in(ANNA)
    page = await sent(site.pages, again(page), **SAME)
    assert page.texts("h1") == ["This form has grown old"]
    assert WORDS in kept(page)
    assert not await submissions.open_one(PLAN, "1.0", "ccas")
    assert await site.pages.submit(REPORT, again(page)) == REPORT
    draft = await submissions.open_one(PLAN, "1.0", "ccas")
    assert draft
    assert draft.typed["text"] == WORDS


async def test_files_have_to_be_added_again_and_the_page_says_so(site: StaffSite) -> None:
    typed = await report(site)
    site.moment += IDLE
    files = {"evidence-0-file": ("délibération.pdf", PDF, "application/pdf")}
    answer = await site.pages.http.post(REPORT, data=typed, files=files)
    assert answer.status_code == 403
    assert "Files are not kept: add them again afterwards. délibération.pdf" in answer.text


@pytest.mark.parametrize(
    ("headers", "stranger"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "https://evil.example"}, True),
        ({}, True),
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
async def test_what_another_site_sends_is_never_offered_to_be_sent(
    site: StaffSite, headers: dict[str, str], stranger: bool, signed_in: bool
) -> None:
    """Else its words would become ours by one press of a button."""
    typed = await report(site)
    if not signed_in:
        site.moment += IDLE
    if stranger or signed_in:
        typed["_proof"] = proof_of(await site.see("/staff/sign-in", pages=site.visitor()))
    answer = await site.pages.http.post(REPORT, data=typed, headers=headers)
    assert answer.status_code == (403 if signed_in else 303)
    assert "montés" not in answer.text


async def test_an_origin_of_ours_is_believed_where_the_browser_says_no_more(site: StaffSite) -> None:
    typed = await report(site) | {"_proof": "old"}
    page = await sent(site.pages, typed, Origin="http://127.0.0.1:8000")
    assert WORDS in kept(page)


async def test_a_password_is_never_shown_nor_carried_on(site: StaffSite) -> None:
    await site.enter(await site.person(ANNA))
    form = await site.filled("/staff/account/password", {"current": PASSWORD, "password": PASSWORD})
    site.moment += IDLE
    answer = await site.pages.http.post("/staff/account/password", data=form, headers=SAME)
    assert (answer.status_code, PASSWORD in answer.text) == (303, False)
    await site.enter(await site.person("eva@example.org"))
    answer = await site.pages.http.post("/staff/account/password", data=form, headers=SAME)
    assert (answer.status_code, PASSWORD in answer.text) == (403, False)


async def test_a_button_leads_to_sign_in_and_back_to_its_page(site: StaffSite) -> None:
    """Its own address takes forms alone."""
    await site.enter(await site.person(ANNA))
    form = await site.filled("/staff/account", {})
    site.moment += IDLE
    where = {"Referer": "http://127.0.0.1:8000/staff/account?x=1"}
    answer = await site.pages.http.post("/staff/account/sessions/end-others", data=form, headers=where)
    assert answer.headers["location"] == "/staff/sign-in?next=%2Fstaff%2Faccount%3Fx%3D1"
    for elsewhere in ("https://evil.example/staff/", "http://127.0.0.1:8000.evil.example/staff/", ""):
        headers = {"Referer": elsewhere}
        answer = await site.pages.http.post("/staff/account/sessions/end-others", data=form, headers=headers)
        assert answer.headers["location"] == "/staff/sign-in"


async def test_other_forms_keep_what_was_typed_too(site: StaffSite) -> None:
    await site.enter(await site.person("boss@example.org", "administrator"))
    typed = {"email": "new.person@example.org", "language": "fr", "grant": ""}
    form = await site.filled("/staff/people/invite", typed)
    site.moment += IDLE
    page = await sent(site.pages, form, "/staff/people/invite")
    assert kept(page) == "new.person@example.org\n\nfr"
    assert {name: again(page)[name] for name in typed} == typed
