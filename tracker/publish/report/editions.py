"""The files of a sealed edition: how they are called, and what their names tell.

The register keeps names, digests and sizes; what a file is and in which language is read from its name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.events import SealedFile
from tracker.domain.messages import _
from tracker.publish.languages import LANGUAGES


class Sort(StrEnum):
    PAPER = "paper"
    SUMMARY = "summary"
    ARCHIVE = "archive"
    TABLE = "table"
    DATA = "data"
    REGISTER = "register"


WORDS = {
    Sort.PAPER: _("The report as a PDF"),
    Sort.SUMMARY: _("The report in short, as a PDF"),
    Sort.ARCHIVE: _("The report for archives, with its data inside, as a PDF"),
    Sort.TABLE: _("Every action as a table (CSV)"),
    Sort.DATA: _("Every figure and text as data (JSON)"),
    Sort.REGISTER: _("The register it was made from (JSON Lines)"),
}
# Those that are the same in every language, by name.
DATA_FILES = {"actions.csv": Sort.TABLE, "report.json": Sort.DATA, "register.jsonl": Sort.REGISTER}
_ENDING = {Sort.PAPER: "", Sort.SUMMARY: "-summary", Sort.ARCHIVE: "-archive"}
_PDF = re.compile(rf"-({'|'.join(LANGUAGES)})(|-summary|-archive)\.pdf\Z")
_TYPES = {
    ".pdf": "application/pdf",
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
}


def pdf_name(plan: str, period: str, edition: int, language: str, sort: Sort) -> str:
    return f"{plan}-{period}-edition-{edition}-{language}{_ENDING[sort]}.pdf"


def media_type(name: str) -> str:
    """Of a file of an edition; what no edition has is only bytes."""
    return _TYPES.get(f".{name.rpartition('.')[2]}", "application/octet-stream")


@dataclass(frozen=True, slots=True)
class EditionFile:
    """A file with what it is; ``language`` is empty where it is the same for all."""

    file: SealedFile
    sort: Sort
    language: str

    @property
    def words(self) -> str:
        """What it is, a message."""
        return WORDS[self.sort]


def understood(file: SealedFile) -> EditionFile:
    """A file of an edition by its name."""
    if named := _PDF.search(file.name):
        sort = next(sort for sort, ending in _ENDING.items() if ending == named[2])
        return EditionFile(file, sort, named[1])
    return EditionFile(file, DATA_FILES.get(file.name, Sort.DATA), "")


def in_order(files: tuple[SealedFile, ...]) -> list[EditionFile]:
    """The files of an edition: by what they are, then by language."""
    order = list(Sort)
    found = [understood(file) for file in files]
    return sorted(
        found, key=lambda one: (order.index(one.sort), LANGUAGES.index(one.language) if one.language else 0)
    )


def pdf_for(files: tuple[SealedFile, ...], sort: Sort, language: str, own: str) -> SealedFile | None:
    """The PDF of a sort in a language, else in the plan's ``own``, else in any; None when there is none."""
    found = {one.language: one.file for one in in_order(files) if one.sort is sort}
    return found.get(language) or found.get(own) or next(iter(found.values()), None)
