"""What files say: types, words and keys are checked, and every mistake is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plan_files.folders import ACTION, PLAN, PROPOSAL, changes, edit, line_of, write_plan


def messages(folder: Path) -> list[str]:
    return [f"{Path(p.file).name}:{p.line}: {p.message}" for p in changes(folder).problems]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("owner: ccas", "owners: ccas", "Did you mean “owner”?"),
        ("owner: ccas", "colour: red", "“colour” is not a key of an action. Known: ref, kind,"),
        ("due: 2024-22", "due: 2024-02-30", "“2024-02-30” is not a date. Write a day"),
        ("due: 2024-22", "due: next summer", "“next summer” is not a date"),
        ("due: 2024-22", "due: [2024]", "“due” should be one text"),
        (
            "kind: commitment",
            "kind: promise",
            "“promise” is no word for “kind”. Known: proposal, commitment.",
        ),
        ("title: Ouvrir trois guichets", "title:", "an action needs “title”. Add it."),
        ("owner: ccas", "partners: ccas", "“partners” should be a list of texts"),
        ("owner: ccas", "audiences: [senior]", "Did you mean “seniors”?"),
        ("  - on: 2023-09-01", "  - on: 2023-9-1", "“2023-9-1” is not a day. Write year, month and day"),
        ("  - on: 2023-09-01", "  - on: 2023-09-31", "“2023-09-31” is not a day of the calendar"),
        ("status: in-progress", "status: in progress", "Did you mean “in-progress”?"),
        ("        value: 1", "        value: 1,5", "“1,5” is not a number"),
        ("        value: 1", "        value: NaN", "“NaN” is not a number"),
        ("    type: link", "    type: url", "“url” is no word for “type”. Known: link, document"),
        ("    reached: [premier]", "    progress: half", "“half” is not a whole number"),
        ("    text: Les travaux commencent.", "    merged_into: P1\n    note: x", "“note” goes with “due”"),
        ("wording:", "wording: Trois guichets.\nanswers:", "“wording” should be a table"),
    ],
)
def test_mistake_is_named_on_its_line(tmp_path: Path, before: str, after: str, says: str) -> None:
    folder = write_plan(tmp_path / "plan")
    edit(folder / "guichets.md", before, after)
    found = messages(folder)
    key = (
        after.split("\n")[-1].strip().removeprefix("- ") if "note" in after else after.split("\n")[0].strip()
    )
    line = line_of(folder / "guichets.md", key)
    assert any(one.startswith(f"guichets.md:{line}: ") and says in one for one in found), found


def test_every_mistake_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan")
    edit(folder / "guichets.md", "due: 2024-22", "due: soon")
    edit(folder / "guichets.md", "owner: ccas", "owner: ccsa")
    edit(folder / "guichets.md", "    type: link", "    type: url")
    found = messages(folder)
    assert len(found) == 3
    assert [one.split(":")[1] for one in found] == ["6", "7", "25"]


def test_two_files_with_one_reference_are_both_named(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", a=PROPOSAL, b="kind: proposal\nref: P1\ntitle: Autre\naxis: 1\n")
    (found,) = messages(folder)
    assert found.startswith("b.md:3: the reference P1 is already that of ")
    assert f"{folder}/a.md:2." in found


@pytest.mark.parametrize("item", ["- slug: ccas\n    name: X\n    kind: partner", "- code: 1\n    title: X"])
def test_slug_or_code_given_twice_is_named(tmp_path: Path, item: str) -> None:
    where = "organisations:" if "slug" in item else "axes:"
    folder = write_plan(tmp_path / "plan", PLAN.replace(where, f"{where}\n  {item}"), p=PROPOSAL)
    (found,) = messages(folder)
    assert "is already given on line" in found


def test_plan_without_its_core_is_named_key_by_key(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", "territory: Nantes\n", p=PROPOSAL)
    assert [one.split(": ", 1)[1] for one in messages(folder)] == [
        "a plan needs “keeper”. Add it.",
        "a plan needs “language”. Add it.",
        "a plan needs “opened”. Add it.",
        "a plan needs “title”. Add it.",
    ]


def test_rule_is_pointed_at_the_line_that_breaks_it(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", guichets=ACTION.replace("axis: 1.1", "axis: 7"), p=PROPOSAL)
    edit(folder / "guichets.md", "status: in-progress", "status: on-hold")
    edit(folder / "p.md", "axis: 1", "axis: 1\nauthority: etat\npartners:\n  - ccas\n  - nobody")
    edit(folder / "plan.md", "    parent: 1", "    parent: 9")
    assert messages(folder) == [
        "guichets.md:5: The plan has no axis “7”. Add it to the axes, or choose another.",
        "guichets.md:31: “on-hold” needs a public reason. Say why in a sentence.",
        "p.md:6: No organisation of the plan is called “etat”. Add it to the organisations.",
        "p.md:9: No organisation of the plan is called “nobody”. Add it to the organisations.",
        "plan.md:21: The plan has no axis “9”. Add it to the axes, or choose another.",
    ]


def test_unreadable_file_does_not_make_others_look_wrong(tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "plan", a=ACTION + "answers: [P1]\n", p=PROPOSAL)
    edit(folder / "p.md", "title: Un", "title: [Un")
    (found,) = messages(folder)
    assert found.startswith("p.md:")


def test_dropped_evidence_does_not_make_a_status_look_wrong(tmp_path: Path) -> None:
    folder = write_plan(
        tmp_path / "plan", a=ACTION + "  - on: 2024-08-31\n    status: delivered\n", p=PROPOSAL
    )
    edit(folder / "a.md", "dated: 2024-01-10", "dated: January")
    (found,) = messages(folder)
    assert "“January” is not a date" in found


def test_shared_folder_is_right(tmp_path: Path) -> None:
    assert messages(write_plan(tmp_path / "plan")) == []
