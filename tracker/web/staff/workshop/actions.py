"""The actions of a plan as its keepers find them, and what can be done with each."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import Response
from litestar.exceptions import NotFoundException

from tracker.domain.figures import read_all
from tracker.domain.messages import _
from tracker.domain.selection import asked, select
from tracker.domain.workshop import actions as sheets
from tracker.domain.workshop import decisions
from tracker.domain.workshop.sheet import Sheet
from tracker.web.action_list import list_page
from tracker.web.places import Place
from tracker.web.sessions import Visit
from tracker.web.staff.declare import AnyRequest, show
from tracker.web.staff.frame import staff_page
from tracker.web.staff.workshop.desk import KEEPERS, address_of, plan_and_head


@show("/plans/{plan:str}/actions", name="staff.plan.actions", guards=KEEPERS)
async def actions(visit: Visit, request: AnyRequest) -> Response[str]:
    """The list that readers have, its filters and order; each action leads to its page here."""
    plan, head = await plan_and_head(visit, request)
    query = request.query_params
    parameters = {name: query.getall(name) for name in query}
    ask = asked(plan, parameters)
    place = Place(visit.language, head.address, head.address, None, known_then=False)
    selected = select(plan, read_all(plan), ask.selection)
    page = list_page(place, plan, ask, selected, parameters.get("page", [""])[0])
    return await staff_page(
        visit, "staff/workshop/actions.html", {"here": "plans", "plan": head, "page": page}
    )


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done with an action now: where, its name, what it is for."""

    href: str
    name: str
    words: str


DEEDS: tuple[tuple[Sheet, str, str, str], ...] = (
    (
        decisions.ANSWER,
        "answer",
        _("Answer the proposal"),
        _("Accept, decline or refer it, in public."),
    ),
    (sheets.REWORD, "reword", _("Reword"), _("Title, description, the promise and its source.")),
    (sheets.CLASSIFY, "classify", _("Classify"), _("Theme, place, horizon, who can decide, for whom.")),
    (sheets.ASSIGN, "assign", _("Reassign"), _("Who answers for it, and with whom.")),
    (sheets.LINK, "answers", _("Proposals that it answers"), _("Link it to the proposals that it takes up.")),
    (decisions.MERGE, "merge", _("Merge into another action"), _("It goes on as part of another one.")),
    (decisions.SPLIT, "split", _("Split"), _("Parts of it become actions of their own.")),
)


@show("/plans/{plan:str}/actions/{ref:str}", name="staff.plan.action", guards=KEEPERS)
async def action_front(visit: Visit, request: AnyRequest) -> Response[str]:
    plan, head = await plan_and_head(visit, request)
    ref = request.path_params["ref"]
    action = plan.actions.get(ref)
    if action is None:
        raise NotFoundException(detail="no such action")
    deeds = [
        Deed(address_of(plan.slug, "actions", ref, path), name, words)
        for sheet, path, name, words in DEEDS
        if sheet.fits(plan, ref)
    ]
    context = {
        "here": "plans",
        "plan": head,
        "action": action,
        "axis": plan.axes.get(action.axis),
        "owner": plan.organisation_name(action.owner),
        "into": plan.actions.get(action.merged_into),
        "answered_by": plan.answering(ref),
        "deeds": deeds,
    }
    return await staff_page(visit, "staff/workshop/action.html", context)
