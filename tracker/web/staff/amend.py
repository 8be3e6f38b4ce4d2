"""Correct an entry of a register, take it back, or withdraw the evidence that it gave: look, then record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from litestar import Response
from litestar.exceptions import NotFoundException
from msgspec.structs import replace

from tracker.domain import amendment
from tracker.domain import events as e
from tracker.domain.amendment import amended_last
from tracker.domain.messages import _
from tracker.domain.rules import Broken
from tracker.domain.status import NEEDS_EVIDENCE
from tracker.domain.typed import Typed
from tracker.publish.comparison import Shown
from tracker.publish.rule_words import broken_in_words, in_words
from tracker.services.amend import Author, Overtaken, amend, correction, foresee_amendment
from tracker.services.record import Refused
from tracker.web.forms import Form
from tracker.web.sessions import Visit
from tracker.web.staff.account import own
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.frame import go_on, staff_page
from tracker.web.staff.register import KEEPERS, ONE, Desk, desk_of, frame_of

OVERTAKEN = _("Somebody amended this entry meanwhile. Nothing was recorded; this is how it reads now.")
REASON = "amendment-reason"  # the entry may have a reason of its own


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
class Preview:
    """What readers would see: ``changes`` in what the entry says, ``consequences`` for its action.

    ``broken`` are the rules that stand against it, in words.
    """

    changes: tuple[Shown, ...]
    consequences: tuple[Shown, ...]
    broken: tuple[str, ...]


# --- the three ways ---------------------------------------------------------------------------------------


@show(f"{ONE}/{Way.CORRECT}", name="staff.register.correct", guards=KEEPERS)
async def correct_form(visit: Visit, request: AnyRequest) -> Response[str]:
    desk = await _desk(visit, request, Way.CORRECT)
    return await _page(visit, desk, Way.CORRECT, Form(visit.language), amendment.typed_of(_content(desk)))


@act(f"{ONE}/{Way.CORRECT}", name="staff.register.correct.send", guards=KEEPERS)
async def correct(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    desk = await _desk(visit, request, Way.CORRECT)
    typed = amendment.cleaned(form.texts())
    made, faults = amendment.understand(_content(desk), typed)
    for fault in faults:
        form.faults.setdefault(fault.field, in_words(fault.message, fault.values, desk.plan, visit.language))
    if not faults and made == desk.told.event:
        form.refuse("", amendment.UNCHANGED)
    return await _settle(visit, desk, Way.CORRECT, form, typed, made)


@show(f"{ONE}/{Way.TAKE_BACK}", name="staff.register.take-back", guards=KEEPERS)
async def take_back_form(visit: Visit, request: AnyRequest) -> Response[str]:
    desk = await _desk(visit, request, Way.TAKE_BACK)
    return await _page(visit, desk, Way.TAKE_BACK, Form(visit.language), {})


@act(f"{ONE}/{Way.TAKE_BACK}", name="staff.register.take-back.send", guards=KEEPERS)
async def take_back(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    desk = await _desk(visit, request, Way.TAKE_BACK)
    return await _settle(visit, desk, Way.TAKE_BACK, form, amendment.cleaned(form.texts()), None)


@show(f"{ONE}/{Way.WITHDRAW}", name="staff.register.withdraw", guards=KEEPERS)
async def withdraw_form(visit: Visit, request: AnyRequest) -> Response[str]:
    desk = await _desk(visit, request, Way.WITHDRAW)
    return await _page(visit, desk, Way.WITHDRAW, Form(visit.language), {})


@act(f"{ONE}/{Way.WITHDRAW}", name="staff.register.withdraw.send", guards=KEEPERS)
async def withdraw(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    desk = await _desk(visit, request, Way.WITHDRAW)
    typed = amendment.cleaned(form.texts())
    return await _settle(visit, desk, Way.WITHDRAW, form, typed, desk.told.event)


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


async def _settle(
    visit: Visit, desk: Desk, way: Way, form: Form, typed: Typed, made: e.Event | None
) -> Response[str]:
    """Look at an amendment that leaves the entry saying ``made``, or record it."""
    if seen_by(form) != amended_last(desk.told):
        return await _overtaken(visit, desk, way, form, typed)
    reason = form.text(REASON)
    if not reason:
        form.refuse(REASON, amendment.NO_REASON)
    if not form.accepted:
        return await _page(visit, desk, way, form, typed)
    event = _event(desk, way, made, reason)
    preview = await _foreseen(visit, desk, event, made)
    if preview.broken or form.raw("do") != "record":
        status = 422 if preview.broken else None
        return await _page(visit, desk, way, form, typed, preview, status=status)
    try:
        await amend(desk.plan.slug, desk.told, event, author_of(visit), visit.now)
    except Overtaken as overtaken:
        again = Desk(desk.head, desk.plan, desk.entry, overtaken.told)
        return await _overtaken(visit, again, way, form, typed)
    except Refused as refused:
        broken = in_reader_words(refused.broken, desk, visit)
        return await _page(visit, desk, way, form, typed, Preview((), (), broken), status=422)
    return await go_on(visit, desk.address, DONE[way])


def _event(desk: Desk, way: Way, made: e.Event | None, reason: str) -> e.Event:
    if way is Way.WITHDRAW and isinstance(made, e.EvidenceAdded):
        return e.EvidenceWithdrawn(id=made.id, reason=reason)
    return correction(desk.told, made, reason)


async def _foreseen(visit: Visit, desk: Desk, event: e.Event, made: e.Event | None) -> Preview:
    found = await foresee_amendment(desk.plan, desk.told, event, visit.now)
    amending = desk.amending(visit)
    told = replace(desk.told, event=made)
    return Preview(
        changes=amending.changes(desk.told.event, made),
        consequences=amending.consequences(found.plan, told),
        broken=in_reader_words(found.broken, desk, visit),
    )


async def _overtaken(visit: Visit, desk: Desk, way: Way, form: Form, typed: Typed) -> Response[str]:
    """What the entry says since stands above all that was typed; sent again, it goes on from there."""
    form.faults.clear()
    form.refuse("", OVERTAKEN)
    return await _page(visit, desk, way, form, typed, status=409)


async def _page(
    visit: Visit,
    desk: Desk,
    way: Way,
    form: Form,
    typed: Typed,
    preview: Preview | None = None,
    *,
    status: int | None = None,
) -> Response[str]:
    shown = Form(visit.language, **typed)
    shown.faults.update(form.faults)
    context = {
        **frame_of(visit, desk),
        "way": way,
        "parts": desk.amending(visit).parts(desk.entry.kind, typed) if way is Way.CORRECT else (),
        "reason": REASON,
        "preview": preview,
        "last_evidence": way is not Way.CORRECT and loses_last_evidence(desk),
    }
    return await staff_page(visit, "staff/amend.html", context, form=shown, status=status)


def loses_last_evidence(desk: Desk) -> bool:
    """Whether an action that says it was delivered stands on this piece of evidence alone."""
    action = desk.plan.actions.get(desk.told.subject.removeprefix("action:"))
    if action is None or action.status not in NEEDS_EVIDENCE or desk.evidence is None:
        return False
    return [one.id for one in action.standing_evidence] == [desk.evidence.id]


def in_reader_words(broken: tuple[Broken, ...], desk: Desk, visit: Visit) -> tuple[str, ...]:
    """Broken rules in the language of the page, each once."""
    return tuple(dict.fromkeys(broken_in_words(one, desk.plan, visit.language) for one in broken))


def seen_by(form: Form) -> int | None:
    """The amendment that the sender had in view, -1 for none; None for what no page of ours sends."""
    text = form.raw("seen")
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else None


def author_of(visit: Visit) -> Author:
    person, _session = own(visit)
    return Author(person.email, visit.origin.address)
