"""Who visits the staff pages: the session that a cookie names, and the proof that a form comes from our page.

The middleware stands on the staff router alone: public pages see no cookie and set none. A visitor gets a
random token in one cookie. It names nothing until somebody signs in: then it is replaced by the token of a
session, of which the database keeps the SHA-256. A form carries a proof made from the visitor's token, which
no other site can read: that holds before sign-in too, where there is no session to keep anything in.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from hmac import new as hmac
from secrets import token_bytes
from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from tracker.publish.languages import preferred
from tracker.services.people_mail import Post
from tracker.services.people_sign_in import Origin
from tracker.services.provider import Provider
from tracker.settings import Settings
from tracker.store import people, sessions
from tracker.store.people import Person
from tracker.store.sessions import Session
from tracker.web.addresses import client_address

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex"}


@dataclass(frozen=True, slots=True)
class Visit:
    """One request as a staff page sees it.

    ``session`` may wait for its second factor; ``person`` is whoever signed in completely, else None.
    ``provider`` is what people may sign in through, None where a password is the only way.
    """

    settings: Settings
    post: Post
    now: datetime
    language: str
    path: str
    query: str
    origin: Origin
    session: Session | None
    person: Person | None
    provider: Provider | None
    token: str = field(repr=False)

    @property
    def must_set_up_factor(self) -> bool:
        """Whether the site asks more of this person than a password, and has not got it yet."""
        person = self.person
        asked = self.settings.require_second_factor and person is not None and person.access.weighty
        strong = self.session is not None and self.session.strong
        return bool(asked and person and not person.has_second_factor and not strong)

    @property
    def demo_allowed(self) -> bool:
        """Whether accounts of a demonstration work: for this machine alone, wherever the server listens."""
        return self.settings.on_loopback and self.origin.here

    def proof(self) -> str:
        """What forms carry; masked anew each time, so that a compressed page gives nothing away of it."""
        mask = token_bytes(32)
        return urlsafe_b64encode(mask + _masked(_secret(self.token), mask)).decode()

    def proved_by(self, proof: str) -> bool:
        try:
            given = urlsafe_b64decode(proof.encode())
        except ValueError:
            return False
        return len(given) == 64 and compare_digest(_masked(given[32:], given[:32]), _secret(self.token))


def _secret(token: str) -> bytes:
    return hmac(token.encode(), b"form of a staff page", sha256).digest()


def _masked(secret: bytes, mask: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(secret, mask, strict=True))


def visit_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Visit:
    visit: Visit = connection.scope["state"]["visit"]
    return visit


def become(connection: ASGIConnection[Any, Any, Any, Any], token: str) -> None:
    """Give the browser another token with this answer: an old one must be worth nothing then."""
    connection.scope["state"]["new_token"] = token


def cookie_name(settings: Settings) -> str:
    # Browsers let no other host, and no unencrypted page, set a cookie with this prefix.
    return "__Host-staff" if settings.https else "staff"


class StaffSessions(ASGIMiddleware):
    """Finds the session of each request to a staff page, and sets the cookie where it is new."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        assert scope["type"] == ScopeType.HTTP  # noqa: S101 - what `scopes` says, for the type checker
        state = scope["state"]
        settings: Settings = scope["litestar_app"].state.settings
        held = _token_of(scope, cookie_name(settings))
        visit = await _visit(scope, settings, held or sessions.new_token())
        state["visit"] = visit

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                for name, value in HEADERS.items():
                    headers[name] = value
                token = state.get("new_token") or visit.token
                if token != held:
                    headers.add("Set-Cookie", _cookie(settings, token))
            await send(message)

        await next_app(scope, receive, answer)


async def _visit(scope: HTTPScope, settings: Settings, token: str) -> Visit:
    app_state = scope["litestar_app"].state
    now: datetime = app_state.clock()
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    session = await sessions.find(token, now)
    person = await people.by_id(session.person) if session else None
    if session is None or person is None or not person.active:
        session, person = None, None
    return Visit(
        settings=settings,
        post=Post(settings.site_url, app_state.queue_mail),
        now=now,
        language=person.language if person else preferred(headers.get(b"accept-language", "")),
        path=scope["path"],
        query=scope["query_string"].decode("latin-1"),
        origin=Origin(client_address(scope, settings.trusted_proxies), headers.get(b"user-agent", "")[:200]),
        session=session,
        person=person if session and session.complete else None,
        provider=app_state.get("provider"),
        token=token,
    )


def _token_of(scope: HTTPScope, name: str) -> str:
    """The token that the browser holds; empty when it holds none, or something that was never one."""
    for key, value in scope["headers"]:
        if key == b"cookie":
            for part in value.decode("latin-1").split(";"):
                held, _, token = part.strip().partition("=")
                if held == name and TOKEN.fullmatch(token):
                    return token
    return ""


def _cookie(settings: Settings, token: str) -> str:
    cookie = Cookie(
        key=cookie_name(settings),
        value=token,
        path="/",
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )
    return cookie.to_header(header="")
