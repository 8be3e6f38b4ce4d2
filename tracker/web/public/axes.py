"""One theme of a plan: what it is about, what became of it, its actions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException

from tracker.domain.figures import Figures, below, figures, read_all
from tracker.domain.state import Axis, Plan
from tracker.publish.summing_up import sum_up
from tracker.web.frame import Reading, page
from tracker.web.overview import Group, axes_of
from tracker.web.plan_frame import PlanFrame, Row, StatusCount, plan_frame, row_of, status_counts
from tracker.web.public.show import show

MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class AxisPage:
    """An axis with the axes above and below it. Figures and rows are of its own actions and all below.

    ``rows`` are at most a hundred; ``list_href`` leads to all of them.
    """

    frame: PlanFrame
    axis: Axis
    above: tuple[Axis, ...]
    children: tuple[Group, ...]
    sum_up: str
    figures: Figures
    bar: tuple[StatusCount, ...]
    rows: tuple[Row, ...]
    list_href: str


@show("/{plan:str}/axes/{code:str}", name="axis.show")
async def axis(reading: Reading, request: Request[Any, Any, Any]) -> Response[Any]:
    plan = await reading.plan()
    code = request.path_params["code"]
    if code not in plan.axes:
        raise NotFoundException(detail="no such axis")
    return page(reading, "axis/show.html", {"page": axis_page(plan_frame(reading, plan), plan, code)})


def axis_page(frame: PlanFrame, plan: Plan, code: str) -> AxisPage:
    reads = read_all(plan)
    within = below(plan, code)
    own = [read for read in reads if read.action.axis in within]
    whole = figures(own)
    return AxisPage(
        frame=frame,
        axis=plan.axes[code],
        above=tuple(_above(plan, code)),
        children=tuple(g for g in axes_of(frame, plan, own) if plan.axes[g.key].parent == code),
        sum_up=sum_up(own, plan.opened.rhythm, frame.language),
        figures=whole,
        bar=status_counts(frame, plan, whole.statuses, axis=code),
        rows=tuple(row_of(frame, plan, read) for read in own[:MOST_ROWS]),
        list_href=frame.list_href(axis=code),
    )


def _above(plan: Plan, code: str) -> list[Axis]:
    """The axes above one, the topmost first."""
    path: list[Axis] = []
    parent = plan.axes[code].parent
    while parent in plan.axes and plan.axes[parent] not in path:
        path.insert(0, plan.axes[parent])
        parent = plan.axes[parent].parent
    return path
