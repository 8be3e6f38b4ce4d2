"""What a council prepares before a report is sealed: its period, what is typed, and what is understood of it.

What was typed is kept as texts by field name, right or wrong, as in ``domain/typed``: nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tracker.domain.messages import _
from tracker.domain.reader import NOT_A_DAY, Fault
from tracker.domain.typed import Typed, tidied

WORDS = frozenset({"foreword", "closing", "comment", "reason"})
LONGEST_WORDS = 100_000
LONGEST_REASON = 2_000
NAME = re.compile(r"(cut_off|foreword|closing|reason|lang-[a-z]{2}|leave-[a-z-]{1,40}|comment-\S{1,40})\Z")

NO_CUT_OFF = _("The cut-off is missing. Give the last day whose facts count.")
CUT_OFF_OUTSIDE = _("The cut-off must lie between {first} and {last}.")
CUT_OFF_AHEAD = _("The cut-off {day} lies in the future. Give today or a day before.")
NO_LANGUAGE = _("No language is chosen. Choose at least one.")
NO_REASON = _("Edition {edition} follows one that is public. Say in public why there is another.")
TOO_LONG = _("This text has {length} characters; {most} is the most.")
YEAR_AHEAD = _("{year} has not begun. Choose a year that has.")
YEAR_BEFORE = _("The plan was opened in {year}. Choose that year or a later one.")
NOT_A_YEAR = _("“{text}” is no year. Choose one of the list.")
PERIOD_BACKWARDS = _("The period ends before it begins. Give a last day after the first.")
PERIOD_AHEAD = _("The period begins in the future. Give a first day that has passed.")
PERIOD_SHORT = _("The period lies within one year. Choose the report of that year instead.")


class Stage(StrEnum):
    """Where a preparation stands. A period of a plan has at most one open preparation."""

    WRITING = "writing"
    SIGNED = "signed"  # by one person; a second one is to confirm
    SEALING = "sealing"
    SEALED = "sealed"
    DROPPED = "dropped"


OPEN = frozenset({Stage.WRITING, Stage.SIGNED, Stage.SEALING})


class Step(StrEnum):
    """What somebody did with a preparation: the lines of its thread, which is never public."""

    BEGUN = "begun"
    SIGNED = "signed"
    CONFIRMED = "confirmed"
    TAKEN_BACK = "taken-back"
    SEALED = "sealed"
    DROPPED = "dropped"
    ERASED = "erased"  # words that the law forbids to keep


@dataclass(frozen=True, slots=True)
class Period:
    """What a report covers: the year ``year``, or from ``since`` to a day of ``year``."""

    year: int
    since: date | None = None

    def __str__(self) -> str:
        """As in addresses: ``2024``, or ``2022-2027``."""
        return f"{self.since.year}-{self.year}" if self.since else str(self.year)

    @property
    def first(self) -> date:
        return self.since or date(self.year, 1, 1)

    @property
    def last(self) -> date:
        """The last day on which it may be cut off."""
        return date(self.year, 12, 31)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form asks for. ``left_out`` are ids of parts, ``comments`` go by code of axis."""

    cut_off: date | None = None
    languages: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    foreword: str = ""
    closing: str = ""
    comments: dict[str, str] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """What there is to choose from: languages, parts that may be left out, axes of the plan, the edition that
    would be sealed, and today."""

    languages: Collection[str]
    parts: Collection[str]
    axes: Collection[str]
    edition: int
    today: date


def cleaned(fields: Mapping[str, str]) -> Typed:
    """Known fields with something in them, line ends as line feeds, in the order of their names."""
    kept = {}
    for name, text in sorted(fields.items()):
        if NAME.match(name) and (text := tidied(text)):
            kept[name] = text
    return kept


def understood(typed: Typed, period: Period, offered: Offered) -> tuple[Wanted, tuple[Fault, ...]]:
    """What was typed, without what can't be meant, and all that is to be mended before it can be sealed."""
    cut_off = _day(typed.get("cut_off", ""))
    wanted = Wanted(
        cut_off=cut_off,
        languages=tuple(code for code in offered.languages if typed.get(f"lang-{code}")),
        left_out=tuple(part for part in offered.parts if typed.get(f"leave-{part}")),
        foreword=typed.get("foreword", ""),
        closing=typed.get("closing", ""),
        comments={code: typed[f"comment-{code}"] for code in offered.axes if typed.get(f"comment-{code}")},
        reason=typed.get("reason", "") if offered.edition > 1 else "",
    )
    return wanted, tuple(_faults(typed, wanted, period, offered))


def _faults(typed: Typed, wanted: Wanted, period: Period, offered: Offered) -> Iterator[Fault]:
    if not typed.get("cut_off"):
        yield Fault("cut_off", NO_CUT_OFF)
    elif wanted.cut_off is None:
        yield Fault("cut_off", NOT_A_DAY, {"text": typed["cut_off"]})
    elif wanted.cut_off > offered.today:
        yield Fault("cut_off", CUT_OFF_AHEAD, {"day": wanted.cut_off})
    elif not max(period.first, date(period.year, 1, 1)) <= wanted.cut_off <= period.last:
        first = max(period.first, date(period.year, 1, 1))
        yield Fault("cut_off", CUT_OFF_OUTSIDE, {"first": first, "last": period.last})
    if not wanted.languages:
        yield Fault("languages", NO_LANGUAGE)
    if offered.edition > 1 and not wanted.reason:
        yield Fault("reason", NO_REASON, {"edition": offered.edition})
    for name, text in typed.items():
        most = LONGEST_REASON if name == "reason" else LONGEST_WORDS
        if len(text) > most:
            yield Fault(name, TOO_LONG, {"length": len(text), "most": most})


def without_words(typed: Typed) -> Typed:
    """What is left of a form once its words stand in the register, which alone keeps them then."""
    return {name: text for name, text in typed.items() if name.partition("-")[0] not in WORDS}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def period_of(fields: Mapping[str, str], opened: date, today: date) -> Period | Fault:
    """The period that the form of a new preparation asks for: ``year``, or ``first`` and ``last``."""
    if fields.get("covers") == "years":
        return _years(fields, opened, today)
    text = fields.get("year", "")
    if not re.fullmatch(r"\d{4}", text, re.ASCII):
        return Fault("year", NOT_A_YEAR, {"text": text})
    year = int(text)
    if year > today.year:
        return Fault("year", YEAR_AHEAD, {"year": year})
    if year < opened.year:
        return Fault("year", YEAR_BEFORE, {"year": opened.year})
    return Period(year)


def _years(fields: Mapping[str, str], opened: date, today: date) -> Period | Fault:
    days = {}
    for name in ("first", "last"):
        text = fields.get(name, "")
        day = _day(text)
        if day is None:
            return Fault(name, NOT_A_DAY, {"text": text})
        days[name] = day
    if days["first"] > today:
        return Fault("first", PERIOD_AHEAD)
    if days["last"] <= days["first"]:
        return Fault("last", PERIOD_BACKWARDS)
    last = min(days["last"], today)
    if last.year < opened.year:
        return Fault("last", YEAR_BEFORE, {"year": opened.year})
    if last.year == days["first"].year:
        return Fault("last", PERIOD_SHORT)
    return Period(last.year, days["first"])


def first_typed(period: Period, last: date, language: str) -> Typed:
    """What the form of a new preparation holds: everything, up to ``last``, in the plan's language."""
    return {"cut_off": last.isoformat(), f"lang-{language}": "on"}
