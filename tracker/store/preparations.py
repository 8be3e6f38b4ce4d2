"""Reports that councils prepare: what was typed, its versions, who signed, and the thread of each.

Every change names the version it was made from and fails when there is a newer one, so nothing that anybody
typed is written over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.domain.preparation import OPEN, Period, Stage, Step
from tracker.domain.register import at_text
from tracker.domain.typed import Typed
from tracker.store.advancing import move_on
from tracker.store.moments import moment
from tracker.store.preparation_tables import (
    PreparationRow,
    PreparationStep,
    PreparationVersion,
    SigningRule,
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A preparation as its newest version has it; ``person`` typed that version.

    ``signed_by`` and ``confirmed_by`` are ids of accounts, 0 until somebody did. ``known`` entries and the
    ``edition`` to seal are set by the signature.
    """

    id: int
    plan: str
    period: Period
    stage: Stage
    version: int
    changed_at: datetime
    person: int
    typed: Typed
    signed_by: int
    confirmed_by: int
    known: int
    edition: int

    @property
    def open(self) -> bool:
        return self.stage in OPEN


@dataclass(frozen=True, slots=True)
class ThreadLine:
    step: Step
    version: int
    person: int
    at: datetime


async def by_id(preparation: int) -> Prepared | None:
    found = await _prepared(PreparationRow.id == preparation)
    return found[0] if found else None


async def of_plans(plans: Sequence[str]) -> list[Prepared]:
    """All of some plans that were not given up, the newest first."""
    if not plans:
        return []
    return await _prepared(
        PreparationRow.plan.is_in(list(plans)) & (PreparationRow.stage != Stage.DROPPED.value)
    )


async def _prepared(where: Any) -> list[Prepared]:
    rows = await PreparationRow.select().where(where).order_by(PreparationRow.id, ascending=False)
    if not rows:
        return []
    newest = await PreparationVersion.raw(
        "SELECT v.* FROM preparation_version v JOIN report_preparation p"
        " ON p.id = v.preparation AND p.version = v.version WHERE p.id BETWEEN {} AND {}",
        rows[-1]["id"],
        rows[0]["id"],
    )
    versions = {one["preparation"]: one for one in newest}
    return [_made(row, versions[row["id"]]) for row in rows]


def _made(row: dict[str, Any], version: dict[str, Any]) -> Prepared:
    since = date.fromisoformat(row["since"]) if row["since"] else None
    same = ("id", "plan", "version", "signed_by", "confirmed_by", "known", "edition")
    return Prepared(
        period=Period(row["year"], since),
        stage=Stage(row["stage"]),
        changed_at=moment(row["changed_at"]),
        person=version["person"],
        typed=json.loads(version["typed"]),
        **{name: row[name] for name in same},
    )


async def begin(plan: str, period: Period, now: datetime) -> int | None:
    """A new preparation at version 0, without content yet; None when there is an open one. In ``write()``."""
    made = await PreparationRow.raw(
        "INSERT INTO report_preparation (plan, period, year, since, stage, version, changed_at, signed_by,"
        " confirmed_by, known, edition) VALUES ({}, {}, {}, {}, 'writing', 0, {}, 0, 0, 0, 0)"
        " ON CONFLICT (plan, period) WHERE stage IN ('writing', 'signed', 'sealing') DO NOTHING RETURNING id",
        plan,
        str(period),
        period.year,
        period.since.isoformat() if period.since else "",
        at_text(now),
    )
    return int(made[0]["id"]) if made else None


async def open_one(plan: str, period: Period) -> int | None:
    """The id of what is under way for a period."""
    row = await (
        PreparationRow.select(PreparationRow.id)
        .where(
            (PreparationRow.plan == plan)
            & (PreparationRow.period == str(period))
            & PreparationRow.stage.is_in(sorted(stage.value for stage in OPEN))
        )
        .first()
    )
    return int(row["id"]) if row else None


async def advance(
    preparation: int,
    version: int,
    before: Iterable[Stage],
    now: datetime,
    *,
    by: int = 0,
    stage: Stage | None = None,
    **columns: int,
) -> bool:
    """``advancing.move_on`` for a preparation; ``columns`` are its signatures."""
    return await move_on(
        PreparationRow, preparation, version, before, now, by=by, stage=stage, columns=columns
    )


async def back_to_writing(kept: Prepared, now: datetime, *, by: int = 0) -> bool:
    """Make signatures void; otherwise as ``advance``."""
    void = {"signed_by": 0, "confirmed_by": 0, "known": 0, "edition": 0}
    return await advance(kept.id, kept.version, [kept.stage], now, by=by, stage=Stage.WRITING, **void)


async def add_version(preparation: int, version: int, person: int, now: datetime, typed: Typed) -> None:
    row = PreparationVersion(
        preparation=preparation,
        version=version,
        person=person,
        at=at_text(now),
        typed=json.dumps(typed, ensure_ascii=False),
    )
    await PreparationVersion.insert(row)


async def forget_before(preparation: int, version: int) -> None:
    """Drop the versions before one. In ``write()``."""
    await PreparationVersion.delete().where(
        (PreparationVersion.preparation == preparation) & (PreparationVersion.version < version)
    )


async def add_step(preparation: int, version: int, person: int, now: datetime, step: Step) -> None:
    row = PreparationStep(
        preparation=preparation,
        version=version,
        person=person,
        at=at_text(now),
        step=step.value,
    )
    await PreparationStep.insert(row)


async def thread(preparation: int) -> list[ThreadLine]:
    """The oldest line first."""
    rows = await (
        PreparationStep.select()
        .where(PreparationStep.preparation == preparation)
        .order_by(PreparationStep.id)
    )
    return [ThreadLine(Step(row["step"]), row["version"], row["person"], moment(row["at"])) for row in rows]


async def two_people(plan: str) -> bool:
    """Whether a second person must confirm before a report of the plan is sealed."""
    row = await SigningRule.select().where(SigningRule.plan == plan).first()
    return bool(row and row["two_people"])


async def ask_two_people(plan: str, asked: bool) -> None:
    """In ``write()``."""
    await SigningRule.delete().where(SigningRule.plan == plan)
    await SigningRule.insert(SigningRule(plan=plan, two_people=asked))
