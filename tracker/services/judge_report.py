"""What is wrong with a report before it is public, told by field; and what was published meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from tracker.domain.difference import Conflict, conflicts
from tracker.domain.faulty_fields import field_of
from tracker.domain.fold import state
from tracker.domain.reader import Fault
from tracker.domain.rules import SAYINGS, Broken
from tracker.domain.state import Action, Plan
from tracker.domain.submission import Placed, Submission, drafts_of
from tracker.domain.typed import NOTHING, Understood, understand
from tracker.services.record import refusals
from tracker.store import queries, register
from tracker.store.engine import read
from tracker.store.submissions import Kept


class Unfit(Exception):  # noqa: N818 - it reads as what happened
    """A report that can't be published as it is; nothing was submitted or published."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(fault.message.format(**fault.values) for fault in faults))
        self.faults = tuple(faults)


class Meanwhile(Exception):  # noqa: N818 - it reads as what happened
    """Somebody published on the same things since the author looked. ``known`` is the register's size now."""

    def __init__(self, found: Sequence[Conflict], known: int) -> None:
        super().__init__(", ".join(conflict.what for conflict in found))
        self.conflicts, self.known = tuple(found), known


def understood(kept: Kept, plan: Plan) -> Understood:
    """What a submission's newest version says. Raises KeyError when the plan has no such action."""
    return understand(
        kept.typed, plan.actions[kept.ref], plan=kept.plan, by=kept.organisation, known=kept.known
    )


async def faults_of(kept: Kept, now: datetime) -> list[Fault]:
    """Everything to mend before a submission could be published now; nothing is written."""
    async with read():
        plan = await queries.plan_at_head(await register.head(kept.plan))
        reading = understood(kept, plan)
        if reading.faults:
            return list(reading.faults)
        placed = drafts_of(reading.submission, plan)
        if not placed:
            return [Fault("text", NOTHING)]
        broken = await refusals(kept.plan, [one.draft for one in placed], now)
    return in_fields(placed, broken)


def in_fields(placed: Sequence[Placed], broken: Sequence[Broken]) -> list[Fault]:
    """Broken rules at the fields to mend; ``index`` counts among the facts. The same is said once."""
    found: dict[tuple[str, str], Fault] = {}
    for one in broken:
        field = field_of(placed[one.index], one)
        found.setdefault((field, one.message), Fault(field, SAYINGS[one.rule], one.values))
    return list(found.values())


async def meetings(submission: Submission, now: Action) -> tuple[Conflict, ...]:
    """Where a submission meets what was published since its author looked."""
    then = await action_as_known(submission.plan, submission.ref, submission.known)
    return conflicts(submission, then, now) if then else ()


async def action_as_known(plan: str, ref: str, known: int) -> Action | None:
    """The action as the first ``known`` entries of the register tell it."""
    story = await register.story(plan, [f"action:{ref}"], known)
    return state(plan, story, date.max).actions.get(ref)
