"""Review: publish what a department submitted, as it is or corrected, or return it with a remark.

Publishing records the facts and settles the submission in one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tracker.domain.messages import _
from tracker.domain.reader import Fault
from tracker.domain.register import Draft, Entry
from tracker.domain.state import Plan
from tracker.domain.submission import WRITABLE, Act, Placed, Stage, drafts_of
from tracker.domain.typed import NOTHING, Typed, cleaned
from tracker.services.judge_report import Meanwhile, Unfit, in_fields, meetings, understood
from tracker.services.keep_file import vouched
from tracker.services.record import Refused, record
from tracker.store import queries, register, submissions
from tracker.store.engine import write
from tracker.store.submissions import Kept, Rule

NO_REMARK = _("A report that goes back needs a remark. Say what should be changed.")


class NotWaiting(Exception):  # noqa: N818 - it reads as what happened
    """Somebody settled, took back or changed the submission meanwhile."""


class OwnReport(Exception):  # noqa: N818 - it reads as what happened
    """Who wrote a report may not review it, unless the plan allows it."""


async def publish(
    submission: int,
    version: int,
    *,
    reviewer: int,
    seen: int,
    now: datetime,
    correction: Typed | None = None,
    remark: str = "",
) -> list[Entry]:
    """Make a submitted report public, all of it or nothing.

    ``seen`` is the size of the register that the reviewer compared with. With a ``correction`` (the whole
    form, as it should read) what differs is said by the keeper of the plan, not by the owner.
    Raises NotWaiting, OwnReport, Unfit, Meanwhile.
    """
    async with write():
        kept = await _settle(submission, version, Stage.PUBLISHED, reviewer, now)
        plan = await queries.plan_at_head(await register.locked_head(kept.plan))
        kept = replace(kept, known=max(kept.known, seen))
        if correction is not None:
            return await _publish_corrected(kept, plan, correction, reviewer, now, remark)
        entries = await record_report(kept, plan, now)
        await submissions.add_act(kept.id, version, reviewer, now, Act.PUBLISHED, remark)
        return entries


async def _publish_corrected(
    kept: Kept, plan: Plan, correction: Typed, reviewer: int, now: datetime, remark: str
) -> list[Entry]:
    typed = await vouched(cleaned(correction), kept.plan, kept.ref)
    corrected = replace(kept, typed=typed, version=kept.version + 1, person=reviewer)
    await submissions.advance(kept.id, kept.version, [Stage.PUBLISHED], now, by=1, stage=None)
    await submissions.add_version(kept.id, corrected.version, reviewer, now, kept.known, typed)
    await submissions.add_act(kept.id, corrected.version, reviewer, now, Act.CORRECTED, remark)
    entries = await record_report(corrected, plan, now, owner_said=_said(kept, plan))
    await submissions.add_act(kept.id, corrected.version, reviewer, now, Act.PUBLISHED)
    return entries


def _said(kept: Kept, plan: Plan) -> list[Draft]:
    return [placed.draft for placed in drafts_of(understood(kept, plan).submission, plan)]


async def record_report(
    kept: Kept, plan: Plan, now: datetime, owner_said: Sequence[Draft] | None = None
) -> list[Entry]:
    """Record what a submission says, in the transaction that settles it; ``plan`` as it stands there.

    With ``owner_said``, facts other than these are said by the keeper of the plan. Raises Unfit, Meanwhile.
    """
    reading = understood(kept, plan)
    if reading.faults:
        raise Unfit(reading.faults)
    if found := await meetings(reading.submission, plan.actions[kept.ref]):
        raise Meanwhile(found, (await register.head(kept.plan)).size)
    placed = drafts_of(reading.submission, plan)
    if not placed:
        raise Unfit([Fault("text", NOTHING)])
    if owner_said is not None:
        placed = [one if one.draft in owner_said else _by_keeper(one, plan) for one in placed]
    try:
        return await record(kept.plan, [one.draft for one in placed], now)
    except Refused as refused:
        broken = [replace(one, index=one.index - refused.size) for one in refused.broken]
        raise Unfit(in_fields(placed, broken)) from None


def _by_keeper(placed: Placed, plan: Plan) -> Placed:
    keeper = plan.opened.keeper
    by = keeper if keeper in plan.organisations else placed.draft.by
    return replace(placed, draft=replace(placed.draft, by=by))


async def send_back(submission: int, version: int, *, reviewer: int, remark: str, now: datetime) -> None:
    """Return a submitted report to its authors. Raises NotWaiting, Unfit without a remark."""
    if not remark.strip():
        raise Unfit([Fault("remark", NO_REMARK)])
    async with write():
        if not await submissions.advance(
            submission, version, [Stage.SUBMITTED], now, by=0, stage=Stage.RETURNED
        ):
            raise NotWaiting
        await submissions.add_act(submission, version, reviewer, now, Act.RETURNED, remark.strip())


async def _settle(submission: int, version: int, stage: Stage, reviewer: int, now: datetime) -> Kept:
    if not await submissions.advance(submission, version, [Stage.SUBMITTED], now, by=0, stage=stage):
        raise NotWaiting
    kept = await submissions.by_id(submission)
    if kept is None:
        raise NotWaiting
    rule = await submissions.rule_of(kept.plan)
    if not rule.own and reviewer in await submissions.authors(submission):
        raise OwnReport
    return kept


async def publish_unreviewed(kept: Kept, person: int, now: datetime) -> list[Entry]:
    """Publish a report of a plan that reviews nothing. In ``write()``.

    Raises NotWaiting, Unfit, Meanwhile.
    """
    if not await submissions.advance(kept.id, kept.version, WRITABLE, now, by=0, stage=Stage.PUBLISHED):
        raise NotWaiting
    plan = await queries.plan_at_head(await register.locked_head(kept.plan))
    entries = await record_report(kept, plan, now)
    await submissions.add_act(kept.id, kept.version, person, now, Act.SUBMITTED)
    await submissions.add_act(kept.id, kept.version, person, now, Act.PUBLISHED)
    return entries


async def set_rule(plan: str, rule: Rule) -> None:
    """Say whether a plan reviews reports, and whether people may review their own."""
    async with write():
        await submissions.set_rule(plan, rule)
