"""What happened to one action during the year of a report, by day of the fact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from tracker.domain import events as e
from tracker.domain.fold import in_order
from tracker.domain.state import Action, DateMove, PastWording, Plan, Told
from tracker.publish.report.annex import Annex

# Where an action is filed, and which of its parts were announced, is told by the action itself.
_NOT_TOLD = frozenset(
    event.kind for event in (e.ActionClassified, e.MilestoneAdded, e.IndicatorAdded, e.ActionLinked)
)


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of the year.

    ``event`` is None when its content was withdrawn on legal ground. ``named`` is the title of the milestone
    or indicator it is about, ``unit`` that indicator's. ``numbers`` are of the annex. ``recorded_on`` is
    given when the fact was recorded late by a register that was already kept.
    """

    kind: str
    event: e.Event | None
    by: str
    recorded_on: date | None = None
    move: DateMove | None = None
    past: PastWording | None = None
    named: str = ""
    unit: str = ""
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    lines: tuple[Line, ...]


def days_of(plan: Plan, action: Action, story: Iterable[Told], annex: Annex, since: date) -> tuple[Day, ...]:
    """The action's facts from ``since`` to the plan's day, oldest first. ``story`` is the action's own."""
    days: dict[date, list[Line]] = {}
    for one in in_order(story, plan.day):
        withdrawn = one.event is None and one.erased_by is None
        if one.on >= since and one.kind not in _NOT_TOLD and not withdrawn:
            days.setdefault(one.on, []).append(_line(plan, action, one, annex))
    return tuple(Day(on, tuple(_without_repeated(lines))) for on, lines in days.items())


def _line(plan: Plan, action: Action, one: Told, annex: Annex) -> Line:
    named, unit = _named(action, one.event)
    return Line(
        kind=one.kind,
        event=one.event,
        by=plan.organisation_name(one.by) if one.by != plan.opened.keeper else "",
        recorded_on=recorded_late(one, plan.kept_since),
        move=next((m for m in _moves(action) if m.index == one.index), None),
        past=_past(action, one),
        named=named,
        unit=unit,
        numbers=_numbers(action, one.event, annex),
    )


def recorded_late(one: Told, kept_since: datetime | None) -> date | None:
    """The day of recording where it is worth saying: late, and not because the register began only then."""
    recorded = one.at.date()
    began = kept_since.date() if kept_since else recorded
    return recorded if one.recorded_late and recorded > began else None


def _moves(action: Action) -> list[DateMove]:
    return [*action.moves, *(move for milestone in action.milestones for move in milestone.moves)]


def _past(action: Action, one: Told) -> PastWording | None:
    if not isinstance(one.event, e.ActionReworded):
        return None
    held = [past for past in action.past_wordings if past.until == one.on]
    return held[-1] if held else None


def _named(action: Action, event: e.Event | None) -> tuple[str, str]:
    match event:
        case e.MilestoneMoved(id=id_) | e.MilestoneReached(id=id_) | e.MilestoneDropped(id=id_):
            return next((m.title for m in action.milestones if m.id == id_), id_), ""
        case e.ValueMeasured(indicator=id_) | e.IndicatorRevised(id=id_):
            return next(((i.title, i.unit) for i in action.indicators if i.id == id_), (id_, ""))
        case e.EvidenceWithdrawn(id=id_):
            return next((one.title for one in action.evidence if one.id == id_), id_), ""
        case _:
            return "", ""


def _numbers(action: Action, event: e.Event | None, annex: Annex) -> tuple[int, ...]:
    match event:
        case e.UpdatePublished(evidence=ids):
            named = ids
        case e.EvidenceAdded(id=id_) | e.EvidenceWithdrawn(id=id_):
            named = (id_,)
        case e.ValueMeasured(evidence=id_) if id_:
            named = (id_,)
        case _:
            return ()
    numbers = (annex.number_of(action.ref, id_) for id_ in named)
    return tuple(sorted({number for number in numbers if number is not None}))


def _without_repeated(lines: list[Line]) -> list[Line]:
    """A day's lines, without evidence that news of the same day already points to."""
    cited = {n for line in lines if line.kind != e.EvidenceAdded.kind for n in line.numbers}
    return [
        line
        for line in lines
        if not (line.kind == e.EvidenceAdded.kind and line.numbers and set(line.numbers) <= cited)
    ]
