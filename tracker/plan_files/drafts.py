"""From what the files of a plan say to the facts they would record, in order: references come after what
they name, facts of one action by day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.register import Draft
from tracker.domain.state import PLAN
from tracker.plan_files.fields import Place
from tracker.plan_files.schema import (
    ActionFile,
    AxisItem,
    C,
    HistoryItem,
    IndicatorItem,
    Item,
    PlanFile,
    PlanSource,
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A fact and the lines that say it. ``on_said`` and ``by_said`` tell what is no mere default."""

    draft: Draft
    place: Place
    on_said: bool = False
    by_said: bool = False
    correction: str = ""


def plan_facts(plan: PlanFile, today: date) -> Iterator[Placed]:
    """The plan, its organisations, axes, indicators, evidence and news. The keeper opens it."""
    keeper, opened = plan.about.keeper, plan.opened
    yield Placed(Draft(opened, keeper, PLAN, e.PlanOpened(about=plan.about)), plan.place, on_said=True)
    for organisation in plan.organisations:
        subject = f"organisation:{organisation.slug}"
        yield Placed(Draft(opened, keeper, subject, organisation.event), organisation.place)
    for axis in parents_first(plan.axes):
        subject = f"axis:{axis.code}"
        day = axis.added or opened
        yield Placed(Draft(day, keeper, subject, axis.event), axis.place, on_said=axis.added is not None)
    telling = _Telling(PLAN, keeper, opened, today)
    yield from telling.indicators(plan.indicators)
    yield from telling.evidence(plan.evidence)
    yield from telling.values(plan.indicators)
    yield from telling.history(plan.history)


def parents_first(axes: Sequence[AxisItem]) -> list[AxisItem]:
    """Axes in their order, each after its parent; those of a circle or of no known parent come last."""
    left, done = list(axes), set[str]()
    ordered: list[AxisItem] = []
    while left:
        ready = [axis for axis in left if not axis.event.parent or axis.event.parent in done]
        if not ready:
            return ordered + left
        ordered += ready
        done.update(axis.code for axis in ready)
        left = [axis for axis in left if axis.code not in done]
    return ordered


def in_natural_order(actions: Iterable[ActionFile]) -> list[ActionFile]:
    """By reference, read as people do: 1.9 before 1.10."""
    return sorted(actions, key=lambda action: _natural(action.ref))


def _natural(ref: str) -> list[tuple[int, int, str]]:
    parts = re.split(r"(\d+)", ref)
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]


def action_facts(source: PlanSource, action: ActionFile, today: date) -> Iterator[Placed]:
    """The action, what it holds, then its history by day."""
    added = action.added or source.plan.opened
    keeper = source.plan.about.keeper
    subject = f"action:{action.ref}"
    draft = Draft(added, keeper, subject, action.event)
    said = action.added is not None
    yield Placed(draft, action.place, on_said=said, correction=action.correction)
    telling = _Telling(subject, keeper, added, today)
    for item in action.milestones:
        yield telling.placed(item, item.on or added)
    yield from telling.indicators(action.indicators)
    yield from telling.evidence(action.evidence)
    yield from telling.values(action.indicators)
    telling.stand(action.event)
    yield from telling.history(action.history)


class _Telling:
    """Turns the lists of one file into facts. Keeps what stood: items give what changed."""

    def __init__(self, subject: str, keeper: str, added: date, today: date) -> None:
        self._subject, self._keeper, self._added, self._today = subject, keeper, added, today
        self._owner = ""
        self._partners: tuple[str, ...] = ()
        self._due: PartialDate | None = None

    def stand(self, event: e.ActionAdded) -> None:
        self._owner, self._partners, self._due = event.owner, event.partners, event.due

    def placed(self, item: Item[C], day: date) -> Placed:
        draft = Draft(day, item.by or self._keeper, self._subject, item.event)
        return Placed(draft, item.place, item.on is not None, bool(item.by), item.correction)

    def indicators(self, indicators: Iterable[IndicatorItem]) -> Iterator[Placed]:
        for one in indicators:
            yield self.placed(one.indicator, one.indicator.on or self._added)

    def values(self, indicators: Iterable[IndicatorItem]) -> Iterator[Placed]:
        for one in indicators:
            for value in one.values:
                yield self.placed(value, value.on or self._added)

    def evidence(self, evidence: Iterable[Item[e.EvidenceAdded]]) -> Iterator[Placed]:
        for item in evidence:
            yield self.placed(item, item.on or self._evidence_day(item.event.dated))

    def _evidence_day(self, dated: PartialDate | None) -> date:
        """The document's own day, unless it is older than the action or not over yet."""
        if dated is None or not self._added <= dated.last <= self._today:
            return self._added
        return dated.last

    def history(self, history: Iterable[HistoryItem]) -> Iterator[Placed]:
        for item in sorted(history, key=lambda item: item.on):
            for event in self._events(item):
                draft = Draft(item.on, item.by or self._keeper, self._subject, event)
                yield Placed(draft, item.place, True, bool(item.by), item.correction)

    def _events(self, item: HistoryItem) -> Iterator[e.Event]:
        """What one item says, in the order in which it would be told; the status comes last."""
        if item.dated or item.start:
            self._due = item.due if item.dated else self._due
            yield e.DatesSet(due=self._due, start=item.start, because=item.because, note=item.note)
        if item.owner or item.partners is not None:
            self._owner = item.owner or self._owner
            self._partners = self._partners if item.partners is None else item.partners
            # A reason beside a status is the reason of the status.
            reason = "" if item.status else item.reason
            yield e.ActionAssigned(owner=self._owner, partners=self._partners, reason=reason)
        yield from item.moved
        for id_ in item.reached:
            yield e.MilestoneReached(id=id_)
        if item.progress is not None:
            yield e.ProgressDeclared(percent=item.progress)
        if item.update:
            yield item.update
        if item.status:
            yield item.status
