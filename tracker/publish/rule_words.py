"""What a broken rule says, in the reader's language: statuses, dates, kinds and lists of them in words.

Names that people gave (identifiers, references, addresses) are never translated, even where one happens to
be a word of ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tracker.domain.date_words import date_in_words, day_in_words
from tracker.domain.dates import PartialDate
from tracker.domain.messages import _
from tracker.domain.rules import SAYINGS, Broken
from tracker.domain.state import Plan
from tracker.domain.status import Kind, Status
from tracker.domain.vocabulary import Because
from tracker.publish.languages import translations
from tracker.publish.sentences import status_word
from tracker.publish.words import BECAUSE, KIND

# The words with which rules fill a place of their sayings, where these are not statuses, dates or names.
WHAT = {
    "milestone": _("milestone"),
    "piece of evidence": _("piece of evidence"),
    "indicator": _("indicator"),
    "question": _("question"),
    "axis": _("axis"),
    "organisation": _("organisation"),
    "file": _("file"),
}
AFTER = {
    "dropped": _("dropped"),
    "withdrawn": _("withdrawn"),
    "revised": _("revised"),
    "correction": _("correction"),
    "withdrawal": _("withdrawal"),
}
SUBJECTS = {
    "plan": _("the plan"),
    "organisation": _("an organisation"),
    "axis": _("an axis"),
    "action": _("an action"),
}
NO_DATE = "no date"
PLACES: dict[str, Mapping[str, str]] = {
    "what": WHAT,
    "after": {**AFTER, NO_DATE: _("no date")},
    "before": {NO_DATE: _("no date")},
    "subjects": SUBJECTS,
}
LISTS = ("allowed", "reasons", "subjects")


def broken_in_words(broken: Broken, plan: Plan, language: str) -> str:
    return in_words(SAYINGS[broken.rule], broken.values, plan, language)


def in_words(message: str, values: Mapping[str, object], plan: Plan, language: str) -> str:
    """An English message of the rules or of a form, in ``language``, its places filled with words."""
    told = {place: _value(place, value, plan, language) for place, value in values.items()}
    return translations(language).gettext(message).format(**told)


def _value(place: str, value: object, plan: Plan, language: str) -> object:
    match value:
        case Status():
            return status_word(plan, value, language)
        case Kind():
            return translations(language).gettext(KIND[value])
        case PartialDate():
            return date_in_words(value, language)
        case date():
            return day_in_words(value, language)
        case str() if place in LISTS:
            return _listed(place, [part.strip() for part in value.split(",")], plan, language)
        case str() if value in PLACES.get(place, {}):
            return translations(language).gettext(PLACES[place][value])
        case _:
            return value


def _listed(place: str, parts: Sequence[str], plan: Plan, language: str) -> str:
    gettext = translations(language).gettext
    if place == "subjects":
        return ", ".join(gettext(SUBJECTS[part]) for part in parts)
    if place == "reasons":
        return ", ".join(gettext(BECAUSE[Because(part)]) for part in parts)
    return ", ".join(status_word(plan, Status(part), language) for part in parts)
