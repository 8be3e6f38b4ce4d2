"""The rules of the house, applied to a folder's facts, and pointed back at its lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from tracker.domain.fold import amended, state
from tracker.domain.rules import Broken, broken_in_action, broken_in_plan
from tracker.domain.state import Told
from tracker.plan_files.compare import Findings
from tracker.plan_files.fields import Place
from tracker.plan_files.problems import Problem
from tracker.plan_files.recorded import Recorded
from tracker.plan_files.schema import PlanSource

# Which keys of a file a rule speaks of: the line of the first that holds the value it names.
_KEYS: dict[str, tuple[str, ...]] = {
    "future": ("on", "added", "opened"),
    "before-plan": ("on", "added"),
    "before-added": ("on", "added"),
    "added-twice": ("ref",),
    "bad-slug": ("slug",),
    "reserved-slug": (),
    "bad-ref": ("ref", "code"),
    "unknown-organisation": (
        *("owner", "partners", "authority", "by", "referred_to", "part_of", "keeper", "organisation"),
    ),
    "unknown-axis": ("axis", "parent"),
    "unknown-action": ("answers", "answered_by", "merged_into", "split_from"),
    "split-itself": ("split_from",),
    "unknown-source": ("source",),
    "axis-circle": ("parent",),
    "long-title": ("title", "name"),
    "no-text": ("text",),
    "long-text": ("text", "next"),
    "language": ("language",),
    "rhythm": ("rhythm",),
    "status-label": ("status_labels",),
    "wrong-kind": ("status",),
    "transition": ("status",),
    "no-reason": ("status", "reason"),
    "no-reason-left": ("status",),
    "no-evidence": ("status",),
    "not-answered": ("status",),
    "answer-not-commitment": ("answered_by",),
    "answers-not-proposal": ("answers",),
    "proposal-answers": ("answers",),
    "no-authority": ("competence",),
    "referred-to": ("status",),
    "merged-into": ("status",),
    "merged-itself": ("merged_into",),
    "move-without-reason": ("due",),
    "move-without-note": ("because",),
    "start-after-due": ("start", "due", "end"),
    "progress": ("progress",),
    "taken-id": ("id",),
    "unknown-id": ("evidence", "reached", "milestone", "indicator"),
    "reached-twice": ("reached",),
    "measured-twice": ("on",),
    "bad-address": ("url",),
    "link-without-address": ("type",),
    "document-without-file": ("type",),
}

# What may only seem broken because something in plan.md, in another file or in the same one was unreadable.
_OF_PLAN = frozenset({"unknown-organisation", "unknown-axis", "unknown-source", "not-open", "axis-circle"})
_OF_ACTIONS = frozenset({"unknown-action", "not-answered"})
_OF_FILE = frozenset(
    {
        *("transition", "no-evidence", "unknown-id", "not-answered", "reached-twice", "move-without-reason"),
        *("no-reason-left", "start-after-due", "not-added"),
    }
)


def broken_rules(
    source: PlanSource, entries: Sequence[Told], recorded: Recorded, found: Findings, now: datetime
) -> Iterator[Problem]:
    """Every rule that the subjects with new facts would break, at the line to mend."""
    new = [
        Told(
            recorded.size + place,
            now,
            p.draft.on,
            p.draft.by,
            p.draft.event.kind,
            p.draft.subject,
            p.draft.event,
        )
        for place, p in enumerate(found.new)
    ]
    story = amended([*entries, *new])
    plan = state(source.slug, story, date.max)
    changed = {told.subject if told.subject.startswith("action:") else "" for told in new}
    by_subject: dict[str, list[Told]] = defaultdict(list)
    for told in story:
        by_subject[told.subject if told.subject.startswith("action:") else ""].append(told)
    today = now.astimezone(UTC).date()
    finder = _Finder(source, recorded, found)
    for subject in sorted(changed):
        judge = broken_in_action if subject else broken_in_plan
        for broken in judge(plan, by_subject[subject], today):
            problem = finder.problem(subject, broken)
            if problem is not None:
                yield problem


class _Finder:
    """Finds the line that an entry came from."""

    def __init__(self, source: PlanSource, recorded: Recorded, found: Findings) -> None:
        self._source, self._recorded, self._found = source, recorded, found
        self._files = {f"action:{action.ref}": action.place for action in source.actions}
        self._flawed = {action.place.file for action in source.actions if action.flawed}
        if source.plan.flawed:
            self._flawed.add(source.plan.place.file)

    def problem(self, subject: str, broken: Broken) -> Problem | None:
        """None when the rule may seem broken only by what could not be read."""
        place, prefix = self._place(subject, broken.index)
        if self._only_seems(broken.rule, place.file):
            return None
        named = [str(value) for value in broken.values.values()]
        return Problem(place.file, place.line_of(_KEYS.get(broken.rule, ()), named), prefix + broken.message)

    def _only_seems(self, rule: str, file: str) -> bool:
        return (
            (self._source.plan.flawed and rule in _OF_PLAN)
            or (not self._source.complete and rule in _OF_ACTIONS)
            or (file in self._flawed and rule in _OF_FILE)
        )

    def _place(self, subject: str, index: int) -> tuple[Place, str]:
        if index >= self._recorded.size:
            return self._found.new[index - self._recorded.size].place, ""
        before = f"with the changes of this file, entry {index} of the register no longer fits: "
        said = self._found.lines.get(index)
        if said is not None:
            return said.place, before
        return self._files.get(subject, self._source.plan.place), before
