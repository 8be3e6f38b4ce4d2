"""The report form as it was typed, and what is understood of it.

What was typed is kept as texts by field name, right or wrong, so that a draft never loses a word. Evidence
is numbered (``evidence-0-title``); milestones and indicators go by their id (``milestone-site-due``).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from tracker.domain.dates import DateError, PartialDate
from tracker.domain.messages import _
from tracker.domain.rules.shared import CONTROL, LONGEST_TEXT
from tracker.domain.state import Action
from tracker.domain.status import Status
from tracker.domain.submission import Given, Measured, MilestoneStep, Submission
from tracker.domain.vocabulary import Because, EvidenceType

Typed = dict[str, str]

MOST_EVIDENCE = 20
FIELDS = (
    "on",
    "text",
    "next_step",
    "status",
    "reason",
    "answered_by",
    "referred_to",
    "merged_into",
    "progress",
    "due",
    "because",
    "note",
    "owner",
    "owner_reason",
    "internal_note",
)
EVIDENCE = (
    "type",
    "title",
    "publisher",
    "url",
    "dated",
    "number",
    "note",
    "alt",
    "filename",
    "media_type",
    "sha256",
    "size",
)
MILESTONE = ("reached", "reached_on", "due", "because", "note")
MEASURE = ("value", "on", "note")

_ROW = re.compile(
    rf"evidence-(?P<evidence>\d{{1,2}})-({'|'.join(EVIDENCE)})\Z"
    rf"|milestone-(?P<milestone>[\w.-]{{1,40}})-({'|'.join(MILESTONE)})\Z"
    rf"|measure-(?P<measure>[\w.-]{{1,40}})-({'|'.join(MEASURE)})\Z",
    re.ASCII,
)
_WHOLE = re.compile(r"-?\d{1,9}\Z", re.ASCII)
_NUMERIC_DAY = re.compile(r"(?:(\d{1,2})[./])?(\d{1,2})[./](\d{4})\Z", re.ASCII)


NO_DAY = _("The day of the fact is missing. Give the day on which it happened.")
NOT_A_DAY = _("“{text}” is not a day. Write it as 2024-06-30 or 30/06/2024.")
NOT_A_DATE = _(
    "“{text}” is not a date. Write a day 2024-06-30, a month 2024-06, a quarter 2024-Q3, "
    "a half-year 2024-H1, a season 2024-21 (spring) to 2024-24 (winter), or a year 2024."
)
NOT_A_NUMBER = _("“{text}” is not a number. Write digits, with a comma or a point for decimals.")
NOT_WHOLE = _("“{text}” is not a whole number. Write digits alone.")
NOT_A_PERCENTAGE = _("“{text}” is not a percentage. Write a whole number from 0 to 100.")
NOT_A_CHOICE = _("“{text}” is none of the choices. Choose one of them.")
NOTHING = _("Nothing is reported yet. Say what happened, or change something.")
MISSING = _("This can't be left empty.")
NO_WHY_MILESTONE = _("A milestone that moves needs a reason. Choose one from the list.")
NO_ALT = _("The image has no description. Say in a sentence what it shows, for people who can't see it.")
TOO_MUCH_EVIDENCE = _("More than {most} pieces of evidence. Publish these first, then report the others.")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to mend in a field: an English message with named places, and what fills them."""

    field: str
    message: str
    values: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Understood:
    """What could be understood; with faults the submission is only good for a preview."""

    submission: Submission
    faults: tuple[Fault, ...]


def cleaned(fields: Mapping[str, str]) -> Typed:
    """What a draft keeps of a form: known fields with something in them, line ends as line feeds."""
    kept = {}
    for name, text in fields.items():
        if name not in FIELDS and not _ROW.match(name):
            continue
        if text := tidied(text):
            kept[name] = text
    return kept


def tidied(text: str) -> str:
    """A text as it is kept: without control characters and outer spaces, line ends as line feeds."""
    text = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    # One more than is allowed stays, so that the rule still speaks; no draft fills the disk.
    return text[: LONGEST_TEXT + 1]


def rows(typed: Typed, sort: str) -> dict[str, Typed]:
    """The fields of each ``evidence``, ``milestone`` or ``measure`` that has something in it, by its key."""
    found: dict[str, Typed] = {}
    for name, text in typed.items():
        match = _ROW.match(name)
        if match and match[sort] is not None:
            found.setdefault(match[sort], {})[name.rsplit("-", 1)[1]] = text
    if sort == "evidence":
        return dict(sorted(found.items(), key=lambda item: int(item[0])))
    return found


def understand(typed: Typed, action: Action, *, plan: str, by: str, known: int) -> Understood:
    """Read a form about ``action`` for the organisation ``by``; ``known`` as in ``Submission``."""
    reader = Reader()
    on = reader.day("on", typed.get("on", ""))
    if on is None and not reader.faults:
        reader.say("on", NO_DAY)
    day = on or date.min
    submission = Submission(
        plan=plan,
        ref=action.ref,
        by=by,
        known=known,
        on=day,
        text=typed.get("text", ""),
        next_step=typed.get("next_step", ""),
        status=reader.choice("status", typed.get("status", ""), Status),
        reason=typed.get("reason", ""),
        answered_by=tuple(re.split(r"[\s,;]+", text)) if (text := typed.get("answered_by")) else (),
        referred_to=typed.get("referred_to", ""),
        merged_into=typed.get("merged_into", ""),
        progress=reader.percent("progress", typed.get("progress", "")),
        due=reader.date("due", typed.get("due", "")),
        because=reader.choice("because", typed.get("because", ""), Because),
        note=typed.get("note", ""),
        owner=typed.get("owner", ""),
        owner_reason=typed.get("owner_reason", ""),
        milestones=_milestones(typed, action, day, reader),
        measured=_measured(typed, action, day, reader),
        evidence=_evidence(typed, reader),
        internal_note=typed.get("internal_note", ""),
    )
    return Understood(submission, tuple(reader.faults))


def _milestones(typed: Typed, action: Action, day: date, reader: Reader) -> tuple[MilestoneStep, ...]:
    given, known, steps = rows(typed, "milestone"), {m.id: m for m in action.milestones}, []
    for id_ in _of_action(given, known):
        row, name = given[id_], f"milestone-{id_}"
        due = reader.date(f"{name}-due", row.get("due", ""))
        because = reader.choice(f"{name}-because", row.get("because", ""), Because)
        reached_on = reader.day(f"{name}-reached_on", row.get("reached_on", ""))
        if due and due != known[id_].due and because is None:
            reader.say(f"{name}-because", NO_WHY_MILESTONE)
        if row.get("reached") or due:
            reached = (reached_on or day) if row.get("reached") else None
            steps.append(MilestoneStep(id_, reached, due, because, row.get("note", "")))
    return tuple(steps)


def _measured(typed: Typed, action: Action, day: date, reader: Reader) -> tuple[Measured, ...]:
    given, made = rows(typed, "measure"), []
    for id_ in _of_action(given, {i.id: i for i in action.indicators}):
        row, name = given[id_], f"measure-{id_}"
        value = reader.number(f"{name}-value", row.get("value", ""))
        on = reader.day(f"{name}-on", row.get("on", "")) or day
        if value is not None:
            made.append(Measured(id_, value, on, row.get("note", "")))
    return tuple(made)


def _of_action(given: Mapping[str, Typed], known: Mapping[str, object]) -> Iterable[str]:
    """Rows of what the action has, in its order."""
    return (id_ for id_ in known if id_ in given)


def _evidence(typed: Typed, reader: Reader) -> tuple[Given, ...]:
    made = []
    for place, row in rows(typed, "evidence").items():
        name = f"evidence-{place}"
        if not set(row) - {"type"}:  # a type alone is an empty line of the form
            continue
        type_ = reader.choice(f"{name}-type", row.get("type", ""), EvidenceType) or EvidenceType.LINK
        texts = {part: row.get(part, "") for part in EVIDENCE if part not in ("type", "dated", "size")}
        if row.get("media_type", "").startswith("image/"):
            type_ = EvidenceType.IMAGE
            if not row.get("alt"):
                reader.say(f"{name}-alt", NO_ALT)
        dated = reader.date(f"{name}-dated", row.get("dated", ""))
        size = int(row["size"]) if row.get("size", "").isdecimal() else 0
        made.append(Given(place=int(place), type=type_, dated=dated, size=size, **texts))
    if len(made) > MOST_EVIDENCE:
        reader.say("evidence", TOO_MUCH_EVIDENCE, most=MOST_EVIDENCE)
    return tuple(made)


T = TypeVar("T")
S = TypeVar("S", bound=StrEnum)


class Reader:
    """Reads texts, and notes what can't be understood; an empty text is None."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def say(self, name: str, message: str, **values: object) -> None:
        self.faults.append(Fault(name, message, values))

    def miss(self, name: str) -> None:
        """What is needed was left empty; what was not understood has been told of already."""
        if not any(fault.field == name for fault in self.faults):
            self.say(name, MISSING)

    def _read(self, name: str, text: str, read: Callable[[str], T], message: str) -> T | None:
        if not text:
            return None
        try:
            return read(text)
        except (ValueError, InvalidOperation):
            self.say(name, message, text=text[:60])
            return None

    def day(self, name: str, text: str) -> date | None:
        return self._read(name, text, _day, NOT_A_DAY)

    def date(self, name: str, text: str) -> PartialDate | None:
        return self._read(name, text, _date, NOT_A_DATE)

    def number(self, name: str, text: str) -> Decimal | None:
        return self._read(name, text, _number, NOT_A_NUMBER)

    def percent(self, name: str, text: str) -> int | None:
        return self._read(name, text, _percent, NOT_A_PERCENTAGE)

    def whole(self, name: str, text: str) -> int | None:
        return self._read(name, text, _whole, NOT_WHOLE)

    def choice(self, name: str, text: str, choices: type[S]) -> S | None:
        return self._read(name, text, choices, NOT_A_CHOICE)


def _date(text: str) -> PartialDate:
    """EDTF, or a day or month as people write it here: 30/06/2024, 06/2024."""
    if match := _NUMERIC_DAY.match(text):
        day, month, year = match.groups()
        text = f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
        if not 1 <= int(month) <= 12:
            raise DateError(text)
    return PartialDate(text)


def _day(text: str) -> date:
    partial = _date(text)
    if partial.first != partial.last:
        raise DateError(text)
    return partial.first


def _number(text: str) -> Decimal:
    value = Decimal(re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", "."))
    if not value.is_finite():
        raise ValueError(text)
    return value


def _whole(text: str) -> int:
    if not _WHOLE.match(text):
        raise ValueError(text)
    return int(text)


def _percent(text: str) -> int:
    percent = int(text.removesuffix("%").strip())
    if not 0 <= percent <= 100:
        raise ValueError(text)
    return percent
