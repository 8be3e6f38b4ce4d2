"""What an OpenID Connect provider publishes of itself, as far as it can be believed (Discovery 1.0)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tracker.services.provider_tokens import Untrusted
from tracker.settings import safe_address

DISCOVERY = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Published:
    """What the provider publishes of itself. Addresses that it may leave out are empty."""

    authorization: str
    token: str
    jwks: str
    userinfo: str
    end_session: str
    posts_secret: bool  # in the body of a request and not in its headers


def published_by(told: Mapping[str, Any], issuer: str) -> Published:
    """Raises Untrusted unless it is of this very issuer, and its addresses are as safe as the issuer's."""
    if told.get("issuer") != issuer:
        raise Untrusted(f"it calls itself {told.get('issuer')!r}, not {issuer!r}")
    if "code" not in told.get("response_types_supported", ["code"]):
        raise Untrusted("it does not support the authorization code flow")
    methods = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Published(
        authorization=_address(told, "authorization_endpoint", issuer, needed=True),
        token=_address(told, "token_endpoint", issuer, needed=True),
        jwks=_address(told, "jwks_uri", issuer, needed=True),
        userinfo=_address(told, "userinfo_endpoint", issuer),
        end_session=_address(told, "end_session_endpoint", issuer),
        posts_secret="client_secret_basic" not in methods,
    )


def _address(told: Mapping[str, Any], name: str, issuer: str, *, needed: bool = False) -> str:
    address = told.get(name) or ""
    if not address and not needed:
        return ""
    if not isinstance(address, str) or not safe_address(address):
        raise Untrusted(f"its {name} is {address!r}")
    if urlsplit(issuer).scheme == "https" and urlsplit(address).scheme != "https":
        raise Untrusted(f"its {name} is {address!r}, without https")
    return address
