"""The story of an action as its page tells it: each entry in words, by the day of its fact, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from markupsafe import Markup

from tracker.domain import events as e
from tracker.domain.fold import in_order
from tracker.domain.state import Action, Evidence, Plan, Told
from tracker.domain.status import Status
from tracker.publish.sentences import detail, sentence


@dataclass(frozen=True, slots=True)
class NumberedEvidence:
    """A piece of evidence with its number on the page, from 1 for the first one given."""

    number: int
    evidence: Evidence
    by: str
    publisher: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """The later entry that corrected this one, or erased its content. Without ``reason`` once erased too."""

    index: int
    on: date | None
    at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class StoryItem:
    """One entry. ``text`` is its author's Markdown; ``status`` is set where a status was declared.

    ``recorded_late`` asks for the day of recording to be shown beside the day of the fact.
    """

    index: int
    on: date
    at: datetime
    recorded_late: bool
    kind: str
    sentence: Markup
    text: str
    next_step: str
    status: Status | None
    evidence: tuple[NumberedEvidence, ...]
    corrected: Amendment | None
    erased: Amendment | None


@dataclass(frozen=True, slots=True)
class StoryDay:
    """What happened on one day. ``recorded_at`` is set when all of it was recorded late, at one moment."""

    on: date
    recorded_at: datetime | None
    items: tuple[StoryItem, ...]


def numbered(action: Action, plan: Plan) -> list[NumberedEvidence]:
    """The action's evidence in the order in which it was given, withdrawn pieces included."""
    given = sorted(action.evidence, key=lambda one: one.index)
    return [
        NumberedEvidence(number, one, plan.organisation_name(one.by), plan.organisation_name(one.publisher))
        for number, one in enumerate(given, start=1)
    ]


def story_of(
    told: Sequence[Told], plan: Plan, evidence: Iterable[NumberedEvidence], language: str, base: str
) -> list[StoryDay]:
    """What had happened by the plan's day, newest fact first; ``base`` is where links of that day begin."""
    by_index = {one.index: one for one in told}
    by_id = {one.evidence.id: one for one in evidence}
    items = [
        StoryItem(
            index=one.index,
            on=one.on,
            at=one.at,
            recorded_late=one.recorded_late,
            kind=one.kind,
            sentence=sentence(one, plan, language, base),
            text=detail(one),
            next_step=one.event.next_step if isinstance(one.event, e.UpdatePublished) else "",
            status=_status(one),
            evidence=tuple(by_id[id_] for id_ in _evidence(one) if id_ in by_id),
            corrected=_amendment(one.corrected_by, by_index),
            erased=_amendment(one.erased_by, by_index),
        )
        for one in reversed(in_order(told, plan.day))
    ]
    return [_day(on, tuple(of_day)) for on, of_day in groupby(items, key=lambda item: item.on)]


def _day(on: date, items: tuple[StoryItem, ...]) -> StoryDay:
    moments = {item.at for item in items}
    at_once = len(moments) == 1 and items[0].recorded_late
    return StoryDay(on, items[0].at if at_once else None, items)


def _status(one: Told) -> Status | None:
    return one.event.status if isinstance(one.event, e.StatusChanged) else None


def _evidence(one: Told) -> tuple[str, ...]:
    match one.event:
        case e.UpdatePublished(evidence=named):
            return named
        case e.EvidenceAdded(id=id_) | e.EvidenceWithdrawn(id=id_):
            return (id_,)
        case e.ValueMeasured(evidence=named) if named:
            return (named,)
        case _:
            return ()


def _amendment(index: int | None, by_index: Mapping[int, Told]) -> Amendment | None:
    if index is None:
        return None
    later = by_index.get(index)
    if later is None:
        return Amendment(index, None, None, "")
    reason = later.event.reason if isinstance(later.event, e.CorrectionMade | e.ContentErased) else ""
    return Amendment(index, later.on, later.at, reason)
