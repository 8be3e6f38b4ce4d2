"""A submission beside what is public, in words: what reviewers compare, and what meets what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from babel.numbers import format_decimal

from tracker.domain.date_words import date_in_words, day_in_words
from tracker.domain.dates import PartialDate
from tracker.domain.difference import Change, Conflict, Piece, Retyped, Row, Value
from tracker.domain.messages import _
from tracker.domain.reader import Fault
from tracker.domain.state import Action, Measurement, Milestone, Plan
from tracker.domain.status import Status
from tracker.domain.submission import Given, Measured, MilestoneStep, NewStep
from tracker.domain.vocabulary import Because
from tracker.publish.languages import translations
from tracker.publish.report_words import FIELD
from tracker.publish.rule_words import in_words
from tracker.publish.sentences import status_word
from tracker.publish.words import BECAUSE, EVIDENCE

REACHED = _("reached on %(day)s")
MOVED_TO = _("due %(date)s")
DROPPED = _("dropped: %(reason)s")
MEASURED_ON = _("%(value)s on %(day)s")


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing old and new. ``own`` tells that the texts are the plan's own words, in its language.

    ``now`` is what was published meanwhile, where the two meet. ``sha256`` and ``url`` are of evidence.
    """

    label: str
    title: str
    before: str
    after: str
    own: bool
    pieces: tuple[Piece, ...] = ()
    now: str = ""
    url: str = ""
    sha256: str = ""
    filename: str = ""
    alt: str = ""


class InWords:
    """Tells what concerns one plan to readers of one language."""

    def __init__(self, plan: Plan, language: str) -> None:
        self.plan, self.language = plan, language

    def fault(self, fault: Fault) -> str:
        """What is to be mended, with dates and statuses in words."""
        return in_words(fault.message, fault.values, self.plan, self.language)

    def _say(self, message: str, **values: object) -> str:
        told = translations(self.language).gettext(message)
        return told % values if values else told


class Comparing(InWords):
    """Tells changes of one action for readers of one language."""

    def __init__(self, plan: Plan, action: Action, language: str) -> None:
        super().__init__(plan, language)
        self.action = action

    def changes(self, changes: Iterable[Change]) -> tuple[Shown, ...]:
        return tuple(
            Shown(
                label=self.label(one.what),
                title=self._title(one.what),
                before=self.value(one.what, one.before),
                after=self.value(one.what, one.after),
                own=_own(one.after),
                pieces=one.words,
                **_evidence(one.after),
            )
            for one in changes
        )

    def conflicts(self, conflicts: Iterable[Conflict]) -> tuple[Shown, ...]:
        return tuple(
            Shown(
                label=self.label(one.what),
                title=self._title(one.what),
                before=self.value(one.what, one.then),
                after=self.value(one.what, one.mine),
                own=_own(one.mine),
                now=self.value(one.what, one.now),
            )
            for one in conflicts
        )

    def retyped(self, changes: Iterable[Retyped]) -> tuple[Shown, ...]:
        """Two versions of a form, as they were typed."""
        return tuple(
            Shown(self.label(one.field), self._title(one.field), one.before, one.after, True, one.words)
            for one in changes
            if not one.field.endswith(("-sha256", "-media_type", "-size"))
        )

    def label(self, what: str) -> str:
        return self._say(FIELD[what if what in FIELD else what.partition("-")[0]])

    def _title(self, what: str) -> str:
        """The title of a milestone or an indicator, in the plan's language."""
        sort, _dash, rest = what.partition("-")
        named: dict[str, str] = {}
        if sort == "milestone":
            named = {one.id: one.title for one in self.action.milestones}
        elif sort == "measure":
            named = {one.id: one.title for one in self.action.indicators}
        return next((title for id_, title in named.items() if f"{rest}-".startswith(f"{id_}-")), "")

    def value(self, what: str, value: Value | None) -> str:
        match value:
            case None:
                return ""
            case Status():
                return status_word(self.plan, value, self.language)
            case Because():
                return self._say(BECAUSE[value])
            case PartialDate():
                return date_in_words(value, self.language)
            case int():
                return f"{value} %"
            case str():
                named = what in ("owner", "referred_to")
                return self.plan.organisation_name(value) if named else value
            case _:
                return self._row(value)

    def _row(self, value: Row) -> str:
        match value:
            case NewStep(title=title, due=due):
                dated = self._say(MOVED_TO, date=date_in_words(due, self.language)) if due else ""
                return " · ".join(part for part in (title, dated) if part)
            case MilestoneStep(dropped=True, reason=reason):
                return self._say(DROPPED, reason=reason)
            case Milestone() | MilestoneStep():
                parts = [
                    self._say(MOVED_TO, date=date_in_words(value.due, self.language)) if value.due else "",
                    self._say(REACHED, day=day_in_words(value.reached_on, self.language))
                    if value.reached_on
                    else "",
                ]
                if isinstance(value, MilestoneStep):
                    parts += [self._say(BECAUSE[value.because]) if value.because else "", value.note]
                return " · ".join(part for part in parts if part)
            case Measurement() | Measured():
                number = format_decimal(value.value, locale=self.language, decimal_quantization=False)
                told = self._say(MEASURED_ON, value=number, day=day_in_words(value.on, self.language))
                return f"{told} · {value.note}" if value.note else told
            case _:
                parts = [self._say(EVIDENCE[value.type]), value.title, value.number, value.publisher]
                if value.dated:
                    parts.append(date_in_words(value.dated, self.language))
                return " · ".join(part for part in [*parts, value.note] if part)


def _own(value: Value) -> bool:
    return isinstance(value, str | Given) and not isinstance(value, Status | Because)


def _evidence(value: Value) -> dict[str, str]:
    if not isinstance(value, Given):
        return {}
    return {"url": value.url, "sha256": value.sha256, "filename": value.filename, "alt": value.alt}
