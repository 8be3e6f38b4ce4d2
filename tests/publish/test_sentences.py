"""Entries in words: every event has its sentence, filled with words and never with markup of an author."""

from datetime import date
from decimal import Decimal

import pytest

from tests.domain.facts import report
from tests.histories import NOW, OPENED, about, commitment, opening
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.fold import state, told
from tracker.domain.register import Draft, Entry, Head, seal
from tracker.domain.state import Plan, Told
from tracker.domain.status import Status
from tracker.domain.vocabulary import Because, OrganisationKind
from tracker.publish.sentences import detail, sentence, status_word, subject

DAY = date(2024, 3, 1)


def entries_of(*drafts: Draft, language: str = "en") -> list[Entry]:
    head, made = Head("pacte"), []
    for draft in [*opening(language), commitment("1.1"), commitment("1.2"), *drafts]:
        entry, head = seal(draft, head, NOW, bytes(16))
        made.append(entry)
    return made


def last_of(*drafts: Draft, language: str = "en") -> tuple[Told, Plan]:
    story = told(entries_of(*drafts, language=language))
    return story[-1], state("pacte", story, NOW.date())


def said(event: e.Event, *before: Draft, language: str = "en", base: str = "") -> str:
    """The event of a plan in ``language``, told to a reader of English."""
    one, plan = last_of(*before, about("1.1", event, DAY), language=language)
    return str(sentence(one, plan, "en", base))


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (e.StatusChanged(status=Status.IN_PROGRESS), "declared it in progress."),
        (e.DatesSet(due=PartialDate("2024-22")), "set the due date to summer 2024."),
        (
            e.DatesSet(due=PartialDate("2025"), because=Because.FUNDING),
            "moved the due date to 2025, because of: funding.",
        ),
        (e.DatesSet(because=Because.SCOPE), "took its due date away, because of: the content changed."),
        (e.DatesSet(start=PartialDate("2024-05")), "set its start to May 2024."),
        (e.DatesSet(), "said something about its dates."),
        (e.ProgressDeclared(percent=40), "declared a progress of 40 %."),
        (e.ActionAssigned(owner=""), "left it without an owner."),
        (e.UpdatePublished(text="Ouvert."), "published news."),
        (e.QuestionAnswered(id="q", text="Oui."), "answered a question."),
        (
            e.ReminderSent(days=200, to="ccas"),
            "reminded Centre d’action sociale that nothing had been said for 200 days.",
        ),
        (
            e.ReminderSent(days=200),
            "reminded the plan’s reviewers that nothing had been said for 200 days.",
        ),
    ],
)
def test_an_event_is_told_in_words(event: e.Event, words: str) -> None:
    assert said(event).removeprefix("Centre d’action sociale ") == words


def test_names_of_the_plan_carry_its_language_on_a_page_in_another() -> None:
    event = e.ActionAssigned(owner="ville")
    assert said(event, language="fr") == (
        '<span lang="fr">Centre d’action sociale</span> made <span lang="fr">Ville de Quimper</span> '
        "answerable for it."
    )
    assert "<span" not in said(event)


def test_the_words_of_an_author_never_become_markup() -> None:
    one, plan = last_of(about("1.1", e.EvidenceWithdrawn(id="x", reason="<b>{by}</b> {0}"), DAY))
    assert "&lt;b&gt;{by}&lt;/b&gt; {0}" in sentence(one, plan, "en")


def test_a_merged_action_names_the_one_that_took_it_in_and_links_it_under_a_base() -> None:
    event = e.StatusChanged(status=Status.MERGED, reason="Doublon", merged_into="1.2")
    assert said(event) == "Centre d’action sociale declared it merged into 1.2 Action 1.2."
    assert '<a href="/fr/pacte/actions/1.2">1.2 Action 1.2</a>' in said(event, base="/fr/pacte")


def test_a_milestone_is_told_by_its_title() -> None:
    added = about("1.1", e.MilestoneAdded(id="m", title="Plans déposés"), DAY)
    assert "the milestone “Plans déposés” reached" in said(e.MilestoneReached(id="m"), added)
    moved = e.MilestoneMoved(id="m", due=None, because=Because.LEGAL)
    assert "took the date of the milestone “Plans déposés” away" in said(moved, added)


def test_a_measurement_is_told_with_its_indicator_and_unit_in_the_readers_numbers() -> None:
    added = about("1.1", e.IndicatorAdded(id="i", title="Places", unit="places"), DAY)
    value = e.ValueMeasured(indicator="i", value=Decimal("4300.5"))
    assert said(value, added).endswith("Places, 4,300.5 places.")


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (report(), "sealed edition 1 of the report for 2023."),
        (report(since=date(2022, 6, 1)), "sealed edition 1 of the report for 2022-2023."),
    ],
)
def test_a_sealed_report_is_told_by_its_period(event: e.Event, words: str) -> None:
    one, plan = last_of(Draft(DAY, "ville", "plan", event))
    assert sentence(one, plan, "en") == f"Ville de Quimper {words}"


def test_a_later_edition_tells_its_reason() -> None:
    one, _ = last_of(Draft(DAY, "ville", "plan", report(edition=2, reason="Une date était fausse.")))
    assert detail(one) == "Une date était fausse."


def test_content_that_was_taken_back_says_so() -> None:
    news = about("1.1", e.UpdatePublished(text="Faux."), DAY)
    wrong = entries_of(news)[-1].index
    taken_back = about("1.1", e.CorrectionMade(entry=wrong, reason="Erreur"), DAY)
    story = told(entries_of(news, taken_back))
    plan = state("pacte", story, NOW.date())
    assert "taken back by a correction" in sentence(story[wrong], plan, "en")
    assert f"corrected entry {wrong}: Erreur" in sentence(story[-1], plan, "en")


def test_the_subject_has_its_title_and_address() -> None:
    one, plan = last_of(about("1.1", e.UpdatePublished(text="Ouvert."), DAY))
    about_it = subject(one, plan, "/fr/pacte")
    assert (about_it.ref, about_it.title, about_it.href) == ("1.1", "Action 1.1", "/fr/pacte/actions/1.1")
    assert detail(one) == "Ouvert."


def test_a_subject_that_the_plan_does_not_know_has_no_address() -> None:
    one, plan = last_of(Draft(OPENED, "ville", "action:9", e.UpdatePublished(text="?")))
    assert subject(one, plan, "/fr/pacte").href == ""


def test_the_plans_own_label_of_a_status_is_for_readers_of_its_language() -> None:
    about_it = e.About(
        title="Patto", language="it", keeper="comune", status_labels={Status.DELIVERED: "attuato"}
    )
    city = e.OrganisationAdded(name="Comune", type=OrganisationKind.AUTHORITY)
    head, story = Head("patto"), []
    for name, event in (("plan", e.PlanOpened(about=about_it)), ("organisation:comune", city)):
        entry, head = seal(Draft(OPENED, "comune", name, event), head, NOW, bytes(16))
        story.append(entry)
    plan = state("patto", told(story), NOW.date())
    assert status_word(plan, Status.DELIVERED, "it") == "attuato"
    assert status_word(plan, Status.DELIVERED, "en") == "delivered"
