"""What Hypothesis draws: dates, texts, JSON values that a register may hold, and every kind of event."""

from __future__ import annotations

import string
from datetime import date
from decimal import Decimal
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
from hypothesis import strategies as st

from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.register import LARGEST_INTEGER

# Any text that a register may hold: all of Unicode but for halves of characters.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
keys = st.text(st.characters(codec="ascii"), max_size=12)
integers = st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
days = st.dates(date(1000, 1, 1), date(9998, 12, 31))
names = st.text(string.ascii_lowercase + string.digits + "-.", min_size=1, max_size=12)

json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | integers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=20,
)


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(days)
    year = f"{day.year:04}"
    season = draw(st.sampled_from([21, 22, 23, 24, 33, 34, 35, 36, 40, 41]))
    return PartialDate(
        draw(st.sampled_from([year, f"{year}-{day.month:02}", day.isoformat(), f"{year}-{season}"]))
    )


decimals = st.decimals(allow_nan=False, allow_infinity=False, places=3) | st.integers().map(Decimal)


def values_of(type_: Any) -> st.SearchStrategy[Any]:
    """A strategy for the type of a field of an event."""
    if type_ is Any:
        return json_values
    if type_ is PartialDate:
        return partial_dates()
    if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
        return structs(type_)
    simple: dict[Any, st.SearchStrategy[Any]] = {
        str: texts, int: integers, bool: st.booleans(), date: days, Decimal: decimals, type(None): st.none()
    }  # fmt: skip
    if type_ in simple:
        return simple[type_]
    arguments = get_args(type_)
    if get_origin(type_) is tuple:
        return st.lists(values_of(arguments[0]), max_size=3).map(tuple)
    if get_origin(type_) is dict:
        return st.dictionaries(keys, values_of(arguments[1]), max_size=3)
    if arguments:
        return st.one_of(*(values_of(argument) for argument in arguments))
    return st.sampled_from(type_)


def structs(type_: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    hints = get_type_hints(type_)
    return st.fixed_dictionaries({name: values_of(hints[name]) for name in type_.__struct_fields__}).map(
        lambda fields: type_(**fields)
    )


events: st.SearchStrategy[e.Event] = st.sampled_from(sorted(e.EVENTS)).flatmap(
    lambda kind: structs(e.EVENTS[kind])
)
