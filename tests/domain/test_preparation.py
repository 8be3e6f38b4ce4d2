"""What a council may ask for, and what it is told to mend."""

from datetime import date

import pytest

from tracker.domain.preparation import Offered, Period, Wanted, cleaned, first_typed, period_of, understood
from tracker.domain.reader import Fault

TODAY = date(2026, 11, 22)
OPENED = date(2023, 6, 30)
OFFERED = Offered(("fr", "it", "en"), ("late", "silent"), ("1", "2"), edition=1, today=TODAY)
YEAR = Period(2024)
MANDATE = Period(2026, date(2022, 6, 1))
TYPED = {"cut_off": "2024-12-31", "lang-fr": "on"}


def faults(typed: dict[str, str], period: Period = YEAR, offered: Offered = OFFERED) -> list[str]:
    return [fault.field for fault in understood(typed, period, offered)[1]]


def test_a_period_is_called_as_in_addresses() -> None:
    assert (str(YEAR), str(MANDATE)) == ("2024", "2022-2026")
    assert (YEAR.first, MANDATE.first) == (date(2024, 1, 1), date(2022, 6, 1))


@pytest.mark.parametrize(
    ("fields", "period"),
    [
        ({"year": "2024"}, YEAR),
        ({"covers": "year", "year": "2026"}, Period(2026)),
        ({"covers": "years", "first": "2022-06-01", "last": "2027-05-31"}, MANDATE),
        ({"covers": "years", "first": "2023-06-01", "last": "2024-05-31"}, Period(2024, date(2023, 6, 1))),
    ],
)
def test_a_period_that_has_begun_can_be_reported_on(fields: dict[str, str], period: Period) -> None:
    assert period_of(fields, OPENED, TODAY) == period


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "year"),
        ({"year": "20 24"}, "year"),
        ({"year": "٢٠٢٤"}, "year"),
        ({"year": "2027"}, "year"),
        ({"year": "2022"}, "year"),
        ({"covers": "years", "first": "", "last": "2027-05-31"}, "first"),
        ({"covers": "years", "first": "2022-06-01", "last": "May"}, "last"),
        ({"covers": "years", "first": "2026-12-01", "last": "2028-12-01"}, "first"),
        ({"covers": "years", "first": "2025-06-01", "last": "2022-06-01"}, "last"),
        ({"covers": "years", "first": "2024-06-01", "last": "2024-12-01"}, "last"),
        ({"covers": "years", "first": "2020-06-01", "last": "2022-06-01"}, "last"),
    ],
)
def test_a_period_that_can_t_be_says_which_field_to_mend(fields: dict[str, str], field: str) -> None:
    found = period_of(fields, OPENED, TODAY)
    assert isinstance(found, Fault)
    assert found.field == field


def test_what_is_typed_is_understood() -> None:
    typed = {
        **TYPED,
        "lang-en": "on",
        "leave-silent": "on",
        "foreword": "Bonjour.",
        "closing": "Au revoir.",
        "comment-2": "Bien.",
    }
    wanted = Wanted(date(2024, 12, 31), ("fr", "en"), ("silent",), "Bonjour.", "Au revoir.", {"2": "Bien."})
    assert understood(typed, YEAR, OFFERED) == (wanted, ())


def test_what_is_not_offered_is_left_out() -> None:
    typed = {**TYPED, "lang-de": "on", "leave-method": "on", "comment-9": "Disparu.", "reason": "Pourquoi ?"}
    assert understood(typed, YEAR, OFFERED)[0] == Wanted(date(2024, 12, 31), ("fr",))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"lang-fr": "on"}, "cut_off"),
        ({**TYPED, "cut_off": "le 31"}, "cut_off"),
        ({**TYPED, "cut_off": "2023-12-31"}, "cut_off"),
        ({**TYPED, "cut_off": "2025-01-01"}, "cut_off"),
        ({"cut_off": "2024-12-31"}, "languages"),
        ({**TYPED, "foreword": "x" * 100_001}, "foreword"),
        ({**TYPED, "comment-1": "x" * 100_001}, "comment-1"),
    ],
)
def test_what_can_t_be_sealed_is_said_at_its_field(typed: dict[str, str], field: str) -> None:
    assert faults(typed) == [field]


def test_the_future_can_t_be_reported() -> None:
    assert faults({**TYPED, "cut_off": "2026-11-22"}, Period(2026)) == []
    assert faults({**TYPED, "cut_off": "2026-11-23"}, Period(2026)) == ["cut_off"]


def test_a_further_edition_needs_a_public_reason() -> None:
    second = Offered(OFFERED.languages, OFFERED.parts, OFFERED.axes, edition=2, today=TODAY)
    assert faults(TYPED, offered=second) == ["reason"]
    assert faults({**TYPED, "reason": "Un chiffre était faux."}, offered=second) == []
    assert faults({**TYPED, "reason": "x" * 2_001}, offered=second) == ["reason"]


def test_a_form_is_cleaned_of_what_is_not_its_own() -> None:
    sent = {"foreword": " a\r\nb\x07 ", "closing": "", "_proof": "x", "do": "save", "comment-1.2": "c"}
    assert cleaned(sent) == {"foreword": "a\nb", "comment-1.2": "c"}


def test_a_new_form_can_be_sealed_as_it_is() -> None:
    typed = first_typed(YEAR, date(2024, 12, 31), "fr")
    assert faults(typed) == []
    assert cleaned(typed) == typed
