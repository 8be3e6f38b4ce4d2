"""A plan counted again from its ``register.jsonl``, with the standard library alone.

It shares no line with ``tracker.domain``: a figure that both give was found out twice. It knows nothing of
content that was erased.
"""

import calendar
import json
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

KEPT = {"delivered", "partly-delivered"}
FINAL = {*KEPT, "abandoned", "merged", "accepted", "declined", "referred"}
NEWS = {
    "update.published",
    "status.changed",
    "evidence.added",
    "dates.set",
    "milestone.reached",
    "milestone.moved",
    "milestone.dropped",
    "value.measured",
    "progress.declared",
    "question.answered",
}
Row = dict[str, Any]


def entries(lines: Iterable[bytes], known: int | None = None) -> list[Row]:
    """Entries as they read once corrected, in the order in which their facts happened."""
    rows = [json.loads(line) for line in lines][:known]
    for row in rows:
        if row["body"]["kind"] == "correction.made":
            rows[row["payload"]["entry"]]["payload"] = row["payload"].get("payload")
    rows.sort(key=lambda row: (row["body"]["on"], row["body"]["index"]))
    return rows


# Seasons, quarters and half-years by their EDTF number: the month in which they end.
ENDS = {21: 5, 22: 8, 23: 11, 24: 14, 33: 3, 34: 6, 35: 9, 36: 12, 40: 6, 41: 12}


def last_day(text: str) -> date:
    """The last day of ``2024``, ``2024-05``, ``2024-22`` (a summer) or ``2024-05-31``."""
    year, month, day = [*map(int, text.split("-")), 0, 0][:3]
    month = ENDS.get(month, month or 12)
    if month > 12:
        year, month = year + 1, month - 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def actions(rows: list[Row], day: date) -> dict[str, Row]:
    """Every action on a day: what the register says of it, nothing computed."""
    made: dict[str, Row] = {}
    for row in rows:
        body, payload = row["body"], row["payload"]
        sort, _, ref = body["subject"].partition(":")
        if sort != "action" or payload is None or date.fromisoformat(body["on"]) > day:
            continue
        if body["kind"] == "action.added":
            first = "planned" if payload["type"] == "commitment" else "submitted"
            made[ref] = {**payload, "status": first, "since": body["on"], "added": body["on"], "news": None}
            made[ref] |= {"evidence": set(), "moves": 0, "due": payload.get("due")}
        elif ref in made:
            _tell(made[ref], body, payload)
    return made


def _tell(action: Row, body: Row, payload: Row) -> None:
    kind = body["kind"]
    if kind in NEWS and not (kind == "dates.set" and payload.get("due") == action["due"]):
        news = date.fromisoformat(body["on"])
        if kind == "evidence.added" and payload.get("dated"):
            news = min(news, last_day(payload["dated"]))
        if news >= date.fromisoformat(action["added"]):
            action["news"] = max(news, action["news"] or news)
    if kind == "status.changed":
        action |= {"status": payload["status"], "since": body["on"]}
    elif kind == "dates.set":
        moved = action["due"] and payload.get("due") != action["due"]
        action |= {"due": payload.get("due"), "moves": action["moves"] + bool(moved)}
    elif kind == "action.assigned":
        action["owner"] = payload["owner"]
    elif kind == "action.reworded":
        action |= {"title": payload["title"], "wording": payload.get("wording")}
    elif kind == "evidence.added":
        action["evidence"].add(payload["id"])
    elif kind == "evidence.withdrawn":
        action["evidence"].discard(payload["id"])


def figures(told: Iterable[Row], day: date, rhythm: int) -> dict[str, int]:
    """The counts of a group of actions, by the names that ``domain.figures`` gives them."""
    told = list(told)
    late = [a for a in told if a["status"] not in FINAL and a["due"] and last_day(a["due"]) < day]
    kept = [a for a in told if a["status"] in KEPT]
    kept_late = [a for a in kept if a["due"] and last_day(a["due"]) < date.fromisoformat(a["since"])]
    quiet = timedelta(days=rhythm)
    silent = [
        a
        for a in told
        if a["status"] not in FINAL and day - (a["news"] or date.fromisoformat(a["added"])) > quiet
    ]
    return {
        "total": len(told),
        "kept": len(kept),
        "kept_late": len(kept_late),
        "late": len(late),
        "silent": len(silent),
        "with_evidence": sum(1 for a in told if a["evidence"]),
        "moved": sum(1 for a in told if a["moves"]),
    }


def differences(before: dict[str, Row], now: dict[str, Row]) -> dict[str, int]:
    """How many actions are new, and in how many of the others each thing changed."""
    both = [(before[ref], action) for ref, action in now.items() if ref in before]

    def promise(action: Row) -> tuple[str, str]:
        return action["title"], (action.get("wording") or {}).get("text", "")

    return {
        "new": len(now) - len(both),
        "status": sum(1 for old, new in both if old["status"] != new["status"]),
        "due": sum(1 for old, new in both if old["due"] != new["due"]),
        "owner": sum(1 for old, new in both if old.get("owner", "") != new.get("owner", "")),
        "evidence": sum(1 for old, new in both if len(old["evidence"]) != len(new["evidence"])),
        "wording": sum(1 for old, new in both if promise(old) != promise(new)),
    }


def turns(before: dict[str, Row], now: dict[str, Row]) -> Counter[tuple[str, str]]:
    """How many actions went from one status to another."""
    pairs = ((before[ref]["status"], action["status"]) for ref, action in now.items() if ref in before)
    return Counter(pair for pair in pairs if pair[0] != pair[1])
