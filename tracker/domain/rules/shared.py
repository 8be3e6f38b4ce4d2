"""What a plan and an action have in common, and what their entries must satisfy there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.rules.sayings import Problems
from tracker.domain.state import Plan, Told
from tracker.domain.vocabulary import EvidenceType

LONGEST_TITLE = 300
LONGEST_TEXT = 100_000
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}\Z")
WEB_ADDRESS = re.compile(r"https?://[^\s/]+\S*\Z")


def told_problems(plan: Plan, one: Told, today: date) -> Problems:
    if one.on > min(today, one.at.date()):
        yield "future", {"day": one.on}
    if plan.opened_on is None:
        yield "not-open", {}
    elif one.on < plan.opened_on:
        yield "before-plan", {"day": one.on, "opened": plan.opened_on}
    yield from organisation_problems(plan, [one.by])


def organisation_problems(plan: Plan, slugs: Iterable[str]) -> Problems:
    for slug in slugs:
        if slug and slug not in plan.organisations:
            yield "unknown-organisation", {"slug": slug}


def title_problems(title: str) -> Problems:
    if not title.strip():
        yield "no-title", {}
    elif len(title) > LONGEST_TITLE:
        yield "long-title", {"length": len(title), "most": LONGEST_TITLE}


def text_problems(text: str) -> Problems:
    if len(text) > LONGEST_TEXT:
        yield "long-text", {"length": len(text), "most": LONGEST_TEXT}


def span_problems(start: PartialDate | None, due: PartialDate | None) -> Problems:
    if start and due and start.first > due.last:
        yield "start-after-due", {"start": start, "due": due}


def address_problems(url: str) -> Problems:
    if url and not WEB_ADDRESS.match(url):
        yield "bad-address", {"url": url}


def evidence_problems(event: e.EvidenceAdded, taken: bool) -> Problems:
    if taken:
        yield "taken-id", {"what": "piece of evidence", "id": event.id}
    yield from title_problems(event.title)
    yield from address_problems(event.url)
    if event.type is EvidenceType.LINK and not event.url:
        yield "link-without-address", {}
    if event.type in (EvidenceType.DOCUMENT, EvidenceType.IMAGE) and not (event.url or event.sha256):
        yield "document-without-file", {}


def withdrawal_problems(id_: str, known: dict[str, date | None]) -> Problems:
    if id_ not in known:
        yield "unknown-id", {"what": "piece of evidence", "id": id_}
    elif known[id_] is not None:
        yield "withdrawn-twice", {"id": id_, "day": known[id_]}


def measurement_problems(
    event: e.ValueMeasured, on: date, indicators: dict[str, set[date]], evidence: Iterable[str]
) -> Problems:
    if event.indicator not in indicators:
        yield "unknown-id", {"what": "indicator", "id": event.indicator}
    elif on in indicators[event.indicator]:
        yield "measured-twice", {"id": event.indicator, "day": on}
    if event.evidence and event.evidence not in set(evidence):
        yield "unknown-id", {"what": "piece of evidence", "id": event.evidence}


def update_problems(event: e.UpdatePublished, evidence: set[str]) -> Problems:
    if not event.text.strip():
        yield "no-text", {}
    yield from text_problems(event.text)
    yield from text_problems(event.next_step)
    for id_ in event.evidence:
        if id_ not in evidence:
            yield "unknown-id", {"what": "piece of evidence", "id": id_}


def correction_problems(event: e.CorrectionMade, one: Told, story: Sequence[Told]) -> Problems:
    if not event.reason.strip():
        yield "no-reason", {"after": "correction"}
    target = next((t for t in story if t.index == event.entry), None)
    if target is None or target.index >= one.index:
        yield "unknown-entry", {"entry": event.entry}
    elif target.kind in (e.CorrectionMade.kind, e.ContentErased.kind, e.ReportSealed.kind):
        yield "not-correctable", {"entry": event.entry}
    elif event.payload is not None:
        try:
            e.event_of(target.kind, event.payload)
        except e.PayloadError as error:
            yield "bad-correction", {"entry": event.entry, "why": str(error)}
