"""A department reports on an action: draft, submit, take back. Nothing that was typed is written over.

Each save names the version it was made from. When there is a newer one, by a colleague or in another window,
nothing is saved and the caller is handed what is kept, to show the difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tracker.domain.submission import OPEN, WRITABLE, Act, Stage
from tracker.domain.typed import Typed, cleaned
from tracker.services.judge_report import Meanwhile, Unfit, faults_of, meetings, understood
from tracker.services.keep_file import vouched
from tracker.services.review import NotWaiting, publish_unreviewed
from tracker.store import queries, register, submissions
from tracker.store.engine import read, write
from tracker.store.submissions import Kept


class Stale(Exception):  # noqa: N818 - it reads as what happened
    """There is a newer version, or the submission is no longer the author's to write in.

    ``kept`` is what there is now, None when everything on the action was settled; ``typed`` what was not
    saved.
    """

    def __init__(self, kept: Kept | None, typed: Typed) -> None:
        super().__init__("the draft was changed meanwhile")
        self.kept, self.typed = kept, typed


class UnknownAction(LookupError):  # noqa: N818 - it reads as what happened
    """The plan has no such action."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an author saves: the action, the organisation that speaks, and the form.

    ``version`` is the one the form was filled from, 0 for a new draft; ``known`` the size of the register
    that the author had in view.
    """

    plan: str
    ref: str
    organisation: str
    person: int
    version: int
    known: int
    fields: Mapping[str, str]


async def save_draft(report: Report, now: datetime) -> Kept:
    """Keep what was typed, right or wrong. Raises Stale, UnknownAction."""
    async with read():
        plan = await queries.plan_at_head(await register.head(report.plan))
    if report.ref not in plan.actions:
        raise UnknownAction(report.ref)
    typed = await vouched(cleaned(report.fields), report.plan, report.ref)
    async with write():
        return await _save(report, typed, now)


async def _save(report: Report, typed: Typed, now: datetime) -> Kept:
    before = await submissions.open_one(report.plan, report.ref, report.organisation)
    if before is None and report.version == 0:
        made = await submissions.begin(report.plan, report.ref, report.organisation, now)
        if made is not None:
            await submissions.advance(made, 0, WRITABLE, now, by=1, stage=None)
            return await _version(made, 1, report, typed, now)
        before = await submissions.open_one(report.plan, report.ref, report.organisation)
    if before is None:
        raise Stale(None, typed)
    if before.stage in WRITABLE and before.typed == typed:
        # The same words from two windows, or a form sent twice: there is nothing to lose.
        if before.known == report.known:
            return before
    elif before.version != report.version:
        raise Stale(before, typed)
    if not await submissions.advance(before.id, before.version, WRITABLE, now, by=1, stage=None):
        raise Stale(await submissions.by_id(before.id), typed)
    return await _version(before.id, before.version + 1, report, typed, now)


async def _version(submission: int, version: int, report: Report, typed: Typed, now: datetime) -> Kept:
    await submissions.add_version(submission, version, report.person, now, report.known, typed)
    kept = await submissions.by_id(submission)
    if kept is None:
        raise LookupError(submission)
    return kept


async def submit(report: Report, now: datetime) -> Kept:
    """Save, then hand in for review, or publish where the plan reviews nothing.

    Raises Stale; and, with the draft saved, Unfit when something is to be mended and Meanwhile when somebody
    published on the same things since the author looked.
    """
    kept = await save_draft(report, now)
    if faults := await faults_of(kept, now):
        raise Unfit(faults)
    await _check_meetings(kept)
    async with write():
        if (await submissions.rule_of(kept.plan)).required:
            await _leave(kept, WRITABLE, Stage.SUBMITTED, Act.SUBMITTED, report.person, now)
        else:
            await _publish(kept, report.person, now)
        await submissions.forget_drafts(kept.id, kept.version)
    settled = await submissions.by_id(kept.id)
    return settled or kept


async def _publish(kept: Kept, person: int, now: datetime) -> None:
    try:
        await publish_unreviewed(kept, person, now)
    except NotWaiting:
        raise Stale(await submissions.by_id(kept.id), kept.typed) from None


async def _check_meetings(kept: Kept) -> None:
    async with read():
        head = await register.head(kept.plan)
        plan = await queries.plan_at_head(head)
        found = await meetings(understood(kept, plan).submission, plan.actions[kept.ref])
    if found:
        raise Meanwhile(found, head.size)


async def take_back(kept: Kept, person: int, now: datetime) -> None:
    """Make a submitted report a draft again. Raises Stale once a reviewer has settled it."""
    await _leave(kept, [Stage.SUBMITTED], Stage.DRAFT, Act.TAKEN_BACK, person, now)


async def drop(kept: Kept, person: int, now: datetime) -> None:
    """Give a report up; its versions and thread are kept. Raises Stale when it was changed meanwhile."""
    await _leave(kept, OPEN, Stage.DROPPED, Act.DROPPED, person, now)


async def _leave(
    kept: Kept, before: Iterable[Stage], stage: Stage, act: Act, person: int, now: datetime
) -> None:
    async with write():
        if not await submissions.advance(kept.id, kept.version, before, now, by=0, stage=stage):
            raise Stale(await submissions.by_id(kept.id), kept.typed)
        await submissions.add_act(kept.id, kept.version, person, now, act)
