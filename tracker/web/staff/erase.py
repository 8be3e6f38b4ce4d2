"""Erase the content of an entry on legal ground: for administrators, with a fresh code of their app."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException
from msgspec.structs import replace

from tracker.domain import amendment
from tracker.domain import events as e
from tracker.domain.amendment import amended_last
from tracker.domain.messages import _
from tracker.domain.rules.shared import FOUNDATIONS
from tracker.domain.typed import Typed
from tracker.publish.rule_words import in_words
from tracker.services.amend import Overtaken, entry_at, foresee_amendment
from tracker.services.erase import Remnants, erase, find_remnants
from tracker.services.people_refused import RefusedError
from tracker.services.people_sign_in import confirm_factor
from tracker.services.record import Refused
from tracker.web.auth import requires_administrator
from tracker.web.forms import Form
from tracker.web.sessions import Visit
from tracker.web.staff.account import own
from tracker.web.staff.amend import OVERTAKEN, REASON, Preview, author_of, in_reader_words, seen_by
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.frame import go_on, staff_page
from tracker.web.staff.register import ONE, Desk, desk_of, frame_of

ADMIN = (requires_administrator,)
REMAINS = "remains-"
NO_GROUND = _("A public reason is missing. Say on what ground, without repeating what is erased.")
NO_FACTOR = _("Set up a second factor first: nobody erases with a password alone.")
ERASED = _("The content is erased, and its traces in the database too.")
NOT_SCRUBBED = _(
    "The content is erased. Traces of it may still be in the database’s file, because somebody was reading: "
    "let the operator run “tracker clean”."
)
_FILE = {"filename": "", "media_type": "", "sha256": "", "size": 0, "alt": ""}


@dataclass(frozen=True, slots=True)
class Content:
    """What an entry itself holds. For a correction: what it put in the place of another entry's content.

    ``event`` is None for a correction that took its entry back; ``needed`` says that something must remain.
    """

    kind: str
    event: e.Event | None
    correction: e.CorrectionMade | None
    needed: bool

    def remains(self, event: e.Event | None, reason: str) -> dict[str, Any] | None:
        """The payload that may stay, as the entry's own kind has it."""
        inner = None if event is None else e.payload_of(event)
        if self.correction is None:
            return inner
        return e.payload_of(e.CorrectionMade(entry=self.correction.entry, reason=reason, payload=inner))


async def _content(desk: Desk) -> Content:
    recorded = desk.entry.event
    if not isinstance(recorded, e.CorrectionMade):
        needed = desk.entry.kind in FOUNDATIONS | {e.ReportSealed.kind}
        return Content(desk.entry.kind, recorded, None, needed)
    corrected = await entry_at(desk.plan.slug, recorded.entry)
    kind = corrected[0].kind if corrected else e.UpdatePublished.kind
    event = e.event_of(kind, recorded.payload) if recorded.payload is not None else None
    return Content(kind, event, recorded, kind in FOUNDATIONS)


@show(f"{ONE}/erase", name="staff.register.erase", guards=ADMIN)
async def erase_form(visit: Visit, request: AnyRequest) -> Response[str]:
    desk = await _desk(visit, request)
    content = await _content(desk)
    typed = {f"{REMAINS}{name}": text for name, text in _typed(content).items()}
    typed["keep"] = "part" if content.needed else "nothing"
    return await _page(visit, desk, content, Form(visit.language), typed)


def _typed(content: Content) -> Typed:
    typed = amendment.typed_of(content.event) if content.event else {}
    if content.correction:
        typed["correction"] = content.correction.reason
    return typed


async def _desk(visit: Visit, request: AnyRequest) -> Desk:
    desk = await desk_of(visit, request)
    if not desk.erasable:
        raise NotFoundException(detail="the entry has no content that could be erased")
    return desk


@act(f"{ONE}/erase", name="staff.register.erase.send", guards=ADMIN)
async def erase_content(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    desk = await _desk(visit, request)
    content = await _content(desk)
    typed = amendment.cleaned(form.texts())
    remains = _understood(visit, desk, content, form, typed)
    if seen_by(form) != amended_last(desk.told):
        return await _overtaken(visit, desk, content, form, typed)
    if not form.text(REASON):
        form.refuse(REASON, NO_GROUND)
    if not form.accepted:
        return await _page(visit, desk, content, form, typed)
    event = e.ContentErased(
        entry=desk.entry.index,
        reason=form.text(REASON),
        remains=content.remains(remains, typed.get(f"{REMAINS}correction", ""))
        if remains or content.correction
        else None,
    )
    preview = await _foreseen(visit, desk, content, event, remains)
    found = await find_remnants(desk.plan, desk.entry, event.remains, form.text("words"))
    if preview.broken or form.raw("do") != "erase":
        status = 422 if preview.broken else None
        return await _page(visit, desk, content, form, typed, preview, found, status=status)
    return await _erase(visit, request, desk, content, form, typed, event, preview, found)


async def _erase(
    visit: Visit,
    request: AnyRequest,
    desk: Desk,
    content: Content,
    form: Form,
    typed: Typed,
    event: e.ContentErased,
    preview: Preview,
    found: Remnants,
) -> Response[str]:
    person, _session = own(visit)
    try:
        if not person.has_second_factor:
            raise RefusedError("", NO_FACTOR)
        await confirm_factor(person, form.text("code"), visit.origin, visit.now)
        erased = await erase(
            desk.plan,
            desk.entry,
            desk.told,
            event,
            author_of(visit),
            visit.now,
            folder=visit.settings.data,
            words=form.text("words"),
        )
    except RefusedError as refused:
        form.take(refused)
        return await _page(visit, desk, content, form, typed, preview, found)
    except Overtaken as overtaken:
        again = Desk(desk.head, desk.plan, desk.entry, overtaken.told)
        return await _overtaken(visit, again, content, form, typed)
    except Refused as refused:
        broken = in_reader_words(refused.broken, desk, visit)
        return await _page(visit, desk, content, form, typed, Preview((), (), broken), status=422)
    request.app.state.forget_pages()
    return await go_on(visit, desk.address, ERASED if erased.scrubbed else NOT_SCRUBBED)


def _understood(visit: Visit, desk: Desk, content: Content, form: Form, typed: Typed) -> e.Event | None:
    """What may remain, None for nothing; what is not understood becomes faults of the form."""
    if typed.get("keep") != "part" or content.event is None:
        return None
    inner = {name.removeprefix(REMAINS): text for name, text in typed.items() if name.startswith(REMAINS)}
    made, faults = amendment.understand(content.event, inner)
    for fault in faults:
        told = in_words(fault.message, fault.values, desk.plan, visit.language)
        form.faults.setdefault(REMAINS + fault.field, told)
    if isinstance(made, e.EvidenceAdded) and made.sha256 and not typed.get("keep-file"):
        made = replace(made, **_FILE)
    return made


async def _foreseen(
    visit: Visit, desk: Desk, content: Content, event: e.ContentErased, remains: e.Event | None
) -> Preview:
    found = await foresee_amendment(desk.plan, desk.told, event, visit.now)
    amending = desk.amending(visit)
    standing = desk.told.event if desk.told.corrected_by is not None else remains
    if content.correction:
        standing = e.event_of(desk.entry.kind, event.remains) if event.remains else None
    told = replace(desk.told, event=standing, erased_by=found.plan.known - 1)
    return Preview(
        changes=amending.changes(content.event, remains),
        consequences=amending.consequences(found.plan, told),
        broken=in_reader_words(found.broken, desk, visit),
    )


async def _overtaken(visit: Visit, desk: Desk, content: Content, form: Form, typed: Typed) -> Response[str]:
    form.faults.clear()
    form.refuse("", OVERTAKEN)
    return await _page(visit, desk, content, form, typed, status=409)


async def _page(
    visit: Visit,
    desk: Desk,
    content: Content,
    form: Form,
    typed: Typed,
    preview: Preview | None = None,
    found: Remnants | None = None,
    *,
    status: int | None = None,
) -> Response[str]:
    person, _session = own(visit)
    shown = Form(visit.language, **{name: text for name, text in typed.items() if name != "code"})
    shown.faults.update(form.faults)
    amending = desk.amending(visit)
    context = {
        **frame_of(visit, desk),
        "content": content,
        "held": amending.shown(content.event),
        "payload": json.dumps(json.loads(desk.entry.payload or "{}"), ensure_ascii=False, indent=2),
        "parts": amending.parts(content.kind, typed, REMAINS) if content.event else (),
        "remains": REMAINS,
        "reason": REASON,
        "preview": preview,
        "found": found,
        "has_factor": person.has_second_factor,
        "file": content.event.filename if isinstance(content.event, e.EvidenceAdded) else "",
    }
    return await staff_page(visit, "staff/erase.html", context, form=shown, status=status)
