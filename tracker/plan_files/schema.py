"""What the files of a plan say, each thing with its place.

Where a file says just what an event of the register holds, the event itself is the value. Days that a file
leaves out are None here; ``drafts`` gives them their defaults.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.vocabulary import Because
from tracker.plan_files.fields import Place

C = TypeVar("C", bound=e.Event)


@dataclass(frozen=True, slots=True)
class Item(Generic[C]):
    """An item of a list. ``correction`` is the reason why its published content was wrong, if it was."""

    place: Place
    event: C
    on: date | None = None
    by: str = ""
    correction: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorItem:
    indicator: Item[e.IndicatorAdded]
    values: tuple[Item[e.ValueMeasured], ...]


@dataclass(frozen=True, slots=True)
class OrganisationItem:
    place: Place
    slug: str
    event: e.OrganisationAdded


@dataclass(frozen=True, slots=True)
class AxisItem:
    place: Place
    code: str
    event: e.AxisAdded
    added: date | None


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """What happened on one day. ``dated`` tells that a due date is given, be it none."""

    place: Place
    on: date
    by: str
    correction: str
    dated: bool = False
    due: PartialDate | None = None
    start: PartialDate | None = None
    because: Because | None = None
    note: str = ""
    owner: str = ""
    partners: tuple[str, ...] | None = None
    reason: str = ""
    moved: tuple[e.MilestoneMoved, ...] = ()
    reached: tuple[str, ...] = ()
    progress: int | None = None
    update: e.UpdatePublished | None = None
    status: e.StatusChanged | None = None


@dataclass(frozen=True, slots=True)
class PlanFile:
    """``flawed`` tells that something in the file was wrong and left out."""

    place: Place
    about: e.About
    opened: date
    organisations: tuple[OrganisationItem, ...]
    axes: tuple[AxisItem, ...]
    indicators: tuple[IndicatorItem, ...]
    evidence: tuple[Item[e.EvidenceAdded], ...]
    history: tuple[HistoryItem, ...]
    flawed: bool


@dataclass(frozen=True, slots=True)
class ActionFile:
    place: Place
    ref: str
    event: e.ActionAdded
    added: date | None
    correction: str
    milestones: tuple[Item[e.MilestoneAdded], ...]
    indicators: tuple[IndicatorItem, ...]
    evidence: tuple[Item[e.EvidenceAdded], ...]
    history: tuple[HistoryItem, ...]
    flawed: bool


@dataclass(frozen=True, slots=True)
class PlanSource:
    """A plan's folder, as far as it could be understood. ``complete`` tells that every action file could."""

    slug: str
    path: str
    plan: PlanFile
    actions: tuple[ActionFile, ...]
    complete: bool
