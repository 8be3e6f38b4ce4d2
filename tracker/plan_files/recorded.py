"""A register as a folder is compared with it: what it holds, found by what makes a fact the same fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.domain import events as e
from tracker.domain.state import Told

Key = tuple[str, ...]

_FIRST = frozenset(event.kind for event in (e.PlanOpened, e.OrganisationAdded, e.AxisAdded, e.ActionAdded))


def key_of(subject: str, on: date, event: e.Event) -> Key | None:
    """What makes two tellings one fact: an id, or the day for what happens once a day. None for facts that a
    folder cannot tell, and for what an action, axis, organisation or plan says of itself."""
    day = on.isoformat()
    match event:
        case e.EvidenceAdded(id=id_):
            return subject, "evidence", id_
        case e.MilestoneAdded(id=id_):
            return subject, "milestone", id_
        case e.IndicatorAdded(id=id_):  # a revision is a later telling of the same
            return subject, "indicator", id_
        case e.ValueMeasured(indicator=id_):
            return subject, event.kind, id_, day
        case e.MilestoneMoved(id=id_) | e.MilestoneReached(id=id_):
            return subject, event.kind, id_, day
        case (
            e.StatusChanged() | e.DatesSet() | e.UpdatePublished() | e.ActionAssigned() | e.ProgressDeclared()
        ):
            return subject, event.kind, day
        case _:
            return None


class Recorded:
    """Entries by key. ``first`` and ``itself`` hold the first and the last telling of a plan, axis or
    organisation; ``added`` the addition of each action, as corrected; ``reasons`` those of the corrections
    made, by the entry they correct; ``gone`` what was taken back, by subject, kind and day; ``withdrawn`` the
    subjects whose addition was."""

    def __init__(self, entries: Sequence[Told]) -> None:
        self.size = len(entries)
        self.facts: dict[Key, list[Told]] = defaultdict(list)
        self.first: dict[str, Told] = {}
        self.itself: dict[str, Told] = {}
        self.added: dict[str, Told] = {}
        self.gone: dict[Key, Told] = {}
        self.withdrawn: dict[str, Told] = {}
        self.reasons: dict[int, set[str]] = defaultdict(set)
        self._of_subject: dict[tuple[str, str], list[Told]] = defaultdict(list)
        for told in sorted(entries, key=lambda told: (told.on, told.index)):
            self._take(told)

    def _take(self, told: Told) -> None:
        match told.event:
            case None:
                self.gone[told.subject, told.kind, told.on.isoformat()] = told
                if told.kind in _FIRST:
                    self.withdrawn[told.subject] = told
            case e.PlanOpened() | e.OrganisationAdded() | e.AxisAdded():
                self.first.setdefault(told.subject, told)
                self.itself[told.subject] = told
            case e.ActionAdded():
                self.added[told.subject] = told
            case e.CorrectionMade(entry=entry, reason=reason):
                self.reasons[entry].add(reason)
            case event:
                key = key_of(told.subject, told.on, event)
                if key is not None:
                    self._keep(key, told)

    def _keep(self, key: Key, told: Told) -> None:
        if isinstance(told.event, e.IndicatorAdded):
            self.facts[key] = [told]
        else:
            self.facts[key].append(told)
        self._of_subject[told.subject, told.kind].append(told)

    def of_subject(self, subject: str, kind: type[e.Event]) -> list[Told]:
        """Entries of one kind about one subject, in the order of the facts."""
        return self._of_subject.get((subject, kind.kind), [])


def content(event: e.Event | None) -> dict[str, Any]:
    """What an entry says; empty for what was withdrawn."""
    return {} if event is None else e.payload_of(event)
