"""Short ways to say what tests say often, all on one day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.domain.stories import (
    Fact,
    about,
    commitment,
    of_action,
    of_plan,
)
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.merkle import Checkpoint
from tracker.domain.status import (
    Status,
)
from tracker.domain.vocabulary import Because, OrganisationKind

ON = "2024-01-01"
Facts = tuple[Fact, ...]


def said(*events: e.Event, on: str = ON, ref: str = "1.01") -> Facts:
    return tuple(of_action(on, event, ref=ref) for event in events)


def of_the_plan(*events: e.Event, on: str = ON) -> Facts:
    return tuple(of_plan(on, event) for event in events)


def status(after: str, **fields: Any) -> e.StatusChanged:
    return e.StatusChanged(status=Status(after), **fields)


def organisation(name: str = "Office", **fields: Any) -> e.OrganisationAdded:
    return e.OrganisationAdded(name=name, type=OrganisationKind.DEPARTMENT, **fields)


def moved(due: str | None, because: Because | None = Because.LEGAL, **fields: Any) -> e.DatesSet:
    return e.DatesSet(due=PartialDate(due) if due else None, because=because, **fields)


def fix(entry: int, payload: dict[str, Any] | None, reason: str = "A slip.") -> e.CorrectionMade:
    return e.CorrectionMade(entry=entry, reason=reason, payload=payload)


def erase(entry: int, remains: dict[str, Any] | None = None, reason: str = "It named a person.") -> e.Event:
    return e.ContentErased(entry=entry, reason=reason, remains=remains)


def revised(**fields: Any) -> Facts:
    return of_the_plan(e.PlanRevised(about=about(**fields)))


def part_of(whole: str) -> e.OrganisationRevised:
    return e.OrganisationRevised(name="Parks", type=OrganisationKind.PARTNER, part_of=whole)


ONE = e.ProgressDeclared(percent=1)
MEASURED = e.ValueMeasured(indicator="visits", value=Decimal(1))
COUNTED = e.ValueMeasured(indicator="visits", value=Decimal(1), evidence="photo")
KEYS = e.MilestoneAdded(id="keys", title="Keys")
REACHED = e.MilestoneReached(id="keys")
VISITS = e.IndicatorAdded(id="visits", title="Visits")
ASKED = e.QuestionPublished(id="q1", text="Where?", due=date(2024, 2, 1))
ANSWERED = e.QuestionAnswered(id="q1", text="There.")
WITHDRAWN = e.EvidenceWithdrawn(id="photo", reason="Wrong house.")
MERGED = status("merged", reason="Same house.", merged_into="1.02")
SECOND = Fact("2023-01-01", "action:1.02", commitment("Open a small house"))
WORDED = e.ActionReworded(title="Open a house", wording=e.Wording(text="A house.", source="pact"))


def report(**fields: Any) -> e.ReportSealed:
    """A report of 2023, sealed in 2024 from the facts of the opening."""
    given: dict[str, Any] = {
        "year": 2023,
        "edition": 1,
        "cut_off": date(2023, 12, 31),
        "known": 8,
        "checkpoint": Checkpoint("promises.example/pact", 8, bytes(32)).text,
        "files": (sealed_file(),),
    }
    return e.ReportSealed(**{**given, **fields})


def sealed_file(name: str = "pact-2023-en.pdf", sha256: str = "ab" * 32, size: int = 3) -> e.SealedFile:
    return e.SealedFile(name, sha256, size)


def point(text: str) -> e.ReportSealed:
    return report(checkpoint=text)


def sealed_without(**fields: Any) -> dict[str, Any]:
    """What may remain of a sealed report whose foreword names somebody."""
    return e.payload_of(report(**fields))


def added(subject: str, event: e.Event) -> Facts:
    return (Fact(ON, subject, event),)
