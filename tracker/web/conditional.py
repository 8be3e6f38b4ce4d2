"""Conditional answers for public pages: real ETags, 304, stored bodies, HEAD.

A page is a function of its address, its plan's head (of all heads where it shows several plans), the day and
the software. These make its ETag before anything is rendered: a reader who holds the page gets 304 after one
query. The whole answer is made in one snapshot, so a page never shows an entry without its projections.
"""

from __future__ import annotations

import asyncio
import gzip
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from litestar import HttpMethod
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPResponseStartEvent, HTTPScope, Message, Receive, Scope, Send

from tracker.publish.software import software
from tracker.store import register
from tracker.store.engine import read

MOST_BYTES_STORED = 64_000_000
SMALLEST_PACKED = 1000
# Packing so much takes a tenth of a second, in which others would wait.
LARGE = 1_000_000
# Public answers are packed here, after they are stored: a stored one serves every reader.
PACKS_ITSELF = "packs_itself"
# A handler with this option sends its answer in pieces, which must not be gathered here.
STREAMS = "streams"
# A handler with this option takes long and reads for itself: no snapshot is held for it meanwhile, and one
# such page is made at a time.
SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Stored:
    start: HTTPResponseStartEvent
    body: bytes


class Bodies:
    """Rendered answers by ETag and whether they are packed, up to a size in all.

    The least recently asked is dropped first.
    """

    def __init__(self, most_bytes: int = MOST_BYTES_STORED) -> None:
        self._stored: OrderedDict[tuple[str, bool], Stored] = OrderedDict()
        self._size = 0
        self._most = most_bytes

    def get(self, key: tuple[str, bool]) -> Stored | None:
        found = self._stored.get(key)
        if found:
            self._stored.move_to_end(key)
        return found

    def clear(self) -> None:
        self._stored.clear()
        self._size = 0

    def put(self, key: tuple[str, bool], stored: Stored) -> None:
        if key in self._stored or len(stored.body) > self._most // 8:
            return
        self._stored[key] = stored
        self._size += len(stored.body)
        while self._size > self._most:
            _, dropped = self._stored.popitem(last=False)
            self._size -= len(dropped.body)


class Conditional(ASGIMiddleware):
    """Answers GET and HEAD from the ETag or a stored body where it can, else stores what was rendered."""

    exclude_opt_key = STREAMS

    def __init__(self) -> None:
        self.bodies = Bodies()
        self._slow = asyncio.Lock()

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        if scope["type"] != ScopeType.HTTP or scope["method"] not in ("GET", "HEAD"):
            await next_app(scope, receive, send)
            return
        packed = "gzip" in _header(scope, b"accept-encoding")
        slow = bool(scope["route_handler"].opt.get(SLOW))
        stored = None
        async with read():
            etag = await _etag(scope)
            if etag and _matches(_header(scope, b"if-none-match"), etag):
                await _not_modified(send, etag)
                return
            if not slow:
                stored = await self._answer(scope, receive, next_app, etag, packed)
        if stored is None:
            async with self._slow:
                stored = await self._answer(scope, receive, next_app, etag, packed)
        await _send(send, stored if scope["method"] == "GET" else Stored(stored.start, b""))

    async def _answer(
        self, scope: HTTPScope, receive: Receive, next_app: ASGIApp, etag: str, packed: bool
    ) -> Stored:
        stored = self.bodies.get((etag, packed)) if etag else None
        if stored is None:
            # The whole answer is rendered for HEAD as well: it is what the next reader will ask for.
            stored = await _rendered({**scope, "method": HttpMethod.GET}, receive, next_app, etag)
            large = len(stored.body) > LARGE
            stored = await asyncio.to_thread(_encoded, stored, packed) if large else _encoded(stored, packed)
            if etag and stored.start["status"] == 200:
                self.bodies.put((etag, packed), stored)
        return stored


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


def _encoded(stored: Stored, packed: bool) -> Stored:
    """The answer in the encoding that the reader takes; caches are told that there are two."""
    headers = MutableScopeHeaders.from_message(stored.start)
    headers["vary"] = "Accept-Encoding"
    body = stored.body
    if packed and len(body) >= SMALLEST_PACKED:
        body = gzip.compress(body, compresslevel=6, mtime=0)
        headers["content-encoding"] = "gzip"
    headers["content-length"] = str(len(body))
    return Stored(stored.start, body)


async def _not_modified(send: Send, etag: str) -> None:
    headers = [
        (b"etag", etag.encode()),
        (b"cache-control", b"public, no-cache"),
        (b"vary", b"Accept-Encoding"),
    ]
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
