"""What is said of an earlier entry: that it was mistaken, or that its content had to go."""

from __future__ import annotations

from typing import Any

from tracker.domain.events.shared import OF_ALL, Event
from tracker.domain.messages import _


class CorrectionMade(Event, frozen=True):
    """A mistake in an earlier entry. ``payload`` replaces that entry's content; none withdraws it."""

    kind = "correction.made"
    subjects = OF_ALL
    sentence = _("{by} corrected entry {entry}: {reason}")
    entry: int
    reason: str
    payload: dict[str, Any] | None = None


class ContentErased(Event, frozen=True):
    """The content of an earlier entry was removed on legal ground. The entry itself stays.

    ``remains`` is the part of that content that may stay public, as a payload of the entry's kind: an action
    whose addition names somebody loses the name, not its place in the plan.
    """

    kind = "content.erased"
    subjects = OF_ALL
    sentence = _("{by} withdrew the content of entry {entry} on legal ground: {reason}")
    entry: int
    reason: str
    remains: dict[str, Any] | None = None
