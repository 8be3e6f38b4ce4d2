"""Partial dates: what is read, what it bounds, how it is said."""

import pickle
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import partial_dates
from tracker.domain.date_words import LANGUAGES, date_in_words, day_in_words, month_name
from tracker.domain.dates import DateError, PartialDate, Precision

BOUNDS = {
    "2024": (Precision.YEAR, date(2024, 1, 1), date(2024, 12, 31)),
    "2024-40": (Precision.HALF, date(2024, 1, 1), date(2024, 6, 30)),
    "2024-41": (Precision.HALF, date(2024, 7, 1), date(2024, 12, 31)),
    "2024-33": (Precision.QUARTER, date(2024, 1, 1), date(2024, 3, 31)),
    "2024-34": (Precision.QUARTER, date(2024, 4, 1), date(2024, 6, 30)),
    "2024-35": (Precision.QUARTER, date(2024, 7, 1), date(2024, 9, 30)),
    "2024-36": (Precision.QUARTER, date(2024, 10, 1), date(2024, 12, 31)),
    "2024-21": (Precision.SEASON, date(2024, 3, 1), date(2024, 5, 31)),
    "2024-22": (Precision.SEASON, date(2024, 6, 1), date(2024, 8, 31)),
    "2024-23": (Precision.SEASON, date(2024, 9, 1), date(2024, 11, 30)),
    "2024-24": (Precision.SEASON, date(2024, 12, 1), date(2025, 2, 28)),
    "2023-24": (Precision.SEASON, date(2023, 12, 1), date(2024, 2, 29)),
    "2024-02": (Precision.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
    "2024-12": (Precision.MONTH, date(2024, 12, 1), date(2024, 12, 31)),
    "2024-02-29": (Precision.DAY, date(2024, 2, 29), date(2024, 2, 29)),
}
SPOKEN = {
    "2024-Q3": "2024-35",
    "2024Q1": "2024-33",
    "2024-t4": "2024-36",
    "2024-H1": "2024-40",
    "2024S2": "2024-41",
    "2024-s1": "2024-40",
}
NOT_DATES = [
    "", " ", "24", "2024-", "2024-00", "2024-13", "2024-20", "2024-25", "2024-32", "2024-37", "2024-42",
    "2024-99", "2024-Q5", "2024-Q0", "2024-H3", "2024-02-30", "2023-02-29", "2024-00-01", "2024-01-00",
    "2024-22-01", "2024-1", "2024-1-1", "2024/06", "06/2024", "30.06.2024", " 2024", "2024 ", "2024\n",
    "2024-06\n", "0000", "9999-24", "٢٠٢٤", "2024-Q٣", "summer 2024", "2024?", "2024-06/2024-07", "-2024",
    "20240630", "2024-06-30T12:00:00Z", "x" * 500,
]  # fmt: skip
IN_WORDS = {
    "2024": ("2024", "2024", "2024"),
    "2024-41": ("2e semestre 2024", "2º semestre 2024", "second half of 2024"),
    "2024-Q3": ("3e trimestre 2024", "3º trimestre 2024", "3rd quarter of 2024"),
    "2024-21": ("printemps 2024", "primavera 2024", "spring 2024"),
    "2024-22": ("été 2024", "estate 2024", "summer 2024"),
    "2024-23": ("automne 2024", "autunno 2024", "autumn 2024"),
    "2024-24": ("hiver 2024-2025", "inverno 2024-2025", "winter 2024-2025"),
    "2024-08": ("août 2024", "agosto 2024", "August 2024"),
    "2024-06-01": ("1er juin 2024", "1º giugno 2024", "1 June 2024"),
    "2024-06-30": ("30 juin 2024", "30 giugno 2024", "30 June 2024"),
}


@pytest.mark.parametrize("text", BOUNDS)
def test_each_precision_has_its_first_and_last_day(text: str) -> None:
    value = PartialDate(text)
    assert (value.precision, value.first, value.last) == BOUNDS[text]


@pytest.mark.parametrize("text", SPOKEN)
def test_quarters_and_halves_are_read_as_people_write_them_and_kept_in_edtf(text: str) -> None:
    assert str(PartialDate(text)) == SPOKEN[text]
    assert PartialDate(text) == PartialDate(SPOKEN[text])


@pytest.mark.parametrize("text", NOT_DATES)
def test_what_is_no_date_is_refused_with_advice(text: str) -> None:
    with pytest.raises(DateError, match="Write a day 2024-06-30, a month 2024-06") as refused:
        PartialDate(text)
    assert len(str(refused.value)) < 300


@given(partial_dates())
def test_a_date_prints_what_it_was_read_from(value: PartialDate) -> None:
    assert PartialDate(str(value)) == value
    assert hash(PartialDate(str(value))) == hash(value)
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 - our own bytes


@given(partial_dates())
def test_a_date_begins_before_it_ends_and_lasts_as_long_as_its_precision(value: PartialDate) -> None:
    days = (value.last - value.first).days + 1
    shortest, longest = {
        Precision.DAY: (1, 1),
        Precision.MONTH: (28, 31),
        Precision.QUARTER: (90, 92),
        Precision.SEASON: (90, 92),
        Precision.HALF: (181, 184),
        Precision.YEAR: (365, 366),
    }[value.precision]
    assert shortest <= days <= longest


@given(partial_dates(), partial_dates())
def test_what_ends_sooner_comes_first(one: PartialDate, other: PartialDate) -> None:
    if one.last < other.last:
        assert one < other
    assert (one < other) + (one == other) + (one > other) == 1


@given(partial_dates(), partial_dates(), partial_dates())
def test_the_order_of_dates_is_transitive(a: PartialDate, b: PartialDate, c: PartialDate) -> None:
    first, second, third = sorted((a, b, c))
    assert first <= second <= third
    assert first <= third


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_is_refused_as_one(text: str) -> None:
    try:
        value = PartialDate(text)
    except DateError:
        return
    assert value.first <= value.last


def test_divisions_of_a_year_follow_each_other_without_gap() -> None:
    for divisions in (["2024-33", "2024-34", "2024-35", "2024-36"], ["2024-40", "2024-41"]):
        parts = [PartialDate(text) for text in divisions]
        assert parts[0].first == date(2024, 1, 1)
        assert parts[-1].last == date(2024, 12, 31)
        assert all(b.first - a.last == timedelta(1) for a, b in pairwise(parts))


def test_a_date_does_not_change_and_equals_only_dates() -> None:
    value = PartialDate("2024")
    with pytest.raises(AttributeError):
        value.edtf = "2025"
    assert value != "2024"
    with pytest.raises(TypeError):
        _ = value < "2025"
    assert repr(value) == "PartialDate('2024')"


def test_a_day_is_a_date_too() -> None:
    assert PartialDate.of(date(2024, 6, 30)) == PartialDate("2024-06-30")


@pytest.mark.parametrize("text", IN_WORDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_are_said_in_each_language(text: str, language: str) -> None:
    assert date_in_words(PartialDate(text), language) == IN_WORDS[text][LANGUAGES.index(language)]


@given(partial_dates(), st.sampled_from(LANGUAGES))
def test_every_date_has_words_that_name_its_year(value: PartialDate, language: str) -> None:
    words = date_in_words(value, language)
    assert str(value.first.year) in words
    assert "{" not in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_twelve_months_have_different_names(language: str) -> None:
    assert len({month_name(month, language) for month in range(1, 13)}) == 12
    assert month_name(3, language) in day_in_words(date(2024, 3, 9), language)
