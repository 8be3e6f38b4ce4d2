"""Writing what the council adds to a report: one form, saved at any time, never written over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from litestar import Response
from litestar.exceptions import HTTPException

from tracker.domain.difference import Retyped, retyped
from tracker.domain.editions import edition_of
from tracker.domain.messages import _
from tracker.domain.preparation import Stage, Wanted, cleaned
from tracker.domain.state import Axis
from tracker.domain.typed import Typed
from tracker.publish.comparison import Shown
from tracker.publish.languages import NAMES
from tracker.publish.preparation_words import FIELD
from tracker.publish.report.parts import LEAVABLE, TITLES
from tracker.services import prepare_report
from tracker.services.prepare_report import Stale
from tracker.web.forms import Form
from tracker.web.headers import WITH_SCRIPT
from tracker.web.sessions import Visit
from tracker.web.staff.council import COUNCIL, ONE, WORDS, Bench, bench_of, reports_address
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.fault_words import tell_faults
from tracker.web.staff.frame import gettext, go_on, staff_page
from tracker.web.staff.sent_report import number

# A foreword, closing words and many comments of the greatest length.
MOST_BYTES = 8 * 1024 * 1024
SAVED = _("What you wrote is saved.")


@dataclass(frozen=True, slots=True)
class WritingPage:
    """``language`` is the plan's. ``version`` is the one the form was filled from, ``filled`` names the
    fields that hold something."""

    bench: Bench
    version: int
    axes: tuple[Axis, ...]
    parts: tuple[tuple[str, str], ...]
    filled: tuple[str, ...]
    previewed: bool = False
    stale: bool = False
    saved: bool = False
    differences: tuple[Shown, ...] = field(default_factory=tuple)

    @property
    def language(self) -> str:
        return self.bench.language

    @property
    def settled(self) -> bool:
        return self.bench.kept.stage is not Stage.WRITING

    @property
    def leaves_out(self) -> bool:
        return any(name.startswith("leave-") for name in self.filled)

    @property
    def comments(self) -> bool:
        return any(name.startswith("comment-") for name in self.filled)


@show(ONE, name="staff.preparation", guards=COUNCIL)
async def preparation_form(visit: Visit, request: AnyRequest) -> Response[str]:
    bench = await bench_of(visit, request)
    if bench.kept.stage is not Stage.WRITING:
        return await _settled(visit, bench)
    return await _form(visit, bench, Form(visit.language), bench.kept.typed)


async def _settled(visit: Visit, bench: Bench) -> Response[str]:
    wanted, _faults = bench.reading(visit)
    context = {
        "here": "home",
        "bench": bench,
        "wanted": _as_sealed(bench, wanted),
        "part_titles": TITLES,
        "thread": await bench.thread(),
        **WORDS,
    }
    return await staff_page(visit, "staff/preparation_settled.html", context)


def _as_sealed(bench: Bench, wanted: Wanted) -> Wanted:
    """With the words as the register has them, once it does: what was erased there is gone here too."""
    sealed = edition_of(bench.plan, str(bench.kept.period), bench.kept.edition)
    if bench.kept.stage is not Stage.SEALED or sealed is None:
        return wanted
    words = {name: getattr(sealed, name) for name in ("cut_off", "left_out", "foreword", "closing", "reason")}
    return replace(wanted, comments=dict(sealed.comments), **words)


async def _form(
    visit: Visit,
    bench: Bench,
    form: Form,
    typed: Typed,
    *,
    version: int | None = None,
    status: int | None = None,
    **more: Any,
) -> Response[str]:
    page = WritingPage(
        bench,
        bench.kept.version if version is None else version,
        tuple(bench.plan.axes.values()),
        tuple((part, TITLES[part]) for part in LEAVABLE),
        tuple(typed),
        **more,
    )
    shown = form.showing(typed)
    context = {"here": "home", "page": page, "bench": bench, "thread": await bench.thread(), **WORDS}
    answer = await staff_page(visit, "staff/preparation.html", context, form=shown, status=status)
    answer.headers["Content-Security-Policy"] = WITH_SCRIPT
    return answer


@act(ONE, name="staff.preparation.send", guards=COUNCIL, most_bytes=MOST_BYTES)
async def send_preparation(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    bench = await bench_of(visit, request)
    typed = cleaned(form.texts())
    version = number(form, "version")
    if form.text("do") == "preview":
        return await _form(visit, bench, Form(visit.language), typed, version=version, previewed=True)
    try:
        kept = await prepare_report.save(bench.kept.id, version, typed, bench.person.id, visit.now)
    except Stale as stale:
        return await _stale(visit, bench, stale)
    if form.text("do") == "next":
        return await go_on(visit, f"{bench.address}/check", SAVED)
    _wanted, faults = prepare_report.reading_of(kept, bench.plan, visit.now.date())
    if faults:
        # All is saved; what is to be mended before it can be sealed is said at once.
        tell_faults(form, faults, visit.language)
        saved = await bench_of(visit, request)
        return await _form(visit, saved, form, typed, saved=True)
    return await go_on(visit, bench.address, SAVED)


async def _stale(visit: Visit, bench: Bench, stale: Stale) -> Response[str]:
    differences = _shown(visit, bench, retyped(stale.kept.typed, stale.typed))
    now = Bench(bench.head, bench.plan, stale.kept, bench.person, bench.doer)
    return await _form(
        visit, now, Form(visit.language), stale.typed, stale=True, differences=differences, status=409
    )


def _shown(visit: Visit, bench: Bench, changes: Iterable[Retyped]) -> tuple[Shown, ...]:
    return tuple(
        Shown(*_label(visit, bench, one.field), one.before, one.after, True, one.words) for one in changes
    )


def _label(visit: Visit, bench: Bench, name: str) -> tuple[str, str]:
    """What a field is called, and of which thing in the plan's language it speaks."""
    sort, _dash, key = name.partition("-")
    label = gettext(visit, FIELD[sort])
    if sort == "comment" and key in bench.plan.axes:
        return label, bench.plan.axes[key].title
    if sort == "leave":
        return f"{label}: {gettext(visit, TITLES.get(key, key))}", ""
    return (f"{label}: {NAMES.get(key, key)}" if sort == "lang" else label), ""


@act(f"{ONE}/draft", name="staff.preparation.draft", guards=COUNCIL, most_bytes=MOST_BYTES)
async def save_while_typing(visit: Visit, request: AnyRequest, form: Form) -> Response[dict[str, Any]]:
    """For the script of the form: the same as saving, answered as data."""
    bench = await bench_of(visit, request)
    try:
        kept = await prepare_report.save(
            bench.kept.id, number(form, "version"), form.texts(), bench.person.id, visit.now
        )
    except Stale as stale:
        return Response({"version": stale.kept.version}, status_code=409)
    return Response({"version": kept.version, "at": kept.changed_at.strftime("%H:%M")})


@act(f"{ONE}/drop", name="staff.preparation.drop", guards=COUNCIL)
async def drop_preparation(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    bench = await bench_of(visit, request)
    if bench.kept.version != number(form, "version"):
        raise HTTPException(detail="the preparation was changed meanwhile", status_code=409)
    try:
        await prepare_report.drop(bench.kept, bench.doer, visit.now)
    except Stale:
        raise HTTPException(detail="the preparation was changed meanwhile", status_code=409) from None
    told = _("The preparation is given up. Nothing of it is public.")
    return await go_on(visit, reports_address(bench.plan.slug), told)
