"""What an edition of a report must satisfy to be sealed.

Whether its checkpoint is really that of the register, and its files what their digests say, takes more than
the story: ``services/verify_plan`` checks that.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from tracker.domain import events as e
from tracker.domain.merkle import Checkpoint, CheckpointError, read_checkpoint
from tracker.domain.rules.sayings import Problems
from tracker.domain.rules.shared import SLUG, text_problems
from tracker.domain.state import Plan, Told

# Fit for any disk and any address, in lower case: two names never differ by case alone.
FILE_NAME = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*\.(?:pdf|json|jsonl|csv)\Z")
LONGEST_FILE_NAME = 200
DIGEST = re.compile(r"[0-9a-f]{64}\Z")


def sealing_problems(plan: Plan, event: e.ReportSealed, one: Told, before: int) -> Problems:
    """``before`` is the number of the last edition of the same period, 0 when there is none."""
    if event.edition != before + 1:
        yield "edition-gap", {"period": event.period, "edition": event.edition, "next": before + 1}
    if event.edition > 1 and not event.reason.strip():
        yield "edition-without-reason", {"edition": event.edition}
    yield from _day_problems(event, one.on)
    yield from _point_problems(plan.slug, event, one.index)
    yield from _file_problems(event)
    for text in (event.reason, event.foreword, event.closing, *event.comments.values()):
        yield from text_problems(text)
    for code in event.comments:
        if code not in plan.axes:
            yield "unknown-axis", {"code": code}
    for part in event.left_out:
        if not SLUG.match(part):
            yield "bad-part", {"part": part}


def _day_problems(event: e.ReportSealed, sealed_on: date) -> Problems:
    if event.cut_off > sealed_on:
        yield "cut-off-ahead", {"day": event.cut_off, "sealed": sealed_on}
    if not date.min.year <= event.year <= date.max.year:
        yield "bad-year", {"year": event.year}
        return
    first = event.since or date(event.year, 1, 1)
    if event.cut_off < first or event.since == event.cut_off:
        yield "cut-off-early", {"day": event.cut_off, "since": first}


def _point_problems(slug: str, event: e.ReportSealed, index: int) -> Problems:
    if not 1 <= event.known <= index:
        yield "known-entries", {"known": event.known, "index": index}
    point = _point(event.checkpoint)
    if point is None:
        yield "bad-checkpoint", {}
    elif point.origin.rpartition("/")[2] != slug or point.size != event.known:
        yield "other-checkpoint", {"origin": point.origin, "size": point.size, "known": event.known}


def _point(text: str) -> Checkpoint | None:
    try:
        point = read_checkpoint(text)
    except CheckpointError:
        return None
    return point if point.text == text else None


def _file_problems(event: e.ReportSealed) -> Problems:
    if not event.files:
        yield "no-files", {}
    names = Counter(file.name for file in event.files)
    for name, count in names.items():
        if not FILE_NAME.match(name) or len(name) > LONGEST_FILE_NAME:
            yield "bad-file-name", {"name": name}
        if count > 1:
            yield "taken-id", {"what": "file", "id": name}
    for file in event.files:
        if not DIGEST.match(file.sha256) or file.size < 1:
            yield "bad-digest", {"name": file.name}
