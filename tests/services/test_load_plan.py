"""Loading folders into a database: all or nothing, and only once."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan_files.folders import (
    NOW,
    changes,
    edit,
    front,
    loaded,
    write_plan,
)
from tracker.domain.fold import state, told
from tracker.services.load_plan import LoadResult, describe, load
from tracker.store import projections, register
from tracker.store.engine import Engine

GOOD = "ref: {ref}\nkind: commitment\ntitle: Une action\naxis: 1\n"
DELIVERED = GOOD + "history:\n  - on: 2024-08-31\n    status: delivered\n"


def write_wrong_plan(folder: Path) -> Path:
    """Every way in which a folder was ever wrong, in one."""
    write_plan(
        folder,
        good=GOOD.format(ref="G1"),
        owner=GOOD.format(ref="W1") + "owner: nobody\n",
        impossible=GOOD.format(ref="W2") + "due: 2024-02-30\n",
        delivered=DELIVERED.format(ref="W3"),
        one=GOOD.format(ref="W4"),
        other=GOOD.format(ref="W4"),
        unquoted=GOOD.format(ref="W5") + "owner: ccas: la direction\n",
    )
    (folder / "large.md").write_bytes(b"---\n" + b"x" * 5_000_000)
    (folder / "windows.md").write_bytes(front(GOOD.format(ref="W6")).encode("utf-16"))
    return folder


async def test_every_mistake_of_a_folder_comes_in_one_list(sqlite_database: Engine, tmp_path: Path) -> None:
    folder = write_wrong_plan(tmp_path / "pacte")
    result = await load([folder], NOW, dry_run=False)
    shown = [(Path(p.file).name, p.line, p.message) for p in result.problems]
    assert [(name, line) for name, line, _ in shown] == [
        ("delivered.md", 8),
        ("impossible.md", 6),
        ("large.md", 1),
        ("other.md", 2),
        ("owner.md", 6),
        ("unquoted.md", 6),
        ("windows.md", 1),
    ]
    for (_, _, message), words in zip(
        shown,
        [
            "“delivered” needs at least one piece of public evidence",
            "“2024-02-30” is not a date",
            "the file has 5,000,004 bytes; 1,000,000 is the most",
            f"already that of {folder}/one.md:2",
            "No organisation of the plan is called “nobody”",
            "cannot be read as YAML",
            "looks like UTF-16; save it as UTF-8",
        ],
        strict=True,
    ):
        assert words in message
    assert await register.heads() == {}
    lines = describe(result).splitlines()
    assert lines[0].startswith(f"{folder}/delivered.md:8: ")
    assert lines[-1] == "7 problems. Nothing was loaded."


async def test_one_wrong_folder_keeps_every_plan_out(sqlite_database: Engine, tmp_path: Path) -> None:
    right, wrong = write_plan(tmp_path / "bon"), write_wrong_plan(tmp_path / "mauvais")
    result = await load([right, wrong], NOW, dry_run=False)
    assert result.problems
    assert await register.heads() == {}


async def test_loading_twice_appends_nothing(database: Engine, tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "pacte")
    first = await load([folder], NOW, dry_run=False)
    head = await register.head("pacte")
    assert first.plans[0].appended == head.size == 16
    second = await load([folder], NOW, dry_run=False)
    assert second.plans[0].appended == 0
    assert await register.head("pacte") == head
    assert describe(second) == "pacte: nothing changed."


async def test_projections_are_those_of_the_register(database: Engine, tmp_path: Path) -> None:
    await load([write_plan(tmp_path / "pacte")], NOW, dry_run=False)
    entries = await register.entries("pacte")
    plan = await projections.load("pacte")
    expected = state("pacte", told(entries), plan.day)
    assert plan.actions == expected.actions
    assert plan.axes == expected.axes


async def test_dry_run_shows_what_would_change_and_writes_nothing(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    folder = write_plan(tmp_path / "pacte")
    result = await load([folder], NOW, dry_run=True)
    assert await register.heads() == {}
    lines = describe(result).splitlines()
    assert lines[0].startswith(
        "pacte: 16 entries would be appended, a new plan (1 plan.opened, 3 organisation."
    )
    assert "  2023-09-01  action:2.03: Rédaction declared it in-progress." in lines


async def test_change_is_shown_and_appended_alone(sqlite_database: Engine, tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "pacte")
    await load([folder], NOW, dry_run=False)
    moved = "history:\n  - on: 2024-08-01\n    due: 2025-06\n    because: staffing\n"
    edit(folder / "guichets.md", "history:\n", moved)
    result = await load([folder], NOW, dry_run=False)
    assert describe(result).splitlines() == [
        "pacte: 1 entry appended (1 dates.set).",
        "  2024-08-01  action:2.03: Rédaction set the due date to June 2025.",
    ]


async def test_due_date_edited_in_place_leaves_the_register_alone(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    folder = write_plan(tmp_path / "pacte")
    await load([folder], NOW, dry_run=False)
    head = await register.head("pacte")
    edit(folder / "guichets.md", "due: 2024-22", "due: 2025")
    result = await load([folder], NOW, dry_run=False)
    assert "  - on: 2024-09-01\n    due: 2025\n    because: " in describe(result)
    assert await register.head("pacte") == head


async def test_same_plan_given_twice_is_refused(sqlite_database: Engine, tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "pacte")
    result = await load([folder, folder], NOW, dry_run=False)
    assert "is the same plan, “pacte”" in result.problems[0].message


async def test_two_loads_at_once_leave_one_plan(database: Engine, tmp_path: Path) -> None:
    folder = write_plan(tmp_path / "pacte")
    results = await asyncio.gather(load([folder], NOW, dry_run=False), load([folder], NOW, dry_run=False))
    assert (await register.head("pacte")).size == 16
    late = next(result for result in results if result.problems)
    assert "already open" in describe(late)


async def test_folder_that_does_not_exist_is_a_problem(sqlite_database: Engine, tmp_path: Path) -> None:
    result: LoadResult = await load([tmp_path / "gone"], NOW, dry_run=False)
    assert describe(result).splitlines()[0] == f"{tmp_path}/gone:1: there is no such folder."


# --- any plan --------------------------------------------------------------------------------------------

# Texts that YAML, Markdown or people could trip over, written between quotes.
texts = st.text(
    st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp", "Co", "Cn"]), min_size=1, max_size=30
).filter(lambda text: text.strip() == text != "")
days = st.dates(date(2023, 7, 1), date(2024, 8, 31))
dues = st.sampled_from(["2024", "2024-06", "2024-22", "2024-Q3", "2025-H1", "2024-06-30"])


@dataclass(frozen=True)
class Written:
    """An action as drawn: the text of its file, and what its state should be."""

    keys: str
    title: str
    status: str
    due: str
    updates: list[tuple[date, str]]
    values: dict[date, int]


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@st.composite
def written_actions(draw: Any) -> Written:
    title, due = draw(texts), draw(dues)
    updates = draw(st.lists(st.tuples(days, texts), max_size=4, unique_by=lambda update: update))
    values = draw(st.dictionaries(days, st.integers(-(10**6), 10**6), max_size=3))
    status_days = sorted(draw(st.sets(days, max_size=2)))
    statuses = ["in-progress", "delivered"][: len(status_days)]
    history = [f"  - on: {on}\n    text: {quoted(text)}\n" for on, text in updates]
    history += [
        f"  - on: {on}\n    status: {status}\n" for on, status in zip(status_days, statuses, strict=True)
    ]
    draw(st.randoms(use_true_random=False)).shuffle(history)
    keys = f"kind: commitment\ntitle: {quoted(title)}\naxis: 1.1\nowner: ccas\ndue: {due}\n"
    keys += "evidence:\n  - id: e\n    type: decision\n    title: Délibération\n"
    keys += "indicators:\n  - id: i\n    title: Compte\n"
    if values:
        keys += "    values:\n" + "".join(
            f"      - on: {on}\n        value: {v}\n" for on, v in values.items()
        )
    if history:
        keys += "history:\n" + "".join(history)
    return Written(keys, title, statuses[-1] if statuses else "planned", due, updates, values)


@settings(max_examples=60, deadline=None)
@given(st.lists(written_actions(), min_size=1, max_size=4))
def test_any_plan_reads_as_written_and_loads_once(drawn: list[Written]) -> None:
    folder = Path(mkdtemp()) / "pacte"
    try:
        write_plan(folder, **{f"a{n}": f"ref: A.{n}\n{one.keys}" for n, one in enumerate(drawn)})
        entries = loaded(folder)
        plan = state("pacte", entries, NOW.date())
        for n, one in enumerate(drawn):
            action = plan.actions[f"A.{n}"]
            assert (action.title, action.status) == (one.title, one.status)
            assert str(action.due) in (one.due, "2024-35", "2025-40")
            said = [(update.on, update.text) for update in action.updates]
            assert sorted(said) == sorted(one.updates)
            assert {m.on: int(m.value) for m in action.indicators[0].values} == one.values
        again = changes(folder, entries)
        assert (again.facts, again.problems, again.notes) == ((), (), ())
    finally:
        shutil.rmtree(folder.parent)
