"""Rules of the plan itself, its axes and its organisations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.domain import events as e
from tracker.domain.date_words import LANGUAGES
from tracker.domain.fold import in_order
from tracker.domain.rules.sayings import Broken, Problems
from tracker.domain.rules.sealing import sealing_problems
from tracker.domain.rules.shared import (
    REF,
    RESERVED,
    SLUG,
    address_problems,
    amendment_problems,
    evidence_problems,
    excused,
    indicator_problems,
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
        problems = [
            *told_problems(plan, one, one.event, today),
            *excused(_plan_problems(plan, seen, one, one.event, story), one, story),
        ]
        yield from (Broken(one.index, rule, values) for rule, values in problems)


@dataclass(slots=True)
class Furniture:
    """What a plan's own story has named so far; axes and organisations with what they are part of.

    ``editions`` has the last edition of each report, by period.
    """

    opened: bool = False
    sources: set[str] = field(default_factory=set)
    axes: dict[str, str] = field(default_factory=dict)
    organisations: dict[str, str] = field(default_factory=dict)
    evidence: dict[str, date | None] = field(default_factory=dict)
    indicators: dict[str, set[date]] = field(default_factory=dict)
    editions: dict[str, int] = field(default_factory=dict)


def _plan_problems(plan: Plan, seen: Furniture, one: Told, event: e.Event, story: Sequence[Told]) -> Problems:
    key = one.subject.partition(":")[2]
    match event:
        case e.PlanOpened():
            yield from _opening(plan, seen, event)
        case e.OrganisationAdded():
            yield from _organisation(plan, seen, key, event)
        case e.AxisAdded():
            yield from _axis(plan, seen, key, event)
        case e.CorrectionMade() | e.ContentErased():
            yield from amendment_problems(event, one, story)
        case _:
            yield from _content_problems(plan, seen, one, event)


def _content_problems(plan: Plan, seen: Furniture, one: Told, event: e.Event) -> Problems:
    # As for an action, evidence given later may be named: the whole story counts.
    evidence = {given.id for given in plan.evidence}
    match event:
        case e.EvidenceAdded(id=id_):
            yield from evidence_problems(event, one, id_ in seen.evidence)
            seen.evidence[id_] = None
        case e.EvidenceWithdrawn(id=id_):
            yield from withdrawal_problems(event, seen.evidence)
            seen.evidence[id_] = one.on
        case e.IndicatorAdded(id=id_):
            yield from indicator_problems(event, seen.indicators)
            seen.indicators.setdefault(id_, set())
        case e.ValueMeasured(indicator=id_):
            yield from measurement_problems(event, one.on, seen.indicators, evidence)
            seen.indicators.setdefault(id_, set()).add(one.on)
        case e.UpdatePublished():
            yield from update_problems(event, evidence)
        case e.ReportSealed(edition=edition):
            yield from sealing_problems(plan, event, one, seen.editions.get(event.period, 0))
            seen.editions[event.period] = edition


def _opening(plan: Plan, seen: Furniture, event: e.PlanOpened) -> Problems:
    if seen.opened and not isinstance(event, e.PlanRevised):
        yield "opened-twice", {}
    given = {source.id for source in event.about.sources}
    for source in sorted(seen.sources - given):
        yield "source-gone", {"id": source}
    seen.opened = True
    seen.sources |= given
    yield from _about(plan, event.about)


def _organisation(plan: Plan, seen: Furniture, slug: str, event: e.OrganisationAdded) -> Problems:
    if not SLUG.match(slug):
        yield "bad-slug", {"slug": slug}
    yield from _naming("organisation", slug, seen.organisations, isinstance(event, e.OrganisationRevised))
    yield from title_problems(event.name)
    yield from organisation_problems(plan, [event.part_of])
    yield from address_problems(event.url)
    seen.organisations[slug] = event.part_of
    if _within_itself(slug, seen.organisations):
        yield "organisation-circle", {"slug": slug}


def _naming(what: str, key: str, known: dict[str, str], revised: bool) -> Problems:
    if revised and key not in known:
        yield "unknown-revised", {"what": what, "id": key}
    elif not revised and key in known:
        yield "taken-id", {"what": what, "id": key}


def _within_itself(key: str, above: dict[str, str]) -> bool:
    seen: set[str] = set()
    while key and key in above and key not in seen:
        seen.add(key)
        key = above[key]
    return bool(key) and key in seen


def _about(plan: Plan, about: e.About) -> Problems:
    if not SLUG.match(plan.slug):
        yield "bad-slug", {"slug": plan.slug}
    if plan.slug in RESERVED:
        yield "reserved-slug", {"slug": plan.slug}
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


def _axis(plan: Plan, seen: Furniture, code: str, event: e.AxisAdded) -> Problems:
    if not REF.match(code):
        yield "bad-ref", {"ref": code}
    yield from _naming("axis", code, seen.axes, isinstance(event, e.AxisRevised))
    yield from title_problems(event.title)
    yield from text_problems(event.description)
    if event.parent and event.parent not in plan.axes:
        yield "unknown-axis", {"code": event.parent}
    seen.axes[code] = event.parent
    if _within_itself(code, seen.axes):
        yield "axis-circle", {"code": code}
