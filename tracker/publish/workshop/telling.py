"""The workshop's forms for readers of one language: choices, what would change, what changed meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tracker.domain.date_words import date_in_words, day_in_words
from tracker.domain.difference import words
from tracker.domain.messages import _
from tracker.domain.reader import Reader
from tracker.domain.state import Plan
from tracker.domain.status import Kind, Status
from tracker.domain.typed import Typed
from tracker.domain.vocabulary import Audience, Competence, Horizon, OrganisationKind
from tracker.domain.workshop.decisions import GOES_ON, STAYS, decisions
from tracker.domain.workshop.sheet import Met
from tracker.publish.comparison import InWords, Shown
from tracker.publish.languages import LANGUAGES, NAMES
from tracker.publish.sentences import status_word
from tracker.publish.words import AUDIENCE, COMPETENCE, HORIZON, KIND, ORGANISATION
from tracker.publish.workshop.fields import OWN_WORDS, Choices, Field, Group, Widget

YES = _("yes")
PLACE = _("Place of %(theme)s")
FATE = {
    STAYS: _("it stays, for what is left of it"),
    GOES_ON: _("it is merged into the first of the new actions"),
}
Options = Sequence[tuple[str, str]]


class Telling(InWords):
    """``key`` is what a form is about; empty for the plan and for what is to be added."""

    def __init__(self, plan: Plan, key: str, language: str) -> None:
        super().__init__(plan, language)
        self.key = key

    # --- choices ---

    def options(self, choices: Choices) -> Options:
        """Values and words of a list, in the order in which people look for them."""
        match choices:
            case Choices.ORGANISATIONS | Choices.WHOLES:
                without = self.key if choices is Choices.WHOLES else ""
                return [one for one in self.plan.named_organisations() if one[0] != without]
            case Choices.AXES | Choices.PARENTS:
                without = self.key if choices is Choices.PARENTS else ""
                return [(c, f"{c} {axis.title}") for c, axis in self.plan.axes.items() if c != without]
            case Choices.SOURCES:
                return [(one.id, one.title) for one in (self.plan.about.sources if self.plan.about else ())]
            case Choices.LANGUAGES:
                return [(code, NAMES[code]) for code in LANGUAGES]
            case Choices.DECISIONS:
                return [(one, self._status(one)) for one in decisions(self.plan.actions[self.key])]
            case Choices.STATUSES:
                return [(one, self._status(one)) for one in Status]
            case _:
                return [(value, self._say(message)) for value, message in _LISTS[choices]]

    def _status(self, status: Status) -> str:
        return status_word(self.plan, status, self.language)

    # --- what a form says ---

    def legend(self, group: Group) -> str:
        return self._say(group.legend, **group.values) if group.legend else ""

    def changes(
        self, groups: Iterable[Group], typed: Typed, before: Typed, after: Typed
    ) -> tuple[Shown, ...]:
        """What recording would change of what stands; then what the form says beside it."""
        made = []
        for group in groups:
            for field in group.fields:
                if field.choices is Choices.DECISIONS:  # the status tells it
                    continue
                stands = field.name in before or field.name in after
                old = before.get(field.name, "") if stands else ""
                new = after.get(field.name, "") if stands else typed.get(field.name, "")
                if old != new:
                    made.append(self._shown(group, field, old, new))
        return tuple(made)

    def places(self, order: Sequence[str]) -> tuple[Shown, ...]:
        """The themes that another order moves, with their places among their like."""
        axes = self.plan.axes
        made = []
        for code in order:
            like = [one for one in axes if axes[one].parent == axes[code].parent]
            wanted = [one for one in order if one in like]
            before, after = like.index(code) + 1, wanted.index(code) + 1
            if before != after:
                label = self._say(PLACE, theme=f"{code} {axes[code].title}")
                made.append(Shown(label, "", str(before), str(after), own=False))
        return tuple(made)

    def conflicts(self, groups: Iterable[Group], met: Iterable[Met]) -> tuple[Shown, ...]:
        """What somebody changed meanwhile: as it was, as it is, as it stands in the form."""
        by_name = {field.name: (group, field) for group in groups for field in group.fields}
        made = []
        for one in met:
            group, field = by_name.get(one.field, (Group(()), Field(one.field, _("Another part of it"))))
            then, now, mine = (self.value(field, text) for text in (one.then, one.now, one.mine))
            made.append(Shown(self._label(group, field), "", then, mine, own=True, now=now))
        return tuple(made)

    def _shown(self, group: Group, field: Field, old: str, new: str) -> Shown:
        before, after = self.value(field, old), self.value(field, new)
        text = field.widget in (Widget.LINE, Widget.AREA, Widget.LINES)
        return Shown(
            label=self._label(group, field),
            title="",
            before=before,
            after=after,
            own=field.own and (text or field.choices in OWN_WORDS or field.widget is Widget.REFS),
            pieces=words(before, after) if text else (),
        )

    def _label(self, group: Group, field: Field) -> str:
        label = self._say(field.label)
        # A row of a list is told from the others.
        return f"{self.legend(group)} · {label}" if "-" in field.name and group.legend else label

    def value(self, field: Field, text: str) -> str:
        if not text:
            return ""
        if field.choices is not None:
            named = dict(self.options(field.choices))
            chosen = text.split() if field.lists else [text]
            return ", ".join(named.get(one, one) for one in chosen)
        match field.widget:
            case Widget.DATE:
                return self._date(text)
            case Widget.DAY:
                return self._day(text)
            case Widget.TICK:
                return self._say(YES)
            case Widget.REFS | Widget.TOLD:
                return ", ".join(self._named(ref) for ref in text.split())
            case _:
                return text

    def _named(self, ref: str) -> str:
        action = self.plan.actions.get(ref)
        return f"{ref} {action.title}" if action else ref

    def _date(self, text: str) -> str:
        given = Reader().date("", text)
        return date_in_words(given, self.language) if given else text

    def _day(self, text: str) -> str:
        day = Reader().day("", text)
        return day_in_words(day, self.language) if day else text


def _all(values: Iterable[str], messages: Mapping[str, str]) -> Options:
    return [(value, messages[value]) for value in values]


_LISTS: dict[Choices, Options] = {
    Choices.TYPES: _all(OrganisationKind, ORGANISATION),  # type: ignore[arg-type]
    Choices.KINDS: _all(Kind, KIND),  # type: ignore[arg-type]
    Choices.HORIZONS: _all(Horizon, HORIZON),  # type: ignore[arg-type]
    Choices.COMPETENCES: _all(Competence, COMPETENCE),  # type: ignore[arg-type]
    Choices.AUDIENCES: _all(Audience, AUDIENCE),  # type: ignore[arg-type]
    Choices.FATES: _all(FATE, FATE),
}
