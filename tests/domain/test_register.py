"""Canonical bytes, payloads and the chain."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.stories import OPENING, Fact, of_action, register
from tests.domain.strategies import events, json_values
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.events import EVENTS, PayloadError, event_of, payload_of
from tracker.domain.events.shared import OF_ALL
from tracker.domain.register import (
    LARGEST_INTEGER,
    ZERO,
    CanonicalError,
    Draft,
    Head,
    at_text,
    canonical,
    chain_hash,
    lines_of,
    payload_digest,
    seal,
)
from tracker.domain.verification import verify_lines

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
NEWS = Draft(date(2024, 3, 1), "city", "action:1.01", e.UpdatePublished(text="The works began."))


@given(json_values)
def test_canonical_bytes_are_those_of_json_dumps(value: Any) -> None:
    expected = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert canonical(value) == expected
    assert json.loads(canonical(value)) == value


@given(json_values)
def test_canonical_bytes_read_back_have_the_same_canonical_bytes(value: Any) -> None:
    assert canonical(json.loads(canonical(value))) == canonical(value)


def test_canonical_bytes_are_those_of_rfc_8785() -> None:
    value = {"€uro".replace("€", "e"): "€", "b": [True, None, -7], "a": '\u0007\b\t\n\f\r"\\/\u007f\u2028é😀'}
    expected = '{"a":"\\u0007\\b\\t\\n\\f\\r\\"\\\\/\u007f\u2028é😀","b":[true,null,-7],"euro":"€"}'
    assert canonical(value) == expected.encode()


@pytest.mark.parametrize(
    "value",
    [
        1.0, -0.0, 1e300, float("nan"), float("inf"), LARGEST_INTEGER + 1, -LARGEST_INTEGER - 1, 10**400,
        "\ud800", "a\udfffb", {"é": 1}, {1: "a"}, {"a": {"\ud800": 1}}, [{"a": 0.5}], Decimal(1), b"a",
        {1, 2}, date(2024, 1, 1),
    ],
    ids=repr,
)  # fmt: skip
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(CanonicalError):
        canonical(value)


@given(events)
def test_every_event_is_read_back_from_its_payload(event: e.Event) -> None:
    payload = payload_of(event)
    assert event_of(event.kind, payload) == event
    assert payload_of(event_of(event.kind, json.loads(canonical(payload)))) == payload


def test_every_event_stands_in_the_closed_list() -> None:
    def kinds(event: type[e.Event]) -> set[type[e.Event]]:
        return {one for child in event.__subclasses__() for one in (child, *kinds(child))}

    assert set(EVENTS.values()) == kinds(e.Event)


def test_every_kind_of_event_has_a_name_a_subject_and_a_sentence() -> None:
    for kind, event in EVENTS.items():
        assert event.kind == kind
        assert set(event.subjects) <= set(OF_ALL)
        places = {place.split("}")[0] for place in event.sentence.split("{")[1:]}
        assert all(hasattr(event, place) for place in places - {"by"}), kind
        assert "by" in places


def test_fields_that_hold_their_default_are_left_out_of_the_payload() -> None:
    assert payload_of(e.UpdatePublished(text="News.")) == {"text": "News."}
    assert payload_of(e.DatesSet(due=PartialDate("2024-Q3"))) == {"due": "2024-35"}
    assert payload_of(e.ValueMeasured(indicator="visits", value=Decimal("12.50"))) == {
        "indicator": "visits",
        "value": "12.50",
    }


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("plan.dreamt", {}),
        ("update.published", {}),
        ("update.published", {"text": 1}),
        ("update.published", {"text": "News.", "mood": "good"}),
        ("dates.set", {"due": "next summer"}),
        ("dates.set", {"due": 2024}),
        ("dates.set", {"due": ["2024"]}),
        ("status.changed", {"status": "finished"}),
        ("progress.declared", {"percent": "50"}),
        ("value.measured", {"indicator": "visits", "value": "many"}),
        ("question.published", {"id": "q", "text": "Why?", "due": "2024-02-30"}),
    ],
)
def test_a_payload_that_does_not_fit_its_kind_is_refused(kind: str, payload: dict[str, Any]) -> None:
    with pytest.raises(PayloadError):
        event_of(kind, payload)


def test_an_entry_hashes_as_the_description_says() -> None:
    salt = bytes(range(16))
    entry, head = seal(NEWS, Head("pact", 7, "ab" * 32, NOON), NOON, salt)
    payload = b'{"text":"The works began."}'
    body = (
        '{"at":"2024-03-01T12:00:00Z","by":"city","index":7,"kind":"update.published","on":"2024-03-01",'
        f'"payload_sha256":"{hashlib.sha256(salt + payload).hexdigest()}","plan":"pact","prev":"{"ab" * 32}",'
        '"subject":"action:1.01"}'
    ).encode()
    leaf = hashlib.sha256(b"\x00" + body).digest()
    assert entry.body == body
    assert entry.leaf == leaf
    assert entry.hash == hashlib.sha256(b"\x01" + bytes.fromhex("ab" * 32) + leaf).hexdigest()
    assert head == Head("pact", 8, entry.hash, NOON)
    assert entry.event == NEWS.event


def test_a_line_holds_body_hash_payload_and_salt() -> None:
    entry, _ = seal(NEWS, Head("pact"), NOON, bytes(16))
    line = next(lines_of([entry]))
    record = json.loads(line)
    assert line == canonical(record) + b"\n"
    assert list(record) == ["body", "hash", "payload", "salt"]
    assert canonical(record["body"]) == entry.body
    assert record["body"]["prev"] == ZERO


def test_entries_follow_each_other_without_gap() -> None:
    entries = register(*OPENING)
    assert [entry.index for entry in entries] == list(range(len(OPENING)))
    assert [entry.prev for entry in entries] == [ZERO, *(entry.hash for entry in entries[:-1])]
    assert all(entry.hash == chain_hash(entry.prev, entry.leaf) for entry in entries)


def test_a_clock_that_goes_back_is_held() -> None:
    _, head = seal(NEWS, Head("pact"), NOON, bytes(16))
    held, after = seal(NEWS, head, NOON - timedelta(days=1), bytes(16))
    assert held.at == NOON
    assert after.at == NOON
    on, _ = seal(NEWS, after, NOON + timedelta(seconds=1), bytes(16))
    assert on.at == NOON + timedelta(seconds=1)


def test_moments_are_written_in_utc_and_whole_seconds() -> None:
    paris = timezone(timedelta(hours=2))
    entry, _ = seal(NEWS, Head("pact"), datetime(2024, 7, 1, 0, 30, 5, 999_999, tzinfo=paris), bytes(16))
    assert at_text(entry.at) == "2024-06-30T22:30:05Z"


def test_the_same_words_with_another_salt_have_another_digest() -> None:
    first, _ = seal(NEWS, Head("pact"), NOON, bytes(16))
    second, _ = seal(NEWS, Head("pact"), NOON, b"\x01" * 16)
    assert first.payload == second.payload
    assert first.payload_sha256 != second.payload_sha256
    assert first.payload_sha256 == payload_digest(bytes(16), b'{"text":"The works began."}')


@pytest.mark.parametrize("length", [0, 15, 17])
def test_a_salt_of_another_length_is_not_sealed(length: int) -> None:
    with pytest.raises(ValueError, match="a salt has 16 bytes"):
        seal(NEWS, Head("pact"), NOON, bytes(length))


def test_what_could_not_be_read_back_is_not_sealed() -> None:
    event = e.UpdatePublished(text=7)  # type: ignore[arg-type]
    with pytest.raises(PayloadError):
        seal(Draft(NOON.date(), "city", "action:1.01", event), Head("pact"), NOON, bytes(16))


def test_half_a_character_is_not_sealed() -> None:
    draft = Draft(NOON.date(), "city", "action:1.01", e.UpdatePublished(text="half \ud83d"))
    with pytest.raises(CanonicalError, match="half of a character"):
        seal(draft, Head("pact"), NOON, bytes(16))


# A sealed report names the checkpoint of what came before it: drawn at random it is a forgery.
@given(st.lists(events.filter(lambda event: not isinstance(event, e.ReportSealed)), max_size=5))
def test_any_events_make_a_register_that_verifies(made: list[e.Event]) -> None:
    facts: list[Fact] = [of_action("2024-01-01", event) for event in made]
    entries = register(*facts)
    verified = verify_lines(lines_of(entries))
    assert verified.size == len(made)
    assert verified.erased == ()
