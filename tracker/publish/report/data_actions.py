"""What a report says of one action, as data: for ``report.json``."""

from __future__ import annotations

from tracker.domain.events import payload_of
from tracker.domain.state import Action, DateMove, Indicator, Milestone, StatusChange
from tracker.publish.data_fields import Data, edtf, iso, readings_data
from tracker.publish.report.content import ActionYear
from tracker.publish.report.year import Day, Line


def action_data(one: ActionYear) -> Data:
    """One action: its promise, its readings, its dates, its year day by day."""
    action, before = one.action, one.before
    return {
        "ref": action.ref,
        "kind": action.type.value,
        "title": action.title,
        "axis": action.axis,
        "owner": one.owner,
        "partners": list(one.partners),
        "wording": one.wording.text if one.wording else None,
        "wording_source": one.source.title if one.source else None,
        "start": edtf(action.start),
        "readings": {"city_says": _city_says(one), **readings_data(one.read.readings)},
        "before": _before(before) if before else None,
        "evidence": list(one.numbers),
        "moves": [move_data(move) for move in action.moves],
        "milestones": [_milestone(milestone) for milestone in action.milestones],
        "indicators": [_indicator(indicator) for indicator in action.indicators],
        "days": [_day(day) for day in one.days],
    }


def _city_says(one: ActionYear) -> Data:
    city = one.read.readings.city
    return {
        "status": city.status.value,
        "since": city.since.isoformat(),
        "by": one.said_by,
        "by_an_observer": one.observed,
        "reason": city.reason,
        "progress_percent": city.progress.percent if city.progress else None,
        "history": [_change(change) for change in one.action.statuses],
    }


def _change(change: StatusChange) -> Data:
    return {"on": change.on.isoformat(), "status": change.after.value, "reason": change.reason}


def _before(action: Action) -> Data:
    return {"status": action.status.value, "due": edtf(action.due), "title": action.title}


def _milestone(one: Milestone) -> Data:
    return {
        "title": one.title,
        "due": edtf(one.due),
        "reached_on": iso(one.reached_on),
        "dropped_reason": one.dropped_reason,
    }


def _indicator(one: Indicator) -> Data:
    return {
        "title": one.title,
        "unit": one.unit,
        "baseline": str(one.baseline) if one.baseline is not None else None,
        "target": str(one.target) if one.target is not None else None,
        "target_due": edtf(one.target_due),
        "values": [{"on": value.on.isoformat(), "value": str(value.value)} for value in one.values],
    }


def _day(day: Day) -> Data:
    return {"on": day.on.isoformat(), "facts": [_fact(line) for line in day.lines]}


def _fact(line: Line) -> Data:
    """``says`` is the content as the register has it, null where it was erased on legal ground."""
    return {
        "kind": line.kind,
        "by": line.by,
        "recorded_on": iso(line.recorded_on),
        "says": payload_of(line.event) if line.event else None,
        "evidence": list(line.numbers),
    }


def move_data(move: DateMove) -> Data:
    return {
        "on": move.on.isoformat(),
        "before": edtf(move.before),
        "after": edtf(move.after),
        "days": move.days,
        "because": move.because.value if move.because else None,
        "note": move.note,
    }
