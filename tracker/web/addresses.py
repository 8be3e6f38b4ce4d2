"""From which address a request comes, when proxies stand before the site."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address

from litestar.types import HTTPScope

from tracker.settings import Network


def client_address(scope: HTTPScope, trusted: Iterable[Network]) -> str:
    """The nearest address that is no proxy of ours: what stands further left anybody could have written."""
    client = scope["client"]
    address = client[0] if client else ""
    headers = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    named = [part.strip() for part in ",".join(headers).split(",") if part.strip()]
    while named and _among(address, trusted):
        address = named.pop()
    return address[:45]


def _among(address: str, networks: Iterable[Network]) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)
