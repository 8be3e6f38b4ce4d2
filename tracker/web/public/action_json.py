"""One action for programs: the fields of its page, each named here and none by accident."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tracker.domain.dates import PartialDate
from tracker.domain.readings import Readings
from tracker.domain.state import Action
from tracker.publish.languages import translations
from tracker.publish.words import BECAUSE, EVIDENCE, HORIZON, TIMING
from tracker.web.public.action_page import (
    ActionPage,
    Asked,
    IndicatorPart,
    MilestonePart,
    Move,
    Neighbours,
    Party,
    Quotation,
)
from tracker.web.public.action_story import NumberedEvidence, StoryItem

Json = dict[str, Any]
Say = Callable[[str], str]


def action_json(shown: ActionPage, language: str, base: str) -> Json:
    """Slugs and EDTF dates for programs, words in the page's language beside them; None for what is not."""
    word = translations(language).gettext
    return {
        **_promise(shown, word),
        **_state(shown, word),
        "dates": {
            "start": _date(shown.action.start),
            "due": _date(shown.action.due),
            "moves": [_move(one, word, base) for one in shown.moves],
        },
        "milestones": [_milestone(one) for one in shown.milestones],
        "indicators": [_indicator(one) for one in shown.indicators],
        "evidence": [_evidence(one, word(EVIDENCE[one.evidence.type]), base) for one in shown.evidence],
        **_neighbours(shown.neighbours, base),
        "questions": [_question(one) for one in shown.questions],
        "story": [_item(one, base) for day in shown.story for one in day.items],
    }


def _promise(shown: ActionPage, word: Say) -> Json:
    action = shown.action
    return {
        "ref": action.ref,
        "kind": action.type,
        "title": action.title,
        "description": action.description,
        "axis": [{"code": axis.code, "title": axis.title} for axis, _ in shown.axes],
        "wording": _wording(shown.quotation),
        "past_wordings": [_wording(one) for one in shown.past_quotations],
        "owner": _party(shown.owner),
        "partners": [_party(one) for one in shown.partners],
        "horizon": _term(action.horizon, word(HORIZON[action.horizon])) if action.horizon else None,
        "competence": action.competence,
        "authority": shown.authority or None,
        "audiences": list(action.audiences),
    }


def _state(shown: ActionPage, word: Say) -> Json:
    return {
        "status": {
            **_term(shown.action.status, shown.status_word),
            "since": shown.action.status_on.isoformat(),
            "by": _party(shown.speaker),
            "said_by_the_city": shown.speaker.official,
            "reason": shown.readings.city.reason,
        },
        "readings": _readings(shown.readings, word(TIMING[shown.readings.calendar.timing])),
    }


def _neighbours(near: Neighbours, base: str) -> Json:
    return {
        "answers": [_link(one, base) for one in near.answers],
        "answered_by": [_link(one, base) for one in near.answered_by],
        "merged_into": _link(near.merged_into, base) if near.merged_into else None,
        "merged_from": [_link(one, base) for one in near.merged_from],
        "split_from": _link(near.split_from, base) if near.split_from else None,
        "split_into": [_link(one, base) for one in near.split_into],
    }


def _move(one: Move, word: Say, base: str) -> Json:
    move = one.move
    return {
        "on": move.on.isoformat(),
        "by": one.by,
        "before": _date(move.before),
        "after": _date(move.after),
        "days": move.days,
        "because": _term(move.because, word(BECAUSE[move.because])) if move.because else None,
        "note": move.note,
        "entry": f"{base}/register/{move.index}",
    }


def _milestone(one: MilestonePart) -> Json:
    return {
        "title": one.milestone.title,
        "due": _date(one.milestone.due),
        "reached": _day(one.milestone.reached_on),
        "dropped": one.milestone.dropped_reason or None,
        "days_late": one.late,
    }


def _question(one: Asked) -> Json:
    return {
        "text": one.question.text,
        "on": one.question.on.isoformat(),
        "answer_due": one.question.due.isoformat(),
        "answer": one.question.answer or None,
        "answered_on": _day(one.question.answered_on),
        "answered_by": one.answered_by or None,
    }


def _term(slug: str, word: str) -> Json:
    return {"slug": slug, "word": word}


def _date(value: PartialDate | None) -> str | None:
    return value.edtf if value else None


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _party(party: Party | None) -> Json | None:
    return {"slug": party.slug, "name": party.name, "kind": party.type} if party else None


def _link(action: Action, base: str) -> Json:
    return {"ref": action.ref, "title": action.title, "href": f"{base}/actions/{action.ref}"}


def _wording(quotation: Quotation | None) -> Json | None:
    if quotation is None:
        return None
    wording, source, past = quotation.wording, quotation.source, quotation.past
    return {
        "text": wording.text,
        "summarised": wording.summarised,
        "source": {"title": source.title, "url": source.url} if source else None,
        "page": wording.page,
        "on": _date(wording.on),
        "until": past.until.isoformat() if past else None,
    }


def _readings(read: Readings, timing: str) -> Json:
    progress, calendar, slippage = read.city.progress, read.calendar, read.slippage
    return {
        "city_says": {
            "status": read.city.status,
            "since": read.city.since.isoformat(),
            "progress": progress.percent if progress else None,
        },
        "evidence_shows": {
            "count": read.evidence.count,
            "types": dict(read.evidence.types),
            "newest": _day(read.evidence.newest),
            "withdrawn": read.evidence.withdrawn,
        },
        "calendar_says": {
            **_term(calendar.timing, timing),
            "due": _date(calendar.due),
            "days": calendar.days,
        },
        "freshness": {
            "last_news_on": _day(read.freshness.last_news_on),
            "days": read.freshness.days,
            "silent": read.freshness.silent,
        },
        "slippage": {
            "original": _date(slippage.original),
            "current": _date(slippage.current),
            "moves": slippage.moves,
            "days": slippage.days,
        },
    }


def _indicator(part: IndicatorPart) -> Json:
    """Decimals as texts: a float would change them."""
    one = part.indicator
    return {
        "title": one.title,
        "unit": one.unit,
        "direction": one.direction,
        "baseline": str(one.baseline) if one.baseline is not None else None,
        "baseline_on": _date(one.baseline_on),
        "target": str(one.target) if one.target is not None else None,
        "target_due": _date(one.target_due),
        "values": [
            {
                "on": value.measurement.on.isoformat(),
                "value": str(value.measurement.value),
                "by": value.by,
                "note": value.measurement.note,
                "evidence": value.evidence.number if value.evidence else None,
            }
            for value in part.values
        ],
    }


def _evidence(numbered: NumberedEvidence, word: str, base: str) -> Json:
    one = numbered.evidence
    return {
        "number": numbered.number,
        "type": _term(one.type, word),
        "title": one.title,
        "publisher": numbered.publisher or None,
        "url": one.url or None,
        "decision_number": one.number or None,
        "dated": _date(one.dated),
        "checked": _day(one.checked),
        "given_on": one.on.isoformat(),
        "given_by": numbered.by,
        "filename": one.filename or None,
        "sha256": one.sha256 or None,
        "withdrawn_on": _day(one.withdrawn_on),
        "withdrawn_reason": one.withdrawn_reason or None,
        "entry": f"{base}/register/{one.index}",
    }


def _item(item: StoryItem, base: str) -> Json:
    return {
        "on": item.on.isoformat(),
        "recorded_at": item.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "kind": item.kind,
        "sentence": item.sentence.striptags(),
        "text": item.text,
        "next_step": item.next_step or None,
        "corrected_by": item.corrected.index if item.corrected else None,
        "erased_by": item.erased.index if item.erased else None,
        "entry": f"{base}/register/{item.index}",
    }
