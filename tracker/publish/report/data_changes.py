"""What changed since the report before, as data: for ``report.json``."""

from __future__ import annotations

from tracker.domain.dates import PartialDate
from tracker.domain.difference import Fate, Piece
from tracker.publish.data_fields import Data, edtf, iso
from tracker.publish.report.comparing import Change, Compared, Restated, Rewording


def compared_data(compared: Compared | None) -> Data | None:
    """None where there was nothing to compare with."""
    if compared is None:
        return None
    edition = compared.edition
    return {
        "day": compared.day.isoformat(),
        "edition": {
            "year": edition.event.year,
            "since": iso(edition.event.since),
            "edition": edition.event.edition,
            "entries": edition.event.known,
            "sealed_on": edition.on.isoformat(),
        }
        if edition
        else None,
        "restated": _restated(compared.restated) if compared.restated else None,
        "actions": compared.total,
        "new": [action.ref for action in compared.new],
        "unchanged": compared.unchanged,
        "statuses": [
            {"before": before.value, "now": now.value, "actions": count}
            for before, now, count in compared.statuses
        ],
        "changed": [_change(one) for one in compared.changed],
    }


def _restated(one: Restated) -> Data:
    return {
        "entries": one.facts,
        "actions": one.actions,
        "figures": {name: {"said_then": then, "known_today": now} for name, then, now in one.figures},
    }


def _change(one: Change) -> Data:
    made: Data = {"ref": one.action.ref}
    for what in ("status", "due", "owner", "evidence", "milestones"):
        pair = getattr(one, what)
        if pair is not None:
            made[what] = {"before": _said(pair[0]), "now": _said(pair[1])}
    if one.later is not None:
        made["due"]["days_later"] = one.later
    if one.wording:
        made["reworded"] = True
    return made


def _said(value: object) -> object:
    return edtf(value) if isinstance(value, PartialDate) else value


def rewording_data(one: Rewording) -> Data:
    def side(pieces: tuple[Piece, ...], other: Fate) -> str:
        return "".join(piece.text for piece in pieces if piece.fate is not other)

    made: Data = {"ref": one.action.ref, "on": iso(one.wording.on), "reason": one.wording.reason}
    for what, pieces in (("title", one.wording.title), ("promise", one.wording.text)):
        if pieces:
            made[what] = {"before": side(pieces, Fate.ADDED), "now": side(pieces, Fate.REMOVED)}
    return made
