"""A plan with a report to prepare, and members of its council."""

from datetime import UTC, date, datetime

from tests.histories import NOW
from tests.publish.report_plan import year_2024
from tests.staff_site import make_person
from tracker.domain.preparation import Period
from tracker.services import prepare_report
from tracker.services.prepare_report import Doer
from tracker.services.record import record
from tracker.store import preparations, register
from tracker.store.preparations import Prepared

PLAN = "quimper"
COUNCIL = f"council:{PLAN}"
LATER = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
YEAR = Period(2024)


async def plan_to_account_for() -> None:
    await record(PLAN, year_2024(), NOW)


async def member(email: str = "rosa@example.org") -> Doer:
    return Doer(await make_person(email, COUNCIL, password=""), "203.0.113.7")


async def begun(doer: Doer, period: Period = YEAR) -> Prepared:
    """A preparation of a report, as it is when it was just begun."""
    plan = await prepare_report.plan_today(PLAN, LATER.date())
    made = await prepare_report.begin(plan, period, date(period.year, 12, 31), doer, LATER)
    return await again(made)


async def again(preparation: int) -> Prepared:
    kept = await preparations.by_id(preparation)
    assert kept
    return kept


async def size() -> int:
    return (await register.head(PLAN)).size
