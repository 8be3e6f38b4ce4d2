"""Choosing among the actions of a plan: filters, words, order, and the counts beside every choice.

Lists, exports and feeds that show some of a plan's actions choose them here, from the same parameters.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from tracker.domain.figures import Read
from tracker.domain.readings import Timing
from tracker.domain.state import Action, Plan
from tracker.domain.status import STATUSES, Kind
from tracker.domain.vocabulary import Audience, Horizon

NO_OWNER = "_none"  # no organisation can be called so: a slug has no underscore
MOST_CHARACTERS = 200

_MARKS = re.compile("[\u0300-\u036f]+")  # what NFKD parts from Latin letters
_APOSTROPHES = str.maketrans("’ʼ", "''")


class Facet(StrEnum):
    """What a list can be narrowed by. The values are the names of the parameters."""

    AXIS = "axis"
    OWNER = "owner"
    STATUS = "status"
    CALENDAR = "calendar"
    HORIZON = "horizon"
    AUDIENCE = "audience"
    KIND = "kind"


class Sort(StrEnum):
    PLAN = "plan"
    DUE = "due"  # soonest first, without a date last
    NEWS = "news"  # newest first, never heard of last
    LATE = "late"  # the latest first, then the others in the plan's order
    TITLE = "title"


AHEAD, SILENT, MOVED = "ahead", "silent", "moved"
_SORTS = frozenset(sort.value for sort in Sort)
CALENDAR = (*(timing.value for timing in Timing), AHEAD, SILENT, MOVED)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a reader asked for: at most one value a facet, words that must all be found, and an order."""

    chosen: Mapping[Facet, str] = field(default_factory=dict)
    q: str = ""
    sort: Sort = Sort.PLAN

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters that ask for it again; what is usual is left out."""
        made = {facet.value: self.chosen[facet] for facet in Facet if facet in self.chosen}
        if self.q:
            made["q"] = self.q
        if self.sort is not Sort.PLAN:
            made["sort"] = self.sort.value
        return made

    def without(self, name: str) -> Selection:
        """The selection less one of its parameters."""
        if name == "q":
            return replace(self, q="")
        return replace(self, chosen={f: value for f, value in self.chosen.items() if f.value != name})


@dataclass(frozen=True, slots=True)
class Asked:
    """A selection that a plan can answer, and the (parameter, value) pairs that mean nothing in it."""

    selection: Selection
    ignored: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Selected:
    """The chosen actions in the order asked for; ``total`` counts those chosen from.

    ``facets`` gives, for every value of a facet, how many actions choosing it would leave under the other
    filters. Every value that a plan knows is there, also when nothing would be left.
    """

    rows: list[Read]
    facets: dict[Facet, dict[str, int]]
    total: int


def asked(plan: Plan, parameters: Mapping[str, Sequence[str]]) -> Asked:
    """Read the parameters of an address. Values that mean nothing in the plan are set aside, not refused."""
    known = choices(plan)
    chosen: dict[Facet, str] = {}
    ignored: list[tuple[str, str]] = []
    for facet in Facet:
        for value in filter(None, parameters.get(facet.value, ())):
            if value in known[facet] and chosen.setdefault(facet, value) == value:
                continue
            ignored.append((facet.value, shown(value)))
    sort = Sort.PLAN
    for value in filter(None, parameters.get("sort", ())):
        if value in _SORTS:
            sort = Sort(value)
        else:
            ignored.append(("sort", shown(value)))
    words = " ".join(shown(" ".join(parameters.get("q", ()))).split())[:MOST_CHARACTERS]
    return Asked(Selection(chosen, words.strip(), sort), tuple(ignored))


def shown(text: str) -> str:
    """A text of an address as a page may repeat it: no control character is valid there."""
    return "".join(c if c.isprintable() else " " for c in text)


def choices(plan: Plan) -> dict[Facet, tuple[str, ...]]:
    """Every value of every facet, in the order in which lists show them."""
    return {
        Facet.AXIS: tuple(plan.axes),
        Facet.OWNER: (*sorted(plan.organisations, key=lambda o: folded(plan.organisation_name(o))), NO_OWNER),
        Facet.STATUS: tuple(
            dict.fromkeys(s.value for k in (Kind.COMMITMENT, Kind.PROPOSAL) for s in STATUSES[k])
        ),
        Facet.CALENDAR: CALENDAR,
        Facet.HORIZON: tuple(h.value for h in Horizon),
        Facet.AUDIENCE: tuple(a.value for a in Audience),
        Facet.KIND: tuple(k.value for k in Kind),
    }


def select(plan: Plan, reads: Iterable[Read], selection: Selection) -> Selected:
    """The actions among ``reads`` that a selection asks for, in its order, with the counts of its facets."""
    counts: dict[Facet, Counter[str]] = {facet: Counter() for facet in Facet}
    words = folded(selection.q).split()
    rows: list[Read] = []
    total = 0
    above = {code: _path(plan, code) for code in plan.axes}
    for read in reads:
        total += 1
        if words and not _found(plan, read.action, words):
            continue
        values = _values(read, above)
        failed = [facet for facet, value in selection.chosen.items() if value not in values[facet]]
        if not failed:
            rows.append(read)
        # Counts of a facet leave out its own filter: a row that only this one hides is counted there.
        for facet in Facet if not failed else failed if len(failed) == 1 else ():
            counts[facet].update(values[facet])
    known = choices(plan)
    facets = {facet: {value: counts[facet][value] for value in known[facet]} for facet in Facet}
    return Selected(_sorted(rows, selection.sort), facets, total)


def _path(plan: Plan, code: str) -> tuple[str, ...]:
    """An axis and those above it."""
    path: list[str] = []
    while code in plan.axes and code not in path:
        path.append(code)
        code = plan.axes[code].parent
    return tuple(path)


def _values(read: Read, above: Mapping[str, tuple[str, ...]]) -> dict[Facet, tuple[str, ...]]:
    """The values that an action has in each facet."""
    action, readings = read.action, read.readings
    calendar = [readings.calendar.timing.value]
    if readings.calendar.timing in (Timing.ON_TIME, Timing.DUE_SOON):
        calendar.append(AHEAD)
    if readings.freshness.silent:
        calendar.append(SILENT)
    if readings.slippage.moves:
        calendar.append(MOVED)
    return {
        Facet.AXIS: above.get(action.axis, ()),
        Facet.OWNER: (action.owner or NO_OWNER,),
        Facet.STATUS: (action.status.value,),
        Facet.CALENDAR: tuple(calendar),
        Facet.HORIZON: (action.horizon.value,) if action.horizon else (),
        Facet.AUDIENCE: tuple(audience.value for audience in action.audiences),
        Facet.KIND: (action.type.value,),
    }


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """A text as words are compared: without accents, case or typographic apostrophes."""
    # Unicode knows no plain letters for the French ligatures, but people type them so.
    plain = text.casefold().replace("œ", "oe").replace("æ", "ae")
    return _MARKS.sub("", unicodedata.normalize("NFKD", plain)).translate(_APOSTROPHES)


def _found(plan: Plan, action: Action, words: Sequence[str]) -> bool:
    text = folded(
        "\n".join(
            (
                action.ref,
                action.title,
                action.wording.text if action.wording else "",
                action.description,
                plan.organisation_name(action.owner) if action.owner else "",
            )
        )
    )
    return all(word in text for word in words)


def _sorted(rows: list[Read], sort: Sort) -> list[Read]:
    keys: dict[Sort, Callable[[Read], tuple[object, ...]]] = {
        Sort.DUE: lambda r: (r.action.due is None, r.action.due.last if r.action.due else date.max),
        Sort.NEWS: lambda r: (-(r.action.last_news_on or date.min).toordinal(),),
        Sort.LATE: lambda r: (-_days_late(r),),
        Sort.TITLE: lambda r: (folded(r.action.title),),
    }
    return sorted(rows, key=keys[sort]) if sort in keys else rows


def _days_late(read: Read) -> int:
    calendar = read.readings.calendar
    return calendar.days if calendar.timing is Timing.LATE else 0
