"""The form of an entry and its amendment in words: labels, choices, and what changes for readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from babel.numbers import format_decimal

from tracker.domain import difference
from tracker.domain import events as e
from tracker.domain.amendment import typed_of
from tracker.domain.amendment_fields import LABELS, MANY, Field, Sort, fields_of
from tracker.domain.date_words import date_in_words, day_in_words
from tracker.domain.dates import DateError, PartialDate
from tracker.domain.messages import _
from tracker.domain.state import Action, Plan, Told
from tracker.domain.vocabulary import Audience
from tracker.publish import words
from tracker.publish.amending_words import GROUP, LABEL, WORDS
from tracker.publish.comparison import Shown
from tracker.publish.languages import translations
from tracker.publish.sentences import sentence, status_word

SENTENCE = _("What the register says")
LAST_NEWS = _("Last news")
STANDING = _("Pieces of evidence that stand")
CHOSEN = frozenset({Sort.CHOICE, Sort.ORGANISATION, Sort.AXIS, Sort.SOURCE, Sort.PIECE})

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One field as a page shows it; ``options`` are pairs of value and words, ``own`` that it is the plan's
    own words."""

    name: str
    label: str
    sort: Sort
    options: Options
    own: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Fields that belong together; ``legend`` is empty for those of the event itself."""

    legend: str
    rows: tuple[Row, ...]


class Amending:
    """One entry of a plan, for readers of one language."""

    def __init__(self, plan: Plan, one: Told, language: str) -> None:
        self.plan, self.one, self.language = plan, one, language
        self.action = plan.actions.get(one.subject.removeprefix("action:"))
        self._say = translations(language).gettext

    def parts(self, kind: str, typed: Mapping[str, str], prefix: str = "") -> tuple[Part, ...]:
        """The form of a kind of entry, as far as ``typed`` fills it; ``prefix`` stands before each name."""
        inner = {name.removeprefix(prefix): text for name, text in typed.items() if name.startswith(prefix)}
        groups: dict[str, list[Row]] = {}
        for field in fields_of(kind, inner):
            groups.setdefault(field.group, []).append(self._row(field, inner, prefix))
        return tuple(Part(self._legend(group), tuple(rows)) for group, rows in groups.items())

    def _row(self, field: Field, typed: Mapping[str, str], prefix: str) -> Row:
        ticked = self._ticked(field, typed)
        options = self.options(field)
        missing = tuple((value, value) for value in ticked if value not in dict(options))
        own = field.sort in (Sort.LINE, Sort.TEXT, Sort.LINES)
        return Row(prefix + field.name, self.label(field), field.sort, (*options, *missing), own)

    def _ticked(self, field: Field, typed: Mapping[str, str]) -> list[str]:
        if field.sort in MANY:
            start = f"{field.name}-"
            return [
                name.removeprefix(start) for name, text in typed.items() if text and name.startswith(start)
            ]
        chosen = typed.get(field.name, "")
        return [chosen] if chosen and field.sort in CHOSEN else []

    def label(self, field: Field) -> str:
        if field.group == LABELS:
            return self._say(words.STATUS[field.part])  # type: ignore[index]
        if field.group == "comments":
            return field.part  # the code of an axis
        return self._say(LABEL[field.part])

    def _legend(self, group: str) -> str:
        name, _dash, number = group.partition("-")
        legend = self._say(GROUP[name]) if name else ""
        return f"{legend} {int(number) + 1}" if number else legend

    def options(self, field: Field) -> Options:
        """What can be chosen; each piece has its name in the plan's own words or in the reader's language."""
        plan = self.plan
        match field.sort:
            case Sort.CHOICE:
                return tuple((one, self._word(one)) for one in field.choices)
            case Sort.AUDIENCES:
                return tuple((one, self._word(one)) for one in Audience)
            case Sort.ORGANISATION | Sort.ORGANISATIONS:
                return tuple(plan.named_organisations())
            case Sort.AXIS:
                return tuple((code, f"{code} {axis.title}") for code, axis in plan.axes.items())
            case Sort.SOURCE:
                return tuple((one.id, one.title) for one in (plan.about.sources if plan.about else ()))
            case Sort.EVIDENCE | Sort.PIECE:
                given = self.action.evidence if self.action else plan.evidence
                return tuple((one.id, one.title) for one in given)
            case _:
                return ()

    def _word(self, value: StrEnum) -> str:
        return self._say(WORDS[type(value)][value])

    # --- what changes -------------------------------------------------------------------------------------

    def changes(self, before: e.Event | None, after: e.Event | None) -> tuple[Shown, ...]:
        """Field by field, what an event says and what another of its kind would say; None for nothing."""
        event = before or after
        if event is None:
            return ()
        old = typed_of(before) if before else {}
        new = typed_of(after) if after else {}
        return tuple(self._changes(event.kind, old, new))

    def _changes(self, kind: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Shown]:
        for field in fields_of(kind, {**old, **new}):
            was, would = self.value(field, old), self.value(field, new)
            if was != would:
                own = field.sort in (Sort.LINE, Sort.TEXT, Sort.LINES)
                pieces = difference.words(was, would) if own and was and would else ()
                yield Shown(self.label(field), self._legend(field.group), was, would, own, pieces)

    def shown(self, event: e.Event | None) -> tuple[Shown, ...]:
        """All that an entry says, field by field."""
        return self.changes(None, event)

    def value(self, field: Field, typed: Mapping[str, str]) -> str:
        """What is typed in a field, in words."""
        text = typed.get(field.name, "")
        if field.sort in MANY:
            options = dict(self.options(field))
            return ", ".join(options.get(one, one) for one in self._ticked(field, typed))
        if not text:
            return ""
        match field.sort:
            case Sort.DATE | Sort.DAY:
                return self._date(text)
            case Sort.NUMBER:
                number = format_decimal(Decimal(text), locale=self.language, decimal_quantization=False)
                return str(number)
            case Sort.TICK:
                return self._say(_("yes"))
            case sort if sort in CHOSEN:
                return dict(self.options(field)).get(text, text)
            case _:
                return text

    def _date(self, text: str) -> str:
        try:
            return date_in_words(PartialDate(text), self.language)
        except DateError:
            return text

    def consequences(self, after: Plan, told: Told) -> tuple[Shown, ...]:
        """What readers would see otherwise: the sentence of the entry, and the facts of its action.

        ``told`` is the entry as it would read in the plan ``after``.
        """
        was = str(sentence(self.one, self.plan, self.language).striptags())
        would = str(sentence(told, after, self.language).striptags())
        made = [self._consequence(SENTENCE, was, would)]
        action = after.actions.get(self.action.ref) if self.action else None
        if self.action and action:
            pairs = zip(self._facts(self.action), self._facts(action), strict=True)
            made += [self._consequence(label, old, new) for (label, old), (_same, new) in pairs]
        return tuple(one for one in made if one.before != one.after)

    def _consequence(self, label: str, before: str, after: str) -> Shown:
        return Shown(self._say(label), "", before, after, False)

    def _facts(self, action: Action) -> Iterable[tuple[str, str]]:
        news = day_in_words(action.last_news_on, self.language) if action.last_news_on else ""
        return (
            (LABEL["title"], action.title),
            (LABEL["status"], status_word(self.plan, action.status, self.language)),
            (LABEL["due"], date_in_words(action.due, self.language) if action.due else ""),
            (LABEL["owner"], self.plan.organisation_name(action.owner) if action.owner else ""),
            (LABEL["percent"], "" if action.declared_progress is None else str(action.declared_progress)),
            (STANDING, str(len(action.standing_evidence))),
            (LAST_NEWS, news),
        )
