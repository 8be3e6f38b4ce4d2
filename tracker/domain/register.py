"""The register: canonical bytes, salted payloads and the chain.

Everything here follows one public description, so that anybody can write the same check: see
``docs/register.md``. Bytes are canonical JSON (RFC 8785 for what we use: strings, integers, booleans, null,
arrays, objects with ASCII keys).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from tracker.domain import merkle
from tracker.domain.events import Event, PayloadError, event_of, payload_of

ZERO = "0" * 64
SALT_BYTES = 16
LARGEST_INTEGER = 2**53 - 1


class CanonicalError(ValueError):
    """A value that has no canonical form in the register."""


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes. Raises CanonicalError for floats, keys beyond ASCII, lone surrogates, huge integers."""
    _check_canonical(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _check_canonical(value: Any) -> None:
    match value:
        case None | bool():
            pass
        case str():
            try:
                value.encode()
            except UnicodeEncodeError:
                raise CanonicalError("a text holds half of a character (a lone surrogate)") from None
        case int():
            if abs(value) > LARGEST_INTEGER:
                raise CanonicalError(f"{value} is too large an integer for JSON; write it as text")
        case dict():
            if not all(isinstance(key, str) and key.isascii() for key in value):
                raise CanonicalError("a key is not ASCII text")
            for item in value.values():
                _check_canonical(item)
        case list() | tuple():
            for item in value:
                _check_canonical(item)
        case _:
            raise CanonicalError(f"{type(value).__name__} has no canonical form; write it as text")


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact to record: what an author says, before the register gives it a place and a time."""

    on: date
    by: str
    subject: str
    event: Event


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the register keeps it. Hashes and salt are hex; ``payload`` is canonical JSON text.

    ``payload`` and ``salt`` are None once content was erased on legal ground.
    """

    plan: str
    index: int
    at: datetime
    on: date
    by: str
    kind: str
    subject: str
    payload_sha256: str
    prev: str
    hash: str
    payload: str | None
    salt: str | None

    @property
    def body(self) -> bytes:
        return canonical(
            {
                "plan": self.plan,
                "index": self.index,
                "at": at_text(self.at),
                "on": self.on.isoformat(),
                "by": self.by,
                "kind": self.kind,
                "subject": self.subject,
                "payload_sha256": self.payload_sha256,
                "prev": self.prev,
            }
        )

    @property
    def leaf(self) -> bytes:
        return merkle.leaf_hash(self.body)

    @property
    def event(self) -> Event | None:
        """The typed content, None when it was erased."""
        return None if self.payload is None else event_of(self.kind, json.loads(self.payload))

    @property
    def line(self) -> str:
        """The entry's line in ``register.jsonl``, canonical, without its line feed."""
        return canonical(
            {
                "body": json.loads(self.body),
                "hash": self.hash,
                "payload": None if self.payload is None else json.loads(self.payload),
                "salt": self.salt,
            }
        ).decode()


@dataclass(frozen=True, slots=True)
class Head:
    """Where a plan's register stands: number of entries, last hash (hex), last time of recording."""

    plan: str
    size: int = 0
    hash: str = ZERO
    at: datetime | None = None


def at_text(at: datetime) -> str:
    """A moment as the register writes it: UTC, whole seconds, 2023-06-30T16:00:00Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def seal(draft: Draft, head: Head, now: datetime, salt: bytes) -> tuple[Entry, Head]:
    """Give a fact its place in the chain. ``salt`` is 16 random bytes; a clock that went back is held.

    An entry can never be taken out again, so what could not be verified or read back is refused: ValueError.
    """
    at = now.astimezone(UTC).replace(microsecond=0)
    at = max(at, head.at) if head.at else at
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    content = payload_of(draft.event)
    payload = canonical(content)
    if payload_of(event_of(draft.event.kind, content)) != content:
        raise PayloadError(f"{draft.event.kind}: it does not read back as it was written")
    unhashed = Entry(
        plan=head.plan,
        index=head.size,
        at=at,
        on=draft.on,
        by=draft.by,
        kind=draft.event.kind,
        subject=draft.subject,
        payload_sha256=payload_digest(salt, payload),
        prev=head.hash,
        hash="",
        payload=payload.decode(),
        salt=salt.hex(),
    )
    hash_ = chain_hash(head.hash, unhashed.leaf)
    entry = _with_hash(unhashed, hash_)
    return entry, Head(head.plan, head.size + 1, hash_, at)


def _with_hash(entry: Entry, hash_: str) -> Entry:
    fields = {name: getattr(entry, name) for name in Entry.__slots__}
    return Entry(**{**fields, "hash": hash_})


def payload_digest(salt: bytes, payload: bytes) -> str:
    return hashlib.sha256(salt + payload).hexdigest()


def chain_hash(prev: str, leaf: bytes) -> str:
    return hashlib.sha256(b"\x01" + bytes.fromhex(prev) + leaf).hexdigest()


def checkpoint(origin: str, entries: Iterable[Entry]) -> merkle.Checkpoint:
    leaves = [entry.leaf for entry in entries]
    return merkle.Checkpoint(origin, len(leaves), merkle.root(leaves))


def lines_of(entries: Iterable[Entry]) -> Iterator[bytes]:
    """``register.jsonl``, line by line."""
    for entry in entries:
        yield entry.line.encode() + b"\n"
