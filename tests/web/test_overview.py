"""The overview of a plan, today and on a past day."""

from datetime import date
from decimal import Decimal

from tests.histories import NOW, OPENED, about, commitment, opening
from tests.page import PageClient
from tests.web.conftest import Tell
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.register import Draft
from tracker.domain.status import Status
from tracker.domain.vocabulary import EvidenceType, OrganisationKind

STARTED = e.StatusChanged(status=Status.IN_PROGRESS)


async def test_every_action_is_in_the_field_with_its_title_and_status(site: PageClient, tell: Tell) -> None:
    await tell("pacte", [*opening(), commitment("1.1"), commitment("1.2"), about("1.2", STARTED, NOW.date())])
    page = await site.get("/en/pacte/")
    squares = [(a.get("href"), a.get("aria-label")) for a in page.select(".plot a")]
    assert squares[0] == ("/en/pacte/actions/1.1", "1.1 Action 1.1: planned, silent")
    assert squares[1] == ("/en/pacte/actions/1.2", "1.2 Action 1.2: in progress")


async def test_counts_have_their_denominator_and_no_percentage_under_six(
    site: PageClient, tell: Tell
) -> None:
    await tell("pacte", [*opening(), *(commitment(str(n), due=PartialDate("2024")) for n in range(5))])
    page = await site.get("/en/pacte/")
    assert "5 late" in page.text
    assert "Of 5 actions of the plan:" in page.text
    assert "%" not in page.text
    await tell("pacte", [commitment("5")])
    page = await site.get("/en/pacte/")
    assert "5 late (83%)" in page.text


async def test_late_silent_and_coming_actions_lead_to_their_lists(site: PageClient, tell: Tell) -> None:
    late = [commitment(f"L{n}", due=PartialDate("2024")) for n in range(7)]
    await tell("pacte", [*opening(), *late, commitment("A", due=PartialDate("2027"))])
    page = await site.get("/en/pacte/")
    assert len(page.select("#late + table tbody tr")) == 5
    lists = {link.text: link.href for link in page.links if link.href.startswith("/en/pacte/actions?")}
    assert lists["Show all 7 late actions"] == "/en/pacte/actions?calendar=late&sort=late"
    for words, count in (("Show all 7 late actions", 7), ("Show the 1 action with a date ahead", 1)):
        found = await site.get(lists[words])
        assert found.texts("#found") == [f"{count} of 8 actions"]


async def test_a_plan_without_actions_says_so_and_draws_nothing(site: PageClient, tell: Tell) -> None:
    await tell("pacte", opening())
    page = await site.get("/en/pacte/")
    assert page.texts(".empty") == ["No action has been entered yet."]
    assert page.select(".field") == []


async def test_what_the_plan_says_carries_its_language(site: PageClient, tell: Tell) -> None:
    await tell("pacte", [*opening("fr"), commitment("1")])
    assert (await site.get("/en/pacte/")).one("h1").get("lang") == "fr"
    assert (await site.get("/fr/pacte/")).one("h1").get("lang") is None


async def test_an_observer_is_not_taken_for_the_city(site: PageClient, tell: Tell) -> None:
    about_it = e.About(title="Patto", language="en", keeper="watch")
    watch = e.OrganisationAdded(name="Watch", type=OrganisationKind.OBSERVER)
    axis = e.AxisAdded(title="Homes", position=1)
    await tell(
        "patto",
        [
            Draft(OPENED, "watch", "plan", e.PlanOpened(about=about_it)),
            Draft(OPENED, "watch", "organisation:watch", watch),
            Draft(OPENED, "watch", "axis:1", axis),
            Draft(OPENED, "watch", "action:1", commitment("1", owner="watch").event),
        ],
    )
    page = await site.get("/en/patto/")
    assert page.texts("#says-city") == ["Declared status"]
    assert "does not speak for the city" in page.text


async def test_a_figure_of_the_plan_names_its_source(site: PageClient, tell: Tell) -> None:
    link = e.EvidenceAdded(id="r", type=EvidenceType.LINK, title="Rapport", url="https://example.org/r")
    people = e.IndicatorAdded(id="p", title="Participants", unit="personnes")
    value = e.ValueMeasured(indicator="p", value=Decimal(4300), evidence="r")
    facts = [Draft(OPENED, "ville", "plan", event) for event in (link, people, value)]
    await tell("pacte", [*opening(), *facts])
    page = await site.get("/en/pacte/")
    figure = page.texts("#participation + .figures li")[0]
    assert figure == "4,300 personnes · Participants, 30 June 2023 · Rapport"
    assert page.one("#participation + .figures a").get("href") == "https://example.org/r"


async def test_a_past_day_shows_what_had_happened_by_then_and_says_which_day(
    site: PageClient, tell: Tell
) -> None:
    later = commitment("2", on=date(2025, 1, 1))
    await tell("pacte", [*opening(), commitment("1"), later, about("1", STARTED, date(2024, 6, 1))])
    page = await site.get("/en/pacte/at/2024-01-01/")
    assert [a.get("href") for a in page.select(".plot a")] == ["/en/pacte/at/2024-01-01/actions/1"]
    assert "as of 1 January 2024" in page.texts(".notice")[0]
    assert "in progress" not in page.texts(".field")[0]
    assert "1 January 2025" not in page.text
    # Nothing had been recorded by then, so there is no such page to offer.
    assert not any("known=then" in link.href for link in page.links)
    await site.get("/en/pacte/at/2024-01-01/?known=then", status=404)


async def test_a_day_since_the_register_is_kept_can_be_read_as_it_was_known(
    site: PageClient, tell: Tell
) -> None:
    await tell("pacte", [*opening(), commitment("1")])
    today = NOW.date()
    page = await site.get(f"/en/pacte/at/{today}/?known=then")
    assert "Only what had been recorded by that day" in page.texts(".notice")[0]
    assert page.one(".plot a").get("href") == f"/en/pacte/at/{today}/actions/1?known=then"
    assert page.select(".legend a")[0].get("href") == (
        f"/en/pacte/at/{today}/actions?known=then&status=planned"
    )


async def test_days_that_cannot_be_read_are_not_there(site: PageClient, tell: Tell) -> None:
    await tell("pacte", opening())
    for day in ("2023-06-29", "2099-01-01", "2024-02-30", "20240101", "yesterday"):
        await site.get(f"/en/pacte/at/{day}/", status=404)
