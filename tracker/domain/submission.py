"""What a department reports of an action before it is public, and the facts that publishing it records.

A submission is drafted, submitted, perhaps returned, and published; only publishing touches the register.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import count

from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.register import Draft
from tracker.domain.rules.action import SETTLED
from tracker.domain.state import Action, Plan
from tracker.domain.status import Status
from tracker.domain.vocabulary import Because, EvidenceType


class Stage(StrEnum):
    """Where a submission stands. An organisation has at most one open submission an action."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    DROPPED = "dropped"


OPEN = frozenset({Stage.DRAFT, Stage.SUBMITTED, Stage.RETURNED})
# Its authors may write in it; while it is submitted it belongs to the reviewers.
WRITABLE = frozenset({Stage.DRAFT, Stage.RETURNED})


class Act(StrEnum):
    """What somebody did with a submission: the lines of its thread, which is never public."""

    SUBMITTED = "submitted"
    TAKEN_BACK = "taken-back"
    RETURNED = "returned"
    CORRECTED = "corrected"
    PUBLISHED = "published"
    DROPPED = "dropped"
    ERASED = "erased"  # words that the law forbids to keep


@dataclass(frozen=True, slots=True)
class MilestoneStep:
    """A milestone reached (``reached_on``), moved (``due``), or both; or ``dropped``, for a reason."""

    id: str
    reached_on: date | None = None
    due: PartialDate | None = None
    because: Because | None = None
    note: str = ""
    dropped: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NewStep:
    """A milestone to add; ``place`` is its number in the form."""

    place: int
    title: str
    due: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    indicator: str
    value: Decimal
    on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A piece of evidence to publish: its number in the form, then the fields of ``EvidenceAdded``."""

    place: int
    type: EvidenceType
    title: str
    publisher: str = ""
    url: str = ""
    dated: PartialDate | None = None
    number: str = ""
    note: str = ""
    filename: str = ""
    media_type: str = ""
    sha256: str = ""
    size: int = 0
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """A report on one action by ``by``, the organisation that speaks. Empty fields change nothing.

    ``undated`` takes the due date away. ``known`` is the size of the register it was written against.
    ``internal_note`` is for reviewers and is never published.
    """

    plan: str
    ref: str
    by: str
    known: int
    on: date
    text: str = ""
    next_step: str = ""
    status: Status | None = None
    reason: str = ""
    answered_by: tuple[str, ...] = ()
    referred_to: str = ""
    merged_into: str = ""
    progress: int | None = None
    due: PartialDate | None = None
    undated: bool = False
    because: Because | None = None
    note: str = ""
    owner: str = ""
    owner_reason: str = ""
    milestones: tuple[MilestoneStep, ...] = ()
    steps: tuple[NewStep, ...] = ()
    measured: tuple[Measured, ...] = ()
    evidence: tuple[Given, ...] = ()
    internal_note: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A fact and the field of the form that it comes from."""

    draft: Draft
    field: str


def drafts_of(submission: Submission, plan: Plan) -> list[Placed]:
    """The facts to record, in the order in which they are best read; none when nothing changes.

    ``plan`` is the plan that they will be recorded in: it gives evidence its free names and tells what
    already stands. Raises KeyError when the plan has no such action.
    """
    action = plan.actions[submission.ref]
    names = evidence_names(action, submission.evidence)
    facts = [
        *_evidence(submission, names),
        *_milestones(submission, action),
        *_steps(submission, action),
        *_measurements(submission),
        *_dates_and_status(submission, action),
        *_progress(submission, action),
        *_news(submission, names),
        *_owner(submission, action),
    ]
    return [Placed(Draft(on, submission.by, action.subject, event), field) for on, event, field in facts]


Facts = Iterator[tuple[date, e.Event, str]]


def evidence_names(action: Action, given: Sequence[Given]) -> list[str]:
    """A free name for each new piece: its type and the next number."""
    taken, names = {one.id for one in action.evidence}, []
    for one in given:
        number = 1
        while f"{one.type}-{number}" in taken:
            number += 1
        names.append(f"{one.type}-{number}")
        taken.add(names[-1])
    return names


def _evidence(submission: Submission, names: Sequence[str]) -> Facts:
    for name, one in zip(names, submission.evidence, strict=True):
        event = e.EvidenceAdded(
            id=name,
            type=one.type,
            title=one.title,
            publisher=one.publisher,
            url=one.url,
            dated=one.dated,
            number=one.number,
            note=one.note,
            filename=one.filename,
            media_type=one.media_type,
            sha256=one.sha256,
            size=one.size,
            alt=one.alt,
        )
        yield submission.on, event, f"evidence-{one.place}"


def _milestones(submission: Submission, action: Action) -> Facts:
    due = {milestone.id: milestone.due for milestone in action.milestones}
    for step in submission.milestones:
        field = f"milestone-{step.id}"
        if step.due and step.due != due.get(step.id):
            because = step.because or Because.OTHER
            moved = e.MilestoneMoved(id=step.id, due=step.due, because=because, note=step.note)
            yield submission.on, moved, field
        if step.reached_on:
            yield step.reached_on, e.MilestoneReached(id=step.id), field
        if step.dropped:
            yield submission.on, e.MilestoneDropped(id=step.id, reason=step.reason), field


def _steps(submission: Submission, action: Action) -> Facts:
    """New milestones, each under the next free name."""
    taken, number = {milestone.id for milestone in action.milestones}, 0
    for one in submission.steps:
        number = next(n for n in count(number + 1) if f"step-{n}" not in taken)
        event = e.MilestoneAdded(id=f"step-{number}", title=one.title, due=one.due)
        yield submission.on, event, f"step-{one.place}"


def _measurements(submission: Submission) -> Facts:
    for one in submission.measured:
        event = e.ValueMeasured(indicator=one.indicator, value=one.value, note=one.note)
        yield one.on, event, f"measure-{one.indicator}"


def _dates_and_status(submission: Submission, action: Action) -> Facts:
    # A date moves only while the action is open, so it moves before an end and after a reopening.
    facts = [*_dates(submission, action), *_status(submission, action)]
    yield from reversed(facts) if action.status in SETTLED else facts


def _dates(submission: Submission, action: Action) -> Facts:
    gone = submission.undated and action.due is not None
    if gone or (submission.due and submission.due != action.due):
        event = e.DatesSet(due=submission.due, because=submission.because, note=submission.note)
        yield submission.on, event, "due"


def _status(submission: Submission, action: Action) -> Facts:
    if submission.status and submission.status != action.status:
        event = e.StatusChanged(
            status=submission.status,
            reason=submission.reason,
            answered_by=submission.answered_by,
            referred_to=submission.referred_to,
            merged_into=submission.merged_into,
        )
        yield submission.on, event, "status"


def _progress(submission: Submission, action: Action) -> Facts:
    if submission.progress is not None and submission.progress != action.declared_progress:
        yield submission.on, e.ProgressDeclared(percent=submission.progress), "progress"


def _news(submission: Submission, names: Sequence[str]) -> Facts:
    if submission.text or submission.next_step:
        event = e.UpdatePublished(text=submission.text, next_step=submission.next_step, evidence=tuple(names))
        yield submission.on, event, "text"


def _owner(submission: Submission, action: Action) -> Facts:
    if submission.owner and submission.owner != action.owner:
        partners = tuple(partner for partner in action.partners if partner != submission.owner)
        event = e.ActionAssigned(owner=submission.owner, partners=partners, reason=submission.owner_reason)
        yield submission.on, event, "owner"
