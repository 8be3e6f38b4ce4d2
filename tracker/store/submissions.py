"""What departments report before it is public: submissions, their versions and threads.

Every change names the version it was made from and fails when there is a newer one, so nothing that anybody
typed is written over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tracker.domain.register import at_text
from tracker.domain.submission import OPEN, Act, Stage
from tracker.domain.typed import Typed
from tracker.store.advancing import move_on
from tracker.store.submission_tables import ReviewRule, SubmissionAct, SubmissionRow, SubmissionVersion


@dataclass(frozen=True, slots=True)
class Kept:
    """A submission as its newest version has it; ``person`` typed that version with ``known`` in view."""

    id: int
    plan: str
    ref: str
    organisation: str
    stage: Stage
    version: int
    changed_at: datetime
    person: int
    known: int
    typed: Typed


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """What somebody did with a submission. ``person`` is the id of an account; never public."""

    act: Act
    version: int
    person: int
    at: datetime
    remark: str


@dataclass(frozen=True, slots=True)
class Rule:
    """How a plan reviews: whether at all, and whether people may review what they wrote themselves."""

    required: bool = True
    own: bool = False


async def by_id(submission: int) -> Kept | None:
    return await _first(SubmissionRow.id == submission)


async def any_of(plan: str, organisation: str) -> bool:
    """Whether an organisation ever began a report in a plan."""
    found: bool = await SubmissionRow.exists().where(
        (SubmissionRow.plan == plan) & (SubmissionRow.organisation == organisation)
    )
    return found


async def open_one(plan: str, ref: str, organisation: str) -> Kept | None:
    """What an organisation has drafted or submitted on an action and is not settled yet."""
    return await _first(
        (SubmissionRow.plan == plan)
        & (SubmissionRow.reference == ref)
        & (SubmissionRow.organisation == organisation)
        & SubmissionRow.stage.is_in(_texts(OPEN))
    )


async def _first(where: Any) -> Kept | None:
    row = await SubmissionRow.select().where(where).first()
    return (await _kept([row]))[0] if row else None


async def of_plans(plans: Sequence[str], stages: Iterable[Stage]) -> list[Kept]:
    """Submissions of some plans in some stages, the one that has waited longest first."""
    if not plans:
        return []
    rows = await (
        SubmissionRow.select()
        .where(SubmissionRow.plan.is_in(list(plans)) & SubmissionRow.stage.is_in(_texts(stages)))
        .order_by(SubmissionRow.changed_at, SubmissionRow.id)
    )
    return await _kept(rows)


async def _kept(rows: Sequence[dict[str, Any]]) -> list[Kept]:
    if not rows:
        return []
    found = await SubmissionVersion.select().where(
        SubmissionVersion.submission.is_in([row["id"] for row in rows])
    )
    versions = {(one["submission"], one["version"]): one for one in found}
    made = []
    for row in rows:
        version = versions[row["id"], row["version"]]
        made.append(
            Kept(
                id=row["id"],
                plan=row["plan"],
                ref=row["reference"],
                organisation=row["organisation"],
                stage=Stage(row["stage"]),
                version=row["version"],
                changed_at=_moment(row["changed_at"]),
                person=version["person"],
                known=version["known"],
                typed=json.loads(version["typed"]),
            )
        )
    return made


async def begin(plan: str, ref: str, organisation: str, now: datetime) -> int | None:
    """A new draft at version 0, without content yet; None when there is an open one. In ``write()``."""
    made = await SubmissionRow.raw(
        "INSERT INTO submission (plan, reference, organisation, stage, version, changed_at)"
        " VALUES ({}, {}, {}, 'draft', 0, {})"
        " ON CONFLICT (plan, reference, organisation) WHERE stage IN ('draft', 'submitted', 'returned')"
        " DO NOTHING RETURNING id",
        plan,
        ref,
        organisation,
        at_text(now),
    )
    return int(made[0]["id"]) if made else None


async def advance(
    submission: int, version: int, before: Iterable[Stage], now: datetime, *, by: int, stage: Stage | None
) -> bool:
    """``advancing.move_on`` for a submission."""
    return await move_on(SubmissionRow, submission, version, before, now, by=by, stage=stage)


async def add_version(
    submission: int, version: int, person: int, now: datetime, known: int, typed: Typed
) -> None:
    await SubmissionVersion.insert(
        SubmissionVersion(
            submission=submission,
            version=version,
            person=person,
            at=at_text(now),
            known=known,
            typed=json.dumps(typed, ensure_ascii=False),
        )
    )


async def typed_at(submission: int, version: int) -> Typed:
    """What a version said. Raises LookupError for one that was not kept."""
    row = await SubmissionVersion.select().where(_version(submission, version)).first()
    if row is None:
        raise LookupError(f"submission {submission} has no version {version}")
    typed: Typed = json.loads(row["typed"])
    return typed


def _version(submission: int, version: int) -> Any:
    return (SubmissionVersion.submission == submission) & (SubmissionVersion.version == version)


async def authors(submission: int) -> frozenset[int]:
    """Everybody who typed a version of it."""
    rows = await SubmissionVersion.select(SubmissionVersion.person).where(
        SubmissionVersion.submission == submission
    )
    return frozenset(row["person"] for row in rows)


async def forget_drafts(submission: int, submitted: int) -> None:
    """Drop the versions saved while typing, once what they led to was submitted.

    Those that were ever submitted stay, and the last one of each author.
    """
    rows = await (
        SubmissionVersion.select(SubmissionVersion.version, SubmissionVersion.person)
        .where((SubmissionVersion.submission == submission) & (SubmissionVersion.version <= submitted))
        .order_by(SubmissionVersion.version)
    )
    acts = await SubmissionAct.select(SubmissionAct.version).where(SubmissionAct.submission == submission)
    last = {row["person"]: row["version"] for row in rows}
    stay = {submitted, *last.values(), *(act["version"] for act in acts)}
    gone = [row["version"] for row in rows if row["version"] not in stay]
    if gone:
        await SubmissionVersion.delete().where(
            (SubmissionVersion.submission == submission) & SubmissionVersion.version.is_in(gone)
        )


async def add_act(
    submission: int, version: int, person: int, now: datetime, act: Act, remark: str = ""
) -> None:
    await SubmissionAct.insert(
        SubmissionAct(
            submission=submission,
            version=version,
            person=person,
            at=at_text(now),
            act=act.value,
            remark=remark,
        )
    )


async def threads(submissions: Sequence[int]) -> dict[int, list[ThreadLine]]:
    """Each submission's thread, oldest line first."""
    found: dict[int, list[ThreadLine]] = {submission: [] for submission in submissions}
    if found:
        rows = await (
            SubmissionAct.select()
            .where(SubmissionAct.submission.is_in(list(found)))
            .order_by(SubmissionAct.id)
        )
        for row in rows:
            line = ThreadLine(
                Act(row["act"]), row["version"], row["person"], _moment(row["at"]), row["remark"]
            )
            found[row["submission"]].append(line)
    return found


async def rule_of(plan: str) -> Rule:
    row = await ReviewRule.select().where(ReviewRule.plan == plan).first()
    return Rule(row["required"], row["own"]) if row else Rule()


async def set_rule(plan: str, rule: Rule) -> None:
    """In ``write()``."""
    await ReviewRule.delete().where(ReviewRule.plan == plan)
    await ReviewRule.insert(ReviewRule(plan=plan, required=rule.required, own=rule.own))


def _texts(stages: Iterable[Stage]) -> list[str]:
    return sorted(stage.value for stage in stages)


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
