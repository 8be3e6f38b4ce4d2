"""Erase the content of an entry on legal ground: for administrators, with a fresh code of their app."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException
from msgspec import structs

from tracker.domain import amendment
from tracker.domain import events as e
from tracker.domain.amendment import amended_last
from tracker.domain.messages import _
from tracker.domain.rules.shared import FOUNDATIONS
from tracker.domain.state import Told
from tracker.domain.typed import Typed
from tracker.publish import preparation_words
from tracker.services.amend import Overtaken, entry_at, foresee_amendment
from tracker.services.erase import Erased, Remnants, erase, find_remnants
from tracker.services.people_refused import RefusedError
from tracker.services.people_sign_in import confirm_factor
from tracker.services.record import Refused
from tracker.store.remnants import HeldPreparation
from tracker.web.auth import requires_administrator
from tracker.web.forms import Form
from tracker.web.sessions import Visit
from tracker.web.staff.account import own
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.entry_desk import (
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


@dataclass(frozen=True, slots=True)
class Erasure:
    """An entry whose content is to go, and what was typed for that."""

    visit: Visit
    desk: Desk
    content: Content
    form: Form
    typed: Typed

    async def page(
        self, preview: Preview | None = None, found: Remnants | None = None, *, status: int | None = None
    ) -> Response[str]:
        visit, desk, event = self.visit, self.desk, self.content.event
        person, _session = own(visit)
        form = self.form.showing({name: text for name, text in self.typed.items() if name != "code"})
        amending = desk.amending(visit)
        context = {
            **frame_of(visit, desk),
            "content": self.content,
            "held": amending.shown(event),
            "payload": json.dumps(json.loads(desk.entry.payload or "{}"), ensure_ascii=False, indent=2),
            "parts": amending.parts(self.content.kind, self.typed, REMAINS) if event else (),
            "remains": REMAINS,
            "reason": REASON,
            "preview": preview,
            "found": found,
            "stage_words": preparation_words.STAGE,
            "labels_of": _labels_of,
            "has_factor": person.has_second_factor,
            "file": event.filename if isinstance(event, e.EvidenceAdded) else "",
        }
        return await staff_page(visit, "staff/erase.html", context, form=form, status=status)

    async def overtaken(self, told: Told) -> Response[str]:
        tell_overtaken(self.form)
        return await replace(self, desk=self.desk.reading(told)).page(status=409)


def _labels_of(held: HeldPreparation) -> list[str]:
    """What the fields of a preparation are called, each once."""
    return list(dict.fromkeys(preparation_words.FIELD[name.partition("-")[0]] for name in held.fields))


@show(f"{ONE}/erase", name="staff.register.erase", guards=ADMIN)
async def erase_form(visit: Visit, request: AnyRequest) -> Response[str]:
    desk = await _desk(visit, request)
    content = await _content(desk)
    typed = {f"{REMAINS}{name}": text for name, text in _typed(content).items()}
    typed["keep"] = "part" if content.needed else "nothing"
    return await Erasure(visit, desk, content, Form(visit.language), typed).page()


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
    sent = Erasure(visit, desk, await _content(desk), form, amendment.cleaned(form.texts()))
    remains = _understood(sent)
    if seen_by(form) != amended_last(desk.told):
        return await sent.overtaken(desk.told)
    if not form.text(REASON):
        form.refuse(REASON, NO_GROUND)
    if not form.accepted:
        return await sent.page()
    event = _event(sent, remains)
    preview = await _foreseen(sent, event, remains)
    found = await find_remnants(desk.plan, desk.entry, event.remains, form.text("words"))
    if preview.broken or form.raw("do") != "erase":
        return await sent.page(preview, found, status=422 if preview.broken else None)
    try:
        erased = await _erase(sent, event)
    except RefusedError as refused:
        form.take(refused)
        return await sent.page(preview, found)
    except Overtaken as overtaken:
        return await sent.overtaken(overtaken.told)
    except Refused as refused:
        return await sent.page(Preview.refused(visit, desk, refused), status=422)
    request.app.state.forget_pages()
    return await go_on(visit, desk.address, ERASED if erased.scrubbed else NOT_SCRUBBED)


async def _erase(sent: Erasure, event: e.ContentErased) -> Erased:
    """Raises RefusedError for who did not prove themselves, Overtaken, Refused."""
    visit, desk, form = sent.visit, sent.desk, sent.form
    person, _session = own(visit)
    if not person.has_second_factor:
        raise RefusedError("", NO_FACTOR)
    await confirm_factor(person, form.text("code"), visit.origin, visit.now)
    return await erase(
        desk.plan,
        desk.entry,
        desk.told,
        event,
        author_of(visit),
        visit.now,
        folder=visit.settings.data,
        words=form.text("words"),
    )


def _understood(sent: Erasure) -> e.Event | None:
    """What may remain, None for nothing; what is not understood becomes faults of the form."""
    typed, event = sent.typed, sent.content.event
    if typed.get("keep") != "part" or event is None:
        return None
    inner = {name.removeprefix(REMAINS): text for name, text in typed.items() if name.startswith(REMAINS)}
    made, faults = amendment.understand(event, inner)
    tell_faults(sent.form, faults, sent.desk, sent.visit, REMAINS)
    if isinstance(made, e.EvidenceAdded) and made.sha256 and not typed.get("keep-file"):
        made = structs.replace(made, **_FILE)
    return made


def _event(sent: Erasure, remains: e.Event | None) -> e.ContentErased:
    kept = None
    if remains or sent.content.correction:
        kept = sent.content.remains(remains, sent.typed.get(f"{REMAINS}correction", ""))
    return e.ContentErased(entry=sent.desk.entry.index, reason=sent.form.text(REASON), remains=kept)


async def _foreseen(sent: Erasure, event: e.ContentErased, remains: e.Event | None) -> Preview:
    visit, desk, content = sent.visit, sent.desk, sent.content
    found = await foresee_amendment(desk.plan, desk.told, event, visit.now)
    standing = desk.told.event if desk.told.corrected_by is not None else remains
    if content.correction:
        standing = e.event_of(desk.entry.kind, event.remains) if event.remains else None
    told = structs.replace(desk.told, event=standing, erased_by=found.plan.known - 1)
    return Preview.of(visit, desk, found, desk.amending(visit).changes(content.event, remains), told)
