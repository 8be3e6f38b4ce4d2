"""An OpenID Connect provider, as a client sees it: where it is, the way to it, and who it says came.

Nothing is asked of addresses other than those that the issuer publishes. What the provider is and which keys
it signs with are kept for an hour, and its keys are asked for again when a token can't be checked with those
that are kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx2
from authlib.integrations.base_client import OAuthError
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tracker.services.provider_client import SECONDS, Client, certificates, fetch, json_object
from tracker.services.provider_published import DISCOVERY, Published, published_by
from tracker.services.provider_tokens import Unsigned, Untrusted, checked_id_token, checked_userinfo
from tracker.settings import ProviderSettings

KEPT = timedelta(hours=1)

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
        self, client: Client, published: Published, tokens: Mapping[str, Any], nonce: str, now: datetime
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
        self, client: Client, published: Published, subject: str, now: datetime
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
            told = json_object(answer.content)
        if told.get("sub") != subject:
            raise Untrusted("userinfo is of somebody else")
        return told

    async def _checked(self, client: Client, published: Published, check: Check) -> Mapping[str, Any]:
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

    async def _known_keys(self, client: Client, published: Published) -> KeySet:
        if self._keys is None or time.monotonic() >= self._keys[0]:
            found = await fetch(client, published.jwks)
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

    async def _know(self, client: Client) -> Published:
        if self._published is None or time.monotonic() >= self._published[0]:
            try:
                told = await fetch(client, self.settings.issuer.rstrip("/") + DISCOVERY)
                published = published_by(told, self.settings.issuer)
            except (httpx2.HTTPError, TimeoutError, Untrusted) as error:
                raise ProviderFailed(f"{type(error).__name__}: {error}") from error
            self._published = (time.monotonic() + KEPT.total_seconds(), published)
        return self._published[1]

    def _client(self) -> Client:
        return Client(
            client_id=self.settings.client_id,
            client_secret=self.settings.client_secret,
            scope=self.settings.scopes,
            redirect_uri=self._back,
            code_challenge_method="S256",
            timeout=SECONDS,
            verify=certificates(),
        )


def _vouched_email(claims: Mapping[str, Any], *, always: bool) -> str:
    """The e-mail, if the provider says that it is the person's, or is known to give no other."""
    email, verified = claims.get("email"), claims.get("email_verified")
    # Some providers write the truth value as a text.
    vouched = verified in (True, "true") or (verified is None and always)
    return email if vouched and isinstance(email, str) else ""


def _is_strong(claims: Mapping[str, Any], counting: frozenset[str]) -> bool:
    methods = claims.get("amr") or []
    return bool(counting & {str(claims.get("acr", "")), *map(str, methods)})
