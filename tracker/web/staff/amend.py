"""Correct an entry of a register, take it back, or withdraw the evidence that it gave: look, then record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from litestar import Response
from litestar.exceptions import NotFoundException
from msgspec import structs

from tracker.domain import amendment
from tracker.domain import events as e
from tracker.domain.amendment import amended_last
from tracker.domain.messages import _
from tracker.domain.state import Told
from tracker.domain.status import NEEDS_EVIDENCE
from tracker.domain.typed import Typed
from tracker.services.amend import Overtaken, amend, correction, foresee_amendment
from tracker.services.record import Refused
from tracker.web.forms import Form
from tracker.web.sessions import Visit
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.entry_desk import (
    KEEPERS,
    ONE,
    REASON,
    Desk,
    Preview,
    author_of,
    desk_of,
    frame_of,
    seen_by,
    tell_faults,
    tell_overtaken,
)
from tracker.web.staff.frame import go_on, staff_page


class Way(StrEnum):
    """How an entry is amended; also the last part of the address."""

    CORRECT = "correct"
    TAKE_BACK = "take-back"
    WITHDRAW = "withdraw-evidence"


DONE = {
    Way.CORRECT: _("The correction is recorded. It is public now."),
    Way.TAKE_BACK: _("The entry is taken back. That is public now, with the reason."),
    Way.WITHDRAW: _("The evidence is withdrawn. That is public now, with the reason."),
}


@dataclass(frozen=True, slots=True)
class Amendment:
    """An entry, the way in which it is amended, and what was typed for that."""

    visit: Visit
    desk: Desk
    way: Way
    form: Form
    typed: Typed

    async def page(self, preview: Preview | None = None, *, status: int | None = None) -> Response[str]:
        visit, desk = self.visit, self.desk
        correcting = self.way is Way.CORRECT
        context = {
            **frame_of(visit, desk),
            "way": self.way,
            "parts": desk.amending(visit).parts(desk.entry.kind, self.typed) if correcting else (),
            "reason": REASON,
            "preview": preview,
            "last_evidence": not correcting and loses_last_evidence(desk),
        }
        form = self.form.showing(self.typed)
        return await staff_page(visit, "staff/amend.html", context, form=form, status=status)

    async def overtaken(self, told: Told) -> Response[str]:
        """What the entry says since stands above all that was typed; sent again, it goes on from there."""
        tell_overtaken(self.form)
        return await replace(self, desk=self.desk.reading(told)).page(status=409)


# --- the three ways ---------------------------------------------------------------------------------------


@show(f"{ONE}/{Way.CORRECT}", name="staff.register.correct", guards=KEEPERS)
async def correct_form(visit: Visit, request: AnyRequest) -> Response[str]:
    desk = await _desk(visit, request, Way.CORRECT)
    typed = amendment.typed_of(_content(desk))
    return await Amendment(visit, desk, Way.CORRECT, Form(visit.language), typed).page()


@act(f"{ONE}/{Way.CORRECT}", name="staff.register.correct.send", guards=KEEPERS)
async def correct(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    sent = await _sent(visit, request, form, Way.CORRECT)
    made, faults = amendment.understand(_content(sent.desk), sent.typed)
    tell_faults(form, faults, sent.desk, visit)
    if not faults and made == sent.desk.told.event:
        form.refuse("", amendment.UNCHANGED)
    return await _settle(sent, made)


@show(f"{ONE}/{Way.TAKE_BACK}", name="staff.register.take-back", guards=KEEPERS)
async def take_back_form(visit: Visit, request: AnyRequest) -> Response[str]:
    desk = await _desk(visit, request, Way.TAKE_BACK)
    return await Amendment(visit, desk, Way.TAKE_BACK, Form(visit.language), {}).page()


@act(f"{ONE}/{Way.TAKE_BACK}", name="staff.register.take-back.send", guards=KEEPERS)
async def take_back(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    return await _settle(await _sent(visit, request, form, Way.TAKE_BACK), None)


@show(f"{ONE}/{Way.WITHDRAW}", name="staff.register.withdraw", guards=KEEPERS)
async def withdraw_form(visit: Visit, request: AnyRequest) -> Response[str]:
    desk = await _desk(visit, request, Way.WITHDRAW)
    return await Amendment(visit, desk, Way.WITHDRAW, Form(visit.language), {}).page()


@act(f"{ONE}/{Way.WITHDRAW}", name="staff.register.withdraw.send", guards=KEEPERS)
async def withdraw(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    sent = await _sent(visit, request, form, Way.WITHDRAW)
    return await _settle(sent, sent.desk.told.event)


async def _sent(visit: Visit, request: AnyRequest, form: Form, way: Way) -> Amendment:
    desk = await _desk(visit, request, way)
    return Amendment(visit, desk, way, form, amendment.cleaned(form.texts()))


async def _desk(visit: Visit, request: AnyRequest, way: Way) -> Desk:
    """Raises NotFoundException for entries that can't be amended in this way, or were already."""
    desk = await desk_of(visit, request)
    possible = {
        Way.CORRECT: desk.correctable,
        Way.TAKE_BACK: desk.amendable and desk.told.event is not None,
        # The second of two withdrawals is told so by the rule, with what was typed still there.
        Way.WITHDRAW: isinstance(desk.told.event, e.EvidenceAdded),
    }
    if not possible[way]:
        raise NotFoundException(detail="the entry can't be amended in this way")
    return desk


def _content(desk: Desk) -> e.Event:
    if desk.content is None:
        raise NotFoundException(detail="the entry has no content")
    return desk.content


# --- what they share --------------------------------------------------------------------------------------


async def _settle(sent: Amendment, made: e.Event | None) -> Response[str]:
    """Look at an amendment that leaves the entry saying ``made``, or record it."""
    visit, desk, form = sent.visit, sent.desk, sent.form
    if seen_by(form) != amended_last(desk.told):
        return await sent.overtaken(desk.told)
    reason = form.text(REASON)
    if not reason:
        form.refuse(REASON, amendment.NO_REASON)
    if not form.accepted:
        return await sent.page()
    event = _event(desk, sent.way, made, reason)
    preview = await _foreseen(visit, desk, event, made)
    if preview.broken or form.raw("do") != "record":
        return await sent.page(preview, status=422 if preview.broken else None)
    try:
        await amend(desk.plan.slug, desk.told, event, author_of(visit), visit.now)
    except Overtaken as overtaken:
        return await sent.overtaken(overtaken.told)
    except Refused as refused:
        return await sent.page(Preview.refused(visit, desk, refused), status=422)
    return await go_on(visit, desk.address, DONE[sent.way])


def _event(desk: Desk, way: Way, made: e.Event | None, reason: str) -> e.Event:
    if way is Way.WITHDRAW and isinstance(made, e.EvidenceAdded):
        return e.EvidenceWithdrawn(id=made.id, reason=reason)
    return correction(desk.told, made, reason)


async def _foreseen(visit: Visit, desk: Desk, event: e.Event, made: e.Event | None) -> Preview:
    found = await foresee_amendment(desk.plan, desk.told, event, visit.now)
    changes = desk.amending(visit).changes(desk.told.event, made)
    return Preview.of(visit, desk, found, changes, structs.replace(desk.told, event=made))


def loses_last_evidence(desk: Desk) -> bool:
    """Whether an action that says it was delivered stands on this piece of evidence alone."""
    action = desk.plan.actions.get(desk.told.subject.removeprefix("action:"))
    if action is None or action.status not in NEEDS_EVIDENCE or desk.evidence is None:
        return False
    return [one.id for one in action.standing_evidence] == [desk.evidence.id]
