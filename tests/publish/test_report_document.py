"""The report in words: what its pages say, and how its charts are drawn."""

import re
from datetime import date

import pytest

from tests.histories import commitment, opening
from tests.publish.report_plan import due, year_2024
from tests.publish.test_report import report
from tracker.publish.languages import LANGUAGES
from tracker.publish.report.charts import (
    MOST_ROWS,
    WIDTH,
    field,
    shortened,
    spark,
    status_bars,
    timeline,
    two_lines,
)
from tracker.publish.report.document import COVER, paper
from tracker.publish.templating import STATIC, environment

SITE = "https://promises.example"


def many(count: int) -> str:
    drafts = [*opening(), *(commitment(str(n), due=due("2024-06")) for n in range(1, count + 1))]
    return paper(report(drafts, 2024), "en", SITE)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_is_told_in_each_language(language: str) -> None:
    html = paper(report(year_2024(), 2024), language, SITE)
    assert f'<html lang="{language}">' in html
    assert ('lang="fr"' in html.split("<body", 1)[1]) == (language != "fr")


def test_empty_parts_say_so_in_a_sentence() -> None:
    said = words(paper(report(year_2024(), 2023), "en", SITE))
    for sentence in (
        "No due date moved in 2023.",
        "Nothing was abandoned, put on hold or merged.",
        "No question was published or waiting in 2023.",
        "No action is late.",
        "there is no earlier state to compare with",
    ):
        assert sentence in said


def test_no_table_is_empty() -> None:
    for html in (paper(report(year_2024(), 2023), "en", SITE), paper(report(opening(), 2024), "en", SITE)):
        for body in re.findall(r"<tbody>(.*?)</tbody>", html, re.DOTALL):
            assert "<tr" in body


def test_plan_without_actions_still_makes_a_whole_document() -> None:
    said = words(paper(report(opening(), 2024), "en", SITE))
    assert "The plan has no action yet: there is nothing to count." in said


def test_a_figure_out_of_fewer_than_six_has_no_percentage() -> None:
    said = words(paper(report(year_2024(), 2024), "en", SITE))
    assert "2 of 5" in said
    assert "2 of 5 (" not in said


def test_facts_recorded_later_are_said_to_be() -> None:
    said = words(paper(report(year_2024(), 2024), "en", SITE))
    assert "The register has been kept since 22 November 2026." in said


def test_a_script_in_a_plan_stays_text() -> None:
    drafts = [*opening(), commitment("1", title="<script>alert(1)</script>")]
    html = paper(report(drafts, 2024), "en", SITE)
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_addresses_within_the_document_lead_somewhere() -> None:
    for html in (paper(report(year_2024(), 2024), "fr", SITE), many(3)):
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_cover_field_has_a_tile_for_each_action_and_fits() -> None:
    drafts = [*opening(), *(commitment(str(n)) for n in range(1, 401))]
    drawn = field(report(drafts, 2024).axes, COVER)
    assert len(drawn.tiles) == 400
    assert drawn.height <= COVER
    assert max(tile.x for tile in drawn.tiles) + drawn.size <= WIDTH + 0.01


def test_bars_share_one_scale_and_stay_on_the_page() -> None:
    sides = report(year_2024(), 2024)
    bars = status_bars([("", "a", sides.commitments.now), ("", "b", sides.proposals.now)]).bars
    lengths = [bar.end - bar.segments[0].x for bar in bars]
    assert lengths[0] / lengths[1] == pytest.approx(5 / 2)
    assert bars[0].end < WIDTH


def test_timeline_keeps_late_and_moved_actions_when_there_are_too_many() -> None:
    drafts = [*opening(), *(commitment(str(n), due=due("2030")) for n in range(1, 100))]
    drafts.append(commitment("late", due=due("2023-12")))
    drawn = timeline(report(drafts, 2024).actions, date(2024, 12, 31))
    assert drawn is not None
    assert len(drawn.rows) == MOST_ROWS
    assert drawn.rows[0].ref == "late"
    assert drawn.left_out == 100 - MOST_ROWS


def test_timeline_shows_where_a_date_stood_first() -> None:
    drawn = timeline(report(year_2024(), 2024).actions, date(2024, 12, 31))
    assert drawn is not None
    [moved] = [row for row in drawn.rows if row.original is not None]
    assert (moved.ref, str(moved.first_due), str(moved.due)) == ("3", "2024-12-31", "2025-12-31")
    assert moved.original is not None
    assert moved.original < moved.last


def test_one_measurement_is_a_number_and_two_are_a_line() -> None:
    assert spark([(date(2024, 1, 1), 2.0)], None) is None
    line = spark([(date(2024, 1, 1), 2.0), (date(2024, 2, 1), 2.0)], None)
    assert line is not None
    assert len(line.points) == 2


def test_long_titles_are_cut_at_a_word() -> None:
    assert shortened("Ouvrir un lieu par quartier", 15) == "Ouvrir un lieu…"
    assert two_lines("Ouvrir un lieu par quartier", 15) == ("Ouvrir un lieu", "par quartier")
    assert all(len(line) <= 34 for line in two_lines("x" * 200, 34))


def test_marks_on_paper_are_the_shapes_of_the_pages() -> None:
    paths = environment("en").get_template("macros/shapes.html").module.paths  # type: ignore[attr-defined]
    marks = {file.stem: file.read_text() for file in (STATIC / "marks").iterdir()}
    assert marks
    for name, drawn in marks.items():
        assert paths[name].replace("currentColor", "#23211e") in drawn


def test_text_of_an_axis_keeps_its_language_apart() -> None:
    html = paper(report(year_2024(), 2024), "it", SITE)
    assert re.search(r'<h3><span class="its-ref">1</span> <span lang="fr">Vivre dignement</span></h3>', html)
