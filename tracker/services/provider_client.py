"""Requests to an OpenID Connect provider: each answer has a time and a size within which it has to come.

Nothing is followed elsewhere.
"""

from __future__ import annotations

import asyncio
from functools import cache
from ssl import SSLContext
from typing import Any
from urllib.parse import urlsplit

import httpx2
import msgspec
from authlib.integrations.httpx_client import AsyncOAuth2Client

from tracker.services.provider_tokens import Untrusted

SECONDS = 8.0
MOST_BYTES = 256 * 1024


@cache
def certificates() -> SSLContext:
    """The authorities that this machine trusts; reading them takes as long as asking the provider."""
    return httpx2.create_ssl_context()


class Client(AsyncOAuth2Client):  # type: ignore[misc] # it has no types
    """Reads answers within limits. The time is for the whole: one that trickles would never time out."""

    async def request(self, method: str, url: str, **options: Any) -> httpx2.Response:
        body = bytearray()
        async with asyncio.timeout(SECONDS), self.stream(method, url, **options) as answer:
            async for part in answer.aiter_bytes():
                body += part
                if len(body) > MOST_BYTES:
                    raise Untrusted(f"{urlsplit(url).path} answered with more than {MOST_BYTES} bytes")
        kept = {"content-type": answer.headers.get("content-type", "")}
        return httpx2.Response(answer.status_code, headers=kept, content=bytes(body), request=answer.request)


async def fetch(client: Client, address: str) -> dict[str, Any]:
    answer = await client.request("GET", address, withhold_token=True)
    if answer.status_code != 200:
        raise Untrusted(f"{urlsplit(address).path} answered {answer.status_code}")
    return json_object(answer.content)


def json_object(content: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(content, type=dict[str, Any])
    except ValueError as error:
        raise Untrusted(f"an answer is no JSON object: {error}") from None
