"""The three readings of an action, side by side and never mixed, and how fresh and how steady it is.

The city says (declared status), the evidence shows (what anyone can open), the calendar says (dates). Every
page, report, feed and export reads an action through these functions.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.dates import PartialDate
from tracker.domain.state import Action, Milestone
from tracker.domain.status import FINAL, KEPT, Status
from tracker.domain.vocabulary import EvidenceType

DUE_SOON_DAYS = 60


class Timing(StrEnum):
    NO_DATE = "no-date"
    ON_TIME = "on-time"
    DUE_SOON = "due-soon"
    LATE = "late"
    KEPT_IN_TIME = "kept-in-time"
    KEPT_LATE = "kept-late"
    STOPPED = "stopped"  # decided, abandoned or merged: no deadline runs any more


@dataclass(frozen=True, slots=True)
class CitySays:
    """The declared status, the day since when it holds, and the organisation that declared it."""

    status: Status
    since: date
    by: str
    reason: str
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class EvidenceShows:
    """Standing evidence by type, most frequent first; ``newest`` is the day the newest document bears."""

    count: int
    types: tuple[tuple[EvidenceType, int], ...]
    newest: date | None
    withdrawn: int


@dataclass(frozen=True, slots=True)
class CalendarSays:
    """``days`` is how late (late, kept late) or how many are left (on time, due soon); else 0."""

    timing: Timing
    due: PartialDate | None
    days: int


@dataclass(frozen=True, slots=True)
class Freshness:
    """How long nobody has said anything.

    ``days`` counts from the last news, else from the day the action was added. ``silent`` is read for open
    actions only: nothing more is owed on one that is delivered, abandoned or decided. ``reminded_on`` is the
    day its owner was last reminded of this silence; news puts an end to both.
    """

    last_news_on: date | None
    days: int
    silent: bool
    reminded_on: date | None = None


@dataclass(frozen=True, slots=True)
class Slippage:
    """``moves`` leaves out the date first given; ``days`` is later than first promised (negative: sooner)."""

    original: PartialDate | None
    current: PartialDate | None
    moves: int
    days: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Milestones reached out of those not dropped, or (``total`` 0) the percentage the owner declared."""

    percent: int
    reached: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Readings:
    city: CitySays
    evidence: EvidenceShows
    calendar: CalendarSays
    freshness: Freshness
    slippage: Slippage


def readings(action: Action, today: date, rhythm: int) -> Readings:
    """Everything an action says of itself on ``today``; ``rhythm`` is the plan's, in days."""
    return Readings(
        city=city_says(action),
        evidence=evidence_shows(action),
        calendar=calendar_says(action, today),
        freshness=freshness(action, today, rhythm),
        slippage=slippage(action),
    )


def city_says(action: Action) -> CitySays:
    change = action.last_change
    return CitySays(
        status=action.status,
        since=action.status_on,
        by=action.status_by,
        reason=change.reason if change else "",
        progress=progress(action),
    )


def evidence_shows(action: Action) -> EvidenceShows:
    standing = action.standing_evidence
    return EvidenceShows(
        count=len(standing),
        types=tuple(Counter(e.type for e in standing).most_common()),
        newest=max((e.day for e in standing), default=None),
        withdrawn=len(action.evidence) - len(standing),
    )


def calendar_says(action: Action, today: date) -> CalendarSays:
    """An action is late after the last day of its due date; one that was kept is read on the day it was."""
    due = action.due
    if action.status in FINAL - KEPT:
        return CalendarSays(Timing.STOPPED, due, 0)
    if due is None:
        return CalendarSays(Timing.NO_DATE, None, 0)
    if action.status in KEPT:
        days = (action.status_on - due.last).days
        return CalendarSays(Timing.KEPT_LATE if days > 0 else Timing.KEPT_IN_TIME, due, max(days, 0))
    left = (due.last - today).days
    if left < 0:
        return CalendarSays(Timing.LATE, due, -left)
    return CalendarSays(Timing.DUE_SOON if left <= DUE_SOON_DAYS else Timing.ON_TIME, due, left)


def freshness(action: Action, today: date, rhythm: int) -> Freshness:
    since = action.last_news_on or action.added_on
    days = (today - since).days
    reminded_on = action.reminded_on if action.reminded_on and action.reminded_on > since else None
    return Freshness(action.last_news_on, days, days > rhythm and action.status not in FINAL, reminded_on)


def slippage(action: Action) -> Slippage:
    given = [move for move in action.moves if move.after is not None]
    original = given[0].after if given else None
    moves = sum(1 for move in action.moves if move.before is not None)
    current = action.due
    days = (current.last - original.last).days if current and original else 0
    return Slippage(original, current, moves, days)


def progress(action: Action) -> Progress | None:
    """The share of milestones reached, else the declared percentage, else None. Never from the status."""
    milestones = standing_milestones(action)
    if milestones:
        reached = sum(1 for m in milestones if m.reached_on)
        return Progress(100 * reached // len(milestones), reached, len(milestones))
    if action.declared_progress is not None:
        return Progress(action.declared_progress)
    return None


def standing_milestones(action: Action) -> tuple[Milestone, ...]:
    return tuple(m for m in action.milestones if not m.dropped_reason)
