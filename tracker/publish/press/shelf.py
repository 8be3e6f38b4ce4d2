"""Chapters that were laid out before, kept for a day: who changes the foreword waits for the foreword."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import msgspec

from tracker.publish.press.laid import Laid

DAY = 86_400  # seconds
MOST_BYTES = 300_000_000


class Shelf:
    """A folder of chapters, each under a digest of all that decides its pages; "" keeps nothing."""

    def __init__(self, folder: str, software: str) -> None:
        self._folder = Path(folder) if folder else None
        self._software = software.encode()

    def name(self, *decides: str) -> str:
        digest = sha256(self._software)
        for text in decides:
            part = text.encode()
            digest.update(f"{len(part)} ".encode() + part)
        return digest.hexdigest()

    def get(self, name: str) -> Laid | None:
        """None for what is not there, or is not whole."""
        if self._folder is None:
            return None
        file = self._folder / name
        try:
            laid = msgspec.msgpack.decode(file.read_bytes(), type=Laid)
            os.utime(file)
        except (OSError, msgspec.MsgspecError):
            return None
        return laid

    def put(self, name: str, laid: Path) -> None:
        """Keep an encoded chapter. That it can't be kept is no reason to fail."""
        if self._folder is None:
            return
        partial = self._folder / f".{name}.{os.getpid()}"
        try:
            partial.write_bytes(laid.read_bytes())
            partial.replace(self._folder / name)
        except OSError:
            with suppress(OSError):
                partial.unlink()

    def tidy(self) -> None:
        """Take away what nobody has used for a day, and the oldest of what is too much."""
        if self._folder is None:
            return
        kept = []
        with suppress(OSError):
            for file in self._folder.iterdir():
                with suppress(FileNotFoundError):  # another process took it away
                    found = file.stat()
                    kept.append((found.st_mtime, found.st_size, file))
        room, oldest = MOST_BYTES, time.time() - DAY
        for used, size, file in sorted(kept, reverse=True):
            room -= size
            if used < oldest or room < 0:
                file.unlink(missing_ok=True)
