"""What a folder says against what the register holds: new facts, corrections, and what may not change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tracker.domain import events as e
from tracker.domain.register import Draft, canonical
from tracker.domain.state import Told
from tracker.plan_files.drafts import Placed
from tracker.plan_files.problems import Problem
from tracker.plan_files.recorded import Key, Recorded, content, key_of

_LONGEST_SHOWN = 60
_FILE_WORDS = {"next_step": "next"}


@dataclass(slots=True)
class Findings:
    """``new`` are facts to append; ``lines`` tells for entries of the register where the folder says them."""

    new: list[Placed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: dict[int, Placed] = field(default_factory=dict)

    def refuse(self, placed: Placed, message: str, names: Sequence[str] = ()) -> None:
        self.problems.append(Problem(placed.place.file, placed.place.line_of(names), message))


def compare_facts(wanted: Sequence[Placed], recorded: Recorded, found: Findings) -> None:
    """Facts with a key: evidence, indicators, values, milestones and history, of any number of subjects."""
    groups: dict[Key, list[Placed]] = defaultdict(list)
    for placed in wanted:
        key = key_of(placed.draft.subject, placed.draft.on, placed.draft.event)
        if key is not None:
            groups[key].append(placed)
    outcome: dict[int, Placed] = {}
    for key, group in groups.items():
        known = recorded.facts.get(key, [])
        for placed, told in _paired(group, known):
            one = _new(placed, recorded, found) if told is None else _known(placed, told, recorded, found)
            if one is not None:
                outcome[id(placed)] = one
    # In the order of the folder, since facts of one day are told in that order.
    found.new += [outcome[id(placed)] for placed in wanted if id(placed) in outcome]


def _paired(group: Sequence[Placed], known: Sequence[Told]) -> Iterable[tuple[Placed, Told | None]]:
    """Same content first, then what is left in order: either news of a day may be edited."""
    left = {told.index: told for told in known}
    by_text: dict[bytes, list[Told]] = defaultdict(list)
    for told in known:
        by_text[_text(told.event)].append(told)
    rest: list[Placed] = []
    for placed in group:
        same = by_text.get(_text(placed.draft.event))
        if same:
            told = same.pop(0)
            del left[told.index]
            yield placed, told
        else:
            rest.append(placed)
    others = list(left.values())
    for position, placed in enumerate(rest):
        yield placed, others[position] if position < len(others) else None


def _text(event: e.Event | None) -> bytes:
    """What two tellings of one fact have in common; the reason of a revision is not part of it."""
    said = content(event)
    if isinstance(event, e.IndicatorRevised):
        del said["reason"]
    return canonical(said)


def _as_told(placed: Placed, told: Told) -> dict[str, Any]:
    """The content of a fact in the form of the entry that already tells it."""
    wanted = content(placed.draft.event)
    if isinstance(told.event, e.IndicatorRevised):
        wanted["reason"] = told.event.reason
    return wanted


def _new(placed: Placed, recorded: Recorded, found: Findings) -> Placed | None:
    draft = placed.draft
    gone = recorded.gone.get((draft.subject, draft.event.kind, draft.on.isoformat()))
    if gone is None:
        return placed
    found.refuse(
        placed,
        f"what was published here on {draft.on} was withdrawn from the register (entry {gone.index}). "
        "Take it out of the file; if this is something else, give it another day.",
    )
    return None


def _known(placed: Placed, told: Told, recorded: Recorded, found: Findings) -> Placed | None:
    found.lines[told.index] = placed
    check_said(placed, told, found, "added" if "added" in placed.place.keys.pairs else "on")
    wanted = _as_told(placed, told)
    published = content(told.event)
    if wanted == published:
        return None
    if placed.correction:
        return correction(placed, told, wanted, recorded, found)
    found.refuse(placed, _changed_in_place(placed, told, difference(published, wanted)))
    return None


def check_said(placed: Placed, told: Told, found: Findings, day: str) -> None:
    """The day and the speaker of a published entry stay; ``day`` is the key that gives the day."""
    if placed.on_said and placed.draft.on != told.on:
        found.refuse(
            placed,
            f"its day was published as {told.on} and does not change: leave `{day}: {told.on}`.",
            [day],
        )
    if placed.by_said and placed.draft.by != told.by:
        found.refuse(
            placed, f"it was published by {told.by} and stays theirs: leave `by: {told.by}`.", ["by"]
        )


def correction(
    placed: Placed, told: Told, payload: dict[str, Any], recorded: Recorded, found: Findings
) -> Placed | None:
    """A new entry that replaces the content of ``told`` in public, with its reason."""
    reason = placed.correction
    if reason in recorded.reasons[told.index]:
        found.refuse(
            placed,
            f"entry {told.index} was already corrected for this reason, and now it would change again. "
            "Say in `correction` why.",
            ["correction"],
        )
        return None
    event = e.CorrectionMade(entry=told.index, reason=reason, payload=payload)
    return Placed(Draft(told.on, placed.draft.by, told.subject, event), placed.place)


def _changed_in_place(placed: Placed, told: Told, differences: str) -> str:
    message = (
        f"what was published for {told.on} (entry {told.index}) reads otherwise: {differences}. "
        "A published entry does not change in place."
    )
    match told.event, placed.draft.event:
        case e.MilestoneAdded(id=id_, due=before), e.MilestoneAdded(due=after) if before and before != after:
            message += (
                f" If the date moved, leave `due: {before}` and add under `history:`\n"
                "  - on: <the day it was decided>\n"
                f"    moved: [{{milestone: {id_}, due: {after or 'none'}, because: <a reason>}}]\n"
            )
        case e.UpdatePublished(), _:
            message += " If yours is other news of the same day, say the published one here too."
    return f"{message.rstrip(' ')} If it was a mistake, add here:\n    correction: <why it was wrong>"


def difference(published: dict[str, Any], wanted: dict[str, Any]) -> str:
    """The fields that differ, in words."""
    parts = []
    for name in sorted(published.keys() | wanted.keys()):
        before, after = published.get(name), wanted.get(name)
        if before != after:
            parts.append(
                f"`{_FILE_WORDS.get(name, name)}` is {_shown(before)} there and {_shown(after)} here"
            )
    return ", ".join(parts)


def _shown(value: Any) -> str:
    if value in (None, "", []):
        return "empty"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"“{text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + '…'}”"
