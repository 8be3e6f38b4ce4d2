"""Opening a plan, and what it says of itself: presentation, words for statuses, sources, signatories."""

from datetime import date

import pytest

from tests.reports import PLAN
from tests.staff_site import StaffSite
from tests.web.staff.workshop.bench import (
    KEEPER,
    PATH,
    compared,
    keeper,
    looked,
    plan_now,
    recorded,
    refused,
    sent,
)
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.vocabulary import OrganisationKind
from tracker.store import register, staff_log
from tracker.store.staff_log import Act, Wanted

OPENING = {
    "title": "Pacte de l’Eau",
    "language": "fr",
    "keeper_name": "Ville de Quimper",
    "keeper_type": "department",
    "start": "2026",
    "rhythm": "90",
    "on": "2026-02-01",
}


async def administrator(site: StaffSite) -> None:
    await site.enter(await site.person("boss@example.org", "administrator"))


async def test_an_administrator_opens_a_plan_and_readers_find_it(site: StaffSite) -> None:
    await administrator(site)
    page = await looked(site, "/staff/new-plan", **OPENING)
    assert await register.heads() == {}
    assert compared(page)["Title"] == ([], ["Pacte de l’Eau"])
    assert compared(page)["Rhythm of news, in days"] == ([], ["90"])

    assert await recorded(site, "/staff/new-plan", **OPENING) == "/staff/plans/pacte-de-l-eau"
    plan = await plan_now("pacte-de-l-eau")
    assert (plan.opened.title, plan.opened.keeper) == ("Pacte de l’Eau", "ville-de-quimper")
    assert plan.organisations["ville-de-quimper"].type is OrganisationKind.DEPARTMENT
    assert plan.opened_on == date(2026, 2, 1)
    assert "Pacte de l’Eau" in (await site.pages.get("/fr/pacte-de-l-eau/")).text
    front = await site.see("/staff/plans/pacte-de-l-eau")
    assert "The plan is open." in front.text
    assert (await site.see("/staff/plans/pacte-de-l-eau/new-axis")).one("#code").get("value") == "1"
    for name in ("axes", "new-action", "actions", "organisations", "sources", "signatories"):
        await site.see(f"/staff/plans/pacte-de-l-eau/{name}")


async def test_who_opened_a_plan_is_in_the_internal_log_and_not_in_the_register(site: StaffSite) -> None:
    await administrator(site)
    await recorded(site, "/staff/new-plan", **OPENING)
    (line,) = await staff_log.lines(Wanted(act=Act.PLAN_OPENED), 0, 5)
    assert (line.by, line.about) == ("boss@example.org", "pacte-de-l-eau")
    assert line.detail == "plan.opened plan (0), organisation.added organisation:ville-de-quimper (1)"
    lines = [entry.payload or "" for entry in await register.entries("pacte-de-l-eau")]
    assert not any("boss" in line for line in lines)


@pytest.mark.parametrize("slug", ["definitions", "static", "staff", "files", "fr", "it", "en"])
async def test_an_address_of_the_site_is_refused_for_a_plan(site: StaffSite, slug: str) -> None:
    await administrator(site)
    page = await refused(site, "/staff/new-plan", **OPENING, slug=slug)
    assert f"“{slug}” is an address of the site itself." in page.text
    assert page.one("#slug").get("aria-invalid") == "true"
    assert await register.heads() == {}


async def test_what_was_typed_stays_when_a_plan_is_refused(site_on_both: StaffSite) -> None:
    site = site_on_both
    await administrator(site)
    typed = {**OPENING, "title": "", "rhythm": "often", "slug": "Pacte " + "x" * 90, "start": "soon"}
    page = await refused(site, "/staff/new-plan", **typed)
    assert page.one("#slug").get("value") == typed["slug"]
    assert page.one("#keeper_name").get("value") == "Ville de Quimper"
    assert "“often” is not a whole number." in page.text
    assert "“soon” is not a date." in page.text
    mended = {**typed, "rhythm": "90", "start": "2026"}
    page = await refused(site, "/staff/new-plan", **mended)
    assert "Use up to 80 small letters, digits and hyphens." in page.text
    assert "A title is missing." in page.text


async def test_a_plan_that_is_there_is_not_opened_again(site: StaffSite) -> None:
    await keeper(site, "administrator")
    page = await refused(site, "/staff/new-plan", **OPENING, slug=PLAN)
    assert "There is already a plan at this address." in page.text
    assert (await plan_now()).opened.title == "Pacte des solidarités"


async def test_only_administrators_open_plans_and_the_list_says_who_may_keep_which(site: StaffSite) -> None:
    await keeper(site)
    assert f"{PATH}" in [link.href for link in (await site.see("/staff/plans")).links]
    assert "Open a plan" not in (await site.see("/staff/plans")).text
    await site.see("/staff/new-plan", status=403)
    other = site.visitor()
    await site.enter(await site.person("olga@example.org", "reviewer:elsewhere"), other)
    assert PATH not in [link.href for link in (await site.see("/staff/plans", pages=other)).links]
    await site.see(PATH, status=403, pages=other)


async def test_home_leads_keepers_to_the_plans(site: StaffSite) -> None:
    await keeper(site)
    assert "/staff/plans" in [link.href for link in (await site.see("/staff/")).links]


async def test_the_presentation_is_shown_old_and_new_before_it_is_recorded(site: StaffSite) -> None:
    await keeper(site)
    before = await register.head(PLAN)
    typed = {
        "title": "Pacte des nouvelles solidarités",
        "territory": "Quimper",
        "objectives": "Loger\nSoigner",
    }
    page = await looked(site, f"{PATH}/presentation", **typed, end="12/2030")
    assert compared(page)["Title"] == ([], ["nouvelles"])
    assert compared(page)["To"] == ([], ["December 2030"])
    assert await register.head(PLAN) == before

    assert await recorded(site, f"{PATH}/presentation", **typed, end="12/2030") == PATH
    about = (await plan_now()).opened
    assert (about.title, about.territory, about.end) == (typed["title"], "Quimper", PartialDate("2030-12"))
    assert about.objectives == ("Loger", "Soigner")
    assert about.rhythm == 180
    (line,) = await staff_log.lines(Wanted(act=Act.PLAN_CHANGED), 0, 5)
    assert (line.by, line.about, line.detail) == (KEEPER, PLAN, f"plan.revised plan ({before.size})")


async def test_nothing_changed_is_said_and_not_recorded(site: StaffSite) -> None:
    await keeper(site)
    page = await refused(site, f"{PATH}/presentation")
    assert "Nothing would change in public." in page.text


async def test_a_form_changed_after_the_preview_is_shown_again_first(site: StaffSite) -> None:
    await keeper(site)
    page = await looked(site, f"{PATH}/presentation", territory="Quimper")
    again = await sent(site, page, f"{PATH}/presentation", "record", territory="Brest")
    assert "The form was changed since you looked." in again.text
    assert compared(again)["Territory"] == ([], ["Brest"])
    assert (await plan_now()).opened.territory == ""
    unseen = await sent(site, await site.see(f"{PATH}/presentation"), f"{PATH}/presentation", "record",
                        territory="Brest")  # fmt: skip
    assert compared(unseen)["Territory"] == ([], ["Brest"])
    assert (await plan_now()).opened.territory == ""


async def test_the_plan_has_its_own_words_for_statuses(site: StaffSite) -> None:
    await keeper(site)
    assert await recorded(site, f"{PATH}/status-labels", label__delivered="réalisé") == PATH
    assert (await plan_now()).opened.status_labels == {"delivered": "réalisé"}
    assert "réalisé" in (await site.pages.get(f"/fr/{PLAN}/definitions")).text


async def test_sources_are_described_better_and_added_and_never_lost(site: StaffSite) -> None:
    await keeper(site)
    new = {"source__~1__title": "Délibération du 3 juin", "source__~1__url": "https://example.org/d.pdf"}
    await recorded(site, f"{PATH}/sources", **new)
    page = await refused(
        site, f"{PATH}/sources", **{"source__deliberation-du-3-juin__title": "", "source__~1__url": "ftp://x"},
    )  # fmt: skip
    assert page.one("#source-deliberation-du-3-juin-title").get("aria-invalid") == "true"
    assert page.one('[id="source-~1-title"]').get("aria-invalid") == "true"
    assert page.one('[id="source-~1-url"]').get("value") == "ftp://x"
    better = {"source__deliberation-du-3-juin__publisher": "Ville de Quimper", "source__~1__title": "Site"}
    await recorded(site, f"{PATH}/sources", **better)
    assert [(one.id, one.publisher) for one in (await plan_now()).opened.sources] == [
        ("deliberation-du-3-juin", "Ville de Quimper"),
        ("site", ""),
    ]


async def test_signatories_are_organisations_or_names(site: StaffSite) -> None:
    await keeper(site)
    path = f"{PATH}/signatories"
    page = await refused(site, path, signatory__1__organisation="ccas", signatory__1__name="X")
    assert "A signatory is an organisation of the plan or a name." in page.text
    two = {
        "signatory__1__organisation": "ccas",
        "signatory__3__name": "Une voisine",
        "signatory__3__on": "06/2023",
    }
    await recorded(site, path, **two)
    assert (await plan_now()).opened.signatories == (
        e.Signatory(organisation="ccas"),
        e.Signatory(name="Une voisine", on=PartialDate("2023-06")),
    )
    await recorded(site, path, signatory__1__organisation="")
    assert [one.name for one in (await plan_now()).opened.signatories] == ["Une voisine"]


async def test_unknown_plans_and_subjects_are_not_there(site: StaffSite) -> None:
    await keeper(site, "administrator")
    for path in (
        "/staff/plans/nowhere",
        "/staff/plans/nowhere/presentation",
        f"{PATH}/axes/9",
        f"{PATH}/organisations/nobody",
        f"{PATH}/actions/9.9",
        f"{PATH}/actions/9.9/reword",
        f"{PATH}/actions/1.0/answer",
    ):
        await site.see(path, status=404)
