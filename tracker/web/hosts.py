"""Which names this site answers to: a page must not be served under somebody else's name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.response.base import ASGIResponse
from litestar.types import ASGIApp, Receive, Scope, Send


class KnownHosts(ASGIMiddleware):
    """Refuses other hosts with 400. Ports are not looked at: Litestar's own check refuses any host with one.

    ``hosts`` are names, ``*.name`` for all names below one, or ``*`` for any.
    """

    scopes = (ScopeType.HTTP,)

    def __init__(self, hosts: Iterable[str]) -> None:
        patterns = (
            ".*" if host == "*" else rf".+{re.escape(host[1:])}" if host[:2] == "*." else re.escape(host)
            for host in hosts
        )
        self._known = re.compile("|".join(patterns), re.IGNORECASE)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        host = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1")
        name = re.sub(r":\d*\Z", "", host)
        if self._known.fullmatch(name):
            await next_app(scope, receive, send)
            return
        refusal = ASGIResponse(
            body=b"This site has another name.\n", media_type="text/plain", status_code=400
        )
        await refusal(scope, receive, send)
