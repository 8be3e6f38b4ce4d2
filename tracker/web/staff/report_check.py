"""What is missing before a report is made, each with the way to where it is mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from litestar import Response

from tracker.domain.messages import _
from tracker.domain.missing import Lack, Unanswered, lacks, unanswered
from tracker.domain.state import Action, Plan
from tracker.domain.submission import OPEN, Stage
from tracker.publish import preparation_words as words
from tracker.publish.report_words import STAGE
from tracker.services.check_links import links_of
from tracker.store import background_jobs, link_checks, queries, submissions
from tracker.store.background_jobs import Kind
from tracker.store.link_checks import DEAD, Answer, Checked
from tracker.store.people import Person
from tracker.store.submissions import Kept
from tracker.web.forms import Form
from tracker.web.frame import with_query
from tracker.web.pages import Pager, pager
from tracker.web.sessions import Visit
from tracker.web.staff.council import COUNCIL, ONE, WORDS, Bench, bench_of
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.frame import go_on, staff_page
from tracker.web.staff.own_actions import report_address, speakers
from tracker.web.staff.report_page import review_address

S = TypeVar("S")
T = TypeVar("T")
# Longer lists are folded, and still longer ones have pages of their own; the counts above are always whole.
SHOWN_AT_ONCE = 8
FIRST, PAGE = 50, 200
USERS_SHOWN = 8
QUESTIONS, WAITING, DEAD_LINKS = "questions", "waiting", "dead-links"
UNREACHED = (Answer.NO_HOST, Answer.SILENT)


@dataclass(frozen=True, slots=True)
class Mend:
    """An action that lacks something: where to mend it (``own``), or where it can be seen, and who could."""

    ref: str
    title: str
    owner: str
    href: str
    own: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A report of a department that is not public yet. What a draft says is its authors' alone."""

    ref: str
    title: str
    organisation: str
    stage: Stage
    since: datetime
    href: str


@dataclass(frozen=True, slots=True)
class DeadLink:
    """``used_by`` the first actions that give it, and as many ``others``."""

    checked: Checked
    used_by: tuple[Mend, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Window(Generic[T]):
    """Some rows of a list of ``total``; ``all_href`` leads to its own pages, where these are not all."""

    rows: tuple[T, ...]
    total: int
    all_href: str = ""
    pager: Pager | None = None


@dataclass(frozen=True, slots=True)
class Windows:
    """The lists of a page: the first rows of each, or one page of the list ``only``."""

    address: str
    only: str
    page: str

    def cut(self, name: str, rows: Sequence[S], show: Callable[[S], T]) -> Window[T]:
        def href(number: int = 1) -> str:
            asked = {"only": name, "page": str(number) if number > 1 else ""}
            return with_query(self.address, asked)

        if not self.only:
            more = href() if len(rows) > FIRST else ""
            return Window(tuple(show(one) for one in rows[:FIRST]), len(rows), more)
        if self.only != name:
            return Window((), len(rows))
        pages = pager(self.page, len(rows), PAGE, href)
        cut = rows[max(pages.first_row - 1, 0) : pages.last_row]
        return Window(tuple(show(one) for one in cut), len(rows), "", pages)


@dataclass(frozen=True, slots=True)
class Links:
    """``asked`` of the ``total`` addresses were asked at least once, the first of them at ``oldest``.

    ``unreached`` tells that not one of several was reached: then it is likely this machine that is cut off.
    """

    total: int
    asked: int
    guarded: int
    oldest: datetime | None
    dead: Window[DeadLink]
    unreached: bool


class Ways:
    """Where somebody mends what an action lacks, with the roles they have."""

    def __init__(self, plan: Plan, person: Person, language: str) -> None:
        self.plan, self.person, self.language = plan, person, language
        self.theirs = person.access.edits_for(plan.slug)

    def mend(self, action: Action, note: str = "", fragment: str = "") -> Mend:
        own = bool(self.theirs & set(speakers(action, self.plan.opened.keeper)))
        public = f"/{self.language}/{self.plan.slug}/actions/{action.ref}{fragment}"
        owner = self.plan.organisation_name(action.owner or self.plan.opened.keeper)
        href = report_address(self.plan.slug, action.ref) if own else public
        return Mend(action.ref, action.title, owner, href, own, note)

    def review(self, ref: str, submission: int, stage: Stage) -> str:
        if stage is not Stage.DRAFT and self.person.access.reviews(self.plan.slug):
            return review_address(self.plan.slug, submission)
        action = self.plan.actions.get(ref)
        return self.mend(action).href if action else ""

    def waiting(self, kept: Kept) -> Waiting:
        action = self.plan.actions.get(kept.ref)
        return Waiting(
            kept.ref,
            action.title if action else "",
            self.plan.organisation_name(kept.organisation),
            kept.stage,
            kept.changed_at,
            self.review(kept.ref, kept.id, kept.stage),
        )

    def dead(self, checked: Checked, refs: Iterable[str]) -> DeadLink:
        used_by = [self.plan.actions[ref] for ref in refs if ref in self.plan.actions]
        shown = tuple(self.mend(action) for action in used_by[:USERS_SHOWN])
        return DeadLink(checked, shown, len(used_by) - len(shown))


@show(f"{ONE}/check", name="staff.preparation.check", guards=COUNCIL)
async def check(visit: Visit, request: AnyRequest) -> Response[str]:
    """All that is missing, or one kind of it with ``?only=``."""
    bench = await bench_of(visit, request)
    wanted, _faults = bench.reading(visit)
    cut_off = min(wanted.cut_off or bench.kept.period.last, visit.now.date())
    plan = await queries.plan_at(bench.head, cut_off)
    only = request.query_params.get("only", "")
    only = only if only in (*Lack, QUESTIONS, WAITING, DEAD_LINKS) else ""
    windows = Windows(f"{bench.address}/check", only, request.query_params.get("page", ""))
    context = {
        "here": "home",
        "bench": bench,
        "cut_off": cut_off,
        "lack_words": words.LACK,
        "mend_words": words.MEND,
        "answer_words": words.ANSWER,
        "submission_words": STAGE,
        "only": only,
        "shown": PAGE if only else SHOWN_AT_ONCE,
        "checks_links": visit.settings.check_links,
        **(await _found(visit, bench, plan, windows) if plan else _nothing()),
        **WORDS,
    }
    return await staff_page(visit, "staff/report_check.html", context)


def _nothing() -> dict[str, object]:
    """The plan was not open yet on the day."""
    return {"plan_there": False}


async def _found(visit: Visit, bench: Bench, plan: Plan, windows: Windows) -> dict[str, object]:
    ways = Ways(plan, bench.person, visit.language)
    found = lacks(plan, bench.kept.period.first)
    waiting = await submissions.of_plans([plan.slug], OPEN)

    def asked(one: Unanswered) -> tuple[Unanswered, Mend]:
        return one, ways.mend(one.action, one.question.text, "#questions")

    return {
        "plan_there": True,
        "total": len(plan.actions),
        "lacks": [
            (lack, windows.cut(lack, actions, ways.mend)) for lack, actions in found.items() if actions
        ],
        "fine": [lack for lack, actions in found.items() if not actions],
        "questions": windows.cut(QUESTIONS, unanswered(plan), asked),
        "waiting": windows.cut(WAITING, waiting, ways.waiting),
        "links": await _links(ways, windows),
        "links_job": await background_jobs.newest_links(plan.slug),
    }


async def _links(ways: Ways, windows: Windows) -> Links:
    used = links_of(ways.plan)
    checked = await link_checks.of_plan(ways.plan.slug)
    known = [checked[url] for url in used if url in checked]
    dead = [one for one in known if one.answer in DEAD]
    return Links(
        total=len(used),
        asked=len(known),
        guarded=sum(one.answer is Answer.GUARDED for one in known),
        oldest=min((one.at for one in known), default=None),
        dead=windows.cut(DEAD_LINKS, dead, lambda one: ways.dead(one, used[one.url])),
        unreached=len(known) > 2 and all(one.answer in UNREACHED for one in known),
    )


@act(f"{ONE}/check/links", name="staff.preparation.links", guards=COUNCIL)
async def check_links(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    """Have the addresses asked, in the background."""
    bench = await bench_of(visit, request)
    if not visit.settings.check_links:
        return await go_on(visit, f"{bench.address}/check", _("This site does not check links."))
    job = await background_jobs.queue(
        bench.plan.slug, bench.kept.id, bench.kept.version, Kind.LINKS, bench.person.id, visit.now
    )
    request.app.state.worker.wake()
    return await go_on(visit, f"{bench.address}/jobs/{job}")
