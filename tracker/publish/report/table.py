"""Every action of a report as a row of a spreadsheet. ``actions.csv``.

UTF-8 with the mark that spreadsheets look for, commas, RFC 4180. A cell that they would take for a formula
begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io

from tracker.publish.data_fields import edtf, iso
from tracker.publish.report.content import ActionYear, Report

COLUMNS = (
    "ref",
    "kind",
    "title",
    "axis",
    "axis_title",
    "owner",
    "partners",
    "status",
    "status_since",
    "status_by",
    "reason",
    "status_before",
    "progress_percent",
    "due",
    "original_due",
    "due_moves",
    "days_moved",
    "timing",
    "timing_days",
    "evidence",
    "newest_evidence",
    "last_news_on",
    "days_without_news",
    "silent",
    "facts_in_period",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def actions_csv(report: Report) -> bytes:
    """One row an action, in the order of the report. The same report gives the same bytes."""
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    for one in report.actions:
        rows.writerow(_cell(value) for value in _row(report, one))
    return written.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _row(report: Report, one: ActionYear) -> tuple[object, ...]:
    action, readings = one.action, one.read.readings
    axis = report.plan.axes.get(action.axis)
    return (
        action.ref,
        action.type.value,
        action.title,
        action.axis,
        axis.title if axis else "",
        one.owner,
        "; ".join(one.partners),
        action.status.value,
        iso(action.status_on),
        one.said_by,
        readings.city.reason,
        one.before.status.value if one.before else None,
        readings.city.progress.percent if readings.city.progress else None,
        edtf(action.due),
        edtf(readings.slippage.original),
        readings.slippage.moves,
        readings.slippage.days,
        readings.calendar.timing.value,
        readings.calendar.days,
        readings.evidence.count,
        iso(readings.evidence.newest),
        iso(readings.freshness.last_news_on),
        readings.freshness.days,
        "yes" if readings.freshness.silent else "no",
        sum(len(day.lines) for day in one.days),
    )
