"""One action for programs: the fields of its page, each named here and none by accident."""

from __future__ import annotations

from collections.abc import Callable

from tracker.domain.readings import Readings
from tracker.domain.state import Action
from tracker.publish.data_fields import Data, edtf, iso, readings_data
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

Say = Callable[[str], str]


def action_json(shown: ActionPage, language: str, base: str) -> Data:
    """Slugs and EDTF dates for programs, words in the page's language beside them; None for what is not."""
    word = translations(language).gettext
    return {
        **_promise(shown, word),
        **_state(shown, word),
        "dates": {
            "start": edtf(shown.action.start),
            "due": edtf(shown.action.due),
            "moves": [_move(one, word, base) for one in shown.moves],
        },
        "milestones": [_milestone(one) for one in shown.milestones],
        "indicators": [_indicator(one) for one in shown.indicators],
        "evidence": [_evidence(one, word(EVIDENCE[one.evidence.type]), base) for one in shown.evidence],
        **_neighbours(shown.neighbours, base),
        "questions": [_question(one) for one in shown.questions],
        "story": [_item(one, base) for day in shown.story for one in day.items],
    }


def _promise(shown: ActionPage, word: Say) -> Data:
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


def _state(shown: ActionPage, word: Say) -> Data:
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


def _neighbours(near: Neighbours, base: str) -> Data:
    return {
        "answers": [_link(one, base) for one in near.answers],
        "answered_by": [_link(one, base) for one in near.answered_by],
        "merged_into": _link(near.merged_into, base) if near.merged_into else None,
        "merged_from": [_link(one, base) for one in near.merged_from],
        "split_from": _link(near.split_from, base) if near.split_from else None,
        "split_into": [_link(one, base) for one in near.split_into],
    }


def _move(one: Move, word: Say, base: str) -> Data:
    move = one.move
    return {
        "on": move.on.isoformat(),
        "by": one.by,
        "before": edtf(move.before),
        "after": edtf(move.after),
        "days": move.days,
        "because": _term(move.because, word(BECAUSE[move.because])) if move.because else None,
        "note": move.note,
        "entry": f"{base}/register/{move.index}",
    }


def _milestone(one: MilestonePart) -> Data:
    return {
        "title": one.milestone.title,
        "due": edtf(one.milestone.due),
        "reached": iso(one.milestone.reached_on),
        "dropped": one.milestone.dropped_reason or None,
        "days_late": one.late,
    }


def _question(one: Asked) -> Data:
    return {
        "text": one.question.text,
        "on": one.question.on.isoformat(),
        "answer_due": one.question.due.isoformat(),
        "answer": one.question.answer or None,
        "answered_on": iso(one.question.answered_on),
        "answered_by": one.answered_by or None,
    }


def _term(slug: str, word: str) -> Data:
    return {"slug": slug, "word": word}


def _party(party: Party | None) -> Data | None:
    return {"slug": party.slug, "name": party.name, "kind": party.type} if party else None


def _link(action: Action, base: str) -> Data:
    return {"ref": action.ref, "title": action.title, "href": f"{base}/actions/{action.ref}"}


def _wording(quotation: Quotation | None) -> Data | None:
    if quotation is None:
        return None
    wording, source, past = quotation.wording, quotation.source, quotation.past
    return {
        "text": wording.text,
        "summarised": wording.summarised,
        "source": {"title": source.title, "url": source.url} if source else None,
        "page": wording.page,
        "on": edtf(wording.on),
        "until": past.until.isoformat() if past else None,
    }


def _readings(read: Readings, timing: str) -> Data:
    progress, calendar, shared = read.city.progress, read.calendar, readings_data(read)
    return {
        "city_says": {
            "status": read.city.status,
            "since": read.city.since.isoformat(),
            "progress": progress.percent if progress else None,
        },
        "evidence_shows": shared["evidence_shows"],
        "calendar_says": {**_term(calendar.timing, timing), "due": edtf(calendar.due), "days": calendar.days},
        "freshness": shared["freshness"],
        "slippage": {**shared["slippage"], "current": edtf(read.slippage.current)},
    }


def _indicator(part: IndicatorPart) -> Data:
    """Decimals as texts: a float would change them."""
    one = part.indicator
    return {
        "title": one.title,
        "unit": one.unit,
        "direction": one.direction,
        "baseline": str(one.baseline) if one.baseline is not None else None,
        "baseline_on": edtf(one.baseline_on),
        "target": str(one.target) if one.target is not None else None,
        "target_due": edtf(one.target_due),
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


def _evidence(numbered: NumberedEvidence, word: str, base: str) -> Data:
    one = numbered.evidence
    return {
        "number": numbered.number,
        "type": _term(one.type, word),
        "title": one.title,
        "publisher": numbered.publisher or None,
        "url": one.url or None,
        "decision_number": one.number or None,
        "dated": edtf(one.dated),
        "checked": iso(one.checked),
        "given_on": one.on.isoformat(),
        "given_by": numbered.by,
        "filename": one.filename or None,
        "sha256": one.sha256 or None,
        "withdrawn_on": iso(one.withdrawn_on),
        "withdrawn_reason": one.withdrawn_reason or None,
        "entry": f"{base}/register/{one.index}",
    }


def _item(item: StoryItem, base: str) -> Data:
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
