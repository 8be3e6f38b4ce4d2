"""Send what waits in the outbox by SMTP.

Each mail is claimed by one process, sent, and marked. Nothing is claimed before the server was reached, so a
server that is down costs no try. A mail goes twice in one case only: when this process dies after the server
took it and before that was written down.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, formataddr
from typing import TypeAlias

import aiosmtplib

from tracker.settings import MailServer
from tracker.store import outbox
from tracker.store.outbox import Mail

MOST_AT_ONCE = 100
MOST_ATTEMPTS = 12
ANSWER_SECONDS = 30.0
SENDING_SECONDS = 120.0
# Longer than sending can take: a claim never ends while its holder is still at it.
LEASE = timedelta(minutes=10)
LONGEST_DELAY = timedelta(hours=12)
CLOSING = 421  # the server ends the session, whatever the mail

Refusal: TypeAlias = aiosmtplib.SMTPResponseException

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of the mails of one turn; ``trouble`` is why it ended early, empty when it did not."""

    sent: int = 0
    postponed: int = 0
    given_up: int = 0
    trouble: str = ""


class _ServerTrouble(Exception):  # noqa: N818 - it is caught, never shown
    """The server can't send any mail for now, this one or another."""


async def send_waiting(
    server: MailServer, clock: Callable[[], datetime], most: int = MOST_AT_ONCE
) -> Delivery:
    """Send up to ``most`` mails that are due; ``clock`` gives the moment, aware. Never raises for SMTP."""
    if not await outbox.any_due(clock()):
        return Delivery()
    client = _client(server)
    try:
        await client.connect()
    except (aiosmtplib.SMTPException, OSError) as error:
        return _in_trouble(Delivery(), error)
    try:
        return await _send_all(client, server, clock, most)
    finally:
        await _leave(client)


def _client(server: MailServer) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.security == "tls",
        start_tls=server.security == "starttls",
        username=server.user or None,
        password=server.password or None,
        timeout=ANSWER_SECONDS,
    )


async def _leave(client: aiosmtplib.SMTP) -> None:
    try:
        await client.quit()
    except (aiosmtplib.SMTPException, OSError):
        client.close()


async def _send_all(
    client: aiosmtplib.SMTP, server: MailServer, clock: Callable[[], datetime], most: int
) -> Delivery:
    done: Counter[str] = Counter()
    for _ in range(most):
        mail = await outbox.claim(clock(), LEASE)
        if mail is None:
            break
        try:
            refusal = await _try(client, server, mail)
        except _ServerTrouble as trouble:
            done[await _later(mail, clock(), str(trouble))] += 1
            return _in_trouble(_delivery(done), trouble)
        done[await _settle(mail, clock(), refusal)] += 1
    return _delivery(done)


def _delivery(done: Counter[str]) -> Delivery:
    return Delivery(done["sent"], done["postponed"], done["given_up"])


def _in_trouble(so_far: Delivery, error: Exception) -> Delivery:
    reason = str(error) or type(error).__name__
    logger.warning("Mails wait: %s", reason)
    return Delivery(so_far.sent, so_far.postponed, so_far.given_up, reason)


async def _try(client: aiosmtplib.SMTP, server: MailServer, mail: Mail) -> Refusal | None:
    """None when the server took the mail, its refusal of this mail otherwise. Raises _ServerTrouble."""
    try:
        async with asyncio.timeout(SENDING_SECONDS):
            await client.sendmail(server.sender, [mail.recipient], message_of(mail, server).as_bytes())
    except aiosmtplib.SMTPRecipientsRefused as error:
        return _of_this_mail(error.recipients[0])
    except aiosmtplib.SMTPDataError as error:
        return _of_this_mail(error)
    except (aiosmtplib.SMTPException, OSError) as error:
        raise _ServerTrouble(str(error) or type(error).__name__) from error
    return None


def _of_this_mail(error: Refusal) -> Refusal:
    if error.code == CLOSING:
        raise _ServerTrouble(f"{error.code} {error.message}") from error
    return error


async def _settle(mail: Mail, now: datetime, refusal: Refusal | None) -> str:
    if refusal is None:
        await outbox.mark_sent(mail, now)
        return "sent"
    reason = f"{refusal.code} {refusal.message}"
    return await (_never(mail, now, reason) if refusal.code >= 500 else _later(mail, now, reason))


async def _later(mail: Mail, now: datetime, reason: str) -> str:
    if mail.attempts >= MOST_ATTEMPTS:
        return await _never(mail, now, reason)
    await outbox.postpone(mail, now + delay_after(mail.attempts), reason)
    return "postponed"


async def _never(mail: Mail, now: datetime, reason: str) -> str:
    logger.error("A mail was given up: %s", reason)
    await outbox.give_up(mail, now, reason)
    return "given_up"


def delay_after(attempts: int) -> timedelta:
    """How long a mail waits after so many tries: 1, 3, 9, 27 … minutes, up to twelve hours."""
    return min(timedelta(minutes=3 ** min(attempts - 1, 10)), LONGEST_DELAY)


def message_of(mail: Mail, server: MailServer) -> EmailMessage:
    """The mail as it travels: text and HTML, ASCII on the wire, the same Message-ID at every try."""
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"] = formataddr((server.sender_name, server.sender))
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.queued_at.astimezone(UTC))
    message["Message-ID"] = f"<{mail.token}@{server.sender.partition('@')[2]}>"
    # No machine is to answer, and holidays are nobody's business.
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text, charset="utf-8", cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", charset="utf-8", cte="quoted-printable")
    return message
