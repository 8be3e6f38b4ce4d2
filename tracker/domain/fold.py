"""The fold: one pure function that turns a register into the state of a plan.

``state(day, known)`` = the entries whose fact lies on or before ``day``, among the first ``known``, applied
in order of (day of the fact, index). Pages, past days, reports, projections and checks all come from here.

A correction replaces the content of the entry it names wherever that entry stands in the order: what was
said by mistake was never a fact, so a past day as known today shows it corrected, and the same day as known
then shows it uncorrected.

An erasure takes an entry's own content away for good, so it counts whatever was known: what is left of that
content is what the erasure says may remain. Content that a correction had put in its place is not touched.
Of a sealed report only what people wrote in it can go: its figures and fingerprints stay what they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from tracker.domain import events as e
from tracker.domain.apply import apply_to_action, apply_to_plan
from tracker.domain.register import Entry
from tracker.domain.state import Action, Axis, Plan, Told


def told(entries: Iterable[Entry], known: int | None = None) -> list[Told]:
    """Entries as they read once corrections among the first ``known``, and all erasures, are applied."""
    story = (
        Told(entry.index, entry.at, entry.on, entry.by, entry.kind, entry.subject, entry.event)
        for entry in entries
        if known is None or entry.index < known or entry.kind == e.ContentErased.kind
    )
    return [one for one in amended(story) if known is None or one.index < known]


def amended(story: Iterable[Told]) -> list[Told]:
    """A story with its own corrections and erasures applied, in the order of the register.

    Applying them again changes nothing, so new entries may be put at the end of an amended story.
    """
    made = {one.index: one for one in sorted(story, key=lambda one: one.index)}
    for index, one in list(made.items()):
        if isinstance(one.event, e.ContentErased) and (target := _earlier(made, one.event.entry, index)):
            content = _remaining(target, one.event.remains)
            made[target.index] = replace(target, event=content, erased_by=index)
    for index, one in list(made.items()):
        if isinstance(one.event, e.CorrectionMade) and (target := _earlier(made, one.event.entry, index)):
            content = _content(target, one.event.payload, target.event)
            made[target.index] = replace(target, event=content, corrected_by=index)
    return list(made.values())


def _earlier(made: dict[int, Told], named: int, index: int) -> Told | None:
    return made.get(named) if named < index else None


def _remaining(target: Told, remains: dict[str, Any] | None) -> e.Event | None:
    content = _content(target, remains, None)
    if isinstance(content, e.ReportSealed) and isinstance(target.event, e.ReportSealed):
        return replace(target.event, **{name: getattr(content, name) for name in e.WRITTEN})
    return content


def _content(target: Told, payload: dict[str, Any] | None, otherwise: e.Event | None) -> e.Event | None:
    """What the target says from now on; ``otherwise`` when the payload does not fit, which rules report."""
    if payload is None:
        return None
    try:
        return e.event_of(target.kind, payload)
    except e.PayloadError:
        return otherwise


def in_order(story: Iterable[Told], day: date) -> list[Told]:
    """What had happened by ``day``, in the order of the facts."""
    return sorted((t for t in story if t.on <= day), key=lambda t: (t.on, t.index))


def state(slug: str, story: Iterable[Told], day: date, known: int | None = None) -> Plan:
    """The plan as of ``day``; ``story`` comes from ``told`` with the same ``known``."""
    story = list(story)
    plan = Plan(
        slug=slug,
        day=day,
        known=len(story) if known is None else min(known, len(story)),
        kept_since=story[0].at if story else None,
    )
    actions: dict[str, Action] = {}
    for one in in_order(story, day):
        if one.subject.startswith("action:"):
            ref = one.subject.removeprefix("action:")
            action = apply_to_action(actions.get(ref), one)
            if action is not None:
                actions[ref] = action
        else:
            plan = apply_to_plan(plan, one)
    return with_actions(plan, actions.values())


def refold(before: Plan, of_plan: Sequence[Told], of_actions: Sequence[Told]) -> Plan:
    """``before`` brought up to date from the whole stories of the plan itself and of some of its actions."""
    fresh = state(before.slug, of_plan, before.day)
    changed = state(before.slug, of_actions, before.day)
    gone = {one.subject.removeprefix("action:") for one in of_actions}
    kept = {ref: action for ref, action in before.actions.items() if ref not in gone}
    return with_actions(fresh, [*kept.values(), *changed.actions.values()])


def with_actions(plan: Plan, actions: Iterable[Action]) -> Plan:
    """The plan with its actions in the plan's own order: axis by axis, then position, then age."""
    axes = dict(sorted(plan.axes.items(), key=lambda item: axis_order(plan.axes, item[0])))
    rank = {code: place for place, code in enumerate(axes)}
    ordered = sorted(actions, key=lambda a: (rank.get(a.axis, len(rank)), a.position, a.added_index))
    return replace(
        plan,
        organisations=dict(sorted(plan.organisations.items())),
        axes=axes,
        actions={action.ref: action for action in ordered},
    )


def axis_order(axes: dict[str, Axis], code: str) -> tuple[tuple[int, str], ...]:
    """A sort key that puts every axis right after its parent."""
    path: list[tuple[int, str]] = []
    seen: set[str] = set()
    while code in axes and code not in seen:
        seen.add(code)
        path.append((axes[code].position, code))
        code = axes[code].parent
    return tuple(reversed(path))
