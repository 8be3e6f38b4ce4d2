"""What pages of the council share: the plan, the preparation in front of somebody, and their addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from litestar.exceptions import NotFoundException

from tracker.domain.preparation import Step, Wanted
from tracker.domain.reader import Fault
from tracker.domain.register import Head
from tracker.domain.state import Plan
from tracker.publish import preparation_words as words
from tracker.services.prepare_report import Doer, next_edition, reading_of
from tracker.store import people, preparations
from tracker.store.people import Person
from tracker.store.preparations import Prepared
from tracker.web.auth import requires_council
from tracker.web.sessions import Visit
from tracker.web.staff.account import own
from tracker.web.staff.declare import AnyRequest
from tracker.web.staff.plan import plan_of

COUNCIL = (requires_council,)
REPORTS = "/plans/{plan:str}/reports"
ONE = f"{REPORTS}/{{preparation:int}}"
WORDS = {
    "stage_words": words.STAGE,
    "step_words": words.STEP,
    "job_state_words": words.JOB_STATE,
}


def reports_address(plan: str) -> str:
    return f"/staff/plans/{plan}/reports"


@dataclass(frozen=True, slots=True)
class ThreadEntry:
    email: str
    step: Step
    at: datetime


@dataclass(frozen=True, slots=True)
class Bench:
    """A preparation in front of a member of the council of its plan."""

    head: Head
    plan: Plan
    kept: Prepared
    person: Person
    doer: Doer

    @property
    def language(self) -> str:
        return self.plan.opened.language

    @property
    def address(self) -> str:
        return f"{reports_address(self.plan.slug)}/{self.kept.id}"

    @property
    def edition(self) -> int:
        """Its number once signed, before that the one it would get."""
        return self.kept.edition or next_edition(self.plan, self.kept.period)

    def reading(self, visit: Visit) -> tuple[Wanted, tuple[Fault, ...]]:
        return reading_of(self.kept, self.plan, visit.now.date())

    async def thread(self) -> list[ThreadEntry]:
        """The newest line first."""
        lines = await preparations.thread(self.kept.id)
        emails = await people.emails_of(line.person for line in lines)
        return [ThreadEntry(emails.get(line.person, ""), line.step, line.at) for line in reversed(lines)]


async def bench_of(visit: Visit, request: AnyRequest) -> Bench:
    """Raises NotFoundException for a preparation that there is not, or that is another plan's."""
    person, _session = own(visit)
    kept = await preparations.by_id(request.path_params["preparation"])
    if kept is None or kept.plan != request.path_params["plan"]:
        raise NotFoundException(detail="no such preparation")
    head, plan = await plan_of(visit, request)
    return Bench(head, plan, kept, person, Doer(person, visit.origin.address))
