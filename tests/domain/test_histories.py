"""What becomes of dates, evidence, milestones, wordings and links as facts follow each other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.domain.stories import (
    BEGUN,
    DONE,
    MOVED,
    OPENING,
    SHOWN,
    Fact,
    action,
    commitment,
    evidence,
    folded,
    proposal,
)
from tests.domain.stories import of_action as of
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.status import Status
from tracker.domain.vocabulary import Because


def test_moved_dates_keep_every_step_with_its_reason() -> None:
    again = of("2024-11-01", e.DatesSet(due=PartialDate("2024-10"), because=Because.PRIORITY))
    one = action(MOVED, again)
    assert one.due == PartialDate("2024-10")
    assert [(m.before, m.after, m.because, m.days) for m in one.moves] == [
        (None, PartialDate("2024-06"), None, 0),
        (PartialDate("2024-06"), PartialDate("2024-12"), Because.FUNDING, 184),
        (PartialDate("2024-12"), PartialDate("2024-10"), Because.PRIORITY, -61),
    ]
    assert action(MOVED, again, day="2024-03-01").due == PartialDate("2024-12")


def test_a_move_recorded_late_changes_the_step_after_it() -> None:
    late = of("2023-05-01", e.DatesSet(due=PartialDate("2024-09"), because=Because.LEGAL), at="2025-01-01")
    assert [(m.before, m.after) for m in action(MOVED, late).moves[1:]] == [
        (PartialDate("2024-06"), PartialDate("2024-09")),
        (PartialDate("2024-09"), PartialDate("2024-12")),
    ]


def test_giving_the_same_date_again_is_neither_a_move_nor_news() -> None:
    same = of("2024-01-01", e.DatesSet(due=PartialDate("2024-06")))
    one = action(same)
    assert len(one.moves) == 1
    assert one.last_news_on is None
    start = of("2024-01-01", e.DatesSet(due=PartialDate("2024-06"), start=PartialDate("2024-01")))
    assert action(start).last_news_on == date(2024, 1, 1)


def test_a_milestone_keeps_its_moves_and_the_day_it_was_reached() -> None:
    facts = [
        of("2023-02-01", e.MilestoneAdded(id="keys", title="Keys", due=PartialDate("2023-06"))),
        of("2023-05-01", e.MilestoneMoved(id="keys", due=PartialDate("2023-06"), because=Because.LEGAL)),
        of("2023-06-01", e.MilestoneMoved(id="keys", due=PartialDate("2023-09"), because=Because.LEGAL)),
        of("2023-08-15", e.MilestoneReached(id="keys")),
        of("2023-09-15", e.MilestoneAdded(id="paint", title="Paint")),
        of("2023-10-15", e.MilestoneDropped(id="paint", reason="It was painted already.")),
    ]
    keys, paint = action(*facts).milestones
    assert (keys.due, keys.reached_on) == (PartialDate("2023-09"), date(2023, 8, 15))
    assert [move.before for move in keys.moves] == [PartialDate("2023-06")]
    assert paint.dropped_reason == "It was painted already."
    assert action(*facts).last_news_on == date(2023, 10, 15)
    assert action(*facts, day="2023-08-14").milestones[0].reached_on is None
    assert action(*facts[:2]).last_news_on is None


def test_withdrawn_evidence_stays_readable_and_no_longer_stands() -> None:
    withdrawn = of("2024-07-01", e.EvidenceWithdrawn(id="photo", reason="It shows another house."))
    one = action(BEGUN, SHOWN, DONE, withdrawn)
    assert one.standing_evidence == ()
    assert [(x.id, x.withdrawn_on, x.withdrawn_reason) for x in one.evidence] == [
        ("photo", date(2024, 7, 1), "It shows another house.")
    ]
    assert [x.id for x in action(BEGUN, SHOWN, DONE, withdrawn, day="2024-06-30").standing_evidence] == [
        "photo"
    ]
    assert one.status is Status.DELIVERED


def test_evidence_bears_the_day_of_its_document_and_never_one_to_come() -> None:
    dated = of("2024-03-01", evidence("report", dated=PartialDate("2023")))
    vague = of("2024-03-01", evidence("booklet", dated=PartialDate("2024")))
    plain = of("2024-03-01", evidence("photo"))
    days = {x.id: x.day for x in action(dated, vague, plain).evidence}
    assert days == {"report": date(2023, 12, 31), "booklet": date(2024, 3, 1), "photo": date(2024, 3, 1)}


def test_an_old_document_is_no_fresh_news() -> None:
    assert action(of("2024-03-01", evidence(dated=PartialDate("2023-05")))).last_news_on == date(2023, 5, 31)
    assert action(of("2024-03-01", evidence(dated=PartialDate("2019")))).last_news_on is None


def test_filing_an_action_elsewhere_is_no_news() -> None:
    facts = [
        of("2024-01-01", e.ActionClassified(axis="2")),
        of("2024-01-01", e.ActionAssigned(owner="parks")),
        of("2024-01-01", e.ActionReworded(title="Open two houses")),
    ]
    one = action(*facts)
    assert (one.axis, one.owner, one.last_news_on) == ("2", "parks", None)


def test_wordings_of_the_past_stay_readable() -> None:
    promise = e.Wording(text="We will open a house.", source="pact")
    facts = [
        of("2023-02-01", e.ActionReworded(title="Open a house", wording=promise)),
        of("2023-03-01", e.ActionReworded(title="Open a big house", wording=promise, reason="It grew.")),
    ]
    one = action(*facts)
    assert (one.title, one.wording) == ("Open a big house", promise)
    assert [(past.title, past.wording, past.until) for past in one.past_wordings] == [
        ("Open a house for all", None, date(2023, 2, 1)),
        ("Open a house", promise, date(2023, 3, 1)),
    ]


def test_values_stand_in_the_order_of_their_days() -> None:
    facts = [
        of("2023-02-01", e.IndicatorAdded(id="visits", title="Visits", target=Decimal(100))),
        of("2023-12-31", e.ValueMeasured(indicator="visits", value=Decimal(80))),
        of("2023-06-30", e.ValueMeasured(indicator="visits", value=Decimal(40)), at="2024-02-01"),
        of("2024-03-01", e.IndicatorRevised(id="visits", title="Visits a year", reason="Clearer.")),
    ]
    (visits,) = action(*facts).indicators
    assert [value.value for value in visits.values] == [Decimal(40), Decimal(80)]
    assert visits.latest is not None
    assert visits.latest.value == Decimal(80)
    assert (visits.title, visits.target) == ("Visits a year", None)


def test_a_question_is_shown_with_its_answer() -> None:
    facts = [
        of("2023-02-01", e.QuestionPublished(id="q1", text="Where?", due=date(2023, 3, 1))),
        of("2023-02-20", e.QuestionAnswered(id="q1", text="In the old school.")),
    ]
    (question,) = action(*facts).questions
    assert (question.answer, question.answered_on, question.answered_by) == (
        "In the old school.", date(2023, 2, 20), "city",
    )  # fmt: skip
    assert action(*facts, day="2023-02-19").questions[0].answered_on is None


def test_a_merged_action_names_the_one_that_took_it_in() -> None:
    other = Fact("2023-01-01", "action:1.02", commitment("Open a small house"))
    merged = of("2023-05-01", e.StatusChanged(status=Status.MERGED, reason="Same house.", merged_into="1.02"))
    again = of("2023-08-01", e.StatusChanged(status=Status.PLANNED, reason="Two houses after all."))
    assert action(other, merged).merged_into == "1.02"
    assert action(other, merged, again).merged_into == ""
    assert action(other, merged, again, day="2023-06-01").merged_into == "1.02"
    assert set(folded(*OPENING, other, merged).actions) >= {"1.01", "1.02"}


def test_a_proposal_is_answered_by_whichever_side_says_so() -> None:
    linked = of("2023-02-01", e.ActionLinked(answers=("P1",)))
    accepted = of("2023-02-01", e.StatusChanged(status=Status.ACCEPTED, answered_by=("1.01",)), ref="P2")
    plan = folded(*OPENING, linked, accepted)
    assert [one.ref for one in plan.answering("P1")] == ["1.01"]
    assert [one.ref for one in plan.answering("P2")] == ["1.01"]
    assert plan.answering("1.01") == ()


def test_actions_stand_in_the_order_of_the_plan() -> None:
    facts = [
        Fact("2023-01-01", "axis:1a", e.AxisAdded(title="Within the first", position=1, parent="1")),
        Fact("2023-01-01", "axis:0", e.AxisAdded(title="Before all", position=0)),
        Fact("2023-01-01", "action:c", commitment(axis="2")),
        Fact("2023-01-01", "action:b", commitment(axis="1a")),
        Fact("2023-01-01", "action:a", commitment(axis="0")),
        Fact("2023-01-01", "action:lost", commitment(axis="nowhere")),
    ]
    plan = folded(*OPENING, *facts)
    assert list(plan.axes) == ["0", "1", "1a", "2"]
    assert list(plan.actions) == ["a", "1.01", "P1", "P2", "b", "c", "lost"]
    assert list(plan.organisations) == ["city", "parks"]


def test_a_second_addition_does_not_wipe_out_what_happened_since() -> None:
    again = of("2024-08-01", proposal("Something else"))
    assert action(BEGUN, again) == action(BEGUN)
