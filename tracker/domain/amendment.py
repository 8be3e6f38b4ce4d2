"""An entry's content as a form: what it is filled with, and what is understood of what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, get_args, get_origin

import msgspec

from tracker.domain import events as e
from tracker.domain.amendment_fields import (
    MANY,
    Sort,
    core_of,
    is_value,
    keys_of,
    numbers_of,
    parts_of,
    row_type,
    sort_of,
)
from tracker.domain.dates import PartialDate
from tracker.domain.messages import _
from tracker.domain.reader import Fault, Reader
from tracker.domain.rules.shared import CONTROL
from tracker.domain.state import Told
from tracker.domain.typed import Typed

UNCHANGED = _("Nothing is changed yet. Change what is wrong, or take the whole entry back.")
NO_REASON = _("A public reason is missing. Say in a sentence what was wrong.")

# What was sealed or erased has had its last word, and a correction is itself corrected by another.
_NOT_AMENDED = frozenset(one.kind for one in (e.CorrectionMade, e.ContentErased, e.ReportSealed))


def amendable(kind: str) -> bool:
    """Whether entries of a kind can be corrected."""
    return kind not in _NOT_AMENDED


def amended_last(one: Told) -> int:
    """The index of the entry that last corrected or erased this one, -1 for none."""
    return max(-1 if n is None else n for n in (one.corrected_by, one.erased_by))


def cleaned(fields: Mapping[str, str]) -> Typed:
    """What was typed, without characters that nobody types, line ends as line feeds."""
    plain = {name: text.replace("\r\n", "\n").replace("\r", "\n") for name, text in fields.items()}
    return {name: CONTROL.sub("", text).strip() for name, text in plain.items()}


# --- what a form is filled with ---------------------------------------------------------------------------


def typed_of(event: e.Event) -> Typed:
    """What the form of an event is filled with."""
    return dict(_typed(event, "", event.kind))


def _typed(value: e.Value, prefix: str, kind: str) -> Iterator[tuple[str, str]]:
    for name, type_, _needed in parts_of(type(value), kind):
        core, path, held = core_of(type_), prefix + name, getattr(value, name)
        if is_value(core):
            if held is not None:
                yield from _typed(held, f"{path}-", kind)
        elif row_type(core):
            for number, row in enumerate(held):
                yield from _typed(row, f"{path}-{number}-", kind)
        elif get_origin(core) is dict:
            yield from ((f"{path}-{key}", text) for key, text in held.items())
        elif sort_of(name, core) in MANY:
            yield from ((f"{path}-{one}", "on") for one in held)
        else:
            yield path, _text(held, sort_of(name, core))


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


def understand(base: e.Event, typed: Mapping[str, str]) -> tuple[e.Event | None, tuple[Fault, ...]]:
    """The event that a form describes, or what is to be mended. ``base`` gives what can't be typed.

    ``typed`` is as ``cleaned`` leaves it.
    """
    reader = Reader()
    made = _understood(type(base), base, typed, "", base.kind, reader)
    return (None if reader.faults else made), tuple(reader.faults)


def _understood(
    of: type[e.Value], base: e.Value | None, typed: Mapping[str, str], prefix: str, kind: str, reader: Reader
) -> Any:
    given = msgspec.structs.asdict(base) if base is not None else {}
    for name, type_, needed in parts_of(of, kind):
        core, path, held = core_of(type_), prefix + name, given.pop(name, None)
        if is_value(core):
            given[name] = _nested(core, held, typed, f"{path}-", kind, reader, needed=needed)
        elif row := row_type(core):
            given[name] = tuple(
                _understood(row, _at(held, number), typed, f"{path}-{number}-", kind, reader)
                for number in numbers_of(path, typed)
            )
        elif get_origin(core) is dict:
            texts = {key: typed.get(f"{path}-{key}", "") for key in keys_of(name, path, typed)}
            given[name] = {key: text for key, text in texts.items() if text}
        elif sort_of(name, core) in MANY:
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
    sort = sort_of(name, core)
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
