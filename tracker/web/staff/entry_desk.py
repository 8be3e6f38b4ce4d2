"""One entry of a register in front of somebody who may amend it, and what all ways to amend it share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from litestar.exceptions import NotFoundException
from markupsafe import Markup

from tracker.domain import events as e
from tracker.domain.amendment import amendable, amended_last
from tracker.domain.amendment_fields import fields_of
from tracker.domain.messages import _
from tracker.domain.reader import Fault
from tracker.domain.register import Entry, Head
from tracker.domain.rules import Broken
from tracker.domain.state import Evidence, Plan, Told
from tracker.publish.amending import Amending
from tracker.publish.amending_words import KIND
from tracker.publish.comparison import Shown
from tracker.publish.rule_words import broken_in_words, in_words
from tracker.publish.sentences import Subject, detail, sentence, subject
from tracker.services.amend import Author
from tracker.services.record import Foreseen, Refused
from tracker.store import register
from tracker.store.engine import read
from tracker.web.auth import requires_reviewer_or_administrator
from tracker.web.forms import Form
from tracker.web.sessions import Visit
from tracker.web.staff.account import own
from tracker.web.staff.declare import AnyRequest
from tracker.web.staff.plan import plan_of

KEEPERS = (requires_reviewer_or_administrator,)
LIST = "/plans/{plan:str}/register"
ONE = f"{LIST}/{{index:int}}"
OVERTAKEN = _("Somebody amended this entry meanwhile. Nothing was recorded; this is how it reads now.")
REASON = "amendment-reason"  # the entry may have a reason of its own


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

    def reading(self, told: Told) -> Desk:
        """The same entry as it reads since somebody amended it."""
        return Desk(self.head, self.plan, self.entry, told)


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


async def desk_of(visit: Visit, request: AnyRequest) -> Desk:
    """Raises NotFoundException for an entry that is not there."""
    async with read():
        head, plan = await plan_of(visit, request)
        index = request.path_params["index"]
        found = await register.recorded(plan.slug, index, 1) if 0 <= index < head.size else []
    if not found:
        raise NotFoundException(detail="no such entry")
    return Desk(head, plan, *found[0])


def line_of(entry: Entry, told: Told, plan: Plan, language: str) -> Line:
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


def frame_of(visit: Visit, desk: Desk) -> dict[str, object]:
    """What all pages about one entry show of it."""
    amending = desk.amending(visit)
    public = f"/{visit.language}/{desk.plan.slug}"
    return {
        "desk": desk,
        "plan": desk.plan,
        # What the comparison asks of its page.
        "page": {"language": desk.plan.opened.language, "file_base": "/files"},
        "shown_entry": line_of(desk.entry, desk.told, desk.plan, visit.language),
        "by": desk.plan.organisation_name(desk.entry.by),
        "says": amending.shown(desk.told.event) if amendable(desk.entry.kind) else (),
        "kind_words": KIND,
        "public": public,
        "seen": amended_last(desk.told),
        "base": register_address(desk.plan.slug),
    }


# --- amending it ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Preview:
    """What readers would see: ``changes`` in what the entry says, ``consequences`` for its action.

    ``broken`` are the rules that stand against it, in words.
    """

    changes: tuple[Shown, ...]
    consequences: tuple[Shown, ...]
    broken: tuple[str, ...]

    @classmethod
    def of(cls, visit: Visit, desk: Desk, found: Foreseen, changes: tuple[Shown, ...], told: Told) -> Preview:
        """``told`` is the entry as it would read."""
        return cls(
            changes=changes,
            consequences=desk.amending(visit).consequences(found.plan, told),
            broken=in_reader_words(found.broken, desk, visit),
        )

    @classmethod
    def refused(cls, visit: Visit, desk: Desk, refused: Refused) -> Preview:
        return cls((), (), in_reader_words(refused.broken, desk, visit))


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
    return Author(person.email, visit.origin.address, person.id)


def tell_overtaken(form: Form) -> None:
    form.faults.clear()
    form.refuse("", OVERTAKEN)


def tell_faults(form: Form, faults: Iterable[Fault], desk: Desk, visit: Visit, prefix: str = "") -> None:
    """What is to be mended, each fault beside its field; ``prefix`` stands before the fields' names."""
    for fault in faults:
        told = in_words(fault.message, fault.values, desk.plan, visit.language)
        form.faults.setdefault(prefix + fault.field, told)
