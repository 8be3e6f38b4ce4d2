"""What the words of these pages mean: statuses, counting rules, dates, readings. For a plan, or for all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Request, Response

from tracker.domain.dates import PartialDate
from tracker.domain.figures import FEWEST_FOR_PERCENT
from tracker.domain.readings import DUE_SOON_DAYS
from tracker.domain.state import Plan
from tracker.domain.status import (
    FINAL,
    NEEDS_EVIDENCE,
    NEEDS_REASON,
    STATUSES,
    Kind,
    Status,
    next_statuses,
)
from tracker.web.frame import Reading, page
from tracker.web.public.plan_frame import plan_page
from tracker.web.public.show import show

USUAL_RHYTHM = 180
# One date of every precision that a plan may give.
EXAMPLES = ("2024", "2024-H1", "2024-Q3", "2024-22", "2024-24", "2024-06", "2024-06-30")


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A status and what declaring it needs. ``own`` is the plan's own label, empty when it has none."""

    status: Status
    own: str
    needs_evidence: bool
    needs_reason: bool
    needs_answer: bool
    needs_authority: bool
    needs_target: bool
    final: bool
    next: tuple[Status, ...]


@dataclass(frozen=True, slots=True)
class DateRow:
    said: PartialDate
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class DefinitionsPage:
    """``rhythm`` is in days: the plan's own, or the usual one on the page for all plans."""

    groups: tuple[tuple[Kind, tuple[StatusRow, ...]], ...]
    dates: tuple[DateRow, ...]
    rhythm: int
    due_soon: int
    fewest: int


@show("/definitions", name="definitions.show")
async def definitions(reading: Reading, request: Request[Any, Any, Any]) -> Response[str]:
    return page(reading, "definitions/show.html", {"page": _page(None), "plan": None})


@show("/{plan:str}/definitions", name="plan.definitions")
async def plan_definitions(reading: Reading, request: Request[Any, Any, Any]) -> Response[str]:
    plan = await reading.plan()
    return plan_page(reading, plan, "definitions/plan.html", {"page": _page(plan), "here": "definitions"})


def _page(plan: Plan | None) -> DefinitionsPage:
    return DefinitionsPage(
        groups=tuple(
            (kind, tuple(_row(plan, kind, status) for status in STATUSES[kind]))
            for kind in (Kind.COMMITMENT, Kind.PROPOSAL)
        ),
        dates=tuple(DateRow(d, d.first, d.last) for d in map(PartialDate, EXAMPLES)),
        rhythm=plan.opened.rhythm if plan else USUAL_RHYTHM,
        due_soon=DUE_SOON_DAYS,
        fewest=FEWEST_FOR_PERCENT,
    )


def _row(plan: Plan | None, kind: Kind, status: Status) -> StatusRow:
    return StatusRow(
        status=status,
        own=plan.opened.status_labels.get(status, "") if plan else "",
        needs_evidence=status in NEEDS_EVIDENCE,
        needs_reason=status in NEEDS_REASON,
        needs_answer=status is Status.ACCEPTED,
        needs_authority=status is Status.REFERRED,
        needs_target=status is Status.MERGED,
        final=status in FINAL,
        next=next_statuses(kind, status),
    )
