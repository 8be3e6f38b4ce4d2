"""One theme of a plan: what it is about, what became of it, its actions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException

from tracker.domain.figures import Figures, below, figures, read_all
from tracker.domain.state import Axis, Plan
from tracker.publish.charts.bars import Segment, status_bar
from tracker.publish.summing_up import sum_up
from tracker.web.frame import Reading
from tracker.web.overview import Group, axes_of
from tracker.web.places import Place, Row, place_of, row_of
from tracker.web.public.plan_frame import plan_page
from tracker.web.public.show import show

MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class AxisPage:
    """An axis with the axes above it (each with its address) and right below it.

    Figures are of its own actions and all below; ``rows`` are at most a hundred of these.
    """

    axis: Axis
    above: tuple[tuple[Axis, str], ...]
    children: tuple[Group, ...]
    sum_up: str
    figures: Figures
    bar: tuple[Segment, ...]
    rows: tuple[Row, ...]
    list_href: str


@show("/{plan:str}/axes/{code:str}", name="axis.show")
async def axis(reading: Reading, request: Request[Any, Any, Any]) -> Response[Any]:
    plan = await reading.plan()
    code = request.path_params["code"]
    if code not in plan.axes:
        raise NotFoundException(detail="no such axis")
    context = axis_page(place_of(reading, plan.slug), plan, code)
    return plan_page(reading, plan, "axis/show.html", {"here": "axis", "page": context})


def axis_page(place: Place, plan: Plan, code: str) -> AxisPage:
    reads = read_all(plan)
    within = below(plan, code)
    own = [read for read in reads if read.action.axis in within]
    whole = figures(own)
    return AxisPage(
        axis=plan.axes[code],
        above=tuple((axis, place.axis_href(axis.code)) for axis in _above(plan, code)),
        children=tuple(g for g in axes_of(place, plan, own) if plan.axes[g.key].parent == code),
        sum_up=sum_up(own, plan.opened.rhythm, place.language),
        figures=whole,
        bar=status_bar(whole),
        rows=tuple(row_of(place, plan, read) for read in own[:MOST_ROWS]),
        list_href=place.list_href(axis=code),
    )


def _above(plan: Plan, code: str) -> list[Axis]:
    """The axes above one, the topmost first."""
    path: list[Axis] = []
    parent = plan.axes[code].parent
    while parent in plan.axes and plan.axes[parent] not in path:
        path.insert(0, plan.axes[parent])
        parent = plan.axes[parent].parent
    return path
