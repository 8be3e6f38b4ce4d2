"""Values as programs read them, the same in every answer: dates as EDTF texts, days as ISO texts, counts.

No words of a language are in here.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.domain.dates import PartialDate
from tracker.domain.figures import Figures
from tracker.domain.readings import Readings

Data = dict[str, Any]


def edtf(value: PartialDate | None) -> str | None:
    return value.edtf if value else None


def iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def readings_data(readings: Readings) -> Data:
    """What the evidence shows, what the calendar says, freshness and slippage of an action."""
    evidence, calendar = readings.evidence, readings.calendar
    return {
        "evidence_shows": {
            "count": evidence.count,
            "types": {type_.value: number for type_, number in evidence.types},
            "newest": iso(evidence.newest),
            "withdrawn": evidence.withdrawn,
        },
        "calendar_says": {
            "timing": calendar.timing.value,
            "due": edtf(calendar.due),
            "days": calendar.days,
        },
        "freshness": {
            "last_news_on": iso(readings.freshness.last_news_on),
            "days": readings.freshness.days,
            "silent": readings.freshness.silent,
        },
        "slippage": {
            "original": edtf(readings.slippage.original),
            "moves": readings.slippage.moves,
            "days": readings.slippage.days,
        },
    }


def counts_data(counts: Figures) -> Data:
    """The counts of a group of actions that are not of its statuses."""
    return {
        "late": counts.late,
        "due_soon": counts.due_soon,
        "kept_late": counts.kept_late,
        "silent": counts.silent,
        "never_heard_of": counts.never_heard_of,
        "with_evidence": counts.with_evidence,
        "without_owner": counts.without_owner,
        "without_date": counts.without_date,
        "moved": counts.moved,
        "days_moved": counts.days_moved,
    }
