"""Administrators erase content on legal ground, with a fresh code; afterwards it is nowhere in public."""

import re
from datetime import date
from pathlib import Path

from tests.page import PageClient
from tests.parsed_page import Page
from tests.reports import NOW, PLAN, plan_to_report_on, published, report, submitted
from tests.services.test_amend import the_plan
from tests.staff_site import StaffSite, code_of, sent_by
from tests.uploads import PDF
from tests.web.staff.test_amendments import LIST, address, last, looked_at, recorded
from tracker.domain import events as e
from tracker.domain.register import Draft, checkpoint
from tracker.publish.languages import LANGUAGES
from tracker.services.keep_file import keep_file
from tracker.services.record import record
from tracker.services.report_progress import save_draft
from tracker.services.verify_plan import verify_plan
from tracker.store import register, staff_log
from tracker.store.people import Person
from tracker.store.staff_log import Act, Wanted

NAME = "Exemplaire"
NAMED = f"Madame {NAME} a ouvert le guichet elle-même."
GROUND = "Demande de la personne, article 17 du RGPD."


async def boss(site: StaffSite, *, factor: bool = True) -> Person:
    await plan_to_report_on()
    await published(await submitted(text=NAMED))
    site.moment = NOW
    person = await site.person("boss@example.org", "administrator", factor=factor)
    await site.enter(person)
    return person


async def erase(site: StaffSite, person: Person, page: Page, path: str, **typed: str) -> str:
    form = sent_by(page, path, code=code_of(person, site.moment), **typed)
    return await site.pages.submit(path, {**form, "do": "erase"})


async def everywhere(pages: PageClient) -> dict[str, str]:
    """Every public answer about the plan, in three languages, by address."""
    seen: dict[str, str] = {}
    ends = (".json", ".csv", ".atom", ".ics")
    waiting = [f"/{language}/" for language in LANGUAGES]
    waiting += [f"/fr/{PLAN}/{of}{end}" for of in ("actions", "actions/1.0", "changes") for end in ends]
    waiting += [f"/fr/{PLAN}/at/2024-09-10/{of}" for of in ("", "?known=then", "actions/1.0?known=then")]
    while waiting:
        path = waiting.pop()
        answer = await pages.http.get(path)
        seen[path] = answer.text
        if answer.headers.get("content-type", "").startswith("text/html"):
            found = {href.partition("#")[0] for href in re.findall(r'href="(/[^"]*)"', answer.text)}
            # A PDF is packed, so that no word would be found in it; its text is that of the report's page.
            found = {href for href in found if not href.endswith("/summary.pdf")}
            waiting += sorted(h for h in found - set(seen) - set(waiting) if "?" not in h)
    return seen


async def test_erased_words_are_in_no_public_answer(site_on_both: StaffSite) -> None:
    site = site_on_both
    person = await boss(site)
    index = (await last("update.published")).index
    before = await everywhere(site.visitor())
    assert {f"/fr/{PLAN}/register.jsonl", f"/fr/{PLAN}/actions/1.0", f"/it/{PLAN}/register/{index}"} <= {
        path for path, text in before.items() if NAME in text
    }
    path = await address("update.published", "erase")
    page = await looked_at(site, path, amendment__reason=GROUND)
    assert NAME in "".join(page.texts("#preview del"))
    assert await erase(site, person, page, path) == path.removesuffix("/erase")

    after = await everywhere(site.visitor())
    assert [path for path, text in after.items() if NAME in text] == []
    entry = await site.pages.get(f"/en/{PLAN}/register/{index}")
    assert "The content of this entry was withdrawn on legal ground." in entry.text
    assert GROUND in after[f"/en/{PLAN}/register/{(await last('content.erased')).index}"]
    assert (await verify_plan(PLAN, PLAN)).ok
    (line,) = await staff_log.lines(Wanted(act=Act.CONTENT_ERASED), 0, 5)
    assert (line.by, line.detail) == ("boss@example.org", f"{PLAN} {index}")
    assert "The content is erased" in (await site.see(path.removesuffix("/erase"))).text
    await site.see(path, status=404)


async def test_without_a_second_factor_nothing_is_erased(site: StaffSite) -> None:
    await boss(site, factor=False)
    path = await address("update.published", "erase")
    assert "Set up a second factor first" in (await site.see(path)).text
    page = await looked_at(site, path, amendment__reason=GROUND)
    assert page.select("#code") == []
    page = await site.pages.post(path, {**sent_by(page, path), "code": "123456", "do": "erase"})
    assert "nobody erases with a password alone" in page.text
    assert (await last("update.published")).payload is not None


async def test_a_code_counts_once_and_a_wrong_one_not_at_all(site: StaffSite) -> None:
    person = await boss(site)
    path = await address("update.published", "erase")
    page = await looked_at(site, path, amendment__reason=GROUND)
    for code in ("", "000000", "aaaa-bbbb"):
        form = sent_by(page, path, code=code)
        again = await site.pages.post(path, {**form, "do": "erase"})
        assert "This code is not right" in again.text
        assert again.one("#code").get("value") == ""
        assert again.texts("#amendment-reason") == [GROUND]
    assert (await last("update.published")).payload is not None
    await erase(site, person, again, path)
    other = await address("milestone.added", "erase")
    page = await looked_at(site, other, amendment__reason=GROUND)
    form = sent_by(page, other, code=code_of(person, site.moment))
    assert "it was used before" in (await site.pages.post(other, {**form, "do": "erase"})).text


async def test_what_may_remain_is_chosen_field_by_field(site: StaffSite) -> None:
    person = await boss(site)
    path = await address("action.added", "erase")
    page = await looked_at(site, path, amendment__reason=GROUND, remains__title="Un guichet")
    await erase(site, person, page, path)
    assert (await site.pages.get(f"/fr/{PLAN}/actions/1.9")).h1 == "Un guichet"

    path = await address("update.published", "erase")
    site.passes(minutes=2)
    page = await looked_at(site, path, amendment__reason=GROUND, keep="part", remains__text="Il est ouvert.")
    await erase(site, person, page, path)
    assert "Il est ouvert." in (await site.pages.get(f"/fr/{PLAN}/actions/1.0")).text


async def test_a_correction_that_holds_the_words_is_named_and_erased_too(site: StaffSite) -> None:
    person = await boss(site)
    update = await last("update.published")
    path = f"{LIST}/{update.index}/correct"
    page = await looked_at(site, path, text=f"Oui. {NAMED}", amendment__reason="A slip.")
    await recorded(site, page, path)
    correction = await last("correction.made")
    path = f"{LIST}/{update.index}/erase"
    page = await looked_at(site, path, amendment__reason=GROUND)
    assert f"{LIST}/{correction.index}/erase" in {link.href for link in page.links}
    await erase(site, person, page, path)
    site.passes(minutes=2)
    path = f"{LIST}/{correction.index}/erase"
    typed = {"keep": "part", "remains__text": "Oui.", "remains__correction": "A slip."}
    page = await looked_at(site, path, amendment__reason=GROUND, **typed)
    await erase(site, person, page, path)
    assert [path for path, text in (await everywhere(site.visitor())).items() if NAME in text] == []
    assert "Oui." in (await site.pages.get(f"/fr/{PLAN}/actions/1.0")).text
    assert (await verify_plan(PLAN, PLAN)).ok


async def test_drafts_and_sought_words_are_listed_before_anything_happens(site: StaffSite) -> None:
    await boss(site)
    await save_draft(await report("1.2", text="M. EXEMPLAIRE viendra."), NOW)
    path = await address("update.published", "erase")
    page = await looked_at(site, path, amendment__reason=GROUND, words=NAME)
    told = " ".join(page.texts("#remnants li"))
    assert "A report that is not settled holds them, by Centre d’action sociale on action 1.2" in told
    assert "A settled report holds them" in told
    assert (await last("update.published")).payload is not None


async def test_an_erased_file_is_served_no_more_and_is_gone(site: StaffSite) -> None:
    await plan_to_report_on()
    folder: Path = site.app.state.settings.data
    kept = await keep_file(folder, PLAN, "1.0", f"{NAME}.pdf", PDF, most=len(PDF), person=1, now=NOW)
    typed = {"evidence_0_title": "Bail", "evidence_0_type": "document", "evidence_0_sha256": kept.sha256}
    await published(await submitted(status="delivered", **typed))
    site.moment = NOW
    person = await site.person("boss@example.org", "administrator", factor=True)
    await site.enter(person)
    await site.visitor().fetch(f"/files/{kept.sha256}")
    path = await address("evidence.added", "erase")
    page = await looked_at(site, path, amendment__reason=GROUND)
    assert "The file goes with it, from the disk too." in page.text
    await erase(site, person, page, path)
    await site.visitor().fetch(f"/files/{kept.sha256}", status=404)
    assert not list(folder.glob(f"files/*/{kept.sha256}"))
    assert all(kept.sha256 not in text for text in (await everywhere(site.visitor())).values())


async def test_what_erases_and_seals_is_never_erased(site: StaffSite) -> None:
    person = await boss(site)
    path = await address("update.published", "erase")
    await erase(site, person, await looked_at(site, path, amendment__reason=GROUND), path)
    telling = f"{LIST}/{(await last('content.erased')).index}"
    assert "has had its last word" in (await site.see(telling)).text
    await site.see(f"{telling}/erase", status=404)


async def test_two_erasures_of_one_entry_the_second_is_told(site: StaffSite) -> None:
    person = await boss(site)
    path = await address("update.published", "erase")
    first = await looked_at(site, path, amendment__reason=GROUND)
    correct = path.replace("erase", "correct")
    page = await looked_at(site, correct, text="Autre chose.", amendment__reason="A slip.")
    await recorded(site, page, correct)
    form = sent_by(first, path, code=code_of(person, site.moment))
    late = await site.pages.post(path, {**form, "do": "erase"}, status=409)
    assert "Somebody amended this entry meanwhile." in late.text
    assert (await last("update.published")).payload is not None


async def test_reviewers_do_not_erase(site: StaffSite) -> None:
    await boss(site)
    path = await address("update.published", "erase")
    other = site.visitor()
    await site.enter(await site.person("rosa@example.org", f"reviewer:{PLAN}"), other)
    await other.fetch(path, status=403)
    entry = await site.see(path.removesuffix("/erase"), pages=other)
    assert path not in {link.href for link in entry.links}


async def test_the_size_of_the_register_grows_by_one_entry(site: StaffSite) -> None:
    person = await boss(site)
    size = (await register.head(PLAN)).size
    path = await address("update.published", "erase")
    await erase(site, person, await looked_at(site, path, amendment__reason=GROUND), path)
    assert (await register.head(PLAN)).size == size + 1


async def test_a_name_in_a_sealed_foreword_is_erased_and_the_edition_stays(site: StaffSite) -> None:
    person = await boss(site)
    head = await register.head(PLAN)
    point = checkpoint(f"127.0.0.1:8000/{PLAN}", await register.entries(PLAN))
    sealed = e.ReportSealed(
        year=2024,
        edition=1,
        cut_off=date(2024, 9, 1),
        known=head.size,
        checkpoint=point.text,
        files=(e.SealedFile("report-fr.pdf", "a" * 64, 3),),
        foreword=f"Avec l’aide de {NAME} et de tous.",
    )
    await record(PLAN, [Draft(NOW.date(), "ville", "plan", sealed)], NOW)
    path = await address("report.sealed", "erase")
    assert path in {link.href for link in (await site.see(path.removesuffix("/erase"))).links}
    page = await looked_at(site, path, amendment__reason=GROUND, remains__foreword="Avec l’aide de tous.")
    await erase(site, person, page, path)
    plan = await the_plan()
    assert [(one.edition, one.foreword) for one in plan.reports] == [(1, "Avec l’aide de tous.")]
