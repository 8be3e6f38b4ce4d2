"""Taking words that the law forbids to keep out of what is not public: drafts, preparations, mails, links.

Where people may still write, the passages give way to a mark, and there is a new version: who has the form
open in a browser is shown the difference instead of bringing the words back. Elsewhere the whole field goes.
All of it in ``write()``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tracker.domain.preparation import Stage as Preparing
from tracker.domain.preparation import Step
from tracker.domain.submission import Act, Stage
from tracker.domain.typed import Typed
from tracker.store import preparations, submissions
from tracker.store.mail_tables import OutboxMail
from tracker.store.preparation_tables import BackgroundJob, LinkCheck, PreparationVersion
from tracker.store.remnants import Held, HeldPreparation, Sought
from tracker.store.submission_tables import SubmissionAct, SubmissionVersion

Version = type[SubmissionVersion] | type[PreparationVersion]
# Stages of a preparation in which it may go back to writing: nothing is at work on it.
SIGNABLE = (Preparing.WRITING, Preparing.SIGNED)


async def take_out_of_reports(held: Iterable[Held], sought: Sought, person: int, now: datetime) -> None:
    """Out of every version and remark. One that waits for review goes back to its authors.

    ``person`` is the account that erases, 0 for the command line.
    """
    for one in held:
        before = await submissions.by_id(one.submission)
        here = sought.where_people_write if one.open else sought
        await _take_out(SubmissionVersion, SubmissionVersion.submission == one.submission, here, one.open)
        for act in await SubmissionAct.select().where(SubmissionAct.submission == one.submission):
            if here.is_in(act["remark"]):
                await SubmissionAct.update({SubmissionAct.remark: ""}).where(SubmissionAct.id == act["id"])
        if before and one.open and here.is_in(before.typed):
            stage = Stage.RETURNED if before.stage is Stage.SUBMITTED else None
            await submissions.advance(before.id, before.version, [before.stage], now, by=1, stage=stage)
            left, version = _left_of(before.typed, here), before.version + 1
            await submissions.add_version(before.id, version, before.person, now, before.known, left)
            await submissions.add_act(before.id, version, person, now, Act.ERASED)


async def take_out_of_preparations(
    held: Iterable[HeldPreparation], sought: Sought, person: int, now: datetime
) -> None:
    """Out of every version. A signature is void: nobody signed what is left.

    One that is being sealed keeps its version: its sealing is refused, because of the erasure.
    """
    for one in held:
        before = await preparations.by_id(one.preparation)
        where = PreparationVersion.preparation == one.preparation
        here = sought.where_people_write if one.open else sought
        await _take_out(PreparationVersion, where, here, one.open)
        if before and before.stage in SIGNABLE and here.is_in(before.typed):
            await preparations.back_to_writing(before, now, by=1)
            left, version = _left_of(before.typed, here), before.version + 1
            await preparations.add_version(before.id, version, before.person, now, left)
            await preparations.add_step(before.id, version, person, now, Step.ERASED)


async def _take_out(table: Version, where: Any, sought: Sought, passages: bool) -> None:
    """Out of versions as they stand: the ``passages`` alone, or the fields that hold them."""
    for version in await table.select().where(where):
        typed: Typed = json.loads(version["typed"])
        fields = {name: text for name, text in typed.items() if not sought.is_in(text)}
        left = _left_of(typed, sought) if passages else fields
        if left != typed:
            values: dict[Any, Any] = {table.typed: json.dumps(left, ensure_ascii=False)}
            await table.update(values).where(table.id == version["id"])


def _left_of(typed: Typed, sought: Sought) -> Typed:
    left = {name: sought.taken_out_of(text) for name, text in typed.items()}
    return {name: text for name, text in left.items() if text}


async def forget_links(plan: str, sought: Sought) -> None:
    """Links that were checked."""
    for row in await LinkCheck.select(LinkCheck.id, LinkCheck.url).where(LinkCheck.plan == plan):
        if sought.is_in(row["url"]):
            await LinkCheck.delete().where(LinkCheck.id == row["id"])


async def forget_troubles(plan: str, sought: Sought) -> None:
    """What jobs in the background said of why they failed: it may quote a text."""
    job = BackgroundJob
    for row in await job.select(job.id, job.trouble).where((job.plan == plan) & (job.trouble != "")):
        if (left := sought.taken_out_of(row["trouble"])) != row["trouble"]:
            await job.update({job.trouble: left or "-"}).where(job.id == row["id"])


async def drop_mails(sought: Sought) -> None:
    """Mails that were not sent."""
    token = OutboxMail.token
    for row in await OutboxMail.select(token, OutboxMail.subject, OutboxMail.text):
        if sought.is_in([row["subject"], row["text"]]):
            await OutboxMail.delete().where(token == row["token"])
