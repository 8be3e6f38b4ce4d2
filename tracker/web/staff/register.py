"""A plan's register for those who may amend it: find an entry, see what became of it, choose what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from litestar import Response
from litestar.exceptions import NotFoundException
from markupsafe import Markup

from tracker.domain import events as e
from tracker.domain.amendment import amendable, amended_last
from tracker.domain.amendment_fields import fields_of
from tracker.domain.register import Entry, Head
from tracker.domain.state import Evidence, Plan, Told
from tracker.publish.amending import Amending
from tracker.publish.amending_words import KIND
from tracker.publish.sentences import Subject, detail, sentence, subject
from tracker.store import queries, register
from tracker.store.engine import read
from tracker.web.auth import requires_reviewer_or_administrator
from tracker.web.sessions import Visit
from tracker.web.staff.account import own
from tracker.web.staff.declare import AnyRequest, show
from tracker.web.staff.frame import staff_page
from tracker.web.staff.lists import pages_of, words_of

KEEPERS = (requires_reviewer_or_administrator,)
LIST = "/plans/{plan:str}/register"
ONE = f"{LIST}/{{index:int}}"
LINES = 25
NUMBER = re.compile(r"0|[1-9]\d{0,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Desk:
    """One entry in front of somebody who may amend it, as it was recorded and as it reads now."""

    head: Head
    plan: Plan
    entry: Entry
    told: Told

    @property
    def address(self) -> str:
        return f"{register_address(self.plan.slug)}/{self.entry.index}"

    @property
    def content(self) -> e.Event | None:
        """What an amendment starts from: what it says now, or said at first where it was taken back."""
        return self.told.event or self.entry.event

    @property
    def amendable(self) -> bool:
        return amendable(self.entry.kind) and self.content is not None

    @property
    def correctable(self) -> bool:
        """Whether anything in it can be typed; that a milestone was reached can only be taken back."""
        return self.amendable and bool(fields_of(self.entry.kind, {}))

    @property
    def evidence(self) -> Evidence | None:
        """The piece that this entry gave, while it stands."""
        given = self.told.event
        if not isinstance(given, e.EvidenceAdded):
            return None
        action = self.plan.actions.get(self.told.subject.removeprefix("action:"))
        pieces = action.evidence if action else self.plan.evidence
        return next((one for one in pieces if one.id == given.id and one.withdrawn_on is None), None)

    @property
    def erasable(self) -> bool:
        return self.entry.payload is not None and self.entry.kind != e.ContentErased.kind

    def amending(self, visit: Visit) -> Amending:
        return Amending(self.plan, self.told, visit.language)


@dataclass(frozen=True, slots=True)
class Line:
    index: int
    href: str
    on: date
    at: datetime
    kind: str
    subject: Subject
    sentence: Markup
    detail: str
    amended: bool


def register_address(plan: str) -> str:
    return f"/staff/plans/{plan}/register"


async def plan_of(request: AnyRequest, today: date) -> tuple[Head, Plan]:
    """Raises NotFoundException for a plan that nobody opened."""
    async with read():
        head = await register.head(request.path_params["plan"])
        plan = await queries.plan_on(head, today)
    if plan is None:
        raise NotFoundException(detail="no such plan")
    return head, plan


async def desk_of(visit: Visit, request: AnyRequest) -> Desk:
    """Raises NotFoundException for an entry that is not there."""
    async with read():
        head, plan = await plan_of(request, visit.now.date())
        index = request.path_params["index"]
        found = await register.recorded(plan.slug, index, 1) if 0 <= index < head.size else []
    if not found:
        raise NotFoundException(detail="no such entry")
    return Desk(head, plan, *found[0])


@show(LIST, name="staff.register", guards=KEEPERS)
async def list_entries(visit: Visit, request: AnyRequest) -> Response[str]:
    _head, plan = await plan_of(request, visit.now.date())
    words, of, kind = words_of(request), words_of(request, "subject"), words_of(request, "kind")
    kind = kind if kind in e.EVENTS else ""
    asked = {"q": words, "kind": kind, "subject": of}
    base = register_address(plan.slug)
    async with read():
        _none, total = await register.search(plan.slug, words, kind, of, 0)
        pages = pages_of(request, base, asked, total, LINES)
        found, _total = await register.search(plan.slug, words, kind, of, LINES, pages.start)
    context = {
        "plan": plan,
        "base": base,
        "asked": asked,
        "lines": [_line(entry, told, plan, visit.language) for entry, told in found],
        "total": total,
        "kinds": list(e.EVENTS),
        "kind_words": KIND,
        "pager": pages,
    }
    return await staff_page(visit, "staff/register.html", context)


def _line(entry: Entry, told: Told, plan: Plan, language: str) -> Line:
    public = f"/{language}/{plan.slug}"
    return Line(
        index=entry.index,
        href=f"{register_address(plan.slug)}/{entry.index}",
        on=entry.on,
        at=entry.at,
        kind=entry.kind,
        subject=subject(told, plan, public),
        sentence=sentence(told, plan, language),
        detail=detail(told),
        amended=amended_last(told) >= 0,
    )


@show(ONE, name="staff.register.entry", guards=KEEPERS)
async def show_entry(visit: Visit, request: AnyRequest) -> Response[str]:
    person, _session = own(visit)
    desk = await desk_of(visit, request)
    context = {**frame_of(visit, desk), "administers": person.access.administers}
    return await staff_page(visit, "staff/register_entry.html", context)


def frame_of(visit: Visit, desk: Desk) -> dict[str, object]:
    """What all pages about one entry show of it."""
    amending = desk.amending(visit)
    public = f"/{visit.language}/{desk.plan.slug}"
    return {
        "desk": desk,
        "plan": desk.plan,
        # What the comparison asks of its page.
        "page": {"language": desk.plan.opened.language, "file_base": "/files"},
        "shown_entry": _line(desk.entry, desk.told, desk.plan, visit.language),
        "by": desk.plan.organisation_name(desk.entry.by),
        "says": amending.shown(desk.told.event) if amendable(desk.entry.kind) else (),
        "kind_words": KIND,
        "public": public,
        "seen": amended_last(desk.told),
        "base": register_address(desk.plan.slug),
    }
