"""How the addresses given as evidence answered when somebody last had them asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from tracker.domain.register import at_text
from tracker.store.moments import moment
from tracker.store.preparation_tables import LinkCheck


class Answer(StrEnum):
    """What an address said. ``GUARDED`` answers people and not machines, as far as one can tell."""

    WELL = "well"
    GUARDED = "guarded"
    GONE = "gone"
    BROKEN = "broken"
    SILENT = "silent"
    NO_HOST = "no-host"
    NOT_TRUSTED = "not-trusted"
    ASTRAY = "astray"
    NOT_PUBLIC = "not-public"


# Somebody who opens these is not led to the evidence.
DEAD = frozenset(Answer) - {Answer.WELL, Answer.GUARDED}


@dataclass(frozen=True, slots=True)
class Checked:
    """``status`` is that of HTTP, 0 where nothing answered."""

    url: str
    at: datetime
    answer: Answer
    status: int


async def keep(plan: str, one: Checked) -> None:
    """In place of what was known of that address."""
    await LinkCheck.raw(
        "INSERT INTO link_check (plan, digest, url, checked_at, outcome, status)"
        " VALUES ({}, {}, {}, {}, {}, {})"
        " ON CONFLICT (plan, digest) DO UPDATE SET checked_at = excluded.checked_at,"
        " outcome = excluded.outcome, status = excluded.status",
        plan,
        sha256(one.url.encode()).hexdigest(),
        one.url,
        at_text(one.at),
        one.answer.value,
        one.status,
    )


async def of_plan(plan: str) -> dict[str, Checked]:
    """By address."""
    rows = await LinkCheck.select().where(LinkCheck.plan == plan)
    return {
        row["url"]: Checked(row["url"], moment(row["checked_at"]), Answer(row["outcome"]), row["status"])
        for row in rows
    }
