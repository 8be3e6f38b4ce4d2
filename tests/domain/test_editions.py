"""Sealed editions: which one stands, what was erased since, and that each bears its checkpoint."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.domain.facts import ON, erase, report, said, sealed_file, sealed_without
from tests.domain.stories import OPENING, SIZE, Fact, as_of, of_plan, register
from tests.domain.tampering import Lines
from tracker.domain import events as e
from tracker.domain.editions import edition_of, erased_since, newest_editions
from tracker.domain.fold import told
from tracker.domain.register import Entry, checkpoint, lines_of
from tracker.domain.verification import TamperedError, verify_lines

NEWS = e.UpdatePublished(text="Mrs Smith opened it.")
ORIGIN = "promises.example/pact"


def sealed_on(day: str, facts: tuple[Fact, ...], **fields: Any) -> Fact:
    """A report of the facts told so far, with their checkpoint."""
    entries = register(*OPENING, *facts)
    point = checkpoint(ORIGIN, entries)
    return of_plan(day, report(known=point.size, checkpoint=point.text, **fields))


def history(*after: Fact, **fields: Any) -> list[Entry]:
    before = said(NEWS, on="2023-05-01")
    return register(*OPENING, *before, sealed_on(ON, before, **fields), *after)


def lines(entries: list[Entry]) -> Lines:
    return list(lines_of(entries))


def test_the_last_edition_stands_and_each_can_be_found() -> None:
    again = of_plan("2024-02-01", report(edition=2, reason="A slip."))
    mandate = of_plan("2024-03-01", report(since=date(2020, 1, 1)))
    plan = as_of(history(again, mandate))
    found = edition_of(plan, "2023")
    assert found is not None
    assert found.edition == 2
    first = edition_of(plan, "2023", 1)
    assert first is not None
    assert first.index == SIZE + 1
    assert edition_of(plan, "2023", 3) is None
    assert edition_of(plan, "2022") is None
    assert [(one.period, one.edition) for one in newest_editions(plan)] == [("2023", 2), ("2020-2023", 1)]


def test_what_was_erased_after_an_edition_is_in_its_files() -> None:
    entries = history(*said(erase(SIZE), on="2024-02-01"))
    [edition] = as_of(entries).reports
    [erasure] = erased_since(edition, told(entries))
    assert erasure.index == SIZE + 2


def test_what_was_erased_before_an_edition_never_was_in_its_files() -> None:
    before = (*said(NEWS, on="2023-05-01"), *said(erase(SIZE), on="2023-06-01"))
    entries = register(*OPENING, *before, sealed_on(ON, before))
    [edition] = as_of(entries).reports
    assert erased_since(edition, told(entries)) == ()


def test_a_later_fact_that_was_erased_is_not_in_its_files() -> None:
    later = said(NEWS, on="2024-02-01")
    entries = history(*later, *said(erase(SIZE + 2), on="2024-02-02"))
    [edition] = as_of(entries).reports
    assert erased_since(edition, told(entries)) == ()


def test_an_erased_foreword_is_in_its_files() -> None:
    entries = history(of_plan("2024-02-01", erase(SIZE + 1, sealed_without())), foreword="Mrs Smith.")
    [edition] = as_of(entries).reports
    assert edition.foreword == ""
    assert [one.index for one in erased_since(edition, told(entries))] == [SIZE + 2]


def test_a_register_with_a_sealed_report_verifies() -> None:
    found = verify_lines(lines(history(*said(NEWS, on="2024-02-01"))))
    assert {index: one.period for index, one in found.sealed.items()} == {SIZE + 1: "2023"}


def test_a_past_rewritten_with_all_its_hashes_is_betrayed_by_the_sealed_checkpoint() -> None:
    sealed = history()[-1].event
    assert sealed is not None
    rewritten = said(e.UpdatePublished(text="Nobody opened it."), on="2023-05-01")
    forged = register(*OPENING, *rewritten, of_plan(ON, sealed))
    with pytest.raises(TamperedError, match="checkpoint of its report") as found:
        verify_lines(lines(forged))
    assert found.value.index == SIZE + 1


@pytest.mark.parametrize("known", [0, SIZE + 2, SIZE])
def test_a_report_that_names_other_entries_than_its_checkpoint_is_refused(known: int) -> None:
    sealed = history()[-1].event
    assert isinstance(sealed, e.ReportSealed)
    point = sealed.checkpoint
    forged = register(
        *OPENING, *said(NEWS, on="2023-05-01"), of_plan(ON, report(known=known, checkpoint=point))
    )
    with pytest.raises(TamperedError, match="checkpoint of its report"):
        verify_lines(lines(forged))


def emptied(entries: list[Entry], index: int) -> Lines:
    """The file once payload and salt of an entry are gone from the database."""
    return lines([replace(one, payload=None, salt=None) if one.index == index else one for one in entries])


def test_a_sealed_report_whose_foreword_was_erased_still_bears_its_checkpoint() -> None:
    sealed = history()[-1].event
    assert isinstance(sealed, e.ReportSealed)
    remains = e.payload_of(sealed)
    entries = history(of_plan("2024-02-01", erase(SIZE + 1, remains)), foreword="Mrs Smith.")
    found = verify_lines(emptied(entries, SIZE + 1))
    assert found.sealed[SIZE + 1] == sealed
    [edition] = as_of(entries).reports
    assert edition.files == (sealed_file(),)


@pytest.mark.parametrize("remains", [None, {"year": 2023}])
def test_a_sealed_report_of_which_nothing_is_left_is_refused(remains: dict[str, Any] | None) -> None:
    entries = history(of_plan("2024-02-01", erase(SIZE + 1, remains)))
    with pytest.raises(TamperedError, match="no report"):
        verify_lines(emptied(entries, SIZE + 1))
