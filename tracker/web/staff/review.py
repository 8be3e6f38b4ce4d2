"""Reviewers read what departments report beside what is public, then publish, correct or return it."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import Response
from litestar.exceptions import HTTPException, NotFoundException

from tracker.domain.difference import difference
from tracker.domain.messages import _
from tracker.domain.register import Head
from tracker.domain.state import Action, Plan
from tracker.domain.submission import Stage
from tracker.domain.typed import Typed
from tracker.publish.comparison import Comparing
from tracker.services import review
from tracker.services.judge_report import Meanwhile, Unfit, faults_of, meetings, understood
from tracker.services.review import NotWaiting, OwnReport
from tracker.store import submissions
from tracker.store.people import Person
from tracker.store.submissions import Kept
from tracker.web.auth import requires_reviewer
from tracker.web.forms import Form
from tracker.web.sessions import Visit
from tracker.web.staff.account import own
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.frame import go_on, staff_page
from tracker.web.staff.own_actions import plan_and_action
from tracker.web.staff.report_page import Extras, ReportPage, report_page, review_address, words_of
from tracker.web.staff.review_queue import QUEUE
from tracker.web.staff.sent_report import MOST_BYTES, number, sent_report, tell_faults

REVIEWERS = (requires_reviewer,)
ONE = "/plans/{plan:str}/review/{submission:int}"


@dataclass(frozen=True, slots=True)
class Bench:
    """A submission in front of a reviewer of its plan."""

    head: Head
    plan: Plan
    action: Action
    kept: Kept
    person: Person

    @property
    def address(self) -> str:
        return review_address(self.plan.slug, self.kept.id)

    def comparing(self, visit: Visit) -> Comparing:
        return Comparing(self.plan, self.action, visit.language)


async def bench_of(visit: Visit, request: AnyRequest) -> Bench:
    """Raises NotFoundException for what was never submitted, or to another plan."""
    person, _session = own(visit)
    kept = await submissions.by_id(request.path_params["submission"])
    if kept is None or kept.plan != request.path_params["plan"] or not await _was_submitted(kept):
        raise NotFoundException(detail="no such submission")
    head, plan, action = await plan_and_action(kept.plan, kept.ref, visit.now.date())
    return Bench(head, plan, action, kept, person)


async def _was_submitted(kept: Kept) -> bool:
    # A draft is its authors' alone until they hand it in.
    return kept.stage is not Stage.DRAFT and bool((await submissions.threads([kept.id]))[kept.id])


@show(ONE, name="staff.review.show", guards=REVIEWERS)
async def compare(visit: Visit, request: AnyRequest) -> Response[str]:
    return await _compare_page(visit, await bench_of(visit, request), Form(visit.language))


async def _compare_page(
    visit: Visit, bench: Bench, form: Form, conflicts: Extras | None = None, status: int | None = None
) -> Response[str]:
    submission = understood(bench.kept, bench.plan).submission
    comparing = bench.comparing(visit)
    waiting = bench.kept.stage is Stage.SUBMITTED
    found = await meetings(submission, bench.action) if waiting else ()
    faults = await faults_of(bench.kept, visit.now) if waiting else []
    rule = await submissions.rule_of(bench.plan.slug)
    page = await _page(
        visit,
        bench,
        bench.kept.typed,
        Extras(
            changes=comparing.changes(difference(submission, bench.action)),
            conflicts=comparing.conflicts(found),
        ),
    )
    context = {
        "here": "review",
        "page": page,
        "kept": bench.kept,
        "base_address": bench.address,
        "internal_note": submission.internal_note,
        "on": submission.on,
        "waiting": waiting,
        "own_report": not rule.own and bench.person.id in await submissions.authors(bench.kept.id),
        "broken": [comparing.fault(fault) for fault in faults],
        "meanwhile": conflicts is not None,
        **words_of(visit),
    }
    return await staff_page(visit, "staff/review.html", context, form=form, status=status)


async def _page(
    visit: Visit, bench: Bench, typed: Typed, extras: Extras, *, correction: int = 0, known: int | None = None
) -> ReportPage:
    return await report_page(
        visit,
        bench.head,
        bench.plan,
        bench.action,
        bench.kept.organisation,
        typed=typed,
        kept=bench.kept,
        extras=extras,
        correction=correction,
        known=known,
    )


LATE = _("Somebody settled, changed or took back this report meanwhile. This is how it stands now.")
YOURS = _("You wrote in this report yourself. Somebody else must review it.")


@act(f"{ONE}/publish", name="staff.review.publish", guards=REVIEWERS)
async def publish(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    bench = await bench_of(visit, request)
    try:
        return await _published(visit, bench, form, _("The report is published."))
    except Unfit:
        form.refuse("", _("The report can't be published as it is."))
        return await _compare_page(visit, bench, form)
    except Meanwhile:
        return await _compare_page(visit, bench, form, Extras(), status=409)


async def _published(
    visit: Visit, bench: Bench, form: Form, done: str, correction: Typed | None = None
) -> Response[str]:
    """Raises Unfit and Meanwhile, which each page tells in its own way."""
    try:
        await review.publish(
            bench.kept.id,
            number(form, "version"),
            reviewer=bench.person.id,
            seen=number(form, "known"),
            now=visit.now,
            correction=correction,
        )
    except NotWaiting:
        return await go_on(visit, bench.address, LATE)
    except OwnReport:
        return await go_on(visit, bench.address, YOURS)
    return await go_on(visit, QUEUE, done)


@act(f"{ONE}/return", name="staff.review.return", guards=REVIEWERS)
async def send_back(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    bench = await bench_of(visit, request)
    try:
        await review.send_back(
            bench.kept.id,
            number(form, "version"),
            reviewer=bench.person.id,
            remark=form.text("remark"),
            now=visit.now,
        )
    except Unfit as unfit:
        tell_faults(form, unfit, bench.comparing(visit))
        return await _compare_page(visit, bench, form)
    except NotWaiting:
        return await go_on(visit, bench.address, LATE)
    return await go_on(visit, QUEUE, _("The report is returned with your remark."))


@show(f"{ONE}/correct", name="staff.review.correct", guards=REVIEWERS)
async def correct_form(visit: Visit, request: AnyRequest) -> Response[str]:
    bench = await bench_of(visit, request)
    if bench.kept.stage is not Stage.SUBMITTED:
        raise HTTPException(detail="the report is settled", status_code=409)
    return await _correct_page(visit, bench, Form(visit.language), bench.kept.typed, Extras())


async def _correct_page(
    visit: Visit,
    bench: Bench,
    form: Form,
    typed: Typed,
    extras: Extras,
    *,
    known: int | None = None,
    status: int | None = None,
) -> Response[str]:
    page = await _page(visit, bench, typed, extras, correction=bench.kept.id, known=known)
    shown = form.showing(typed)
    context = {"here": "review", "page": page, **words_of(visit)}
    return await staff_page(visit, "staff/report.html", context, form=shown, status=status)


@act(f"{ONE}/correct", name="staff.review.correct.send", guards=REVIEWERS, most_bytes=MOST_BYTES)
async def correct(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    bench = await bench_of(visit, request)
    typed = await sent_report(visit, form, bench.plan.slug, bench.action, bench.person.id)
    if not form.accepted:
        return await _correct_page(visit, bench, form, typed, Extras())
    if form.text("do") == "preview":
        return await _preview(visit, bench, form, typed)
    try:
        return await _published(
            visit, bench, form, _("The report is published with your corrections."), correction=typed
        )
    except Unfit as unfit:
        tell_faults(form, unfit, bench.comparing(visit))
        return await _correct_page(visit, bench, form, typed, Extras())
    except Meanwhile as meanwhile:
        extras = Extras(conflicts=bench.comparing(visit).conflicts(meanwhile.conflicts))
        return await _correct_page(visit, bench, form, typed, extras, known=meanwhile.known, status=409)


async def _preview(visit: Visit, bench: Bench, form: Form, typed: Typed) -> Response[str]:
    fields = {name: getattr(bench.kept, name) for name in Kept.__slots__}
    corrected = Kept(**{**fields, "typed": typed})
    tell_faults(form, Unfit(await faults_of(corrected, visit.now)), bench.comparing(visit))
    changes = difference(understood(corrected, bench.plan).submission, bench.action)
    extras = Extras(previewed=True, changes=bench.comparing(visit).changes(changes))
    return await _correct_page(visit, bench, form, typed, extras, status=200)
