"""A department reports on an action: one form, a draft at any time, then in for review."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Response
from litestar.exceptions import HTTPException

from tracker.domain.difference import difference, retyped
from tracker.domain.messages import _
from tracker.domain.register import Head
from tracker.domain.state import Action, Plan
from tracker.domain.submission import Stage
from tracker.domain.typed import Typed
from tracker.publish.comparison import Comparing
from tracker.services.judge_report import Meanwhile, Unfit, faults_of, understood
from tracker.services.report_progress import Report, Stale, drop, save_draft, submit, take_back
from tracker.store import submissions
from tracker.store.people import Person
from tracker.store.submissions import Kept
from tracker.web.auth import requires_editor
from tracker.web.forms import Form
from tracker.web.headers import WITH_SCRIPT
from tracker.web.sessions import Visit
from tracker.web.staff.account import own
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.frame import go_on, staff_page
from tracker.web.staff.own_actions import plan_and_action, report_address, speaker_of
from tracker.web.staff.report_page import Extras, report_page, words_of
from tracker.web.staff.sent_report import MOST_BYTES, number, sent_report, tell_faults

EDITORS = (requires_editor,)
ADDRESS = "/plans/{plan:str}/actions/{ref:str}"
Settle = Callable[[Kept, int, datetime], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Desk:
    """An action in front of somebody who may report on it for ``organisation``."""

    head: Head
    plan: Plan
    action: Action
    organisation: str
    person: Person

    @property
    def address(self) -> str:
        return report_address(self.plan.slug, self.action.ref)

    async def kept(self) -> Kept | None:
        return await submissions.open_one(self.plan.slug, self.action.ref, self.organisation)

    def comparing(self, visit: Visit) -> Comparing:
        return Comparing(self.plan, self.action, visit.language)


async def desk_of(visit: Visit, request: AnyRequest) -> Desk:
    """Raises NotFoundException, and PermissionDeniedException for another organisation's action."""
    person, _session = own(visit)
    parameters = request.path_params
    head, plan, action = await plan_and_action(parameters["plan"], parameters["ref"], visit.now.date())
    return Desk(head, plan, action, speaker_of(person, plan, action), person)


@show(f"{ADDRESS}/report", name="staff.report", guards=EDITORS)
async def report_form(visit: Visit, request: AnyRequest) -> Response[str]:
    desk = await desk_of(visit, request)
    kept = await desk.kept()
    if kept and kept.stage is Stage.SUBMITTED:
        return await _waiting(visit, desk, kept)
    typed = kept.typed if kept else {"on": visit.now.date().isoformat()}
    return await _form(visit, desk, Form(visit.language, **typed), typed, kept)


async def _waiting(visit: Visit, desk: Desk, kept: Kept) -> Response[str]:
    changes = difference(understood(kept, desk.plan).submission, desk.action)
    page = await report_page(
        visit,
        desk.head,
        desk.plan,
        desk.action,
        desk.organisation,
        typed=kept.typed,
        kept=kept,
        extras=Extras(changes=desk.comparing(visit).changes(changes)),
    )
    return await staff_page(
        visit, "staff/report_waiting.html", {"here": "home", "page": page, **words_of(visit)}
    )


async def _form(
    visit: Visit,
    desk: Desk,
    form: Form,
    typed: Typed,
    kept: Kept | None,
    *,
    extras: Extras | None = None,
    known: int | None = None,
    status: int | None = None,
) -> Response[str]:
    extras = extras or Extras()
    page = await report_page(
        visit,
        desk.head,
        desk.plan,
        desk.action,
        desk.organisation,
        typed=typed,
        kept=kept,
        extras=extras,
        known=known,
    )
    shown = form.showing(typed)
    context: dict[str, Any] = {"here": "home", "page": page, **words_of(visit)}
    answer = await staff_page(visit, "staff/report.html", context, form=shown, status=status)
    answer.headers["Content-Security-Policy"] = WITH_SCRIPT
    return answer


@act(f"{ADDRESS}/report", name="staff.report.send", guards=EDITORS, most_bytes=MOST_BYTES)
async def send_report(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    desk = await desk_of(visit, request)
    typed = await sent_report(visit, form, desk.plan.slug, desk.action, desk.person.id)
    wanted = form.text("do")
    try:
        if wanted == "preview":
            return await _preview(visit, desk, form, typed)
        if wanted == "submit" and form.accepted:
            kept = await submit(_report(desk, form, typed), visit.now)
            return await go_on(visit, "/staff/", _done(kept))
        kept = await save_draft(_report(desk, form, typed), visit.now)
        if not form.accepted:
            return await _form(visit, desk, form, typed, kept)
        place = "#evidence" if wanted == "more" else ""
        return await go_on(visit, desk.address + place, _("The draft is saved."))
    except Unfit as unfit:
        tell_faults(form, unfit, desk.comparing(visit))
        return await _form(visit, desk, form, typed, await desk.kept())
    except Meanwhile as meanwhile:
        extras = Extras(conflicts=desk.comparing(visit).conflicts(meanwhile.conflicts))
        return await _form(
            visit, desk, form, typed, await desk.kept(), extras=extras, known=meanwhile.known, status=409
        )
    except Stale as stale:
        return await _form(
            visit, desk, form, typed, stale.kept, extras=_stale(visit, desk, stale), status=409
        )


def _report(desk: Desk, form: Form, typed: Typed) -> Report:
    return Report(
        plan=desk.plan.slug,
        ref=desk.action.ref,
        organisation=desk.organisation,
        person=desk.person.id,
        version=number(form, "version"),
        known=number(form, "known"),
        fields=typed,
    )


def _done(kept: Kept) -> str:
    if kept.stage is Stage.PUBLISHED:
        return _("The report is published.")
    return _("The report is handed in. A reviewer reads it before it is public.")


def _stale(visit: Visit, desk: Desk, stale: Stale) -> Extras:
    theirs = stale.kept.typed if stale.kept else {}
    return Extras(
        stale=True,
        settled=stale.kept is None or stale.kept.stage not in (Stage.DRAFT, Stage.RETURNED),
        differences=desk.comparing(visit).retyped(retyped(theirs, stale.typed)),
    )


async def _preview(visit: Visit, desk: Desk, form: Form, typed: Typed) -> Response[str]:
    """What readers would see, and what is still to be mended; nothing is saved."""
    kept = await desk.kept()
    # The page goes on from the version that the form was filled from, whatever was saved meanwhile.
    draft = Kept(
        id=kept.id if kept else 0,
        plan=desk.plan.slug,
        ref=desk.action.ref,
        organisation=desk.organisation,
        stage=kept.stage if kept else Stage.DRAFT,
        version=number(form, "version"),
        changed_at=visit.now,
        person=desk.person.id,
        known=number(form, "known"),
        typed=typed,
    )
    tell_faults(form, Unfit(await faults_of(draft, visit.now)), desk.comparing(visit))
    changes = difference(understood(draft, desk.plan).submission, desk.action)
    extras = Extras(previewed=True, changes=desk.comparing(visit).changes(changes))
    return await _form(visit, desk, form, typed, draft, extras=extras, known=draft.known, status=200)


@act(f"{ADDRESS}/draft", name="staff.report.draft", guards=EDITORS)
async def save_while_typing(visit: Visit, request: AnyRequest, form: Form) -> Response[dict[str, Any]]:
    """For the script of the form: the same as saving a draft, answered as data."""
    desk = await desk_of(visit, request)
    try:
        kept = await save_draft(_report(desk, form, form.texts()), visit.now)
    except Stale as stale:
        version = stale.kept.version if stale.kept else 0
        return Response({"version": version}, status_code=409)
    return Response({"version": kept.version, "at": kept.changed_at.strftime("%H:%M")})


@act(f"{ADDRESS}/take-back", name="staff.report.take-back", guards=EDITORS)
async def take_report_back(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    desk = await desk_of(visit, request)
    return await _settle(visit, desk, form, take_back, desk.address, _("The report is a draft again."))


@act(f"{ADDRESS}/drop", name="staff.report.drop", guards=EDITORS)
async def drop_report(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    desk = await desk_of(visit, request)
    done = _("The report is given up. Nothing of it is public.")
    return await _settle(visit, desk, form, drop, "/staff/", done)


async def _settle(
    visit: Visit, desk: Desk, form: Form, settle: Settle, after: str, done: str
) -> Response[str]:
    kept = await _current(desk, form)
    try:
        await settle(kept, desk.person.id, visit.now)
    except Stale:
        return await go_on(visit, desk.address, _("It is too late: somebody settled the report meanwhile."))
    return await go_on(visit, after, done)


async def _current(desk: Desk, form: Form) -> Kept:
    """The open report at the version that was on the page. Raises HTTPException (409) when there is none."""
    kept = await desk.kept()
    if kept is None or kept.version != number(form, "version"):
        raise HTTPException(detail="the report was changed meanwhile", status_code=409)
    return kept
