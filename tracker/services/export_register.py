"""Write a plan's register out as anyone may download it."""

from __future__ import annotations

from typing import IO

from tracker.services.verify_plan import known_head
from tracker.store import register
from tracker.store.engine import read


async def export_register(slug: str, stream: IO[bytes]) -> int:
    """Write ``register.jsonl`` to ``stream``; gives the number of entries. Raises UnknownPlanError."""
    count = 0
    async with read():
        await known_head(slug)
        async for line in register.lines(slug):
            stream.write(line)
            count += 1
    return count
