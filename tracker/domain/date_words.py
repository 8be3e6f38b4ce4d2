"""Dates in words, in the three languages of the public pages.

The domain writes its own words for dates because no library knows half-years, quarters and seasons as
administrations say them ("3ᵉ trimestre 2024", "secondo semestre 2024").
"""

from __future__ import annotations

from datetime import date

from tracker.domain.dates import PartialDate, Precision

LANGUAGES = ("fr", "it", "en")

_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "en": "January February March April May June July August September October November December",
}
_SEASONS: dict[str, tuple[str, ...]] = {
    "fr": ("printemps {year}", "été {year}", "automne {year}", "hiver {year}-{next}"),
    "it": ("primavera {year}", "estate {year}", "autunno {year}", "inverno {year}-{next}"),
    "en": ("spring {year}", "summer {year}", "autumn {year}", "winter {year}-{next}"),
}
_QUARTERS: dict[str, tuple[str, ...]] = {
    "fr": ("1er trimestre {year}", "2e trimestre {year}", "3e trimestre {year}", "4e trimestre {year}"),
    "it": ("1º trimestre {year}", "2º trimestre {year}", "3º trimestre {year}", "4º trimestre {year}"),
    "en": (
        "1st quarter of {year}",
        "2nd quarter of {year}",
        "3rd quarter of {year}",
        "4th quarter of {year}",
    ),
}
_HALVES: dict[str, tuple[str, ...]] = {
    "fr": ("1er semestre {year}", "2e semestre {year}"),
    "it": ("1º semestre {year}", "2º semestre {year}"),
    "en": ("first half of {year}", "second half of {year}"),
}
_PARTS: dict[Precision, dict[str, tuple[str, ...]]] = {
    Precision.SEASON: _SEASONS,
    Precision.QUARTER: _QUARTERS,
    Precision.HALF: _HALVES,
}


def month_name(month: int, language: str) -> str:
    """The name of month 1 to 12."""
    return _MONTHS[language].split()[month - 1]


def day_in_words(day: date, language: str) -> str:
    """A day as people write it: 1er juin 2024, 1º giugno 2024, 1 June 2024."""
    first = {"fr": "1er", "it": "1º"}.get(language, "1")
    number = first if day.day == 1 else str(day.day)
    return f"{number} {month_name(day.month, language)} {day.year}"


def date_in_words(value: PartialDate, language: str) -> str:
    """A partial date as precise as it was given: été 2024, 3º trimestre 2024, June 2024."""
    year = value.first.year
    if value.precision is Precision.DAY:
        return day_in_words(value.first, language)
    if value.precision is Precision.MONTH:
        return f"{month_name(value.part, language)} {year}"
    if value.precision is Precision.YEAR:
        return str(year)
    words = _PARTS[value.precision][language][value.part - 1]
    return words.format(year=year, next=year + 1)
