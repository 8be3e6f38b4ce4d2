"""One paragraph says what became of a plan, counts every action once, and agrees with its numbers."""

from datetime import date

from tests.histories import NOW, about, commitment, opening
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.figures import read_all
from tracker.domain.fold import state, told
from tracker.domain.register import Draft, Entry, Head, seal
from tracker.domain.status import Kind, Status
from tracker.publish.summing_up import sum_up


def summed_up(*drafts: Draft) -> str:
    head, entries = Head("pacte"), list[Entry]()
    for draft in [*opening("en"), *drafts]:
        entry, head = seal(draft, head, NOW, bytes(16))
        entries.append(entry)
    plan = state("pacte", told(entries), NOW.date())
    return sum_up(read_all(plan), plan.opened.rhythm, "en")


def became(ref: str, status: Status, on: date) -> Draft:
    return about(ref, e.StatusChanged(status=status, reason="Because."), on)


def test_a_plan_without_actions_says_so() -> None:
    assert summed_up() == "No action has been entered yet."


def test_one_commitment_is_told_in_the_singular() -> None:
    assert summed_up(commitment("1")) == (
        "Of 1 commitment, none is delivered; 1 has not begun. "
        "1 open action of 1 has had no news for more than 180 days."
    )


def test_every_action_is_counted_once_abandoned_ones_too() -> None:
    recent = date(2026, 11, 1)
    assert summed_up(
        commitment("1", due=PartialDate("2024")),
        commitment("2"),
        commitment("3"),
        commitment("4", due=PartialDate("2025")),
        commitment("5", type=Kind.PROPOSAL),
        became("1", Status.DELIVERED, recent),
        became("2", Status.ABANDONED, recent),
        became("3", Status.IN_PROGRESS, recent),
        became("4", Status.IN_PROGRESS, date(2024, 1, 1)),
        became("5", Status.DECLINED, recent),
    ) == (
        "Of 4 commitments, 1 is delivered; 2 are in progress; 1 was abandoned. "
        "Of 1 proposal, 1 was declined. 1 commitment of 4 was kept after its due date. "
        "1 action of 5 is late. "
        "1 open action of 2 has had no news for more than 180 days."
    )
