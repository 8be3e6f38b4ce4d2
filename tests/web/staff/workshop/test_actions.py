"""Actions: found, added, reworded, classified, reassigned, linked."""

from tests.histories import OPENED, commitment
from tests.reports import NOW, PLAN
from tests.staff_site import StaffSite
from tests.web.staff.workshop.bench import (
    PATH,
    compared,
    fields_of,
    keeper,
    looked,
    plan_now,
    recorded,
    refused,
)
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.register import Draft
from tracker.domain.status import Kind
from tracker.domain.vocabulary import Audience, Competence, Horizon
from tracker.services.record import record
from tracker.store import register

NEW = f"{PATH}/new-action"
PROPOSAL = Draft(
    OPENED, "ville", "action:P1", e.ActionAdded(type=Kind.PROPOSAL, title="Un lieu ouvert", axis="1")
)


async def test_actions_are_found_by_words_and_filters_in_pages(site: StaffSite) -> None:
    await keeper(site)
    await record(PLAN, [commitment(f"2.{n}", title=f"Jardin {n}") for n in range(120)], NOW)
    page = await site.see(f"{PATH}/actions?page=2")
    rows = [link.href for link in page.links if link.href.startswith(f"{PATH}/actions/")]
    assert len(rows) == 50
    found = await site.see(f"{PATH}/actions?q=jardin+119")
    assert [link.text for link in found.links if link.href.startswith(f"{PATH}/actions/")] == [
        "2.119 Jardin 119"
    ]
    assert "No action of this plan answers to all of that." in (await site.see(f"{PATH}/actions?q=xyz")).text


async def test_an_action_leads_to_all_that_can_be_done_with_it(site: StaffSite) -> None:
    await keeper(site)
    await record(PLAN, [PROPOSAL], NOW)
    for ref, deeds in (
        ("1.0", ["reword", "classify", "assign", "answers", "merge", "split"]),
        ("P1", ["answer", "reword", "classify", "assign", "merge", "split"]),
    ):
        page = await site.see(f"{PATH}/actions/{ref}")
        base = f"{PATH}/actions/{ref}/"
        assert [link.href.removeprefix(base) for link in page.links if link.href.startswith(base)] == deeds


async def test_a_commitment_is_added_with_all_that_is_known_of_it(site: StaffSite) -> None:
    await keeper(site)
    await record(PLAN, [PROPOSAL], NOW)
    page = await site.see(NEW)
    typed = {
        **fields_of(page),
        "type": "commitment",
        "ref": "2.01",
        "title": "Ouvrir un lieu",
        "axis": "1",
        "wording": "Nous ouvrirons un lieu\r\npour tous.",
        "page": "12",
        "horizon": "short",
        "competence": "other",
        "authority": "ville",
        "audiences": ["seniors", "migrants"],
        "owner": "ccas",
        "partners": ["ville"],
        "answers": "P1",
        "due": "2027-Q3",
        "do": "preview",
    }
    shown = await site.pages.post(NEW, typed, status=200)
    told = compared(shown)
    assert told["Due date"] == ([], ["3rd quarter of 2027"])
    assert told["For whom"] == ([], ["seniors, migrants"])
    assert told["Partners"] == ([], ["Ville de Quimper"])
    assert told["Proposals that it answers"] == ([], ["P1 Un lieu ouvert"])
    assert "2.01" not in (await plan_now()).actions

    leads = await site.pages.submit(NEW, {**fields_of(shown), "do": "record"})
    assert leads == f"{PATH}/actions/2.01"
    action = (await plan_now()).actions["2.01"]
    assert action.wording == e.Wording(text="Nous ouvrirons un lieu\npour tous.", page="12")
    assert (action.owner, action.partners, action.answers) == ("ccas", ("ville",), ("P1",))
    assert (action.horizon, action.competence) == (Horizon.SHORT, Competence.OTHER)
    assert action.audiences == (Audience.SENIORS, Audience.MIGRANTS)
    assert action.due == PartialDate("2027-35")
    assert action.status_by == "ville"
    assert "Ouvrir un lieu" in (await site.pages.get(f"/fr/{PLAN}/actions/2.01")).text


async def test_an_action_that_cant_be_added_says_at_each_field_why(site: StaffSite) -> None:
    await keeper(site)
    wrong = {"ref": "1.0", "title": "", "due": "bientôt", "answers": "1.1", "wording": "", "page": "3"}
    page = await refused(site, NEW, **wrong)
    assert {one.get("id") for one in page.select("[aria-invalid]")} == {"type", "due"}
    assert page.one("#due").get("value") == "bientôt"
    page = await refused(site, NEW, **{**wrong, "type": "commitment", "due": "2027"})
    invalid = {one.get("id") for one in page.select("[aria-invalid]")}
    assert invalid == {"ref", "title", "axis", "answers", "wording"}


async def test_a_forged_choice_is_refused(site: StaffSite) -> None:
    await keeper(site)
    page = await site.see(NEW)
    forged = {
        **fields_of(page), "type": "dream", "ref": "9", "title": "X", "axis": "1", "audiences": "cats",
        "partners": "nobody", "do": "preview",
    }  # fmt: skip
    page = await site.pages.post(NEW, forged, status=422)
    assert "“dream” is none of the choices." in page.text
    assert "“cats” is none of the choices." in page.text


async def test_an_earlier_wording_stays_readable_in_public(site: StaffSite) -> None:
    await keeper(site)
    reword = f"{PATH}/actions/1.1/reword"
    await recorded(site, reword, wording="Un guichet par quartier.", reason="Le texte du pacte est retrouvé.")
    typed = {"title": "Ouvrir trois guichets", "wording": "Trois guichets.", "reason": "Décision du conseil."}
    shown = await looked(site, reword, **typed)
    assert compared(shown)["Title"][1] == ["Ouvrir trois guichets"]
    assert compared(shown)["Public reason"] == ([], ["Décision du conseil."])
    assert await recorded(site, reword, **typed) == f"{PATH}/actions/1.1"
    public = (await site.pages.get(f"/fr/{PLAN}/actions/1.1")).text
    for words in ("Trois guichets.", "Un guichet par quartier.", "Action 1.1", "Décision du conseil."):
        assert words in public


async def test_rewording_asks_why_and_loses_no_promise(site: StaffSite) -> None:
    await keeper(site)
    reword = f"{PATH}/actions/1.1/reword"
    page = await refused(site, reword, title="Autre")
    assert page.one("#reason").get("aria-invalid") == "true"
    assert page.one("#title").get("value") == "Autre"
    await recorded(site, reword, wording="Un guichet.", reason="Retrouvé.")
    page = await refused(site, reword, wording="", reason="Non.")
    assert "The promise as it was published is kept for ever." in page.text
    assert page.one("#wording").get("aria-invalid") == "true"


async def test_two_people_who_reword_at_once_are_shown_each_other(site: StaffSite) -> None:
    await keeper(site)
    reword = f"{PATH}/actions/1.1/reword"
    mine = await looked(site, reword, title="Le mien", reason="Mieux.")
    await recorded(site, reword, title="Le leur", description="Dit ailleurs.", reason="Bien.")
    size = (await register.head(PLAN)).size
    page = await site.pages.post(reword, {**fields_of(mine), "do": "record"}, status=409)
    assert (await register.head(PLAN)).size == size
    assert page.texts(".notice.warn tbody th") == ["Title", "Description"]
    assert page.one("#title").get("value") == "Le mien"
    assert page.texts("#description") == ["Dit ailleurs."]
    shown = await site.pages.post(reword, {**fields_of(page), "do": "preview"}, status=200)
    await site.pages.submit(reword, {**fields_of(shown), "do": "record"})
    action = (await plan_now()).actions["1.1"]
    assert (action.title, action.description) == ("Le mien", "Dit ailleurs.")


async def test_a_form_that_is_sent_twice_records_once(site_on_both: StaffSite) -> None:
    site = site_on_both
    await keeper(site)
    shown = await looked(site, f"{PATH}/actions/1.1/reword", title="Autre", reason="Mieux.")
    form = {**fields_of(shown), "do": "record"}
    await site.pages.submit(f"{PATH}/actions/1.1/reword", form)
    size = (await register.head(PLAN)).size
    await site.pages.post(f"{PATH}/actions/1.1/reword", form, status=409)
    assert (await register.head(PLAN)).size == size


async def test_classifying_shows_old_and_new(site: StaffSite) -> None:
    await keeper(site)
    path = f"{PATH}/actions/1.0/classify"
    page = await site.see(path)
    form = {**fields_of(page), "horizon": "long", "audiences": ["tenants"], "position": "3", "do": "preview"}
    shown = await site.pages.post(path, form, status=200)
    assert compared(shown)["Horizon"] == ([], ["long term"])
    assert compared(shown)["For whom"] == ([], ["tenants"])
    await site.pages.submit(path, {**fields_of(shown), "do": "record"})
    action = (await plan_now()).actions["1.0"]
    assert (action.horizon, action.audiences, action.position) == (Horizon.LONG, (Audience.TENANTS,), 3)
    page = await refused(site, path, position="en haut")
    assert page.one("#position").get("value") == "en haut"


async def test_another_owner_needs_a_reason_which_is_public(site: StaffSite) -> None:
    await keeper(site)
    path = f"{PATH}/actions/1.1/assign"
    page = await refused(site, path, owner="ville")
    assert page.one("#reason").get("aria-invalid") == "true"
    shown = await looked(site, path, owner="ville", reason="Le service a changé.")
    assert compared(shown)["Owner"] == (["Centre d’action sociale"], ["Ville de Quimper"])
    await recorded(site, path, owner="ville", reason="Le service a changé.")
    assert (await plan_now()).actions["1.1"].owner == "ville"
    assert "Le service a changé." in (await site.pages.get(f"/fr/{PLAN}/actions/1.1")).text


async def test_a_commitment_is_linked_to_the_proposals_it_answers(site: StaffSite) -> None:
    await keeper(site)
    await record(PLAN, [PROPOSAL], NOW)
    path = f"{PATH}/actions/1.1/answers"
    page = await refused(site, path, answers="P1, 1.0")
    assert "1.0 is not a proposal." in page.text
    assert page.one("#answers").get("value") == "P1, 1.0"
    await recorded(site, path, answers="P1")
    assert (await plan_now()).actions["1.1"].answers == ("P1",)


async def test_a_day_to_come_or_before_the_plan_is_refused_at_the_day(site: StaffSite) -> None:
    await keeper(site)
    for day, told in (("2026-03-03", "is in the future"), ("2020-01-01", "before"), ("", "is missing")):
        page = await refused(site, f"{PATH}/actions/1.1/reword", title="Autre", reason="Mieux.", on=day)
        assert told in page.texts("#on-fault")[0]
