"""Make the tables of current state again from the registers."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.domain.fold import state, told
from tracker.domain.verification import verify_lines
from tracker.services.verify_plan import collected, known_head
from tracker.store import projections, queries, register
from tracker.store.engine import write


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A plan whose projections were made again; ``mended`` names those that were not what they should be."""

    plan: str
    actions: int
    mended: tuple[str, ...]


async def rebuild(slug: str | None = None) -> list[Rebuilt]:
    """Rebuild one plan, or all of them, each in a transaction of its own.

    Raises UnknownPlanError, and TamperedError for a register that does not hold together: what somebody
    changed in it must not reach the pages by way of a repair.
    """
    slugs = [slug] if slug else sorted(await register.heads())
    return [await _rebuilt(one) for one in slugs]


async def _rebuilt(slug: str) -> Rebuilt:
    async with write():
        await known_head(slug)
        head = await register.locked_head(slug)
        verify_lines(await collected(register.lines(slug)))
        plan = state(slug, told(await register.entries(slug)), projections.EVERY_DAY)
        before, after = await projections.stored(slug), projections.expected(plan)
        await projections.forget(slug)
        await projections.save(plan, plan.actions)
    queries.keep(head, plan)
    mended = sorted(s for s in before.keys() | after.keys() if before.get(s) != after.get(s))
    return Rebuilt(slug, len(plan.actions), tuple(mended))
