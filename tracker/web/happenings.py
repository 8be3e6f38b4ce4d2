"""What happened, day by day: entries of a register as pages list them, each with its subject and sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from markupsafe import Markup

from tracker.domain.fold import in_order, told
from tracker.domain.state import Plan, Told
from tracker.publish.sentences import Subject, detail, sentence, subject
from tracker.store import register
from tracker.web.frame import Reading
from tracker.web.places import Place


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry; ``detail`` is its author's Markdown."""

    index: int
    sentence: Markup
    detail: str
    corrected: bool
    href: str


@dataclass(frozen=True, slots=True)
class SubjectNews:
    """What happened to one thing on one day, in the order of the register.

    ``recorded_on`` are the days of recording of what was recorded late.
    """

    subject: Subject
    recorded_on: tuple[date, ...]
    happenings: tuple[Happening, ...]


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    news: tuple[SubjectNews, ...]


def days_of(story: Iterable[Told], plan: Plan, place: Place) -> tuple[Day, ...]:
    """A story, newest fact first, by day and subject; subjects keep the order in which they came up."""
    days = []
    for on, of_day in groupby(story, key=lambda one: one.on):
        by_subject: dict[str, list[Told]] = {}
        for one in of_day:
            by_subject.setdefault(one.subject, []).insert(0, one)
        news = tuple(
            SubjectNews(
                subject(told_of[0], plan, place.base_at),
                tuple(sorted({one.at.date() for one in told_of if one.recorded_late})),
                tuple(_happening(one, plan, place) for one in told_of),
            )
            for told_of in by_subject.values()
        )
        days.append(Day(on, news))
    return tuple(days)


def _happening(one: Told, plan: Plan, place: Place) -> Happening:
    return Happening(
        index=one.index,
        sentence=sentence(one, plan, place.language, place.base_at),
        detail=detail(one),
        corrected=one.corrected_by is not None,
        href=f"{place.base}/register/{one.index}",
    )


async def latest(
    reading: Reading, plan: Plan, first: date, last: date, most: int, skip: int = 0
) -> list[Told]:
    """What happened between two days as the reader's day knows it, newest fact first. Two queries."""
    if not (reading.at and reading.known_then):
        return await register.latest(plan.slug, first, min(last, plan.day), most, skip)
    # What was known then is a part of the register that no index leads to; such pages are rare.
    story = in_order(told(await register.entries(plan.slug), plan.known), min(last, plan.day))
    return [one for one in reversed(story) if one.on >= first][skip : skip + most]
