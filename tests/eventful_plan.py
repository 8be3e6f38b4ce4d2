"""A small plan to which nearly everything happened, recorded through the one door that there is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.register import Draft, Entry
from tracker.domain.status import Kind, Status
from tracker.domain.vocabulary import Because, EvidenceType, Horizon, OrganisationKind
from tracker.services.record import record

NOW = datetime(2024, 9, 10, 9, 30, tzinfo=UTC)
OPENED = date(2021, 3, 1)
CITY, CLUB, WATCH = "city", "club", "watch"


def draft(on: str | date, subject: str, event: e.Event, by: str = CITY) -> Draft:
    return Draft(on if isinstance(on, date) else date.fromisoformat(on), by, subject, event)


def opening(language: str = "fr", rhythm: int = 180) -> list[Draft]:
    """A plan with two axes, a city, a partner and an observer."""
    about = e.About(
        title="Pacte des solidarités",
        language=language,
        keeper=CITY,
        territory="Bourg",
        rhythm=rhythm,
        start=PartialDate("2021"),
        end=PartialDate("2026"),
        status_labels={"delivered": "réalisé"},
        sources=(e.Source(id="pacte", title="Le pacte", url="https://example.org/pacte.pdf"),),
    )
    organisations = (
        (CITY, "Ville de Bourg", OrganisationKind.DEPARTMENT),
        (CLUB, "Association d'entraide", OrganisationKind.PARTNER),
        (WATCH, "Veille citoyenne", OrganisationKind.OBSERVER),
    )
    return [
        draft(OPENED, "plan", e.PlanOpened(about=about)),
        *(
            draft(OPENED, f"organisation:{slug}", e.OrganisationAdded(name=name, type=kind))
            for slug, name, kind in organisations
        ),
        draft(OPENED, "axis:1", e.AxisAdded(title="Logement", position=1, label="Axe 1")),
        draft(OPENED, "axis:2", e.AxisAdded(title="Santé", position=2, label="Axe 2")),
    ]


def eventful() -> list[Draft]:
    """One commitment to which nearly everything happened, a proposal it answers, one that was merged."""
    one, two, three = "action:1.01", "action:1.02", "action:2.01"
    quoted = e.Wording(text="Ouvrir un lieu d'accueil pour toutes et tous.", source="pacte", page="12")
    return [
        draft(
            OPENED,
            two,
            e.ActionAdded(type=Kind.PROPOSAL, title="Un lieu ouvert à tous", axis="1", position=2),
        ),
        draft(
            OPENED,
            one,
            e.ActionAdded(
                type=Kind.COMMITMENT,
                title="Ouvrir un accueil",
                axis="1",
                position=1,
                wording=quoted,
                horizon=Horizon.SHORT,
                owner=CITY,
                partners=(CLUB,),
                answers=("1.02",),
                due=PartialDate("2022-24"),
            ),
        ),
        draft(
            OPENED,
            three,
            e.ActionAdded(type=Kind.COMMITMENT, title="Un centre de santé", axis="2", position=1, owner=CLUB),
        ),
        draft(
            "2021-04-01", one, e.MilestoneAdded(id="site", title="Trouver un local", due=PartialDate("2021"))
        ),
        draft("2021-11-02", one, e.MilestoneReached(id="site")),
        draft("2022-05-03", one, e.StatusChanged(status=Status.IN_PROGRESS)),
        draft(
            "2022-12-20",
            one,
            e.DatesSet(due=PartialDate("2023-06-30"), because=Because.FUNDING, note="Le budget est reporté."),
        ),
        draft(
            "2023-06-20",
            one,
            e.EvidenceAdded(
                id="deliberation",
                type=EvidenceType.DECISION,
                title="Délibération du conseil",
                number="2023-41",
                publisher="Ville de Bourg",
                url="https://example.org/2023-41.pdf",
                dated=PartialDate("2023-06-16"),
                checked=date(2023, 6, 20),
            ),
        ),
        draft(
            "2023-06-20",
            one,
            e.UpdatePublished(
                text="Les **travaux** sont votés.",
                next_step="Ouvrir le chantier.",
                evidence=("deliberation",),
            ),
        ),
        draft(
            "2023-07-01",
            one,
            e.IndicatorAdded(id="places", title="Places", unit="places", target=Decimal(40)),
        ),
        draft("2023-12-31", one, e.ValueMeasured(indicator="places", value=Decimal(12))),
        draft("2024-06-30", one, e.ValueMeasured(indicator="places", value=Decimal(25))),
        draft(
            "2022-02-01",
            three,
            e.StatusChanged(status=Status.MERGED, reason="Même lieu.", merged_into="1.01"),
        ),
    ]


async def recorded(drafts: Sequence[Draft], plan: str = "pacte", now: datetime = NOW) -> list[Entry]:
    return await record(plan, drafts, now)
