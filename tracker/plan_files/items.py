"""The lists that a plan and an action both have: evidence, indicators with values, milestones, history."""

from __future__ import annotations

from tracker.domain import events as e
from tracker.domain.status import Status
from tracker.domain.vocabulary import Because, Direction, EvidenceType
from tracker.plan_files.fields import Fields
from tracker.plan_files.schema import HistoryItem, IndicatorItem, Item

EVIDENCE_KEYS = (
    *("id", "type", "title", "publisher", "url", "dated", "number"),
    *("on", "by", "checked", "note", "correction"),
)
INDICATOR_KEYS = (
    *("id", "title", "unit", "description", "baseline", "baseline_on", "target", "target_due"),
    *("direction", "added", "values", "correction"),
)
VALUE_KEYS = ("on", "value", "evidence", "note", "by", "correction")
MILESTONE_KEYS = ("id", "title", "due", "added", "correction")
MOVED_KEYS = ("milestone", "due", "because", "note")
NEWS_KEYS = ("on", "by", "text", "next", "evidence", "correction")
HISTORY_KEYS = (
    *NEWS_KEYS,
    *("status", "reason", "merged_into", "referred_to", "answered_by"),
    *("due", "start", "because", "note", "reached", "moved", "progress", "owner", "partners"),
)
NO_DATE = "none"  # written where a date that was given is taken back


def evidence_items(fields: Fields) -> tuple[Item[e.EvidenceAdded], ...]:
    return fields.each("evidence", "a piece of evidence", EVIDENCE_KEYS, _evidence)


def _evidence(fields: Fields) -> Item[e.EvidenceAdded]:
    event = e.EvidenceAdded(
        id=fields.text("id", required=True),
        type=fields.word("type", EvidenceType, required=True) or EvidenceType.LINK,
        title=fields.text("title", required=True),
        publisher=fields.text("publisher"),
        url=fields.text("url"),
        dated=fields.partial("dated"),
        number=fields.text("number"),
        checked=fields.day("checked"),
        note=fields.text("note"),
    )
    return Item(fields.place, event, fields.day("on"), fields.text("by"), fields.text("correction"))


def indicator_items(fields: Fields) -> tuple[IndicatorItem, ...]:
    return fields.each("indicators", "an indicator", INDICATOR_KEYS, _indicator)


def _indicator(fields: Fields) -> IndicatorItem:
    id_ = fields.text("id", required=True)
    event = e.IndicatorAdded(
        id=id_,
        title=fields.text("title", required=True),
        unit=fields.text("unit"),
        description=fields.text("description"),
        baseline=fields.number("baseline"),
        baseline_on=fields.partial("baseline_on"),
        target=fields.number("target"),
        target_due=fields.partial("target_due"),
        direction=fields.word("direction", Direction) or Direction.UP,
    )

    def value(inner: Fields) -> Item[e.ValueMeasured] | None:
        on = inner.day("on", required=True)
        measured = inner.number("value", required=True)
        evidence, note = inner.text("evidence"), inner.text("note")
        by, correction = inner.text("by"), inner.text("correction")
        if on is None or measured is None:
            return None
        content = e.ValueMeasured(indicator=id_, value=measured, evidence=evidence, note=note)
        return Item(inner.place, content, on, by, correction)

    values = fields.each("values", "a value", VALUE_KEYS, value)
    item = Item(fields.place, event, fields.day("added"), "", fields.text("correction"))
    return IndicatorItem(item, values)


def milestone_items(fields: Fields) -> tuple[Item[e.MilestoneAdded], ...]:
    return fields.each("milestones", "a milestone", MILESTONE_KEYS, _milestone)


def _milestone(fields: Fields) -> Item[e.MilestoneAdded]:
    event = e.MilestoneAdded(
        id=fields.text("id", required=True),
        title=fields.text("title", required=True),
        due=fields.partial("due"),
    )
    return Item(fields.place, event, fields.day("added"), "", fields.text("correction"))


# --- history ----------------------------------------------------------------------------------------------


def news_items(fields: Fields) -> tuple[HistoryItem, ...]:
    """A plan's own history: dated news."""
    return fields.each("history", "the history of a plan", NEWS_KEYS, _history)


def history_items(fields: Fields) -> tuple[HistoryItem, ...]:
    """An action's history: news, statuses, dates, milestones, progress and owners."""
    return fields.each("history", "the history of an action", HISTORY_KEYS, _history)


def _history(fields: Fields) -> HistoryItem | None:
    _check_company(fields)
    on = fields.day("on", required=True)
    if on is None:
        return None
    taken_back = fields.text("due") == NO_DATE
    return HistoryItem(
        place=fields.place,
        on=on,
        by=fields.text("by"),
        correction=fields.text("correction"),
        dated="due" in fields,
        due=None if taken_back else fields.partial("due"),
        start=fields.partial("start"),
        because=fields.word("because", Because),
        note=fields.text("note"),
        owner=fields.text("owner"),
        partners=fields.texts("partners") if "partners" in fields else None,
        reason=fields.text("reason"),
        moved=fields.each("moved", "a moved milestone", MOVED_KEYS, _moved),
        reached=fields.texts("reached"),
        progress=fields.whole("progress"),
        update=_update(fields),
        status=_status(fields),
    )


def _check_company(fields: Fields) -> None:
    """Keys that say nothing alone, and an item that says nothing at all."""
    company = {
        "next": ("text",),
        "evidence": ("text",),
        "reason": ("status", "owner", "partners"),
        "merged_into": ("status",),
        "referred_to": ("status",),
        "answered_by": ("status",),
        "because": ("due", "start"),
        "note": ("due", "start"),
    }
    for name, others in company.items():
        if name in fields and not any(other in fields for other in others):
            fields.wrong(
                fields.line(name), f"“{name}” goes with “{others[0]}”, which is not here. Add it, or move it."
            )
    says = ("text", "status", "due", "start", "reached", "moved", "progress", "owner", "partners")
    if not any(name in fields for name in (*says, *company)):
        fields.wrong(
            fields.place.line, "this item says nothing happened. Give a text, a status, a due date …"
        )


def _moved(fields: Fields) -> e.MilestoneMoved | None:
    id_ = fields.text("milestone", required=True)
    due = None if fields.text("due", required=True) == NO_DATE else fields.partial("due")
    because, note = fields.word("because", Because), fields.text("note")
    if "because" not in fields:
        fields.wrong(
            fields.place.line,
            f"a moved milestone needs “because”: one of {', '.join(Because)} (clarified for a first date).",
        )
    return e.MilestoneMoved(id=id_, due=due, because=because, note=note) if because else None


def _update(fields: Fields) -> e.UpdatePublished | None:
    text, next_step = fields.text("text"), fields.text("next")
    evidence = fields.texts("evidence")
    return e.UpdatePublished(text=text, next_step=next_step, evidence=evidence) if text else None


def _status(fields: Fields) -> e.StatusChanged | None:
    status = fields.word("status", Status)
    answered_by = fields.texts("answered_by")
    referred_to, merged_into = fields.text("referred_to"), fields.text("merged_into")
    if status is None:
        return None
    return e.StatusChanged(
        status=status,
        reason=fields.text("reason"),
        answered_by=answered_by,
        referred_to=referred_to,
        merged_into=merged_into,
    )
