"""Verification of a register file: offline, line by line, and naming the first wrong entry."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from tracker.domain import merkle
from tracker.domain.events import EVENTS, ContentErased, PayloadError, ReportSealed, event_of
from tracker.domain.register import (
    SALT_BYTES,
    Entry,
    Head,
    canonical,
    chain_hash,
    payload_digest,
)

BODY_FIELDS = frozenset({"plan", "index", "at", "on", "by", "kind", "subject", "payload_sha256", "prev"})

_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z", re.ASCII)


class DuplicateKeyError(ValueError):
    """A JSON object that gives one key twice."""


class TamperedError(ValueError):
    """The first entry of a register that is not what it says. ``index`` is its place, from 0."""

    def __init__(self, index: int, why: str) -> None:
        super().__init__(f"entry {index}: {why}")
        self.index = index


@dataclass(frozen=True, slots=True)
class Verified:
    """A register that holds together: its plan, size, head hash, Merkle root and erased entries.

    ``sealed`` has the editions of reports by index, whose checkpoints are those of the entries they name.
    """

    plan: str
    size: int
    hash: str
    root: bytes
    erased: tuple[int, ...]
    sealed: dict[int, ReportSealed] = field(default_factory=dict)


def verify_lines(lines: Iterable[bytes], known: merkle.Checkpoint | None = None) -> Verified:
    """Check a register file line by line, offline; with a checkpoint, check its root as well.

    Lines may keep their line feed. Raises TamperedError at the first wrong entry.
    """
    leaves: list[bytes] = []
    head = Head("")
    erased: list[int] = []
    explained: set[int] = set()
    editions = _Editions()
    for index, line in enumerate(lines):
        entry = read_line(index, line)
        _check_place(index, entry, head)
        if entry.payload is None:
            erased.append(index)
        elif isinstance(event := entry.event, ContentErased) and event.entry < index:
            explained.add(event.entry)
        editions.take(entry)
        leaf = entry.leaf
        if entry.hash != chain_hash(entry.prev, leaf):
            raise TamperedError(index, "its hash is not that of its content")
        leaves.append(leaf)
        head = Head(entry.plan, index + 1, entry.hash, entry.at)
    # Content may only go with a public reason: an entry emptied without one was emptied by somebody else.
    for index in erased:
        if index not in explained:
            raise TamperedError(index, "its content is gone and no later entry says on what ground")
    editions.check(leaves)
    if known:
        _check_checkpoint(known, leaves)
    return Verified(head.plan, len(leaves), head.hash, merkle.root(leaves), tuple(erased), editions.sealed)


class _Editions:
    """The sealed reports of a register, as they are met: each bears a checkpoint of what it was made from."""

    def __init__(self) -> None:
        self.sealed: dict[int, ReportSealed] = {}
        self._emptied: set[int] = set()

    def take(self, entry: Entry) -> None:
        event = entry.event
        if isinstance(event, ReportSealed):
            self.sealed[entry.index] = event
        elif entry.kind == ReportSealed.kind:
            self._emptied.add(entry.index)
        elif isinstance(event, ContentErased) and event.entry in self._emptied:
            self.sealed[event.entry] = _remaining(entry.index, event)

    def check(self, leaves: list[bytes]) -> None:
        for index in sorted(self._emptied | self.sealed.keys()):
            edition = self.sealed.get(index)
            if edition is None or not _is_of(edition.checkpoint, edition.known, leaves[:index]):
                raise TamperedError(index, "the checkpoint of its report is not that of the entries it names")


def _remaining(index: int, event: ContentErased) -> ReportSealed:
    try:
        remains = event_of(ReportSealed.kind, event.remains or {})
    except PayloadError:
        remains = None
    if not isinstance(remains, ReportSealed):
        raise TamperedError(index, "what it leaves of a sealed report is no report")
    return remains


def _is_of(checkpoint: str, known: int, leaves: list[bytes]) -> bool:
    try:
        point = merkle.read_checkpoint(checkpoint)
    except merkle.CheckpointError:
        return False
    return 1 <= known == point.size <= len(leaves) and merkle.root(leaves[:known]) == point.root


def _check_checkpoint(known: merkle.Checkpoint, leaves: list[bytes]) -> None:
    if known.size > len(leaves):
        raise TamperedError(
            len(leaves), f"entries are missing: the checkpoint counts {known.size}, the file {len(leaves)}"
        )
    if merkle.root(leaves[: known.size]) != known.root:
        raise TamperedError(
            max(known.size - 1, 0), f"the first {known.size} entries are not those of the checkpoint"
        )


def read_line(index: int, line: bytes) -> Entry:
    """Read one line of ``register.jsonl``; its form and content are checked, its place is not."""
    text = line[:-1] if line.endswith(b"\n") else line
    try:
        record = json.loads(text.decode(), object_pairs_hook=_once)
        exact = canonical(record) == text
    except (ValueError, RecursionError) as error:  # not UTF-8, not JSON, not what the register may hold
        raise TamperedError(index, f"it cannot be read ({error})") from None
    if not isinstance(record, dict) or record.keys() != {"body", "hash", "payload", "salt"}:
        raise TamperedError(index, "a line has body, hash, payload and salt, and nothing else")
    if not exact:
        raise TamperedError(index, "its bytes are not canonical")
    entry = _entry(index, record)
    _check_payload(index, entry)
    return entry


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise DuplicateKeyError("a key is given twice")
    return made


def _entry(index: int, record: dict[str, Any]) -> Entry:
    body = record["body"]
    if not isinstance(body, dict) or body.keys() != BODY_FIELDS:
        raise TamperedError(index, "its body does not have exactly the nine fields")
    if type(body["index"]) is not int:
        raise TamperedError(index, "its index is not an integer")
    texts = {name: body[name] for name in BODY_FIELDS - {"index"}}
    if not all(isinstance(text, str) for text in (*texts.values(), record["hash"])):
        raise TamperedError(index, "a field that should be text is not")
    payload, salt = record["payload"], record["salt"]
    if not isinstance(payload, dict | None) or not isinstance(salt, str | None):
        raise TamperedError(index, "its payload or its salt is of another type")
    moment, day = _times(index, texts.pop("at"), texts.pop("on"))
    for name in ("payload_sha256", "prev"):
        _check_hex(index, name, texts[name], 64)
    _check_hex(index, "hash", record["hash"], 64)
    return Entry(
        index=body["index"],
        at=moment,
        on=day,
        hash=record["hash"],
        payload=None if payload is None else canonical(payload).decode(),
        salt=salt,
        **texts,
    )


def _times(index: int, at: str, on: str) -> tuple[datetime, date]:
    try:
        moment = datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        day = date.fromisoformat(on)
        if _AT.match(at) and day.isoformat() == on:
            return moment, day
    except ValueError:
        pass
    raise TamperedError(index, "its times are not written as 2023-06-30T16:00:00Z and 2023-06-30")


def _check_hex(index: int, name: str, text: str, length: int) -> None:
    if not re.fullmatch(rf"[0-9a-f]{{{length}}}", text):
        raise TamperedError(index, f"its {name} is not {length} hex digits")


def _check_payload(index: int, entry: Entry) -> None:
    if entry.kind not in EVENTS:
        raise TamperedError(index, f"nothing is called “{entry.kind}” in a register")
    if (entry.payload is None) != (entry.salt is None):
        raise TamperedError(index, "payload and salt are erased together or not at all")
    if entry.payload is None or entry.salt is None:
        return
    _check_hex(index, "salt", entry.salt, 2 * SALT_BYTES)
    if payload_digest(bytes.fromhex(entry.salt), entry.payload.encode()) != entry.payload_sha256:
        raise TamperedError(index, "its content is not the one that was recorded")
    try:
        event_of(entry.kind, json.loads(entry.payload))
    except PayloadError as error:
        raise TamperedError(index, f"its content does not fit its kind ({error})") from None


def _check_place(index: int, entry: Entry, head: Head) -> None:
    if entry.index != index:
        raise TamperedError(index, f"it says that it is entry {entry.index}")
    if entry.prev != head.hash:
        raise TamperedError(index, "it does not follow the entry before")
    if index and entry.plan != head.plan:
        raise TamperedError(index, f"it belongs to another plan, “{entry.plan}”")
    if head.at and entry.at < head.at:
        raise TamperedError(index, "it was recorded before the entry before")
    if entry.on > entry.at.date():
        raise TamperedError(index, "its fact lies in the future of its recording")
