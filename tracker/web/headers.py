"""Headers that every answer carries: what a browser may load, and what it may tell others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litestar import Response

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

# For the few pages whose script only shortens a path: the same, and scripts of ours may run and call us.
WITH_SCRIPT = f"{CONTENT_SECURITY_POLICY}; script-src 'self'; connect-src 'self'"

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
A_YEAR = 31_536_000


def guarded(*, https: bool) -> Callable[[Response[Any]], Response[Any]]:
    """A hook that puts the headers on an answer; over https browsers are told to stay there."""
    headers = {**HEADERS, "Strict-Transport-Security": f"max-age={A_YEAR}"} if https else HEADERS

    def put(response: Response[Any]) -> Response[Any]:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response

    return put
