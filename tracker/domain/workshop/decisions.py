"""Sheets that decide what becomes of an action: merged into another, split, a proposal answered."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.domain import events as e
from tracker.domain.messages import _
from tracker.domain.rules import SAYINGS
from tracker.domain.state import Action, Plan
from tracker.domain.status import Kind, Status, next_statuses
from tracker.domain.typed import Typed
from tracker.domain.workshop.actions import last_place, there
from tracker.domain.workshop.sheet import Fact, Filling, Sheet, said

PARTS = tuple(range(1, 6))
STAYS, GOES_ON = "stays", "goes-on"

NO_PARTS = _("Nothing is split from it yet. Give at least one new action a reference and a title.")
NO_FATE = _("Say what becomes of this action itself.")
NO_DECISION = _("Choose a decision.")
OTHER_DECISION = _("This goes with another decision. Empty it, or choose that decision.")


def _standing(plan: Plan, key: str) -> Typed:
    action = plan.actions[key]
    return said({"status": action.status, "into": action.merged_into})


# --- merged into another one ------------------------------------------------------------------------------


def _merged(filling: Filling) -> Iterator[Fact]:
    action = filling.plan.actions[filling.key]
    event = e.StatusChanged(
        status=Status.MERGED, reason=filling.reason(), merged_into=filling.text("merged_into")
    )
    yield action.subject, event, "merged_into"


def _may_merge(plan: Plan, key: str) -> bool:
    action = plan.actions.get(key)
    return action is not None and Status.MERGED in next_statuses(action.type, action.status)


MERGE = Sheet("merge", "action", _standing, _merged, fits=_may_merge)


# --- split into several -----------------------------------------------------------------------------------


def _titled(plan: Plan, key: str) -> Typed:
    return {**said({"title": plan.actions[key].title}), **_standing(plan, key)}


def _split(filling: Filling) -> Iterator[Fact]:
    action, reason = filling.plan.actions[filling.key], filling.reason()
    parts = [number for number in PARTS if filling.text(f"part-{number}-ref")]
    for number in PARTS:
        if number in parts:
            yield _part(filling, action, f"part-{number}")
        elif filling.text(f"part-{number}-title"):
            filling.reader.say(f"part-{number}-ref", SAYINGS["bad-ref"], ref="")
    if not parts:
        filling.reader.say("part-1-ref", NO_PARTS)
        return
    fate = filling.text("fate")
    if fate == STAYS:
        reworded = e.ActionReworded(
            title=filling.text("title"),
            description=action.description,
            wording=action.wording,
            reason=reason,
        )
        yield action.subject, reworded, "title"
    elif fate == GOES_ON:
        into = filling.text(f"part-{parts[0]}-ref")
        merged = e.StatusChanged(status=Status.MERGED, reason=reason, merged_into=into)
        yield action.subject, merged, "fate"
    else:
        filling.reader.say("fate", NO_FATE)


def _part(filling: Filling, action: Action, row: str) -> Fact:
    """A part keeps the promise's wording and dates: splitting moves no deadline, and hides none."""
    ref = filling.text(f"{row}-ref")
    event = e.ActionAdded(
        type=action.type,
        title=filling.text(f"{row}-title"),
        axis=action.axis,
        position=action.position,
        wording=action.wording,
        horizon=action.horizon,
        competence=action.competence,
        authority=action.authority,
        audiences=action.audiences,
        owner=filling.text(f"{row}-owner") or action.owner,
        partners=action.partners,
        answers=action.answers,
        start=action.start,
        due=action.due,
        split_from=action.ref,
    )
    return f"action:{ref}", event, row


def _may_split(plan: Plan, key: str) -> bool:
    return there(plan, key) and plan.actions[key].status is not Status.MERGED


SPLIT = Sheet("split", "action", _titled, _split, fits=_may_split)


# --- a proposal answered ----------------------------------------------------------------------------------


def decisions(action: Action) -> tuple[Status, ...]:
    """What may be decided on a proposal as it stands; merging has a sheet of its own."""
    return tuple(one for one in next_statuses(action.type, action.status) if one is not Status.MERGED)


_GOES_WITH = {
    "referred_to": Status.REFERRED,
    **dict.fromkeys(("answered_by", "new-ref", "new-title"), Status.ACCEPTED),
}


def _decided(filling: Filling) -> Iterator[Fact]:
    proposal = filling.plan.actions[filling.key]
    status = filling.reader.choice("decision", filling.text("decision"), Status)
    if not filling.text("decision"):
        filling.reader.say("decision", NO_DECISION)
    for name, goes_with in _GOES_WITH.items():
        if filling.text(name) and status is not goes_with:
            filling.reader.say(name, OTHER_DECISION)
    answered_by = filling.words("answered_by")
    if any(filling.text(name) for name in ("new-ref", "new-title")):
        yield _commitment(filling, proposal)
        answered_by = (*answered_by, filling.text("new-ref"))
    event = e.StatusChanged(
        status=status or Status.UNDER_REVIEW,
        reason=filling.text("reason"),
        answered_by=answered_by,
        referred_to=filling.text("referred_to"),
    )
    yield proposal.subject, event, "decision"


def _commitment(filling: Filling, proposal: Action) -> Fact:
    """The new commitment that answers the proposal, filed where the proposal is."""
    ref, text = filling.text("new-ref"), filling.text("new-wording")
    if not ref:
        filling.reader.say("new-ref", SAYINGS["bad-ref"], ref="")
    event = e.ActionAdded(
        type=Kind.COMMITMENT,
        title=filling.text("new-title"),
        axis=proposal.axis,
        position=last_place(filling.plan, proposal.axis),
        wording=e.Wording(text=text) if text else None,
        horizon=proposal.horizon,
        audiences=proposal.audiences,
        owner=filling.text("new-owner"),
        answers=(proposal.ref,),
        due=filling.partial("new-due"),
    )
    return f"action:{ref}", event, "new"


def _is_open_to_decision(plan: Plan, key: str) -> bool:
    action = plan.actions.get(key)
    return action is not None and action.type is Kind.PROPOSAL and bool(decisions(action))


ANSWER = Sheet("answer", "action", _standing, _decided, fits=_is_open_to_decision)
