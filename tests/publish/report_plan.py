"""A small plan with a year in it that can be counted by hand, for tests of the report.

The year is 2024. Five commitments and two proposals stand on its last day:
- 1 delivered in 2024, 31 days after its date; 2 delivered in 2023 in time;
- 3 in progress, moved in 2024 by a year, with a question answered in time and one that waits past its delay;
- 4 abandoned in 2024; 5 added in 2024, late since its date, nothing ever said about it;
- P1 accepted in 2024, answered by 3; P2 submitted and silent.
Early in 2025 action 3 is delivered: no report of 2024 may know it.
"""

from datetime import date
from decimal import Decimal

from tests.histories import about, commitment, opening
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.register import Draft
from tracker.domain.status import Kind, Status
from tracker.domain.vocabulary import Because, EvidenceType

SHARED = "https://quimper.example/bilan"


def proof(id_: str, url: str, dated: str = "2024-01") -> e.EvidenceAdded:
    return e.EvidenceAdded(
        id=id_, type=EvidenceType.LINK, title="Bilan", publisher="Ville", url=url, dated=PartialDate(dated)
    )


def declared(status: Status, **fields: object) -> e.StatusChanged:
    return e.StatusChanged(status=status, **fields)  # type: ignore[arg-type]


def due(text: str) -> PartialDate:
    return PartialDate(text)


def year_2024() -> list[Draft]:
    wording = e.Wording(text="Ouvrir un lieu par quartier.", summarised=False, page="4")
    return [
        *opening(),
        commitment("1", due=due("2024-05"), wording=wording),
        commitment("2", due=due("2024")),
        commitment("3", due=due("2024-12-31")),
        commitment("4"),
        commitment("P1", type=Kind.PROPOSAL),
        commitment("P2", type=Kind.PROPOSAL),
        about("2", proof("b", SHARED, "2023-11"), date(2023, 12, 1)),
        about("2", declared(Status.DELIVERED), date(2023, 12, 1)),
        about("1", proof("b", SHARED, "2023-11"), date(2024, 7, 1)),
        about("1", declared(Status.DELIVERED), date(2024, 7, 1)),
        about("3", declared(Status.IN_PROGRESS), date(2024, 2, 1)),
        about("3", proof("plan", "https://quimper.example/plan"), date(2024, 2, 1)),
        about("3", e.IndicatorAdded(id="lieux", title="Lieux", unit="lieux"), date(2024, 2, 1)),
        about("3", e.ValueMeasured(indicator="lieux", value=Decimal(2)), date(2024, 3, 1)),
        about("3", e.ValueMeasured(indicator="lieux", value=Decimal(5)), date(2024, 9, 1)),
        about(
            "3",
            e.DatesSet(due=due("2025-12-31"), because=Because.PROCUREMENT, note="Marché infructueux."),
            date(2024, 9, 1),
        ),
        about("3", e.QuestionPublished(id="q1", text="Et Ergué ?", due=date(2024, 10, 1)), date(2024, 9, 1)),
        about("3", e.QuestionAnswered(id="q1", text="Au printemps."), date(2024, 9, 20)),
        about("3", e.QuestionPublished(id="q2", text="Quand ?", due=date(2024, 11, 1)), date(2024, 10, 1)),
        about("4", declared(Status.ABANDONED, reason="La loi a changé."), date(2024, 4, 2)),
        commitment("5", on=date(2024, 1, 15), due=due("2024-06-30")),
        about("P1", declared(Status.ACCEPTED, answered_by=("3",)), date(2024, 2, 1)),
        about("3", declared(Status.DELIVERED), date(2025, 2, 1)),
    ]
