"""Every sheet's page: its address, its form, what it says."""

from __future__ import annotations

from tracker.domain.messages import _
from tracker.domain.state import Plan
from tracker.domain.typed import Typed
from tracker.domain.workshop import about_plan, actions, decisions, furniture
from tracker.publish.workshop import of_action, of_plan
from tracker.web.auth import requires_administrator
from tracker.web.staff.workshop.sheets import SheetPage, pages_of

PLAN = "/plans/{plan:str}"
ACTION = f"{PLAN}/actions/{{ref:str}}"


def _to_plan(key: str) -> str:
    return ""


def _to_axes(key: str) -> str:
    return "axes"


def _to_organisations(key: str) -> str:
    return "organisations"


def _to_action(key: str) -> str:
    return f"actions/{key}" if key else "actions"


def _first_texts(plan: Plan) -> Typed:
    """The languages of the site come in its own order; the rhythm is the usual one."""
    return {"rhythm": str(about_plan.RHYTHM)}


def _next_code(plan: Plan) -> Typed:
    numbers = [int(code) for code in plan.axes if code.isdecimal() and len(code) < 5]
    return {"code": str(max(numbers, default=0) + 1)} if numbers or not plan.axes else {}


OF_PLAN = (
    SheetPage(
        about_plan.OPEN,
        "/new-plan",
        of_plan.OPEN,
        _("Open a plan"),
        _("The plan is open."),
        _to_plan,
        _("Its first organisation keeps it up to date: what is recorded here is said in its name."),
        begin=_first_texts,
        guards=(requires_administrator,),
    ),
    SheetPage(
        about_plan.PRESENTATION,
        f"{PLAN}/presentation",
        of_plan.PRESENTATION,
        _("Presentation of the plan"),
        _("The presentation is changed."),
        _to_plan,
    ),
    SheetPage(
        about_plan.LABELS,
        f"{PLAN}/status-labels",
        of_plan.LABELS,
        _("The plan’s own words for statuses"),
        _("The words are changed."),
        _to_plan,
        _(
            "Readers of the plan’s language see these words instead of the common ones. What a status means "
            "stays the same everywhere. Leave a field empty to use the common word."
        ),
    ),
    SheetPage(
        about_plan.SOURCES,
        f"{PLAN}/sources",
        of_plan.sources,
        _("Where the plan was published"),
        _("The sources are changed."),
        _to_plan,
        _("A source can be described better, but what a plan was published in stays listed."),
    ),
    SheetPage(
        about_plan.SIGNATORIES,
        f"{PLAN}/signatories",
        of_plan.signatories,
        _("Who signed or took part"),
        _("The signatories are changed."),
        _to_plan,
        _("Empty the fields of a signatory to take it out."),
    ),
)

OF_FURNITURE = (
    SheetPage(
        furniture.ADD_AXIS,
        f"{PLAN}/new-axis",
        of_plan.ADD_AXIS,
        _("Add a theme"),
        _("The theme is added."),
        _to_axes,
        begin=_next_code,
    ),
    SheetPage(
        furniture.AXIS,
        f"{PLAN}/axes/{{code:str}}",
        of_plan.AXIS,
        _("Change a theme"),
        _("The theme is changed."),
        _to_axes,
    ),
    SheetPage(
        furniture.ADD_ORGANISATION,
        f"{PLAN}/new-organisation",
        of_plan.ADD_ORGANISATION,
        _("Add an organisation"),
        _("The organisation is added."),
        _to_organisations,
    ),
    SheetPage(
        furniture.ORGANISATION,
        f"{PLAN}/organisations/{{organisation:str}}",
        of_plan.ORGANISATION,
        _("Change an organisation"),
        _("The organisation is changed."),
        _to_organisations,
    ),
)

OF_ACTION = (
    SheetPage(
        actions.ADD_ACTION,
        f"{PLAN}/new-action",
        of_action.ADD,
        _("Add an action"),
        _("The action is added."),
        _to_action,
    ),
    SheetPage(
        actions.REWORD,
        f"{ACTION}/reword",
        of_action.REWORD,
        _("Reword"),
        _("The action is reworded."),
        _to_action,
        _("What it read until now stays on its public page, with the day and the reason of the change."),
    ),
    SheetPage(
        actions.CLASSIFY,
        f"{ACTION}/classify",
        of_action.CLASSIFY,
        _("Classify"),
        _("The action is classified anew."),
        _to_action,
    ),
    SheetPage(
        actions.ASSIGN,
        f"{ACTION}/assign",
        of_action.ASSIGN,
        _("Reassign"),
        _("The action is reassigned."),
        _to_action,
        _("Another owner is told in the story of the action, with the reason."),
    ),
    SheetPage(
        actions.LINK,
        f"{ACTION}/answers",
        of_action.LINK,
        _("Proposals that it answers"),
        _("The links are changed."),
        _to_action,
    ),
    SheetPage(
        decisions.MERGE,
        f"{ACTION}/merge",
        of_action.MERGE,
        _("Merge into another action"),
        _("The action is merged."),
        _to_action,
        _(
            "Its page stays at its address, says that it was merged, and leads to the other one, which says "
            "what it took in. Its wording, story and evidence stay readable. It stays in the count of all "
            "actions."
        ),
    ),
    SheetPage(
        decisions.SPLIT,
        f"{ACTION}/split",
        of_action.split,
        _("Split"),
        _("The action is split."),
        _to_action,
        _(
            "Each new action keeps the wording, the dates, the theme and the partners of this one, and the "
            "pages lead to each other. Deadlines do not move by splitting."
        ),
    ),
    SheetPage(
        decisions.ANSWER,
        f"{ACTION}/answer",
        of_action.ANSWER,
        _("Answer the proposal"),
        _("The answer is public."),
        _to_action,
        _(
            "To accept it, name the commitments that answer it, or write a new one here. To decline or refer "
            "it, say why: the reason is public."
        ),
    ),
)

PAGES = [route for page in (*OF_PLAN, *OF_FURNITURE, *OF_ACTION) for route in pages_of(page)]
