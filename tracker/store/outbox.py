"""The outbox: mails are written down with the fact they tell of, and sent afterwards.

``queue`` belongs in the transaction of the fact: both are kept or neither is. Sending is a matter of
``claim``, then one of ``mark_sent``, ``postpone`` and ``give_up``. A claim is a lease: who dies while sending
loses it when its time is up, and another tries again.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from enum import StrEnum
from typing import Any

from tracker.domain.register import at_text
from tracker.store.engine import current_engine, write
from tracker.store.mail_tables import OutboxMail

LONGEST_ADDRESS = 254
LONGEST_SUBJECT = 400
ADDRESS = re.compile(r"[!#-'*+/-9=?A-Z^-~-]+(\.[!#-'*+/-9=?A-Z^-~-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\Z")
CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
KEPT = timedelta(days=365)  # that a mail was sent

CLAIM = (
    "UPDATE outbox_mail SET lease = {}, lease_until = {}, attempts = attempts + 1 WHERE id ="
    " (SELECT id FROM outbox_mail WHERE state = {} AND due_at <= {} AND lease_until <= {}"
    " ORDER BY due_at, id LIMIT 1"
)


class State(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class MailError(ValueError):
    """A mail that must not be sent; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that this process may send now. ``attempts`` counts this one; ``queued_at`` is aware."""

    token: str
    recipient: str
    subject: str
    text: str
    html: str
    unsubscribe: str
    attempts: int
    queued_at: datetime
    lease: str


async def queue(
    to: str,
    subject: str,
    text: str,
    html: str,
    kind: str,
    dedupe: str,
    *,
    unsubscribe: str = "",
    at: datetime | None = None,
) -> bool:
    """Put a mail in the outbox, once: False when one with the same ``dedupe`` ever was.

    ``unsubscribe`` is an https address where one POST ends mails of this kind. ``at`` is the moment of
    queueing, by default now. Raises MailError for an address or a header that could carry more than itself.
    """
    _check(to, subject, unsubscribe, dedupe)
    moment = at_text(at or datetime.now(UTC))
    added = await OutboxMail.raw(
        "INSERT INTO outbox_mail (token, dedupe, kind, recipient, subject, text, html, unsubscribe, state,"
        " queued_at, due_at, attempts, reason, lease, lease_until, done_at)"
        " VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, 0, '', '', '', '')"
        " ON CONFLICT (dedupe) DO NOTHING RETURNING id",
        *(secrets.token_hex(16), dedupe, kind, to, subject, text, html, unsubscribe, State.WAITING.value),
        *(moment, moment),
    )
    return bool(added)


def _check(to: str, subject: str, unsubscribe: str, dedupe: str) -> None:
    if len(to) > LONGEST_ADDRESS or not ADDRESS.match(to) or parseaddr(to)[1] != to:
        raise MailError(f"{to!r} is no address of one mailbox. Write name@example.org, in ASCII.")
    if not subject.strip() or len(subject) > LONGEST_SUBJECT or CONTROL.search(subject):
        raise MailError(f"{subject!r} is no subject: one line of up to {LONGEST_SUBJECT} characters.")
    if unsubscribe and not re.match(r"https?://[!-;=?-~]+\Z", unsubscribe):
        raise MailError(f"{unsubscribe!r} is no web address.")
    if not dedupe or len(dedupe) > 200:
        raise MailError("A mail needs a key of up to 200 characters that tells it from every other.")


async def claim(now: datetime, lease: timedelta) -> Mail | None:
    """The mail that has been due longest and that nobody is sending, now leased to the caller."""
    claiming = CLAIM if current_engine().engine_type == "sqlite" else f"{CLAIM} FOR UPDATE SKIP LOCKED"
    moment = at_text(now)
    async with write():
        rows = await OutboxMail.raw(
            f"{claiming}) RETURNING *",
            *(secrets.token_hex(16), at_text(now + lease), State.WAITING.value, moment, moment),
        )
    return _mail(rows[0]) if rows else None


def _mail(row: dict[str, Any]) -> Mail:
    queued_at = datetime.strptime(row["queued_at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    fields = {name: row[name] for name in Mail.__slots__}
    return Mail(**{**fields, "queued_at": queued_at})


async def any_due(now: datetime) -> bool:
    """Whether a mail waits that nobody is sending."""
    moment = at_text(now)
    due = (OutboxMail.due_at <= moment) & (OutboxMail.lease_until <= moment)
    return await OutboxMail.exists().where((OutboxMail.state == State.WAITING) & due)


async def mark_sent(mail: Mail, now: datetime) -> None:
    """The mail server has taken it. What it said is forgotten; that it was sent is not."""
    emptied = {OutboxMail.subject: "", OutboxMail.text: "", OutboxMail.html: "", OutboxMail.reason: ""}
    await _end(mail, {**emptied, OutboxMail.state: State.SENT, OutboxMail.done_at: at_text(now)})


async def postpone(mail: Mail, until: datetime, reason: str) -> None:
    await _end(mail, {OutboxMail.due_at: at_text(until), OutboxMail.reason: reason})


async def give_up(mail: Mail, now: datetime, reason: str) -> None:
    """It will not be tried again; what it said and why it failed are kept."""
    await _end(
        mail, {OutboxMail.state: State.FAILED, OutboxMail.reason: reason, OutboxMail.done_at: at_text(now)}
    )


async def _end(mail: Mail, values: dict[Any, str]) -> None:
    # Only the holder of the lease may say how it ended.
    held = (OutboxMail.token == mail.token) & (OutboxMail.lease == mail.lease)
    await OutboxMail.update({**values, OutboxMail.lease: "", OutboxMail.lease_until: ""}).where(held)


async def counts() -> dict[State, int]:
    """How many mails are in each state."""
    rows = await OutboxMail.raw("SELECT state, count(*) AS mails FROM outbox_mail GROUP BY state")
    found = {row["state"]: int(row["mails"]) for row in rows}
    return {state: found.get(state, 0) for state in State}


async def revive(now: datetime) -> int:
    """Let all mails that were given up be tried anew; how many there were."""
    rows = await (
        OutboxMail.update(
            {
                OutboxMail.state: State.WAITING,
                OutboxMail.attempts: 0,
                OutboxMail.due_at: at_text(now),
                OutboxMail.done_at: "",
            }
        )
        .where(OutboxMail.state == State.FAILED)
        .returning(OutboxMail.token)
    )
    return len(rows)


async def forget_sent(now: datetime) -> None:
    """Drop the traces of mails that were sent too long ago."""
    old = OutboxMail.done_at < at_text(now - KEPT)
    await OutboxMail.delete().where((OutboxMail.state == State.SENT) & old)
