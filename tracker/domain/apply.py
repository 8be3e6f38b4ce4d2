"""What one entry does to the state of a plan or of an action. The fold puts the entries in order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from tracker.domain import events as e
from tracker.domain.state import (
    Action,
    Axis,
    DateMove,
    Evidence,
    Indicator,
    Measurement,
    Milestone,
    Organisation,
    PastWording,
    Plan,
    Question,
    Report,
    StatusChange,
    Told,
    Update,
)
from tracker.domain.status import FIRST_STATUS

S = TypeVar("S", Plan, Action)
T = TypeVar("T", Milestone, Question, Evidence, Indicator)

# What counts as news: somebody said something about the action itself, not about where it is filed.
NEWS = frozenset(
    event.kind
    for event in (
        e.UpdatePublished,
        e.StatusChanged,
        e.ProgressDeclared,
        e.DatesSet,
        e.MilestoneReached,
        e.MilestoneMoved,
        e.MilestoneDropped,
        e.EvidenceAdded,
        e.ValueMeasured,
        e.QuestionAnswered,
    )
)


def apply_to_plan(plan: Plan, one: Told) -> Plan:
    """One entry about the plan, an axis or an organisation."""
    subject, _, key = one.subject.partition(":")
    match one.event:
        case e.PlanRevised(about=about):  # before PlanOpened, whose fields it has
            return replace(plan, about=about) if plan.about else plan
        case e.PlanOpened(about=about):
            return replace(plan, about=about, opened_on=plan.opened_on or one.on)
        case e.OrganisationAdded() as event if subject == "organisation":
            organisation = Organisation(slug=key, **_fields(event))
            return replace(plan, organisations={**plan.organisations, key: organisation})
        case e.AxisAdded() as event if subject == "axis":
            return replace(plan, axes={**plan.axes, key: Axis(code=key, **_fields(event))})
        case e.ReportSealed() as event:
            report = Report(on=one.on, index=one.index, **_fields(event))
            return replace(plan, reports=(*plan.reports, report))
        case _:
            return _apply_shared(plan, one)


def apply_to_action(action: Action | None, one: Told) -> Action | None:
    """One entry about an action. None while it was not added, or when nothing remains of its addition."""
    if action is None:
        return _added(one, one.event) if isinstance(one.event, e.ActionAdded) else None
    if one.kind in NEWS and one.event is not None and not _same_dates(action, one.event):
        action = replace(action, last_news_on=_news_day(action, one))
    handler = _ACTION.get(type(one.event))
    return handler(action, one, one.event) if handler else _apply_shared(action, one)


def _same_dates(action: Action, event: e.Event) -> bool:
    """Whether it gives dates that already stood: saying them again is no news."""
    match event:
        case e.DatesSet(due=due, start=start):
            return due == action.due and start in (None, action.start)
        case e.MilestoneMoved(id=id_, due=due):
            return any(m.id == id_ and m.due == due for m in action.milestones)
        case _:
            return False


def _news_day(action: Action, one: Told) -> date | None:
    day = one.on
    if isinstance(one.event, e.EvidenceAdded) and one.event.dated:
        # A document tells of its own day, not of the day somebody filed it; one that is older than the
        # promise is context and not news of it.
        day = min(day, one.event.dated.last)
    if day < action.added_on:
        return action.last_news_on
    return max(day, action.last_news_on or day)


def _added(one: Told, event: e.ActionAdded) -> Action:
    first = FIRST_STATUS[event.type]
    given = event.due is not None
    return Action(
        ref=one.subject.removeprefix("action:"),
        added_on=one.on,
        added_index=one.index,
        status=first,
        status_on=one.on,
        status_by=one.by,
        statuses=(StatusChange(one.on, one.by, one.index, None, first),),
        moves=(DateMove(one.on, one.by, one.index, None, event.due),) if given else (),
        **_fields(event),
    )


def _reworded(action: Action, one: Told, event: e.ActionReworded) -> Action:
    past = PastWording(action.title, action.wording, one.on, event.reason)
    return replace(
        action,
        title=event.title,
        description=event.description,
        wording=event.wording,
        past_wordings=(*action.past_wordings, past),
    )


def _classified(action: Action, one: Told, event: e.ActionClassified) -> Action:
    return replace(action, **_fields(event))


def _assigned(action: Action, one: Told, event: e.ActionAssigned) -> Action:
    return replace(action, owner=event.owner, partners=event.partners)


def _linked(action: Action, one: Told, event: e.ActionLinked) -> Action:
    return replace(action, answers=event.answers)


def _dates_set(action: Action, one: Told, event: e.DatesSet) -> Action:
    if event.due != action.due:
        move = DateMove(one.on, one.by, one.index, action.due, event.due, event.because, event.note)
        action = replace(action, due=event.due, moves=(*action.moves, move))
    return replace(action, start=event.start or action.start)


def _status_changed(action: Action, one: Told, event: e.StatusChanged) -> Action:
    change = StatusChange(
        one.on,
        one.by,
        one.index,
        action.status,
        event.status,
        event.reason,
        event.answered_by,
        event.referred_to,
        event.merged_into,
    )
    return replace(
        action,
        status=event.status,
        status_on=one.on,
        status_by=one.by,
        statuses=(*action.statuses, change),
    )


def _progress(action: Action, one: Told, event: e.ProgressDeclared) -> Action:
    return replace(action, declared_progress=event.percent)


def _milestone_added(action: Action, one: Told, event: e.MilestoneAdded) -> Action:
    return replace(action, milestones=(*action.milestones, Milestone(event.id, event.title, event.due)))


def _milestone_moved(action: Action, one: Told, event: e.MilestoneMoved) -> Action:
    def moved(old: Milestone) -> Milestone:
        if event.due == old.due:
            return old
        move = DateMove(one.on, one.by, one.index, old.due, event.due, event.because, event.note)
        return replace(old, due=event.due, moves=(*old.moves, move))

    return replace(action, milestones=_changed(action.milestones, event.id, moved))


def _milestone_reached(action: Action, one: Told, event: e.MilestoneReached) -> Action:
    reached = _changed(action.milestones, event.id, lambda old: replace(old, reached_on=one.on))
    return replace(action, milestones=reached)


def _milestone_dropped(action: Action, one: Told, event: e.MilestoneDropped) -> Action:
    dropped = _changed(action.milestones, event.id, lambda old: replace(old, dropped_reason=event.reason))
    return replace(action, milestones=dropped)


def _question_published(action: Action, one: Told, event: e.QuestionPublished) -> Action:
    question = Question(event.id, event.text, one.on, event.due)
    return replace(action, questions=(*action.questions, question))


def _question_answered(action: Action, one: Told, event: e.QuestionAnswered) -> Action:
    def answered(old: Question) -> Question:
        return replace(old, answer=event.text, answered_on=one.on, answered_by=one.by)

    return replace(action, questions=_changed(action.questions, event.id, answered))


def _reminded(action: Action, one: Told, event: e.ReminderSent) -> Action:
    return replace(action, reminded_on=one.on)


_ACTION: dict[type[Any], Callable[[Action, Told, Any], Action]] = {
    e.ActionReworded: _reworded,
    e.ActionClassified: _classified,
    e.ActionAssigned: _assigned,
    e.ActionLinked: _linked,
    e.DatesSet: _dates_set,
    e.StatusChanged: _status_changed,
    e.ProgressDeclared: _progress,
    e.MilestoneAdded: _milestone_added,
    e.MilestoneMoved: _milestone_moved,
    e.MilestoneReached: _milestone_reached,
    e.MilestoneDropped: _milestone_dropped,
    e.QuestionPublished: _question_published,
    e.QuestionAnswered: _question_answered,
    e.ReminderSent: _reminded,
}


def _apply_shared(subject: S, one: Told) -> S:
    """What a plan and an action both have: news, evidence, indicators."""
    match one.event:
        case e.UpdatePublished(text=text, next_step=next_step, evidence=evidence):
            update = Update(one.on, one.by, one.index, text, next_step, evidence)
            return replace(subject, updates=(*subject.updates, update))
        case e.EvidenceAdded() as event:
            added = Evidence(on=one.on, by=one.by, index=one.index, **_fields(event))
            return replace(subject, evidence=(*subject.evidence, added))
        case e.EvidenceWithdrawn(id=id_, reason=reason):

            def withdrawn(old: Evidence) -> Evidence:
                return replace(old, withdrawn_on=one.on, withdrawn_reason=reason)

            return replace(subject, evidence=_changed(subject.evidence, id_, withdrawn))
        case e.IndicatorRevised() as event:
            given = {name: value for name, value in _fields(event).items() if name != "reason"}
            revised = _changed(subject.indicators, event.id, lambda old: replace(old, **given))
            return replace(subject, indicators=revised)
        case e.IndicatorAdded() as event:
            return replace(subject, indicators=(*subject.indicators, Indicator(**_fields(event))))
        case e.ValueMeasured(indicator=id_, value=value, evidence=evidence_id, note=note):
            measured = Measurement(one.on, value, one.by, one.index, evidence_id, note)
            values = _changed(
                subject.indicators, id_, lambda old: replace(old, values=(*old.values, measured))
            )
            return replace(subject, indicators=values)
        case _:
            return subject


def _changed(items: tuple[T, ...], id_: str, change: Callable[[T], T]) -> tuple[T, ...]:
    return tuple(change(item) if item.id == id_ else item for item in items)


def _fields(event: e.Event) -> dict[str, Any]:
    return msgspec.structs.asdict(event)
