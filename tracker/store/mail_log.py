"""What was mailed and what was not, for administrators: the outbox, and the log of reminders.

Neither tells what a mail said: it may hold a link that opens an account.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from piccolo.columns.combination import WhereRaw

from tracker.domain.reminders import Reason
from tracker.store import reminder_log
from tracker.store.mail_tables import OutboxMail, ReminderNote
from tracker.store.moments import moment
from tracker.store.outbox import State


@dataclass(frozen=True, slots=True)
class Wanted:
    """Lines with the words in one of their texts, in one state or of one kind, of some days.

    ``people`` are ids of accounts whose e-mail has the words. What is empty or None asks for nothing.
    """

    words: str = ""
    state: State | None = None
    reason: Reason | None = None
    first: date | None = None
    last: date | None = None
    people: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class MailLine:
    """One mail. ``due_at`` is when it is tried next, while it waits; ``reason`` why the last try failed."""

    kind: str
    recipient: str
    state: State
    queued_at: datetime
    due_at: datetime
    done_at: datetime | None
    attempts: int
    reason: str


async def mails(wanted: Wanted, first: int, most: int) -> list[MailLine]:
    """The newest first, without the ``first`` so many."""
    rows = await (
        OutboxMail.select()
        .where(_of_mails(wanted))
        .order_by(OutboxMail.queued_at, OutboxMail.token, ascending=False)
        .offset(first)
        .limit(most)
    )
    return [_mail(row) for row in rows]


async def count_mails(wanted: Wanted) -> int:
    found: int = await OutboxMail.count().where(_of_mails(wanted))
    return found


def _of_mails(wanted: Wanted) -> Any:
    found: Any = WhereRaw("1 = 1")
    if wanted.words:
        like = f"%{wanted.words.lower()}%"
        found &= OutboxMail.recipient.like(like) | OutboxMail.kind.like(like) | OutboxMail.reason.like(like)
    if wanted.state:
        found &= OutboxMail.state == wanted.state.value
    if wanted.first:
        found &= OutboxMail.queued_at >= wanted.first.isoformat()
    if wanted.last:
        found &= OutboxMail.queued_at < (wanted.last + timedelta(days=1)).isoformat()
    return found


def _mail(row: dict[str, Any]) -> MailLine:
    return MailLine(
        kind=row["kind"],
        recipient=row["recipient"],
        state=State(row["state"]),
        queued_at=moment(row["queued_at"]),
        due_at=moment(row["due_at"]),
        done_at=moment(row["done_at"]) if row["done_at"] else None,
        attempts=row["attempts"],
        reason=row["reason"],
    )


async def reminders(wanted: Wanted, first: int, most: int) -> list[reminder_log.Line]:
    """What people were reminded of, or why not: the newest first, without the ``first`` so many."""
    return await reminder_log.lines(most, first, _of_reminders(wanted))


async def count_reminders(wanted: Wanted) -> int:
    found: int = await ReminderNote.count().where(_of_reminders(wanted))
    return found


def _of_reminders(wanted: Wanted) -> Any:
    note = ReminderNote
    found: Any = WhereRaw("1 = 1")
    if wanted.words:
        like = f"%{wanted.words}%"
        texts = note.plan.like(like) | note.reference.like(like) | note.outcome.like(like)
        found &= texts | note.person.is_in(list(wanted.people)) if wanted.people else texts
    if wanted.reason:
        found &= note.reason == wanted.reason.value
    if wanted.first:
        found &= note.on >= wanted.first.isoformat()
    if wanted.last:
        found &= note.on <= wanted.last.isoformat()
    return found
