"""Where words that are to be erased stand besides the entry: other entries, reports, preparations, files.

A copy that somebody reworded is found by the words that it kept, where somebody looks for these.
``store/erasing.py`` takes them out.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from tracker.domain.preparation import OPEN as PREPARING
from tracker.domain.preparation import Stage as Preparing
from tracker.domain.submission import OPEN, Stage
from tracker.store import register
from tracker.store.preparation_tables import PreparationRow, PreparationVersion
from tracker.store.submission_tables import FileRow, SubmissionAct, SubmissionRow, SubmissionVersion
from tracker.store.tables import RegisterEntry

# From this many characters on a text is found inside another.
LONG = 16
# What stands in the place of words that were taken out of a longer text.
GONE = "[…]"


@dataclass(frozen=True, slots=True)
class Held:
    """A report, not public, that holds something of what is sought; ``versions`` of its form do."""

    submission: int
    ref: str
    organisation: str
    stage: Stage
    versions: tuple[int, ...]

    @property
    def open(self) -> bool:
        return self.stage in OPEN


@dataclass(frozen=True, slots=True)
class HeldPreparation:
    """A council's preparation of a report, not sealed, that holds something of what is sought.

    ``fields`` of its form do, by their names, in any version.
    """

    preparation: int
    period: str
    stage: Preparing
    fields: tuple[str, ...]

    @property
    def open(self) -> bool:
        return self.stage in PREPARING


@dataclass(frozen=True, slots=True)
class Sought:
    """Texts, as they were recorded, and words that somebody looks for beside them, in any case of letters.

    A short text counts where it is all that stands there: “Photo” is no trace of anybody elsewhere.
    ``sentences`` are those of the texts that were written for this entry alone.
    """

    texts: tuple[str, ...]
    words: str = ""
    sentences: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.texts or self.words)

    @property
    def where_people_write(self) -> Sought:
        """Of a publisher's name or an address, other drafts may have need of their own: these stay."""
        return Sought(tuple(text for text in self.sentences if len(text) >= LONG), self.words)

    def is_in(self, value: Any) -> bool:
        """Whether any text in a JSON value holds something of it."""
        match value:
            case str():
                told = any(text in value if len(text) >= LONG else text == value for text in self.texts)
                return told or (bool(self.words) and self.words.casefold() in value.casefold())
            case dict():
                return any(map(self.is_in, value.values()))
            case list():
                return any(map(self.is_in, value))
            case _:
                return False

    def taken_out_of(self, text: str) -> str:
        """What is left of a text: a mark where the words stood, nothing where they were all of it."""
        left = text
        for one in sorted(self.texts, key=len, reverse=True):
            if len(one) >= LONG:
                left = left.replace(one, GONE)
        if self.words:
            left = re.sub(re.escape(self.words), GONE, left, flags=re.IGNORECASE)
        # Some letters are the same only when they are folded, and short texts count alone.
        return "" if self.is_in(left) or left.strip() == GONE else left


async def entries_holding(plan: str, sought: Sought, but: int) -> list[int]:
    """The indexes of a plan's other entries that hold something of what is sought."""
    if not sought:
        return []
    rows = await register.entries(plan)
    return [
        one.index
        for one in rows
        if one.index != but and one.payload and sought.is_in(json.loads(one.payload))
    ]


async def reports_holding(plan: str, sought: Sought) -> list[Held]:
    """The submissions of a plan that hold something of what is sought, in any version or remark."""
    found: list[Held] = []
    if not sought:
        return found
    for row in await SubmissionRow.select().where(SubmissionRow.plan == plan).order_by(SubmissionRow.id):
        versions = await SubmissionVersion.select().where(SubmissionVersion.submission == row["id"])
        remarks = await SubmissionAct.select().where(SubmissionAct.submission == row["id"])
        stage = Stage(row["stage"])
        here = sought.where_people_write if stage in OPEN else sought
        those = [one["version"] for one in versions if here.is_in(json.loads(one["typed"]))]
        if those or here.is_in([one["remark"] for one in remarks]):
            found.append(Held(row["id"], row["reference"], row["organisation"], stage, tuple(sorted(those))))
    return found


async def preparations_holding(plan: str, sought: Sought) -> list[HeldPreparation]:
    """The preparations of a plan that hold something of what is sought; sealed ones hold no words."""
    found: list[HeldPreparation] = []
    if not sought:
        return found
    sealed = Preparing.SEALED.value
    rows = PreparationRow.select().where((PreparationRow.plan == plan) & (PreparationRow.stage != sealed))
    for row in await rows.order_by(PreparationRow.id):
        versions = await PreparationVersion.select().where(PreparationVersion.preparation == row["id"])
        those = {
            name for one in versions for name, text in json.loads(one["typed"]).items() if sought.is_in(text)
        }
        if those:
            stage = Preparing(row["stage"])
            found.append(HeldPreparation(row["id"], row["period"], stage, tuple(sorted(those))))
    return found


async def file_is_used(digest: str, *, but: tuple[str, int] | None = None) -> bool:
    """Whether an entry of any plan, other than ``but`` (plan, index), or an open report names a file."""
    like = f"%{digest}%"
    for row in await RegisterEntry.select(RegisterEntry.plan, RegisterEntry.index).where(
        RegisterEntry.payload.like(like)
    ):
        if (row["plan"], row["index"]) != but:
            return True
    versions = await SubmissionVersion.select(SubmissionVersion.submission).where(
        SubmissionVersion.typed.like(like)
    )
    return bool(versions) and await SubmissionRow.exists().where(
        SubmissionRow.id.is_in([row["submission"] for row in versions])
        & SubmissionRow.stage.is_in([stage.value for stage in OPEN])
    )


async def forget_file(digest: str) -> None:
    """The file was given for nothing any more. In ``write()``."""
    await FileRow.delete().where(FileRow.sha256 == digest)


async def known_files() -> frozenset[str]:
    """The digests of all files that were given for something."""
    return frozenset(row["sha256"] for row in await FileRow.select(FileRow.sha256))
