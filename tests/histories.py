"""Small plans for tests, told as facts."""

from datetime import UTC, date, datetime

from tracker.domain import events as e
from tracker.domain.register import Draft
from tracker.domain.status import Kind
from tracker.domain.vocabulary import OrganisationKind

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OPENED = date(2023, 6, 30)


def opening(language: str = "fr", rhythm: int = 180) -> list[Draft]:
    """A plan of the city, with one axis and two organisations."""
    about = e.About(title="Pacte des solidarités", language=language, keeper="ville", rhythm=rhythm)
    city = e.OrganisationAdded(name="Ville de Quimper", type=OrganisationKind.AUTHORITY)
    office = e.OrganisationAdded(name="Centre d’action sociale", type=OrganisationKind.DEPARTMENT)
    return [
        Draft(OPENED, "ville", "plan", e.PlanOpened(about=about)),
        Draft(OPENED, "ville", "organisation:ville", city),
        Draft(OPENED, "ville", "organisation:ccas", office),
        Draft(OPENED, "ville", "axis:1", e.AxisAdded(title="Vivre dignement", position=1)),
    ]


def commitment(ref: str, on: date = OPENED, **fields: object) -> Draft:
    given = {"type": Kind.COMMITMENT, "title": f"Action {ref}", "axis": "1", "owner": "ccas", **fields}
    return Draft(on, "ville", f"action:{ref}", e.ActionAdded(**given))  # type: ignore[arg-type]


def about(ref: str, event: e.Event, on: date, by: str = "ccas") -> Draft:
    """Something told of the action ``ref``."""
    return Draft(on, by, f"action:{ref}", event)
