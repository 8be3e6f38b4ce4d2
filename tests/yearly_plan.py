"""A plan written down year by year, of which each change is known beforehand: folders for the loader.

The first folder tells one year; the second tells the same plan a year later, as people keep such files:
titles and promises edited in place, everything else added to the history. Chance decides what becomes of each
action, the same whenever it is asked, and nothing here knows how the software counts.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

VERBS = ("Open", "Double", "Mend", "Offer", "Publish", "Plant", "Train", "Insulate", "Light", "Shelter")
THINGS = ("reading rooms", "night buses", "school kitchens", "footpaths", "orchards", "walk-in desks")
PLACES = ("in every district", "by the harbour", "near the hospital", "for newcomers", "around the schools")
OWNERS = ("Housing office", "Parks and gardens", "Schools", "Welfare centre", "Night mayor")
AXES = 7
# The action that others are merged into, or answered by. Nothing happens to it but news.
ANCHOR = "1.001"

# What a status of the first year may turn into in the second; None as often as it stands.
TURNS: dict[str, tuple[str | None, ...]] = {
    "planned": (None, None, None, "in-progress", "delivered", "on-hold", "abandoned", "merged"),
    "in-progress": (None, None, None, "delivered", "partly-delivered", "on-hold", "abandoned"),
    "on-hold": (None, "in-progress", "planned"),
    "delivered": (None, None, None, None, "in-progress"),
    "partly-delivered": (None, None, "delivered"),
    "abandoned": (None, None, "planned"),
    "submitted": (None, None, "under-review", "accepted", "declined", "referred"),
    "under-review": (None, "accepted", "declined", "referred"),
}
OFTEN = ("planned", "planned", "planned", "in-progress", "in-progress", "delivered")
FIRST = {
    "commitment": (*OFTEN, "on-hold", "partly-delivered", "abandoned"),
    "proposal": ("submitted", "submitted", "under-review"),
}
SHOWN = ("delivered", "partly-delivered")


@dataclass(frozen=True, slots=True)
class Promise:
    """One action and what becomes of it. ``turn`` is its status in the second year, if another.

    ``told_late`` is evidence of the first year that only the second folder tells.
    """

    ref: str
    kind: str
    text: str
    owner: str
    new: bool
    first: str
    due: date | None
    milestone: bool
    turn: str | None = None
    moved_to: date | None = None
    next_owner: str = ""
    proof: bool = False
    told_late: bool = False
    reached: bool = False
    retitled: bool = False
    rewritten: bool = False
    news: bool = False

    @property
    def more_evidence(self) -> bool:
        return self.proof or self.told_late or self.turn in SHOWN

    @property
    def respects(self) -> dict[str, bool]:
        """In which respects it differs from the year before, by the names that the report gives them."""
        return {
            "status": self.turn is not None,
            "due": self.moved_to is not None,
            "owner": bool(self.next_owner),
            "evidence": self.more_evidence,
            "milestones": self.reached,
            "wording": self.retitled or self.rewritten,
        }


@dataclass(frozen=True, slots=True)
class Known:
    """What a comparison of the two years must find; ``days`` by which due dates moved, by reference."""

    total: int
    new: tuple[str, ...]
    changed: int
    unchanged: int
    counts: dict[str, int]
    turns: Counter[tuple[str, str]]
    days: dict[str, int]
    reworded: tuple[str, ...]
    told_late: tuple[str, ...]
    newly_shown: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan in two years, of which ``year`` is the second."""

    year: int
    promises: tuple[Promise, ...]
    known: Known = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", _known(self.promises))

    def write(self, folder: Path, *, second: bool) -> Path:
        """The folder as it stands at the end of the first year, or of the second."""
        folder.mkdir(parents=True, exist_ok=True)
        owners = sorted({one for p in self.promises for one in (p.owner, p.next_owner) if one})
        (folder / "plan.md").write_text(_plan(self.year, owners), encoding="utf-8")
        for one in self.promises:
            if second or not one.new:
                (folder / f"{one.ref}.md").write_text(_file(one, self.year, second, owners), encoding="utf-8")
        return folder


def yearly_plan(
    actions: int, new: int, *, year: int = 2024, texts: Sequence[tuple[str, str]] = (), seed: int = 1
) -> Plan:
    """So many actions in the first year and so many new ones in the second; ``texts`` are pairs (promise,
    who answers for it), invented unless given."""
    chance = random.Random(seed)  # noqa: S311 - it only has to look like chance
    given = list(texts) or [_invented(chance) for _ in range(actions + new)]
    owners = sorted({owner for _, owner in given})
    made = [
        _promise(number, text, owner, owners, chance, new=number >= actions, year=year)
        for number, (text, owner) in enumerate(given[: actions + new])
    ]
    return Plan(year, tuple(made))


def _invented(chance: random.Random) -> tuple[str, str]:
    words = chance.choice(VERBS), str(chance.randint(2, 90)), chance.choice(THINGS), chance.choice(PLACES)
    return f"{' '.join(words)}.", chance.choice(OWNERS)


def _promise(
    number: int, text: str, owner: str, owners: Sequence[str], chance: random.Random, *, new: bool, year: int
) -> Promise:
    ref = f"{number % AXES + 1}.{number // AXES + 1:03d}"
    kind = "commitment" if ref == ANCHOR or chance.random() < 0.85 else "proposal"
    due = date(chance.choice((year - 1, year, year + 1)), chance.randint(1, 12), 28)
    dated = kind == "commitment" and chance.random() < 0.7
    first = "planned" if kind == "commitment" else "submitted"
    if not new and ref != ANCHOR:
        first = chance.choice(FIRST[kind])
    plain = Promise(ref, kind, text, owner, new, first, due if dated else None, chance.random() < 0.4)
    if new or ref == ANCHOR or chance.random() < 0.3:
        return plain if ref != ANCHOR else _with(plain, news=True)
    turn = chance.choice(TURNS[first])
    months = chance.choice((-2, 5, 12))
    moves = dated and not turn and first in ("planned", "in-progress") and chance.random() < 0.3
    return _with(
        plain,
        turn=turn,
        moved_to=_later(due, months) if moves else None,
        next_owner=chance.choice([one for one in owners if one != owner]) if chance.random() < 0.1 else "",
        proof=chance.random() < 0.2,
        told_late=chance.random() < 0.06,
        reached=plain.milestone and chance.random() < 0.3,
        retitled=chance.random() < 0.06,
        rewritten=chance.random() < 0.06,
        news=chance.random() < 0.3,
    )


def _with(promise: Promise, **fields: object) -> Promise:
    return Promise(**{name: fields.get(name, getattr(promise, name)) for name in promise.__slots__})  # type: ignore[arg-type]


def _later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, day.day)


def _known(promises: Sequence[Promise]) -> Known:
    old = [one for one in promises if not one.new]
    changed = [one for one in old if any(one.respects.values())]
    late = [one for one in old if one.told_late]
    return Known(
        total=len(promises),
        new=tuple(one.ref for one in promises if one.new),
        changed=len(changed),
        unchanged=len(old) - len(changed),
        counts={what: sum(one.respects[what] for one in old) for what in old[0].respects},
        turns=Counter((one.first, one.turn) for one in old if one.turn),
        days={one.ref: (one.moved_to - one.due).days for one in old if one.moved_to and one.due},
        reworded=tuple(one.ref for one in old if one.retitled or one.rewritten),
        told_late=tuple(one.ref for one in late),
        newly_shown=sum(1 for one in late if one.first not in SHOWN),
    )


# --- the files ----------------------------------------------------------------------------------------------


def _slug(owner: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", owner.lower())[:40].strip("-")


def _plan(year: int, owners: Iterable[str]) -> str:
    lines = ["title: Promises of a harbour town", "language: en", "keeper: town", f"opened: {year - 1}-01-10"]
    lines += ["organisations:", "  - {slug: town, name: The town, kind: authority}"]
    lines += [f"  - {{slug: {_slug(one)}, name: {json.dumps(one)}, kind: department}}" for one in owners]
    lines += ["axes:", *(f'  - {{code: "{code}", title: Theme {code}}}' for code in range(1, AXES + 1))]
    return _front(lines)


def _front(lines: Iterable[str]) -> str:
    return "\n".join(["---", *lines, "---", "", "Written for a test.", ""])


def _file(one: Promise, year: int, second: bool, owners: Sequence[str]) -> str:
    added = f"{year}-02-01" if one.new else f"{year - 1}-01-10"
    text = one.text if not (second and one.rewritten) else f"{one.text} And tell everyone."
    title = one.text[:90] if not (second and one.retitled) else f"Soon: {one.text[:80]}"
    lines = [f'ref: "{one.ref}"', f"kind: {one.kind}", f"title: {json.dumps(title)}", f'axis: "{one.ref[0]}"']
    lines += [f"owner: {_slug(one.owner)}", f"added: {added}", "wording:", f"  text: {json.dumps(text)}"]
    lines += [f"due: {one.due}"] if one.due else []
    lines += [f"milestones:\n  - {{id: half, title: Half of it, due: {year}-06}}"] if one.milestone else []
    evidence, history = _first_year(one, year - 1)
    if second:
        more = _second_year(one, year)
        evidence, history = evidence + more[0], history + more[1]
    lines += ["evidence:", *evidence] if evidence else []
    lines += ["history:", *history] if history else []
    return _front(lines)


def _evidence(id_: str, on: str) -> str:
    return (
        f"  - {{id: {id_}, type: link, title: Minutes {id_}, url: https://town.example/{id_}, dated: {on}}}"
    )


def _status(status: str, on: str) -> list[str]:
    lines = [f"  - on: {on}", f"    status: {status}", "    reason: The council said so."]
    if status == "merged":
        lines.append(f'    merged_into: "{ANCHOR}"')
    if status == "accepted":
        lines.append(f'    answered_by: ["{ANCHOR}"]')
    return lines + (["    referred_to: town"] if status == "referred" else [])


def _first_year(one: Promise, year: int) -> tuple[list[str], list[str]]:
    evidence = [_evidence("first", f"{year}-05-10")] if one.first in SHOWN else []
    begins = one.first in ("planned", "submitted")
    return evidence, [] if begins else _status(one.first, f"{year}-06-20")


def _second_year(one: Promise, year: int) -> tuple[list[str], list[str]]:
    evidence = [_evidence("late", f"{year - 1}-10-03")] if one.told_late else []
    evidence += [_evidence("proof", f"{year}-03-04")] if one.proof else []
    evidence += [_evidence("done", f"{year}-05-06")] if one.turn in SHOWN else []
    history = _status(one.turn, f"{year}-06-07") if one.turn else []
    if one.moved_to:
        history += [f"  - {{on: {year}-04-05, due: {one.moved_to}, because: funding, note: Later money.}}"]
    if one.next_owner:
        history += [f"  - {{on: {year}-07-08, owner: {_slug(one.next_owner)}, reason: Offices merged.}}"]
    history += [f"  - {{on: {year}-08-09, reached: [half]}}"] if one.reached else []
    history += [f"  - {{on: {year}-09-10, text: Work goes on.}}"] if one.news else []
    return evidence, history
