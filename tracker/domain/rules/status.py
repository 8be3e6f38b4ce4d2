"""Rules of a declared status: which may follow which, and what each needs."""

from __future__ import annotations

from tracker.domain import events as e
from tracker.domain.rules.sayings import Problems
from tracker.domain.rules.shared import organisation_problems
from tracker.domain.state import Action, Plan, Told
from tracker.domain.status import NEEDS_EVIDENCE, STATUSES, Kind, Status, needs_reason, next_statuses


def status_problems(plan: Plan, action: Action, one: Told, event: e.StatusChanged) -> Problems:
    before, after = action.status, event.status
    if after not in STATUSES[action.type]:
        allowed = ", ".join(STATUSES[action.type])
        yield "wrong-kind", {"status": after, "kind": action.type, "allowed": allowed}
        return
    if after not in next_statuses(action.type, before):
        allowed = ", ".join(next_statuses(action.type, before))
        yield "transition", {"before": before, "after": after, "allowed": allowed}
    if needs_reason(before, after) and not event.reason.strip():
        unwelcome = needs_reason(Status.PLANNED, after)
        yield ("no-reason", {"after": after}) if unwelcome else ("no-reason-left", {"before": before})
    yield from _status_needs(plan, action, one, event)


def _status_needs(plan: Plan, action: Action, one: Told, event: e.StatusChanged) -> Problems:
    whole = plan.actions.get(action.ref, action)
    # Evidence often comes some days after the fact it shows, so what was given up to now counts.
    if event.status in NEEDS_EVIDENCE and not _evidenced(whole, one):
        yield "no-evidence", {"after": event.status}
    for ref in event.answered_by:
        if ref not in plan.actions:
            yield "unknown-action", {"ref": ref}
        elif plan.actions[ref].type is not Kind.COMMITMENT:
            yield "answer-not-commitment", {"ref": ref}
    if event.status is Status.ACCEPTED and not event.answered_by and not _named_as_answered(plan, action):
        yield "not-answered", {}
    if event.status is Status.REFERRED and not event.referred_to:
        yield "referred-to", {}
    yield from organisation_problems(plan, [event.referred_to])
    if event.status is Status.MERGED:
        yield from _merge(plan, action, event.merged_into)


def _evidenced(action: Action, one: Told) -> bool:
    """Whether evidence stood by the declaration; its later withdrawal is published, and undoes nothing."""
    return any(given.withdrawn_on is None or given.withdrawn_on > one.on for given in action.evidence)


def _named_as_answered(plan: Plan, proposal: Action) -> bool:
    return any(proposal.ref in action.answers for action in plan.actions.values())


def _merge(plan: Plan, action: Action, into: str) -> Problems:
    if not into:
        yield "merged-into", {}
        return
    if into not in plan.actions:
        yield "unknown-action", {"ref": into}
    # A merger of the past may have been undone since; only those in force make a circle.
    in_force = action.ref in plan.actions and plan.actions[action.ref].merged_into == into
    seen = {action.ref}
    while into in plan.actions:
        if into in seen:
            yield "merged-itself", {}
            return
        seen.add(into)
        into = plan.actions[into].merged_into if in_force else ""
