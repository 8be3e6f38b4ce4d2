"""The fields of an entry's form: what can be typed of each kind of event.

A field is named by its way into the event: ``due``, ``wording-text``, ``about-sources-0-title``. Lists of
parts are numbered and end with an empty one. What later entries go by (the name of a milestone, the digest of
a file) stays as it is: such a mistake is taken back, and told anew.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any, Union, get_args, get_origin

import msgspec

from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.status import Status

# By these names later entries and files find what an entry brought in.
_FIXED = {"id", "indicator", "filename", "media_type", "sha256", "size", "entry"}
_LONG = {"text", "description", "next_step", "note", "reason", "foreword", "closing"}
# What is chosen among the things of the plan.
_ORGANISATION = {"owner", "authority", "referred_to", "keeper", "part_of", "organisation", "to"}
LABELS = "status_labels"


class Sort(StrEnum):
    """How a field is typed."""

    LINE = "line"
    TEXT = "text"
    LINES = "lines"  # a text of several, one a line
    REFS = "refs"  # references, with spaces between
    DATE = "date"  # as exact as it is known
    DAY = "day"
    NUMBER = "number"
    WHOLE = "whole"
    TICK = "tick"
    CHOICE = "choice"
    ORGANISATION = "organisation"
    AXIS = "axis"
    SOURCE = "source"
    AUDIENCES = "audiences"  # any of them: each is a field of its own, ``audiences-seniors``
    ORGANISATIONS = "organisations"
    EVIDENCE = "evidence"
    PIECE = "piece"  # one piece of evidence


MANY = frozenset({Sort.AUDIENCES, Sort.ORGANISATIONS, Sort.EVIDENCE})


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. ``part`` is its own name in the event, ``group`` the part that it lies in.

    ``needed`` says that it can't be empty, ``choices`` what an enumeration offers.
    """

    name: str
    part: str
    sort: Sort
    group: str = ""
    needed: bool = False
    choices: tuple[StrEnum, ...] = ()


def fields_of(kind: str, typed: Mapping[str, str]) -> tuple[Field, ...]:
    """The fields of an entry's form, with as many numbered parts as ``typed`` fills, and one more."""
    return tuple(_fields(e.EVENTS[kind], typed, "", "", kind))


def _fields(
    of: type[e.Value], typed: Mapping[str, str], prefix: str, group: str, kind: str
) -> Iterator[Field]:
    for name, type_, needed in parts_of(of, kind):
        core, path = core_of(type_), prefix + name
        if is_value(core):
            yield from _fields(core, typed, f"{path}-", "" if name == "about" else name, kind)
        elif row := row_type(core):
            for number in [*numbers_of(path, typed), _next_number(path, typed)]:
                yield from _fields(row, typed, f"{path}-{number}-", f"{name}-{number}", kind)
        elif get_origin(core) is dict:
            sort = Sort.LINE if name == LABELS else Sort.TEXT
            yield from (Field(f"{path}-{key}", key, sort, name) for key in keys_of(name, path, typed))
        else:
            choices = tuple(core) if isinstance(core, type) and issubclass(core, StrEnum) else ()
            yield Field(path, name, sort_of(name, core), group, needed, choices)


# --- what there is of each type ---------------------------------------------------------------------------


def parts_of(of: type[e.Value], kind: str) -> Iterator[tuple[str, Any, bool]]:
    """Each part that can be typed: its name, its type, and whether it can't be empty."""
    inside = not issubclass(of, e.Event)
    for one in msgspec.structs.fields(of):
        fixed = one.name in _FIXED and not inside
        # Of a sealed report only what people wrote; the rest of it is what was sealed.
        if kind == e.ReportSealed.kind and one.name not in e.WRITTEN:
            continue
        # A proposal does not become a commitment by a correction: others answer it, or are answered.
        if not fixed and not (one.name == "type" and kind == e.ActionAdded.kind):
            yield one.name, one.type, one.required and core_of(one.type) is one.type


def core_of(type_: Any) -> Any:
    """A type without its ``| None``."""
    if get_origin(type_) in (Union, types.UnionType):
        (type_,) = (one for one in get_args(type_) if one is not type(None))
    return type_


def is_value(type_: Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, e.Value)


def row_type(type_: Any) -> Any:
    """The type of the parts of a numbered list, None for anything else."""
    inner = get_args(type_)[0] if get_origin(type_) is tuple else None
    return inner if is_value(inner) else None


def sort_of(name: str, type_: Any) -> Sort:
    if get_origin(type_) is tuple:
        listed = {"audiences": Sort.AUDIENCES, "partners": Sort.ORGANISATIONS, "evidence": Sort.EVIDENCE}
        return listed.get(name, Sort.LINES if name == "objectives" else Sort.REFS)
    if isinstance(type_, type) and issubclass(type_, Enum):
        return Sort.CHOICE
    plain = {PartialDate: Sort.DATE, date: Sort.DAY, Decimal: Sort.NUMBER, int: Sort.WHOLE, bool: Sort.TICK}
    if type_ in plain:
        return plain[type_]
    if name in _ORGANISATION:
        return Sort.ORGANISATION
    return {"evidence": Sort.PIECE, "axis": Sort.AXIS, "parent": Sort.AXIS, "source": Sort.SOURCE}.get(
        name, Sort.TEXT if name in _LONG else Sort.LINE
    )


def keys_of(name: str, path: str, typed: Mapping[str, str]) -> list[str]:
    """The keys of a table of texts: all statuses, or the axes that were commented."""
    if name == LABELS:
        return [str(status) for status in Status]
    return [one.removeprefix(f"{path}-") for one in typed if one.startswith(f"{path}-")]


def numbers_of(path: str, typed: Mapping[str, str]) -> list[int]:
    """The numbers of the parts of a list that have something in them."""
    row = re.compile(rf"{re.escape(path)}-(\d{{1,3}})-")
    found = {int(match[1]) for name, text in typed.items() if text and (match := row.match(name))}
    return sorted(found)


def _next_number(path: str, typed: Mapping[str, str]) -> int:
    return max(numbers_of(path, typed), default=-1) + 1
