"""The page of one action, read as a citizen reads it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from tests.database import counted_queries
from tests.eventful_plan import CITY, CLUB, OPENED, WATCH, draft, eventful, opening, recorded
from tests.page import PageClient, text_of
from tests.web.site import PLAN, site
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.status import Kind, Status
from tracker.domain.vocabulary import Because, EvidenceType, Horizon
from tracker.store import register
from tracker.store.engine import Engine, write

ONE = f"{PLAN}/actions/1.01"


@pytest_asyncio.fixture
async def pages(sqlite_database: Engine, tmp_path: Path) -> AsyncIterator[PageClient]:
    await recorded([*opening(), *eventful()])
    async with site(tmp_path) as client:
        yield client


async def readings(pages: PageClient, address: str) -> list[str]:
    return (await pages.get(address)).texts(".readings > section")


async def test_the_page_says_what_was_promised_where_and_who_answers_for_it(pages: PageClient) -> None:
    page = await pages.get(ONE)
    assert page.h1 == "Ouvrir un accueil"
    assert page.texts("blockquote.promise") == ["Ouvrir un lieu d'accueil pour toutes et tous."]
    assert page.texts(".promise-source") == ["Quoted from the source: Le pacte, page 12."]
    assert [link.href for link in page.links if link.text == "Ville de Bourg"] == [f"{PLAN}/owners/city"]
    assert [link.href for link in page.links if link.text == "Association d'entraide"] == [
        f"{PLAN}/owners/club"
    ]
    assert "Axe 1, Logement" in page.text


async def test_the_plans_own_words_say_their_language(pages: PageClient) -> None:
    page = await pages.get(ONE)
    assert page.one("h1").get("lang") == "fr"
    assert page.one("blockquote.promise").get("lang") == "fr"
    french = await pages.get("/fr/pacte/actions/1.01")
    assert french.one("h1").get("lang") is None


async def test_a_summary_is_not_passed_off_as_a_quotation(pages: PageClient) -> None:
    summary = e.Wording(text="Un accueil.", source="pacte", summarised=True)
    await recorded(
        [draft("2024-09-01", "action:1.01", e.ActionReworded(title="Un accueil", wording=summary))]
    )
    page = await pages.get(ONE)
    assert page.texts(".promise.summarised") == ["Un accueil."]
    assert not page.select("blockquote.promise")
    assert page.texts(".promise-source")[0] == "Summarised from the source: Le pacte."


async def test_earlier_titles_and_wordings_stay_readable(pages: PageClient) -> None:
    wording = e.Wording(text="Ouvrir deux accueils.", source="pacte")
    await recorded(
        [draft("2024-09-01", "action:1.01", e.ActionReworded(title="Deux accueils", wording=wording))]
    )
    earlier = (await pages.get(ONE)).texts("details")[0]
    assert "Until 1 September 2024 its title was: Ouvrir un accueil" in earlier
    assert "Ouvrir un lieu d'accueil pour toutes et tous." in earlier


async def test_three_readings_stand_side_by_side(pages: PageClient) -> None:
    city, evidence, calendar = await readings(pages, ONE)
    assert city.startswith("The city says in progress Since 3 May 2022. Declared by Ville de Bourg.")
    assert "1 of 1 milestone reached." in city
    assert evidence.startswith("The evidence shows 1 piece of evidence")
    assert "The newest one is of 16 June 2023." in evidence
    assert calendar.startswith("The calendar says Late by 438 days Due: 30 June 2023.")
    assert "The date moved once. It is 122 days later than first promised." in calendar
    assert "Last news 72 days ago." in calendar


async def test_what_an_observer_declares_is_not_put_into_the_citys_mouth(pages: PageClient) -> None:
    told = e.StatusChanged(status=Status.ON_HOLD, reason="Plus de nouvelles.")
    await recorded([draft("2024-09-01", "action:1.01", told, by=WATCH)])
    city = (await readings(pages, ONE))[0]
    assert city.startswith("Declared status on hold")
    assert "According to Veille citoyenne, who follows this plan from outside and does not speak" in city
    assert "The city says" not in city


async def test_what_a_partner_declares_is_according_to_the_partner(pages: PageClient) -> None:
    await recorded(
        [draft("2024-09-01", "action:1.01", e.StatusChanged(status=Status.ON_HOLD, reason="Non."), by=CLUB)]
    )
    assert (
        "Declared status on hold Since 1 September 2024. According to Association d'entraide."
        in (await readings(pages, ONE))[0]
    )


async def test_a_status_that_nobody_declared_says_so(pages: PageClient) -> None:
    city, evidence, calendar = await readings(pages, f"{PLAN}/actions/1.02")
    assert "The first status, given when the action was entered, on 1 March 2021." in city
    assert evidence.startswith("The evidence shows None")
    assert "No news since it was added, 1,289 days ago." in calendar
    assert "no news for 1,289 days" in calendar


async def test_a_horizon_is_not_read_as_a_deadline(pages: PageClient) -> None:
    added = e.ActionAdded(type=Kind.COMMITMENT, title="Un jour", axis="1", horizon=Horizon.SHORT)
    await recorded([draft(OPENED, "action:1.03", added)])
    calendar = (await readings(pages, f"{PLAN}/actions/1.03"))[2]
    assert "No date The plan only gives a horizon: short term. A horizon is not a deadline." in calendar


async def test_each_move_of_the_due_date_is_shown_with_its_reason(pages: PageClient) -> None:
    page = await pages.get(ONE)
    moves = page.texts("#dates li")
    assert moves[0].startswith(
        "20 December 2022: moved from winter 2022-2023 to 30 June 2023, 122 days later. Reason: funding. "
        "Le budget est reporté."
    )
    assert moves[1].startswith("1 March 2021: due date given: winter 2022-2023.")
    assert page.one("svg.dueline").get("aria-label") == (
        "First promised for winter 2022-2023, now due 30 June 2023."
    )


async def test_evidence_names_its_publisher_and_leads_outside(pages: PageClient) -> None:
    page = await pages.get(ONE)
    evidence = page.one("#evidence-1")
    words = text_of(evidence)
    assert "Formal decision no. 2023-41, published by Ville de Bourg, dated 16 June 2023" in words
    assert "link checked on 20 June 2023" in words
    link = page.one("#evidence-1 a.external")
    assert link.get("href") == "https://example.org/2023-41.pdf"
    assert "external" in (link.get("rel") or "").split()


async def test_withdrawn_evidence_stays_listed_with_the_reason(pages: PageClient) -> None:
    withdrawn = e.EvidenceWithdrawn(id="deliberation", reason="Mauvais document.")
    await recorded([draft("2024-09-02", "action:1.01", withdrawn)])
    page = await pages.get(ONE)
    assert "Délibération du conseil" in page.texts("#evidence-1 .withdrawn")
    assert "Withdrawn on 2 September 2024: Mauvais document." in text_of(page.one("#evidence-1"))
    assert "1 piece was withdrawn." in page.texts(".readings > section")[1]


async def test_the_story_runs_from_the_newest_fact_to_the_oldest(pages: PageClient) -> None:
    page = await pages.get(ONE)
    days = [str(time.get("datetime")) for time in page.select(".story time")]
    assert days == sorted(days, reverse=True)
    assert days[0] == "2024-06-30"
    assert days[-1] == "2021-03-01"
    newest = page.texts(".story > li")[0]
    assert newest.startswith("30 June 2024 Recorded on 10 September 2024, 09:30 UTC.")
    assert "Ville de Bourg published a measurement: Places, 25 places." in newest


async def test_news_shows_its_text_its_evidence_and_its_register_entry(pages: PageClient) -> None:
    page = await pages.get(ONE)
    told = next(t for t in page.texts(".story .told") if "published news" in t)
    assert (
        "Les travaux sont votés. Next step: Ouvrir le chantier. Evidence: 1. Délibération du conseil" in told
    )
    assert page.select('.story .told a[href="/en/pacte/register/14"]')
    await pages.get("/en/pacte/register/14")


async def test_the_next_step_of_the_newest_update_stands_on_its_own(pages: PageClient) -> None:
    page = await pages.get(ONE)
    assert "What comes next Ouvrir le chantier. Announced on 20 June 2023." in page.text


async def test_a_corrected_entry_reads_corrected_and_says_why(pages: PageClient) -> None:
    wrong = draft("2024-09-01", "action:1.01", e.ProgressDeclared(percent=90))
    (entry,) = await recorded([wrong])
    correction = e.CorrectionMade(entry=entry.index, reason="Faute de frappe.", payload={"percent": 9})
    await recorded([draft("2024-09-05", "action:1.01", correction)])
    told = text_of((await pages.get(ONE)).one(f"#entry-{entry.index}"))
    assert "declared a progress of 9 %." in told
    assert "Corrected on 5 September 2024: Faute de frappe." in told


async def test_erased_content_is_shown_as_withdrawn_when_and_why(pages: PageClient) -> None:
    (entry,) = await recorded([draft("2024-09-01", "action:1.01", e.UpdatePublished(text="Selon M. Untel…"))])
    async with write():
        await recorded(
            [draft("2024-09-06", "action:1.01", e.ContentErased(entry=entry.index, reason="Vie privée."))]
        )
        await register.erase("pacte", entry.index)
    page = await pages.get(ONE)
    assert "Untel" not in page.html
    told = text_of(page.one(f"#entry-{entry.index}"))
    assert "What Ville de Bourg had entered here was withdrawn on legal ground." in told
    assert "Content withdrawn on legal ground on 6 September 2024: Vie privée." in told


async def test_proposals_and_commitments_lead_to_each_other(pages: PageClient) -> None:
    commitment, proposal = await pages.get(ONE), await pages.get(f"{PLAN}/actions/1.02")
    assert "It answers these proposals 1.02 Un lieu ouvert à tous" in text_of(commitment.one("#links"))
    assert "These commitments answer it 1.01 Ouvrir un accueil" in text_of(proposal.one("#links"))


async def test_a_merged_action_keeps_its_page_and_sends_on_to_the_other(pages: PageClient) -> None:
    page = await pages.get(f"{PLAN}/actions/2.01")
    assert "This action was merged and goes on as part of another one: 1.01 Ouvrir un accueil." in page.text
    assert page.one('link[rel="canonical"]').get("href") == f"http://127.0.0.1{ONE}"
    assert "It took in these actions 2.01 Un centre de santé" in text_of((await pages.get(ONE)).one("#links"))


async def test_actions_follow_each_other_in_the_order_of_the_plan(pages: PageClient) -> None:
    refs = ["1.01"]
    while following := (await pages.get(f"{PLAN}/actions/{refs[-1]}")).select('a[rel="next"]'):
        refs.append(str(following[0].get("href")).rpartition("/")[2])
    assert refs == ["1.01", "1.02", "2.01"]


async def test_an_indicator_has_a_drawing_and_a_table(pages: PageClient) -> None:
    page = await pages.get(ONE)
    assert page.select("svg.chart[role=img][aria-label]")
    rows = page.texts("table tbody tr")
    assert [row.split(" Ville")[0] for row in rows] == ["30 June 2024 25", "31 December 2023 12"]
    assert "On 30 June 2024: 25 places. Target: 40 places." in page.text


async def test_a_page_of_the_past_knows_nothing_of_later_facts(pages: PageClient) -> None:
    page = await pages.get(f"{PLAN}/at/2022-06-01/actions/1.01")
    assert "Délibération" not in page.text
    assert str(page.select(".story time")[0].get("datetime")) == "2022-05-03"
    calendar = page.texts(".readings > section")[2]
    assert "On time, 272 days left Due: winter 2022-2023." in calendar
    assert page.select(f'a[href="{PLAN}/actions/1.01"]')


async def test_a_page_as_known_then_leaves_out_what_was_recorded_later(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    await recorded([*opening(), *eventful()])
    later = datetime(2024, 10, 1, 8, 0, tzinfo=UTC)
    await recorded([draft("2024-09-05", "action:1.01", e.ProgressDeclared(percent=70))], now=later)
    async with site(tmp_path, later) as pages:
        address = f"{PLAN}/at/2024-09-10/actions/1.01"
        assert "declared a progress of 70 %" in (await pages.get(address)).text
        assert "declared a progress of 70 %" not in (await pages.get(f"{address}?known=then")).text


async def test_an_action_that_came_later_is_said_to_be_not_there_yet(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    added = e.ActionAdded(type=Kind.COMMITMENT, title="Plus tard", axis="1")
    await recorded([*opening(), draft("2023-05-02", "action:1.09", added)])
    async with site(tmp_path) as pages:
        page = await pages.get(f"{PLAN}/at/2022-01-01/actions/1.09", status=404)
        assert page.h1 == "Not in the plan yet"
        assert "It came into it on 2 May 2023." in page.text


@pytest.mark.parametrize("ref", ["9.99", "%20", "1.01%00"])
async def test_an_unknown_action_is_not_found(pages: PageClient, ref: str) -> None:
    await pages.get(f"{PLAN}/actions/{ref}", status=404)


@pytest.mark.parametrize("path", ["actions/1.01.json.json", "at/2021-06-01/actions/1.04.json"])
async def test_data_of_an_unknown_action_is_not_found_and_says_so_as_data(
    pages: PageClient, path: str
) -> None:
    added = e.ActionAdded(type=Kind.COMMITMENT, title="Plus tard", axis="1")
    await recorded([draft("2023-05-02", "action:1.04", added)])
    answer = await pages.fetch(f"{PLAN}/{path}", status=404)
    assert answer.json() == {"status": 404, "error": "Not Found"}


async def test_an_unanswered_question_shows_until_when_an_answer_is_due(pages: PageClient) -> None:
    asked = e.QuestionPublished(id="q1", text="C'est fermé !", due=date(2024, 9, 5))
    again = e.QuestionPublished(id="q2", text="Quand ?", due=date(2024, 9, 30))
    answer = e.QuestionAnswered(id="q2", text="En octobre.")
    await recorded([draft("2024-08-06", "action:1.01", asked), draft("2024-09-01", "action:1.01", again)])
    await recorded([draft("2024-09-09", "action:1.01", answer)])
    answered, open_ = (await pages.get(ONE)).texts("#questions li")
    assert "Quand ? Answered on 9 September 2024 by Ville de Bourg En octobre." in answered
    assert "Not answered. An answer was due by 5 September 2024." in open_


async def test_hostile_words_stay_words(pages: PageClient) -> None:
    title, text = "<script>x</script>{{ 7*7 }}%(a)s", "<img src=x onerror=x> [x](javascript:x) {{ 1 }}"
    added = e.ActionAdded(type=Kind.COMMITMENT, title=title, axis="1", description=text)
    await recorded(
        [draft(OPENED, "action:1.66", added), draft(OPENED, "action:1.66", e.UpdatePublished(text=text))]
    )
    response = await pages.fetch(f"{PLAN}/actions/1.66")
    assert "<script>x" not in response.text
    assert "<img" not in response.text
    assert 'href="javascript' not in response.text


@pytest.mark.parametrize("language", ["fr", "it", "en"])
async def test_the_page_is_there_in_each_language(pages: PageClient, language: str) -> None:
    assert (await pages.get(f"/{language}/pacte/actions/1.01")).h1 == "Ouvrir un accueil"


async def test_the_number_of_queries_does_not_grow_with_the_plan(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    await recorded([*opening(), *eventful()])
    async with site(tmp_path) as pages:
        with counted_queries() as few:
            await pages.get(ONE)
        many = [
            draft(OPENED, f"action:3.{n}", e.ActionAdded(type=Kind.COMMITMENT, title=f"Action {n}", axis="2"))
            for n in range(300)
        ]
        notes = [draft("2024-01-01", "action:1.01", e.UpdatePublished(text=f"Note {n}")) for n in range(60)]
        await recorded([*many, *notes])
        with counted_queries() as more:
            await pages.get(ONE)
    assert more.queries <= few.queries


async def test_a_reader_who_holds_the_page_is_told_that_it_stands(pages: PageClient) -> None:
    first = await pages.fetch(ONE)
    await pages.fetch(ONE, headers={"if-none-match": first.headers["etag"]}, status=304)
    await recorded([draft("2024-09-01", "action:2.01", e.UpdatePublished(text="Autre chose."))])
    assert (await pages.fetch(ONE, headers={"if-none-match": first.headers["etag"]})).status_code == 200
    assert (await pages.fetch(ONE, method="HEAD")).text == ""


# --- data ------------------------------------------------------------------------------------------------


async def test_the_data_twin_says_what_the_page_says(pages: PageClient) -> None:
    found = (await pages.fetch(f"{ONE}.json")).json()
    assert found["register"]["size"] == 19
    assert found["ref"] == "1.01"
    assert found["status"]["slug"] == "in-progress"
    assert found["status"]["said_by_the_city"] is True
    assert found["wording"]["text"].startswith("Ouvrir un lieu")
    assert found["dates"]["due"] == "2023-06-30"
    assert [move["because"] for move in found["dates"]["moves"]] == [
        {"slug": "funding", "word": "funding"},
        None,
    ]
    assert found["readings"]["calendar_says"] == {
        "slug": "late",
        "word": "late",
        "due": "2023-06-30",
        "days": 438,
    }
    assert [value["value"] for value in found["indicators"][0]["values"]] == ["25", "12"]
    assert found["evidence"][0]["dated"] == "2023-06-16"
    assert [one["ref"] for one in found["answers"]] == ["1.02"]
    assert found["story"][0]["entry"].startswith("http://127.0.0.1/en/pacte/register/")


async def test_the_data_twin_of_a_past_day_is_of_that_day(pages: PageClient) -> None:
    found = (await pages.fetch(f"{PLAN}/at/2022-06-01/actions/1.01.json")).json()
    assert found["day"] == "2022-06-01"
    assert found["evidence"] == []


async def test_unused_reasons_and_types_have_words(pages: PageClient) -> None:
    """Each reason and each type of evidence can be read on the page."""
    drafts = []
    for number, because in enumerate(Because, start=1):
        due = PartialDate(f"2025-01-{number:02}")
        drafts.append(draft("2024-08-01", "action:1.01", e.DatesSet(due=due, because=because, note="Note.")))
    for kind in EvidenceType:
        given = e.EvidenceAdded(
            id=f"of-{kind}", type=kind, title=f"Pièce {kind}", url="https://example.org/x"
        )
        drafts.append(draft("2024-08-02", "action:1.01", given, by=CITY))
    await recorded(drafts)
    page = await pages.get(ONE)
    assert len(page.select("#dates li")) == len(Because) + 2
    assert len(page.select(".evidence-list > li")) == len(EvidenceType) + 1
