"""A sheet: one form of the workshop, as texts that were typed, and the facts that it makes.

A sheet tells what stands of its subject as the form would show it (``stands``). That one function fills the
form, tells what a change would make of it in public, and shows what somebody else changed meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.domain.dates import PartialDate, Precision
from tracker.domain.events import Event
from tracker.domain.messages import _
from tracker.domain.reader import Fault, Reader
from tracker.domain.register import Draft
from tracker.domain.rules.sayings import Broken
from tracker.domain.selection import folded
from tracker.domain.state import Plan
from tracker.domain.submission import Placed
from tracker.domain.typed import NO_DAY, Typed

NOTHING_CHANGES = _("Nothing would change in public. Change something, or leave the page.")
NO_REASON = _("A public reason is missing. Say why in a sentence.")

# What an event is about, the event, and the field of the form that it comes from.
Fact = tuple[str, Event, str]


@dataclass(frozen=True, slots=True)
class Filling:
    """A form that was sent about ``key`` (a reference, code or slug; empty for the plan) of ``plan``."""

    plan: Plan
    key: str
    typed: Mapping[str, str]
    reader: Reader

    def text(self, name: str) -> str:
        return self.typed.get(name, "")

    def words(self, name: str) -> tuple[str, ...]:
        """References or slugs with spaces, commas or semicolons between them."""
        return tuple(dict.fromkeys(filter(None, re.split(r"[\s,;]+", self.text(name)))))

    def partial(self, name: str) -> PartialDate | None:
        return self.reader.date(name, self.text(name))

    def reason(self, name: str = "reason") -> str:
        """A public reason, which must be there."""
        if not self.text(name):
            self.reader.say(name, NO_REASON)
        return self.text(name)

    def day(self) -> date:
        on = self.reader.day("on", self.text("on"))
        if not self.text("on"):
            self.reader.say("on", NO_DAY)
        return on or date.min


Stands = Callable[[Plan, str], Typed]


@dataclass(frozen=True, slots=True)
class Sheet:
    """``of`` is the sort of its subject.

    ``stands`` gives the fields that have something in them, none for a subject that is not there. ``adds``
    finds the key of what the form adds, on a sheet that adds something. ``by`` finds who speaks where it
    isn't the plan's keeper. ``fits`` tells whether the subject is one that this can happen to.
    """

    name: str
    of: str
    stands: Stands
    facts: Callable[[Filling], Iterator[Fact]]
    adds: Callable[[Typed], str] | None = None
    by: Callable[[Typed], str] | None = None
    fits: Callable[[Plan, str], bool] = lambda plan, key: True


@dataclass(frozen=True, slots=True)
class Reading:
    """What a form says: facts to record, or what is to be mended first."""

    placed: tuple[Placed, ...]
    faults: tuple[Fault, ...]


def read_sheet(sheet: Sheet, plan: Plan, key: str, typed: Typed) -> Reading:
    reader = Reader()
    filling = Filling(plan, key, typed, reader)
    on = filling.day()
    by = sheet.by(typed) if sheet.by else plan.opened.keeper
    placed = tuple(Placed(Draft(on, by, about, event), field) for about, event, field in sheet.facts(filling))
    if not (placed or reader.faults):
        reader.say("", NOTHING_CHANGES)
    return Reading(placed, tuple(reader.faults))


@dataclass(frozen=True, slots=True)
class Met:
    """A thing of the form that somebody changed since: as it was, as it is, as it was typed."""

    field: str
    then: str
    now: str
    mine: str


def merged(then: Typed, now: Typed, typed: Typed) -> tuple[Typed, tuple[Met, ...]]:
    """The form with what others changed where its author left things alone, and all that they changed."""
    result, found = dict(typed), []
    for field in dict.fromkeys((*then, *now)):
        before, since, mine = then.get(field, ""), now.get(field, ""), typed.get(field, "")
        if before == since:
            continue
        if mine in (before, since):
            result[field] = since
        found.append(Met(field, before, since, mine))
    return {name: text for name, text in result.items() if text}, tuple(found)


def said(fields: Mapping[str, object]) -> Typed:
    """Values as a form shows them, those that are empty left out."""
    return {name: text for name, value in fields.items() if (text := _typed(value))}


def _typed(value: object) -> str:
    match value:
        case None | False:
            return ""
        case True:
            return "on"
        case PartialDate():
            return date_typed(value)
        case tuple():
            return " ".join(str(one) for one in value)
        case _:
            return str(value)


def date_typed(value: PartialDate) -> str:
    """A partial date as people type it: a quarter is 2024-Q3 rather than 2024-35."""
    if value.precision is Precision.QUARTER:
        return f"{value.first.year}-Q{value.part}"
    if value.precision is Precision.HALF:
        return f"{value.first.year}-H{value.part}"
    return value.edtf


def named(text: str) -> str:
    """A name for addresses made of a title, at most 60 characters: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", folded(text))[:60].strip("-")


# Which fields a broken rule may be about, the likeliest first; else the field that the fact comes from.
_FIELDS: dict[str, tuple[str, ...]] = {
    "future": ("on",),
    "before-plan": ("on",),
    "before-added": ("on",),
    "bad-slug": ("slug",),
    "reserved-slug": ("slug",),
    "bad-ref": ("ref", "code"),
    "added-twice": ("ref",),
    "taken-id": ("code", "slug", "ref"),
    "unknown-organisation": ("owner", "partners", "authority", "referred_to", "part_of", "keeper"),
    "unknown-axis": ("axis", "parent"),
    "unknown-action": ("answers", "answered_by", "merged_into"),
    "no-title": ("title", "name"),
    "long-title": ("title", "name"),
    "no-text": ("wording",),
    "wording-gone": ("wording",),
    "unknown-source": ("source",),
    "long-text": ("description", "wording"),
    "language": ("language",),
    "rhythm": ("rhythm",),
    "axis-circle": ("parent",),
    "organisation-circle": ("part_of",),
    "transition": ("decision", "merged_into"),
    "no-reason": ("reason",),
    "no-reason-left": ("reason",),
    "not-answered": ("answered_by",),
    "answer-not-commitment": ("answered_by",),
    "answers-not-proposal": ("answers",),
    "proposal-answers": ("answers",),
    "no-authority": ("authority",),
    "referred-to": ("referred_to",),
    "merged-into": ("merged_into",),
    "merged-itself": ("merged_into",),
    "start-after-due": ("due", "end"),
    "bad-address": ("url",),
}


def field_at(placed: Placed, broken: Broken, fields: tuple[str, ...]) -> str:
    """The field of the form to mend, among ``fields``; in the row that the fact comes from, if any."""
    wanted = _FIELDS.get(broken.rule, ())
    in_row = [f"{placed.field}-{name}" for name in wanted]
    return next((name for name in (*in_row, *wanted, placed.field) if name in fields), "")
