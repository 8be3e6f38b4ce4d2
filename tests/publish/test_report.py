"""What a report says, recounted by hand on a small plan."""

from datetime import date

import pytest

from tests.histories import NOW, opening
from tests.publish.report_plan import SHARED, year_2024
from tracker.domain.fold import state as state_of
from tracker.domain.fold import told
from tracker.domain.merkle import Checkpoint
from tracker.domain.register import Draft, Head, seal
from tracker.domain.state import Told
from tracker.domain.status import Status
from tracker.publish.report.computing import Span, report_of
from tracker.publish.report.content import ActionYear, Report, Texts

POINT = Checkpoint("promises.example/quimper", 0, bytes(32))


def story_of(drafts: list[Draft]) -> list[Told]:
    head, entries = Head("quimper"), []
    for draft in drafts:
        entry, head = seal(draft, head, NOW, bytes(16))
        entries.append(entry)
    return told(entries)


def report(drafts: list[Draft], year: int, cut_off: date | None = None, texts: Texts | None = None) -> Report:
    story = story_of(drafts)
    plan = state_of("quimper", story, cut_off or date(year, 12, 31))
    span = Span(year, date(year, 1, 1), state_of("quimper", story, date(year - 1, 12, 31)))
    return report_of(plan, span, story, POINT, texts)


def refs(rows: tuple[ActionYear, ...]) -> list[str]:
    return [one.action.ref for one in rows]


@pytest.fixture(scope="module")
def of_2024() -> Report:
    return report(year_2024(), 2024)


def test_figures_are_those_counted_by_hand(of_2024: Report) -> None:
    now = of_2024.commitments.now
    assert (now.total, now.kept, now.kept_late, now.late, now.moved) == (5, 2, 1, 1, 1)
    assert now.statuses == {
        Status.PLANNED: 1,
        Status.IN_PROGRESS: 1,
        Status.DELIVERED: 2,
        Status.ABANDONED: 1,
    }
    assert of_2024.proposals.now.statuses == {Status.SUBMITTED: 1, Status.ACCEPTED: 1}
    assert of_2024.whole.now.total == 7


def test_the_year_before_is_beside_it(of_2024: Report) -> None:
    before = of_2024.commitments.before
    assert before is not None
    assert (before.total, before.kept, before.late) == (4, 1, 0)
    assert of_2024.axes[0].sides.before is not None
    assert of_2024.axes[0].sides.before.total == 6


def test_what_happened_after_the_cut_off_is_left_out(of_2024: Report) -> None:
    assert "3" not in refs(of_2024.delivered)
    assert refs(report(year_2024(), 2025).delivered) == ["3"]


def test_what_was_delivered_this_year_is_apart_from_what_was_before(of_2024: Report) -> None:
    assert refs(of_2024.delivered) == ["1"]
    assert refs(of_2024.delivered_before) == ["2"]
    assert of_2024.delivered[0].read.readings.calendar.days == 31


def test_late_moved_stopped_and_silent_are_told_with_their_reasons(of_2024: Report) -> None:
    assert refs(of_2024.late) == ["5"]
    assert of_2024.late[0].read.readings.calendar.days == 184
    [move] = of_2024.moves
    assert (move.year.action.ref, move.move.days, move.move.note) == ("3", 365, "Marché infructueux.")
    [stopped] = of_2024.stopped
    assert (stopped.year.action.ref, stopped.change.reason, stopped.this_year) == (
        "4",
        "La loi a changé.",
        True,
    )
    assert refs(of_2024.silent) == ["P2", "5"]


def test_a_proposal_leads_to_the_commitment_that_answers_it(of_2024: Report) -> None:
    accepted, waiting = of_2024.decided
    assert (accepted.year.action.ref, [a.ref for a in accepted.answers]) == ("P1", ["3"])
    assert (waiting.year.action.ref, waiting.change) == ("P2", None)


def test_questions_are_counted_by_their_delay(of_2024: Report) -> None:
    q = of_2024.questions
    assert (q.asked, q.answered_in_time, q.answered_late, q.waiting, q.overdue) == (2, 1, 0, 0, 1)


def test_a_question_that_waits_is_told_again_the_year_after() -> None:
    q = report(year_2024(), 2025).questions
    assert (q.asked, len(q.rows), q.overdue) == (0, 1, 1)


def test_an_action_without_a_fact_in_the_year_has_no_news(of_2024: Report) -> None:
    news = {one.action.ref: len(one.days) for one in of_2024.actions}
    assert news == {"1": 1, "2": 0, "3": 5, "4": 1, "5": 1, "P1": 1, "P2": 0}
    assert [one.action.ref for one in of_2024.actions if one.is_new] == ["5"]


def test_a_document_given_twice_is_in_the_annex_once(of_2024: Report) -> None:
    shared = [one for one in of_2024.annex.documents if one.given.url == SHARED]
    assert [(one.number, one.refs) for one in shared] == [(1, ("1", "2"))]
    assert [one.numbers for one in of_2024.actions[:3]] == [(1,), (1,), (2,)]


def test_evidence_of_a_later_year_has_no_number_yet() -> None:
    assert report(year_2024(), 2023).annex.documents[0].refs == ("2",)


def test_facts_recorded_after_the_cut_off_are_counted(of_2024: Report) -> None:
    facts = len(year_2024()) - 1  # all but the one of 2025
    assert (of_2024.recording.facts, of_2024.recording.after_cut_off) == (facts, facts)
    assert of_2024.recording.last_at == NOW


def test_a_first_year_has_nothing_to_compare_with() -> None:
    first = report(year_2024(), 2023)
    assert first.before is None
    assert first.commitments.before is None
    assert all(group.sides.before is None for group in first.axes)


def test_a_cut_off_within_the_year_is_the_day_that_everything_is_read_on() -> None:
    half = report(year_2024(), 2024, date(2024, 6, 30))
    assert refs(half.delivered) == []
    assert refs(half.late) == ["1"]


def test_a_plan_without_actions_makes_an_empty_report() -> None:
    empty = report(opening(), 2024)
    assert empty.actions == []
    assert empty.whole.now.total == 0
