"""What changed between the plan as a report finds it and the plan as it stood before: action by action.

“Before” is what the last sealed report showed, at its cut-off and from the entries it was made from; without
one, the eve of the period as known today.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TypeVar

from tracker.domain.dates import PartialDate
from tracker.domain.difference import Piece, words
from tracker.domain.events import ContentErased, CorrectionMade, ReportSealed
from tracker.domain.figures import Figures, figures, movements, read_all
from tracker.domain.state import Action, PastWording, Plan, Told
from tracker.domain.status import Status
from tracker.publish.markdown import to_text

T = TypeVar("T")
# Figures that a reader may hold against those of a sealed report, in the order in which they are said.
COMPARED = ("total", "kept", "kept_late", "open", "late", "silent", "with_evidence", "without_owner", "moved")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed edition: what it said, and the day it was sealed on."""

    event: ReportSealed
    on: date


@dataclass(frozen=True, slots=True)
class Restated:
    """Where a sealed report and what is known today of the same day differ.

    ``facts`` counts entries recorded since about days up to its cut-off, corrections and erasures among them;
    ``actions`` the actions that read otherwise; ``figures`` holds (field of Figures, said then, known today).
    """

    facts: int
    actions: int
    figures: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Reworded:
    """The title and the promise before and now, word by word. Without a change ``words`` is empty.

    ``on`` and ``reason`` are of the last change; the day is None where the register tells of none.
    """

    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """What is different in one action: pairs (before, now), None where nothing changed.

    ``owner`` holds slugs, ``evidence`` counts of standing pieces, ``milestones`` counts of those reached.
    """

    action: Action
    status: tuple[Status, Status] | None
    due: tuple[PartialDate | None, PartialDate | None] | None
    owner: tuple[str, str] | None
    evidence: tuple[int, int] | None
    milestones: tuple[int, int] | None
    wording: Reworded | None

    @property
    def any(self) -> bool:
        return any(getattr(self, one.name) is not None for one in fields(self) if one.name != "action")

    @property
    def later(self) -> int | None:
        """How many days later the due date is, negative if sooner; None unless there are two dates."""
        if self.due is None or self.due[0] is None or self.due[1] is None:
            return None
        return (self.due[1].last - self.due[0].last).days


@dataclass(frozen=True, slots=True)
class Compared:
    """A plan beside itself as it stood before. Each action is new, changed or unchanged; none is left out.

    ``total`` counts the actions now. An action cannot be taken back, so that none of before is missing.
    ``statuses`` counts the changes of status by (before, now), the most frequent first.
    """

    day: date
    edition: Sealed | None
    restated: Restated | None
    total: int
    new: tuple[Action, ...]
    changed: tuple[Change, ...]
    unchanged: int
    statuses: tuple[tuple[Status, Status, int], ...]

    def count(self, what: str) -> int:
        """How many actions changed in one respect, a field of ``Change``."""
        return sum(1 for one in self.changed if getattr(one, what) is not None)


def compare(
    before: Plan, now: Plan, edition: Sealed | None = None, restated: Restated | None = None
) -> Compared:
    new, changed, unchanged = [], [], 0
    for one in movements(before, now):
        if one.before is None:
            new.append(one.action)
            continue
        change = _change(one.before, one.action)
        if change.any:
            changed.append(change)
        else:
            unchanged += 1
    counted = Counter(one.status for one in changed if one.status)
    return Compared(
        day=before.day,
        edition=edition,
        restated=restated,
        total=len(now.actions),
        new=tuple(new),
        changed=tuple(changed),
        unchanged=unchanged,
        statuses=tuple((*pair, count) for pair, count in counted.most_common()),
    )


def _change(before: Action, now: Action) -> Change:
    return Change(
        action=now,
        status=_pair(before.status, now.status),
        due=_pair(before.due, now.due),
        owner=_pair(before.owner, now.owner),
        evidence=_pair(len(before.standing_evidence), len(now.standing_evidence)),
        milestones=_pair(_reached(before), _reached(now)),
        wording=_reworded(before, now),
    )


def _pair(before: T, now: T) -> tuple[T, T] | None:
    return (before, now) if before != now else None


def _reached(action: Action) -> int:
    return sum(1 for one in action.milestones if one.reached_on and not one.dropped_reason)


@dataclass(frozen=True, slots=True)
class Rewording:
    action: Action
    wording: Reworded


def rewordings(before: Plan | None, now: Plan) -> tuple[Rewording, ...]:
    """Every action that reads otherwise than before, or, new since, than when it was entered."""
    made = []
    for action in now.actions.values():
        old: Action | PastWording | None = before.actions.get(action.ref) if before else None
        if old is None:
            old = action.past_wordings[0] if action.past_wordings else action
        if wording := _reworded(old, action):
            made.append(Rewording(action, wording))
    return tuple(made)


def _reworded(before: Action | PastWording, now: Action) -> Reworded | None:
    """The change of title or promise; None when both read the same."""
    old, new = _promise(before), _promise(now)
    if before.title == now.title and old == new:
        return None
    last = now.past_wordings[-1] if now.past_wordings else None
    return Reworded(
        title=words(before.title, now.title) if before.title != now.title else (),
        text=words(old, new) if old != new else (),
        on=last.until if last else None,
        reason=last.reason if last else "",
    )


def _promise(told: Action | PastWording) -> str:
    return to_text(told.wording.text) if told.wording else ""


# --- the report before --------------------------------------------------------------------------------------


def report_before(story: Iterable[Told], since: date, several: bool) -> Sealed | None:
    """The last edition of the report on the period before: of the year before, or, for a report on several
    years, of the last such report that ended before it begins."""
    found = [Sealed(one.event, one.on) for one in story if isinstance(one.event, ReportSealed)]
    if several:
        of_before = [one for one in found if one.event.since and one.event.cut_off < since]
    else:
        of_before = [one for one in found if not one.event.since and one.event.year == since.year - 1]
    return max(of_before, key=lambda one: (one.event.cut_off, one.event.edition), default=None)


def restate(shown: Plan, today: Plan, story: Sequence[Told], known: int) -> Restated:
    """What a sealed report showed, held against the same day as it is known now (``today``)."""
    differ = [
        ref
        for ref in {**shown.actions, **today.actions}
        if _telling(shown.actions.get(ref)) != _telling(today.actions.get(ref))
    ]
    then, now = _figures(shown), _figures(today)
    pairs = ((name, getattr(then, name), getattr(now, name)) for name in COMPARED)
    days = {one.index: one.on for one in story}
    return Restated(
        facts=sum(1 for one in story if one.index >= known and _about(one, days) <= shown.day),
        actions=len(differ),
        figures=tuple(pair for pair in pairs if pair[1] != pair[2]),
    )


def _about(one: Told, days: dict[int, date]) -> date:
    """The day that an entry tells of: for one that amends another, that other's."""
    if isinstance(one.event, CorrectionMade | ContentErased):
        return days.get(one.event.entry, one.on)
    return one.on


def _figures(plan: Plan) -> Figures:
    return figures(read_all(plan))


def _telling(action: Action | None) -> tuple[object, ...] | None:
    """What a report says of an action, without where in the register it was said."""
    if action is None:
        return None
    return (
        action.status,
        action.due,
        action.owner,
        action.title,
        _promise(action),
        len(action.standing_evidence),
        _reached(action),
        action.last_news_on,
    )
