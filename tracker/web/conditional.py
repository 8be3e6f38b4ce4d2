"""Conditional answers for public pages: real ETags, 304, stored bodies, HEAD.

A page is a function of its address, its plan's head (of all heads where it shows several plans), the day and
the software. These make its ETag before anything is rendered: a reader who holds the page gets 304 after one
query. The whole answer is made in one snapshot, so a page never shows an entry without its projections.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPResponseStartEvent, HTTPScope, Message, Receive, Scope, Send

from tracker.publish.software import software
from tracker.store import register
from tracker.store.engine import read

MOST_BYTES_STORED = 64_000_000
# A handler with this option sends its answer in pieces, which must not be gathered here.
STREAMS = "streams"


@dataclass(frozen=True, slots=True)
class Stored:
    start: HTTPResponseStartEvent
    body: bytes


class Bodies:
    """Rendered answers by ETag, the least recently asked dropped first, up to a size in all."""

    def __init__(self, most_bytes: int = MOST_BYTES_STORED) -> None:
        self._stored: OrderedDict[str, Stored] = OrderedDict()
        self._size = 0
        self._most = most_bytes

    def get(self, etag: str) -> Stored | None:
        found = self._stored.get(etag)
        if found:
            self._stored.move_to_end(etag)
        return found

    def put(self, etag: str, stored: Stored) -> None:
        if etag in self._stored or len(stored.body) > self._most // 8:
            return
        self._stored[etag] = stored
        self._size += len(stored.body)
        while self._size > self._most:
            _, dropped = self._stored.popitem(last=False)
            self._size -= len(dropped.body)


class Conditional(ASGIMiddleware):
    """Answers GET and HEAD from the ETag or a stored body where it can, else stores what was rendered."""

    exclude_opt_key = STREAMS

    def __init__(self) -> None:
        self.bodies = Bodies()

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        if scope["type"] != ScopeType.HTTP or scope["method"] not in ("GET", "HEAD"):
            await next_app(scope, receive, send)
            return
        async with read():
            etag = await _etag(scope)
            if etag and _matches(_header(scope, b"if-none-match"), etag):
                await _not_modified(send, etag)
                return
            stored = self.bodies.get(etag) if etag else None
            if stored is None:
                stored = await _rendered(scope, receive, next_app, etag)
                if etag and stored.start["status"] == 200:
                    self.bodies.put(etag, stored)
        await _send(send, stored if scope["method"] == "GET" else Stored(stored.start, b""))


async def _rendered(scope: Scope, receive: Receive, next_app: ASGIApp, etag: str) -> Stored:
    start: list[HTTPResponseStartEvent] = []
    parts: list[bytes] = []

    async def keep(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.append(message)
        elif message["type"] == "http.response.body":
            parts.append(message["body"])

    await next_app(scope, receive, keep)
    if etag and start[0]["status"] == 200:
        headers = MutableScopeHeaders.from_message(start[0])
        headers["etag"] = etag
        headers["cache-control"] = "public, no-cache"
    return Stored(start[0], b"".join(parts))


async def _not_modified(send: Send, etag: str) -> None:
    headers = [(b"etag", etag.encode()), (b"cache-control", b"public, no-cache")]
    await _send(send, Stored({"type": "http.response.start", "status": 304, "headers": headers}, b""))


async def _send(send: Send, stored: Stored) -> None:
    await send(stored.start)
    await send({"type": "http.response.body", "body": stored.body, "more_body": False})


async def _etag(scope: HTTPScope) -> str:
    """The weak ETag of an address, empty when its plan is not known. Keeps the head for the handler."""
    parameters: dict[str, Any] = scope["path_params"]
    now = scope["litestar_app"].state.clock()
    state = scope["state"]
    state["now"] = now
    slug = str(parameters.get("plan", "")).removesuffix(".json")
    if slug:
        head = await register.head(slug)
        if not head.size:
            return ""
        state["head"] = head
        version = head.hash
    else:
        version = " ".join(head.hash for head in (await register.heads()).values())
    asked = f"{scope['path']}?{scope['query_string'].decode('latin-1')}"
    whole = "\n".join((software(), version, now.date().isoformat(), asked))
    return f'W/"{sha256(whole.encode()).hexdigest()[:32]}"'


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _matches(if_none_match: str, etag: str) -> bool:
    held = {one.strip().removeprefix("W/") for one in if_none_match.split(",")}
    return etag.removeprefix("W/") in held or "*" in held
