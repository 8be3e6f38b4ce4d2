"""A real mail server on loopback for tests: it can refuse, stall, hang up, go away and come back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from tracker.settings import MailServer

SENDER = "promises@city.example"


@dataclass
class Postman:
    """What the server took, and what it answers. ``stalled`` is set once a mail has come while ``stalling``;
    the answer then waits for ``go_on`` and refuses, so that nothing counts as taken."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)  # by recipient, at RCPT
    data_answers: list[str] = field(default_factory=list)  # the next ones, at DATA
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    stalling: bool = False
    stalled: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def settings(self) -> MailServer:
        return MailServer("127.0.0.1", self.port, "none", "", "", "Ville de Bourg – promesses", SENDER)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "TRACKER_SMTP_HOST": "127.0.0.1",
            "TRACKER_SMTP_PORT": str(self.port),
            "TRACKER_SMTP_SECURITY": "none",
            "TRACKER_SMTP_FROM": SENDER,
        }

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.stalling:
            self.stalled.set()
            await self.go_on.wait()
            return "451 Not taken"
        if self.data_answers:
            return self.data_answers.pop(0)
        content: Any = envelope.content
        message = message_from_bytes(content, policy=default)
        self.taken.append(message)
        self.to += envelope.rcpt_tos
        self.arrived.set()
        return "250 Taken"

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[Postman]:
        """Serves, on the same port as the last time."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: SMTP(self, loop=loop, hostname="loopback", enable_SMTPUTF8=False), "127.0.0.1", self.port
        )
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            await server.wait_closed()
