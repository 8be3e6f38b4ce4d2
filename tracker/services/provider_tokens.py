"""Whether what an OpenID Connect provider says can be trusted: signatures and claims of its tokens.

OpenID Connect Core 1.0, 3.1.3.7. Signatures are made with a private key: those made with a shared secret, or
none at all, are refused, so that nobody who knows a public key or the secret of a client can write tokens.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from authlib.oauth2.claims import JWTClaims
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tracker.settings import ProviderSettings

ALGORITHMS = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA"),
)
LEEWAY = 60  # seconds by which clocks may differ
LONGEST_SUBJECT = 255


class Untrusted(RuntimeError):  # noqa: N818 - it reads as what happened
    """An answer of the provider that can't be trusted; the message says why."""


class Unsigned(Untrusted):
    """A token whose signature none of the keys made."""


def checked_id_token(
    text: str,
    keys: KeySet,
    settings: ProviderSettings,
    *,
    nonce: str,
    access_token: str,
    now: datetime,
) -> Mapping[str, Any]:
    """Its claims. Raises Untrusted unless it is this issuer's, for us, of now, and answers our question."""
    token = _decoded(text, keys)
    claims = CodeIDToken(
        token.claims,
        token.header,
        options={
            "iss": {"essential": True, "value": settings.issuer},
            "aud": {"essential": True, "value": settings.client_id},
            "sub": {"essential": True},
            "nonce": {"essential": True, "value": nonce},
        },
        params={"nonce": nonce, "client_id": settings.client_id, "access_token": access_token},
    )
    _validate(claims, now)
    subject = claims["sub"]
    if not (isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT and subject.isascii()):
        raise Untrusted("its subject is none")
    return token.claims


def checked_userinfo(text: str, keys: KeySet, settings: ProviderSettings, now: datetime) -> Mapping[str, Any]:
    """The claims of a signed answer of the userinfo endpoint (5.3.2). Raises Untrusted."""
    token = _decoded(text, keys)
    options = {
        "iss": {"essential": True, "value": settings.issuer},
        "aud": {"essential": True, "value": settings.client_id},
    }
    _validate(JWTClaims(token.claims, token.header, options=options), now)
    return token.claims


def _decoded(text: str, keys: KeySet) -> jwt.Token:
    try:
        return jwt.decode(text, keys, algorithms=ALGORITHMS)
    except (JoseError, ValueError) as error:
        raise Unsigned(f"a token can't be checked: {type(error).__name__}: {error}") from error


def _validate(claims: JWTClaims, now: datetime) -> None:
    try:
        claims.validate(int(now.timestamp()), LEEWAY)
    except (JoseError, ValueError, TypeError) as error:
        raise Untrusted(f"a token is not acceptable: {error}") from error
