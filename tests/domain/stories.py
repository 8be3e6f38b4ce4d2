"""Small registers made by hand, and the state they fold into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import Any

from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.fold import state, told
from tracker.domain.register import Draft, Entry, Head, seal
from tracker.domain.rules import Broken, broken_in_action, broken_in_plan
from tracker.domain.state import Action, Plan
from tracker.domain.status import Kind, Status
from tracker.domain.vocabulary import Because, EvidenceType, OrganisationKind

FAR = date(2030, 1, 1)


@dataclass(frozen=True)
class Fact:
    """What was said, of what, on which day; ``at`` is the day of recording, else the day of the fact."""

    on: str
    subject: str
    event: e.Event
    at: str | None = None
    by: str = "city"


def register(*facts: Fact, plan: str = "pact") -> list[Entry]:
    """Sealed entries, the same on every run; the clock never goes back, so late facts need no ``at``."""
    head, entries = Head(plan), []
    for place, fact in enumerate(facts):
        recorded = datetime.combine(date.fromisoformat(fact.at or fact.on), time(12), UTC)
        draft = Draft(date.fromisoformat(fact.on), fact.by, fact.subject, fact.event)
        entry, head = seal(draft, head, recorded, place.to_bytes(16, "big"))
        entries.append(entry)
    return entries


def folded(*facts: Fact, day: date | str = FAR, known: int | None = None) -> Plan:
    return as_of(register(*facts), day, known)


def as_of(entries: Iterable[Entry], day: date | str = FAR, known: int | None = None) -> Plan:
    day = day if isinstance(day, date) else date.fromisoformat(day)
    return state("pact", told(entries, known), day, known)


def action(*facts: Fact, day: date | str = FAR, known: int | None = None) -> Action:
    """Action 1.01 of the plan of ``OPENING`` after more facts."""
    return folded(*OPENING, *facts, day=day, known=known).actions["1.01"]


def broken(*facts: Fact, today: date = FAR) -> list[Broken]:
    """Every rule that a register breaks, in the order of its entries."""
    return broken_in(register(*facts), today)


def broken_in(entries: Iterable[Entry], today: date = FAR) -> list[Broken]:
    entries = list(entries)
    story = told(entries)
    plan = state(entries[0].plan, story, date.max)
    of_actions = sorted((t for t in story if t.subject.startswith("action:")), key=lambda t: t.subject)
    found = list(broken_in_plan(plan, [t for t in story if not t.subject.startswith("action:")], today))
    for _, one in groupby(of_actions, key=lambda t: t.subject):
        found += broken_in_action(plan, list(one), today)
    return sorted(found, key=lambda problem: problem.index)


def rules_broken(*facts: Fact, today: date = FAR) -> list[str]:
    """The names of the rules that facts after ``OPENING`` break."""
    return [problem.rule for problem in broken(*OPENING, *facts, today=today)]


def about(**fields: Any) -> e.About:
    given: dict[str, Any] = {
        "title": "Pact",
        "language": "en",
        "keeper": "city",
        "sources": (e.Source("pact", "The pact"),),
    }
    return e.About(**{**given, **fields})


def commitment(title: str = "Open a house for all", **fields: Any) -> e.ActionAdded:
    given: dict[str, Any] = {"type": Kind.COMMITMENT, "axis": "1", "due": PartialDate("2024-06")}
    return e.ActionAdded(title=title, **{**given, **fields})


def proposal(title: str = "A house for all", **fields: Any) -> e.ActionAdded:
    return e.ActionAdded(**{"type": Kind.PROPOSAL, "axis": "1", "title": title, **fields})


def evidence(id_: str = "photo", **fields: Any) -> e.EvidenceAdded:
    given: dict[str, Any] = {
        "type": EvidenceType.LINK,
        "title": "A photo",
        "url": "https://example.org/photo",
    }
    return e.EvidenceAdded(id=id_, **{**given, **fields})


# A plan opened on 1 January 2023, with the commitment 1.01 and the proposals P1 and P2.
OPENING = (
    Fact("2023-01-01", "plan", e.PlanOpened(about=about())),
    Fact("2023-01-01", "organisation:city", e.OrganisationAdded(name="City", type=OrganisationKind.ELECTED)),
    Fact(
        "2023-01-01",
        "organisation:parks",
        e.OrganisationAdded(name="Parks", type=OrganisationKind.DEPARTMENT),
    ),
    Fact("2023-01-01", "axis:1", e.AxisAdded(title="Living together", position=1)),
    Fact("2023-01-01", "axis:2", e.AxisAdded(title="Living well", position=2)),
    Fact("2023-01-01", "action:1.01", commitment(position=1)),
    Fact("2023-01-01", "action:P1", proposal(position=2)),
    Fact("2023-01-01", "action:P2", proposal("A house for cats", position=3)),
)
SIZE = len(OPENING)


def of_action(on: str, event: e.Event, at: str | None = None, ref: str = "1.01") -> Fact:
    return Fact(on, f"action:{ref}", event, at)


def of_plan(on: str, event: e.Event, at: str | None = None) -> Fact:
    return Fact(on, "plan", event, at)


# What may happen to 1.01 after the opening.
BEGUN = of_action("2023-03-01", e.StatusChanged(status=Status.IN_PROGRESS))
SHOWN = of_action("2024-05-20", evidence())
DONE = of_action("2024-06-10", e.StatusChanged(status=Status.DELIVERED))
MOVED = of_action(
    "2024-02-01", e.DatesSet(due=PartialDate("2024-12"), because=Because.FUNDING, note="The grant came late.")
)
