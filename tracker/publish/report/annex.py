"""The evidence annex: every document once, numbered, wherever in the plan it was given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.state import Evidence, Plan


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the annex. ``given`` is the evidence as first given, ``refs`` the actions it serves.

    ``for_plan`` tells that it was given for the plan as a whole, ``withdrawn`` that it stands nowhere now.
    """

    number: int
    given: Evidence
    refs: tuple[str, ...]
    for_plan: bool
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Annex:
    """``numbers`` gives a document's number by (reference of the action, id of the evidence)."""

    documents: tuple[Document, ...]
    numbers: dict[tuple[str, str], int]

    def number_of(self, ref: str, id_: str) -> int | None:
        return self.numbers.get((ref, id_))

    def standing(self, ref: str, evidence: tuple[Evidence, ...]) -> tuple[int, ...]:
        """The numbers of one subject's standing evidence, each once, in order."""
        held = {self.numbers[ref, one.id] for one in evidence if one.withdrawn_on is None}
        return tuple(sorted(held))


def annex_of(plan: Plan) -> Annex:
    """Every piece of evidence of the plan and its actions, the same document given twice under one number."""
    found: dict[tuple[str, ...], list[tuple[str, Evidence]]] = {}
    for ref, one in _given(plan):
        found.setdefault(_identity(one), []).append((ref, one))
    documents, numbers = [], {}
    for number, uses in enumerate(found.values(), start=1):
        refs = tuple(dict.fromkeys(ref for ref, _ in uses if ref))
        documents.append(
            Document(
                number=number,
                given=uses[0][1],
                refs=refs,
                for_plan=any(not ref for ref, _ in uses),
                withdrawn=all(one.withdrawn_on is not None for _, one in uses),
            )
        )
        numbers.update({(ref, one.id): number for ref, one in uses})
    return Annex(tuple(documents), numbers)


def _given(plan: Plan) -> Iterator[tuple[str, Evidence]]:
    yield from (("", one) for one in plan.evidence)
    for action in plan.actions.values():
        yield from ((action.ref, one) for one in action.evidence)


def _identity(one: Evidence) -> tuple[str, ...]:
    """What makes two pieces the same document: a file its content, else address, title, number and date."""
    if one.sha256:
        return ("file", one.sha256)
    return ("named", one.url, one.title, one.publisher, one.number, one.dated.edtf if one.dated else "")
