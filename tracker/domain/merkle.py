"""The Merkle tree of RFC 6962 over a register's leaves, and its checkpoint text (C2SP tlog-checkpoint)."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

_SIZE = re.compile(r"(?:0|[1-9][0-9]{0,14})\Z")


def leaf_hash(body: bytes) -> bytes:
    """SHA-256(0x00 ‖ body), 32 bytes."""
    return hashlib.sha256(b"\x00" + body).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The tree head over leaf hashes of 32 bytes each; of no leaves, the hash of the empty string."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        # A last odd node moves up as it is: this gives the same tree as RFC 6962's split at powers of two.
        pairs = [_node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = [*pairs, level[-1]] if len(level) % 2 else pairs
    return level[0]


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class CheckpointError(ValueError):
    """A text that is not a checkpoint; the message says which line is wrong."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """``origin`` is host/plan, ``size`` the number of entries, ``root`` 32 bytes."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """Three lines, each ended by a line feed. Signatures would follow after an empty line."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @property
    def short(self) -> str:
        """The first 12 characters of the root in base64: what fits in the foot of a page."""
        return base64.b64encode(self.root).decode()[:12]


def read_checkpoint(text: str) -> Checkpoint:
    """Read a checkpoint; signatures after the empty line are ignored. Raises CheckpointError."""
    lines = text.split("\n\n", 1)[0].rstrip("\n").split("\n")
    if len(lines) < 3 or not lines[0]:
        raise CheckpointError("a checkpoint has three lines: origin, size, root")
    origin, size, encoded = lines[:3]
    if not _SIZE.match(size):
        raise CheckpointError(f"line 2 should be the number of entries, not “{size}”")
    try:
        digest = base64.b64decode(encoded, validate=True)
    except ValueError:
        digest = b""
    if len(digest) != 32 or base64.b64encode(digest).decode() != encoded:
        raise CheckpointError("line 3 should be the root: 32 bytes in base64")
    return Checkpoint(origin, int(size), digest)
