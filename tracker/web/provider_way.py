"""The way to the sign-in provider and back: what a browser keeps in a cookie meanwhile, for ten minutes.

There is no session yet, and none is made for strangers. The cookie holds a random seed, from which come the
secrets that tie the provider's answer to our question, and where to go afterwards. It is sealed with the
visitor's token, so that it is worth nothing in another browser, nor after somebody signed in or out.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from hmac import new as hmac
from secrets import token_urlsafe

import msgspec
from litestar.datastructures import Cookie

from tracker.services.provider import Secrets
from tracker.settings import Settings
from tracker.web.sessions import Visit

LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Way:
    """``to`` is where to go afterwards, ``connects`` when it is to connect the account that is signed in."""

    to: str
    connects: bool
    begun: int  # seconds since 1970
    seed: str = field(repr=False)

    def secrets(self) -> Secrets:
        # Letters and digits alone: some providers take nothing else.
        return Secrets(*(_mac(self.seed, name) for name in ("state", "nonce", "verifier")))


def begin(visit: Visit, to: str, *, connects: bool = False) -> Way:
    return Way(to, connects, int(visit.now.timestamp()), token_urlsafe(32))


def cookie_of(visit: Visit, way: Way) -> Cookie:
    # Without padding: an equals sign would have to be quoted in a cookie.
    text = urlsafe_b64encode(msgspec.json.encode(way)).decode().rstrip("=")
    return _cookie(visit.settings, f"{text}.{_seal(visit, text)}", int(LASTS.total_seconds()))


def no_cookie(visit: Visit) -> Cookie:
    """What takes it away again: each way is gone once."""
    return _cookie(visit.settings, "", 0)


def way_of(visit: Visit, cookies: dict[str, str]) -> Way | None:
    """The way that this visitor is on; None without one, after ten minutes, or for what we did not seal."""
    text, _, seal = cookies.get(_name(visit.settings), "").partition(".")
    if not text or not compare_digest(seal.encode(), _seal(visit, text).encode()):
        return None
    way = msgspec.json.decode(urlsafe_b64decode(f"{text}=="), type=Way)
    begun = datetime.fromtimestamp(way.begun, UTC)
    return way if begun <= visit.now < begun + LASTS else None


def _seal(visit: Visit, text: str) -> str:
    return _mac(visit.token, f"way to the provider: {text}")


def _mac(key: str, words: str) -> str:
    return hmac(key.encode(), words.encode(), sha256).hexdigest()


def _name(settings: Settings) -> str:
    return "__Host-staff-provider" if settings.https else "staff-provider"


def _cookie(settings: Settings, value: str, seconds: int) -> Cookie:
    return Cookie(
        key=_name(settings),
        value=value,
        max_age=seconds,
        path="/",
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )
