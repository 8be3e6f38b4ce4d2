"""What a submission changes of what is public, where the two meet, and how two texts differ word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from tracker.domain.dates import PartialDate
from tracker.domain.state import Action, Evidence, Indicator, Measurement, Milestone, Update
from tracker.domain.status import Status
from tracker.domain.submission import Given, Measured, MilestoneStep, NewStep, Submission
from tracker.domain.typed import Typed

# Beyond this the comparison of two texts would take seconds; one is then shown in place of the other.
MOST_WORDS = 6_000
# Texts that have less than this in common are read more easily one after the other than mingled.
LIKENESS = 0.4
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


class Fate(StrEnum):
    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words with one fate."""

    fate: Fate
    text: str


def words(before: str, after: str) -> tuple[Piece, ...]:
    """How one text becomes another; kept and removed pieces give the first, kept and added the second."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return _whole(before, after)
    pieces = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Fate.KEPT, "".join(old[i:j])))
            continue
        if i < j:
            pieces.append(Piece(Fate.REMOVED, "".join(old[i:j])))
        if k < m:
            pieces.append(Piece(Fate.ADDED, "".join(new[k:m])))
    kept = sum(len(piece.text) for piece in pieces if piece.fate is Fate.KEPT)
    return tuple(pieces) if 2 * kept >= LIKENESS * (len(before) + len(after)) else _whole(before, after)


def _whole(before: str, after: str) -> tuple[Piece, ...]:
    whole = ((Fate.KEPT, before),) if before == after else ((Fate.REMOVED, before), (Fate.ADDED, after))
    return tuple(Piece(fate, text) for fate, text in whole if text)


Row = Milestone | MilestoneStep | NewStep | Measurement | Measured | Evidence | Given
Value = str | int | Status | PartialDate | Row


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that publishing would change.

    ``what`` is the field of the form, ``before`` what is public of it. ``words`` compares texts; it is
    empty for everything else.
    """

    what: str
    before: Value | None
    after: Value
    words: tuple[Piece, ...] = ()


def difference(submission: Submission, action: Action) -> tuple[Change, ...]:
    """The comparison of a submission with its action as it is public, in the order of the form."""
    return tuple(_changes(submission, action))


def _changes(submission: Submission, action: Action) -> Iterator[Change]:
    last = newest_update(action)
    if submission.text:
        before = last.text if last else ""
        yield Change("text", before or None, submission.text, words(before, submission.text))
    if submission.status and submission.status != action.status:
        yield Change("status", action.status, submission.status)
    for what in ("reason", "referred_to", "merged_into", "note", "owner_reason"):
        if text := getattr(submission, what):
            yield Change(what, None, text)
    if submission.answered_by:
        yield Change("answered_by", None, ", ".join(submission.answered_by))
    if submission.progress is not None and submission.progress != action.declared_progress:
        yield Change("progress", action.declared_progress, submission.progress)
    if submission.due and submission.due != action.due:
        yield Change("due", action.due, submission.due)
    elif submission.undated and action.due:
        yield Change("due", action.due, "")
    if submission.because:
        yield Change("because", None, submission.because)
    if submission.owner and submission.owner != action.owner:
        yield Change("owner", action.owner or None, submission.owner)
    yield from _rows(submission, action)
    if submission.next_step:
        before = last.next_step if last else ""
        yield Change("next_step", before or None, submission.next_step, words(before, submission.next_step))


def _rows(submission: Submission, action: Action) -> Iterator[Change]:
    milestones = {milestone.id: milestone for milestone in action.milestones}
    for step in submission.milestones:
        yield Change(f"milestone-{step.id}", milestones.get(step.id), step)
    for new in submission.steps:
        yield Change(f"step-{new.place}", None, new)
    indicators = {indicator.id: indicator for indicator in action.indicators}
    for one in submission.measured:
        indicator = indicators.get(one.indicator)
        yield Change(f"measure-{one.indicator}", indicator.latest if indicator else None, one)
    for given in submission.evidence:
        yield Change(f"evidence-{given.place}", None, given)


def newest_update(action: Action) -> Update | None:
    return action.updates[-1] if action.updates else None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A thing that the submission changes and that somebody else changed in public meanwhile."""

    what: str
    then: Value | None
    now: Value | None
    mine: Value


def conflicts(submission: Submission, then: Action, now: Action) -> tuple[Conflict, ...]:
    """Where a submission meets what was published since it was begun.

    ``then`` is the action as its author saw it (the first ``submission.known`` entries), ``now`` as it is.
    """
    found = []
    for change in difference(submission, now):
        before, since = _standing(change.what, then), _standing(change.what, now)
        if before != since:
            found.append(Conflict(change.what, before, since, change.after))
    # What was published meanwhile may say just what the submission says: nothing to change, yet to be seen.
    for what, mine in (("status", submission.status), ("due", submission.due), ("owner", submission.owner)):
        since = _standing(what, now)
        if mine and mine == since and since != _standing(what, then):
            found.append(Conflict(what, _standing(what, then), since, mine))
    return tuple(found)


def _standing(what: str, action: Action) -> Value | None:
    """What is public of one thing that a form can change; None for what is only ever added."""
    sort, _, id_ = what.partition("-")
    match sort:
        case "status" | "due" | "owner":
            value: Value | None = getattr(action, sort)
            return value
        case "progress":
            return action.declared_progress
        case "text" | "next_step":
            last = newest_update(action)
            return getattr(last, sort) if last else None
        case "milestone":
            return next((m for m in action.milestones if m.id == id_), None)
        case "measure":
            return next((_latest(i) for i in action.indicators if i.id == id_), None)
        case _:
            return None


def _latest(indicator: Indicator) -> Measurement | None:
    return indicator.latest


@dataclass(frozen=True, slots=True)
class Retyped:
    """A field of the form that two versions of a draft fill differently."""

    field: str
    before: str
    after: str
    words: tuple[Piece, ...]


def retyped(before: Typed, after: Typed) -> tuple[Retyped, ...]:
    """Where two versions of a draft differ, field by field."""
    return tuple(
        Retyped(name, old, new, words(old, new))
        for name in dict.fromkeys((*before, *after))
        if (old := before.get(name, "")) != (new := after.get(name, ""))
    )
