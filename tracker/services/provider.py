"""An OpenID Connect provider, as a client sees it: where it is, the way to it, and who it says came.

Nothing is asked of addresses other than those that the issuer publishes. Each answer has a time and a size
within which it has to come; nothing is followed elsewhere. What the provider is and which keys it signs with
are kept for an hour, and its keys are asked for again when a token can't be checked with those that are kept.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from ssl import SSLContext
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx2
import msgspec
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tracker.services.provider_tokens import Unsigned, Untrusted, checked_id_token, checked_userinfo
from tracker.settings import ProviderSettings, safe_address

SECONDS = 8.0
MOST_BYTES = 256 * 1024
KEPT = timedelta(hours=1)
DISCOVERY = "/.well-known/openid-configuration"


Check = Callable[[KeySet], Mapping[str, Any]]


class ProviderFailed(RuntimeError):  # noqa: N818 - it reads as what happened
    """The provider can't be reached, refuses us, or says what can't be trusted; the message says which."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What ties an answer of the provider to the question: only the browser that asked can know them."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who came, as the provider says. ``email`` is empty unless the provider vouches for it.

    ``strong`` when they gave what this site counts as a second factor.
    """

    issuer: str
    subject: str
    email: str
    strong: bool
    id_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Published:
    """What the provider publishes of itself. Addresses that it may leave out are empty."""

    authorization: str
    token: str
    jwks: str
    userinfo: str
    end_session: str
    posts_secret: bool  # in the body of a request and not in its headers


class Provider:
    """The provider of the settings. ``site_url`` is where it sends people back to."""

    def __init__(self, settings: ProviderSettings, site_url: str) -> None:
        self.settings = settings
        self._back = f"{site_url}/staff/provider/back"
        self._signed_out = f"{site_url}/staff/signed-out"
        self._published: tuple[float, Published] | None = None
        self._keys: tuple[float, KeySet] | None = None

    @property
    def name(self) -> str:
        return self.settings.name

    async def way_there(self, secrets: Secrets) -> str:
        """Where the browser goes to sign in. Raises ProviderFailed."""
        async with self._client() as client:
            published = await self._know(client)
            address, _state = client.create_authorization_url(
                published.authorization,
                state=secrets.state,
                code_verifier=secrets.verifier,
                nonce=secrets.nonce,
                acr_values=self.settings.acr_values or None,
            )
        return str(address)

    async def who_came(self, code: str, secrets: Secrets, now: datetime) -> Identity:
        """Exchange the code of an answer for who it stands for. Raises ProviderFailed."""
        async with self._client() as client:
            published = await self._know(client)
            client.token_endpoint_auth_method = (
                "client_secret_post" if published.posts_secret else "client_secret_basic"
            )
            try:
                tokens = await client.fetch_token(
                    published.token,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=secrets.verifier,
                )
                return await self._identity(client, published, tokens, secrets.nonce, now)
            except OAuthError as error:
                raise ProviderFailed(f"it refused the code: {error.error}") from None
            except (httpx2.HTTPError, TimeoutError, ValueError, TypeError, Untrusted) as error:
                raise ProviderFailed(f"{type(error).__name__}: {error}") from error

    async def _identity(
        self, client: _Client, published: Published, tokens: Mapping[str, Any], nonce: str, now: datetime
    ) -> Identity:
        id_token = str(tokens.get("id_token") or "")
        access_token = str(tokens.get("access_token") or "")
        told = await self._checked(
            client,
            published,
            lambda keys: checked_id_token(
                id_token, keys, self.settings, nonce=nonce, access_token=access_token, now=now
            ),
        )
        claims = told
        if "email" not in told and published.userinfo and access_token:
            claims = await self._userinfo(client, published, str(told["sub"]), now)
        return Identity(
            issuer=self.settings.issuer,
            subject=str(told["sub"]),
            email=_vouched_email(claims, always=self.settings.emails_verified),
            strong=_is_strong(told, self.settings.second_factor),
            id_token=id_token,
        )

    async def _userinfo(
        self, client: _Client, published: Published, subject: str, now: datetime
    ) -> Mapping[str, Any]:
        """What the provider tells of somebody beside the ID token: JSON, or a signed token (ProConnect)."""
        answer = await client.get(published.userinfo)
        if not answer.is_success:
            raise Untrusted(f"userinfo answered {answer.status_code}")
        if answer.headers.get("content-type", "").partition(";")[0].strip() == "application/jwt":
            text = answer.text.strip()
            told = await self._checked(
                client, published, lambda keys: checked_userinfo(text, keys, self.settings, now)
            )
        else:
            told = _json_object(answer.content)
        if told.get("sub") != subject:
            raise Untrusted("userinfo is of somebody else")
        return told

    async def _checked(self, client: _Client, published: Published, check: Check) -> Mapping[str, Any]:
        """A token checked with the keys that are kept, and if that fails with those of now: keys change."""
        held = self._keys is not None and time.monotonic() < self._keys[0]
        try:
            told: Mapping[str, Any] = check(await self._known_keys(client, published))
        except Unsigned:
            if not held:
                raise
            self._keys = None
            told = check(await self._known_keys(client, published))
        return told

    async def _known_keys(self, client: _Client, published: Published) -> KeySet:
        if self._keys is None or time.monotonic() >= self._keys[0]:
            found = await _fetch(client, published.jwks)
            try:
                keys = KeySet.import_key_set(found)  # type: ignore[arg-type]
            except (JoseError, ValueError, TypeError, KeyError) as error:
                raise Untrusted(f"its keys can't be read: {error}") from None
            self._keys = (time.monotonic() + KEPT.total_seconds(), keys)
        return self._keys[1]

    async def way_out(self, id_token: str, state: str) -> str:
        """Where the browser goes to sign out at the provider too; empty where that can't be done."""
        try:
            async with self._client() as client:
                address = (await self._know(client)).end_session
        except ProviderFailed:
            return ""
        asked = {
            "id_token_hint": id_token,
            "client_id": self.settings.client_id,
            "post_logout_redirect_uri": self._signed_out,
            "state": state,
        }
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}" if address else ""

    async def _know(self, client: _Client) -> Published:
        if self._published is None or time.monotonic() >= self._published[0]:
            try:
                told = await _fetch(client, self.settings.issuer.rstrip("/") + DISCOVERY)
                published = published_by(told, self.settings.issuer)
            except (httpx2.HTTPError, TimeoutError, Untrusted) as error:
                raise ProviderFailed(f"{type(error).__name__}: {error}") from error
            self._published = (time.monotonic() + KEPT.total_seconds(), published)
        return self._published[1]

    def _client(self) -> _Client:
        return _Client(
            client_id=self.settings.client_id,
            client_secret=self.settings.client_secret,
            scope=self.settings.scopes,
            redirect_uri=self._back,
            code_challenge_method="S256",
            timeout=SECONDS,
            verify=_certificates(),
        )


@cache
def _certificates() -> SSLContext:
    """The authorities that this machine trusts; reading them takes as long as asking the provider."""
    return httpx2.create_ssl_context()


class _Client(AsyncOAuth2Client):  # type: ignore[misc] # it has no types
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


async def _fetch(client: _Client, address: str) -> dict[str, Any]:
    answer = await client.request("GET", address, withhold_token=True)
    if answer.status_code != 200:
        raise Untrusted(f"{urlsplit(address).path} answered {answer.status_code}")
    return _json_object(answer.content)


def _json_object(content: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(content, type=dict[str, Any])
    except ValueError as error:
        raise Untrusted(f"an answer is no JSON object: {error}") from None


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


def _vouched_email(claims: Mapping[str, Any], *, always: bool) -> str:
    """The e-mail, if the provider says that it is the person's, or is known to give no other."""
    email, verified = claims.get("email"), claims.get("email_verified")
    # Some providers write the truth value as a text.
    vouched = verified in (True, "true") or (verified is None and always)
    return email if vouched and isinstance(email, str) else ""


def _is_strong(claims: Mapping[str, Any], counting: frozenset[str]) -> bool:
    methods = claims.get("amr") or []
    return bool(counting & {str(claims.get("acr", "")), *map(str, methods)})
