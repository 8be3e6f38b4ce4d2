"""Passwords: hashed with Argon2id off the event loop, refused when they are short or among the guessable."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Lock
from typing import TypeVar
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY
from zxcvbn import zxcvbn

from tracker.domain.messages import _
from tracker.services.people_refused import RefusedError

T = TypeVar("T")

SHORTEST, LONGEST = 12, 200
# zxcvbn's own limit; it takes seconds over longer ones, and what makes a password weak is in its beginning.
MOST_JUDGED = 72
# Under 10^10 guesses: fallen within a day if the hashes were stolen.
WEAKEST = 3
# The estimator knows English; these are what French and Italian offices type first.
LOCAL_WORDS = (
    *(
        "motdepasse",
        "mot de passe",
        "soleil",
        "mairie",
        "ville",
        "commune",
        "azerty",
        "azertyuiop",
        "bonjour",
    ),
    *(
        "bienvenue",
        "doudou",
        "chouchou",
        "loulou",
        "marseille",
        "nantes",
        "lille",
        "comune",
        "citta",
        "sindaco",
    ),
    *("benvenuto", "ciaociao", "amore", "alessandria", "juventus", "forzaitalia", "francesca", "promesse"),
    *("promises", "tracker"),
)

_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
# Each hash takes 64 MiB: two at once, whatever the number of people at the door.
_workers = ThreadPoolExecutor(2, thread_name_prefix="passwords")
_estimating = Lock()  # zxcvbn keeps the words it is given in a global


async def _in_thread(work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(_workers, work)


def _same_bytes(password: str) -> str:
    # An é may be typed as one character or two, depending on the keyboard.
    return normalize("NFC", password)


async def hash_password(password: str) -> str:
    return await _in_thread(lambda: _hasher.hash(_same_bytes(password)))


async def matches(hashed: str, password: str) -> bool:
    """Whether the password is the one that was hashed.

    It never is when ``hashed`` is empty, and finding that out takes as long.
    """

    def check() -> bool:
        against = hashed or _nobodys()
        if not 0 < len(password) <= LONGEST:
            verify(_nobodys(), "")
            return False
        return verify(against, _same_bytes(password)) and bool(hashed)

    def verify(against: str, typed: str) -> bool:
        try:
            return _hasher.verify(against, typed)
        except (VerificationError, InvalidHashError):
            return False

    await _in_thread(_nobodys)
    return await _in_thread(check)


def outdated(hashed: str) -> bool:
    """Whether it was hashed with weaker parameters than today's."""
    return _hasher.check_needs_rehash(hashed)


@cache
def _nobodys() -> str:
    """The hash that is compared with when there is no account, so that the answer takes the same time."""
    return _hasher.hash("nobody has this password")


async def check_new(password: str, *own_words: str, field: str = "password") -> None:
    """Raises RefusedError for a password that is too short, too long or easily guessed.

    ``own_words`` are words that make one guessable: the person's e-mail, the name of the site.
    """
    if len(password) < SHORTEST:
        raise RefusedError(field, _("Choose a password of %(count)s characters or more."), count=SHORTEST)
    if len(password) > LONGEST:
        raise RefusedError(field, _("Choose a password of %(count)s characters at most."), count=LONGEST)
    own = [part for word in own_words for part in (word, *word.replace("@", ".").split("."))]
    if await _in_thread(lambda: _strength(password, own)) < WEAKEST:
        raise RefusedError(
            field,
            _("This password is easily guessed. Several words that have nothing in common make a good one."),
        )


def _strength(password: str, own_words: list[str]) -> int:
    """0 to 4, as zxcvbn counts."""
    with _estimating:
        found = zxcvbn(password[:MOST_JUDGED], user_inputs=[*own_words, *LOCAL_WORDS])
    return int(found["score"])
