"""What a plan and an action have in common, and what their entries must satisfy there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from tracker.domain import events as e
from tracker.domain.date_words import LANGUAGES
from tracker.domain.dates import PartialDate
from tracker.domain.rules.sayings import Problems
from tracker.domain.state import Plan, Told
from tracker.domain.vocabulary import EvidenceType

LONGEST_TITLE = 300
LONGEST_TEXT = 100_000
SLUG = re.compile(r"(?=.{1,80}\Z)[a-z0-9]+(?:-[a-z0-9]+)*\Z")
REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}\Z")
# First parts of the site's own addresses: a plan of this name would hide behind them, or hide them.
RESERVED = frozenset({"definitions", "files", "staff", "static", *LANGUAGES})
WEB_ADDRESS = re.compile(r"https?://[^\s/]+\S*\Z")


# What later entries build upon: it is corrected or cut down to what may remain, never taken away.
FOUNDATIONS = frozenset(
    event.kind for event in (e.PlanOpened, e.OrganisationAdded, e.AxisAdded, e.ActionAdded)
)

# Line feeds and tabs are part of a text; other control characters break databases, feeds and documents.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


# What brings in the things that rules miss by these names, where they say that there is no such thing.
_BRINGS_IN = {
    "piece of evidence": e.EvidenceAdded.kind,
    "milestone": e.MilestoneAdded.kind,
    "indicator": e.IndicatorAdded.kind,
    "question": e.QuestionPublished.kind,
}


def excused(problems: Problems, one: Told, story: Sequence[Told]) -> Problems:
    """Problems other than those that an erasure made: what names erased content was right when it was said.

    Evidence that is erased stood by what was declared before, as evidence does that is withdrawn later.
    """
    erased = {t.kind for t in story if t.event is None and one.index < (t.erased_by or 0)}
    for rule, values in problems:
        missed = e.EvidenceAdded.kind if rule == "no-evidence" else None
        if rule == "unknown-id":
            missed = _BRINGS_IN.get(values["what"])
        if missed not in erased:
            yield rule, values


def told_problems(plan: Plan, one: Told, event: e.Event, today: date) -> Problems:
    """What any entry must satisfy, whatever it says."""
    if one.on > min(today, one.at.date()):
        yield "future", {"day": one.on}
    if plan.opened_on is None:
        yield "not-open", {}
    elif one.on < plan.opened_on:
        yield "before-plan", {"day": one.on, "opened": plan.opened_on}
    if one.by not in plan.organisations:
        yield "unknown-organisation", {"slug": one.by}
    sort, _, key = one.subject.partition(":")
    if sort not in event.subjects or (one.subject != sort if sort == "plan" else not key):
        subjects = ", ".join(event.subjects)
        yield "wrong-subject", {"kind": one.kind, "subject": one.subject, "subjects": subjects}
    for text in _texts(e.payload_of(event)):
        if found := CONTROL.search(text):
            yield "control-character", {"code": f"U+{ord(found[0]):04X}"}


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            yield from (text for item in value.values() for text in _texts(item))
        case list() | tuple():
            yield from (text for item in value for text in _texts(item))


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


def body_problems(text: str) -> Problems:
    if not text.strip():
        yield "no-text", {}
    yield from text_problems(text)


def span_problems(start: PartialDate | None, due: PartialDate | None) -> Problems:
    if start and due and start.first > due.last:
        yield "start-after-due", {"start": start, "due": due}


def id_problems(what: str, id_: str, taken: bool) -> Problems:
    """A new name for a part of a plan or an action."""
    if not REF.match(id_):
        yield "bad-ref", {"ref": id_}
    if taken:
        yield "taken-id", {"what": what, "id": id_}


def address_problems(url: str) -> Problems:
    if url and not WEB_ADDRESS.match(url):
        yield "bad-address", {"url": url}


def evidence_problems(event: e.EvidenceAdded, one: Told, taken: bool) -> Problems:
    yield from id_problems("piece of evidence", event.id, taken)
    yield from title_problems(event.title)
    if event.dated and event.dated.first > one.at.date():
        yield "future", {"day": event.dated}
    yield from address_problems(event.url)
    if event.type is EvidenceType.LINK and not event.url:
        yield "link-without-address", {}
    if event.type in (EvidenceType.DOCUMENT, EvidenceType.IMAGE) and not (event.url or event.sha256):
        yield "document-without-file", {}


def withdrawal_problems(event: e.EvidenceWithdrawn, known: dict[str, date | None]) -> Problems:
    if not event.reason.strip():
        yield "no-reason", {"after": "withdrawn"}
    if event.id not in known:
        yield "unknown-id", {"what": "piece of evidence", "id": event.id}
    elif known[event.id] is not None:
        yield "withdrawn-twice", {"id": event.id, "day": known[event.id]}


def indicator_problems(event: e.IndicatorAdded, known: Iterable[str]) -> Problems:
    if not isinstance(event, e.IndicatorRevised):
        yield from id_problems("indicator", event.id, event.id in set(known))
    else:
        if event.id not in set(known):
            yield "unknown-id", {"what": "indicator", "id": event.id}
        if not event.reason.strip():
            yield "no-reason", {"after": "revised"}
    yield from title_problems(event.title)
    for number in (event.baseline, event.target):
        if number is not None and not number.is_finite():
            yield "not-a-number", {"value": number}


def measurement_problems(
    event: e.ValueMeasured, on: date, indicators: dict[str, set[date]], evidence: Iterable[str]
) -> Problems:
    if event.indicator not in indicators:
        yield "unknown-id", {"what": "indicator", "id": event.indicator}
    elif on in indicators[event.indicator]:
        yield "measured-twice", {"id": event.indicator, "day": on}
    if not event.value.is_finite():
        yield "not-a-number", {"value": event.value}
    if event.evidence and event.evidence not in set(evidence):
        yield "unknown-id", {"what": "piece of evidence", "id": event.evidence}


def update_problems(event: e.UpdatePublished, evidence: set[str]) -> Problems:
    yield from body_problems(event.text)
    yield from text_problems(event.next_step)
    for id_ in event.evidence:
        if id_ not in evidence:
            yield "unknown-id", {"what": "piece of evidence", "id": id_}


def amendment_problems(
    event: e.CorrectionMade | e.ContentErased, one: Told, story: Sequence[Told]
) -> Problems:
    erasure = isinstance(event, e.ContentErased)
    content = event.remains if isinstance(event, e.ContentErased) else event.payload
    if not event.reason.strip():
        yield "no-reason", {"after": "withdrawal" if erasure else "correction"}
    target = next((t for t in story if t.index == event.entry), None)
    if target is None or target.index >= one.index or target.subject != one.subject:
        yield "unknown-entry", {"entry": event.entry}
        return
    correction = target.kind == e.CorrectionMade.kind
    sealed = target.kind == e.ReportSealed.kind
    if sealed and not erasure:
        yield "sealed-report", {"entry": event.entry}
    elif target.kind == e.ContentErased.kind or (correction and not erasure):
        yield "not-erasable" if erasure else "not-correctable", {"entry": event.entry}
    elif content is not None:
        yield from _content_problems(event.entry, target, content)
    elif target.kind in FOUNDATIONS or correction or sealed:
        yield "no-remains" if erasure else "not-withdrawable", {"entry": event.entry}


def _content_problems(entry: int, target: Told, content: dict[str, Any]) -> Problems:
    try:
        event = e.event_of(target.kind, content)
    except e.PayloadError as error:
        yield "bad-correction", {"entry": entry, "why": str(error)}
        return
    # The fold took nothing from it but what people wrote: what else differs was meant to be rewritten.
    if isinstance(event, e.ReportSealed) and event != target.event:
        yield "sealed-remains", {"entry": entry}
