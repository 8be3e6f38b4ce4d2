"""A department's home and its report form: drafts, files, faults, and what others do meanwhile."""

from datetime import date

import httpx

from tests.histories import about
from tests.page import Page
from tests.reports import PLAN, form, plan_to_report_on
from tests.staff_site import StaffSite, proof_of
from tests.uploads import PDF, docx, image
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.vocabulary import Because
from tracker.services.record import record
from tracker.services.review import send_back
from tracker.store import register, submissions
from tracker.store.people import Person

REPORT = f"/staff/plans/{PLAN}/actions/1.0/report"
EDITOR = f"editor:{PLAN}:ccas"


async def editor(site: StaffSite, email: str = "anna@example.org", *grants: str) -> Person:
    await plan_to_report_on()
    person = await site.person(email, *(grants or (EDITOR,)))
    await site.enter(person)
    return person


def filled(page: Page, **typed: str) -> dict[str, str]:
    """The form of a page with what it holds, and more typed into it."""
    fields = {"_proof": proof_of(page)}
    for name in ("version", "known"):
        fields[name] = str(page.select(f"#report input[name={name}]")[0].get("value"))
    return {**fields, **form(**typed)}


async def write(site: StaffSite, do: str = "save", **typed: str) -> dict[str, str]:
    return {**filled(await site.see(REPORT), **typed), "do": do}


async def test_home_groups_actions_and_says_what_to_do_next(site: StaffSite) -> None:
    await editor(site)
    page = await site.see("/staff/")
    assert "Late 1" in page.text
    assert "Say what happened. If it takes longer, move the date and say why." in page.text
    assert [link.href for link in page.links if "/report" in link.href] == [REPORT]
    everything = await site.see("/staff/?group=all")
    assert len([link for link in everything.links if "/report" in link.href]) == 10


async def test_home_pages_long_lists(site: StaffSite) -> None:
    await plan_to_report_on(60)
    await site.enter(await site.person("anna@example.org", EDITOR))
    page = await site.see("/staff/?group=all&page=3")
    assert len([link for link in page.links if "/report" in link.href]) == 10


async def test_somebody_without_actions_has_no_list(site: StaffSite) -> None:
    await editor(site, "eva@example.org", f"editor:{PLAN}:nowhere")
    assert "My actions" not in (await site.see("/staff/")).text


async def test_a_draft_is_saved_without_a_script_and_comes_back(site: StaffSite) -> None:
    await editor(site)
    sent = await write(site, text="Les murs sont **montés**.", due="un jour")
    assert await site.pages.submit(REPORT, sent) == REPORT

    page = await site.see(REPORT)
    assert "The draft is saved." in page.text
    assert page.texts("#text") == ["Les murs sont **montés**."]
    assert page.select("#due")[0].get("value") == "un jour"
    assert "Finish the report that was begun" in (await site.see("/staff/?group=draft")).text


async def test_handing_in_with_faults_keeps_everything_and_leads_to_the_fields(site: StaffSite) -> None:
    await editor(site)
    sent = await write(site, "submit", status="delivered", due="quand on pourra", on="")
    page = await site.pages.post(REPORT, sent)

    assert [link.href for link in page.links if link.href.startswith("#") and link.href != "#main"] == [
        "#on",
        "#due",
    ]
    assert page.select("#due")[0].get("value") == "quand on pourra"
    again = filled(page, status="delivered", due="12/2024", because="", do="submit")
    page = await site.pages.post(REPORT, again)
    assert "The due date moves from 30 June 2024 to December 2024 without a reason" in page.text
    assert "“delivered” needs at least one piece of public evidence" in page.text


async def test_a_report_is_handed_in_and_waits(site: StaffSite) -> None:
    await editor(site)
    before = await register.head(PLAN)
    assert await site.pages.submit(REPORT, await write(site, "submit")) == "/staff/"

    assert "waits" not in (await site.see("/staff/")).text
    page = await site.see(REPORT)
    assert "Handed in, waiting for review" in page.text
    assert await register.head(PLAN) == before
    back = {"_proof": proof_of(page), "version": "1"}
    assert await site.pages.submit(REPORT.replace("/report", "/take-back"), back) == REPORT
    assert "The report is a draft again." in (await site.see(REPORT)).text


async def test_preview_shows_text_as_readers_would_and_saves_nothing(site: StaffSite) -> None:
    await editor(site)
    sent = await write(site, "preview", text="Un *mot* et <script>alert(1)</script> [x](javascript:alert(1))")
    page = await site.pages.post(REPORT, sent, status=200)
    assert page.texts("#preview em") == ["mot"]
    assert not page.select("#preview script")
    assert not page.select('#preview a[href^="javascript"]')
    assert await submissions.open_one(PLAN, "1.0", "ccas") is None


async def test_the_second_of_two_windows_sees_the_difference_and_loses_nothing(site: StaffSite) -> None:
    await editor(site)
    first = await write(site, text="Un texte.")
    second = await write(site, text="Un autre texte.")
    await site.pages.submit(REPORT, first)

    page = await site.pages.post(REPORT, second, status=409)

    assert "Somebody else changed this report meanwhile" in page.text
    assert [one.split(": ")[-1].strip() for one in page.texts(".comparison ins")] == ["autre"]
    assert page.texts("#text") == ["Un autre texte."]
    await site.pages.submit(REPORT, {**filled(page, text="Un autre texte."), "do": "save"})
    kept = await submissions.open_one(PLAN, "1.0", "ccas")
    assert kept is not None
    assert (kept.version, kept.typed["text"]) == (2, "Un autre texte.")


async def test_what_was_published_meanwhile_is_shown_before_handing_in(site: StaffSite) -> None:
    await editor(site)
    sent = await write(site, "submit", due="12/2024", because="funding")
    move = e.DatesSet(due=PartialDate("2025"), because=Because.LEGAL)
    await record(PLAN, [about("1.0", move, date(2024, 8, 1))], site.moment)

    page = await site.pages.post(REPORT, sent, status=409)

    assert "Something was published meanwhile on the same things" in page.text
    assert page.texts("main td") == ["30 June 2024", "2025", "December 2024"]
    again = filled(page, due="12/2024", because="funding", do="submit")
    assert await site.pages.submit(REPORT, again) == "/staff/"


async def test_a_script_saves_while_one_types(site: StaffSite) -> None:
    await editor(site)
    address = REPORT.replace("/report", "/draft")
    sent = await write(site, text="Mot à mot.")
    first = await site.pages.fetch(address, method="POST", form=sent)
    assert first.json()["version"] == 1
    stale = await site.pages.fetch(address, method="POST", form={**sent, "text": "Autre."}, status=409)
    assert stale.json() == {"version": 1}
    policy = (await site.pages.fetch(REPORT)).headers["content-security-policy"]
    assert "script-src 'self'" in policy


async def test_a_returned_report_shows_its_remark(site: StaffSite) -> None:
    await editor(site)
    await site.pages.submit(REPORT, await write(site, "submit"))
    kept = await submissions.open_one(PLAN, "1.0", "ccas")
    assert kept is not None
    reviewer = await site.person("rosa@example.org", f"reviewer:{PLAN}")
    await send_back(kept.id, kept.version, reviewer=reviewer.id, remark="Quel **jour** ?", now=site.moment)

    page = await site.see(REPORT)
    assert "Returned by rosa@example.org" in page.text
    assert page.texts(".notice strong")[-1] == "jour"
    assert "Read the remark, correct the report" in (await site.see("/staff/")).text


async def test_a_report_can_be_given_up(site: StaffSite) -> None:
    await editor(site)
    await site.pages.submit(REPORT, await write(site))
    page = await site.see(REPORT)
    gone = {"_proof": proof_of(page), "version": "1"}
    address = REPORT.replace("/report", "/drop")
    assert await site.pages.submit(address, gone) == "/staff/"
    await site.pages.post(address, gone, status=409)


async def upload(site: StaffSite, name: str, content: bytes, **typed: str) -> httpx.Response:
    fields = await write(site, "more", **typed)
    files = {"evidence-0-file": (name, content, "application/octet-stream")}
    return await site.pages.http.post(REPORT, data=fields, files=files)


async def test_a_file_is_kept_with_the_draft_and_given_to_its_readers_alone(site: StaffSite) -> None:
    await editor(site)
    answer = await upload(site, "Délibération.pdf", PDF, evidence_0_type="document")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{REPORT}#evidence")

    page = await site.see(REPORT)
    href = next(link.href for link in page.links if "/files/" in link.href)
    given = await site.pages.fetch(href)
    assert given.content == PDF
    assert given.headers["content-type"] == "application/pdf"
    assert given.headers["content-disposition"] == 'attachment; filename="Deliberation.pdf"'
    assert given.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert given.headers["x-content-type-options"] == "nosniff"
    public = "/files/" + href.rsplit("/", 1)[1]
    await site.pages.fetch(public, status=404)
    other = site.visitor()
    await site.enter(await site.person("eva@example.org", f"editor:{PLAN}:ville"), other)
    await other.fetch(href, status=403)


async def test_a_page_that_is_called_a_pdf_is_refused_and_what_was_typed_stays(site: StaffSite) -> None:
    await editor(site)
    answer = await upload(site, "bilan.pdf", b"<html><script>alert(1)</script>", text="Mon texte.")
    assert answer.status_code == 422
    assert "This kind of file can&#39;t be taken" in answer.text
    kept = await submissions.open_one(PLAN, "1.0", "ccas")
    assert kept is not None
    assert kept.typed["text"] == "Mon texte."


async def test_a_file_of_fifty_megabytes_is_refused_and_what_was_typed_stays(site: StaffSite) -> None:
    await editor(site)
    answer = await upload(site, "grand.pdf", b"%PDF-" + b"\0" * 50 * 1024 * 1024, text="Mon texte.")
    assert answer.status_code == 422
    assert "20 MB is the most" in answer.text
    assert "Mon texte." in answer.text


async def test_an_image_needs_its_description_before_it_is_handed_in(site: StaffSite) -> None:
    await editor(site)
    await upload(site, "photo.jpg", image("JPEG"))
    page = await site.see(REPORT)
    digest = str(page.select('input[name="evidence-0-sha256"]')[0].get("value"))
    typed = {"evidence_0_sha256": digest, "evidence_0_title": "Photo", "do": "submit"}
    refused = await site.pages.post(REPORT, filled(page, **typed))
    assert "The image has no description" in refused.text
    accepted = filled(refused, **typed, evidence_0_alt="Le guichet, porte ouverte.")
    assert await site.pages.submit(REPORT, accepted) == "/staff/"


async def test_a_piece_of_evidence_can_be_left_out_again(site: StaffSite) -> None:
    await editor(site)
    await upload(site, "a.docx", docx())
    page = await site.see(REPORT)
    left = filled(page, evidence_0_title="x", do="save") | {"evidence-0-remove": "on"}
    await site.pages.submit(REPORT, left)
    kept = await submissions.open_one(PLAN, "1.0", "ccas")
    assert kept is not None
    assert not [name for name in kept.typed if name.startswith("evidence")]


async def test_editors_of_another_department_get_403_everywhere(site: StaffSite) -> None:
    await editor(site, "eva@example.org", f"editor:{PLAN}:ville")
    proof = {"_proof": proof_of(await site.see("/staff/account"))}
    await site.see(REPORT, status=403)
    for part in ("report", "draft", "take-back", "drop"):
        address = REPORT.replace("report", part)
        await site.pages.fetch(address, method="POST", form=proof, status=403)
    await site.pages.fetch(REPORT.replace("report", "files/" + "a" * 64), status=403)


async def test_strangers_and_other_roles_stay_outside(site: StaffSite) -> None:
    await editor(site, "rosa@example.org", f"reviewer:{PLAN}")
    await site.see(REPORT, status=403)
    outside = site.visitor()
    assert (await outside.fetch(REPORT, status=303)).headers["location"].startswith("/staff/sign-in")


async def test_unknown_plans_and_actions_are_not_there(site: StaffSite) -> None:
    await editor(site)
    await site.see(f"/staff/plans/{PLAN}/actions/9.9/report", status=404)
    await site.see("/staff/plans/nowhere/actions/1.0/report", status=403)


async def test_a_plan_without_review_publishes_from_the_form(site: StaffSite) -> None:
    await editor(site)
    administrator = site.visitor()
    await site.enter(await site.person("ada@example.org", "administrator"), administrator)
    rule = f"/staff/plans/{PLAN}/review-rule"
    assert await site.submit(rule, {"own": "on"}, pages=administrator) == rule

    await site.pages.submit(REPORT, await write(site, "submit", text="Publié sans relecture."))

    assert "The report is published." in (await site.see("/staff/")).text
    public = await site.pages.get(f"/fr/{PLAN}/actions/1.0")
    assert "Publié sans relecture." in public.text
