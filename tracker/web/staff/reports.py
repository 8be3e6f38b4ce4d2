"""The reports of a plan as its council keeps them: what is sealed, what is being prepared, and a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from litestar import Response

from tracker.domain.preparation import Stage, period_of
from tracker.domain.reader import Fault
from tracker.domain.state import Plan, Report
from tracker.services import prepare_report
from tracker.services.prepare_report import Doer
from tracker.store import preparations
from tracker.store.people import Person
from tracker.store.preparations import Prepared
from tracker.web.forms import Form
from tracker.web.sessions import Visit
from tracker.web.staff.account import own
from tracker.web.staff.council import COUNCIL, REPORTS, WORDS, reports_address
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.fault_words import tell_faults
from tracker.web.staff.frame import go_on, staff_page
from tracker.web.staff.plan import plan_of


@dataclass(frozen=True, slots=True)
class CouncilPlan:
    """A plan as the home of its council shows it: the newest sealed edition, and what is under way."""

    slug: str
    title: str
    language: str
    sealed: Report | None
    running: int
    open: tuple[Prepared, ...]

    @property
    def href(self) -> str:
        return reports_address(self.slug)


async def council_plans(person: Person, today: date) -> list[CouncilPlan]:
    """The plans on whose council somebody sits, by title."""
    slugs = person.access.plans_of_council
    under_way = [kept for kept in await preparations.of_plans(slugs) if kept.open]
    made = []
    for slug in slugs:
        try:
            plan = await prepare_report.plan_today(slug, today)
        except LookupError:
            continue
        own_ones = tuple(kept for kept in under_way if kept.plan == slug)
        made.append(_council_plan(plan, own_ones, today))
    return sorted(made, key=lambda one: one.title.casefold())


def _council_plan(plan: Plan, under_way: tuple[Prepared, ...], today: date) -> CouncilPlan:
    newest = max(plan.reports, key=lambda report: report.index, default=None)
    about = plan.opened
    return CouncilPlan(plan.slug, about.title, about.language, newest, today.year, under_way)


@show(REPORTS, name="staff.reports", guards=COUNCIL)
async def list_reports(visit: Visit, request: AnyRequest) -> Response[str]:
    _head, plan = await plan_of(visit, request)
    last_year = str(max(visit.now.year - 1, plan.opened_on.year if plan.opened_on else 0))
    return await _list(visit, plan, Form(visit.language, covers="year", year=last_year))


async def _list(visit: Visit, plan: Plan, form: Form) -> Response[str]:
    kept = await preparations.of_plans([plan.slug])
    opened = plan.opened_on or visit.now.date()
    context = {
        "here": "home",
        "plan": plan,
        "base": reports_address(plan.slug),
        "public": f"/{visit.language}/{plan.slug}/reports",
        "open": [one for one in kept if one.open],
        "sealed": sorted(plan.reports, key=lambda report: -report.index),
        "sealed_here": {(str(one.period), one.edition): one for one in kept if one.stage is Stage.SEALED},
        "years": [(str(year), str(year)) for year in range(visit.now.year, opened.year - 1, -1)],
        "today": visit.now.date().isoformat(),
        "two_people": await preparations.two_people(plan.slug),
        **WORDS,
    }
    return await staff_page(visit, "staff/reports.html", context, form=form)


@act(REPORTS, name="staff.reports.begin", guards=COUNCIL)
async def begin_report(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    person, _session = own(visit)
    _head, plan = await plan_of(visit, request)
    today = visit.now.date()
    fields = {name: form.text(name) for name in ("covers", "year", "first", "last")}
    period = period_of(fields, plan.opened_on or today, today)
    if isinstance(period, Fault):
        tell_faults(form, [period], visit.language)
        return await _list(visit, plan, form)
    last = date.fromisoformat(fields["last"]) if period.since else period.last
    doer = Doer(person, visit.origin.address)
    made = await prepare_report.begin(plan, period, last, doer, visit.now)
    return await go_on(visit, f"{reports_address(plan.slug)}/{made}")
