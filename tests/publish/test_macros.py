"""Macros: what a reader, and a reader of the screen aloud, is given for each drawing."""

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date

import html5lib
import pytest

from tests.publish.test_charts import promised
from tracker.domain.dates import PartialDate
from tracker.domain.figures import figures
from tracker.domain.status import Status
from tracker.domain.vocabulary import EvidenceType
from tracker.publish.charts.bars import segments, status_bars
from tracker.publish.charts.due_dates import due_line, timeline
from tracker.publish.charts.field import Field, Plot, Square, as_it_was
from tracker.publish.charts.sheet import sheet
from tracker.publish.templating import STATIC, environment

LABELS = defaultdict(str, {"delivered": "réalisé"})


def drawn(file: str, call: str, language: str = "en", **given: object) -> str:
    source = f'{{% import "macros/{file}.html" as macros %}}{{{{ macros.{call} }}}}'
    markup = environment(language).from_string(source).render(labels=LABELS, **given)
    html5lib.HTMLParser(strict=True).parse(f"<!DOCTYPE html><title>t</title>{markup}")
    assert " style=" not in markup
    return markup


def squares(*late: bool) -> Field:
    made = tuple(
        Square(f"1.{n}", f"Un <guichet> {n}", Status.DELIVERED, f"/actions/1.{n}", one, not one, 28 * n, 0)
        for n, one in enumerate(late)
    )
    plot = Plot("1", "L’accès aux droits", "/axes/1", made, (), 1, len(made))
    return Field((plot,), len(made), as_bars=False, late=sum(late), silent=len(late) - sum(late))


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


def test_a_plot_that_goes_on_says_which_actions_it_holds() -> None:
    field = squares(False)
    (plot,) = field.plots
    more = replace(field, plots=(plot, replace(plot, first=101)))
    markup = drawn("field", "field(drawing, labels)", drawing=more)
    assert 'aria-label="L’accès aux droits, 101–101"' in markup
    assert markup.count('href="/axes/1"') == 1


def test_a_field_without_marks_explains_none() -> None:
    drawing = Field((), 0, as_bars=False, late=0, silent=0)
    assert "field-key" not in drawn("field", "field(drawing, labels)", drawing=drawing)


def test_a_bar_says_in_words_what_it_draws() -> None:
    parts = segments([Status.PLANNED, Status.DELIVERED, Status.DELIVERED])
    markup = drawn("status", "bar(parts, labels, '/actions')", parts=parts)
    assert 'aria-label="planned: 1, réalisé: 2"' in markup
    assert 'href="/actions?status=delivered"' in markup


def test_a_due_line_is_named_by_its_words() -> None:
    line = due_line(promised(PartialDate("2024-22"), PartialDate("2026")), date(2025, 3, 4))
    markup = drawn("dates", "due_line(line, 'First promised for summer 2024')", line=line)
    assert 'role="img" aria-label="First promised for summer 2024"' in markup
    assert markup.count('class="hollow"') == markup.count('class="solid"') == 1


def test_a_timeline_names_each_line_by_its_dates() -> None:
    moved = promised(PartialDate("2024-10"), PartialDate("2026"))
    drawing = timeline([moved], date(2025, 3, 4))
    markup = drawn("dates", "timeline(drawing)", drawing=drawing)
    assert 'role="img" aria-label="2026 (first October 2024), on time"' in markup
    assert "<b>1</b> <span>Action 1</span>" in markup


def test_bars_are_named_one_by_one_and_write_their_counts() -> None:
    bars = status_bars([("1", "Vivre", figures([promised()]))])
    markup = drawn("bars", "rows(bars, labels)", bars=bars)
    assert 'aria-label="planned: 1"' in markup
    assert ">1</text>" in markup


# --- the same marks on paper --------------------------------------------------------------------------------


def shapes_of(markup: str) -> list[tuple[str, ...]]:
    """What is drawn, without its colours and what it leads to."""
    paint = re.compile(r' (?:class|fill|stroke|stroke-width|stroke-dasharray|color|font-\w+)="[^"]*"')
    return re.findall(r"<(rect|circle|path|line)([^>]*?)/?>", paint.sub("", markup))


def test_the_squares_of_page_and_paper_are_the_same_drawing() -> None:
    field = squares(True, False, True)
    page = drawn("field", "strip(drawing, 'x')", drawing=field)
    paper = drawn("field", "sheet(drawing, 'x')", drawing=sheet(field, 164.0, 118.0))
    assert shapes_of(page) == shapes_of(paper)
    assert shapes_of(drawn("field", "field(drawing, labels)", drawing=field))[
        : len(shapes_of(page))
    ] == shapes_of(page)


def test_a_printed_drawing_has_no_class_and_no_link() -> None:
    field, line = squares(True, False), timeline([promised(PartialDate("2026"))], date(2025, 3, 4))
    bars = status_bars([("1", "Vivre", figures([promised()]))])
    for markup in (
        drawn("field", "sheet(drawing, 'said')", drawing=sheet(field, 164.0, 118.0)),
        drawn("dates", "sheet(drawing, 'said')", drawing=line),
        drawn("bars", "sheet(drawing, 'said')", drawing=bars),
    ):
        assert "<title>said</title>" in markup
        assert "<a " not in markup
        assert set(re.findall(r'class="([^"]*)"', markup)) == {"drawn"}


def test_a_drawing_on_a_page_has_no_colour_of_its_own() -> None:
    line = timeline([promised(PartialDate("2026"))], date(2025, 3, 4))
    for markup in (
        drawn("field", "field(drawing, labels)", drawing=squares(True, False)),
        drawn("dates", "timeline(drawing)", drawing=line),
    ):
        assert "#" not in re.sub(r'href="#[\w-]+"', "", markup)


def test_two_fields_stand_at_the_same_places_under_their_days() -> None:
    now = squares(True, False)
    call = "pair(then, now, ['2023', '2024'], 'said')"
    markup = drawn("field", call, then=as_it_was(now, {}), now=now)
    assert markup.count('<svg class="plot"') == 2
    assert markup.count('class="absent"') == markup.count('class="tile') == 2
    assert 'role="img" aria-label="said"' in markup
    assert "2023" in markup


def test_marks_beside_words_on_paper_are_those_of_the_squares() -> None:
    tile = environment("en").from_string(
        '{% import "macros/field.html" as macros %}{{ macros.marks_key(1, 1, paper_ink) }}'
    )
    samples = re.findall(r"<svg[^>]*>(.*?)</svg>", tile.render())
    marks = [(STATIC / "marks" / f"tile-{name}.svg").read_text() for name in ("late", "silent")]
    attributes = [set(re.findall(r'[\w-]+="[^"]*"', one.split(">", 1)[1])) for one in marks]
    assert attributes == [set(re.findall(r'[\w-]+="[^"]*"', one)) for one in samples]
