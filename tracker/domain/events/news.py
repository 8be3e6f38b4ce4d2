"""What is told of a plan or of an action: news, evidence, indicators and what they measured."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tracker.domain.dates import PartialDate
from tracker.domain.events.shared import OF_PLAN_AND_ACTION, Event
from tracker.domain.messages import _
from tracker.domain.vocabulary import Direction, EvidenceType


class UpdatePublished(Event, frozen=True):
    """A public note: what happened, and the next step. ``evidence`` names ids of the same subject."""

    kind = "update.published"
    subjects = OF_PLAN_AND_ACTION
    sentence = _("{by} published news.")
    text: str
    next_step: str = ""
    evidence: tuple[str, ...] = ()


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
