"""A plan to report on, and reports as departments type them."""

from datetime import UTC, date, datetime
from decimal import Decimal

from tests.histories import OPENED, about, commitment, opening
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.status import Status
from tracker.services.record import record
from tracker.services.report_progress import Report, submit
from tracker.services.review import publish
from tracker.store import register
from tracker.store.submissions import Kept

PLAN = "pacte"
NOW = datetime(2024, 9, 10, 9, 30, tzinfo=UTC)
EDITOR, COLLEAGUE, REVIEWER = 1, 2, 3


async def plan_to_report_on(actions: int = 10) -> None:
    """Commitments of one owner; the first has a due date, a milestone, an indicator and news."""
    site = e.MilestoneAdded(id="site", title="Trouver un local", due=PartialDate("2024-06"))
    places = e.IndicatorAdded(id="places", title="Places", unit="places", target=Decimal(40))
    news = e.UpdatePublished(text="Les travaux sont votés.", next_step="Ouvrir le chantier.")
    await record(
        PLAN,
        [
            *opening(),
            commitment("1.0", due=PartialDate("2024-06-30")),
            *(commitment(f"1.{number}") for number in range(1, actions)),
            about("1.0", site, OPENED),
            about("1.0", places, OPENED),
            about("1.0", e.StatusChanged(status=Status.IN_PROGRESS), date(2024, 1, 8)),
            about("1.0", news, date(2024, 2, 1)),
        ],
        NOW,
    )


async def report(ref: str = "1.0", *, version: int = 0, person: int = EDITOR, **fields: str) -> Report:
    """A form typed with today's register in view; ``evidence_0_title`` stands for ``evidence-0-title``."""
    known = (await register.head(PLAN)).size
    return Report(PLAN, ref, "ccas", person, version, known, form(**fields))


def form(**fields: str) -> dict[str, str]:
    typed = {"on": "2024-09-01", "text": "Le guichet est ouvert.", **fields}
    rows = ("evidence_", "milestone_", "step_", "measure_")
    return {_row(name) if name.startswith(rows) else name: text for name, text in typed.items()}


def _row(name: str) -> str:
    sort, key, part = name.split("_", 2)
    return f"{sort}-{key}-{part}"


async def submitted(ref: str = "1.0", **fields: str) -> Kept:
    return await submit(await report(ref, version=0, person=EDITOR, **fields), NOW)


async def published(kept: Kept, **options: object) -> list[str]:
    """Publish a submission as a reviewer who has everything in view; the kinds of the entries made."""
    seen = (await register.head(PLAN)).size
    given = {"reviewer": REVIEWER, "seen": seen, "now": NOW, **options}
    entries = await publish(kept.id, kept.version, **given)  # type: ignore[arg-type]
    return [entry.kind for entry in entries]
