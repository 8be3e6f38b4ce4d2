"""An entry's content as a form: what can be typed of each kind of event, and what is understood of it.

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
from tracker.domain.messages import _
from tracker.domain.reader import Fault, Reader
from tracker.domain.rules.shared import CONTROL
from tracker.domain.state import Told
from tracker.domain.status import Status
from tracker.domain.typed import Typed

UNCHANGED = _("Nothing is changed yet. Change what is wrong, or take the whole entry back.")
NO_REASON = _("A public reason is missing. Say in a sentence what was wrong.")

# By these names later entries and files find what an entry brought in.
_FIXED = {"id", "indicator", "filename", "media_type", "sha256", "size", "entry"}
_LONG = {"text", "description", "next_step", "note", "reason", "foreword", "closing"}
# What is chosen among the things of the plan.
_ORGANISATION = {"owner", "authority", "referred_to", "keeper", "part_of", "organisation", "to"}
# What was sealed or erased has had its last word, and a correction is itself corrected by another.
_NOT_AMENDED = frozenset(one.kind for one in (e.CorrectionMade, e.ContentErased, e.ReportSealed))


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


def amendable(kind: str) -> bool:
    """Whether entries of a kind can be corrected."""
    return kind not in _NOT_AMENDED


def amended_last(one: Told) -> int:
    """The index of the entry that last corrected or erased this one, -1 for none."""
    return max(-1 if n is None else n for n in (one.corrected_by, one.erased_by))


def fields_of(kind: str, typed: Mapping[str, str]) -> tuple[Field, ...]:
    """The fields of an entry's form, with as many numbered parts as ``typed`` fills, and one more."""
    return tuple(_fields(e.EVENTS[kind], typed, "", "", kind))


def typed_of(event: e.Event) -> Typed:
    """What the form of an event is filled with."""
    return dict(_typed(event, "", event.kind))


def cleaned(fields: Mapping[str, str]) -> Typed:
    """What was typed, without characters that nobody types, line ends as line feeds."""
    plain = {name: text.replace("\r\n", "\n").replace("\r", "\n") for name, text in fields.items()}
    return {name: CONTROL.sub("", text).strip() for name, text in plain.items()}


def understand(base: e.Event, typed: Mapping[str, str]) -> tuple[e.Event | None, tuple[Fault, ...]]:
    """The event that a form describes, or what is to be mended. ``base`` gives what can't be typed.

    ``typed`` is as ``cleaned`` leaves it.
    """
    reader = Reader()
    made = _understood(type(base), base, typed, "", base.kind, reader)
    return (None if reader.faults else made), tuple(reader.faults)


# --- what there is of each type ---------------------------------------------------------------------------


def _parts(of: type[e.Value], kind: str) -> Iterator[tuple[str, Any, bool]]:
    """Each part that can be typed: its name, its type, and whether it can't be empty."""
    inside = not issubclass(of, e.Event)
    for one in msgspec.structs.fields(of):
        fixed = one.name in _FIXED and not inside
        # A proposal does not become a commitment by a correction: others answer it, or are answered.
        # Of a sealed report only what people wrote; the rest of it is what was sealed.
        if kind == e.ReportSealed.kind and one.name not in e.WRITTEN:
            continue
        if not fixed and not (one.name == "type" and kind == e.ActionAdded.kind):
            yield one.name, one.type, one.required and _core(one.type) is one.type


def _core(type_: Any) -> Any:
    """A type without its ``| None``."""
    if get_origin(type_) in (Union, types.UnionType):
        (type_,) = (one for one in get_args(type_) if one is not type(None))
    return type_


def _is_value(type_: Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, e.Value)


def _row_type(type_: Any) -> Any:
    """The type of the parts of a numbered list, None for anything else."""
    inner = get_args(type_)[0] if get_origin(type_) is tuple else None
    return inner if _is_value(inner) else None


def _sort(name: str, type_: Any) -> Sort:
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


def _fields(
    of: type[e.Value], typed: Mapping[str, str], prefix: str, group: str, kind: str
) -> Iterator[Field]:
    for name, type_, needed in _parts(of, kind):
        core, path = _core(type_), prefix + name
        if _is_value(core):
            yield from _fields(core, typed, f"{path}-", "" if name == "about" else name, kind)
        elif row := _row_type(core):
            for number in [*_numbers(path, typed), _next_number(path, typed)]:
                yield from _fields(row, typed, f"{path}-{number}-", f"{name}-{number}", kind)
        elif get_origin(core) is dict:
            sort = Sort.LINE if name == LABELS else Sort.TEXT
            yield from (Field(f"{path}-{key}", key, sort, name) for key in _keys(name, path, typed))
        else:
            choices = tuple(core) if isinstance(core, type) and issubclass(core, StrEnum) else ()
            yield Field(path, name, _sort(name, core), group, needed, choices)


def _keys(name: str, path: str, typed: Mapping[str, str]) -> list[str]:
    """The keys of a table of texts: all statuses, or the axes that were commented."""
    if name == LABELS:
        return [str(status) for status in Status]
    return [one.removeprefix(f"{path}-") for one in typed if one.startswith(f"{path}-")]


def _numbers(path: str, typed: Mapping[str, str]) -> list[int]:
    """The numbers of the parts of a list that have something in them."""
    row = re.compile(rf"{re.escape(path)}-(\d{{1,3}})-")
    found = {int(match[1]) for name, text in typed.items() if text and (match := row.match(name))}
    return sorted(found)


def _next_number(path: str, typed: Mapping[str, str]) -> int:
    return max(_numbers(path, typed), default=-1) + 1


def _typed(value: e.Value, prefix: str, kind: str) -> Iterator[tuple[str, str]]:
    for name, type_, _needed in _parts(type(value), kind):
        core, path, held = _core(type_), prefix + name, getattr(value, name)
        if _is_value(core):
            if held is not None:
                yield from _typed(held, f"{path}-", kind)
        elif _row_type(core):
            for number, row in enumerate(held):
                yield from _typed(row, f"{path}-{number}-", kind)
        elif get_origin(core) is dict:
            yield from ((f"{path}-{key}", text) for key, text in held.items())
        elif _sort(name, core) in MANY:
            yield from ((f"{path}-{one}", "on") for one in held)
        else:
            yield path, _text(held, _sort(name, core))


def _text(held: Any, sort: Sort) -> str:
    match held:
        case None | False:
            return ""
        case True:
            return "on"
        case tuple():
            return ("\n" if sort is Sort.LINES else " ").join(held)
        case PartialDate():
            return held.edtf
        case date():
            return held.isoformat()
        case _:
            return str(held)


# --- what was typed ---------------------------------------------------------------------------------------


def _understood(
    of: type[e.Value], base: e.Value | None, typed: Mapping[str, str], prefix: str, kind: str, reader: Reader
) -> Any:
    given = msgspec.structs.asdict(base) if base is not None else {}
    for name, type_, needed in _parts(of, kind):
        core, path, held = _core(type_), prefix + name, given.pop(name, None)
        if _is_value(core):
            given[name] = _nested(core, held, typed, f"{path}-", kind, reader, needed=needed)
        elif row := _row_type(core):
            given[name] = tuple(
                _understood(row, _at(held, number), typed, f"{path}-{number}-", kind, reader)
                for number in _numbers(path, typed)
            )
        elif get_origin(core) is dict:
            texts = {key: typed.get(f"{path}-{key}", "") for key in _keys(name, path, typed)}
            given[name] = {key: text for key, text in texts.items() if text}
        elif _sort(name, core) in MANY:
            given[name] = _ticked(path, held or (), core, typed)
        else:
            read = _one(core, name, path, held, typed.get(path, ""), reader)
            if needed and read is None:
                reader.miss(path)
            if read is not None or core is not type_:  # else it takes its default
                given[name] = read
    # A part that is needed and missing has been told of; nobody sees what is made without it.
    return None if reader.faults else of(**given)


def _nested(
    core: type[e.Value],
    held: Any,
    typed: Mapping[str, str],
    prefix: str,
    kind: str,
    reader: Reader,
    *,
    needed: bool,
) -> Any:
    if not needed and not any(text for name, text in typed.items() if name.startswith(prefix)):
        return None
    return _understood(core, held, typed, prefix, kind, reader)


def _at(held: Any, number: int) -> Any:
    return held[number] if held and number < len(held) else None


def _ticked(path: str, held: tuple[str, ...], core: Any, typed: Mapping[str, str]) -> tuple[Any, ...]:
    """What is ticked, in the order in which it stood, then what is new."""
    chosen = [name.removeprefix(f"{path}-") for name, text in typed.items() if text and _of(name, path)]
    ordered = [*(one for one in held if one in chosen), *(one for one in chosen if one not in held)]
    inner = get_args(core)[0]
    if issubclass(inner, StrEnum):
        return tuple(inner(one) for one in ordered if one in set(inner))
    return tuple(ordered)


def _of(name: str, path: str) -> bool:
    return name.startswith(f"{path}-")


def _one(core: Any, name: str, path: str, held: Any, text: str, reader: Reader) -> Any:
    sort = _sort(name, core)
    match sort:
        case Sort.TICK:
            return bool(text)
        case Sort.LINES:
            return tuple(line.strip() for line in text.split("\n") if line.strip())
        case Sort.REFS:
            return tuple(re.split(r"[\s,;]+", text)) if text else ()
        case Sort.CHOICE:
            return reader.choice(path, text, core)
        case Sort.DATE:
            return reader.date(path, text)
        case Sort.DAY:
            return reader.day(path, text)
        case Sort.NUMBER:
            return reader.number(path, text)
        case Sort.WHOLE:
            return reader.whole(path, text)
        case _:
            # Spaces around what was recorded are no mistake: what nobody touched stays to the letter.
            return held if held is not None and cleaned({"": held})[""] == text else text
