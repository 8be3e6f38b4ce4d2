"""Rules speak the reader's language to the last word, and leave what people named alone."""

from __future__ import annotations

from datetime import date

import pytest

from tests.domain.rule_examples import EXAMPLES
from tests.domain.stories import OPENING, broken, folded
from tracker.domain.rules import Broken
from tracker.domain.status import Status
from tracker.publish.rule_words import LISTS, PLACES, broken_in_words

PLAN = folded(*OPENING)
TODAY = date(2026, 1, 1)
PROBLEMS = [
    problem
    for pairs in EXAMPLES.values()
    for wrong, _right in pairs
    for problem in broken(*OPENING, *wrong, today=TODAY)
]
# What fills a place of these is a name that people gave, a figure, or a text of the technique.
NAMES = {"ref", "slug", "id", "code", "url", "entry", "length", "most", "percent", "value", "why", "language"}
NAMES |= {
    "subject",
    "kind",
    "days",
    "status",
    "day",
    "opened",
    "added",
    "start",
    "due",
    "period",
    "origin",
    "name",
    "part",
}

ALIKE = {"plan", "action"}  # the same in French


@pytest.mark.parametrize("language", ["fr", "it"])
def test_no_english_word_is_left_in_a_rule(language: str) -> None:
    for problem in PROBLEMS:
        told = broken_in_words(problem, PLAN, language)
        for place, value in problem.values.items():
            if place in NAMES or not isinstance(value, str) or isinstance(value, Status):
                continue
            assert place in LISTS or value in PLACES[place], (problem.rule, place, value)
            if place in LISTS:
                assert not any(f" {part}," in told for part in value.split(", ") if part not in ALIKE), told


def test_what_is_missing_is_named_in_the_readers_language() -> None:
    missing = Broken(1, "unknown-id", {"what": "milestone", "id": "milestone"})
    assert "étape «\u00a0milestone\u00a0»" in broken_in_words(missing, PLAN, "fr")
    assert "tappa «milestone»" in broken_in_words(missing, PLAN, "it")
    assert "no milestone called “milestone”" in broken_in_words(missing, PLAN, "en")


def test_a_date_that_is_none_and_reasons_are_told_in_words() -> None:
    values = {"before": "no date", "after": "no date", "reasons": "funding, other"}
    told = broken_in_words(Broken(1, "move-without-reason", values), PLAN, "it")
    assert "no date" not in told
    assert "finanziament" in told
