"""Everything that can happen to a plan, in the past tense: a closed list.

Each event is the typed payload of one register entry. ``kind`` is its name in the register, ``subjects``
the sorts of things it can be about, ``sentence`` how people read it (an English message with named places;
the catalogues hold the French and the Italian). Fields that hold their default are left out of the payload,
so a field added later does not change what was hashed before.

What is revised is given whole again, so a ``…Revised`` event has the fields of its ``…Added``.

In a sentence, ``{by}`` is the organisation that speaks and the other names are fields of the event.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import msgspec

from tracker.domain.dates import DateError, PartialDate
from tracker.domain.messages import _
from tracker.domain.status import Kind, Status
from tracker.domain.vocabulary import (
    Audience,
    Because,
    Competence,
    Direction,
    EvidenceType,
    Horizon,
    OrganisationKind,
)

# The sorts of things that an event may be about: what stands before the colon of an entry's subject.
OF_PLAN_AND_ACTION = ("plan", "action")
OF_ALL = ("plan", "organisation", "axis", "action")


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A part of a payload: immutable, compared by content."""


class Event(Value, frozen=True):
    """The content of one register entry."""

    kind: ClassVar[str]
    subjects: ClassVar[tuple[str, ...]]
    sentence: ClassVar[str]


class Source(Value, frozen=True):
    """A document in which the plan was published."""

    id: str
    title: str
    publisher: str = ""
    url: str = ""
    published: PartialDate | None = None
    note: str = ""


class Signatory(Value, frozen=True):
    """Who promised. Either a slug of an organisation of the plan, or a name alone."""

    organisation: str = ""
    name: str = ""
    role: str = ""
    on: PartialDate | None = None


class Wording(Value, frozen=True):
    """The promise as it was published: quoted, or summarised and marked so."""

    text: str
    source: str = ""
    page: str = ""
    on: PartialDate | None = None
    summarised: bool = False


class About(Value, frozen=True):
    """What a plan says of itself."""

    title: str
    language: str
    keeper: str
    territory: str = ""
    description: str = ""
    signed: PartialDate | None = None
    signed_note: str = ""
    start: PartialDate | None = None
    end: PartialDate | None = None
    rhythm: int = 180
    status_labels: dict[str, str] = {}
    objectives: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    signatories: tuple[Signatory, ...] = ()


# --- the plan and its furniture ---------------------------------------------------------------------------


class PlanOpened(Event, frozen=True):
    kind = "plan.opened"
    subjects = ("plan",)
    sentence = _("{by} opened the plan.")
    about: About


class PlanRevised(PlanOpened, frozen=True):
    kind = "plan.revised"
    sentence = _("{by} revised the presentation of the plan.")


class OrganisationAdded(Event, frozen=True):
    kind = "organisation.added"
    subjects = ("organisation",)
    sentence = _("{by} entered the organisation “{name}”.")
    name: str
    type: OrganisationKind
    url: str = ""
    part_of: str = ""
    note: str = ""


class OrganisationRevised(OrganisationAdded, frozen=True):
    kind = "organisation.revised"
    sentence = _("{by} revised the organisation “{name}”.")


class AxisAdded(Event, frozen=True):
    kind = "axis.added"
    subjects = ("axis",)
    sentence = _("{by} added the axis “{title}”.")
    title: str
    position: int
    label: str = ""
    parent: str = ""
    description: str = ""


class AxisRevised(AxisAdded, frozen=True):
    kind = "axis.revised"
    sentence = _("{by} revised the axis “{title}”.")


# --- actions ----------------------------------------------------------------------------------------------


class ActionAdded(Event, frozen=True):
    """``split_from`` is the reference of the action that it was a part of until now."""

    kind = "action.added"
    subjects = ("action",)
    sentence = _("{by} added “{title}”.")
    type: Kind
    title: str
    axis: str
    position: int = 0
    description: str = ""
    wording: Wording | None = None
    horizon: Horizon | None = None
    competence: Competence | None = None
    authority: str = ""
    audiences: tuple[Audience, ...] = ()
    owner: str = ""
    partners: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    start: PartialDate | None = None
    due: PartialDate | None = None
    split_from: str = ""


class ActionReworded(Event, frozen=True):
    """Today's title, description and wording. The wordings before stay readable, and none is dropped."""

    kind = "action.reworded"
    subjects = ("action",)
    sentence = _("{by} reworded it as “{title}”.")
    title: str
    description: str = ""
    wording: Wording | None = None
    reason: str = ""


class ActionClassified(Event, frozen=True):
    kind = "action.classified"
    subjects = ("action",)
    sentence = _("{by} changed how it is classified.")
    axis: str
    position: int = 0
    horizon: Horizon | None = None
    competence: Competence | None = None
    authority: str = ""
    audiences: tuple[Audience, ...] = ()


class ActionAssigned(Event, frozen=True):
    kind = "action.assigned"
    subjects = ("action",)
    sentence = _("{by} made {owner} answerable for it.")
    owner: str
    partners: tuple[str, ...] = ()
    reason: str = ""


class ActionLinked(Event, frozen=True):
    """The proposals that a commitment answers."""

    kind = "action.linked"
    subjects = ("action",)
    sentence = _("{by} linked it to the proposals it answers.")
    answers: tuple[str, ...]


class DatesSet(Event, frozen=True):
    """A due date given for the first time, or moved. A move says why."""

    kind = "dates.set"
    subjects = ("action",)
    sentence = _("{by} set the due date to {due}.")
    due: PartialDate | None = None
    start: PartialDate | None = None
    because: Because | None = None
    note: str = ""


class StatusChanged(Event, frozen=True):
    kind = "status.changed"
    subjects = ("action",)
    sentence = _("{by} declared it {status}.")
    status: Status
    reason: str = ""
    answered_by: tuple[str, ...] = ()
    referred_to: str = ""
    merged_into: str = ""


class ProgressDeclared(Event, frozen=True):
    kind = "progress.declared"
    subjects = ("action",)
    sentence = _("{by} declared a progress of {percent} %.")
    percent: int


class UpdatePublished(Event, frozen=True):
    """A public note: what happened, and the next step. ``evidence`` names ids of the same subject."""

    kind = "update.published"
    subjects = OF_PLAN_AND_ACTION
    sentence = _("{by} published news.")
    text: str
    next_step: str = ""
    evidence: tuple[str, ...] = ()


class MilestoneAdded(Event, frozen=True):
    kind = "milestone.added"
    subjects = ("action",)
    sentence = _("{by} added the milestone “{title}”.")
    id: str
    title: str
    due: PartialDate | None = None


class MilestoneMoved(Event, frozen=True):
    kind = "milestone.moved"
    subjects = ("action",)
    sentence = _("{by} moved a milestone to {due}.")
    id: str
    due: PartialDate | None
    because: Because
    note: str = ""


class MilestoneReached(Event, frozen=True):
    kind = "milestone.reached"
    subjects = ("action",)
    sentence = _("{by} declared a milestone reached.")
    id: str


class MilestoneDropped(Event, frozen=True):
    kind = "milestone.dropped"
    subjects = ("action",)
    sentence = _("{by} dropped a milestone: {reason}")
    id: str
    reason: str


class EvidenceAdded(Event, frozen=True):
    """``dated`` is the day the document itself bears; ``sha256`` (hex) and ``size`` (bytes) are of a file."""

    kind = "evidence.added"
    subjects = OF_PLAN_AND_ACTION
    sentence = _("{by} gave evidence: “{title}”.")
    id: str
    type: EvidenceType
    title: str
    publisher: str = ""
    url: str = ""
    dated: PartialDate | None = None
    number: str = ""
    checked: date | None = None
    note: str = ""
    filename: str = ""
    media_type: str = ""
    sha256: str = ""
    size: int = 0
    alt: str = ""


class EvidenceWithdrawn(Event, frozen=True):
    kind = "evidence.withdrawn"
    subjects = OF_PLAN_AND_ACTION
    sentence = _("{by} withdrew evidence: {reason}")
    id: str
    reason: str


class IndicatorAdded(Event, frozen=True):
    kind = "indicator.added"
    subjects = OF_PLAN_AND_ACTION
    sentence = _("{by} added the indicator “{title}”.")
    id: str
    title: str
    unit: str = ""
    description: str = ""
    baseline: Decimal | None = None
    baseline_on: PartialDate | None = None
    target: Decimal | None = None
    target_due: PartialDate | None = None
    direction: Direction = Direction.UP


class IndicatorRevised(IndicatorAdded, frozen=True, kw_only=True):
    kind = "indicator.revised"
    sentence = _("{by} revised the indicator “{title}”: {reason}")
    reason: str


class ValueMeasured(Event, frozen=True):
    """The day of the measurement is the entry's ``on``."""

    kind = "value.measured"
    subjects = OF_PLAN_AND_ACTION
    sentence = _("{by} published a measurement: {value}.")
    indicator: str
    value: Decimal
    evidence: str = ""
    note: str = ""


# --- citizens, reports, mistakes --------------------------------------------------------------------------


class QuestionPublished(Event, frozen=True):
    """A question, a contest or counter-evidence from a citizen, without any name."""

    kind = "question.published"
    subjects = ("action",)
    sentence = _("{by} published a question from a citizen.")
    id: str
    text: str
    due: date


class QuestionAnswered(Event, frozen=True):
    kind = "question.answered"
    subjects = ("action",)
    sentence = _("{by} answered a question.")
    id: str
    text: str


class ReminderSent(Event, frozen=True):
    """A reminder by mail that an action had been silent for ``days``.

    ``to`` is the organisation whose people were reminded; empty when the plan's reviewers were, for want of
    anybody there. Sent means that the mail server took it. Nobody is named.
    """

    kind = "reminder.sent"
    subjects = ("action",)
    sentence = _("{by} reminded {to} that nothing had been said for {days} days.")
    days: int
    to: str = ""


class SealedFile(Value, frozen=True):
    """A file of an edition: its name there, SHA-256 (hex) and size in bytes."""

    name: str
    sha256: str
    size: int


def period_of(year: int, since: date | None) -> str:
    """What a report is called in addresses: ``2024``, or ``2022-2027`` when it covers several years."""
    return f"{since.year}-{year}" if since else str(year)


class ReportSealed(Event, frozen=True):
    """An edition of a report: what it covered, what the council wrote in it, and its files.

    ``known`` is the number of entries that it was made from, ``checkpoint`` their three lines. ``since`` is
    the first day of a report on several years (a mandate); none is 1 January of ``year``. ``foreword``,
    ``closing`` and ``comments`` (by code of axis) are Markdown in the plan's language, ``left_out`` the parts
    that are not printed, ``software`` what made the files. A later edition says its ``reason``.
    """

    kind = "report.sealed"
    subjects = ("plan",)
    sentence = _("{by} sealed edition {edition} of the report for {period}.")
    year: int
    edition: int
    cut_off: date
    known: int
    checkpoint: str
    files: tuple[SealedFile, ...]
    reason: str = ""
    since: date | None = None
    foreword: str = ""
    closing: str = ""
    comments: dict[str, str] = {}
    left_out: tuple[str, ...] = ()
    software: str = ""

    @property
    def period(self) -> str:
        return period_of(self.year, self.since)


# What people wrote in a sealed report: all of it that may be erased on legal ground.
WRITTEN = ("reason", "foreword", "closing", "comments")


class CorrectionMade(Event, frozen=True):
    """A mistake in an earlier entry. ``payload`` replaces that entry's content; none withdraws it."""

    kind = "correction.made"
    subjects = OF_ALL
    sentence = _("{by} corrected entry {entry}: {reason}")
    entry: int
    reason: str
    payload: dict[str, Any] | None = None


class ContentErased(Event, frozen=True):
    """The content of an earlier entry was removed on legal ground. The entry itself stays.

    ``remains`` is the part of that content that may stay public, as a payload of the entry's kind: an action
    whose addition names somebody loses the name, not its place in the plan.
    """

    kind = "content.erased"
    subjects = OF_ALL
    sentence = _("{by} withdrew the content of entry {entry} on legal ground: {reason}")
    entry: int
    reason: str
    remains: dict[str, Any] | None = None


def _descendants(event: type[Event]) -> list[type[Event]]:
    return [child for sub in event.__subclasses__() for child in (sub, *_descendants(sub))]


EVENTS: dict[str, type[Event]] = {event.kind: event for event in _descendants(Event)}


class PayloadError(ValueError):
    """A payload that does not describe an event of its kind."""


def payload_of(event: Event) -> dict[str, Any]:
    """The event as the JSON object that the register hashes: strings, integers, booleans, null only."""
    made: dict[str, Any] = msgspec.to_builtins(event, enc_hook=_encode)
    return made


def event_of(kind: str, payload: dict[str, Any]) -> Event:
    """The typed event of a payload. Raises PayloadError when the kind or a field is not known."""
    try:
        return msgspec.convert(payload, EVENTS[kind], dec_hook=_decode)
    except KeyError:
        raise PayloadError(f"no event is called “{kind}”") from None
    except (msgspec.ValidationError, DateError) as error:
        raise PayloadError(f"{kind}: {error}") from None


def _encode(value: object) -> str:
    if isinstance(value, PartialDate):
        return value.edtf
    raise TypeError(f"{type(value).__name__} has no place in a payload")


def _decode(expected: type, value: object) -> object:
    if expected is PartialDate and isinstance(value, str):
        return PartialDate(value)
    raise TypeError(f"{expected.__name__} has no place in a payload")
