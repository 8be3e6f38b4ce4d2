"""Counts of a plan. Every figure on a page, in the report, a feed or an export comes from here.

Counting is honest: every action is in the denominator, abandoned and merged ones too, and a share of fewer
than six actions is given as a count without a percentage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tracker.domain.readings import Readings, Timing, readings
from tracker.domain.state import Action, Axis, Plan
from tracker.domain.status import FINAL, KEPT, STATUSES, Kind, Status

FEWEST_FOR_PERCENT = 6


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` out of ``total``; ``percent`` is None where a percentage would mislead."""

    count: int
    total: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.count / self.total) if self.total >= FEWEST_FOR_PERCENT else None


@dataclass(frozen=True, slots=True)
class Read:
    """An action with its readings."""

    action: Action
    readings: Readings


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over one group of actions. ``days_moved`` sums later minus sooner over all moved due dates."""

    total: int
    proposals: int
    commitments: int
    statuses: dict[Status, int]
    kept: int
    kept_late: int
    open: int
    late: int
    due_soon: int
    silent: int
    never_heard_of: int
    without_owner: int
    without_date: int
    with_evidence: int
    moved: int
    days_moved: int

    def share(self, count: int) -> Share:
        return Share(count, self.total)


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The figures of an axis (its own actions and those of the axes below it) or of an owner.

    ``key`` is the axis code or the owner's slug (empty: no owner); ``depth`` counts the axes above.
    """

    key: str
    title: str
    depth: int
    figures: Figures


def read_all(plan: Plan, actions: Iterable[Action] | None = None) -> list[Read]:
    """The plan's actions, in its order, each with its readings on the plan's day."""
    chosen = plan.actions.values() if actions is None else actions
    rhythm = plan.opened.rhythm
    return [Read(action, readings(action, plan.day, rhythm)) for action in chosen]


def figures(reads: Sequence[Read]) -> Figures:
    def count(test: Callable[[Read], bool]) -> int:
        return sum(1 for read in reads if test(read))

    statuses = Counter(read.action.status for read in reads)
    order = dict.fromkeys(s for kind in (Kind.COMMITMENT, Kind.PROPOSAL) for s in STATUSES[kind])
    return Figures(
        total=len(reads),
        proposals=count(lambda r: r.action.type is Kind.PROPOSAL),
        commitments=count(lambda r: r.action.type is Kind.COMMITMENT),
        statuses={status: statuses[status] for status in order if status in statuses},
        kept=count(lambda r: r.action.status in KEPT),
        kept_late=count(lambda r: r.readings.calendar.timing is Timing.KEPT_LATE),
        open=count(lambda r: r.action.status not in FINAL),
        late=count(lambda r: r.readings.calendar.timing is Timing.LATE),
        due_soon=count(lambda r: r.readings.calendar.timing is Timing.DUE_SOON),
        silent=count(lambda r: r.readings.freshness.silent),
        never_heard_of=count(lambda r: r.action.last_news_on is None),
        without_owner=count(lambda r: not r.action.owner),
        without_date=count(lambda r: r.action.due is None),
        with_evidence=count(lambda r: r.readings.evidence.count > 0),
        moved=count(lambda r: r.readings.slippage.moves > 0),
        days_moved=sum(read.readings.slippage.days for read in reads),
    )


def of_kind(reads: Iterable[Read], kind: Kind) -> list[Read]:
    return [read for read in reads if read.action.type is kind]


def late(reads: Iterable[Read]) -> list[Read]:
    """Late actions, the latest first."""
    chosen = [r for r in reads if r.readings.calendar.timing is Timing.LATE]
    return sorted(chosen, key=lambda r: -r.readings.calendar.days)


def kept_late(reads: Iterable[Read]) -> list[Read]:
    chosen = [r for r in reads if r.readings.calendar.timing is Timing.KEPT_LATE]
    return sorted(chosen, key=lambda r: -r.readings.calendar.days)


def silent(reads: Iterable[Read]) -> list[Read]:
    """Open actions without news for longer than the plan's rhythm, the longest silence first."""
    return sorted((r for r in reads if r.readings.freshness.silent), key=lambda r: -r.readings.freshness.days)


def moved(reads: Iterable[Read]) -> list[Read]:
    """Actions whose due date moved, the furthest first."""
    return sorted(
        (r for r in reads if r.readings.slippage.moves > 0), key=lambda r: -abs(r.readings.slippage.days)
    )


def next_deadlines(reads: Iterable[Read]) -> list[Read]:
    """Open actions whose due date is still ahead, the nearest first."""
    ahead = (Timing.ON_TIME, Timing.DUE_SOON)
    chosen = [r for r in reads if r.readings.calendar.timing in ahead]
    return sorted(chosen, key=lambda r: r.readings.calendar.days)


def by_axis(plan: Plan, reads: Sequence[Read]) -> list[GroupFigures]:
    """Figures of every axis in the plan's order; an axis counts what lies below it too."""
    own: dict[str, list[Read]] = {code: [] for code in plan.axes}
    for read in reads:
        for code in _with_parents(plan.axes, read.action.axis):
            own[code].append(read)
    return [
        GroupFigures(code, axis.title, len(_with_parents(plan.axes, code)) - 1, figures(own[code]))
        for code, axis in plan.axes.items()
    ]


def _with_parents(axes: dict[str, Axis], code: str) -> list[str]:
    path: list[str] = []
    while code in axes and code not in path:
        path.append(code)
        code = axes[code].parent
    return path


def below(plan: Plan, code: str) -> set[str]:
    """The codes of an axis and of all axes under it."""
    return {c for c in plan.axes if code in _with_parents(plan.axes, c)}


def by_owner(plan: Plan, reads: Sequence[Read]) -> list[GroupFigures]:
    """Figures of every owner, those who answer for most first; actions without an owner come last."""
    groups: dict[str, list[Read]] = {}
    for read in reads:
        groups.setdefault(read.action.owner, []).append(read)
    rows = [GroupFigures(o, plan.organisation_name(o), 0, figures(r)) for o, r in groups.items()]
    return sorted(rows, key=lambda row: (row.key == "", -row.figures.total, row.title))


@dataclass(frozen=True, slots=True)
class Movement:
    """What became of one action between two states of a plan. ``before`` is None for a new action."""

    action: Action
    before: Action | None


def movements(before: Plan, after: Plan) -> list[Movement]:
    """Every action of ``after`` beside itself in ``before``, in the plan's order."""
    return [Movement(action, before.actions.get(ref)) for ref, action in after.actions.items()]
