"""How a sheet is shown, sent, shown again with what it would change, and recorded: the same for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.types import Guard

from tracker.domain.state import Plan
from tracker.domain.typed import Typed
from tracker.domain.workshop.sheet import Sheet
from tracker.publish.languages import LANGUAGES
from tracker.publish.workshop.fields import Group, names_of
from tracker.publish.workshop.telling import Telling
from tracker.services.change_plan import Unsettled, Wanted, Weighed, change, weigh
from tracker.web.forms import Form
from tracker.web.sessions import Visit
from tracker.web.staff.account import own
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.frame import go_on, staff_page
from tracker.web.staff.sent_report import number
from tracker.web.staff.workshop.desk import KEEPERS, PLANS, PlanHead, address_of, plan_and_head
from tracker.web.staff.workshop.sheet_view import SheetView, fresh_view, mark_of, typed_of, weighed_view

Groups = tuple[Group, ...]
# The parameter of an address that names what a sheet is about.
_KEYS = {"action": "ref", "axis": "code", "organisation": "organisation"}


@dataclass(frozen=True, slots=True)
class SheetPage:
    """The page of a sheet. ``title``, ``lead`` and ``done`` are messages; ``path`` lies below ``/staff``.

    ``after`` is where one goes next, below the plan, from the key of the subject. ``begin`` fills the form of
    something that is to be added.
    """

    sheet: Sheet
    path: str
    groups: Groups | Callable[[Plan, str, Typed], Groups]
    title: str
    done: str
    after: Callable[[str], str]
    lead: str = ""
    begin: Callable[[Plan], Typed] = lambda plan: {}
    guards: Sequence[Guard] = KEEPERS

    @property
    def name(self) -> str:
        return f"staff.plan.{self.sheet.name}"

    def groups_of(self, desk: Desk, typed: Typed) -> Groups:
        return self.groups(desk.plan, desk.key, typed) if callable(self.groups) else self.groups


@dataclass(frozen=True, slots=True)
class Desk:
    """A sheet in front of somebody: the plan (an empty one when it is to be opened) and the key."""

    plan: Plan
    head: PlanHead
    key: str
    address: str

    def telling(self, visit: Visit) -> Telling:
        return Telling(self.plan, self.key, visit.language)

    @property
    def subject(self) -> str:
        """What the sheet is about, in the plan's own words."""
        if action := self.plan.actions.get(self.key):
            return f"{action.ref} {action.title}"
        if axis := self.plan.axes.get(self.key):
            return f"{axis.code} {axis.title}"
        return self.plan.organisation_name(self.key)


async def desk_of(visit: Visit, request: AnyRequest, page: SheetPage) -> Desk:
    """Raises NotFoundException for a plan or a subject that isn't there, or that this can't happen to."""
    if "plan" not in request.path_params:
        plan = Plan(slug="", day=visit.now.date(), known=0)
        return Desk(plan, PlanHead("", "", visit.language, {}, 0), "", visit.path)
    plan, head = await plan_and_head(visit, request)
    key = request.path_params.get(_KEYS.get(page.sheet.of, ""), "")
    if not page.sheet.fits(plan, key):
        raise NotFoundException(detail="no such thing in the plan")
    return Desk(plan, head, key, visit.path)


def pages_of(page: SheetPage) -> list[HTTPRouteHandler]:
    """The two routes of a sheet: to see it, and to send it."""

    @show(page.path, name=page.name, guards=page.guards)
    async def shown(visit: Visit, request: AnyRequest) -> Response[str]:
        desk = await desk_of(visit, request, page)
        typed = page.begin(desk.plan) if page.sheet.adds else page.sheet.stands(desk.plan, desk.key)
        typed = {"on": visit.now.date().isoformat(), **typed}
        view = fresh_view(desk.telling(visit), page.groups_of(desk, typed), typed, desk.head.size)
        return await _answer(visit, desk, page, Form(visit.language, **typed), view, 200)

    @act(page.path, name=f"{page.name}.send", guards=page.guards)
    async def sent(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
        desk = await desk_of(visit, request, page)
        groups = page.groups_of(desk, form.texts())
        wanted = wanted_of(desk, page.sheet, groups, form)
        try:
            weighed = await settled(visit, wanted, form)
        except Unsettled as unsettled:
            return await _again(visit, desk, page, form, unsettled.weighed)
        after = address_of(wanted.plan, page.after(weighed.key)).rstrip("/")
        return await go_on(visit, after, page.done)

    return [shown, sent]


def wanted_of(desk: Desk, sheet: Sheet, groups: Groups, form: Form) -> Wanted:
    typed = typed_of(form, groups)
    plan = desk.plan.slug or (sheet.adds(typed) if sheet.adds else "")
    return Wanted(sheet, plan, desk.key, typed, names_of(groups), number(form, "known"))


async def settled(visit: Visit, wanted: Wanted, form: Form) -> Weighed:
    """Record what was seen and asked for. Raises Unsettled for all that is to be looked at first."""
    weighed = await weigh(wanted, visit.now)
    if form.text("do") != "record" or form.text("seen") != mark_of(wanted.typed):
        raise Unsettled(weighed)
    me, _session = own(visit)
    await change(wanted, visit.now, by=me.email, address=visit.origin.address)
    return weighed


async def _again(visit: Visit, desk: Desk, page: SheetPage, form: Form, weighed: Weighed) -> Response[str]:
    telling = desk.telling(visit)
    shown = told_form(visit, telling, weighed)
    shown_groups = page.groups_of(desk, weighed.typed)
    form.faults.update(shown.faults)
    view = weighed_view(telling, shown_groups, weighed, form)
    return await _answer(visit, desk, page, shown, view, status_of(weighed))


def told_form(visit: Visit, telling: Telling, weighed: Weighed) -> Form:
    """The form as it was typed, with what is to be mended in words."""
    form = Form(visit.language, **weighed.typed)
    for fault in weighed.faults:
        form.faults.setdefault(fault.field, telling.fault(fault))
    return form


def status_of(weighed: Weighed) -> int:
    if weighed.met:
        return 409
    return 422 if weighed.faults else 200


async def _answer(
    visit: Visit, desk: Desk, page: SheetPage, form: Form, view: SheetView, status: int
) -> Response[str]:
    context = {
        "here": "plans",
        "plan": desk.head,
        "page": view_of(visit, desk, form, view),
        "title": page.title,
        "lead": page.lead,
        "subject": desk.subject,
        "address": desk.address,
        "back": address_of(desk.head.slug, page.after(desk.key)).rstrip("/") if desk.head.slug else PLANS,
        "today": visit.now.date().isoformat(),
    }
    return await staff_page(visit, "staff/workshop/sheet.html", context, form=form, status=status)


@dataclass(frozen=True, slots=True)
class PageView:
    """What the comparison templates ask of a page: the language of the plan's own words."""

    language: str
    view: SheetView


def view_of(visit: Visit, desk: Desk, form: Form, view: SheetView) -> PageView:
    if desk.head.slug:
        return PageView(desk.head.language, view)
    typed = form.text("language")
    return PageView(typed if typed in LANGUAGES else visit.language, view)
