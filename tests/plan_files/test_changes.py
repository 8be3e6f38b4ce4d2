"""A folder against a register: only what is missing is appended, and what was published stays."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.plan_files.folders import (
    NOW,
    PLAN,
    PROPOSAL,
    changes,
    edit,
    line_of,
    loaded,
    write_plan,
)
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.fold import amended, state
from tracker.domain.state import Action, Plan, Told
from tracker.domain.status import Status


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_plan(tmp_path / "pacte")


def plan_of(entries: list[Told]) -> Plan:
    return state("pacte", entries, date(2024, 9, 1))


def action_of(entries: list[Told], ref: str = "2.03") -> Action:
    return plan_of(entries).actions[ref]


def kinds(folder: Path, entries: list[Told]) -> list[str]:
    found = changes(folder, entries)
    assert not found.problems, found.problems
    return [placed.draft.event.kind for placed in found.facts]


def told(entries: list[Told], on: str, subject: str, event: e.Event, by: str = "ccas") -> list[Told]:
    """The register after somebody said something through the site."""
    one = Told(len(entries), NOW, date.fromisoformat(on), by, event.kind, subject, event)
    return amended([*entries, one])


def only_problem(folder: Path, entries: list[Told]) -> tuple[str, int, str]:
    (problem,) = changes(folder, entries).problems
    return Path(problem.file).name, problem.line, problem.message


# --- a first load -----------------------------------------------------------------------------------------


def test_new_plan_is_told_from_the_plan_to_the_last_status(folder: Path) -> None:
    facts = [placed.draft for placed in changes(folder).facts]
    assert [(f.subject, f.event.kind) for f in facts] == [
        ("plan", "plan.opened"),
        ("organisation:redaction", "organisation.added"),
        ("organisation:ccas", "organisation.added"),
        ("organisation:region", "organisation.added"),
        ("axis:1", "axis.added"),
        ("axis:1.1", "axis.added"),
        ("action:2.03", "action.added"),
        ("action:2.03", "milestone.added"),
        ("action:2.03", "indicator.added"),
        ("action:2.03", "evidence.added"),
        ("action:2.03", "value.measured"),
        ("action:2.03", "update.published"),
        ("action:2.03", "status.changed"),
        ("action:2.03", "milestone.reached"),
        ("action:2.03", "update.published"),
        ("action:P1", "action.added"),
    ]
    assert {f.by for f in facts} == {"redaction"}


def test_state_says_what_the_files_say(folder: Path) -> None:
    entries = loaded(folder)
    action, plan = action_of(entries), plan_of(entries)
    assert plan.opened.description == "Un pacte de la ville."
    assert plan.axes["1.1"].parent == "1"
    assert action.status is Status.IN_PROGRESS
    assert action.due == PartialDate("2024-22")
    assert action.milestones[0].reached_on == date(2024, 1, 10)
    assert str(action.indicators[0].values[0].value) == "1"
    assert action.evidence[0].on == date(2024, 1, 10)
    assert action.description == "Ce que l'on sait."


@pytest.mark.parametrize(
    ("dated", "on"),
    [
        ("2024-01-10", "2024-01-10"),
        ("2024-01", "2024-01-31"),
        ("2019", "2023-06-30"),  # older than the action: it counts from the action's first day
        ("2024", "2023-06-30"),  # not over yet
    ],
)
def test_evidence_counts_from_its_own_day_where_it_can(folder: Path, dated: str, on: str) -> None:
    edit(folder / "guichets.md", "dated: 2024-01-10", f"dated: {dated}")
    entries = loaded(folder)
    assert action_of(entries).evidence[0].on == date.fromisoformat(on)


def test_refs_are_added_in_the_order_people_read_them(tmp_path: Path) -> None:
    actions = {f"a{n}": PROPOSAL.replace("ref: P1", f"ref: 1.{n}") for n in (10, 9, 1)}
    facts = changes(write_plan(tmp_path / "p", **actions)).facts
    assert [f.draft.subject for f in facts][-3:] == ["action:1.1", "action:1.9", "action:1.10"]


def test_axes_may_stand_before_their_parents(tmp_path: Path) -> None:
    axes = "axes:\n  - code: 1.1\n    title: B\n    parent: 1\n  - code: 1\n    title: A\n"
    plan = PLAN[: PLAN.index("axes:")] + axes
    facts = changes(write_plan(tmp_path / "p", plan, p=PROPOSAL)).facts
    assert [f.draft.subject for f in facts if f.draft.subject.startswith("axis")] == ["axis:1", "axis:1.1"]


# --- a second load ----------------------------------------------------------------------------------------


def test_second_load_appends_nothing(folder: Path) -> None:
    entries = loaded(folder)
    again = changes(folder, entries)
    assert (again.facts, again.problems, again.notes) == ((), (), ())


def test_second_load_on_a_later_day_appends_nothing(folder: Path) -> None:
    edit(folder / "guichets.md", "dated: 2024-01-10", "dated: 2024")
    entries = loaded(folder)
    later = changes(folder, entries, datetime(2027, 1, 1, tzinfo=UTC))
    assert (later.facts, later.problems) == ((), ())


def test_only_what_is_new_is_appended(folder: Path) -> None:
    entries = loaded(folder)
    with (folder / "guichets.md").open("a") as file:
        file.write("\nOn en sait plus.\n")
    edit(folder / "guichets.md", "history:", "history:\n  - on: 2024-08-01\n    text: Le deuxième ouvre.")
    assert kinds(folder, entries) == ["update.published", "action.reworded"]


@pytest.mark.parametrize(
    ("file", "before", "after", "kind"),
    [
        ("plan", "title: Nouvelles", "title: Les nouvelles", "plan.revised"),
        ("plan", "name: CCAS", "name: CCAS de la ville", "organisation.revised"),
        ("plan", "title: Orienter", "title: Bien orienter", "axis.revised"),
        ("plan", "  - code: 1\n", "  - code: 2\n    title: Agir\n  - code: 1\n", "axis.added"),
        ("guichets", "title: Ouvrir trois", "title: Ouvrir 3", "action.reworded"),
        ("guichets", "ouverts à tous", "ouverts à chacun", "action.reworded"),
        ("guichets", "axis: 1.1", "axis: 1", "action.classified"),
        ("guichets", "axis: 1.1", "axis: 1.1\nhorizon: short", "action.classified"),
        ("guichets", "axis: 1.1", "axis: 1.1\nanswers: [P1]", "action.linked"),
        ("guichets", "owner: ccas", "owner: region", "action.assigned"),
        ("guichets", "owner: ccas", "owner: ccas\npartners: [region]", "action.assigned"),
        ("guichets", "owner: ccas", "owner: ccas\nstart: 2023-09", "dates.set"),
    ],
)
def test_words_filing_and_first_owner_may_change_today(
    folder: Path, file: str, before: str, after: str, kind: str
) -> None:
    entries = loaded(folder)
    edit(folder / f"{file}.md", before, after)
    assert kind in kinds(folder, entries)
    entries = loaded(folder, entries)
    assert entries[-1].on == (date(2024, 9, 1) if kind != "axis.added" else entries[-1].on)
    assert kinds(folder, entries) == []


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


# --- what a folder leaves out, and what was taken back ----------------------------------------------------


def test_what_staff_published_is_left_alone_and_noted(folder: Path) -> None:
    entries = loaded(folder)
    entries = told(entries, "2024-05-01", "action:2.03", e.UpdatePublished(text="Par le site."))
    found = changes(folder, entries)
    assert (found.facts, found.problems) == ((), ())
    assert found.notes == (
        f"the register also has update.published of 2024-05-01 about action:2.03 (entry {len(entries) - 1}), "
        "which the folder does not mention",
    )


def test_action_whose_file_is_gone_is_refused(folder: Path) -> None:
    entries = loaded(folder)
    (folder / "proposition.md").unlink()
    name, line, message = only_problem(folder, entries)
    assert (name, line) == ("plan.md", 1)
    assert message.startswith("the action P1 (“Un lieu unique par quartier”) was published and has no file")


@pytest.mark.parametrize("taken_back", ["erased", "withdrawn"])
def test_what_was_taken_back_is_not_published_again(folder: Path, taken_back: str) -> None:
    entries = loaded(folder)
    index = next(one.index for one in entries if isinstance(one.event, e.EvidenceAdded))
    event: e.Event = e.ContentErased(entry=index, reason="Données personnelles.")
    if taken_back == "withdrawn":
        event = e.CorrectionMade(entry=index, reason="Autre guichet.")
    entries = told(entries, "2024-08-01", "action:2.03", event)
    name, line, message = next(
        (Path(p.file).name, p.line, p.message) for p in changes(folder, entries).problems
    )
    assert (name, line) == ("guichets.md", line_of(folder / "guichets.md", "id: ouverture"))
    assert "was withdrawn from the register" in message


def test_news_of_one_day_are_told_apart_by_their_text(folder: Path) -> None:
    entries = loaded(folder)
    second = "history:\n  - on: 2024-01-10\n    text: Trente personnes sont venues.\n"
    edit(folder / "guichets.md", "history:\n", second)
    assert kinds(folder, entries) == ["update.published"]
    entries = loaded(folder, entries)
    assert kinds(folder, entries) == []


def test_fact_told_late_must_fit_what_came_after(folder: Path) -> None:
    edit(folder / "guichets.md", "status: in-progress", "status: abandoned\n    reason: Plus de budget.")
    entries = loaded(folder)
    edit(
        folder / "guichets.md",
        "history:\n",
        "history:\n  - on: 2023-08-01\n    status: abandoned\n    reason: x\n",
    )
    _, line, message = only_problem(folder, entries)
    assert line == line_of(folder / "guichets.md", "reason: Plus de budget.") - 1
    assert "entry 12 of the register no longer fits" in message


def test_keeper_may_change_without_touching_what_was_said(folder: Path) -> None:
    entries = loaded(folder)
    edit(folder / "plan.md", "keeper: redaction", "keeper: ccas")
    assert kinds(folder, entries) == ["plan.revised"]


def test_day_to_come_is_refused(folder: Path) -> None:
    tomorrow = (NOW + timedelta(days=1)).date()
    edit(folder / "guichets.md", "  - on: 2023-09-01", f"  - on: {tomorrow}")
    found = [p.message for p in changes(folder).problems]
    assert f"{tomorrow} is in the future. Record a fact on the day it happens, or later." in found


@pytest.mark.parametrize("subject", ["organisation:region", "axis:1.1", "action:P1"])
def test_whole_subject_that_was_erased_is_not_published_again(folder: Path, subject: str) -> None:
    entries = loaded(folder)
    index = next(one.index for one in entries if one.subject == subject)
    erased = e.ContentErased(entry=index, reason="Données personnelles.")
    entries = told(entries, "2024-08-01", subject, erased)
    found = [problem.message for problem in changes(folder, entries).problems]
    assert any(one.startswith(f"{subject} was withdrawn from the register (entry {index})") for one in found)


def test_many_news_of_one_day_are_compared_in_reasonable_time(folder: Path) -> None:
    news = "".join(f"  - on: 2024-02-01\n    text: Nouvelle {n}.\n" for n in range(2000))
    edit(folder / "guichets.md", "history:\n", f"history:\n{news}")
    entries = loaded(folder)
    edit(folder / "guichets.md", "Nouvelle 1000.", "Nouvelle mille.\n    correction: En lettres.")
    assert kinds(folder, entries) == ["correction.made"]
