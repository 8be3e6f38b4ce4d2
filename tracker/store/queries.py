"""Plans as readers see them: from projections for today, from the register for any other day.

A plan's state depends on its register's head and on the day alone, so it is kept in memory under these: a
page that finds its plan here asks the database for the head and nothing more.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from typing import Final

from msgspec.structs import replace

from tracker.domain.fold import state, told
from tracker.domain.merkle import Checkpoint
from tracker.domain.register import Entry, Head, checkpoint
from tracker.domain.state import Plan
from tracker.store import projections, register
from tracker.store.engine import current_engine, read

MOST_ACTIONS_KEPT: Final = 50_000


class Shelf:
    """Plans kept in memory, the least recently read dropped first, up to a number of actions in all."""

    def __init__(self, most_actions: int = MOST_ACTIONS_KEPT) -> None:
        self._plans: OrderedDict[tuple[object, ...], Plan] = OrderedDict()
        self._most = most_actions

    def get(self, key: tuple[object, ...]) -> Plan | None:
        plan = self._plans.get(key)
        if plan is not None:
            self._plans.move_to_end(key)
        return plan

    def drop(self, slug: str) -> None:
        """Forget a plan at all its heads and on all days."""
        for key in [key for key, plan in self._plans.items() if plan.slug == slug]:
            del self._plans[key]

    def put(self, key: tuple[object, ...], plan: Plan) -> None:
        self._plans[key] = plan
        while len(self._plans) > 1 and sum(1 + len(p.actions) for p in self._plans.values()) > self._most:
            self._plans.popitem(last=False)


_shelf = Shelf()


async def plan_at_head(head: Head) -> Plan:
    """The plan as its projections have it at a head that was read in the same transaction."""
    plan = _shelf.get(_key(head))
    if plan is None:
        plan = await projections.load(head.plan)
        keep(head, plan)
    return plan


def keep(head: Head, plan: Plan) -> None:
    """Remember a plan that belongs to a head. A hash is never used twice, so nothing here goes stale."""
    _shelf.put(_key(head), plan)


def forget(slug: str) -> None:
    """Drop what this process remembers of a plan, erased content included."""
    _shelf.drop(slug)


def _key(head: Head) -> tuple[object, ...]:
    return (id(current_engine()), head.plan, head.hash)


async def plan_on(head: Head, today: date) -> Plan | None:
    """The plan as all entries tell it today; None for a plan that nobody opened."""
    plan = await plan_at_head(head)
    return replace(plan, day=today) if plan.about else None


async def plan_at(head: Head, day: date, *, known_then: bool = False) -> Plan | None:
    """The plan as of a past day, as known now or, ``known_then``, as had been recorded by that day.

    None when the plan was not open yet by then.
    """
    key = (*_key(head), day, known_then)
    plan = _shelf.get(key)
    if plan is None:
        entries = await register.entries(head.plan)
        known = sum(1 for entry in entries if entry.at.date() <= day) if known_then else len(entries)
        # A large plan takes a second: in a thread, so that others are answered meanwhile.
        plan = await asyncio.to_thread(_folded, head.plan, entries, day, known)
        _shelf.put(key, plan)
    return plan if plan.about else None


def _folded(slug: str, entries: Sequence[Entry], day: date, known: int) -> Plan:
    return state(slug, told(entries, known), day, known)


async def plans_on(today: date) -> list[Plan]:
    """Every open plan, by title."""
    found = [await plan_on(head, today) for head in (await register.heads()).values()]
    return sorted((plan for plan in found if plan), key=lambda plan: plan.opened.title)


_checkpoints: OrderedDict[tuple[object, ...], Checkpoint] = OrderedDict()


async def checkpoint_of(head: Head, origin: str) -> Checkpoint:
    """The checkpoint of a register at its head; ``origin`` is host/plan."""
    key = (id(current_engine()), origin, head.hash)
    if key not in _checkpoints:
        async with read():
            _checkpoints[key] = checkpoint(origin, await register.entries(head.plan))
        while len(_checkpoints) > 200:
            _checkpoints.popitem(last=False)
    return _checkpoints[key]
