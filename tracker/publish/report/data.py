"""The report as data: every figure and, for every action, what the report says of it. ``report.json``.

The same for readers of every language: statuses, kinds and reasons are slugs, dates EDTF texts, days ISO
texts, decimals texts. Texts are the plan's own, in its language. The same report gives the same bytes.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable

from tracker.domain.figures import Figures
from tracker.domain.register import at_text
from tracker.publish.data_fields import Data, counts_data, edtf, iso
from tracker.publish.report.annex import Document
from tracker.publish.report.content import (
    ActionYear,
    Asked,
    AxisYear,
    Decided,
    Moved,
    Questions,
    Report,
    Sides,
    Stopped,
)
from tracker.publish.report.data_actions import action_data, move_data
from tracker.publish.report.data_changes import compared_data, rewording_data

# Raised when a field gets another name or another meaning, not when one is added.
FORMAT = "tracker-report/1"


def report_json(report: Report) -> bytes:
    """UTF-8, indented, ended by a line feed."""
    return (json.dumps(report_data(report), ensure_ascii=False, indent=1) + "\n").encode()


def report_data(report: Report) -> Data:
    made: Data = {"format": FORMAT}
    for part in PARTS.values():
        made |= part(report)
    return made


def _plan(report: Report) -> Data:
    plan, about = report.plan, report.plan.opened
    return {
        "plan": {
            "slug": plan.slug,
            "title": about.title,
            "language": about.language,
            "territory": about.territory,
            "keeper": plan.organisation_name(about.keeper),
            "opened_on": iso(plan.opened_on),
            "rhythm_days": about.rhythm,
            "status_labels": dict(sorted(about.status_labels.items())),
            "sources": [
                {
                    "id": one.id,
                    "title": one.title,
                    "publisher": one.publisher,
                    "url": one.url,
                    "published": edtf(one.published),
                }
                for one in about.sources
            ],
        }
    }


def _register(report: Report) -> Data:
    point, recording = report.checkpoint, report.recording
    return {
        "register": {
            "origin": point.origin,
            "entries": point.size,
            "root": base64.b64encode(point.root).decode(),
            "kept_since": at_text(report.plan.kept_since) if report.plan.kept_since else None,
            "last_entry_at": at_text(recording.last_at),
            "facts": recording.facts,
            "facts_recorded_after_cut_off": recording.after_cut_off,
        }
    }


def _texts(report: Report) -> Data:
    texts = report.texts
    return {
        "texts": {
            "foreword": texts.foreword,
            "closing": texts.closing,
            "comments": dict(sorted(texts.comments.items())),
            "left_out": list(texts.left_out),
        }
    }


def _sides(sides: Sides) -> Data:
    made: Data = {"now": _figures(sides.now), "before": _figures(sides.before) if sides.before else None}
    if sides.years:
        made["years"] = [_figures(one) if one else None for one in sides.years]
    return made


def _figures(counts: Figures) -> Data:
    return {
        "total": counts.total,
        "commitments": counts.commitments,
        "proposals": counts.proposals,
        "statuses": {status.value: count for status, count in counts.statuses.items()},
        "kept": counts.kept,
        "open": counts.open,
        **counts_data(counts),
    }


def _axis(group: AxisYear) -> Data:
    axis = group.axis
    return {
        "code": axis.code,
        "parent": axis.parent,
        "title": axis.title,
        "figures": _sides(group.sides),
        "actions": _refs(group.actions),
    }


def _refs(years: Iterable[ActionYear]) -> list[str]:
    return [one.action.ref for one in years]


def _moved(one: Moved) -> Data:
    return {"ref": one.year.action.ref, **move_data(one.move)}


def _stopped(one: Stopped) -> Data:
    return {
        "ref": one.year.action.ref,
        "status": one.change.after.value,
        "on": one.change.on.isoformat(),
        "reason": one.change.reason,
        "this_year": one.this_year,
        "merged_into": one.into.ref if one.into else None,
    }


def _decided(one: Decided) -> Data:
    return {
        "ref": one.year.action.ref,
        "status": one.year.action.status.value,
        "on": iso(one.change.on) if one.change else None,
        "reason": one.change.reason if one.change else "",
        "this_year": one.this_year,
        "answered_by": [action.ref for action in one.answers],
        "referred_to": one.referred_to,
    }


def _questions(questions: Questions) -> Data:
    return {
        "asked": questions.asked,
        "answered_in_time": questions.answered_in_time,
        "answered_late": questions.answered_late,
        "waiting": questions.waiting,
        "overdue": questions.overdue,
        "questions": [_question(one) for one in questions.rows],
    }


def _question(one: Asked) -> Data:
    question = one.question
    return {
        "ref": one.year.action.ref,
        "text": question.text,
        "on": question.on.isoformat(),
        "answer_due": question.due.isoformat(),
        "answer": question.answer,
        "answered_on": iso(question.answered_on),
        "answered_by": one.answered_by,
        "in_time": one.in_time,
    }


def _document(one: Document) -> Data:
    given = one.given
    return {
        "number": one.number,
        "type": given.type.value,
        "title": given.title,
        "publisher": given.publisher,
        "url": given.url,
        "decision_number": given.number,
        "dated": edtf(given.dated),
        "given_on": given.on.isoformat(),
        "filename": given.filename,
        "sha256": given.sha256,
        "actions": list(one.refs),
        "for_plan": one.for_plan,
        "withdrawn": one.withdrawn,
    }


# What each field of a report becomes; a test holds that none is forgotten.
PARTS: dict[str, Callable[[Report], Data]] = {
    "plan": _plan,
    "year": lambda r: {"year": r.year},
    "since": lambda r: {"since": r.since.isoformat()},
    "cut_off": lambda r: {"cut_off": r.cut_off.isoformat()},
    "before": lambda r: {"compared_with": iso(r.before.day) if r.before else None},
    "compared": lambda r: {"changes": compared_data(r.compared)},
    "ends": lambda r: {"ends": [day.isoformat() for day in r.ends]},
    "edition": lambda r: {"edition": r.edition or None},
    "reason": lambda r: {"reason": r.reason},
    "texts": _texts,
    "checkpoint": _register,
    "recording": lambda r: {},  # with the register
    "whole": lambda r: {"figures": _sides(r.whole)},
    "commitments": lambda r: {"commitments": _sides(r.commitments)},
    "proposals": lambda r: {"proposals": _sides(r.proposals)},
    "axes": lambda r: {"axes": [_axis(group) for group in r.axes]},
    "unfiled": lambda r: {"without_axis": _refs(r.unfiled)},
    "owners": lambda r: {"owners": [{"owner": one.title, "figures": _sides(one)} for one in r.owners]},
    "delivered": lambda r: {"delivered": _refs(r.delivered)},
    "delivered_before": lambda r: {"delivered_before": _refs(r.delivered_before)},
    "late": lambda r: {"late": _refs(r.late)},
    "kept_late": lambda r: {"kept_late": _refs(r.kept_late)},
    "next": lambda r: {"next_deadlines": _refs(r.next)},
    "moves": lambda r: {"moves": [_moved(one) for one in r.moves]},
    "moved_ever": lambda r: {"moved_ever": _refs(r.moved_ever)},
    "reworded": lambda r: {"reworded": [rewording_data(one) for one in r.reworded]},
    "silent": lambda r: {"silent": _refs(r.silent)},
    "stopped": lambda r: {"stopped": [_stopped(one) for one in r.stopped]},
    "decided": lambda r: {"decided": [_decided(one) for one in r.decided]},
    "questions": lambda r: {"questions": _questions(r.questions)},
    "annex": lambda r: {"evidence": [_document(one) for one in r.annex.documents]},
    "news": lambda r: {
        "plan_news": [
            {"on": one.update.on.isoformat(), "text": one.update.text, "evidence": list(one.numbers)}
            for one in r.news
        ]
    },
    "actions": lambda r: {"actions": [action_data(one) for one in r.actions]},
}
