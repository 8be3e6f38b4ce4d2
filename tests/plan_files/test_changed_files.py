"""What changes in a file: dates move and owners follow each other with a reason, mistakes are corrected."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.plan_files.folders import changes, edit, line_of, loaded
from tests.plan_files.registers import action_of, kinds, only_problem, told
from tracker.domain import events as e
from tracker.domain.dates import PartialDate

# --- due dates --------------------------------------------------------------------------------------------


def test_due_date_edited_in_place_is_refused_with_the_lines_to_add(folder: Path) -> None:
    entries = loaded(folder)
    edit(folder / "guichets.md", "due: 2024-22", "due: 2025-06")
    name, line, message = only_problem(folder, entries)
    assert (name, line) == ("guichets.md", 7)
    assert message.startswith(
        "the due date of 2.03 was published as summer 2024 (2024-22). A published date does not change in "
        "place: leave `due: 2024-22` and add under `history:`\n"
        "  - on: 2024-09-01\n    due: 2025-06\n    because: <one of funding, procurement,"
    )


def test_adding_the_lines_it_asks_for_moves_the_date(folder: Path) -> None:
    entries = loaded(folder)
    edit(folder / "guichets.md", "due: 2024-22", "due: 2025-06")
    message = only_problem(folder, entries)[2]
    lines = message.split("`history:`\n")[1].split("with the day")[0]
    lines = re.sub("<one of.*>", "staffing", lines)
    lines = re.sub("<in a sentence.*>", "Deux postes vacants.", lines)
    edit(folder / "guichets.md", "due: 2025-06", "due: 2024-22")
    edit(folder / "guichets.md", "history:\n", f"history:\n{lines}")
    assert kinds(folder, entries) == ["dates.set"]
    entries = loaded(folder, entries)
    assert action_of(entries).due == PartialDate("2025-06")
    assert action_of(entries).moves[-1].because == "staffing"
    assert kinds(folder, entries) == []


def test_moved_date_without_a_reason_is_refused_on_its_line(folder: Path) -> None:
    entries = loaded(folder)
    edit(folder / "guichets.md", "history:\n", "history:\n  - on: 2024-08-01\n    due: 2025\n")
    name, line, message = only_problem(folder, entries)
    assert (name, line) == ("guichets.md", line_of(folder / "guichets.md", "due: 2025"))
    assert "moves from 2024-22 to 2025 without a reason" in message


def test_top_of_the_file_keeps_the_first_date_after_a_move(folder: Path) -> None:
    edit(
        folder / "guichets.md",
        "history:\n",
        "history:\n  - on: 2024-08-01\n    due: 2025\n    because: staffing\n",
    )
    entries = loaded(folder)
    edit(folder / "guichets.md", "due: 2024-22", "due: 2025")
    assert "leave `due: 2024-22`" in only_problem(folder, entries)[2]


def test_first_due_date_may_be_given_later_and_then_stays(folder: Path) -> None:
    edit(folder / "guichets.md", "due: 2024-22\n", "")
    entries = loaded(folder)
    edit(folder / "guichets.md", "owner: ccas\n", "owner: ccas\ndue: 2025\n")
    assert kinds(folder, entries) == ["dates.set"]
    entries = loaded(folder, entries)
    assert action_of(entries).due == PartialDate("2025")
    assert kinds(folder, entries) == []
    edit(folder / "guichets.md", "due: 2025\n", "due: 2026\n")
    assert "was published as 2025." in only_problem(folder, entries)[2]


def test_date_that_is_taken_away_is_asked_back(folder: Path) -> None:
    entries = loaded(folder)
    edit(folder / "guichets.md", "due: 2024-22\n", "")
    assert "leave `due: 2024-22`" in only_problem(folder, entries)[2]


def test_date_can_be_taken_back_in_public(folder: Path) -> None:
    edit(
        folder / "guichets.md",
        "history:\n",
        "history:\n  - on: 2024-08-01\n    due: none\n    because: funding\n",
    )
    assert action_of(loaded(folder)).due is None


def test_milestone_that_moved_is_refused_with_the_line_to_add(folder: Path) -> None:
    entries = loaded(folder)
    edit(folder / "guichets.md", "    due: 2023-12", "    due: 2024-02")
    message = only_problem(folder, entries)[2]
    assert "leave `due: 2023-12`" in message
    assert "moved: [{milestone: premier, due: 2024-02, because: <a reason>}]" in message


def test_start_that_changed_is_refused_with_the_line_to_add(folder: Path) -> None:
    edit(folder / "guichets.md", "owner: ccas\n", "owner: ccas\nstart: 2023-09\n")
    entries = loaded(folder)
    edit(folder / "guichets.md", "start: 2023-09", "start: 2024-01")
    assert "leave `start: 2023-09`" in only_problem(folder, entries)[2]
    edit(folder / "guichets.md", "start: 2024-01", "start: 2023-09")
    edit(folder / "guichets.md", "history:\n", "history:\n  - on: 2024-08-01\n    start: 2024-01\n")
    entries = loaded(folder, entries)
    assert action_of(entries).start == PartialDate("2024-01")
    assert action_of(entries).due == PartialDate("2024-22")


# --- owners -----------------------------------------------------------------------------------------------


def test_owner_that_changed_twice_belongs_to_the_history(folder: Path) -> None:
    entries = loaded(folder)
    edit(folder / "guichets.md", "owner: ccas", "owner: region")
    entries = loaded(folder, entries)
    assert action_of(entries).owner == "region"
    edit(folder / "guichets.md", "owner: region", "owner: redaction")
    message = only_problem(folder, entries)[2]
    assert "add under `history:`\n  - on: 2024-09-01\n    owner: redaction" in message


def test_owner_of_the_history_leaves_the_first_one_at_the_top(folder: Path) -> None:
    edit(folder / "guichets.md", "history:\n", "history:\n  - on: 2024-08-01\n    owner: region\n")
    entries = loaded(folder)
    assert action_of(entries).owner == "region"
    assert kinds(folder, entries) == []
    edit(folder / "guichets.md", "owner: ccas", "owner: region")  # brought up to date by hand: nothing new
    assert kinds(folder, entries) == []


# --- corrections ------------------------------------------------------------------------------------------


def test_published_value_does_not_change_without_a_correction(folder: Path) -> None:
    entries = loaded(folder)
    edit(folder / "guichets.md", "        value: 1", "        value: 2")
    name, line, message = only_problem(folder, entries)
    assert (name, line) == ("guichets.md", 20)
    assert "`value` is “1” there and “2” here" in message
    assert message.endswith("If it was a mistake, add here:\n    correction: <why it was wrong>")


def test_correction_replaces_what_was_said_by_mistake(folder: Path) -> None:
    entries = loaded(folder)
    edit(
        folder / "guichets.md", "        value: 1", "        value: 2\n        correction: Compté deux fois."
    )
    assert kinds(folder, entries) == ["correction.made"]
    entries = loaded(folder, entries)
    assert str(action_of(entries).indicators[0].values[0].value) == "2"
    assert entries[-1].on == date(2024, 1, 10)
    assert kinds(folder, entries) == []


def test_second_correction_needs_a_reason_of_its_own(folder: Path) -> None:
    entries = loaded(folder)
    edit(
        folder / "guichets.md", "        value: 1", "        value: 2\n        correction: Compté deux fois."
    )
    entries = loaded(folder, entries)
    edit(folder / "guichets.md", "        value: 2", "        value: 3")
    assert "was already corrected for this reason" in only_problem(folder, entries)[2]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    text: Le premier guichet ouvre.", "    text: Le premier guichet a ouvert."),
        ("    title: Premier guichet", "    title: Le premier guichet"),
        ("    target: 3", "    target: 4"),
        ("    url: https://example.org/ouverture", "    url: https://example.org/autre"),
    ],
)
def test_every_kind_of_item_can_be_corrected(folder: Path, before: str, after: str) -> None:
    entries = loaded(folder)
    edit(folder / "guichets.md", before, after)
    assert "does not change in place" in only_problem(folder, entries)[2]
    edit(folder / "guichets.md", after, f"{after}\n    correction: Faute de frappe.")
    assert kinds(folder, entries) == ["correction.made"]
    entries = loaded(folder, entries)
    assert kinds(folder, entries) == []


def test_first_due_date_given_by_mistake_is_corrected_at_the_top(folder: Path) -> None:
    entries = loaded(folder)
    edit(folder / "guichets.md", "due: 2024-22", "due: 2025-22\ncorrection: Mauvaise année.")
    assert kinds(folder, entries) == ["correction.made"]
    entries = loaded(folder, entries)
    assert action_of(entries).due == PartialDate("2025-22")
    assert len(action_of(entries).moves) == 1
    assert kinds(folder, entries) == []


def test_revised_indicator_is_compared_as_revised(folder: Path) -> None:
    entries = loaded(folder)
    before = next(one.event for one in entries if isinstance(one.event, e.IndicatorAdded))
    fields = {name: getattr(before, name) for name in e.IndicatorAdded.__struct_fields__}
    revised = e.IndicatorRevised(**{**fields, "title": "Guichets"}, reason="Plus court.")
    entries = told(entries, "2024-02-01", "action:2.03", revised)
    assert "`title` is “Guichets” there" in only_problem(folder, entries)[2]
    edit(folder / "guichets.md", "    title: Guichets ouverts", "    title: Guichets")
    assert kinds(folder, entries) == []


def test_day_and_speaker_of_a_published_entry_stay(folder: Path) -> None:
    entries = loaded(folder)
    edit(
        folder / "guichets.md",
        "    dated: 2024-01-10",
        "    dated: 2024-01-10\n    on: 2024-02-01\n    by: ccas",
    )
    found = [problem.message for problem in changes(folder, entries).problems]
    assert found == [
        "its day was published as 2024-01-10 and does not change: leave `on: 2024-01-10`.",
        "it was published by redaction and stays theirs: leave `by: redaction`.",
    ]


@pytest.mark.parametrize(
    ("file", "before", "after", "says"),
    [
        ("plan", "opened: 2023-06-30", "opened: 2023-01-01", "leave `opened: 2023-06-30`"),
        ("guichets", "axis: 1.1", "axis: 1.1\nadded: 2023-07-01", "leave `added: 2023-06-30`"),
        ("proposition", "kind: proposal", "kind: commitment", "was published as a proposal"),
    ],
)
def test_first_facts_of_a_plan_and_an_action_stay(
    folder: Path, file: str, before: str, after: str, says: str
) -> None:
    entries = loaded(folder)
    edit(folder / f"{file}.md", before, after)
    assert says in only_problem(folder, entries)[2]
