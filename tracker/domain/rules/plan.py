"""Rules of the plan itself, its axes and its organisations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.domain import events as e
from tracker.domain.date_words import LANGUAGES
from tracker.domain.fold import in_order
from tracker.domain.rules.sayings import Broken, Problems
from tracker.domain.rules.shared import (
    REF,
    SLUG,
    address_problems,
    correction_problems,
    evidence_problems,
    measurement_problems,
    organisation_problems,
    text_problems,
    title_problems,
    told_problems,
    update_problems,
    withdrawal_problems,
)
from tracker.domain.state import Plan, Told
from tracker.domain.status import Status


def broken_in_plan(plan: Plan, story: Sequence[Told], today: date) -> Iterator[Broken]:
    """Every rule that the story of the plan itself, its axes and organisations breaks."""
    seen = Furniture()
    for one in in_order(story, date.max):
        if one.event is None:
            continue
        problems = [*told_problems(plan, one, today), *_plan_problems(plan, seen, one, story)]
        yield from (Broken(one.index, rule, values) for rule, values in problems)


@dataclass(slots=True)
class Furniture:
    """What a plan's own story has named so far."""

    opened: bool = False
    evidence: dict[str, date | None] = field(default_factory=dict)
    indicators: dict[str, set[date]] = field(default_factory=dict)


def _plan_problems(plan: Plan, seen: Furniture, one: Told, story: Sequence[Told]) -> Problems:
    key = one.subject.partition(":")[2]
    match one.event:
        case e.PlanOpened(about=about) as event:
            if seen.opened and not isinstance(event, e.PlanRevised):
                yield "opened-twice", {}
            seen.opened = True
            yield from _about(plan, about)
        case e.OrganisationAdded() as event:
            if not SLUG.match(key):
                yield "bad-slug", {"slug": key}
            yield from title_problems(event.name)
            yield from organisation_problems(plan, [event.part_of])
            yield from address_problems(event.url)
        case e.AxisAdded() as event:
            yield from _axis(plan, key, event)
        case e.EvidenceAdded() as event:
            yield from evidence_problems(event, event.id in seen.evidence)
            seen.evidence[event.id] = None
        case e.EvidenceWithdrawn(id=id_):
            yield from withdrawal_problems(id_, seen.evidence)
            seen.evidence[id_] = one.on
        case e.IndicatorRevised(id=id_):
            if id_ not in seen.indicators:
                yield "unknown-id", {"what": "indicator", "id": id_}
        case e.IndicatorAdded() as event:
            if event.id in seen.indicators:
                yield "taken-id", {"what": "indicator", "id": event.id}
            yield from title_problems(event.title)
            seen.indicators.setdefault(event.id, set())
        case e.ValueMeasured() as event:
            yield from measurement_problems(event, one.on, seen.indicators, seen.evidence)
            seen.indicators.setdefault(event.indicator, set()).add(one.on)
        case e.UpdatePublished() as event:
            yield from update_problems(event, {evidence.id for evidence in plan.evidence})
        case e.CorrectionMade() as event:
            yield from correction_problems(event, one, story)


def _about(plan: Plan, about: e.About) -> Problems:
    if not SLUG.match(plan.slug):
        yield "bad-slug", {"slug": plan.slug}
    yield from title_problems(about.title)
    yield from text_problems(about.description)
    if about.language not in LANGUAGES:
        yield "language", {"language": about.language}
    if not 1 <= about.rhythm <= 3650:
        yield "rhythm", {"days": about.rhythm}
    for status in about.status_labels:
        if status not in set(Status):
            yield "status-label", {"status": status}
    if about.start and about.end and about.start.first > about.end.last:
        yield "start-after-due", {"start": about.start, "due": about.end}
    yield from organisation_problems(plan, (about.keeper, *(s.organisation for s in about.signatories)))
    for source in about.sources:
        yield from title_problems(source.title)
        yield from address_problems(source.url)


def _axis(plan: Plan, code: str, event: e.AxisAdded) -> Problems:
    if not REF.match(code):
        yield "bad-ref", {"ref": code}
    yield from title_problems(event.title)
    yield from text_problems(event.description)
    if event.parent and event.parent not in plan.axes:
        yield "unknown-axis", {"code": event.parent}
    above, seen = event.parent, {code}
    while above in plan.axes:
        if above in seen:
            yield "axis-circle", {"code": code}
            return
        seen.add(above)
        above = plan.axes[above].parent
