"""Corrections and erasures: what is said of a mistake, of content that had to go, and when it counts."""

from __future__ import annotations

from typing import Any

from tests.domain.facts import erase, report, sealed_file
from tests.domain.stories import (
    BEGUN,
    MOVED,
    OPENING,
    SIZE,
    Fact,
    action,
    as_of,
    commitment,
    folded,
    of_plan,
    register,
)
from tests.domain.stories import of_action as of
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.fold import amended, told
from tracker.domain.status import Status


def correction(entry: int, payload: dict[str, Any] | None, on: str = "2024-08-01") -> Fact:
    return of(on, e.CorrectionMade(entry=entry, reason="A slip of the pen.", payload=payload))


def erasure(entry: int, remains: dict[str, Any] | None = None, on: str = "2024-09-01") -> Fact:
    return of(on, e.ContentErased(entry=entry, reason="It named a person.", remains=remains))


def test_a_correction_counts_on_past_days_as_known_now_and_not_as_known_then() -> None:
    facts = [of("2024-01-01", e.ProgressDeclared(percent=90)), correction(SIZE, {"percent": 9})]
    entries = register(*OPENING, *facts)
    assert as_of(entries, "2024-02-01").actions["1.01"].declared_progress == 9
    assert as_of(entries, "2024-02-01", known=SIZE + 1).actions["1.01"].declared_progress == 90
    corrected = told(entries)[SIZE]
    assert (corrected.event, corrected.corrected_by) == (e.ProgressDeclared(percent=9), SIZE + 1)
    assert told(entries, known=SIZE + 1)[SIZE].corrected_by is None


def test_the_last_of_two_corrections_counts() -> None:
    said = of("2024-01-01", e.ProgressDeclared(percent=90))
    first, second = correction(SIZE, {"percent": 9}), correction(SIZE, {"percent": 19})
    assert action(said, first, second).declared_progress == 19
    assert action(said, first, second, known=SIZE + 2).declared_progress == 9


def test_what_was_taken_back_never_happened() -> None:
    assert action(BEGUN, correction(SIZE, None)).status is Status.PLANNED
    assert action(BEGUN, correction(SIZE, None), known=SIZE + 1).status is Status.IN_PROGRESS


def test_a_corrected_addition_is_the_addition_from_its_first_day() -> None:
    corrected = e.payload_of(commitment("Open a house", due=PartialDate("2024-07")))
    one = action(MOVED, correction(5, corrected), day="2023-01-01")
    assert (one.title, one.due) == ("Open a house", PartialDate("2024-07"))
    assert action(MOVED, correction(5, corrected)).moves[1].before == PartialDate("2024-07")


def test_a_correction_speaks_of_the_past_only() -> None:
    ahead = of("2023-02-01", e.CorrectionMade(entry=SIZE + 1, reason="Beforehand.", payload={"percent": 1}))
    assert action(ahead, of("2024-01-01", e.ProgressDeclared(percent=50))).declared_progress == 50


def test_a_correction_that_does_not_fit_leaves_what_was_said() -> None:
    said = of("2024-01-01", e.ProgressDeclared(percent=50))
    assert action(said, correction(SIZE, {"percent": "all"})).declared_progress == 50


def test_erased_content_is_gone_on_every_day_and_however_much_was_known() -> None:
    entries = register(*OPENING, of("2024-01-01", e.UpdatePublished(text="Mrs Smith.")), erasure(SIZE))
    for known in (None, SIZE + 1):
        assert as_of(entries, "2024-02-01", known).actions["1.01"].updates == ()
        one = told(entries, known)[SIZE]
        assert (one.event, one.erased_by, one.kind) == (None, SIZE + 1, "update.published")
    assert len(told(entries, SIZE + 1)) == SIZE + 1


def test_an_erasure_leaves_what_may_remain() -> None:
    said = of("2024-01-01", e.StatusChanged(status=Status.ON_HOLD, reason="Mrs Smith fell ill."))
    remains = {"status": "on-hold", "reason": "Somebody fell ill."}
    one = action(said, erasure(SIZE, remains))
    assert one.status is Status.ON_HOLD
    assert one.statuses[-1].reason == "Somebody fell ill."


def test_an_action_whose_addition_was_erased_keeps_its_place_by_what_remains() -> None:
    remains = e.payload_of(commitment("Open a house for all", description="A name was withdrawn."))
    plan = folded(*OPENING, BEGUN, erasure(5, remains))
    assert len(plan.actions) == 3
    assert plan.actions["1.01"].status is Status.IN_PROGRESS
    assert plan.actions["1.01"].description == "A name was withdrawn."


def test_an_action_of_which_nothing_remains_breaks_no_page() -> None:
    plan = folded(*OPENING, BEGUN, erasure(5))
    assert list(plan.actions) == ["P1", "P2"]


def test_content_put_in_place_by_a_correction_outlives_the_erasure_of_the_first() -> None:
    said = of("2024-01-01", e.UpdatePublished(text="Mrs Smith opened it."))
    corrected = correction(SIZE, {"text": "A neighbour opened it."})
    for facts in ([said, corrected, erasure(SIZE)], [said, erasure(SIZE, on="2024-07-01"), corrected]):
        assert [update.text for update in action(*facts).updates] == ["A neighbour opened it."]


def test_an_erased_correction_does_not_bring_the_mistake_back() -> None:
    said = of("2024-01-01", e.UpdatePublished(text="A wrong thing."))
    corrected = correction(SIZE, {"text": "Mrs Smith opened it."})
    remains: dict[str, Any] = {"entry": SIZE, "reason": "A slip of the pen."}
    assert action(said, corrected, erasure(SIZE + 1, remains)).updates == ()


def test_amending_twice_changes_nothing() -> None:
    facts = [
        of("2024-01-01", e.UpdatePublished(text="A wrong thing.")),
        correction(SIZE, {"text": "Mrs Smith opened it."}),
        erasure(SIZE + 1, {"entry": SIZE, "reason": "A slip."}),
        of("2024-01-02", e.ProgressDeclared(percent=90)),
        correction(SIZE + 3, {"percent": 9}),
        erasure(SIZE + 3),
    ]
    once = told(register(*OPENING, *facts))
    assert amended(once) == once
    # New entries after an amended story read as the whole register does.
    for size in range(SIZE, len(once)):
        entries = register(*OPENING, *facts)
        assert amended([*told(entries[:size]), *told(entries[size:])]) == once


def test_erasing_what_a_sealed_report_says_leaves_its_figures_and_fingerprints() -> None:
    sealed = report(foreword="Mrs Smith.", reason="She asked.", closing="Thanks.")
    kept = report(closing="Thanks.", known=1, files=(sealed_file(sha256="cd" * 32),))
    facts = [of_plan("2024-01-01", sealed), of_plan("2024-02-01", erase(SIZE, e.payload_of(kept)))]
    entries = register(*OPENING, *facts)
    [edition] = as_of(entries).reports
    assert (edition.foreword, edition.reason, edition.closing) == ("", "", "Thanks.")
    assert (edition.known, edition.files) == (sealed.known, sealed.files)
    assert amended(told(entries)) == told(entries)
