"""The council signs a report off: what will be frozen is shown first, and typed confirmation is asked."""

from __future__ import annotations

from dataclasses import replace

from litestar import Response

from tracker.domain.messages import _
from tracker.domain.preparation import Stage, Wanted
from tracker.publish.report.editions import WORDS as WORDS_OF_FILES
from tracker.publish.report.editions import Sort
from tracker.publish.report.parts import TITLES
from tracker.services import sign_report
from tracker.services.edition_files import ToMake, to_make
from tracker.services.judge_report import Unfit
from tracker.services.prepare_report import Doer, asked_of
from tracker.services.sign_report import Meanwhile, OwnSignature
from tracker.store import background_jobs, people, preparations, register
from tracker.store.background_jobs import Kind
from tracker.web.auth import requires_administrator
from tracker.web.forms import Form
from tracker.web.sessions import Visit
from tracker.web.staff.account import own
from tracker.web.staff.council import COUNCIL, ONE, WORDS, Bench, bench_of
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.fault_words import tell_faults
from tracker.web.staff.frame import go_on, staff_page
from tracker.web.staff.plan import plan_of
from tracker.web.staff.report_preview import ADVICE, said_of
from tracker.web.staff.sent_report import number

LATE = _("Somebody changed or signed it meanwhile, or the register has grown. This is how it stands now.")
YOURS = _("You signed it yourself. Another member of the council must confirm.")


@show(f"{ONE}/sign", name="staff.preparation.sign", guards=COUNCIL)
async def sign_form(visit: Visit, request: AnyRequest) -> Response[str]:
    return await _page(visit, await bench_of(visit, request), Form(visit.language))


async def _page(visit: Visit, bench: Bench, form: Form, status: int | None = None) -> Response[str]:
    kept = bench.kept
    wanted, faults = bench.reading(visit)
    to_mend = Form(visit.language)
    if kept.stage in (Stage.WRITING, Stage.SIGNED):
        tell_faults(to_mend, faults, visit.language)
    emails = await people.emails_of([kept.signed_by, kept.confirmed_by])
    jobs = await background_jobs.of_preparation(kept.id, Kind.SEAL)
    context = {
        "here": "home",
        "bench": bench,
        "wanted": wanted,
        "to_mend": to_mend.faults,
        "two_people": await preparations.two_people(kept.plan),
        "signed_by": emails.get(kept.signed_by, ""),
        "confirmed_by": emails.get(kept.confirmed_by, ""),
        "own_signature": kept.signed_by == bench.person.id,
        "job": jobs[0] if jobs else None,
        "state": said_of(visit, jobs[0]) if jobs else "",
        "advice": ADVICE[Kind.SEAL],
        "overruled": await _overruled(bench),
        "grown": bench.head.size - kept.known if kept.known else 0,
        "part_titles": TITLES,
        "files": _files(bench, wanted),
        "file_words": WORDS_OF_FILES,
        "thread": await bench.thread(),
        "year_runs": visit.now.date() < bench.kept.period.last,
        **WORDS,
    }
    return await staff_page(visit, "staff/report_sign.html", context, form=form, status=status)


def _files(bench: Bench, wanted: Wanted) -> list[ToMake]:
    """The files that sealing will make, in the order of the public page."""
    asked = replace(asked_of(bench.kept, wanted), edition=bench.edition)
    return sorted(to_make(asked, wanted.languages), key=lambda file: list(Sort).index(file.sort))


async def _overruled(bench: Bench) -> bool:
    """Whether content was erased on legal ground since it was signed: as it is, it can never be sealed."""
    erasures = await register.erasures(bench.plan.slug)
    return any(one.index >= bench.kept.known for one in erasures)


@act(f"{ONE}/sign", name="staff.preparation.sign.send", guards=COUNCIL)
async def sign(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    bench = await bench_of(visit, request)
    if not _confirmed(bench, form):
        return await _page(visit, bench, form)
    if not _as_read(bench, form):
        return await go_on(visit, f"{bench.address}/sign", LATE)
    if not await _sealable(visit, bench, form):
        return await _page(visit, bench, form)
    try:
        enough = await sign_report.sign(bench.kept, number(form, "known"), bench.doer, visit.now)
    except Unfit:
        return await go_on(visit, f"{bench.address}/sign")
    except Meanwhile:
        return await go_on(visit, f"{bench.address}/sign", LATE)
    if not enough:
        told = _("You signed. Another member of the council must confirm before it is sealed.")
        return await go_on(visit, f"{bench.address}/sign", told)
    return await _begin_sealing(visit, request, bench)


@act(f"{ONE}/confirm", name="staff.preparation.confirm", guards=COUNCIL)
async def confirm(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    bench = await bench_of(visit, request)
    if not _confirmed(bench, form):
        return await _page(visit, bench, form)
    if not _as_read(bench, form):
        return await go_on(visit, f"{bench.address}/sign", LATE)
    if not await _sealable(visit, bench, form):
        return await _page(visit, bench, form)
    try:
        await sign_report.confirm(bench.kept, number(form, "known"), bench.doer, visit.now)
    except OwnSignature:
        return await go_on(visit, f"{bench.address}/sign", YOURS)
    except Unfit:
        return await go_on(visit, f"{bench.address}/sign")
    except Meanwhile:
        return await go_on(visit, f"{bench.address}/sign", LATE)
    return await _begin_sealing(visit, request, bench)


def _confirmed(bench: Bench, form: Form) -> bool:
    """Whether the period was typed, as the page asks."""
    period = str(bench.kept.period)
    if form.text("confirm") != period:
        form.refuse("confirm", _("To confirm, type %(period)s."), period=period)
    return form.accepted


def _as_read(bench: Bench, form: Form) -> bool:
    """Whether what is signed is what the page showed."""
    return bench.kept.version == number(form, "version")


async def _sealable(visit: Visit, bench: Bench, form: Form) -> bool:
    """Whether the register would take it; what the page already lists as to be mended is not asked again."""
    _wanted, faults = bench.reading(visit)
    trouble = "" if faults else await sign_report.trouble_of(bench.kept, visit.settings, visit.now)
    if trouble:
        form.refuse("", _("It could not be sealed: %(why)s"), why=trouble)
    return form.accepted


async def _begin_sealing(visit: Visit, request: AnyRequest, bench: Bench) -> Response[str]:
    request.app.state.worker.wake()
    jobs = await background_jobs.of_preparation(bench.kept.id, Kind.SEAL)
    return await go_on(visit, f"{bench.address}/jobs/{jobs[0].id}")


@act(f"{ONE}/take-back", name="staff.preparation.take-back", guards=COUNCIL)
async def take_back(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    bench = await bench_of(visit, request)
    try:
        await sign_report.take_back(bench.kept, bench.doer, visit.now)
    except Meanwhile:
        return await go_on(visit, f"{bench.address}/sign", LATE)
    return await go_on(visit, bench.address, _("It can be written in again. What was signed is void."))


@act(f"{ONE}/again", name="staff.preparation.again", guards=COUNCIL)
async def try_again(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    bench = await bench_of(visit, request)
    try:
        await sign_report.try_again(bench.kept, bench.doer, visit.now)
    except Meanwhile:
        return await go_on(visit, f"{bench.address}/sign", LATE)
    return await _begin_sealing(visit, request, bench)


@act("/plans/{plan:str}/signing-rule", name="staff.signing-rule", guards=(requires_administrator,))
async def choose_signing_rule(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    _head, plan = await plan_of(visit, request)
    person, _session = own(visit)
    doer = Doer(person, visit.origin.address)
    await sign_report.set_rule(plan.slug, bool(form.text("two_people")), doer, visit.now)
    return await go_on(visit, f"/staff/plans/{plan.slug}/review-rule", _("The rule is changed."))
