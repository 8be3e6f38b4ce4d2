"""What is asked of the press, and what it may answer; nothing here loads the press itself."""

from __future__ import annotations

from datetime import datetime

import msgspec

# With this code the program says that the document is at fault, in a sentence on standard error.
FAILED = 3


class PdfFailed(Exception):  # noqa: N818 - it reads as what happened
    """A document that could not be made; the message says why."""


class Attachment(msgspec.Struct, frozen=True):
    """A file in the document; ``relationship`` to it: Source, Data, Alternative, Supplement."""

    name: str
    description: str
    content: bytes
    media_type: str
    relationship: str


class Archive(msgspec.Struct, frozen=True):
    """The files of an archive, and the moment that all of them are dated."""

    attachments: tuple[Attachment, ...]
    dated: datetime


class Order(msgspec.Struct, frozen=True):
    """``seconds`` are of processor time, for each process; ``most_bytes`` are for all of them together;
    ``processes`` is how many chapters are laid out at once; ``shelf`` is the folder of those that were laid
    out before, "" for none; ``software`` tells what decides on pages but their content."""

    html: str
    seconds: int
    most_bytes: int
    processes: int
    shelf: str
    software: str
    archive: Archive | None

    @property
    def share(self) -> int:
        """The bytes that one process may have: two of these bind the chapters."""
        return self.most_bytes // (self.processes + 2)
