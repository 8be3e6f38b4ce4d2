"""The reviewer's queue and comparison: publish, correct, return; and what nobody else may see."""

from tests.page import PageClient
from tests.reports import NOW, PLAN, plan_to_report_on, report, submitted
from tests.staff_site import StaffSite, proof_of
from tests.uploads import PDF
from tests.web.staff.test_reports import filled
from tracker.domain.register import lines_of
from tracker.domain.submission import Stage
from tracker.domain.verification import verify_lines
from tracker.services.keep_file import keep_file
from tracker.services.report_progress import save_draft, submit
from tracker.services.review import set_rule
from tracker.store import register, submissions
from tracker.store.people import Person
from tracker.store.submissions import Kept, Rule

ROSA = "rosa@example.org"


async def reviewer(site: StaffSite) -> Person:
    await plan_to_report_on()
    await site.person("anna@example.org", f"editor:{PLAN}:ccas")  # number 1, who writes the reports
    await site.person("carl@example.org", f"editor:{PLAN}:ccas")
    person = await site.person(ROSA, f"reviewer:{PLAN}")
    await site.enter(person)
    return person


def address(kept: Kept) -> str:
    return f"/staff/plans/{PLAN}/review/{kept.id}"


async def sent(site: StaffSite, kept: Kept, **typed: str) -> dict[str, str]:
    page = await site.see(address(kept))
    known = str(page.select("input[name=known]")[0].get("value"))
    return {"_proof": proof_of(page), "version": str(kept.version), "known": known, **typed}


async def test_the_queue_has_what_waits_and_home_counts_it(site: StaffSite) -> None:
    await reviewer(site)
    await save_draft(await report("1.2"), NOW)
    kept = await submitted()
    page = await site.see("/staff/review")
    assert [link.href for link in page.links if "/review/" in link.href] == [address(kept)]
    assert "anna@example.org" in page.text
    assert "1 report to review" in (await site.see("/staff/")).text


async def test_a_report_stands_beside_what_is_public(site: StaffSite) -> None:
    await reviewer(site)
    kept = await submitted(
        text="Les travaux sont finis.", due="12/2024", because="funding", internal_note="Voir le *maire*."
    )
    page = await site.see(address(kept))
    assert page.texts(".comparison del") == ["removed: votés", "30 June 2024"]
    assert page.texts(".comparison ins") == ["added: finis", "December 2024", "funding"]
    assert "Voir le maire." in page.text


async def test_publishing_is_public_at_once(site: StaffSite) -> None:
    await reviewer(site)
    kept = await submitted(text="Le guichet est ouvert à tous.")
    assert await site.pages.submit(f"{address(kept)}/publish", await sent(site, kept)) == "/staff/review"

    public = await site.pages.get(f"/fr/{PLAN}/actions/1.0")
    assert "Le guichet est ouvert à tous." in public.text
    verify_lines(lines_of(await register.entries(PLAN)))
    assert "published it" in (await site.see(address(kept))).text


async def test_a_report_goes_back_only_with_a_remark(site: StaffSite) -> None:
    await reviewer(site)
    kept = await submitted()
    page = await site.pages.post(f"{address(kept)}/return", await sent(site, kept, remark=" "))
    assert "Say what should be changed" in page.text
    remark = await sent(site, kept, remark="Quel jour ?")
    assert await site.pages.submit(f"{address(kept)}/return", remark) == "/staff/review"
    assert "Quel jour ?" in (await site.see(address(kept))).text


async def test_a_correction_is_published_and_told_in_the_thread(site: StaffSite) -> None:
    await reviewer(site)
    kept = await submitted(text="Le gichet ouvre.")
    page = await site.see(f"{address(kept)}/correct")
    assert page.texts("#text") == ["Le gichet ouvre."]
    preview = filled(page, text="Le guichet ouvre.", do="preview")
    page = await site.pages.post(f"{address(kept)}/correct", preview, status=200)
    wrong = filled(page, text="Le guichet ouvre.", status="delivered", do="publish")
    page = await site.pages.post(f"{address(kept)}/correct", wrong)
    right = filled(page, text="Le guichet ouvre.", do="publish")
    assert await site.pages.submit(f"{address(kept)}/correct", right) == "/staff/review"

    assert "Le guichet ouvre." in (await site.pages.get(f"/fr/{PLAN}/actions/1.0")).text
    thread = (await site.see(address(kept))).text
    assert "corrected it" in thread
    assert ROSA in thread


async def test_nobody_reviews_their_own_report(site: StaffSite) -> None:
    person = await reviewer(site)
    kept = await submit(await report(person=person.id), NOW)
    page = await site.see(address(kept))
    assert "You wrote in this report yourself" in page.text
    assert not page.select('form[action$="/publish"]')
    forced = {"_proof": proof_of(page), "version": "1", "known": "99"}
    assert await site.pages.submit(f"{address(kept)}/publish", forced) == address(kept)
    again = await submissions.by_id(kept.id)
    assert again is not None
    assert again.stage is Stage.SUBMITTED

    await set_rule(PLAN, Rule(own=True))
    await site.pages.submit(f"{address(kept)}/publish", forced)


async def test_the_second_of_two_reviewers_is_told_that_it_is_settled(site: StaffSite) -> None:
    await reviewer(site)
    kept = await submitted()
    both = await sent(site, kept)
    await site.pages.submit(f"{address(kept)}/publish", both)
    assert await site.pages.submit(f"{address(kept)}/publish", both) == address(kept)
    assert "Somebody settled, changed or took back this report" in (await site.see(address(kept))).text


async def test_drafts_are_not_shown_to_reviewers(site: StaffSite) -> None:
    await reviewer(site)
    kept = await save_draft(await report(), NOW)
    await site.see(address(kept), status=404)
    await site.see(f"/staff/plans/{PLAN}/review/999", status=404)


async def test_reviewers_of_another_plan_and_editors_get_403(site: StaffSite) -> None:
    await reviewer(site)
    kept = await submitted()
    for grant in (f"editor:{PLAN}:ccas", "reviewer:elsewhere", f"council:{PLAN}", "administrator"):
        other: PageClient = site.visitor()
        await site.enter(await site.person(f"{grant.replace(':', '-')}@example.org", grant), other)
        for path in (address(kept), f"{address(kept)}/correct"):
            await other.fetch(path, status=403)
        proof = {"_proof": proof_of(await site.see("/staff/account", pages=other))}
        for part in ("publish", "return", "correct"):
            await other.fetch(f"{address(kept)}/{part}", method="POST", form=proof, status=403)


async def test_a_submission_is_found_at_its_own_plan_only(site: StaffSite) -> None:
    await reviewer(site)
    kept = await submitted()
    other = site.visitor()
    await site.enter(await site.person("olga@example.org", "reviewer:elsewhere"), other)
    await other.fetch(f"/staff/plans/elsewhere/review/{kept.id}", status=404)


async def test_published_evidence_is_served_to_anybody_without_a_cookie(site: StaffSite) -> None:
    await reviewer(site)
    data = site.app.state.settings.data
    file = await keep_file(data, PLAN, "1.0", "Bail.pdf", PDF, most=9999, person=1, now=NOW)
    kept = await submitted(evidence_0_type="document", evidence_0_title="Bail", evidence_0_sha256=file.sha256)
    anybody = site.visitor()
    await anybody.fetch(f"/files/{file.sha256}", status=404)
    await site.pages.submit(f"{address(kept)}/publish", await sent(site, kept))

    given = await anybody.fetch(f"/files/{file.sha256}")
    assert given.content == PDF
    assert "set-cookie" not in given.headers
    assert given.headers["content-disposition"] == 'attachment; filename="Bail.pdf"'
    assert given.headers["content-security-policy"] == "default-src 'none'; sandbox"
    etag = {"If-None-Match": given.headers["etag"]}
    await anybody.fetch(f"/files/{file.sha256}", headers=etag, status=304)
    head = await anybody.fetch(f"/files/{file.sha256}", method="HEAD")
    assert (head.content, head.headers["content-length"]) == (b"", str(len(PDF)))
    page = await anybody.get(f"/en/{PLAN}/actions/1.0")
    assert f"/files/{file.sha256}" in [link.href for link in page.links]
    for wrong in ("0" * 64, "..%2F..%2Fetc%2Fpasswd", file.sha256.upper(), file.sha256[:63]):
        assert (await anybody.http.get(f"/files/{wrong}")).status_code == 404


async def test_milestones_added_and_dropped_and_a_date_taken_away_go_through_review(site: StaffSite) -> None:
    await reviewer(site)
    kept = await submitted(
        undated="on",
        because="scope",
        milestone_site_dropped="on",
        milestone_site_reason="Un autre lieu.",
        step_0_title="Signer le bail",
        step_0_due="2025",
    )
    page = await site.see(address(kept))
    told = dict(zip(page.texts(".comparison dt"), page.select(".comparison > div"), strict=True))
    shown = {label: " ".join("".join(element.itertext()).split()) for label, element in told.items()}
    assert shown["Due date"].endswith("Public now: 30 June 2024 In this report: nothing")
    assert "dropped: Un autre lieu." in next(v for k, v in shown.items() if k.startswith("Milestone"))
    assert "Signer le bail · due 2025" in shown["New milestone"]
    assert "Signer le bail" in (await site.see(f"{address(kept)}/correct")).html
    await site.pages.submit(f"{address(kept)}/publish", await sent(site, kept))
    public = (await site.pages.get(f"/fr/{PLAN}/actions/1.0")).text
    assert "Signer le bail" in public
    assert "Un autre lieu." in public


async def test_a_milestone_dropped_without_a_reason_is_sent_back_to_its_field(site: StaffSite) -> None:
    await plan_to_report_on()
    await site.enter(await site.person("anna@example.org", f"editor:{PLAN}:ccas"))
    path = f"/staff/plans/{PLAN}/actions/1.0/report"
    typed = filled(await site.see(path), milestone_site_dropped="on", step_0_due="2025", do="submit")
    page = await site.pages.post(path, typed)
    assert [str(one.get("href")) for one in page.select(".error-summary a")] == [
        "#milestone-site-reason",
        "#step-0-title",
    ]
    assert page.one("#milestone-site-dropped").get("checked") is not None
