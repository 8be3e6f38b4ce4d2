"""Files of sealed reports that hold content erased on legal ground: no longer given out, and taken away."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

from tracker.domain.editions import erased_since
from tracker.services.verify_plan import known_head
from tracker.store import files, queries, register
from tracker.store.engine import read


async def remove_withheld(slug: str, data: Path) -> list[str]:
    """Remove a plan's withheld files from the ``data`` folder; the names of those that were there.

    A content that another edition gives out, or that was given as evidence, stays. Their digests stay in the
    register, so a copy that somebody holds can still be told from a forgery. Raises UnknownPlanError.
    """
    async with read():
        await known_head(slug)
        withheld, standing = await _sorted(slug)
        taken = {digest for digest in withheld if digest in standing or await files.with_digest(digest)}
    removed = []
    for digest, name in withheld.items():
        if digest not in taken and await asyncio.to_thread(files.remove, data, digest):
            removed.append(name)
    return removed


async def _sorted(slug: str) -> tuple[dict[str, str], set[str]]:
    """By digest: what a plan withholds, with its names, and what any plan's editions still give out."""
    withheld: dict[str, str] = {}
    standing: set[str] = set()
    for plan in await queries.plans_on(date.max):
        erasures = await register.erasures(plan.slug)
        for edition in plan.reports:
            if not erased_since(edition, erasures):
                standing |= {file.sha256 for file in edition.files}
            elif plan.slug == slug:
                label = f"{edition.period}, edition {edition.edition}"
                withheld |= {file.sha256: f"{label}, {file.name}" for file in edition.files}
    return withheld, standing
