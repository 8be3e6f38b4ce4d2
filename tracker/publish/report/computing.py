"""Computing a yearly report: from two states of a plan and the story of its register, and nothing else.

Every count comes from ``domain.figures`` and ``domain.readings``, as on the pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.figures import Read, kept_late, late, moved, next_deadlines, read_all, silent
from tracker.domain.merkle import Checkpoint
from tracker.domain.state import Plan, Told
from tracker.domain.status import KEPT, Kind, Status
from tracker.domain.vocabulary import OrganisationKind
from tracker.publish.report.annex import Annex, annex_of
from tracker.publish.report.comparing import Compared, Sealed, compare, restate, rewordings
from tracker.publish.report.content import (
    ActionYear,
    Asked,
    AxisYear,
    Decided,
    Moved,
    PlanNews,
    Questions,
    Recording,
    Report,
    Stopped,
    Texts,
)
from tracker.publish.report.sides import Moment, Moments, moment
from tracker.publish.report.year import days_of


@dataclass(frozen=True, slots=True)
class Span:
    """What a report covers and what it is held against.

    ``before`` is the plan compared with: as the ``edition`` of the report before showed it, or, without
    one, on the eve of ``since``. ``today`` is the plan on the same day as known today. ``ends`` are the
    plans at the end of each year of a report on several years, the cut-off last.
    """

    year: int
    since: date
    before: Plan | None
    edition: Sealed | None = None
    today: Plan | None = None
    ends: tuple[Plan, ...] = ()


def report_of(
    plan: Plan, span: Span, story: Sequence[Told], checkpoint: Checkpoint, texts: Texts | None = None
) -> Report:
    """The report of a span as of ``plan.day``.

    ``story`` holds everything told, corrections taken into account, as ``fold.told`` gives it.
    """
    since = span.since
    annex = annex_of(plan)
    now, before = Moment(plan, read_all(plan)), moment(span.before)
    earlier = before.plan if before else None
    sides = Moments(now, before, tuple(moment(end) for end in span.ends))
    reads = now.reads
    years = _years(plan, earlier, reads, story, annex, since)
    return Report(
        plan=plan,
        before=earlier,
        compared=_compared(plan, earlier, span, story),
        year=span.year,
        since=since,
        cut_off=plan.day,
        ends=tuple(end.day for end in span.ends),
        texts=texts or Texts(),
        checkpoint=checkpoint,
        recording=_recording(story, plan.day),
        whole=sides.whole(),
        commitments=sides.of_kind(Kind.COMMITMENT),
        proposals=sides.of_kind(Kind.PROPOSAL),
        axes=_axes(plan, sides, years),
        unfiled=tuple(y for y in years.values() if y.action.axis not in plan.axes),
        owners=tuple(sides.by_owner()),
        delivered=_chosen(years, _kept(reads, lambda on: on >= since)),
        delivered_before=_chosen(years, _kept(reads, lambda on: on < since)),
        late=_chosen(years, late(reads)),
        kept_late=_chosen(years, kept_late(reads)),
        next=_chosen(years, next_deadlines(reads)),
        moves=_moves(years, since),
        moved_ever=_chosen(years, moved(reads)),
        reworded=rewordings(earlier, plan),
        silent=_chosen(years, silent(reads)),
        stopped=_stopped(plan, years, since),
        decided=_decided(plan, years, since),
        questions=_questions(plan, years, since),
        annex=annex,
        news=_plan_news(plan, annex, since),
    )


def _compared(plan: Plan, before: Plan | None, span: Span, story: Sequence[Told]) -> Compared | None:
    if before is None:
        return None
    restated = None
    if span.edition and span.today:
        restated = restate(before, span.today, story, span.edition.event.known)
    return compare(before, plan, span.edition, restated)


def _axes(plan: Plan, sides: Moments, years: dict[str, ActionYear]) -> tuple[AxisYear, ...]:
    own: dict[str, list[ActionYear]] = {}
    for year in years.values():
        own.setdefault(year.action.axis, []).append(year)
    return tuple(
        AxisYear(plan.axes[one.key], one, tuple(own.get(one.key, ())))
        for one in sides.by_axis()
        if one.key in plan.axes
    )


def _years(
    plan: Plan, before: Plan | None, reads: list[Read], story: Sequence[Told], annex: Annex, since: date
) -> dict[str, ActionYear]:
    stories: dict[str, list[Told]] = {}
    for one in story:
        stories.setdefault(one.subject, []).append(one)
    sources = {source.id: source for source in plan.opened.sources}
    made = {}
    for read in reads:
        action = read.action
        speaker = plan.organisations.get(action.status_by)
        made[action.ref] = ActionYear(
            read=read,
            before=before.actions.get(action.ref) if before else None,
            is_new=before is not None and action.added_on >= since,
            days=days_of(plan, action, stories.get(action.subject, ()), annex, since),
            numbers=annex.standing(action.ref, action.evidence),
            owner=plan.organisation_name(action.owner) if action.owner else "",
            partners=tuple(plan.organisation_name(slug) for slug in action.partners),
            said_by=plan.organisation_name(action.status_by),
            observed=speaker is not None and speaker.type is OrganisationKind.OBSERVER,
            wording=action.wording,
            source=sources.get(action.wording.source) if action.wording else None,
        )
    return made


def _chosen(years: dict[str, ActionYear], reads: Iterable[Read]) -> tuple[ActionYear, ...]:
    return tuple(years[read.action.ref] for read in reads)


def _kept(reads: Iterable[Read], when: Callable[[date], bool]) -> list[Read]:
    return [r for r in reads if r.action.status in KEPT and when(r.action.status_on)]


def _recording(story: Sequence[Told], cut_off: date) -> Recording:
    facts = [one for one in story if one.on <= cut_off]
    after = sum(1 for one in facts if one.at.date() > cut_off)
    return Recording(len(facts), after, max(one.at for one in story))


def _moves(years: dict[str, ActionYear], since: date) -> tuple[Moved, ...]:
    """The due dates that moved since a day, the furthest move first."""
    found = [
        Moved(year, move)
        for year in years.values()
        for move in year.action.moves
        if move.before is not None and move.on >= since
    ]
    return tuple(sorted(found, key=lambda one: -abs(one.move.days)))


_STOPPED = (Status.ABANDONED, Status.ON_HOLD, Status.MERGED)


def _stopped(plan: Plan, years: dict[str, ActionYear], since: date) -> tuple[Stopped, ...]:
    found = []
    for year in years.values():
        change = year.action.last_change
        if year.action.status in _STOPPED and change:
            into = plan.actions.get(change.merged_into)
            found.append(Stopped(year, change, change.on >= since, into))
    return tuple(sorted(found, key=lambda one: _STOPPED.index(one.year.action.status)))


def _decided(plan: Plan, years: dict[str, ActionYear], since: date) -> tuple[Decided, ...]:
    """Every proposal, decided ones first, by status in the order in which pages list them."""
    order = (Status.ACCEPTED, Status.DECLINED, Status.REFERRED, Status.MERGED)
    found = []
    for year in years.values():
        action = year.action
        if action.type is Kind.PROPOSAL:
            change = action.last_change if action.status in order else None
            referred = plan.organisation_name(change.referred_to) if change and change.referred_to else ""
            this_year = change is not None and change.on >= since
            found.append(Decided(year, change, this_year, plan.answering(action.ref), referred))
    rank = {status: place for place, status in enumerate([*order, Status.UNDER_REVIEW, Status.SUBMITTED])}
    return tuple(sorted(found, key=lambda one: rank[one.year.action.status]))


def _questions(plan: Plan, years: dict[str, ActionYear], since: date) -> Questions:
    rows = [
        Asked(year, question, plan.organisation_name(question.answered_by) if question.answered_by else "")
        for year in years.values()
        for question in year.action.questions
        if question.on >= since or question.answered_on is None or question.answered_on >= since
    ]
    rows.sort(key=lambda row: (row.question.on, row.question.id))
    waiting = [row for row in rows if row.question.answered_on is None]
    in_time = sum(1 for row in rows if row.in_time)
    return Questions(
        rows=tuple(rows),
        asked=sum(1 for row in rows if row.question.on >= since),
        answered_in_time=in_time,
        answered_late=len(rows) - len(waiting) - in_time,
        waiting=sum(1 for row in waiting if row.question.due >= plan.day),
        overdue=sum(1 for row in waiting if row.question.due < plan.day),
    )


def _plan_news(plan: Plan, annex: Annex, since: date) -> tuple[PlanNews, ...]:
    made = []
    for update in plan.updates:
        if update.on >= since:
            numbers = {annex.number_of("", id_) for id_ in update.evidence} - {None}
            made.append(PlanNews(update, tuple(sorted(n for n in numbers if n is not None))))
    return tuple(made)
