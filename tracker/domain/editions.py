"""Sealed editions of reports: which stands now, and what the law took out of them since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tracker.domain.events import ContentErased
from tracker.domain.state import Plan, Report, Told


def edition_of(plan: Plan, period: str, number: int | None = None) -> Report | None:
    """An edition of the report of a period; without a number the last one."""
    found = [one for one in plan.reports if one.period == period and number in (None, one.edition)]
    return max(found, key=lambda one: one.edition) if found else None


def newest_editions(plan: Plan) -> list[Report]:
    """The last edition of each period, the latest period first."""
    last = {one.period: one for one in sorted(plan.reports, key=lambda one: one.edition)}
    return sorted(last.values(), key=lambda one: (one.cut_off, one.period), reverse=True)


@dataclass(frozen=True, slots=True)
class Erasure:
    """The entry ``index`` erased the content of the entry ``entry`` on legal ground."""

    index: int
    at: datetime
    entry: int
    reason: str


def erased_since(edition: Report, story: Iterable[Told]) -> tuple[Erasure, ...]:
    """The erasures, among what was told, of content that the files of an edition still hold.

    Its files were made from the first ``known`` entries and bear what the council wrote in its own entry.
    """
    return tuple(
        Erasure(one.index, one.at, one.event.entry, one.event.reason)
        for one in story
        if isinstance(one.event, ContentErased)
        and one.index >= edition.known
        and (one.event.entry < edition.known or one.event.entry == edition.index)
    )
