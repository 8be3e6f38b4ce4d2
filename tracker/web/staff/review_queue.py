"""What waits for review in all plans that somebody reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from litestar import Response
from litestar.exceptions import PermissionDeniedException

from tracker.domain.state import Plan
from tracker.domain.submission import Stage
from tracker.store import people, queries, register, submissions
from tracker.store.submissions import Kept
from tracker.web.sessions import Visit
from tracker.web.staff.account import own
from tracker.web.staff.declare import AnyRequest, show
from tracker.web.staff.frame import staff_page
from tracker.web.staff.lists import pages_of
from tracker.web.staff.report_page import review_address

QUEUE = "/staff/review"
LINES = 25


@dataclass(frozen=True, slots=True)
class QueueLine:
    href: str
    plan_title: str
    language: str
    ref: str
    title: str
    organisation: str
    by: str
    since: datetime


@show("/review", name="staff.review")
async def queue(visit: Visit, request: AnyRequest) -> Response[str]:
    """What waits in all plans that somebody reviews."""
    person, _session = own(visit)
    if not person.access.plans_reviewed:
        raise PermissionDeniedException(detail="the role is missing")
    waiting = await submissions.of_plans(person.access.plans_reviewed, [Stage.SUBMITTED])
    pages = pages_of(request, QUEUE, {}, len(waiting), LINES)
    context = {
        "here": "review",
        "total": len(waiting),
        "lines": await _queue_lines(visit, waiting[pages.start : pages.last_row]),
        "pager": pages,
    }
    return await staff_page(visit, "staff/review_queue.html", context)


async def _queue_lines(visit: Visit, waiting: list[Kept]) -> list[QueueLine]:
    emails = await people.emails_of(one.person for one in waiting)
    made = []
    for slug in dict.fromkeys(one.plan for one in waiting):
        plan = await queries.plan_on(await register.head(slug), visit.now.date())
        if plan is not None:
            made += [_queue_line(plan, one, emails) for one in waiting if one.plan == slug]
    return sorted(made, key=lambda line: line.since)


def _queue_line(plan: Plan, one: Kept, emails: dict[int, str]) -> QueueLine:
    action = plan.actions.get(one.ref)
    return QueueLine(
        href=review_address(plan.slug, one.id),
        plan_title=plan.opened.title,
        language=plan.opened.language,
        ref=one.ref,
        title=action.title if action else "",
        organisation=plan.organisation_name(one.organisation),
        by=emails.get(one.person, ""),
        since=one.changed_at,
    )
