"""``state(day, known)`` against histories made by hand: days, recording, and the laws of the fold."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.stories import (
    BEGUN,
    DONE,
    OPENING,
    SHOWN,
    SIZE,
    Fact,
    about,
    action,
    as_of,
    evidence,
    folded,
    of_plan,
    register,
)
from tests.domain.stories import of_action as of
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.fold import told
from tracker.domain.state import Action
from tracker.domain.status import Status
from tracker.domain.vocabulary import Because


def test_before_it_was_opened_there_is_no_plan() -> None:
    plan = folded(*OPENING, day="2022-12-31")
    assert plan.about is None
    assert plan.actions == {}


def test_an_action_begins_with_its_first_status_and_its_first_date() -> None:
    one = action(day="2023-01-01")
    assert (one.status, one.status_on, one.status_by) == (Status.PLANNED, date(2023, 1, 1), "city")
    assert [(move.before, move.after) for move in one.moves] == [(None, PartialDate("2024-06"))]
    assert one.last_news_on is None


def test_each_day_shows_the_status_of_that_day() -> None:
    days = {
        "2023-02-28": Status.PLANNED,
        "2023-03-01": Status.IN_PROGRESS,
        "2024-06-09": Status.IN_PROGRESS,
        "2024-06-10": Status.DELIVERED,
    }
    for day, status in days.items():
        assert action(BEGUN, SHOWN, DONE, day=day).status is status


def test_facts_of_one_day_follow_the_order_of_the_register() -> None:
    first = of("2024-01-01", e.ProgressDeclared(percent=30))
    second = of("2024-01-01", e.ProgressDeclared(percent=20))
    assert action(first, second).declared_progress == 20


def test_a_fact_recorded_late_takes_its_place_among_the_facts() -> None:
    late = of("2023-06-01", e.StatusChanged(status=Status.ON_HOLD, reason="No money."), at="2024-01-01")
    resumed = of("2023-09-01", e.StatusChanged(status=Status.IN_PROGRESS), at="2024-01-01")
    one = action(BEGUN, SHOWN, DONE, late, resumed)
    assert one.status is Status.DELIVERED
    assert [change.before for change in one.statuses] == [
        None, Status.PLANNED, Status.IN_PROGRESS, Status.ON_HOLD, Status.IN_PROGRESS,
    ]  # fmt: skip
    assert action(BEGUN, SHOWN, DONE, late, resumed, day="2023-07-01").status is Status.ON_HOLD


def test_a_past_day_can_be_seen_as_it_was_known_then() -> None:
    late = of("2023-02-01", e.StatusChanged(status=Status.ON_HOLD, reason="No money."), at="2024-01-01")
    entries = register(*OPENING, late)
    assert as_of(entries, "2023-06-01").actions["1.01"].status is Status.ON_HOLD
    then = as_of(entries, "2023-06-01", known=SIZE)
    assert then.actions["1.01"].status is Status.PLANNED
    assert (then.known, as_of(entries).known) == (SIZE, SIZE + 1)


def test_late_recording_is_told_after_thirty_days() -> None:
    facts = [
        of("2024-01-01", e.ProgressDeclared(percent=10), at="2024-01-31"),
        of("2024-01-01", e.ProgressDeclared(percent=20), at="2024-02-01"),
    ]
    assert [one.recorded_late for one in told(register(*facts))] == [False, True]


def test_the_register_says_since_when_it_is_kept() -> None:
    facts = [Fact(fact.on, fact.subject, fact.event, "2024-05-01") for fact in OPENING]
    plan = folded(*facts)
    assert plan.opened_on == date(2023, 1, 1)
    assert plan.kept_since is not None
    assert plan.kept_since.date() == date(2024, 5, 1)


def test_a_revision_does_not_move_the_opening() -> None:
    earlier = of_plan("2022-12-01", e.PlanRevised(about=about(title="Before")))
    later = of_plan("2024-01-01", e.PlanRevised(about=about(title="After")))
    plan = folded(*OPENING, earlier, later)
    assert plan.opened_on == date(2023, 1, 1)
    assert plan.opened.title == "After"
    assert folded(*OPENING, earlier, later, day="2023-06-01").opened.title == "Pact"


PERCENTS = st.dictionaries(
    st.integers(0, 700).map(lambda n: date(2023, 1, 2) + timedelta(n)),
    st.sampled_from(
        [
            e.ProgressDeclared(percent=40),
            e.UpdatePublished(text="News."),
            e.DatesSet(due=PartialDate("2025"), because=Because.LEGAL),
            e.DatesSet(due=PartialDate("2024-06"), because=Because.LEGAL),
            e.StatusChanged(status=Status.IN_PROGRESS),
            e.StatusChanged(status=Status.ON_HOLD, reason="No money."),
            e.MilestoneAdded(id="keys", title="Keys"),
            e.MilestoneReached(id="keys"),
            evidence(),
            e.EvidenceWithdrawn(id="photo", reason="Wrong house."),
            e.ActionAssigned(owner="parks"),
            e.ActionReworded(title="Open two houses"),
        ]
    ),
    max_size=8,
)


@given(PERCENTS, st.randoms(use_true_random=False))
def test_the_order_of_recording_does_not_matter_for_facts_of_different_days(
    drawn: dict[date, e.Event], chance: object
) -> None:
    facts = [of(day.isoformat(), event, at="2026-01-01") for day, event in sorted(drawn.items())]
    shuffled = list(facts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert _without_index(action(*facts)) == _without_index(action(*shuffled))


@given(PERCENTS, st.integers(0, 800))
def test_a_later_fact_changes_no_earlier_day(drawn: dict[date, e.Event], days: int) -> None:
    day = date(2023, 1, 1) + timedelta(days)
    facts = [of(on.isoformat(), event) for on, event in sorted(drawn.items())]
    kept = [fact for fact in facts if fact.on <= day.isoformat()]
    assert action(*facts, day=day) == action(*kept, day=day)


@given(PERCENTS, st.integers(0, 20))
def test_what_was_known_is_the_state_of_a_shorter_register(drawn: dict[date, e.Event], known: int) -> None:
    entries = register(*OPENING, *(of(on.isoformat(), event) for on, event in sorted(drawn.items())))
    assert as_of(entries, known=known) == as_of(entries[:known], known=known)


def _without_index(one: Action) -> str:
    entries = [*one.moves, *one.statuses, *one.evidence, *one.updates, *one.past_wordings]
    entries += [move for milestone in one.milestones for move in milestone.moves]
    return (
        str([one.status, one.due, one.declared_progress, one.title, one.owner, one.last_news_on])
        + str([{name: getattr(x, name) for name in x.__struct_fields__ if name != "index"} for x in entries])
        + str([(m.id, m.due, m.reached_on) for m in one.milestones])
    )
