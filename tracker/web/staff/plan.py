"""The plan that the address of a staff page names."""

from __future__ import annotations

from litestar.exceptions import NotFoundException

from tracker.domain.register import Head
from tracker.domain.state import Plan
from tracker.store import queries, register
from tracker.store.engine import read
from tracker.web.sessions import Visit
from tracker.web.staff.declare import AnyRequest


async def plan_of(visit: Visit, request: AnyRequest) -> tuple[Head, Plan]:
    """As it stands today. Raises NotFoundException for a plan that nobody opened."""
    async with read():
        head = await register.head(request.path_params["plan"])
        plan = await queries.plan_on(head, visit.now.date())
    if plan is None:
        raise NotFoundException(detail="no such plan")
    return head, plan
