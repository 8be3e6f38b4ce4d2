"""A folder held against a register: what it would append, and what is wrong with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.plan_files.folders import NOW, changes
from tracker.domain import events as e
from tracker.domain.fold import amended, state
from tracker.domain.state import Action, Plan, Told


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
