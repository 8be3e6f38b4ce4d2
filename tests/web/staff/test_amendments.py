"""Reviewers and administrators find what is public, correct it, take it back, and withdraw evidence."""

import pytest

from tests.database import counted_queries
from tests.parsed_page import Page
from tests.reports import NOW, PLAN, plan_to_report_on, published, submitted
from tests.staff_site import StaffSite, sent_by
from tracker.domain.amendment_fields import fields_of
from tracker.domain.register import Entry
from tracker.services.verify_plan import verify_plan
from tracker.store import register

LIST = f"/staff/plans/{PLAN}/register"
ROSA = "rosa@example.org"
WITH_PHOTO = {
    "evidence_0_title": "Photo",
    "evidence_0_url": "https://example.org/p",
    "evidence_0_type": "link",
}


async def reviewer(site: StaffSite, grant: str = f"reviewer:{PLAN}") -> None:
    await plan_to_report_on()
    site.moment = NOW
    await site.enter(await site.person(ROSA, grant))


async def last(kind: str) -> Entry:
    return [entry for entry in await register.entries(PLAN) if entry.kind == kind][-1]


async def address(kind: str, way: str) -> str:
    return f"{LIST}/{(await last(kind)).index}/{way}"


async def looked_at(site: StaffSite, path: str, **typed: str) -> Page:
    """The page after its form was filled and what would change was asked for."""
    form = sent_by(await site.see(path), path, **typed)
    return await site.pages.post(path, {**form, "do": "preview"}, status=200)


async def recorded(site: StaffSite, page: Page, path: str) -> str:
    return await site.pages.submit(path, {**sent_by(page, path), "do": "record"})


async def test_entries_are_found_by_words_number_kind_and_subject(site: StaffSite) -> None:
    await reviewer(site)
    size = (await register.head(PLAN)).size
    assert f"{size} entries" in (await site.see(LIST)).text
    for query, expected in {
        "q=travaux": ["update.published"],
        "q=LOCAL": ["milestone.added"],
        "kind=status.changed": ["status.changed"],
        "subject=action:1.0&kind=action.added": ["action.added"],
        "q=3&kind=axis.added": ["axis.added"],
        "q=%22": [],
        "q=nothing-like-it": [],
    }.items():
        page = await site.see(f"{LIST}?{query}")
        found = [int(link.href.rpartition("/")[2]) for link in page.links if f"{LIST}/" in link.href]
        entries = await register.entries(PLAN)
        kinds = [entries[index].kind for index in found]
        assert kinds == expected or (query == "q=%22" and kinds), query


async def test_entries_are_paged_newest_first_at_the_same_cost(site: StaffSite) -> None:
    await reviewer(site)
    costs = []
    for more in (0, 30):
        for number in range(more):
            await published(await submitted("1.1", text=f"Nouvelle {number}."))
        with counted_queries() as count:
            page = await site.see(LIST)
        costs.append(count.queries)
    assert costs[0] == costs[1]
    assert len(page.select("tbody tr")) == 25
    (following,) = [link.href for link in page.links if link.text == "Next page"]
    assert len((await site.see(following)).select("tbody tr")) > 10


async def test_a_correction_is_seen_first_and_then_public(site_on_both: StaffSite) -> None:
    site = site_on_both
    await reviewer(site)
    path = await address("update.published", "correct")
    assert path.removesuffix("/correct") in {link.href for link in (await site.see(LIST)).links}
    page = await looked_at(site, path, text="Les travaux sont finis.", amendment__reason="A wrong word.")
    assert page.texts(".comparison del") == ["removed: votés"]
    assert page.texts(".comparison ins") == ["added: finis"]
    assert (await register.head(PLAN)).size == (await last("update.published")).index + 1
    assert await recorded(site, page, path) == path.removesuffix("/correct")

    public = await site.pages.get(f"/fr/{PLAN}/actions/1.0")
    assert "Les travaux sont finis." in public.text
    entry = await site.pages.get(f"/fr/{PLAN}/register/{(await last('update.published')).index}")
    assert "Les travaux sont votés." in entry.text
    assert (await verify_plan(PLAN, PLAN)).ok
    assert "The correction is recorded." in (await site.see(path.removesuffix("/correct"))).text


async def test_what_readers_would_see_otherwise_is_told(site: StaffSite) -> None:
    await reviewer(site)
    path = await address("status.changed", "correct")
    page = await looked_at(site, path, status="on-hold", reason="Le bail tarde.", amendment__reason="A slip.")
    told = dict(zip(page.texts("#preview dt"), page.texts("#preview ins"), strict=True))
    assert told["Status"] == "on hold"
    assert told["What the register says"].endswith("declared it on hold.")


async def test_an_amendment_needs_a_reason_a_change_and_what_the_rules_ask(site: StaffSite) -> None:
    await reviewer(site)
    path = await address("status.changed", "correct")
    page = await site.see(path)
    untouched = await site.pages.post(path, {**sent_by(page, path), "do": "record"})
    assert "A public reason is missing" in untouched.text
    assert "Nothing is changed yet." in untouched.text
    typed = {"status": "on-hold", "amendment__reason": "A slip."}
    refused = await site.pages.post(path, {**sent_by(page, path, **typed), "do": "record"})
    assert "“on hold” needs a public reason." in refused.text
    assert refused.one("#status option[selected]").get("value") == "on-hold"
    assert refused.texts("#amendment-reason") == ["A slip."]
    path = await address("dates.set", "correct") if await kinds("dates.set") else path
    wrong = await site.pages.post(path, sent_by(page, path, status="king", amendment__reason="A slip."))
    assert "“king” is none of the choices" in wrong.text


async def kinds(kind: str) -> bool:
    return any(entry.kind == kind for entry in await register.entries(PLAN))


async def test_rules_speak_the_language_of_the_page(site: StaffSite) -> None:
    await reviewer(site)
    await site.submit("/staff/account/language", {"language": "fr"}, page="/staff/account")
    path = await address("status.changed", "correct")
    typed = {"status": "on-hold", "amendment__reason": "Un lapsus."}
    page = await site.pages.post(path, {**sent_by(await site.see(path), path, **typed), "do": "record"})
    assert "« suspendu » demande un motif public." in page.text


async def test_the_second_of_two_corrections_sees_the_first_and_loses_nothing(site: StaffSite) -> None:
    await reviewer(site)
    path = await address("update.published", "correct")
    both = await looked_at(site, path, text="Mine.", amendment__reason="My reason.")
    theirs = await looked_at(site, path, text="Theirs.", amendment__reason="Their reason.")
    await recorded(site, theirs, path)
    late = await site.pages.post(path, {**sent_by(both, path), "do": "record"}, status=409)
    assert "Somebody amended this entry meanwhile." in late.text
    assert late.texts("#text") == ["Mine."]
    assert late.texts("#amendment-reason") == ["My reason."]
    assert f"{LIST}/{(await last('correction.made')).index}" in {link.href for link in late.links}
    await recorded(site, late, path)
    assert "Mine." in (await site.pages.get(f"/fr/{PLAN}/actions/1.0")).text


async def test_an_entry_is_taken_back_and_can_be_told_anew(site: StaffSite) -> None:
    await reviewer(site)
    path = await address("update.published", "take-back")
    page = await looked_at(site, path, amendment__reason="It was another action.")
    assert "This is its last evidence" not in page.text
    await recorded(site, page, path)
    assert "votés" not in (await site.pages.get(f"/fr/{PLAN}/actions/1.0")).text
    await site.see(path, status=404)
    again = path.replace("take-back", "correct")
    page = await looked_at(site, again, amendment__reason="It was this action after all.")
    await recorded(site, page, again)
    assert "votés" in (await site.pages.get(f"/fr/{PLAN}/actions/1.0")).text


async def test_what_is_built_upon_is_not_taken_back(site: StaffSite) -> None:
    await reviewer(site)
    path = await address("axis.added", "take-back")
    form = sent_by(await site.see(path), path, amendment__reason="Not needed.")
    page = await site.pages.post(path, {**form, "do": "record"})
    assert "is built upon and cannot be taken back" in page.text


async def test_evidence_is_withdrawn_with_a_warning_when_it_is_the_last(site: StaffSite) -> None:
    await reviewer(site)
    await published(await submitted(status="delivered", **WITH_PHOTO))
    path = await address("evidence.added", "withdraw-evidence")
    page = await looked_at(site, path, amendment__reason="It shows another place.")
    assert "This is its last evidence" in page.text
    told = dict(zip(page.texts("#preview dt"), page.texts("#preview ins"), strict=True))
    assert told["Pieces of evidence that stand"] == "0"
    await recorded(site, page, path)
    assert "It shows another place." in (await site.pages.get(f"/en/{PLAN}/actions/1.0")).text
    form = sent_by(await site.see(path), path, amendment__reason="Again.")
    assert "was already withdrawn" in (await site.pages.post(path, form)).text
    entry = await site.see(path.removesuffix("/withdraw-evidence"))
    assert path not in {link.href for link in entry.links}


async def test_last_words_are_not_amended(site: StaffSite) -> None:
    await reviewer(site)
    path = await address("update.published", "take-back")
    await recorded(site, await looked_at(site, path, amendment__reason="Not so."), path)
    correction = f"{LIST}/{(await last('correction.made')).index}"
    assert "has had its last word" in (await site.see(correction)).text
    for way in ("correct", "take-back", "withdraw-evidence"):
        await site.see(f"{correction}/{way}", status=404)
    for wrong in (f"{LIST}/9999", f"{LIST}/9999/correct", "/staff/plans/nowhere/register"):
        await site.see(wrong, status=403 if "nowhere" in wrong else 404)


async def test_another_plans_reviewer_gets_403(site: StaffSite) -> None:
    await reviewer(site)
    path = await address("update.published", "correct")
    for grant in (f"editor:{PLAN}:ccas", "reviewer:elsewhere", f"council:{PLAN}"):
        other = site.visitor()
        await site.enter(await site.person(f"{grant.replace(':', '-')}@example.org", grant), other)
        for part in (LIST, path, path.removesuffix("/correct")):
            await other.fetch(part, status=403)


@pytest.mark.parametrize("grant", ["administrator", f"reviewer:{PLAN}"])
async def test_home_leads_to_the_registers(site: StaffSite, grant: str) -> None:
    await reviewer(site, grant)
    assert LIST in {link.href for link in (await site.see("/staff/")).links}


async def test_every_kind_of_entry_has_a_form_that_keeps_what_it_says(loaded_site: StaffSite) -> None:
    """Sent untouched, each form says that nothing is changed, and nothing else."""
    site = loaded_site
    await site.enter(await site.person(ROSA, "administrator"))
    seen: set[str] = set()
    for plan in await register.heads():
        for entry in await register.entries(plan):
            path = f"/staff/plans/{plan}/register/{entry.index}/correct"
            if entry.kind in seen or not fields_of(entry.kind, {}):
                continue
            seen.add(entry.kind)
            form = sent_by(await site.see(path), path, amendment__reason="Nothing.")
            page = await site.pages.post(path, {**form, "do": "record"})
            assert page.texts(".error-summary li") == [
                "Nothing is changed yet. Change what is wrong, or take the whole entry back."
            ], entry.kind
    assert {"plan.opened", "action.added", "status.changed", "dates.set", "evidence.added"} <= seen
