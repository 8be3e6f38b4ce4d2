"""The axes of a plan and their order, which buttons change one place at a time before it is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from litestar import Response

from tracker.domain.messages import _
from tracker.domain.state import Axis, Plan
from tracker.domain.workshop.furniture import ORDER, moved, ordered, siblings
from tracker.publish.workshop import of_plan
from tracker.services.change_plan import Unsettled, Weighed
from tracker.web.forms import Form
from tracker.web.sessions import Visit
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.frame import go_on, staff_page
from tracker.web.staff.workshop.desk import KEEPERS, address_of, plan_and_head
from tracker.web.staff.workshop.sheet_view import SheetView, fresh_view, weighed_view
from tracker.web.staff.workshop.sheets import Desk, settled, status_of, told_form, view_of, wanted_of


@dataclass(frozen=True, slots=True)
class AxisLine:
    """``depth`` counts the axes above it. ``focus`` names the button that was pressed just now."""

    axis: Axis
    depth: int
    actions: int
    href: str
    first: bool
    last: bool
    focus: str = ""


def lines_of(plan: Plan, order: Sequence[str], pressed: tuple[str, str] = ("", "")) -> list[AxisLine]:
    """The axes in an order; ``pressed`` is the direction and the code of the last move."""
    made, direction, code = [], *pressed
    for one in order:
        axis = plan.axes[one]
        near = [other for other in order if plan.axes[other].parent == axis.parent]
        count = sum(action.axis == one for action in plan.actions.values())
        first, last = near[0] == one, near[-1] == one
        focus = direction if one == code else ""
        # The button that brought it to an end is gone: the other one takes the keyboard.
        focus = {"up": "down" if first else "up", "down": "up" if last else "down"}.get(focus, "")
        href = address_of(plan.slug, "axes", one)
        made.append(AxisLine(axis, _depth(plan, axis), count, href, first, last, focus))
    return made


def _depth(plan: Plan, axis: Axis) -> int:
    seen = {axis.code}
    while axis.parent in plan.axes and axis.parent not in seen:
        axis = plan.axes[axis.parent]
        seen.add(axis.code)
    return len(seen) - 1


@show("/plans/{plan:str}/axes", name="staff.plan.axes", guards=KEEPERS)
async def axes(visit: Visit, request: AnyRequest) -> Response[str]:
    plan, head = await plan_and_head(visit, request)
    desk = Desk(plan, head, "", visit.path)
    typed = {"order": " ".join(plan.axes), "on": visit.now.date().isoformat()}
    view = fresh_view(desk.telling(visit), of_plan.ORDER, typed, head.size)
    return await _page(visit, desk, Form(visit.language, **typed), view, list(plan.axes))


@act("/plans/{plan:str}/axes", name="staff.plan.axes.send", guards=KEEPERS)
async def order_axes(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    plan, head = await plan_and_head(visit, request)
    desk = Desk(plan, head, "", visit.path)
    direction, _colon, code = form.text("do").partition(":")
    wanted = wanted_of(desk, ORDER, of_plan.ORDER, form)
    order = ordered(plan, wanted.typed.get("order", "").split())
    if direction in ("up", "down"):
        order = moved(plan, order, code, -1 if direction == "up" else 1)
    wanted = replace(wanted, typed={**wanted.typed, "order": " ".join(order)})
    try:
        await settled(visit, wanted, form)
    except Unsettled as unsettled:
        pressed = (direction, code)
        return await _again(visit, desk, form, unsettled.weighed, pressed)
    return await go_on(visit, address_of(head.slug, "axes"), _("The order is changed."))


async def _again(
    visit: Visit, desk: Desk, form: Form, weighed: Weighed, pressed: tuple[str, str]
) -> Response[str]:
    telling = desk.telling(visit)
    shown = told_form(visit, telling, weighed)
    if pressed[0] in ("up", "down"):
        # Moved back to where it stood: nothing to record, and nothing wrong.
        shown.faults.pop("", None)
    order = ordered(desk.plan, weighed.typed.get("order", "").split())
    view = weighed_view(telling, of_plan.ORDER, weighed, form)
    view = replace(view, changes=telling.places(order))
    status = status_of(weighed) if weighed.met or shown.faults else 200
    return await _page(visit, desk, shown, view, order, pressed, status)


async def _page(
    visit: Visit,
    desk: Desk,
    form: Form,
    view: SheetView,
    order: Sequence[str],
    pressed: tuple[str, str] = ("", ""),
    status: int = 200,
) -> Response[str]:
    context = {
        "here": "plans",
        "plan": desk.head,
        "page": view_of(visit, desk, form, view),
        "lines": lines_of(desk.plan, order, pressed),
        "movable": any(len(siblings(desk.plan, axis.parent)) > 1 for axis in desk.plan.axes.values()),
        "order": " ".join(order),
        "today": visit.now.date().isoformat(),
    }
    return await staff_page(visit, "staff/workshop/axes.html", context, form=form, status=status)
