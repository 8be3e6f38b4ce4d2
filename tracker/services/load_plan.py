"""Load plans from folders: validate everything, show what would change, append only what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from tracker.domain import events as e
from tracker.domain.fold import state, told
from tracker.domain.state import Plan, Told
from tracker.plan_files.compare import Findings, compare_facts
from tracker.plan_files.drafts import Placed, action_facts, in_natural_order, plan_facts
from tracker.plan_files.judging import broken_rules
from tracker.plan_files.problems import Problem, in_reading_order
from tracker.plan_files.reading import Folder, read_folder
from tracker.plan_files.recorded import Recorded
from tracker.plan_files.revisions import ActionRevision, compare_furniture, withdrawn
from tracker.plan_files.schema import PlanSource
from tracker.plan_files.telling import Change, counted, in_words, not_mentioned
from tracker.plan_files.understanding import understand
from tracker.services.record import Refused, record
from tracker.store import register


@dataclass(frozen=True, slots=True)
class Changes:
    """What a folder would change of one plan. ``facts`` are to be appended, if there are no problems."""

    facts: tuple[Placed, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    words: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class PlanLoaded:
    """One folder's part of a result. ``new`` tells that the plan was not known before."""

    slug: str
    folder: str
    new: bool
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    appended: int = 0


@dataclass(frozen=True, slots=True)
class LoadResult:
    plans: tuple[PlanLoaded, ...]
    dry_run: bool

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for plan in self.plans for problem in plan.problems)


async def load(folders: Sequence[Path], now: datetime, dry_run: bool) -> LoadResult:
    """Load plans, each in one transaction, after all folders were found right. ``now`` is aware.

    With problems in any folder, or with ``dry_run``, nothing is written.
    """
    checked: list[tuple[PlanLoaded, tuple[Placed, ...]]] = []
    for folder in (read_folder(path) for path in folders):
        same = next((one for one, _ in checked if one.slug == folder.slug), None)
        if same is not None:
            problem = Problem(folder.path, 1, f"{same.folder} is the same plan, “{same.slug}”. Load one.")
            checked.append((PlanLoaded(folder.slug, folder.path, False, (problem,)), ()))
        else:
            checked.append(await _check(folder, now))
    plans = tuple(one for one, _ in checked)
    if dry_run or any(one.problems for one in plans):
        return LoadResult(plans, dry_run)
    return LoadResult(tuple([await _append(one, facts, now) for one, facts in checked]), dry_run)


async def _check(folder: Folder, now: datetime) -> tuple[PlanLoaded, tuple[Placed, ...]]:
    source, problems = understand(folder)
    entries = told(await register.entries(folder.slug))
    if source is None:
        return PlanLoaded(folder.slug, folder.path, not entries, in_reading_order(problems)), ()
    changes = plan_changes(source, entries, now)
    every = in_reading_order([*problems, *changes.problems])
    one = PlanLoaded(folder.slug, folder.path, not entries, every, changes.notes, changes.words)
    return one, changes.facts


async def _append(one: PlanLoaded, facts: Sequence[Placed], now: datetime) -> PlanLoaded:
    try:
        entries = await record(one.slug, [placed.draft for placed in facts], now)
    except Refused as refused:
        # Only when somebody wrote to the same plan since it was read.
        problems = [_refusal(broken.message, facts, broken.index - refused.size) for broken in refused.broken]
        return PlanLoaded(one.slug, one.folder, one.new, in_reading_order(problems), one.notes)
    return PlanLoaded(one.slug, one.folder, one.new, (), one.notes, one.changes, len(entries))


def _refusal(message: str, facts: Sequence[Placed], position: int) -> Problem:
    place = facts[position].place
    return Problem(place.file, place.line, message)


def plan_changes(source: PlanSource, entries: Sequence[Told], now: datetime) -> Changes:
    """What of a folder the register (corrections taken into account) does not hold yet."""
    today = now.astimezone(UTC).date()
    recorded, found = Recorded(entries), Findings()
    before = state(source.slug, entries, date.max)
    for placed in (facts := list(plan_facts(source.plan, today))):
        if isinstance(placed.draft.event, e.PlanOpened | e.OrganisationAdded | e.AxisAdded):
            compare_furniture(placed, recorded, found, today)
    compare_facts(facts, recorded, found)
    _compare_actions(source, before, recorded, found, today)
    found.problems += _lost(source, before)
    found.problems += broken_rules(source, entries, recorded, found, now)
    names = {item.slug: item.event.name for item in source.plan.organisations}
    words = tuple(in_words(placed.draft, names) for placed in found.new)
    notes = tuple(not_mentioned(recorded, found.lines))
    return Changes(tuple(found.new), in_reading_order(found.problems), notes, words)


def _compare_actions(
    source: PlanSource, before: Plan, recorded: Recorded, found: Findings, today: date
) -> None:
    for file in in_natural_order(source.actions):
        itself, *facts = action_facts(source, file, today)
        first = recorded.added.get(itself.draft.subject)
        if first is None and withdrawn(itself, recorded, found):
            continue
        if first is None:
            found.new.append(itself)
        compare_facts(facts, recorded, found)
        if first is not None and isinstance(first.event, e.ActionAdded):
            now = before.actions[file.ref]
            ActionRevision(itself, file, first, first.event, now, recorded, found, today).compare()


def _lost(source: PlanSource, before: Plan) -> list[Problem]:
    """Actions of the register without a file. A promise does not disappear; a file that cannot be read is
    named for that already."""
    if not source.complete:
        return []
    there = {action.ref for action in source.actions}
    return [
        Problem(
            f"{source.path}/plan.md",
            1,
            f"the action {ref} (“{action.title}”) was published and has no file any more. An action does not "
            "disappear: put its file back, or write one if it was added on the site. If it was given up, add "
            "under `history:` the status abandoned or merged with its reason.",
        )
        for ref, action in before.actions.items()
        if ref not in there
    ]


# --- what is printed --------------------------------------------------------------------------------------

MOST_SHOWN = 40


def describe(result: LoadResult) -> str:
    """A result for people: every problem, or what changes in each plan."""
    if result.problems:
        number = len(result.problems)
        ending = f"{number} {'problem' if number == 1 else 'problems'}. {_outcome(result)}"
        return "\n".join([*(str(problem) for problem in result.problems), "", ending])
    return "\n".join(line for plan in result.plans for line in _described(plan, result.dry_run))


def _outcome(result: LoadResult) -> str:
    loaded = [plan.slug for plan in result.plans if plan.appended]
    return f"Loaded all the same: {', '.join(loaded)}." if loaded else "Nothing was loaded."


def _described(plan: PlanLoaded, dry_run: bool) -> list[str]:
    notes = _at_most([f"  note: {note}" for note in plan.notes], "notes")
    if not plan.changes:
        return [f"{plan.slug}: nothing changed.", *notes]
    number = len(plan.changes)
    entries = "1 entry" if number == 1 else f"{number} entries"
    verb = "would be appended" if dry_run else "appended"
    opened = ", a new plan" if plan.new else ""
    lines = [f"{plan.slug}: {entries} {verb}{opened} ({counted(plan.changes)})."]
    lines += _at_most([f"  {change}" for change in plan.changes], "entries")
    return [*lines, *notes]


def _at_most(lines: list[str], what: str) -> list[str]:
    if len(lines) <= MOST_SHOWN:
        return lines
    return [*lines[:MOST_SHOWN], f"  … and {len(lines) - MOST_SHOWN} more {what}"]
