"""What the report form shows: the action as it is public, the choices there are, what was typed before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tracker.domain.readings import Readings, readings
from tracker.domain.register import Head
from tracker.domain.state import Action, Indicator, Milestone, Plan
from tracker.domain.status import Status, next_statuses
from tracker.domain.submission import Act, Stage
from tracker.domain.typed import Typed, rows
from tracker.domain.vocabulary import Because, EvidenceType
from tracker.publish import report_words
from tracker.publish.comparison import Shown
from tracker.publish.languages import translations
from tracker.publish.words import BECAUSE, EVIDENCE
from tracker.store import people, submissions
from tracker.store.submissions import Kept
from tracker.web.public.plan_frame import labels_of
from tracker.web.sessions import Visit
from tracker.web.staff.own_actions import report_address


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A numbered line of the form; the last one is empty. ``sha256`` is of a file that was kept already."""

    number: int
    sha256: str
    filename: str
    size: int


@dataclass(frozen=True, slots=True)
class ThreadEntry:
    email: str
    act: Act
    at: datetime
    remark: str


@dataclass(frozen=True, slots=True)
class Extras:
    """What stands above the form after it was sent: a preview, or what somebody else changed meanwhile.

    ``differences`` compares the newest saved version with what was typed here; ``settled`` tells that it
    was submitted, published or given up meanwhile, and so can't be saved.
    """

    previewed: bool = False
    changes: tuple[Shown, ...] = ()
    conflicts: tuple[Shown, ...] = ()
    stale: bool = False
    settled: bool = False
    differences: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportPage:
    """``correction`` is the submission that a reviewer corrects, 0 for a department's own report.

    ``steps`` number the new milestones, ``known`` is the size of the register that this page was made from,
    ``version`` that of the draft.
    """

    plan: str
    plan_title: str
    language: str
    labels: Mapping[str, str]
    action: Action
    readings: Readings
    organisation: str
    address: str
    draft_address: str
    public_href: str
    file_base: str
    statuses: tuple[Status, ...]
    milestones: tuple[Milestone, ...]
    steps: tuple[int, ...]
    indicators: tuple[Indicator, ...]
    evidence: tuple[EvidenceRow, ...]
    organisations: tuple[tuple[str, str], ...]
    version: int
    known: int
    stage: Stage
    today: str
    most_upload: int
    thread: tuple[ThreadEntry, ...] = ()
    correction: int = 0
    extras: Extras = field(default_factory=Extras)


async def report_page(
    visit: Visit,
    head: Head,
    plan: Plan,
    action: Action,
    organisation: str,
    *,
    typed: Typed,
    kept: Kept | None,
    extras: Extras,
    known: int | None = None,
    correction: int = 0,
) -> ReportPage:
    address = report_address(plan.slug, action.ref)
    return ReportPage(
        plan=plan.slug,
        plan_title=plan.opened.title,
        language=plan.opened.language,
        labels=labels_of(plan, visit.language),
        action=action,
        readings=readings(action, plan.day, plan.opened.rhythm),
        organisation=plan.organisation_name(organisation),
        address=f"{review_address(plan.slug, correction)}/correct" if correction else address,
        draft_address="" if correction else address.removesuffix("report") + "draft",
        public_href=f"/{visit.language}/{plan.slug}/actions/{action.ref}",
        file_base=f"/staff/plans/{plan.slug}/actions/{action.ref}/files",
        statuses=next_statuses(action.type, action.status),
        milestones=tuple(m for m in action.milestones if not (m.reached_on or m.dropped_reason)),
        steps=step_numbers(typed),
        indicators=action.indicators,
        evidence=evidence_rows(typed),
        organisations=tuple(plan.named_organisations()),
        version=kept.version if kept else 0,
        known=head.size if known is None else known,
        stage=kept.stage if kept else Stage.DRAFT,
        today=visit.now.date().isoformat(),
        most_upload=visit.settings.most_upload,
        thread=await thread_of(kept),
        correction=correction,
        extras=extras,
    )


def review_address(plan: str, submission: int) -> str:
    return f"/staff/plans/{plan}/review/{submission}"


def evidence_rows(typed: Typed) -> tuple[EvidenceRow, ...]:
    given = rows(typed, "evidence")
    made = [
        EvidenceRow(
            number=int(number),
            sha256=row.get("sha256", ""),
            filename=row.get("filename", ""),
            size=int(row["size"]) if row.get("size", "").isdecimal() else 0,
        )
        for number, row in given.items()
        if set(row) - {"type"}
    ]
    return (*made, EvidenceRow(max((row.number for row in made), default=-1) + 1, "", "", 0))


def step_numbers(typed: Typed) -> tuple[int, ...]:
    """The numbered lines for new milestones; the last one is empty."""
    given = tuple(map(int, rows(typed, "step")))
    return (*given, max(given, default=-1) + 1)


async def thread_of(kept: Kept | None) -> tuple[ThreadEntry, ...]:
    """Who did what with a submission, newest first."""
    if kept is None:
        return ()
    lines: Sequence[submissions.ThreadLine] = (await submissions.threads([kept.id]))[kept.id]
    emails = await people.emails_of(line.person for line in lines)
    return tuple(
        ThreadEntry(emails.get(line.person, ""), line.act, line.at, line.remark) for line in reversed(lines)
    )


def words_of(visit: Visit) -> dict[str, object]:
    """The closed lists that the form offers, in the language of the page."""
    gettext = translations(visit.language).gettext
    return {
        "stage_words": report_words.STAGE,
        "act_words": report_words.ACT,
        "needs": report_words.NEEDS,
        "because_options": [(one, gettext(BECAUSE[one])) for one in Because],
        "evidence_options": [(one, gettext(EVIDENCE[one])) for one in EvidenceType],
    }
