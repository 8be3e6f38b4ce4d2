"""Sealed reports of a plan."""

from __future__ import annotations

from datetime import date

import msgspec

from tracker.domain.events.shared import Event, Value
from tracker.domain.messages import _


class SealedFile(Value, frozen=True):
    """A file of an edition: its name there, SHA-256 (hex) and size in bytes."""

    name: str
    sha256: str
    size: int


def period_of(year: int, since: date | None) -> str:
    """What a report is called in addresses: ``2024``, or ``2022-2027`` when it covers several years."""
    return f"{since.year}-{year}" if since else str(year)


class ReportSealed(Event, frozen=True):
    """An edition of a report: what it covered, what the council wrote in it, and its files.

    ``known`` is the number of entries that it was made from, ``checkpoint`` their three lines. ``since`` is
    the first day of a report on several years (a mandate); none is 1 January of ``year``. ``foreword``,
    ``closing`` and ``comments`` (by code of axis) are Markdown in the plan's language, ``left_out`` the parts
    that are not printed, ``software`` what made the files. A later edition says its ``reason``.
    """

    kind = "report.sealed"
    subjects = ("plan",)
    sentence = _("{by} sealed edition {edition} of the report for {period}.")
    year: int
    edition: int
    cut_off: date
    known: int
    checkpoint: str
    files: tuple[SealedFile, ...]
    reason: str = ""
    since: date | None = None
    foreword: str = ""
    closing: str = ""
    comments: dict[str, str] = msgspec.field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    software: str = ""

    @property
    def period(self) -> str:
        return period_of(self.year, self.since)


# What people wrote in a sealed report: all of it that may be erased on legal ground.
WRITTEN = ("reason", "foreword", "closing", "comments")
