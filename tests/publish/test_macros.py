"""Macros: what a reader, and a reader of the screen aloud, is given for each drawing."""

from collections import defaultdict
from datetime import date

import html5lib
import pytest

from tracker.domain.dates import PartialDate
from tracker.domain.status import Status
from tracker.domain.vocabulary import EvidenceType
from tracker.publish.drawings import Field, FieldGroup, Square, due_line, segments
from tracker.publish.templating import environment

LABELS = defaultdict(str, {"delivered": "réalisé"})


def drawn(file: str, call: str, language: str = "en", **given: object) -> str:
    source = f'{{% import "macros/{file}.html" as macros %}}{{{{ macros.{call} }}}}'
    markup = environment(language).from_string(source).render(labels=LABELS, **given)
    html5lib.HTMLParser(strict=True).parse(f"<!DOCTYPE html><title>t</title>{markup}")
    assert " style=" not in markup
    return markup


def squares(*late: bool) -> Field:
    made = tuple(
        Square(f"1.{n}", f"Un <guichet> {n}", Status.DELIVERED, f"/actions/1.{n}", one, not one)
        for n, one in enumerate(late)
    )
    group = FieldGroup("1", "L’accès aux droits", "/axes/1", made, (), len(made))
    return Field((group,), len(made), as_bars=False, late=sum(late), silent=len(late) - sum(late))


@pytest.mark.parametrize("name", [*Status, *EvidenceType, "late", "due-soon", "silent", "moved"])
def test_everything_that_is_marked_has_its_shape(name: str) -> None:
    assert "currentColor" in drawn("shapes", f'shape("{name}")')


def test_no_two_shapes_are_the_same() -> None:
    shapes = [drawn("shapes", f'shape("{status}")') for status in Status]
    assert len(set(shapes)) == len(Status)


def test_a_square_says_its_action_status_and_marks() -> None:
    markup = drawn("field", "field(drawing, labels)", drawing=squares(True))
    assert 'aria-label="1.0 Un &lt;guichet&gt; 0: réalisé, late"' in markup
    assert 'href="/actions/1.0"' in markup


def test_the_field_can_be_skipped_and_says_what_its_marks_mean() -> None:
    markup = drawn("field", "field(drawing, labels)", drawing=squares(True, False, True))
    assert 'href="#after-field"' in markup
    assert 'id="after-field"' in markup
    assert "2 late" in markup
    assert "1 silent" in markup


def test_a_field_without_marks_explains_none() -> None:
    drawing = Field((), 0, as_bars=False, late=0, silent=0)
    assert "field-key" not in drawn("field", "field(drawing, labels)", drawing=drawing)


def test_a_bar_says_in_words_what_it_draws() -> None:
    parts = segments([Status.PLANNED, Status.DELIVERED, Status.DELIVERED])
    markup = drawn("status", "bar(parts, labels, '/actions')", parts=parts)
    assert 'aria-label="planned: 1, réalisé: 2"' in markup
    assert 'href="/actions?status=delivered"' in markup


def test_a_due_line_is_named_by_its_words() -> None:
    line = due_line([PartialDate("2024-22"), PartialDate("2026")], date(2023, 6, 30), date(2025, 3, 4))
    markup = drawn("dates", "due_line(line, 'First promised for summer 2024')", line=line)
    assert 'role="img" aria-label="First promised for summer 2024"' in markup
    assert markup.count('class="hollow"') == markup.count('class="solid"') == 1
