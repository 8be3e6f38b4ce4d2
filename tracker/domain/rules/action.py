"""Rules of one action, read over its whole story."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from tracker.domain import events as e
from tracker.domain.fold import apply_to_action, in_order
from tracker.domain.rules.sayings import Broken, Problems
from tracker.domain.rules.shared import (
    REF,
    correction_problems,
    evidence_problems,
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
from tracker.domain.status import Kind
from tracker.domain.vocabulary import Because, Competence

REASONS = ", ".join(Because)


def broken_in_action(plan: Plan, story: Sequence[Told], today: date) -> Iterator[Broken]:
    """Every rule that an action's story breaks. ``plan`` is its state with the new entries taken in."""
    action: Action | None = None
    for one in in_order(story, date.max):
        if one.event is None:  # erased or taken back: nothing left to judge
            continue
        problems = [*told_problems(plan, one, today), *_action_problems(plan, action, one, story)]
        yield from (Broken(one.index, rule, values) for rule, values in problems)
        action = apply_to_action(action, one)


def _action_problems(plan: Plan, action: Action | None, one: Told, story: Sequence[Told]) -> Problems:
    if isinstance(one.event, e.ActionAdded):
        if action is not None:
            yield "added-twice", {"ref": action.ref}
        yield from _addition(plan, one.subject.removeprefix("action:"), one.event)
        return
    if action is None:
        added = next((t for t in story if t.kind == e.ActionAdded.kind), None)
        if added is None:
            yield "not-added", {}
        elif added.event is not None:
            yield "before-added", {"day": one.on, "added": added.on}
        return
    if isinstance(one.event, e.CorrectionMade):
        yield from correction_problems(one.event, one, story)
        return
    check = _CHECKS.get(type(one.event)) if one.event else None
    if check:
        yield from check(plan, action, one, one.event)


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


def _wording(plan: Plan, wording: e.Wording | None) -> Problems:
    if wording is None:
        return
    if not wording.text.strip():
        yield "no-text", {}
    yield from text_problems(wording.text)
    if wording.source and wording.source not in {s.id for s in plan.opened.sources}:
        yield "unknown-source", {"id": wording.source}


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


def _reclassification(plan: Plan, action: Action, one: Told, event: e.ActionClassified) -> Problems:
    yield from _classification(plan, event)


def _assignment(plan: Plan, action: Action, one: Told, event: e.ActionAssigned) -> Problems:
    yield from organisation_problems(plan, (event.owner, *event.partners))


def _links(plan: Plan, action: Action, one: Told, event: e.ActionLinked) -> Problems:
    yield from _answers(plan, action.type, event.answers)


def _dates(plan: Plan, action: Action, one: Told, event: e.DatesSet) -> Problems:
    moved = action.due is not None and event.due != action.due
    if moved and event.because is None:
        yield (
            "move-without-reason",
            {"before": action.due, "after": event.due or "no date", "reasons": REASONS},
        )
    if event.because is Because.OTHER and not event.note.strip():
        yield "move-without-note", {}
    yield from span_problems(event.start or action.start, event.due)


def _percent(plan: Plan, action: Action, one: Told, event: e.ProgressDeclared) -> Problems:
    if not 0 <= event.percent <= 100:
        yield "progress", {"percent": event.percent}


def _news(plan: Plan, action: Action, one: Told, event: e.UpdatePublished) -> Problems:
    # As for a status, evidence given later may be named: the whole story counts.
    yield from update_problems(event, {evidence.id for evidence in plan.actions[action.ref].evidence})


def _new_milestone(plan: Plan, action: Action, one: Told, event: e.MilestoneAdded) -> Problems:
    if any(m.id == event.id for m in action.milestones):
        yield "taken-id", {"what": "milestone", "id": event.id}
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
    elif isinstance(event, e.MilestoneReached) and milestone.reached_on:
        yield "reached-twice", {"id": event.id, "day": milestone.reached_on}
    if isinstance(event, e.MilestoneMoved) and event.because is Because.OTHER and not event.note.strip():
        yield "move-without-note", {}


def _new_evidence(plan: Plan, action: Action, one: Told, event: e.EvidenceAdded) -> Problems:
    yield from evidence_problems(event, any(known.id == event.id for known in action.evidence))


def _evidence_back(plan: Plan, action: Action, one: Told, event: e.EvidenceWithdrawn) -> Problems:
    if not event.reason.strip():
        yield "no-reason", {"after": "withdrawn"}
    yield from withdrawal_problems(event.id, {known.id: known.withdrawn_on for known in action.evidence})


def _new_indicator(plan: Plan, action: Action, one: Told, event: e.IndicatorAdded) -> Problems:
    if any(known.id == event.id for known in action.indicators):
        yield "taken-id", {"what": "indicator", "id": event.id}
    yield from title_problems(event.title)


def _changed_indicator(plan: Plan, action: Action, one: Told, event: e.IndicatorRevised) -> Problems:
    if all(known.id != event.id for known in action.indicators):
        yield "unknown-id", {"what": "indicator", "id": event.id}


def _value(plan: Plan, action: Action, one: Told, event: e.ValueMeasured) -> Problems:
    days = {known.id: {m.on for m in known.values} for known in action.indicators}
    evidence = (known.id for known in plan.actions[action.ref].evidence)
    yield from measurement_problems(event, one.on, days, evidence)


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
    e.IndicatorAdded: _new_indicator,
    e.IndicatorRevised: _changed_indicator,
    e.ValueMeasured: _value,
}
