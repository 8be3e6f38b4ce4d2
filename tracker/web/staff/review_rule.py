"""Who reviews the reports of a plan, if anybody, and how many sign its yearly one: administrators choose."""

from __future__ import annotations

from litestar import Response
from litestar.exceptions import NotFoundException

from tracker.domain.messages import _
from tracker.services import review
from tracker.store import preparations, register, submissions
from tracker.store.submissions import Rule
from tracker.web.auth import requires_administrator
from tracker.web.forms import Form
from tracker.web.sessions import Visit
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.frame import go_on, staff_page
from tracker.web.staff.plan import plan_of


@show("/plans/{plan:str}/review-rule", name="staff.review.rule", guards=(requires_administrator,))
async def rule_form(visit: Visit, request: AnyRequest) -> Response[str]:
    _head, plan = await plan_of(visit, request)
    context = {
        "here": "review",
        "plan": plan,
        "rule": await submissions.rule_of(plan.slug),
        "two_people": await preparations.two_people(plan.slug),
    }
    return await staff_page(visit, "staff/review_rule.html", context)


@act("/plans/{plan:str}/review-rule", name="staff.review.rule.send", guards=(requires_administrator,))
async def choose_rule(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    slug = request.path_params["plan"]
    if not (await register.head(slug)).size:
        raise NotFoundException(detail="no such plan")
    await review.set_rule(slug, Rule(required=bool(form.text("required")), own=bool(form.text("own"))))
    return await go_on(visit, f"/staff/plans/{slug}/review-rule", _("The rule is changed."))
