"""Changes in sentences, for whoever loads a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from msgspec.structs import asdict

from tracker.domain.date_words import date_in_words
from tracker.domain.dates import PartialDate
from tracker.domain.register import Draft
from tracker.domain.state import Told
from tracker.plan_files.drafts import Placed
from tracker.plan_files.recorded import Recorded


@dataclass(frozen=True, slots=True)
class Change:
    """One entry to append. ``kind`` is its name in the register."""

    kind: str
    subject: str
    on: date
    sentence: str

    def __str__(self) -> str:
        return f"{self.on}  {self.subject}: {self.sentence}"


def in_words(draft: Draft, names: Mapping[str, str]) -> Change:
    """``names`` are those of the organisations, by slug."""
    values: dict[str, Any] = {name: _shown(value) for name, value in asdict(draft.event).items()}
    if values.get("owner"):
        values["owner"] = names.get(values["owner"], values["owner"])
    by = names.get(draft.by, draft.by)
    sentence = draft.event.sentence.format(**{**values, "by": by})
    return Change(draft.event.kind, draft.subject, draft.on, sentence)


def _shown(value: object) -> object:
    if isinstance(value, PartialDate):
        return date_in_words(value, "en")
    return "none" if value is None else value


def not_mentioned(recorded: Recorded, lines: Mapping[int, Placed]) -> Iterator[str]:
    """What the register holds and the folder could tell, but does not: published by other ways, or taken out
    of the folder. Nothing is undone."""
    known: list[Told] = [told for group in recorded.facts.values() for told in group]
    known += recorded.itself.values()
    for told in sorted(known, key=lambda told: told.index):
        if told.index not in lines:
            yield (
                f"the register also has {told.kind} of {told.on} about {told.subject} (entry {told.index}), "
                "which the folder does not mention"
            )


def counted(changes: Iterable[Change]) -> str:
    """How many of each kind, in the order in which they come: “1 plan.opened, 8 organisation.added”."""
    kinds = Counter(change.kind for change in changes)
    return ", ".join(f"{number} {kind}" for kind, number in kinds.items())
