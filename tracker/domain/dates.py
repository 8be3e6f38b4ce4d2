"""Partial dates: what people say when they give a date ("summer 2024"), never more exact than they were.

Notation is the part of ISO 8601-2 (EDTF) that public plans need: a year, half-year, quarter, season, month
or day. A season is made of whole calendar months, so that everybody can check when it ends: spring is March
to May, summer June to August, autumn September to November, winter December to February of the next year.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from enum import StrEnum
from functools import total_ordering

_PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z", re.ASCII)
_SPOKEN = re.compile(r"(\d{4})-?(?:[QT]([1-4])|[HS]([12]))\Z", re.ASCII | re.IGNORECASE)

# EDTF writes seasons and other divisions of a year in the place of the month.
_SEASON_FIRST_MONTH = {21: 3, 22: 6, 23: 9, 24: 12}
_QUARTER_FIRST_MONTH = {33: 1, 34: 4, 35: 7, 36: 10}
_HALF_FIRST_MONTH = {40: 1, 41: 7}


class Precision(StrEnum):
    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    SEASON = "season"
    MONTH = "month"
    DAY = "day"


class DateError(ValueError):
    """A text that is not a partial date. The message says what would be one."""


@total_ordering
class PartialDate:
    """A date with the precision it was given with.

    ``edtf`` is the text that is stored; ``first`` and ``last`` are the days that bound it, both inclusive;
    ``part`` is the division's number within the year (1 to 4 for quarters and seasons), 0 for a year.
    Ordered by last day, then first day: what ends sooner comes first. Raises DateError when not a date.
    """

    __slots__ = ("edtf", "first", "last", "part", "precision")

    edtf: str
    precision: Precision
    part: int
    first: date
    last: date

    def __init__(self, text: str) -> None:
        spoken = _SPOKEN.match(text)
        if spoken:
            year, quarter, half = spoken.groups()
            text = f"{year}-{32 + int(quarter)}" if quarter else f"{year}-{39 + int(half)}"
        parts = _PATTERN.match(text)
        if not parts:
            raise DateError(_advice(text))
        try:
            precision, part, first, last = _bounds(*(int(p) if p else None for p in parts.groups()))
        except (ValueError, KeyError):
            raise DateError(_advice(text)) from None
        for name, value in zip(self.__slots__, (text, first, last, part, precision), strict=True):
            object.__setattr__(self, name, value)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        return cls(day.isoformat())

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a partial date does not change")

    def __reduce__(self) -> tuple[type[PartialDate], tuple[str]]:
        return PartialDate, (self.edtf,)

    def __str__(self) -> str:
        return self.edtf

    def __repr__(self) -> str:
        return f"PartialDate({self.edtf!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PartialDate) and self.edtf == other.edtf

    def __hash__(self) -> int:
        return hash(self.edtf)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return (self.last, self.first, self.edtf) < (other.last, other.first, other.edtf)


def _advice(text: str) -> str:
    shown = text if len(text) <= 40 else text[:40] + "…"
    return (
        f"“{shown}” is not a date. Write a day 2024-06-30, a month 2024-06, a quarter 2024-Q3, "
        "a half-year 2024-H1, a season 2024-21 (spring) to 2024-24 (winter), or a year 2024."
    )


def _months(year: int, first_month: int, count: int) -> tuple[date, date]:
    last = first_month + count - 1
    last_year, last_month = (year, last) if last <= 12 else (year + 1, last - 12)
    _, length = calendar.monthrange(last_year, last_month)
    return date(year, first_month, 1), date(last_year, last_month, length)


def _bounds(
    year: int | None, month: int | None = None, day: int | None = None
) -> tuple[Precision, int, date, date]:
    if year is None:
        raise ValueError
    if month is None:
        return Precision.YEAR, 0, date(year, 1, 1), date(year, 12, 31)
    if day is not None:
        exact = date(year, month, day)
        return Precision.DAY, day, exact, exact
    if month <= 12:
        return Precision.MONTH, month, *_months(year, month, 1)
    if month in _SEASON_FIRST_MONTH:
        return Precision.SEASON, month - 20, *_months(year, _SEASON_FIRST_MONTH[month], 3)
    if month in _QUARTER_FIRST_MONTH:
        return Precision.QUARTER, month - 32, *_months(year, _QUARTER_FIRST_MONTH[month], 3)
    return Precision.HALF, month - 39, *_months(year, _HALF_FIRST_MONTH[month], 6)
