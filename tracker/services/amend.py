"""Amend what is public: correct an entry, take it back, withdraw evidence. Each is a new entry that names it.

The keeper of the plan speaks, as for what a reviewer changes in a report; who did it is in the internal log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from tracker.domain import events as e
from tracker.domain.amendment import amended_last
from tracker.domain.register import Draft, Entry
from tracker.domain.state import Plan, Told
from tracker.services.record import Foreseen, foresee, record
from tracker.store import queries, register, staff_log
from tracker.store.engine import read, write
from tracker.store.staff_log import Act


class Overtaken(Exception):  # noqa: N818 - it reads as what happened
    """Somebody amended the entry since the author looked; ``told`` is how it reads now."""

    def __init__(self, told: Told) -> None:
        super().__init__(f"entry {told.index} was amended meanwhile")
        self.told = told


@dataclass(frozen=True, slots=True)
class Author:
    """Who amends, for the internal log: an e-mail, the address that they come from, the id of the account."""

    email: str
    address: str = ""
    person: int = 0


ACTS: dict[type[e.Event], Act] = {
    e.CorrectionMade: Act.ENTRY_CORRECTED,
    e.EvidenceWithdrawn: Act.EVIDENCE_WITHDRAWN,
    e.ContentErased: Act.CONTENT_ERASED,
}


def correction(one: Told, event: e.Event | None, reason: str) -> e.CorrectionMade:
    """The event that puts ``event`` in the place of what an entry says; None takes it back."""
    payload = None if event is None else e.payload_of(event)
    return e.CorrectionMade(entry=one.index, reason=reason, payload=payload)


async def entry_at(plan: str, index: int) -> tuple[Entry, Told] | None:
    """An entry as it was recorded and as it reads now."""
    async with read():
        found = await register.recorded(plan, index, 1)
    return found[0] if found else None


async def foresee_amendment(plan: Plan, one: Told, event: e.Event, now: datetime) -> Foreseen:
    """What an amendment would make of the plan, and the rules it would break; nothing is written."""
    return await foresee(plan.slug, [_draft(plan, one, event, now)], now)


async def amend(slug: str, one: Told, event: e.Event, author: Author, now: datetime) -> list[Entry]:
    """Record an amendment of ``one``, which is the entry as its author saw it.

    Raises Overtaken when it reads differently by now, Refused with the rules that the amendment breaks.
    """
    async with write():
        head = await register.locked_head(slug)
        ((_entry, told),) = await register.recorded(slug, one.index, 1)
        if amended_last(told) != amended_last(one):
            raise Overtaken(told)
        plan = await queries.plan_at_head(head)
        entries = await record(slug, [_draft(plan, one, event, now)], now)
        await staff_log.note(
            ACTS[type(event)], now, by=author.email, detail=f"{slug} {one.index}", address=author.address
        )
    return entries


def _draft(plan: Plan, one: Told, event: e.Event, now: datetime) -> Draft:
    keeper = plan.opened.keeper
    by = keeper if keeper in plan.organisations else one.by
    return Draft(now.astimezone(UTC).date(), by, one.subject, event)
