"""The state of a plan: values made by folding its register, never edited by hand.

``day`` and ``known`` say what the state was computed for; see ``fold.state``.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

import msgspec

from tracker.domain.dates import PartialDate
from tracker.domain.encoding import decode, encode
from tracker.domain.events import About, Event, SealedFile, Wording, period_of
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

PLAN = "plan"


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """A value of the state."""


class Told(Record, frozen=True):
    """One entry of the register as the fold and the story read it.

    ``event`` is None once its content was taken back by a correction, or erased on legal ground with nothing
    left of it. ``erased_by`` and ``corrected_by`` are the indexes of the entries that last did so; the event
    is then what may remain, or what the correction put in its place.
    """

    index: int
    at: datetime
    on: date
    by: str
    kind: str
    subject: str
    event: Event | None
    corrected_by: int | None = None
    erased_by: int | None = None

    @property
    def recorded_late(self) -> bool:
        """Recorded more than 30 days after its day: shown as “happened on …, recorded on …”."""
        return (self.at.date() - self.on).days > 30


class Organisation(Record, frozen=True):
    slug: str
    name: str
    type: OrganisationKind
    url: str = ""
    part_of: str = ""
    note: str = ""


class Axis(Record, frozen=True):
    code: str
    title: str
    position: int
    label: str = ""
    parent: str = ""
    description: str = ""


class Evidence(Record, frozen=True):
    id: str
    type: EvidenceType
    title: str
    on: date
    by: str
    index: int
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
    withdrawn_on: date | None = None
    withdrawn_reason: str = ""

    @property
    def day(self) -> date:
        """The day that counts as the evidence's own: what the document bears, else when it was given."""
        # "2024", on a document given in March, is no day after March.
        return min(self.dated.last, self.on) if self.dated else self.on


class DateMove(Record, frozen=True):
    """A due date given (``before`` None) or moved; ``days`` later than before, negative if sooner."""

    on: date
    by: str
    index: int
    before: PartialDate | None
    after: PartialDate | None
    because: Because | None = None
    note: str = ""

    @property
    def days(self) -> int:
        if self.before is None or self.after is None:
            return 0
        return (self.after.last - self.before.last).days


class Milestone(Record, frozen=True):
    id: str
    title: str
    due: PartialDate | None = None
    moves: tuple[DateMove, ...] = ()
    reached_on: date | None = None
    dropped_reason: str = ""


class Measurement(Record, frozen=True):
    on: date
    value: Decimal
    by: str
    index: int
    evidence: str = ""
    note: str = ""


class Indicator(Record, frozen=True):
    id: str
    title: str
    unit: str = ""
    description: str = ""
    baseline: Decimal | None = None
    baseline_on: PartialDate | None = None
    target: Decimal | None = None
    target_due: PartialDate | None = None
    direction: Direction = Direction.UP
    values: tuple[Measurement, ...] = ()

    @property
    def latest(self) -> Measurement | None:
        return self.values[-1] if self.values else None


class StatusChange(Record, frozen=True):
    on: date
    by: str
    index: int
    before: Status | None
    after: Status
    reason: str = ""
    answered_by: tuple[str, ...] = ()
    referred_to: str = ""
    merged_into: str = ""


class Update(Record, frozen=True):
    on: date
    by: str
    index: int
    text: str
    next_step: str = ""
    evidence: tuple[str, ...] = ()


class PastWording(Record, frozen=True):
    """A title and wording that no longer hold, with the day until which they did."""

    title: str
    wording: Wording | None
    until: date
    reason: str = ""


class Question(Record, frozen=True):
    id: str
    text: str
    on: date
    due: date
    answer: str = ""
    answered_on: date | None = None
    answered_by: str = ""


class Report(Record, frozen=True):
    """A sealed edition of a report; ``events.ReportSealed`` says what its fields are."""

    on: date
    index: int
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


class Action(Record, frozen=True, kw_only=True):
    """One tracked item. Tuples are in the order of the fold: by day of the fact, then by index."""

    ref: str
    type: Kind
    title: str
    axis: str
    added_on: date
    added_index: int
    status: Status
    status_on: date
    status_by: str
    position: int = 0
    description: str = ""
    wording: Wording | None = None
    past_wordings: tuple[PastWording, ...] = ()
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
    moves: tuple[DateMove, ...] = ()
    statuses: tuple[StatusChange, ...] = ()
    declared_progress: int | None = None
    milestones: tuple[Milestone, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    updates: tuple[Update, ...] = ()
    questions: tuple[Question, ...] = ()
    last_news_on: date | None = None
    reminded_on: date | None = None

    @property
    def subject(self) -> str:
        return f"action:{self.ref}"

    @property
    def standing_evidence(self) -> tuple[Evidence, ...]:
        """The evidence that was not withdrawn."""
        return tuple(e for e in self.evidence if e.withdrawn_on is None)

    @property
    def last_change(self) -> StatusChange | None:
        return self.statuses[-1] if self.statuses else None

    @property
    def merged_into(self) -> str:
        """The reference of the action that took this one in, empty when none did."""
        change = self.last_change
        return change.merged_into if change and self.status is Status.MERGED else ""


class Plan(Record, frozen=True, kw_only=True):
    """A plan as of ``day``, from the first ``known`` entries of its register.

    ``kept_since`` is when the first entry was recorded: before that day nobody was keeping this register.
    Axes and actions come in the plan's own order; empty until the plan was opened (``about`` None).
    """

    slug: str
    day: date
    known: int
    about: About | None = None
    opened_on: date | None = None
    kept_since: datetime | None = None
    organisations: dict[str, Organisation] = {}
    axes: dict[str, Axis] = {}
    actions: dict[str, Action] = {}
    indicators: tuple[Indicator, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    updates: tuple[Update, ...] = ()
    reports: tuple[Report, ...] = ()

    @property
    def opened(self) -> About:
        """What the plan says of itself. Only for plans that were opened by ``day``."""
        if self.about is None:
            raise LookupError(f"the plan {self.slug} was not open on {self.day}")
        return self.about

    def organisation_name(self, slug: str) -> str:
        known = self.organisations.get(slug)
        return known.name if known else slug

    def named_organisations(self) -> list[tuple[str, str]]:
        """Slug and name of each, in the order in which people look for a name."""
        named = ((slug, one.name) for slug, one in self.organisations.items())
        return sorted(named, key=lambda pair: pair[1].casefold())

    def answering(self, ref: str) -> tuple[Action, ...]:
        """The commitments that answer a proposal, whichever side said so."""
        proposal = self.actions.get(ref)
        named = proposal.last_change.answered_by if proposal and proposal.last_change else ()
        return tuple(a for a in self.actions.values() if ref in a.answers or a.ref in named)


def to_json(value: Record) -> str:
    """A value of the state as the text that projections keep. The same value gives the same text.

    Keys are sorted, so axes and actions lose the plan's own order: ``fold.with_actions`` gives it back.
    """
    return msgspec.json.encode(value, enc_hook=encode, order="deterministic").decode()


R = TypeVar("R", bound=Record)


def from_json(text: str, type_: type[R]) -> R:
    return msgspec.json.decode(text, type=type_, dec_hook=decode)
