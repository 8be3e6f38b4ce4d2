"""A folder against a register: only what is missing is appended, and what was published stays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.plan_files.folders import NOW, PLAN, PROPOSAL, changes, edit, line_of, loaded, write_plan
from tests.plan_files.registers import action_of, kinds, only_problem, plan_of, told
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.status import Status

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
