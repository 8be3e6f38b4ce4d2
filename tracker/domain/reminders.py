"""What is due to be said to whom: deadlines ahead, deadlines gone by, silence, and reports to review.

Pure: plans, people, the day and what was said before come in, one digest a person comes out. Nothing here
depends on being asked every day: what should have been said on a day that was missed is said on the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from typing import TypeAlias

from tracker.domain.readings import Timing, calendar_says, freshness
from tracker.domain.state import Action, Plan

DAYS_AHEAD = (30, 7, 1)
DAYS_LATE = (1, 7)
DAYS_BETWEEN = 30
DAYS_WAITING = 7  # between two reminders of a report that nobody reviews


class Reason(StrEnum):
    """Why somebody is reminded; each can be switched off by the person."""

    DUE = "due"
    LATE = "late"
    SILENT = "silent"
    REVIEW = "review"


class Unsaid(StrEnum):
    """Why something was not said."""

    MUTED = "muted"  # the person wants no reminders of this kind
    NOBODY = "nobody"  # neither the owner nor the plan has anybody who wants them


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who may be reminded. ``person`` is a key that outlives a change of address."""

    person: str
    email: str
    language: str
    muted: frozenset[Reason] = frozenset()


@dataclass(frozen=True, slots=True)
class Recipients:
    """Editors by (plan, organisation), reviewers by plan; those who can sign in, and no others."""

    editors: Mapping[tuple[str, str], tuple[Recipient, ...]] = field(default_factory=dict)
    reviewers: Mapping[str, tuple[Recipient, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to be said. ``days`` are left, late, without news, or waited; ``to`` is the organisation
    that was found to have somebody to tell, empty for the plan's reviewers."""

    plan: str
    ref: str
    reason: Reason
    days: int
    to: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """Everything that is to be said to one person, in the order of plans and of their actions."""

    recipient: Recipient
    matters: tuple[Matter, ...]


@dataclass(frozen=True, slots=True)
class Omission:
    """Something that was due to be said and is not; ``person`` is empty when there is nobody."""

    matter: Matter
    person: str
    why: Unsaid


@dataclass(frozen=True, slots=True)
class Waiting:
    """A report that waits for review since a day; ``by`` wrote it (as in ``Recipient.person``)."""

    plan: str
    ref: str
    since: date
    by: str


# The last day on which a person was told of an action for a reason: (person, plan, reference, reason).
# Omissions count as told, so that each is noted as often as it would have been said.
Said: TypeAlias = Mapping[tuple[str, str, str, Reason], date]


def reminders(
    plans: Iterable[Plan],
    recipients: Recipients,
    said: Said,
    today: date,
    waiting: Iterable[Waiting] = (),
) -> tuple[list[Digest], list[Omission]]:
    """What to say today, and what is left unsaid although it is due."""
    people: dict[str, Recipient] = {}
    matters: dict[str, list[Matter]] = {}
    omissions: list[Omission] = []
    waiting = list(waiting)
    for plan in plans:
        for matter, listening, muted, is_due in _matters(plan, recipients, said, today, waiting):
            for person in listening:
                if is_due(person.person):
                    people[person.person] = person
                    matters.setdefault(person.person, []).append(matter)
            for key, why in _omitted(listening, muted):
                if is_due(key):
                    omissions.append(Omission(matter, key, why))
    return [Digest(people[key], tuple(found)) for key, found in matters.items()], omissions


def _matters(
    plan: Plan, recipients: Recipients, said: Said, today: date, waiting: Iterable[Waiting]
) -> Iterator[tuple[Matter, list[Recipient], list[Recipient], Callable[[str], bool]]]:
    """Each matter of a plan, who listens, who does not want to, and whether it is due to be said to one."""
    for one in waiting:
        if one.plan == plan.slug and one.ref in plan.actions:
            yield _to_review(one, recipients, said, today)
    for action in plan.actions.values():
        for reason, days in _reasons(action, today, plan.opened.rhythm):
            matter, listening, muted = _audience(plan, action, reason, days, recipients)
            yield matter, listening, muted, partial(_is_due, action, matter, said, today)


def _to_review(
    one: Waiting, recipients: Recipients, said: Said, today: date
) -> tuple[Matter, list[Recipient], list[Recipient], Callable[[str], bool]]:
    """The plan's reviewers hear of a report, save who wrote it: nobody reviews their own."""
    reviewers = [person for person in recipients.reviewers.get(one.plan, ()) if person.person != one.by]
    matter = Matter(one.plan, one.ref, Reason.REVIEW, (today - one.since).days)

    def is_due(person: str) -> bool:
        last = said.get((person, one.plan, one.ref, Reason.REVIEW))
        return last is None or last < one.since or (today - last).days >= DAYS_WAITING

    muted = [person for person in reviewers if Reason.REVIEW in person.muted]
    return matter, [person for person in reviewers if person not in muted], muted, is_due


def _reasons(action: Action, today: date, rhythm: int) -> Iterator[tuple[Reason, int]]:
    calendar = calendar_says(action, today)
    if calendar.timing is Timing.LATE:
        yield Reason.LATE, calendar.days
    elif calendar.timing in (Timing.ON_TIME, Timing.DUE_SOON) and calendar.days <= DAYS_AHEAD[0]:
        yield Reason.DUE, calendar.days
    fresh = freshness(action, today, rhythm)
    if fresh.silent:
        yield Reason.SILENT, fresh.days


def _audience(
    plan: Plan, action: Action, reason: Reason, days: int, recipients: Recipients
) -> tuple[Matter, list[Recipient], list[Recipient]]:
    """Who listens and who does not want to: the owner's editors or, when none of them listens, reviewers."""
    editors = recipients.editors.get((plan.slug, action.owner), ()) if action.owner else ()
    muted = [person for person in editors if reason in person.muted]
    listening = [person for person in editors if reason not in person.muted]
    to = action.owner
    if not listening:
        to = ""
        reviewers = [p for p in recipients.reviewers.get(plan.slug, ()) if p not in muted]
        muted += [person for person in reviewers if reason in person.muted]
        listening = [person for person in reviewers if reason not in person.muted]
    return Matter(plan.slug, action.ref, reason, days, to), listening, muted


def _omitted(listening: list[Recipient], muted: list[Recipient]) -> Iterator[tuple[str, Unsaid]]:
    yield from ((person.person, Unsaid.MUTED) for person in muted)
    if not listening:
        yield "", Unsaid.NOBODY


def _is_due(action: Action, matter: Matter, said: Said, today: date, person: str) -> bool:
    last = said.get((person, matter.plan, matter.ref, matter.reason))
    if last is None:
        return True
    long_ago = (today - last).days >= DAYS_BETWEEN
    if matter.reason is Reason.SILENT or action.due is None:
        return long_ago
    if matter.reason is Reason.LATE and matter.days > DAYS_LATE[-1] and long_ago:
        return True
    return any(last < mark <= today for mark in _marks(action.due.last, matter.reason))


def _marks(due: date, reason: Reason) -> list[date]:
    """The days on which something is to be said of a deadline."""
    if reason is Reason.DUE:
        return [due - timedelta(days) for days in DAYS_AHEAD]
    return [due + timedelta(days) for days in DAYS_LATE]
