"""The field of promises: every action of a plan as one small mark, axis by axis, each a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.figures import Read, figures
from tracker.domain.readings import Timing
from tracker.domain.state import Plan
from tracker.domain.status import Status
from tracker.publish.sentences import status_word
from tracker.web.plan_frame import PlanFrame, StatusCount, status_counts

MOST_SQUARES = 600


@dataclass(frozen=True, slots=True)
class Square:
    """One action. ``word`` is its status for readers of the page; ``title`` is the plan's own."""

    ref: str
    title: str
    status: Status
    word: str
    href: str
    late: bool
    silent: bool


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """The actions of one axis, without those of axes below it: squares, or a bar where they are too many."""

    code: str
    title: str
    href: str
    total: int
    squares: tuple[Square, ...]
    bar: tuple[StatusCount, ...]


def field_of(frame: PlanFrame, plan: Plan, reads: Sequence[Read]) -> tuple[FieldGroup, ...]:
    """Groups in the plan's order, leaving out axes without actions of their own."""
    by_axis: dict[str, list[Read]] = {}
    for read in reads:
        by_axis.setdefault(read.action.axis, []).append(read)
    drawn = len(reads) <= MOST_SQUARES
    return tuple(
        FieldGroup(
            code=code,
            title=axis.title,
            href=frame.axis_href(code),
            total=len(by_axis[code]),
            squares=tuple(_square(frame, plan, read) for read in by_axis[code]) if drawn else (),
            bar=() if drawn else status_counts(frame, plan, figures(by_axis[code]).statuses, axis=code),
        )
        for code, axis in plan.axes.items()
        if code in by_axis
    )


def _square(frame: PlanFrame, plan: Plan, read: Read) -> Square:
    action = read.action
    return Square(
        ref=action.ref,
        title=action.title,
        status=action.status,
        word=status_word(plan, action.status, frame.language),
        href=frame.action_href(action.ref),
        late=read.readings.calendar.timing is Timing.LATE,
        silent=read.readings.freshness.silent,
    )
