"""What all events are made of."""

from __future__ import annotations

from typing import ClassVar

import msgspec

# The sorts of things that an event may be about: what stands before the colon of an entry's subject.
OF_PLAN_AND_ACTION = ("plan", "action")
OF_ALL = ("plan", "organisation", "axis", "action")


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A part of a payload: immutable, compared by content."""


class Event(Value, frozen=True):
    """The content of one register entry."""

    kind: ClassVar[str]
    subjects: ClassVar[tuple[str, ...]]
    sentence: ClassVar[str]
