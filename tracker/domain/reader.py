"""Texts that people typed, read as what they stand for; what can't be understood is told by field."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from tracker.domain.dates import DateError, PartialDate
from tracker.domain.messages import _

NOT_A_DAY = _("“{text}” is not a day. Write it as 2024-06-30 or 30/06/2024.")
NOT_A_DATE = _(
    "“{text}” is not a date. Write a day 2024-06-30, a month 2024-06, a quarter 2024-Q3, "
    "a half-year 2024-H1, a season 2024-21 (spring) to 2024-24 (winter), or a year 2024."
)
NOT_A_NUMBER = _("“{text}” is not a number. Write digits, with a comma or a point for decimals.")
NOT_WHOLE = _("“{text}” is not a whole number. Write digits alone.")
NOT_A_PERCENTAGE = _("“{text}” is not a percentage. Write a whole number from 0 to 100.")
NOT_A_CHOICE = _("“{text}” is none of the choices. Choose one of them.")
MISSING = _("This can't be left empty.")

_WHOLE = re.compile(r"-?\d{1,9}\Z", re.ASCII)
_NUMERIC_DAY = re.compile(r"(?:(\d{1,2})[./])?(\d{1,2})[./](\d{4})\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to mend in a field: an English message with named places, and what fills them."""

    field: str
    message: str
    values: dict[str, Any] = dataclasses.field(default_factory=dict)


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

    def whole(self, name: str, text: str) -> int | None:
        return self._read(name, text, _whole, NOT_WHOLE)

    def percent(self, name: str, text: str) -> int | None:
        return self._read(name, text, _percent, NOT_A_PERCENTAGE)

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
