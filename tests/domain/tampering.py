"""A register that holds together, and everything that may be done to its file."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests.domain.stories import OPENING, about, evidence, of_action, of_plan, register
from tracker.domain import events as e
from tracker.domain import merkle
from tracker.domain.register import ZERO, canonical, chain_hash, checkpoint, lines_of, payload_digest

Lines = list[bytes]

ENTRIES = register(
    *OPENING[:4],
    of_plan(
        "2023-01-02", e.PlanRevised(about=about(rhythm=90, description="Élan\tdes “quartiers”\n😀\u2028."))
    ),
    *OPENING[5:6],
    of_action("2023-05-01", evidence()),
    of_action("2023-05-02", e.IndicatorAdded(id="visits", title="Visits", baseline=Decimal("-0.50"))),
    of_action("2023-05-02", e.ValueMeasured(indicator="visits", value=Decimal("1200"))),
    of_action("2023-05-03", e.UpdatePublished(text="Mrs Smith’s house opened.", evidence=("photo",))),
    of_action("2023-06-01", e.ContentErased(entry=9, reason="It named a person.")),
    of_action("2023-06-02", e.ProgressDeclared(percent=50)),
)
ENTRIES[9] = replace(ENTRIES[9], payload=None, salt=None)
LINES: Lines = list(lines_of(ENTRIES))
CHECKPOINT = checkpoint("example.org/pact", ENTRIES)


def changed(index: int, old: bytes, new: bytes) -> Lines:
    assert LINES[index].count(old) >= 1, old
    return [*LINES[:index], LINES[index].replace(old, new, 1), *LINES[index + 1 :]]


def _hex_of(index: int, name: str) -> tuple[bytes, bytes]:
    record = json.loads(LINES[index])
    text = record.get(name) or record["body"][name]
    return text.encode(), text.translate(str.maketrans("0123456789abcdef", "123456789abcdef0")).encode()


def resealed(index: int, body: dict[str, Any] | None = None, **record: Any) -> Lines:
    """An entry and all that follow it, changed by somebody who computes every digest anew."""
    lines, prev = list(LINES), json.loads(LINES[index - 1])["hash"] if index else ZERO
    for place in range(index, len(LINES)):
        read = json.loads(LINES[place])
        if place == index:
            read |= record
            read["body"] |= body or {}
        if read["payload"] is not None:
            digest = payload_digest(bytes.fromhex(read["salt"]), _as_json(read["payload"]))
            read["body"]["payload_sha256"] = digest
        read["body"]["prev"] = prev
        prev = read["hash"] = chain_hash(prev, merkle.leaf_hash(_as_json(read["body"])))
        lines[place] = _as_json(read) + b"\n"
    return lines


def _as_json(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _in_another_order(line: bytes) -> bytes:
    keys = reversed(json.loads(line).items())
    return json.dumps(dict(keys), separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


# What is done to the file, and the entry that is then the first wrong one.
TAMPERED: dict[str, tuple[Lines, int]] = {
    "a digit of the index": (changed(3, b'"index":3', b'"index":4'), 3),
    "a digit of a number in a payload": (changed(11, b'"percent":50', b'"percent":51'), 11),
    "a digit of the moment": (changed(4, b"T12:00:00Z", b"T12:00:01Z"), 4),
    "a digit of the day": (changed(4, b'"on":"2023-01-02"', b'"on":"2023-01-01"'), 4),
    "the plan": (changed(2, b'"plan":"pact"', b'"plan":"fact"'), 2),
    "who speaks": (changed(4, b'"by":"city"', b'"by":"parks"'), 4),
    "the kind": (changed(6, b"evidence.added", b"evidence.faded"), 6),
    "the kind, for another that exists": (changed(4, b"plan.revised", b"plan.opened"), 4),
    "the subject": (changed(5, b"action:1.01", b"action:1.02"), 5),
    "hex of the hash": (changed(5, *_hex_of(5, "hash")), 5),
    "hex of the digest": (changed(5, *_hex_of(5, "payload_sha256")), 5),
    "hex of the entry before": (changed(5, *_hex_of(5, "prev")), 5),
    "hex of the salt": (changed(5, *_hex_of(5, "salt")), 5),
    "the hash in capitals": (changed(5, _hex_of(5, "hash")[0], _hex_of(5, "hash")[0].upper()), 5),
    "the salt in capitals": (changed(11, b"000b", b"000B"), 11),
    "a shorter salt": (changed(5, b'"salt":"00', b'"salt":"'), 5),
    "a salt with spaces": (changed(5, b'"salt":"00', b'"salt":" 00'), 5),
    "the name of a key of the line": (changed(5, b'"payload":', b'"payroll":'), 5),
    "the name of a key of the body": (changed(5, b'"subject":', b'"subjekt":'), 5),
    "the name of a key of the payload": (changed(6, b'"title"', b'"tille"'), 6),
    "punctuation": (changed(5, b'":{"', b'";{"'), 5),
    "a missing brace": (changed(5, b"}\n", b"\n"), 5),
    "a letter of a text": (changed(4, "Élan".encode(), b"Elan"), 4),
    "a letter written in two parts": (changed(4, "Élan".encode(), "E\u0301lan".encode()), 4),
    "an emoji": (changed(4, "😀".encode(), "😁".encode()), 4),
    "broken UTF-8": (changed(4, "😀".encode(), "😀".encode()[:3]), 4),
    "half a character as bytes": (changed(4, "😀".encode(), b"\xed\xa0\xbd"), 4),
    "half a character as an escape": (changed(4, "😀".encode(), b"\\ud83d"), 4),
    "an escape for a character": (changed(4, "Élan".encode(), b"\\u00c9lan"), 4),
    "an escape for a pair": (changed(4, "😀".encode(), b"\\ud83d\\ude00"), 4),
    "an escaped slash": (changed(6, b"https://", b"https:\\/\\/"), 6),
    "a long escape for a tab": (changed(4, b"\\t", b"\\u0009"), 4),
    "two lines that changed places": ([*LINES[:3], LINES[4], LINES[3], *LINES[5:]], 3),
    "a line dropped": ([*LINES[:3], *LINES[4:]], 3),
    "the first line dropped": (LINES[1:], 0),
    "a line twice": ([*LINES[:4], LINES[3], *LINES[4:]], 4),
    "a last line cut short": ([*LINES[:-1], LINES[-1][:-40]], 11),
    "a last line cut to its first byte": ([*LINES[:-1], b"{"], 11),
    "a last line written twice in one": ([*LINES[:-1], LINES[-1][:-1] + LINES[-1]], 11),
    "an empty line": ([*LINES[:3], b"\n", *LINES[3:]], 3),
    "an empty line at the end": ([*LINES, b"\n"], 12),
    "a line of spaces at the end": ([*LINES, b"  \n"], 12),
    "carriage returns": ([line[:-1] + b"\r\n" for line in LINES], 0),
    "one carriage return": (changed(7, b"\n", b"\r\n"), 7),
    "a byte order mark": ([b"\xef\xbb\xbf" + LINES[0], *LINES[1:]], 0),
    "UTF-16": ([line.decode().encode("utf-16") for line in LINES], 0),
    "a space after a colon": (changed(5, b'"index":5', b'"index": 5'), 5),
    "a space before a line": (changed(5, b'{"body"', b' {"body"'), 5),
    "a space after a line": (changed(5, b"\n", b" \n"), 5),
    "keys of the line in another order": (changed(5, LINES[5], _in_another_order(LINES[5])), 5),
    "keys of the body in another order": (
        changed(5, b'"at":"2023-01-02T12:00:00Z","by":"city"', b'"by":"city","at":"2023-01-02T12:00:00Z"'),
        5,
    ),
    "minus nought": (changed(0, b'"index":0', b'"index":-0'), 0),
    "an index with a fraction": (changed(3, b'"index":3', b'"index":3.0'), 3),
    "an index with an exponent": (changed(3, b'"index":3', b'"index":3e0'), 3),
    "an index as text": (changed(3, b'"index":3', b'"index":"3"'), 3),
    "an index that is true": (changed(1, b'"index":1', b'"index":true'), 1),
    "an index with a leading nought": (changed(3, b'"index":3', b'"index":03'), 3),
    "a number with a fraction in a payload": (changed(11, b'"percent":50', b'"percent":50.0'), 11),
    "a number with an exponent in a payload": (changed(11, b'"percent":50', b'"percent":5e1'), 11),
    "no number": (changed(11, b'"percent":50', b'"percent":NaN'), 11),
    "a number of 5,000 digits": (changed(11, b'"percent":50', b'"percent":' + b"5" * 5000), 11),
    "a key twice": (changed(5, b'"index":5', b'"index":5,"index":5'), 5),
    "a key twice, with two values": (changed(5, b'"index":5', b'"index":4,"index":5'), 5),
    "a key twice in a payload": (changed(11, b'"percent":50', b'"percent":49,"percent":50'), 11),
    "a key too many in the line": (changed(5, b'{"body"', b'{"a":1,"body"'), 5),
    "a key too many in the body": (changed(5, b'{"at"', b'{"a":1,"at"'), 5),
    "content gone without a word": (
        [*LINES[:6], canonical({**json.loads(LINES[6]), "payload": None, "salt": None}) + b"\n", *LINES[7:]],
        6,
    ),
    "the word on gone content gone too": (
        [*LINES[:10], canonical({**json.loads(LINES[10]), "payload": None, "salt": None}) + b"\n", LINES[11]],
        9,
    ),
    "content gone, salt left": (
        [*LINES[:6], canonical({**json.loads(LINES[6]), "payload": None}) + b"\n", *LINES[7:]],
        6,
    ),
    "salt gone, content left": (
        [*LINES[:6], canonical({**json.loads(LINES[6]), "salt": None}) + b"\n", *LINES[7:]],
        6,
    ),
    "content put back into an erased entry": (
        [*LINES[:9], canonical({**json.loads(LINES[9]), "payload": {"text": "x"}, "salt": "00" * 16}) + b"\n",
         *LINES[10:]],
        9,
    ),
    "no object": (changed(5, LINES[5], b"[]\n"), 5),
    "a bare text": (changed(5, LINES[5], b'"entry"\n'), 5),
    "a line of a thousand brackets": (changed(5, LINES[5], b"[" * 200_000 + b"\n"), 5),
    "a body that is a list": (changed(5, LINES[5], b'{"body":[],"hash":"","payload":{},"salt":""}\n'), 5),
    "an entry rewritten with its own hash": ([*LINES[:5], resealed(5, {"by": "parks"})[5], *LINES[6:]], 6),
}  # fmt: skip


# Only whoever keeps the register can do these; the form of the register still refuses them.
DISHONEST: dict[str, tuple[Lines, int]] = {
    "a moment before the entry before": (resealed(6, {"at": "2022-12-31T12:00:00Z", "on": "2022-01-01"}), 6),
    "a fact in the future of its recording": (resealed(6, {"on": "2023-05-02"}), 6),
    "a gap": (resealed(6, {"index": 7}), 6),
    "another plan": (resealed(6, {"plan": "other"}), 6),
    "a kind that nobody knows": (resealed(6, {"kind": "evidence.forged"}), 6),
    "a payload of another kind": (resealed(6, {"kind": "progress.declared"}), 6),
    "an unknown field of a payload": (resealed(11, payload={"percent": 1, "mood": "good"}), 11),
    "a body with a tenth field": (resealed(6, {"extra": 1}), 6),
    "a day that is none": (resealed(6, {"on": "2023-02-30"}), 6),
    "a day written by week": (resealed(6, {"on": "2023-W01-1"}), 6),
    "a moment with a fraction": (resealed(6, {"at": "2023-05-01T12:00:00.5Z"}), 6),
    "a fraction in a payload": (resealed(11, payload={"percent": 1.5}), 11),
    "an erasure that speaks of a later entry": (
        resealed(10, payload={"entry": 11, "reason": "It will name a person."}),
        9,
    ),
}
