"""The council's pages: begin a report, write, see what is missing, preview, sign. Nothing typed is lost."""

import asyncio
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from tests.councils import COUNCIL, PLAN, plan_to_account_for, size
from tests.database import counted_queries
from tests.histories import NOW, about, commitment
from tests.page import Page, PageClient
from tests.staff_site import StaffSite, proof_of, settings_of, staff_site
from tracker.domain import events as e
from tracker.services.background import FILES_KEPT, previews
from tracker.services.record import record
from tracker.store import background_jobs, link_checks, preparations
from tracker.store.background_jobs import Kind
from tracker.store.engine import Engine
from tracker.store.link_checks import Answer, Checked
from tracker.store.people import Person

REPORTS = f"/staff/plans/{PLAN}/reports"
ONE = f"{REPORTS}/1"


async def council(
    site: StaffSite, email: str = "rosa@example.org", pages: PageClient | None = None
) -> Person:
    if not (await preparations.of_plans([PLAN])) and pages is None:
        site.moment = NOW
        await plan_to_account_for()
    person = await site.person(email, COUNCIL)
    await site.enter(person, pages)
    return person


async def begin(site: StaffSite, **typed: str) -> str:
    return await site.submit(REPORTS, {"covers": "year", "year": "2024", **typed})


def filled(page: Page, **typed: str) -> dict[str, str]:
    """The writing form of a page with what it holds, and more typed into it."""
    fields = {"_proof": proof_of(page)}
    for field in page.select("#report input, #report textarea"):
        ticked = field.get("type") != "checkbox" or field.get("checked") is not None
        if field.get("name") and ticked:
            text = field.text if field.tag == "textarea" else field.get("value")
            fields[str(field.get("name"))] = (text or "").removeprefix("\n")
    return {**fields, **typed}


async def write(site: StaffSite, do: str = "save", **typed: str) -> str:
    return await site.pages.submit(ONE, {**filled(await site.see(ONE), **typed), "do": do})


async def test_home_shows_the_council_where_its_reports_stand(site: StaffSite) -> None:
    await council(site)
    page = await site.see("/staff/")
    assert "No report is sealed yet · 2026 is running" in page.text
    await begin(site)
    page = await site.see("/staff/")
    assert {REPORTS, ONE} <= {link.href for link in page.links}
    assert "Report 2024 being written" in page.text


async def test_home_of_others_shows_no_reports(site: StaffSite) -> None:
    await plan_to_account_for()
    await site.enter(await site.person("eva@example.org", f"reviewer:{PLAN}"))
    assert "Reports of the council" not in (await site.see("/staff/")).text


async def test_a_report_is_begun_once(site: StaffSite) -> None:
    await council(site)
    assert await begin(site) == ONE
    assert await begin(site) == ONE
    mandate = {"covers": "years", "first": "2023-06-30", "last": "2028-06-30"}
    assert await begin(site, **mandate) == f"{REPORTS}/2"
    page = await site.see(f"{REPORTS}/2")
    assert page.texts("h1") == ["Report 2023-2026"]
    assert page.select("#cut_off")[0].get("value") == "2026-11-22"


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"year": "2027"}, "year", "2027 has not begun"),
        ({"year": "2022"}, "year", "The plan was opened in 2023"),
        ({"covers": "years", "first": "2024-01-01", "last": ""}, "last", "is not a day"),
        ({"covers": "years", "first": "2024-02-01", "last": "2024-03-01"}, "last", "within one year"),
    ],
)
async def test_a_period_that_can_t_be_is_said_beside_it(
    site: StaffSite, typed: dict[str, str], field: str, said: str
) -> None:
    await council(site)
    page = await site.refused(REPORTS, {"covers": "year", "year": "", **typed})
    assert said in page.texts(".error-summary")[0]
    assert page.select(f'.error-summary a[href="#{field}"]')
    if "first" in typed:
        assert page.select("#first")[0].get("value") == typed["first"]


async def test_what_is_written_is_saved_and_comes_back(site: StaffSite) -> None:
    await council(site)
    await begin(site)
    typed = {"foreword": "Chers **habitants**,", "lang-it": "on", "leave-silent": "on", "comment-1": "Bien."}
    assert await write(site, "next", **typed) == f"{ONE}/check"
    page = await site.see(ONE)
    assert page.texts("#foreword") == ["Chers **habitants**,"]
    ticked = {str(box.get("name")) for box in page.select("input[checked]")}
    assert ticked == {"lang-fr", "lang-it", "leave-silent"}
    assert page.select("details[open] #comment-1")


async def test_what_can_t_be_sealed_is_saved_all_the_same_and_said(site: StaffSite) -> None:
    await council(site)
    await begin(site)
    page = await site.see(ONE)
    sent = {**filled(page), "do": "save", "cut_off": "2023-12-31", "foreword": "Bonjour."}
    sent.pop("lang-fr")
    page = await site.pages.post(ONE, sent)
    assert page.texts(".error-summary h2") == ["What you wrote is saved. It can't be signed as it is"]
    said = page.texts(".error-summary li")
    assert said == [
        "The cut-off must lie between 1 January 2024 and 31 December 2024.",
        "No language is chosen. Choose at least one.",
    ]
    assert page.texts("#foreword") == ["Bonjour."]
    assert (await site.see(ONE)).texts("#foreword") == ["Bonjour."]
    sign = await site.see(f"{ONE}/sign")
    assert "No language is chosen" in sign.text
    assert not sign.select('form[action$="/sign"]')


async def test_the_words_are_previewed_without_being_saved(site: StaffSite) -> None:
    await council(site)
    await begin(site)
    sent = {**filled(await site.see(ONE)), "do": "preview", "foreword": "Voir <script>x</script> **ici**."}
    page = await site.pages.post(ONE, sent, status=200)
    assert page.texts(".preview strong") == ["ici"]
    assert "<script>x" not in page.html
    assert page.texts("#foreword") == ["Voir <script>x</script> **ici**."]
    assert (await site.see(ONE)).texts("#foreword") == [""]


async def test_the_second_writer_is_shown_the_difference(site: StaffSite) -> None:
    await council(site)
    await begin(site)
    carl = site.visitor()
    await council(site, "carl@example.org", carl)
    theirs = filled(await site.see(ONE, pages=carl), foreword="Chers amis de la ville,", do="save")
    await write(site, foreword="Chers habitants de la ville,")
    page = await carl.post(ONE, theirs, status=409)
    assert page.texts(".comparison del") == ["removed: habitants"]
    assert page.texts(".comparison ins") == ["added: amis"]
    assert page.texts("#foreword") == ["Chers amis de la ville,"]
    assert (await site.see(ONE)).texts("#foreword") == ["Chers habitants de la ville,"]
    assert await carl.submit(ONE, {**filled(page), "do": "save"}) == ONE
    assert (await site.see(ONE)).texts("#foreword") == ["Chers amis de la ville,"]


async def test_the_script_saves_and_is_told_of_a_newer_version(site: StaffSite) -> None:
    await council(site)
    await begin(site)
    sent = filled(await site.see(ONE), foreword="Mot à mot.")
    answer = await site.pages.fetch(f"{ONE}/draft", method="POST", form=sent)
    assert answer.json() == {"version": 2, "at": "12:00"}
    sent["foreword"] = "Autre."
    late = await site.pages.fetch(f"{ONE}/draft", method="POST", form=sent, status=409)
    assert late.json() == {"version": 2}


async def test_a_preparation_is_given_up(site: StaffSite) -> None:
    await council(site)
    await begin(site)
    page = await site.see(ONE)
    await site.pages.fetch(f"{ONE}/drop", method="POST", form={**filled(page), "version": "9"}, status=409)
    assert await site.pages.submit(f"{ONE}/drop", filled(page)) == REPORTS
    assert "No report is being prepared." in (await site.see(REPORTS)).text
    assert "It was given up." in (await site.see(ONE)).text


async def test_what_is_missing_leads_to_where_it_is_mended(site: StaffSite) -> None:
    await council(site)
    await begin(site)
    page = await site.see(f"{ONE}/check")
    assert page.texts("#unexplained li") == ["5 Action 5 Centre d’action sociale"]
    assert "2 actions of 7." in page.texts("#no-news")[0]
    assert "an answer was due on 1 November 2024" in page.texts("#questions")[0]
    hrefs = {link.href for link in page.links}
    assert {f"/en/{PLAN}/actions/5", f"/en/{PLAN}/actions/3#questions"} <= hrefs
    assert "Nobody answers for it: no action" in page.text

    both = site.visitor()
    await site.enter(await site.person("olga@example.org", COUNCIL, f"editor:{PLAN}:ccas"), both)
    page = await site.see(f"{ONE}/check", pages=both)
    assert f"/staff/plans/{PLAN}/actions/5/report" in {link.href for link in page.links}


async def test_long_lists_of_what_is_missing_have_pages_of_their_own(site: StaffSite) -> None:
    await council(site)
    await begin(site)
    await site.see(f"{ONE}/check")  # the plan is folded, and kept
    few = await _queries(site, f"{ONE}/check")
    await record(PLAN, [commitment(f"n{number}") for number in range(230)], NOW)
    await site.see(f"{ONE}/check")
    assert await _queries(site, f"{ONE}/check") == few
    page = await site.see(f"{ONE}/check")
    assert "232 actions of 237." in page.texts("#no-news")[0]
    assert len(page.select("#no-news li")) == 50
    only = f"{ONE}/check?only=no-news"
    assert only in [link.href for link in page.links]
    assert await _queries(site, only) == few

    first, second = await site.see(only), await site.see(f"{only}&page=2")
    assert first.texts("h2") == ["No news in the period"]
    assert [len(one.select("#no-news li")) for one in (first, second)] == [200, 32]
    assert f"{only}&page=2" in [link.href for link in first.links]
    assert len((await site.see(f"{ONE}/check?only=nonsense&page=x")).select("#no-news li")) == 50


async def _queries(site: StaffSite, path: str) -> int:
    with counted_queries() as counted:
        await site.see(path)
    return counted.queries


async def test_links_that_no_longer_answer_are_named_with_their_actions(site: StaffSite) -> None:
    await council(site)
    await begin(site)
    assert (
        "2 addresses are given as evidence. None of them was asked yet"
        in (await site.see(f"{ONE}/check")).text
    )
    await link_checks.keep(PLAN, Checked("https://quimper.example/bilan", NOW, Answer.GONE, 404))
    await link_checks.keep(PLAN, Checked("https://quimper.example/plan", NOW, Answer.GUARDED, 403))
    said = (await site.see(f"{ONE}/check")).texts("#links")[0]
    assert "1 keeps machines out" in said
    assert "https://quimper.example/bilan the page is gone (404) 22 November 2026" in said
    assert "2 Action 2" in said
    assert "/plan" not in said.split("bilan")[0]


async def test_links_are_asked_in_the_background(site: StaffSite) -> None:
    await council(site)
    await begin(site)
    job = await site.submit(f"{ONE}/check/links", {}, page=f"{ONE}/check")
    await over(site, job)
    # Addresses under .example are nobody's: each is found to have no site.
    assert "Every link was asked." in (await site.see(job)).text
    checked = await link_checks.of_plan(PLAN)
    assert {one.answer for one in checked.values()} <= {Answer.NO_HOST, Answer.SILENT}
    assert len(checked) == 2


async def test_a_site_may_ask_no_link(sqlite_database: Engine, tmp_path: Path) -> None:
    async with staff_site(settings_of(tmp_path, CHECK_LINKS="no")) as site:
        await council(site)
        await begin(site)
        page = await site.see(f"{ONE}/check")
        assert "This site does not check links." in page.text
        assert not page.select('form[action$="/check/links"]')
        forced = {"_proof": proof_of(page)}
        assert await site.pages.submit(f"{ONE}/check/links", forced) == f"{ONE}/check"
        assert await background_jobs.of_preparation(1, Kind.LINKS) == []


async def over(site: StaffSite, job: str) -> None:
    """Until a job is over."""
    async with asyncio.timeout(120):
        for _look in count():
            if (await site.pages.fetch(f"{job}/state")).json()["over"]:
                return
            await asyncio.sleep(0.05)


async def test_the_preview_is_the_report_with_the_words_of_the_council(site: StaffSite) -> None:
    await council(site)
    await begin(site)
    await write(site, foreword="Chers habitants, <b>gras</b>.", **{"lang-it": "on"})
    page = await site.see(f"{ONE}/preview")
    assert page.select(".report #foreword")
    assert "Chers habitants, <b>gras</b>." in page.text
    assert "Draft, not sealed." in page.text
    assert "Ce qui est en retard" in page.texts(".report")[0]
    assert "Che cosa è in ritardo" in (await site.see(f"{ONE}/preview?lang=it")).texts(".report")[0]
    assert (await site.see(f"{ONE}/preview?lang=xx")).select('.report[lang="fr"]')


async def test_the_pdf_is_made_in_the_background_for_the_council_alone(site: StaffSite) -> None:
    await council(site)
    await begin(site)
    job = await site.submit(f"{ONE}/preview/pdf", {"lang": "fr"}, page=f"{ONE}/preview")
    assert job == f"{ONE}/jobs/1"
    await over(site, job)
    page = await site.see(job)
    [link] = [link.href for link in page.links if link.href.endswith("/file")]
    file = await site.pages.fetch(link)
    assert file.content.startswith(b"%PDF")
    assert file.headers["content-disposition"] == 'attachment; filename="quimper-2024-fr-draft.pdf"'
    assert file.headers["cache-control"] == "no-store"
    reviewer = site.visitor()
    await site.enter(await site.person("eva@example.org", f"reviewer:{PLAN}"), reviewer)
    for path in (job, f"{job}/file", f"{job}/state", f"{ONE}/preview"):
        await reviewer.fetch(path, status=403)
    elsewhere = site.visitor()
    await site.enter(await site.person("olga@example.org", "council:elsewhere"), elsewhere)
    await elsewhere.fetch("/staff/plans/elsewhere/reports/1/jobs/1/file", status=404)
    assert (await site.visitor().http.get(link)).status_code == 303

    # It names another preparation: the file is not there.
    await begin(site, year="2025")
    await site.pages.fetch(f"{REPORTS}/2/jobs/1/file", status=404)
    assert "Done." in (await site.see(f"{ONE}/preview")).text
    site.passes(days=FILES_KEPT.days + 1)
    await site.app.state.worker.sweep()
    await site.enter(await site.person("anna@example.org", COUNCIL))
    assert "The file was thrown away." in (await site.see(job)).text
    await site.pages.fetch(link, status=404)
    assert list(previews(site.app.state.settings.data).iterdir()) == []


async def test_a_pdf_that_can_t_be_made_says_why_and_what_to_do(site: StaffSite) -> None:
    await council(site)
    await begin(site, year="2023")
    sent = {**filled(await site.see(ONE)), "do": "next", "cut_off": "2023-02-01"}
    await site.pages.submit(ONE, sent)
    assert "The plan was not open yet on 1 February 2023" in (await site.see(f"{ONE}/check")).text
    assert "was not open yet" in (await site.see(f"{ONE}/preview")).text
    job = await site.submit(f"{ONE}/preview/pdf", {"lang": "fr"}, page=f"{ONE}/preview")
    await over(site, job)
    page = await site.see(job)
    assert "It failed." in page.text
    assert "was not open yet: its first fact is of 2023-06-30" in page.text
    assert "mend it and make the PDF again" in page.text


async def test_signing_shows_what_is_frozen_and_asks_for_it_typed(site: StaffSite) -> None:
    await council(site)
    await begin(site)
    await write(site, foreword="Chers habitants,", **{"leave-silent": "on"})
    page = await site.see(f"{ONE}/sign")
    assert f"The first {await size()} entries of the register" in page.text
    for said in ("31 December 2024", "Français", "What has been silent", "Chers habitants,"):
        assert said in page.text
    names = [f"quimper-2024-edition-1-fr{end}.pdf" for end in ("", "-summary", "-archive")]
    assert page.texts("main code") == [*names, "actions.csv", "report.json", "register.jsonl"]
    typed = {"version": "2", "known": str(await size())}
    page = await site.refused(f"{ONE}/sign", {**typed, "confirm": "2023"})
    assert page.texts(".error-summary li") == ["To confirm, type 2024."]
    assert await background_jobs.of_preparation(1, Kind.SEAL) == []

    await record(PLAN, [about("3", e.UpdatePublished(text="Nouveau."), NOW.date())], NOW + timedelta(0))
    late = await site.submit(f"{ONE}/sign", {**typed, "confirm": "2024"})
    assert late == f"{ONE}/sign"
    assert "or the register has grown" in (await site.see(late)).text


async def test_what_the_register_would_refuse_is_said_before_it_is_signed(site: StaffSite) -> None:
    await council(site)
    await begin(site, year="2023")
    await site.pages.submit(ONE, {**filled(await site.see(ONE)), "do": "next", "cut_off": "2023-02-01"})
    typed = {"version": "2", "known": str(await size()), "confirm": "2023"}
    page = await site.refused(f"{ONE}/sign", typed)
    assert "It could not be sealed: on 2023-02-01 the plan quimper was not open yet" in page.text
    assert await background_jobs.of_preparation(1, Kind.SEAL) == []


async def test_two_people_sign_and_it_is_sealed_and_public(site: StaffSite) -> None:
    await council(site)
    boss = site.visitor()
    await site.enter(await site.person("boss@example.org", "administrator"), boss)
    rule = f"/staff/plans/{PLAN}/review-rule"
    form = {"two_people": "on"}
    await site.submit(f"/staff/plans/{PLAN}/signing-rule", form, page=rule, pages=boss)
    assert (await site.see(rule, pages=boss)).select("#two_people[checked]")

    await begin(site)
    await write(site, foreword="Chers habitants,")
    typed = {"version": "2", "known": str(await size()), "confirm": "2024"}
    assert await site.submit(f"{ONE}/sign", typed) == f"{ONE}/sign"
    page = await site.see(f"{ONE}/sign")
    assert "You signed it yourself." in page.text
    assert await site.pages.submit(f"{ONE}/confirm", {"_proof": proof_of(page), **typed}) == f"{ONE}/sign"
    assert "You signed it yourself." in (await site.see(f"{ONE}/sign")).text
    assert "It was signed, so nobody writes in it now." in (await site.see(ONE)).text

    carl = site.visitor()
    await council(site, "carl@example.org", carl)
    assert "Signed by rosa@example.org" in (await site.see(f"{ONE}/sign", pages=carl)).text
    job = await site.submit(f"{ONE}/confirm", typed, page=f"{ONE}/sign", pages=carl)
    await over(site, job)
    assert "Edition 1 of the report 2024 is sealed and public." in (await site.see(job)).text
    thread = (await site.see(ONE)).text
    assert "carl@example.org confirmed the signature" in thread
    assert "Last sealed: 2024, edition 1, on 22 November 2026" in (await site.see("/staff/")).text
    log = (await site.see("/staff/log", pages=boss)).text
    assert "had a report sealed · quimper 2024 edition 1" in log

    public = site.visitor()
    for path in (f"/fr/{PLAN}/reports/", f"/fr/{PLAN}/register.jsonl", f"/en/{PLAN}/register"):
        text = (await public.http.get(path)).text
        assert "rosa@example.org" not in text
        assert "carl@example.org" not in text

    # The next edition has the words of the first, and needs a public reason.
    assert await begin(site) == f"{REPORTS}/2"
    page = await site.see(f"{REPORTS}/2")
    assert page.texts("#foreword") == ["Chers habitants,"]
    sent = {**filled(page), "do": "save"}
    page = await site.pages.post(f"{REPORTS}/2", sent)
    assert page.select('.error-summary a[href="#reason"]')
    sent = {**filled(page), "do": "save", "reason": "Un chiffre était faux."}
    assert await site.pages.submit(f"{REPORTS}/2", sent) == f"{REPORTS}/2"


async def test_other_roles_and_other_plans_get_nothing(site: StaffSite) -> None:
    await council(site)
    await begin(site)
    for grant in (f"reviewer:{PLAN}", f"editor:{PLAN}:ccas", "council:elsewhere", "administrator"):
        other = site.visitor()
        await site.enter(await site.person(f"{grant.replace(':', '-')}@example.org", grant), other)
        for end in ("", "/check", "/preview", "/sign"):
            await other.fetch(f"{ONE}{end}", status=403)
    elsewhere = site.visitor()
    await site.enter(await site.person("both@example.org", "council:elsewhere", COUNCIL), elsewhere)
    await elsewhere.fetch("/staff/plans/elsewhere/reports/1", status=404)
    await elsewhere.fetch(f"{REPORTS}/99", status=404)
    await elsewhere.fetch(f"{ONE}/jobs/99", status=404)
