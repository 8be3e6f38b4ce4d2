"""Where words that are to be erased stand besides the entry: other entries, reports, mails, files.

A copy that somebody reworded is found by the words that it kept, where somebody looks for these.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tracker.domain.preparation import Stage as Preparing
from tracker.domain.submission import OPEN, Stage
from tracker.domain.typed import Typed
from tracker.store import register
from tracker.store.mail_tables import OutboxMail
from tracker.store.preparation_tables import LinkCheck, PreparationRow, PreparationVersion
from tracker.store.submission_tables import FileRow, SubmissionAct, SubmissionRow, SubmissionVersion
from tracker.store.tables import RegisterEntry

# From this many characters on a text is found inside another.
LONG = 16


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
class Sought:
    """Texts, as they were recorded, and words that somebody looks for beside them, in any case of letters.

    A short text counts where it is all that stands there: “Photo” is no trace of anybody elsewhere.
    """

    texts: tuple[str, ...]
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.texts or self.words)

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
        those = [one["version"] for one in versions if sought.is_in(json.loads(one["typed"]))]
        if those or sought.is_in([one["remark"] for one in remarks]):
            stage = Stage(row["stage"])
            found.append(Held(row["id"], row["reference"], row["organisation"], stage, tuple(sorted(those))))
    return found


async def blank_reports(held: Iterable[Held], sought: Sought) -> None:
    """Take fields and remarks that hold what is sought out of settled reports. In ``write()``."""
    for one in held:
        await _blank_versions(SubmissionVersion, SubmissionVersion.submission == one.submission, sought)
        for act in await SubmissionAct.select().where(SubmissionAct.submission == one.submission):
            if sought.is_in(act["remark"]):
                await SubmissionAct.update({SubmissionAct.remark: ""}).where(SubmissionAct.id == act["id"])


async def _blank_versions(
    table: type[SubmissionVersion] | type[PreparationVersion], where: Any, sought: Sought
) -> None:
    for version in await table.select().where(where):
        typed: Typed = json.loads(version["typed"])
        kept = {name: text for name, text in typed.items() if not sought.is_in(text)}
        if kept != typed:
            values: dict[Any, Any] = {table.typed: json.dumps(kept, ensure_ascii=False)}
            await table.update(values).where(table.id == version["id"])


async def blank_preparations(plan: str, sought: Sought) -> None:
    """Take what is sought out of preparations of reports that were given up, and out of links that were
    checked. Open ones are the council's to change, sealed ones hold no words. In ``write()``."""
    given_up = await PreparationRow.select(PreparationRow.id).where(
        (PreparationRow.plan == plan) & (PreparationRow.stage == Preparing.DROPPED.value)
    )
    for row in given_up:
        await _blank_versions(PreparationVersion, PreparationVersion.preparation == row["id"], sought)
    for row in await LinkCheck.select(LinkCheck.id, LinkCheck.url).where(LinkCheck.plan == plan):
        if sought.is_in(row["url"]):
            await LinkCheck.delete().where(LinkCheck.id == row["id"])


async def drop_mails(sought: Sought) -> None:
    """Forget mails that were not sent and hold something of what is sought. In ``write()``."""
    token = OutboxMail.token
    for row in await OutboxMail.select(token, OutboxMail.subject, OutboxMail.text):
        if sought.is_in([row["subject"], row["text"]]):
            await OutboxMail.delete().where(token == row["token"])


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
