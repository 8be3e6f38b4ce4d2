"""Change a plan by a sheet of the workshop: weigh what the form says, then record it, all or nothing.

The form names the size of the register that it was made from. What somebody changed of the same subject since
is taken into the form where its author left things alone, and shown; nothing is recorded until it was seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tracker.domain.fold import state
from tracker.domain.reader import Fault
from tracker.domain.register import Entry, Head
from tracker.domain.rules import SAYINGS
from tracker.domain.submission import Placed
from tracker.domain.typed import Typed
from tracker.domain.workshop.sheet import NOTHING_CHANGES, Met, Sheet, field_at, merged, read_sheet
from tracker.services.record import Foreseen, foresee, record
from tracker.store import queries, register, staff_log
from tracker.store.engine import read, write
from tracker.store.staff_log import Act


@dataclass(frozen=True, slots=True)
class Wanted:
    """A form that was sent: its sheet, what it is about, what was typed in which of its ``fields``.

    ``key`` is empty for the plan itself and for what is to be added; ``known`` is the size of the register
    that the form was made from.
    """

    sheet: Sheet
    plan: str
    key: str
    typed: Typed
    fields: tuple[str, ...]
    known: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """What recording would make. ``typed`` is the form with what others changed meanwhile taken in.

    ``before`` and ``after`` are what stands of the subject in public; ``after`` only without ``faults``.
    ``size`` is the register's.
    """

    key: str
    typed: Typed
    before: Typed
    after: Typed
    placed: tuple[Placed, ...]
    faults: tuple[Fault, ...]
    met: tuple[Met, ...]
    size: int


class Unsettled(Exception):  # noqa: N818 - it reads as what happened
    """The form has faults, or meets what somebody changed meanwhile; nothing was recorded."""

    def __init__(self, weighed: Weighed) -> None:
        super().__init__("; ".join(fault.message for fault in weighed.faults))
        self.weighed = weighed


async def weigh(wanted: Wanted, now: datetime) -> Weighed:
    """What a form would change; nothing is written."""
    async with read():
        return await _weigh(wanted, await register.head(wanted.plan), now)


async def change(wanted: Wanted, now: datetime, *, by: str, address: str = "") -> list[Entry]:
    """Record what a form says, and note who did (``by``, an e-mail) in the internal log. Raises Unsettled."""
    weighed = await weigh(wanted, now)
    if weighed.faults or weighed.met:
        raise Unsettled(weighed)
    async with write():
        # Once more under the lock: somebody may have been faster.
        weighed = await _weigh(wanted, await register.locked_head(wanted.plan), now)
        if weighed.faults or weighed.met:
            raise Unsettled(weighed)
        entries = await record(wanted.plan, [one.draft for one in weighed.placed], now)
        act = Act.PLAN_CHANGED if weighed.size else Act.PLAN_OPENED
        kinds = ", ".join(f"{entry.kind} {entry.subject} ({entry.index})" for entry in entries)
        await staff_log.note(act, now, by=by, about=wanted.plan, detail=kinds, address=address)
    return entries


async def _weigh(wanted: Wanted, head: Head, now: datetime) -> Weighed:
    plan = await queries.plan_at_head(head)
    sheet, adds = wanted.sheet, wanted.sheet.adds
    key = adds(wanted.typed) if adds else wanted.key
    before = {} if adds else sheet.stands(plan, key)
    then = before if adds else await _standing_then(wanted, head.size, before)
    typed, met = merged(then, before, wanted.typed)
    reading = read_sheet(sheet, plan, key, typed)
    faults, after = list(reading.faults), {}
    if not faults:
        outcome = await foresee(wanted.plan, [one.draft for one in reading.placed], now)
        faults = _broken(reading.placed, outcome, wanted.fields)
        if not faults:
            after = sheet.stands(outcome.plan, key)
    if not faults and after == before and len(reading.placed) == 1:
        faults.append(Fault("", NOTHING_CHANGES))
    return Weighed(key, typed, before, after, reading.placed, tuple(faults), met, head.size)


def _broken(placed: tuple[Placed, ...], outcome: Foreseen, fields: tuple[str, ...]) -> list[Fault]:
    found: dict[tuple[str, str], Fault] = {}
    for one in outcome.broken:
        field = field_at(placed[one.index], one, fields)
        found.setdefault((field, one.message), Fault(field, SAYINGS[one.rule], one.values))
    return list(found.values())


async def _standing_then(wanted: Wanted, size: int, now: Typed) -> Typed:
    """What stood of the subject when the form was made."""
    since = await register.entries(wanted.plan, wanted.known) if wanted.known < size else []
    action = wanted.sheet.of == "action"
    if not any(entry.subject.startswith("action:") is action for entry in since):
        return now
    if action:
        story = await register.story(wanted.plan, [f"action:{wanted.key}"], wanted.known)
    else:
        story = await register.plan_story(wanted.plan, wanted.known)
    then = state(wanted.plan, story, date.max)
    return {} if action and wanted.key not in then.actions else wanted.sheet.stands(then, wanted.key)
