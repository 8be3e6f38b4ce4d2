"""Rules of one action, read over its whole story."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from tracker.domain import events as e
from tracker.domain.apply import apply_to_action
from tracker.domain.fold import in_order
from tracker.domain.rules.sayings import Broken, Problems
from tracker.domain.rules.shared import (
    REF,
    amendment_problems,
    body_problems,
    evidence_problems,
    excused,
    id_problems,
    indicator_problems,
    measurement_problems,
    organisation_problems,
    span_problems,
    text_problems,
    title_problems,
    told_problems,
    update_problems,
    withdrawal_problems,
)
from tracker.domain.rules.status import status_problems
from tracker.domain.state import Action, Plan, Told
from tracker.domain.status import Kind, Status
from tracker.domain.vocabulary import Because, Competence

REASONS = ", ".join(Because)

# A due date that moved after the fact would make a late delivery punctual.
SETTLED = frozenset({Status.DELIVERED, Status.ABANDONED, Status.MERGED})


def broken_in_action(plan: Plan, story: Sequence[Told], today: date) -> Iterator[Broken]:
    """Every rule that an action's story breaks. ``plan`` is its state with the new entries taken in."""
    action: Action | None = None
    for one in in_order(story, date.max):
        if one.event is None:  # erased or taken back: nothing left to judge
            continue
        problems = [
            *told_problems(plan, one, one.event, today),
            *excused(_action_problems(plan, action, one, one.event, story), one, story),
        ]
        yield from (Broken(one.index, rule, values) for rule, values in problems)
        action = apply_to_action(action, one)


def _action_problems(
    plan: Plan, action: Action | None, one: Told, event: e.Event, story: Sequence[Told]
) -> Problems:
    if isinstance(event, e.ActionAdded):
        if action is not None:
            yield "added-twice", {"ref": action.ref}
        yield from _addition(plan, one.subject.removeprefix("action:"), event)
        return
    if isinstance(event, e.CorrectionMade | e.ContentErased):
        yield from amendment_problems(event, one, story)
        return
    if action is None:
        added = next((t for t in story if t.kind == e.ActionAdded.kind), None)
        if added is None:
            yield "not-added", {}
        elif added.event is not None:
            yield "before-added", {"day": one.on, "added": added.on}
        return
    if check := _CHECKS.get(type(event)):
        yield from check(plan, action, one, event)


def _addition(plan: Plan, ref: str, event: e.ActionAdded) -> Problems:
    if not REF.match(ref):
        yield "bad-ref", {"ref": ref}
    yield from title_problems(event.title)
    yield from text_problems(event.description)
    yield from _wording(plan, event.wording)
    yield from _classification(plan, event)
    yield from organisation_problems(plan, (event.owner, *event.partners))
    yield from _answers(plan, event.type, event.answers)
    yield from span_problems(event.start, event.due)
    if event.split_from == ref:
        yield "split-itself", {}
    elif event.split_from and event.split_from not in plan.actions:
        yield "unknown-action", {"ref": event.split_from}


def _wording(plan: Plan, wording: e.Wording | None) -> Problems:
    if wording is None:
        return
    if not wording.text.strip():
        yield "no-text", {}
    yield from text_problems(wording.text)
    if wording.source and wording.source not in _sources(plan):
        yield "unknown-source", {"id": wording.source}


def _sources(plan: Plan) -> set[str]:
    return {source.id for source in plan.about.sources} if plan.about else set()


def _classification(plan: Plan, event: e.ActionAdded | e.ActionClassified) -> Problems:
    if event.axis not in plan.axes:
        yield "unknown-axis", {"code": event.axis}
    if event.competence is Competence.OTHER and not event.authority:
        yield "no-authority", {}
    yield from organisation_problems(plan, [event.authority])


def _answers(plan: Plan, kind: Kind, answers: Iterable[str]) -> Problems:
    for ref in answers:
        if kind is Kind.PROPOSAL:
            yield "proposal-answers", {}
        elif ref not in plan.actions:
            yield "unknown-action", {"ref": ref}
        elif plan.actions[ref].type is not Kind.PROPOSAL:
            yield "answers-not-proposal", {"ref": ref}


def _rewording(plan: Plan, action: Action, one: Told, event: e.ActionReworded) -> Problems:
    yield from title_problems(event.title)
    yield from text_problems(event.description)
    yield from _wording(plan, event.wording)
    if action.wording and not event.wording:
        yield "wording-gone", {}


def _reclassification(plan: Plan, action: Action, one: Told, event: e.ActionClassified) -> Problems:
    yield from _classification(plan, event)


def _assignment(plan: Plan, action: Action, one: Told, event: e.ActionAssigned) -> Problems:
    yield from organisation_problems(plan, (event.owner, *event.partners))


def _links(plan: Plan, action: Action, one: Told, event: e.ActionLinked) -> Problems:
    yield from _answers(plan, action.type, event.answers)


def _dates(plan: Plan, action: Action, one: Told, event: e.DatesSet) -> Problems:
    # A date that was taken away and given again has moved too: once one was published, each change says why.
    moved = bool(action.moves) and event.due != action.due
    if moved and event.because is None:
        before, after = action.due or "no date", event.due or "no date"
        yield "move-without-reason", {"before": before, "after": after, "reasons": REASONS}
    if moved and action.status in SETTLED:
        yield "date-after-end", {"status": action.status}
    if event.because is Because.OTHER and not event.note.strip():
        yield "move-without-note", {}
    yield from span_problems(event.start or action.start, event.due)


def _percent(plan: Plan, action: Action, one: Told, event: e.ProgressDeclared) -> Problems:
    if not 0 <= event.percent <= 100:
        yield "progress", {"percent": event.percent}


def _news(plan: Plan, action: Action, one: Told, event: e.UpdatePublished) -> Problems:
    # As for a status, evidence given later may be named: the whole story counts.
    yield from update_problems(
        event, {evidence.id for evidence in plan.actions.get(action.ref, action).evidence}
    )


def _new_milestone(plan: Plan, action: Action, one: Told, event: e.MilestoneAdded) -> Problems:
    yield from id_problems("milestone", event.id, any(m.id == event.id for m in action.milestones))
    yield from title_problems(event.title)


def _milestone(
    plan: Plan,
    action: Action,
    one: Told,
    event: e.MilestoneMoved | e.MilestoneReached | e.MilestoneDropped,
) -> Problems:
    milestone = next((m for m in action.milestones if m.id == event.id), None)
    if milestone is None:
        yield "unknown-id", {"what": "milestone", "id": event.id}
    elif milestone.dropped_reason:
        yield "milestone-dropped", {"id": event.id}
    elif milestone.reached_on:
        yield "reached-twice", {"id": event.id, "day": milestone.reached_on}
    if isinstance(event, e.MilestoneDropped) and not event.reason.strip():
        yield "no-reason", {"after": "dropped"}
    if isinstance(event, e.MilestoneMoved) and event.because is Because.OTHER and not event.note.strip():
        yield "move-without-note", {}


def _new_evidence(plan: Plan, action: Action, one: Told, event: e.EvidenceAdded) -> Problems:
    yield from evidence_problems(event, one, any(known.id == event.id for known in action.evidence))


def _evidence_back(plan: Plan, action: Action, one: Told, event: e.EvidenceWithdrawn) -> Problems:
    yield from withdrawal_problems(event, {known.id: known.withdrawn_on for known in action.evidence})


def _indicator(plan: Plan, action: Action, one: Told, event: e.IndicatorAdded) -> Problems:
    yield from indicator_problems(event, (known.id for known in action.indicators))


def _value(plan: Plan, action: Action, one: Told, event: e.ValueMeasured) -> Problems:
    days = {known.id: {m.on for m in known.values} for known in action.indicators}
    evidence = (known.id for known in plan.actions.get(action.ref, action).evidence)
    yield from measurement_problems(event, one.on, days, evidence)


def _question(plan: Plan, action: Action, one: Told, event: e.QuestionPublished) -> Problems:
    yield from id_problems("question", event.id, any(q.id == event.id for q in action.questions))
    yield from body_problems(event.text)


def _answer(plan: Plan, action: Action, one: Told, event: e.QuestionAnswered) -> Problems:
    question = next((q for q in action.questions if q.id == event.id), None)
    if question is None:
        yield "unknown-id", {"what": "question", "id": event.id}
    elif question.answered_on:
        yield "answered-twice", {"id": event.id, "day": question.answered_on}
    yield from body_problems(event.text)


def _reminder(plan: Plan, action: Action, one: Told, event: e.ReminderSent) -> Problems:
    if event.days < 1:
        yield "no-silence", {"days": event.days}
    yield from organisation_problems(plan, [event.to])


_CHECKS: dict[type[e.Event], Callable[[Plan, Action, Told, Any], Problems]] = {
    e.ActionReworded: _rewording,
    e.ActionClassified: _reclassification,
    e.ActionAssigned: _assignment,
    e.ActionLinked: _links,
    e.DatesSet: _dates,
    e.StatusChanged: status_problems,
    e.ProgressDeclared: _percent,
    e.UpdatePublished: _news,
    e.MilestoneAdded: _new_milestone,
    e.MilestoneMoved: _milestone,
    e.MilestoneReached: _milestone,
    e.MilestoneDropped: _milestone,
    e.EvidenceAdded: _new_evidence,
    e.EvidenceWithdrawn: _evidence_back,
    e.IndicatorAdded: _indicator,
    e.IndicatorRevised: _indicator,
    e.ValueMeasured: _value,
    e.QuestionPublished: _question,
    e.QuestionAnswered: _answer,
    e.ReminderSent: _reminder,
}
