"""Entries of a register in words: what pages, feeds and the report say of each thing that happened.

``sentence`` says what happened, ``subject`` to what, ``detail`` in its author's own words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_decimal
from markupsafe import Markup, escape

from tracker.domain import events as e
from tracker.domain.date_words import date_in_words
from tracker.domain.messages import _
from tracker.domain.state import Indicator, Milestone, Plan, Told
from tracker.domain.status import Status
from tracker.publish import words
from tracker.publish.languages import translations

ERASED = _("What {by} had entered here was withdrawn on legal ground.")
TAKEN_BACK = _("What {by} had entered here was taken back by a correction.")
NO_OWNER = _("{by} left it without an owner.")
NO_DATE = _("{by} took its due date away, because of: {because}.")
MOVED = _("{by} moved the due date to {due}, because of: {because}.")
STARTS = _("{by} set its start to {start}.")
DATES_KEPT = _("{by} said something about its dates.")
MERGED = _("{by} declared it {status} into {actions}.")
REFERRED = _("{by} declared it {status} to {authority}.")
ANSWERED = _("{by} declared it {status}, answered by {actions}.")
SPLIT = _("{by} added “{title}”, split from {actions}.")
REVIEWERS_REMINDED = _("{by} reminded the plan’s reviewers that nothing had been said for {days} days.")
MILESTONE_MOVED = _("{by} moved the milestone “{title}” to {due}.")
MILESTONE_UNDATED = _("{by} took the date of the milestone “{title}” away.")
MILESTONE_REACHED = _("{by} declared the milestone “{title}” reached.")
MILESTONE_DROPPED = _("{by} dropped the milestone “{title}”: {reason}")


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about; ``ref`` and ``title`` are the plan's own words. The plan has no ``ref``."""

    sort: str
    ref: str
    title: str
    href: str


def sentence(told: Told, plan: Plan, language: str, base: str = "") -> Markup:
    """What happened, in the reader's language; names and titles carry the plan's ``lang`` where it differs.

    With ``base`` (a plan's address without its last slash) the actions that it names are links.
    """
    message, values = _said(told, plan, _Teller(plan, language, base))
    text = translations(language).gettext(message)
    return escape(text).format(by=_Teller(plan, language, base).organisation(told.by), **values)


def subject(told: Told, plan: Plan, base: str) -> Subject:
    """What an entry is about, with its address below ``base``. What the plan does not know has no title."""
    sort, _colon, key = told.subject.partition(":")
    match sort:
        case "action" if key in plan.actions:
            return Subject(sort, key, plan.actions[key].title, f"{base}/actions/{key}")
        case "axis" if key in plan.axes:
            return Subject(sort, key, plan.axes[key].title, f"{base}/axes/{key}")
        case "organisation" if key in plan.organisations:
            return Subject(sort, key, plan.organisations[key].name, "")
        case "plan":
            return Subject(sort, "", plan.opened.title, f"{base}/")
        case _:
            return Subject(sort, key, "", "")


def detail(told: Told) -> str:
    """The author's own words beside the sentence, Markdown in the plan's language, or nothing."""
    match told.event:
        case e.UpdatePublished(text=text) | e.QuestionPublished(text=text) | e.QuestionAnswered(text=text):
            return text
        case e.DatesSet(note=note) | e.MilestoneMoved(note=note) | e.ValueMeasured(note=note):
            return note
        case (
            e.StatusChanged(reason=reason)
            | e.ActionAssigned(reason=reason)
            | e.ActionReworded(reason=reason)
            | e.ReportSealed(reason=reason)
        ):
            return reason
        case _:
            return ""


def status_word(plan: Plan, status: Status, language: str) -> str:
    """The plan's own label for a status to readers of its language, else the common word in theirs."""
    own = plan.opened.status_labels.get(status, "") if plan.about else ""
    if own and plan.opened.language == language:
        return own
    return translations(language).gettext(words.STATUS[status])


class _Teller:
    """Fills the places of a sentence about one plan for readers of one language."""

    def __init__(self, plan: Plan, language: str, base: str) -> None:
        self.plan, self.language, self.base = plan, language, base
        self.own = plan.about.language if plan.about else language

    def plain(self, text: str) -> Markup:
        """A text of the plan, in the plan's language."""
        if self.own == self.language or not text:
            return escape(text)
        return Markup('<span lang="{}">{}</span>').format(self.own, text)

    def organisation(self, slug: str) -> Markup:
        return self.plain(self.plan.organisation_name(slug))

    def date(self, value: Any) -> str:
        return date_in_words(value, self.language)

    def word(self, message: str) -> str:
        return translations(self.language).gettext(message)

    def number(self, value: Any) -> str:
        return str(format_decimal(value, locale=self.language, decimal_quantization=False))

    def status(self, status: Status) -> str:
        return status_word(self.plan, status, self.language)

    def actions(self, refs: Iterable[str]) -> Markup:
        return Markup(", ").join(self._action(ref) for ref in refs)

    def _action(self, ref: str) -> Markup:
        known = self.plan.actions.get(ref)
        name = self.plain(f"{ref} {known.title}") if known else escape(ref)
        if not (known and self.base):
            return name
        return Markup('<a href="{}/actions/{}">{}</a>').format(self.base, ref, name)

    def indicators(self, told: Told) -> tuple[Indicator, ...]:
        of = self.plan.actions.get(told.subject.removeprefix("action:"))
        return of.indicators if of else self.plan.indicators

    def milestones(self, told: Told) -> tuple[Milestone, ...]:
        of = self.plan.actions.get(told.subject.removeprefix("action:"))
        return of.milestones if of else ()


def _said(told: Told, plan: Plan, tell: _Teller) -> tuple[str, dict[str, object]]:
    """The message that tells an entry, and what fills its places other than ``{by}``."""
    match told.event:
        case None:
            return (ERASED if told.erased_by is not None else TAKEN_BACK), {}
        case e.DatesSet() as event:
            return _dates(event, tell)
        case e.StatusChanged() as event:
            return _status(event, tell)
        case e.MilestoneMoved() | e.MilestoneReached() | e.MilestoneDropped() as event:
            return _milestone(event, told, tell)
        case e.ActionAdded(title=title, split_from=whole) if whole:
            return SPLIT, {"title": tell.plain(title), "actions": tell.actions([whole])}
        case e.ActionAssigned(owner=owner) as event:
            if not owner:
                return NO_OWNER, {}
            return event.sentence, {"owner": tell.organisation(owner)}
        case e.ReminderSent(days=days, to=to) as event:
            if not to:
                return REVIEWERS_REMINDED, {"days": tell.number(days)}
            return event.sentence, {"days": tell.number(days), "to": tell.organisation(to)}
        case e.ReportSealed(edition=edition, period=period) as event:
            return event.sentence, {"edition": edition, "period": period}
        case e.ValueMeasured(indicator=id_, value=value) as event:
            return event.sentence, {"value": _measured(id_, tell.number(value), told, tell)}
        case event:
            return event.sentence, {
                name: tell.plain(given) if isinstance(given, str) else given
                for name in ("title", "name", "reason", "percent", "entry")
                if (given := getattr(event, name, None)) is not None
            }


def _dates(event: e.DatesSet, tell: _Teller) -> tuple[str, dict[str, object]]:
    because = tell.word(words.BECAUSE[event.because]) if event.because else ""
    if event.due is not None:
        message = MOVED if event.because else e.DatesSet.sentence
        return message, {"due": tell.date(event.due), "because": because}
    if event.because:
        return NO_DATE, {"because": because}
    if event.start:
        return STARTS, {"start": tell.date(event.start)}
    return DATES_KEPT, {}


def _status(event: e.StatusChanged, tell: _Teller) -> tuple[str, dict[str, object]]:
    status: dict[str, object] = {"status": tell.status(event.status)}
    if event.merged_into:
        return MERGED, {**status, "actions": tell.actions([event.merged_into])}
    if event.referred_to:
        return REFERRED, {**status, "authority": tell.organisation(event.referred_to)}
    if event.answered_by:
        return ANSWERED, {**status, "actions": tell.actions(event.answered_by)}
    return e.StatusChanged.sentence, status


def _milestone(
    event: e.MilestoneMoved | e.MilestoneReached | e.MilestoneDropped, told: Told, tell: _Teller
) -> tuple[str, dict[str, object]]:
    found = next((m.title for m in tell.milestones(told) if m.id == event.id), event.id)
    title: dict[str, object] = {"title": tell.plain(found)}
    match event:
        case e.MilestoneReached():
            return MILESTONE_REACHED, title
        case e.MilestoneDropped(reason=reason):
            return MILESTONE_DROPPED, {**title, "reason": tell.plain(reason)}
        case e.MilestoneMoved(due=None):
            return MILESTONE_UNDATED, title
        case e.MilestoneMoved(due=due):
            return MILESTONE_MOVED, {**title, "due": tell.date(due)}


def _measured(id_: str, value: str, told: Told, tell: _Teller) -> Markup:
    indicator = next((i for i in tell.indicators(told) if i.id == id_), None)
    if indicator is None:
        return escape(value)
    unit = f" {indicator.unit}" if indicator.unit else ""
    return tell.plain(indicator.title) + Markup(", ") + escape(value) + tell.plain(unit)
