"""Reminders: what is due to be said to whom, day by day, and never more than that."""

from dataclasses import replace
from datetime import date, timedelta

from tests.domain.stories import OPENING, Fact, about, commitment, folded, of_action, of_plan
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.reminders import (
    Reason,
    Recipient,
    Recipients,
    Said,
    Unsaid,
    Waiting,
    reminders,
)
from tracker.domain.state import Plan
from tracker.domain.status import Status

DUE = date(2024, 6, 30)
EVA = Recipient("1", "eva@parks.example", "fr")
RITA = Recipient("2", "rita@city.example", "en")
NAMES = {"1": "Eva", "2": "Rita"}
BOTH = Recipients({("pact", "parks"): (EVA,)}, {"pact": (RITA,)})


def plan(*facts: Fact, owner: str = "parks", due: str = "2024-06", rhythm: int = 3650) -> Plan:
    """A plan of one commitment, 1.01, and a rhythm that nothing breaks unless a test says so."""
    added = commitment(owner=owner, due=PartialDate(due))
    opening = [Fact("2023-01-01", "action:1.01", added) if f.subject == "action:1.01" else f for f in OPENING]
    revised = of_plan("2023-01-01", e.PlanRevised(about=about(rhythm=rhythm)))
    return folded(*(f for f in opening if f.subject not in ("action:P1", "action:P2")), revised, *facts)


def told(
    of: Plan, today: date, recipients: Recipients = BOTH, said: Said | None = None
) -> list[tuple[str, Reason, int]]:
    """Who is told what today."""
    digests, _ = reminders([of], recipients, said or {}, today)
    return [(NAMES[d.recipient.person], m.reason, m.days) for d in digests for m in d.matters]


def days_told(of: Plan, first: date, last: date, person: Recipient = EVA) -> list[tuple[date, Reason]]:
    """Every day of a period on which a person is told something, when the question is asked every day."""
    said: dict[tuple[str, str, str, Reason], date] = {}
    found = []
    for offset in range((last - first).days + 1):
        today = first + timedelta(offset)
        digests, omissions = reminders([of], BOTH, said, today)
        for digest in digests:
            for matter in digest.matters:
                said[digest.recipient.person, matter.plan, matter.ref, matter.reason] = today
                found += [(today, matter.reason)] if digest.recipient == person else []
        for omission in omissions:
            matter = omission.matter
            said[omission.person, matter.plan, matter.ref, matter.reason] = today
    return found


def test_a_deadline_is_told_30_7_and_1_days_ahead_then_1_and_7_days_late_then_every_30_days() -> None:
    days = [(day - DUE).days for day, _ in days_told(plan(), date(2024, 1, 1), date(2024, 10, 31))]
    assert days == [-30, -7, -1, 1, 7, 37, 67, 97]


def test_silence_is_told_when_it_begins_and_then_every_30_days() -> None:
    of = plan(of_action("2024-01-01", e.UpdatePublished(text="Begun.")), due="2030", rhythm=180)
    days = days_told(of, date(2024, 1, 1), date(2024, 9, 30))
    begun = date(2024, 6, 30)  # the 181st day without news
    assert days == [(begun + timedelta(30 * n), Reason.SILENT) for n in range(4)]


def test_news_ends_the_reminders_of_silence() -> None:
    silent = plan(due="2030", rhythm=180)
    heard = plan(of_action("2024-01-01", e.UpdatePublished(text="Begun.")), due="2030", rhythm=180)
    assert told(silent, date(2024, 1, 2)) == [("Eva", Reason.SILENT, 366)]
    assert told(heard, date(2024, 1, 2)) == []


def test_a_day_that_was_missed_is_made_up_for() -> None:
    assert told(plan(), DUE - timedelta(12)) == [("Eva", Reason.DUE, 12)]
    key = ("1", "pact", "1.01", Reason.DUE)
    assert told(plan(), DUE - timedelta(5), said={key: DUE - timedelta(12)}) == [("Eva", Reason.DUE, 5)]
    assert told(plan(), DUE - timedelta(4), said={key: DUE - timedelta(5)}) == []


def test_the_last_day_is_told_too() -> None:
    assert told(plan(), DUE) == [("Eva", Reason.DUE, 0)]


def test_a_deadline_that_moved_is_told_anew() -> None:
    of = plan(of_action("2024-06-24", e.DatesSet(due=PartialDate("2024-09"))))
    said = {("1", "pact", "1.01", Reason.DUE): date(2024, 6, 23)}
    assert told(of, date(2024, 8, 30), said=said) == []
    assert told(of, date(2024, 8, 31), said=said) == [("Eva", Reason.DUE, 30)]


def test_nothing_is_told_of_an_action_that_came_to_its_end() -> None:
    ended = of_action("2024-02-01", e.StatusChanged(status=Status.ABANDONED, reason="No money."))
    assert told(plan(ended, rhythm=30), date(2025, 1, 1)) == []


def test_a_person_gets_one_digest_for_everything() -> None:
    of = plan(rhythm=180)
    digests, _ = reminders([of], BOTH, {}, date(2024, 8, 1))
    assert [(d.recipient, [m.reason for m in d.matters]) for d in digests] == [
        (EVA, [Reason.LATE, Reason.SILENT])
    ]


def test_without_editors_the_reviewers_of_the_plan_are_told() -> None:
    unowned = plan(owner="")
    assert told(unowned, DUE) == [("Rita", Reason.DUE, 0)]
    [digest] = reminders([plan()], Recipients(reviewers={"pact": (RITA,)}), {}, DUE)[0]
    assert (digest.recipient, digest.matters[0].to) == (RITA, "")


def test_with_editors_the_reviewers_are_left_in_peace() -> None:
    [digest], omissions = reminders([plan()], BOTH, {}, DUE)
    assert (digest.recipient, digest.matters[0].to, omissions) == (EVA, "parks", [])


def muted(person: Recipient, *reasons: Reason) -> Recipient:
    return replace(person, muted=frozenset(reasons))


def test_who_wants_no_reminders_of_a_kind_gets_the_others() -> None:
    eva = muted(EVA, Reason.LATE)
    digests, omissions = reminders(
        [plan(rhythm=180)], Recipients({("pact", "parks"): (eva,)}), {}, date(2024, 8, 1)
    )
    assert [[m.reason for m in d.matters] for d in digests] == [[Reason.SILENT]]
    assert [(o.person, o.why) for o in omissions] == [("1", Unsaid.MUTED), ("", Unsaid.NOBODY)]


def test_a_department_that_wants_no_reminders_does_not_keep_them_from_the_reviewers() -> None:
    recipients = Recipients({("pact", "parks"): (muted(EVA, Reason.DUE),)}, {"pact": (RITA,)})
    digests, omissions = reminders([plan()], recipients, {}, DUE)
    assert [d.recipient for d in digests] == [RITA]
    assert [(o.person, o.why) for o in omissions] == [("1", Unsaid.MUTED)]


def test_a_reminder_that_nobody_can_get_is_noted_as_often_as_it_would_be_said() -> None:
    digests, [omission] = reminders([plan()], Recipients(), {}, DUE)
    assert digests == []
    assert (omission.person, omission.why) == ("", Unsaid.NOBODY)
    said = {("", "pact", "1.01", Reason.DUE): DUE}
    assert reminders([plan()], Recipients(), said, DUE) == ([], [])


def test_somebody_new_is_told_what_others_know() -> None:
    said = {("", "pact", "1.01", Reason.DUE): DUE, ("2", "pact", "1.01", Reason.DUE): DUE}
    assert told(plan(), DUE, said=said) == [("Eva", Reason.DUE, 0)]


def test_nobody_is_told_anything_when_nothing_is_due() -> None:
    assert reminders([plan()], BOTH, {}, date(2024, 1, 1)) == ([], [])


# --- reports to review ------------------------------------------------------------------------------------


def review_days(
    first: date, last: date, *waiting: Waiting, by: Recipients = BOTH
) -> list[tuple[date, str, int]]:
    """On which days whom is told how long a report has waited, when the question is asked every day."""
    said: dict[tuple[str, str, str, Reason], date] = {}
    found = []
    for offset in range((last - first).days + 1):
        today = first + timedelta(offset)
        there = [one for one in waiting if one.since <= today]
        digests, omissions = reminders([plan(due="2030")], by, said, today, there)
        for digest in digests:
            for matter in digest.matters:
                said[digest.recipient.person, matter.plan, matter.ref, matter.reason] = today
                found.append((today, NAMES[digest.recipient.person], matter.days))
        for one in omissions:
            said[one.person, one.matter.plan, one.matter.ref, one.matter.reason] = today
    return found


HANDED_IN = date(2024, 3, 4)


def test_reviewers_hear_of_a_report_at_once_and_then_every_week() -> None:
    waiting = Waiting("pact", "1.01", HANDED_IN, "1")
    told_on = [
        (day, days) for day, who, days in review_days(HANDED_IN, date(2024, 3, 20), waiting) if who == "Rita"
    ]
    assert told_on == [(HANDED_IN + timedelta(7 * n), 7 * n) for n in range(3)]
    assert all(who == "Rita" for _, who, _ in review_days(HANDED_IN, HANDED_IN, waiting))


def test_a_report_handed_in_anew_is_told_again() -> None:
    first = Waiting("pact", "1.01", HANDED_IN, "1")
    again = replace(first, since=HANDED_IN + timedelta(2))
    days = review_days(HANDED_IN, HANDED_IN + timedelta(4), first)
    assert [day for day, _, _ in days] == [HANDED_IN]
    said = {("2", "pact", "1.01", Reason.REVIEW): HANDED_IN}
    digests, _ = reminders([plan(due="2030")], BOTH, said, again.since, [again])
    assert [matter.days for digest in digests for matter in digest.matters] == [0]


def test_nobody_is_told_to_review_their_own_report_nor_one_of_an_action_that_is_gone() -> None:
    own = Waiting("pact", "1.01", HANDED_IN, RITA.person)
    digests, omissions = reminders([plan(due="2030")], BOTH, {}, HANDED_IN, [own])
    assert digests == []
    assert [(one.person, one.why) for one in omissions] == [("", Unsaid.NOBODY)]
    for waiting in (replace(own, ref="9.99", by="1"), replace(own, plan="other", by="1")):
        assert reminders([plan(due="2030")], BOTH, {}, HANDED_IN, [waiting]) == ([], [])


def test_a_reviewer_who_does_not_want_it_is_not_told() -> None:
    rita = replace(RITA, muted=frozenset({Reason.REVIEW}))
    digests, omissions = reminders(
        [plan(due="2030")],
        Recipients({}, {"pact": (rita,)}),
        {},
        HANDED_IN,
        [Waiting("pact", "1.01", HANDED_IN, "1")],
    )
    assert digests == []
    assert {one.why for one in omissions} == {Unsaid.MUTED, Unsaid.NOBODY}
