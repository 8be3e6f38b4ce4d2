"""A plan in front of somebody who may keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.domain.state import Plan
from tracker.web.auth import requires_plan_keeper
from tracker.web.public.plan_frame import labels_of
from tracker.web.sessions import Visit
from tracker.web.staff.declare import AnyRequest
from tracker.web.staff.plan import plan_of

PLANS = "/staff/plans"
KEEPERS = (requires_plan_keeper,)


def address_of(plan: str, *parts: str) -> str:
    return "/".join((PLANS, plan, *parts))


@dataclass(frozen=True, slots=True)
class PlanHead:
    """What pages of the workshop show of their plan; ``size`` is that of its register."""

    slug: str
    title: str
    language: str
    labels: Mapping[str, str]
    size: int
    known_then: bool = False

    @property
    def address(self) -> str:
        return address_of(self.slug)


async def plan_and_head(visit: Visit, request: AnyRequest) -> tuple[Plan, PlanHead]:
    """What the address names, and what pages show of it. Raises NotFoundException when nobody opened it."""
    head, plan = await plan_of(visit, request)
    labels = labels_of(plan, visit.language)
    return plan, PlanHead(plan.slug, plan.opened.title, plan.opened.language, labels, head.size)
