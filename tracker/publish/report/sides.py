"""Figures side by side: at the cut-off, before, and at the end of each year of a report on several years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tracker.domain.figures import Figures, GroupFigures, Read, by_axis, by_owner, figures, of_kind, read_all
from tracker.domain.state import Plan
from tracker.domain.status import Kind
from tracker.publish.report.content import Sides

Groups = Callable[[Plan, Sequence[Read]], list[GroupFigures]]


@dataclass(frozen=True, slots=True)
class Moment:
    """A plan on a day, each action with its readings on that day."""

    plan: Plan
    reads: list[Read]


def moment(plan: Plan | None) -> Moment | None:
    """None for a plan that was not open on its day."""
    return Moment(plan, read_all(plan)) if plan and plan.about else None


@dataclass(frozen=True, slots=True)
class Moments:
    """The days that a report sets side by side."""

    now: Moment
    before: Moment | None
    ends: tuple[Moment | None, ...] = ()

    def whole(self) -> Sides:
        return self._sides(lambda reads: reads)

    def of_kind(self, kind: Kind) -> Sides:
        return self._sides(lambda reads: of_kind(reads, kind))

    def by_axis(self) -> list[Sides]:
        return self._groups(by_axis)

    def by_owner(self) -> list[Sides]:
        """Owners who answered for something only before come too: what they had has gone to others."""
        return self._groups(by_owner)

    def _sides(self, chosen: Callable[[list[Read]], list[Read]]) -> Sides:
        def of(one: Moment | None) -> Figures | None:
            return figures(chosen(one.reads)) if one else None

        now = figures(chosen(self.now.reads))
        return Sides("", "", 0, now, of(self.before), tuple(of(end) for end in self.ends))

    def _groups(self, grouped: Groups) -> list[Sides]:
        now = grouped(self.now.plan, self.now.reads)
        before, *ends = (
            {group.key: group for group in grouped(one.plan, one.reads)} if one else {}
            for one in (self.before, *self.ends)
        )
        known = {group.key for group in now}
        now += [
            GroupFigures(group.key, group.title, group.depth, figures([]))
            for group in before.values()
            if group.key not in known
        ]

        def of(groups: dict[str, GroupFigures], key: str) -> Figures | None:
            return groups[key].figures if key in groups else None

        return [
            Sides(
                g.key, g.title, g.depth, g.figures, of(before, g.key), tuple(of(one, g.key) for one in ends)
            )
            for g in now
        ]
