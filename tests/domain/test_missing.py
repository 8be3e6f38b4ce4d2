"""What a plan lacks before a report: counted by hand."""

from datetime import date

from tests.histories import NOW, OPENED, about, commitment, opening
from tests.publish.report_plan import declared, due, proof, year_2024
from tracker.domain import events as e
from tracker.domain.fold import state
from tracker.domain.missing import Lack, lacks, unanswered
from tracker.domain.register import Draft
from tracker.domain.state import Plan, Told
from tracker.domain.status import Status


def plan_of(drafts: list[Draft], day: date = date(2024, 12, 31)) -> Plan:
    story = [
        Told(index, NOW, draft.on, draft.by, draft.event.kind, draft.subject, draft.event)
        for index, draft in enumerate(drafts)
    ]
    return state("quimper", story, day)


def refs(plan: Plan, lack: Lack, since: date = date(2024, 1, 1)) -> list[str]:
    return [action.ref for action in lacks(plan, since)[lack]]


def test_what_a_year_lacks_is_found() -> None:
    plan = plan_of(year_2024())
    assert {lack: refs(plan, lack) for lack in Lack} == {
        Lack.NO_EVIDENCE: [],
        Lack.UNEXPLAINED: ["5"],  # its date passed on 30 June, and nobody said a word
        Lack.NO_NEWS: ["P2", "5"],
        Lack.STEPS_LEFT: [],
        Lack.NO_OWNER: [],
        Lack.NO_DATE: [],
        Lack.DELIVERED_EARLIER: [],
    }


def test_a_question_waits_until_it_is_answered() -> None:
    [one] = unanswered(plan_of(year_2024()))
    assert (one.action.ref, one.question.id, one.overdue) == ("3", "q2", True)
    [asked] = unanswered(plan_of(year_2024(), date(2024, 10, 15)))
    assert not asked.overdue


def test_a_word_after_the_date_explains_a_delay() -> None:
    drafts = [*opening(), commitment("1", due=due("2024-06-30"))]
    assert refs(plan_of(drafts), Lack.UNEXPLAINED) == ["1"]
    word = about("1", e.UpdatePublished(text="Le marché est infructueux."), date(2024, 7, 1))
    assert refs(plan_of([*drafts, word]), Lack.UNEXPLAINED) == []


def test_news_before_the_period_are_no_news_of_it() -> None:
    word = about("1", e.UpdatePublished(text="Voté."), date(2023, 12, 31))
    plan = plan_of([*opening(), commitment("1"), word])
    assert refs(plan, Lack.NO_NEWS) == ["1"]
    assert refs(plan, Lack.NO_NEWS, since=date(2023, 1, 1)) == []


def test_delivered_without_evidence_that_stands() -> None:
    gone = about("1", e.EvidenceWithdrawn(id="b", reason="Erreur."), date(2024, 8, 1))
    drafts = [
        *opening(),
        commitment("1"),
        about("1", proof("b", "https://quimper.example/b"), date(2024, 7, 1)),
        about("1", declared(Status.DELIVERED), date(2024, 7, 1)),
    ]
    assert refs(plan_of(drafts), Lack.NO_EVIDENCE) == []
    assert refs(plan_of([*drafts, gone]), Lack.NO_EVIDENCE) == ["1"]


def test_delivered_before_its_oldest_evidence() -> None:
    def delivered(on: date) -> list[Draft]:
        return [
            *opening(),
            commitment("1"),
            about("1", proof("b", "https://quimper.example/b", "2024-09"), date(2024, 9, 15)),
            about("1", declared(Status.DELIVERED), on),
        ]

    assert refs(plan_of(delivered(date(2024, 9, 14))), Lack.DELIVERED_EARLIER) == ["1"]
    assert refs(plan_of(delivered(date(2024, 9, 15))), Lack.DELIVERED_EARLIER) == []


def test_delivered_with_steps_left_and_without_owner_or_date() -> None:
    drafts = [
        *opening(),
        commitment("1", owner=""),
        about("1", e.MilestoneAdded(id="site", title="Trouver un local"), OPENED),
        about("1", proof("b", "https://quimper.example/b"), date(2024, 7, 1)),
    ]
    plan = plan_of(drafts)
    assert (refs(plan, Lack.NO_OWNER), refs(plan, Lack.NO_DATE)) == (["1"], ["1"])
    partly = [*drafts, about("1", declared(Status.PARTLY_DELIVERED), date(2024, 7, 1))]
    assert refs(plan_of(partly), Lack.STEPS_LEFT) == []
    whole = plan_of([*drafts, about("1", declared(Status.DELIVERED), date(2024, 7, 1))])
    assert (refs(whole, Lack.STEPS_LEFT), refs(whole, Lack.NO_DATE)) == (["1"], [])
