"""Verify a register: that of a plan in the database with its projections and the files of its sealed reports,
or a file that somebody kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tracker.domain.editions import erased_since
from tracker.domain.fold import state, told
from tracker.domain.merkle import Checkpoint
from tracker.domain.register import Head
from tracker.domain.state import Plan, Told
from tracker.domain.verification import TamperedError, Verified, verify_lines
from tracker.store import files, projections, register
from tracker.store.engine import read


class UnknownPlanError(LookupError):
    """Nobody opened a plan of that name here; the message says which plans there are."""

    def __init__(self, slug: str, known: list[str]) -> None:
        there = f"There are: {', '.join(known)}." if known else "There is none yet."
        super().__init__(f"there is no plan “{slug}” in this database. {there}")


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """What a verification found.

    ``wrong`` says what is wrong with the first entry that is, ``index`` its place; ``projections`` names the
    subjects (``plan``, ``action:2.03``) whose tables are not what the entries say, when no entry is wrong.
    ``editions`` counts the sealed reports, ``files`` those of their files that were looked at, ``spoiled``
    says what is wrong with which, ``withheld`` names those that readers no longer get since content that they
    hold was erased on legal ground: they may be there or not.
    """

    plan: str
    size: int
    checkpoint: Checkpoint | None = None
    hash: str = ""
    erased: tuple[int, ...] = ()
    index: int | None = None
    wrong: str = ""
    projections: tuple[str, ...] = ()
    editions: int = 0
    files: int = 0
    spoiled: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.wrong and not self.projections and not self.spoiled


async def verify_plan(
    slug: str, origin: str, known: Checkpoint | None = None, data: Path | None = None
) -> VerifyResult:
    """Check order, gaps, bytes, digests, chain and head of a plan's register, then its projections.

    ``origin`` (host/plan) goes on the checkpoint that is given back; ``known`` is one kept elsewhere; with
    the ``data`` folder the files of its sealed reports are checked as well. Raises UnknownPlanError.
    """
    async with read():
        head = await known_head(slug)
        lines = await collected(register.lines(slug))
        result = _verified(lines, origin, known, head)
        if result.wrong:
            return result
        plan = state(slug, told(await register.entries(slug)), projections.EVERY_DAY)
        result = await _with_projections(result, plan)
        erasures = await register.erasures(slug)
    if data is None:
        return result
    return await asyncio.to_thread(_with_files, result, plan, erasures, data)


def verify_file(path: Path, known: Checkpoint | None = None) -> VerifyResult:
    """Check a register file, offline. Raises OSError when it cannot be read."""
    with path.open("rb") as file:
        return _verified(list(file), "", known, None)


async def known_head(slug: str) -> Head:
    """A plan's head. Raises UnknownPlanError when nobody opened it."""
    head = await register.head(slug)
    if not head.size:
        raise UnknownPlanError(slug, sorted(await register.heads()))
    return head


async def collected(lines: AsyncIterator[bytes]) -> list[bytes]:
    return [line async for line in lines]


def _verified(lines: list[bytes], origin: str, known: Checkpoint | None, head: Head | None) -> VerifyResult:
    plan = head.plan if head else ""
    try:
        found = verify_lines(lines, known)
        plan = plan or found.plan
        _check_whole(found, plan, known, head)
    except TamperedError as error:
        why = str(error).partition(": ")[2]
        return VerifyResult(plan, len(lines), index=error.index, wrong=why)
    checkpoint = Checkpoint(origin or (known.origin if known else plan), found.size, found.root)
    return VerifyResult(plan, found.size, checkpoint, found.hash, found.erased, editions=len(found.sealed))


def _check_whole(found: Verified, plan: str, known: Checkpoint | None, head: Head | None) -> None:
    """What lines alone cannot tell: whose register it is, and where it should end."""
    if not found.size:
        raise TamperedError(0, "the register is empty")
    if found.plan != plan:
        raise TamperedError(0, f"it belongs to another plan, “{found.plan}”")
    if known and known.origin.rpartition("/")[2] != plan:
        raise TamperedError(0, f"the checkpoint is of another register, “{known.origin}”")
    if head and found.size < head.size:
        raise TamperedError(found.size, f"it is missing: the head counts {head.size} entries")
    if head and (found.size, found.hash) != (head.size, head.hash):
        raise TamperedError(min(found.size, head.size + 1) - 1, "it is not the entry that the head names")


async def _with_projections(result: VerifyResult, plan: Plan) -> VerifyResult:
    expected = projections.expected(plan)
    stored = await projections.stored(plan.slug)
    wrong = sorted(s for s in expected.keys() | stored.keys() if expected.get(s) != stored.get(s))
    return replace(result, projections=tuple(wrong))


def _with_files(result: VerifyResult, plan: Plan, erasures: Sequence[Told], data: Path) -> VerifyResult:
    count, spoiled, withheld = 0, [], []
    for edition in plan.reports:
        erased = erased_since(edition, erasures)
        for file in edition.files:
            count += 1
            name = f"{edition.period}, edition {edition.edition}, {file.name}"
            fault = files.fault(data, file.sha256, file.size)
            if erased:
                withheld.append(name)
            elif fault:
                spoiled.append(f"{name}: {fault}")
    return replace(result, files=count, spoiled=tuple(spoiled), withheld=tuple(withheld))
