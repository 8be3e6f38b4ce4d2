"""What a plan lacks before a report is made of it: what a reader of the report would ask next.

Nothing here forbids a report. It shows, while it can still be mended, what the report will have to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.figures import Read, read_all
from tracker.domain.readings import Timing, standing_milestones
from tracker.domain.state import Action, Plan, Question
from tracker.domain.status import FINAL, KEPT, Kind, Status


class Lack(StrEnum):
    """In the order in which a page lists them: what weighs most in a report first."""

    NO_EVIDENCE = "no-evidence"
    UNEXPLAINED = "unexplained"
    NO_NEWS = "no-news"
    STEPS_LEFT = "steps-left"
    NO_OWNER = "no-owner"
    NO_DATE = "no-date"
    DELIVERED_EARLIER = "delivered-earlier"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question of a citizen that nobody has answered by the cut-off."""

    action: Action
    question: Question
    overdue: bool


def lacks(plan: Plan, since: date) -> dict[Lack, tuple[Action, ...]]:
    """The actions that lack something on the plan's day, for a report that begins at ``since``."""
    reads = read_all(plan)
    tests: dict[Lack, Callable[[Read], bool]] = {
        Lack.NO_EVIDENCE: lambda r: r.action.status in KEPT and r.readings.evidence.count == 0,
        Lack.UNEXPLAINED: _unexplained,
        Lack.NO_NEWS: lambda r: _open(r.action) and not _news_since(r.action, since),
        Lack.STEPS_LEFT: _steps_left,
        Lack.NO_OWNER: lambda r: not r.action.owner,
        Lack.NO_DATE: lambda r: _open(r.action) and r.action.type is Kind.COMMITMENT and r.action.due is None,
        Lack.DELIVERED_EARLIER: _delivered_earlier,
    }
    return {lack: tuple(r.action for r in reads if test(r)) for lack, test in tests.items()}


def _open(action: Action) -> bool:
    return action.status not in FINAL


def _news_since(action: Action, since: date) -> bool:
    return action.last_news_on is not None and action.last_news_on >= since


def _unexplained(read: Read) -> bool:
    """Late, and nobody has said a word since the date passed."""
    due = read.action.due
    if read.readings.calendar.timing is not Timing.LATE or due is None:
        return False
    return not _news_since(read.action, due.last)


def _steps_left(read: Read) -> bool:
    """Called delivered in full while a milestone of its own was not reached."""
    if read.action.status is not Status.DELIVERED:
        return False
    return any(milestone.reached_on is None for milestone in standing_milestones(read.action))


def _delivered_earlier(read: Read) -> bool:
    """Declared delivered on a day before the oldest document that is to show it."""
    days = [one.day for one in read.action.standing_evidence]
    return read.action.status in KEPT and bool(days) and min(days) > read.action.status_on


def unanswered(plan: Plan) -> tuple[Unanswered, ...]:
    """The questions that wait on the plan's day, the one that is due first leading."""
    found = (
        Unanswered(action, question, question.due < plan.day)
        for action in plan.actions.values()
        for question in _waiting(action.questions)
    )
    return tuple(sorted(found, key=lambda one: (one.question.due, one.action.ref)))


def _waiting(questions: Iterable[Question]) -> Iterable[Question]:
    return (question for question in questions if question.answered_on is None)
