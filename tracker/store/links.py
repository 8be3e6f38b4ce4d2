"""Links that work once and for a while: to accept an invitation, choose a password, confirm an e-mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from tracker.domain.register import at_text
from tracker.store.people_tables import StaffLink
from tracker.store.sessions import fingerprint, new_token


class Purpose(StrEnum):
    INVITATION = "invitation"
    PASSWORD = "password"  # noqa: S105
    EMAIL = "email"


LASTS = {
    Purpose.INVITATION: timedelta(days=7),
    Purpose.PASSWORD: timedelta(hours=2),
    Purpose.EMAIL: timedelta(hours=24),
}
REMEMBERED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Link:
    """``email`` is the address that a link of that purpose confirms, else empty."""

    person: int
    purpose: Purpose
    email: str


async def make(person: int, purpose: Purpose, now: datetime, email: str = "") -> str:
    """The token of a new link; an earlier one of the same purpose no longer works."""
    token = new_token()
    await StaffLink.delete().where((StaffLink.person == person) & (StaffLink.purpose == purpose.value))
    await StaffLink.insert(
        StaffLink(
            token_hash=fingerprint(token),
            person=person,
            purpose=purpose.value,
            email=email,
            ends_at=at_text(now + LASTS[purpose]),
        )
    )
    return token


async def find(token: str, purpose: Purpose, now: datetime) -> Link | None:
    """What a link is for, if it still works. Looking does not use it: mail scanners open links too."""
    row = await StaffLink.select().where(_works(token, purpose, now)).first()
    return _link(row) if row else None


async def use(token: str, purpose: Purpose, now: datetime) -> Link | None:
    """The same, and it works no longer. Of two at once, one gets it."""
    rows = await (
        StaffLink.update({StaffLink.used_at: at_text(now)})
        .where(_works(token, purpose, now))
        .returning(StaffLink.person, StaffLink.purpose, StaffLink.email)
    )
    return _link(rows[0]) if rows else None


def _works(token: str, purpose: Purpose, now: datetime) -> Any:
    return (
        (StaffLink.token_hash == fingerprint(token))
        & (StaffLink.purpose == purpose.value)
        & (StaffLink.ends_at > at_text(now))
        & StaffLink.used_at.is_null()
    )


def _link(row: dict[str, Any]) -> Link:
    return Link(row["person"], Purpose(row["purpose"]), row["email"])


async def cancel(person: int) -> None:
    """None of a person's links works any longer."""
    await StaffLink.delete().where(StaffLink.person == person)


async def forget_ended(now: datetime) -> None:
    await StaffLink.delete().where(StaffLink.ends_at <= at_text(now - REMEMBERED))
