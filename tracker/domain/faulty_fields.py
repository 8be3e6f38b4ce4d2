"""Which field of the report form a reader should mend when a fact that comes from it breaks a rule."""

from __future__ import annotations

from tracker.domain import events as e
from tracker.domain.rules.sayings import Broken
from tracker.domain.submission import Placed

# Which part of the form a broken rule is about, where it isn't the field that the fact comes from.
_FIELDS = {
    "before-plan": "on",
    "before-added": "on",
    "no-evidence": "evidence",
    "no-reason": "reason",
    "no-reason-left": "reason",
    "not-answered": "answered_by",
    "answer-not-commitment": "answered_by",
    "referred-to": "referred_to",
    "merged-into": "merged_into",
    "merged-itself": "merged_into",
}
_PARTS = {
    "no-title": "title",
    "long-title": "title",
    "bad-address": "url",
    "link-without-address": "url",
    "document-without-file": "file",
    "reached-twice": "reached",
    "not-a-number": "value",
    "no-reason": "reason",
}
_OF_FIELD = {
    ("due", "move-without-reason"): "because",
    ("due", "move-without-note"): "note",
    ("status", "unknown-organisation"): "referred_to",
}


def field_of(placed: Placed, broken: Broken) -> str:
    """The field of the form that a reader should mend."""
    row, field = "-" in placed.field, placed.field
    if broken.rule == "future":
        on = submission_day(placed, broken)
        return on if on else f"{field}-dated"
    if broken.rule == "unknown-action":
        merged = isinstance(placed.draft.event, e.StatusChanged) and placed.draft.event.merged_into
        return "merged_into" if merged == broken.values.get("ref") else "answered_by"
    if row:
        kind = field.partition("-")[0]
        part = {"move-without-note": "note", **_PARTS}.get(broken.rule)
        first = {"evidence": "title", "milestone": "reached", "measure": "value", "step": "title"}[kind]
        return f"{field}-{part or first}"
    return _OF_FIELD.get((field, broken.rule)) or _FIELDS.get(broken.rule) or field


def submission_day(placed: Placed, broken: Broken) -> str:
    """The field of the fact's own day when that is what lies in the future, else nothing."""
    if broken.values.get("day") != placed.draft.on:
        return ""
    match placed.draft.event:
        case e.MilestoneReached():
            return f"{placed.field}-reached_on"
        case e.ValueMeasured():
            return f"{placed.field}-on"
        case _:
            return "on"
