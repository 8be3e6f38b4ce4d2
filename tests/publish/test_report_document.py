"""The report in words: what its pages say, and how its charts are drawn."""

import re
from dataclasses import replace
from datetime import date

import pytest
from msgspec import structs

from tests.histories import about, commitment, opening
from tests.publish.report_plan import due, year_2024
from tests.publish.test_report import report
from tracker.domain import events as e
from tracker.domain.vocabulary import Because
from tracker.publish.charts.field import Field
from tracker.publish.charts.labels import shortened, two_lines
from tracker.publish.charts.sheet import Sheet
from tracker.publish.languages import LANGUAGES
from tracker.publish.report.charts import COVER, WIDTH, charts_of, cover_room, picture
from tracker.publish.report.document import paper
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


def test_each_figure_says_what_it_leaves_out() -> None:
    said = words(paper(report(year_2024(), 2024), "en", SITE))
    for sentence in (
        "2 of 5 commitments 2 proposals are not counted here",
        "1 of 5 commitments 1 has no due date",
        "4 are closed: no news is due",
        "Commitments delivered in 2024, in full or in part: 1 of 5; earlier: 1; "
        "not delivered on 31 December 2024: 3.",
        "1 action of 7 is late.",
        "1 action of 7 stands still or will not be done as promised.",
    ):
        assert sentence in said, sentence


def test_questions_add_up_to_those_that_are_told() -> None:
    said = words(paper(report(year_2024(), 2024), "en", SITE))
    answered = "1 answered in time, 0 answered late, 0 waiting within their delay, 1 waiting past it."
    assert f"2 questions were published in 2024. Of 2 questions: {answered}" in said
    later = words(paper(report(year_2024(), 2025), "en", SITE))
    assert "No question was published in 2025. 1 had waited since before. Of 1 question:" in later


def test_what_is_delivered_without_evidence_that_stands_is_named() -> None:
    withdrawn = e.EvidenceWithdrawn(id="b", reason="Faux.")
    html = paper(report([*year_2024(), about("1", withdrawn, date(2024, 8, 1))], 2024), "en", SITE)
    assert "Of 1 delivered action all evidence was withdrawn since: 1 ." in words(html)
    assert "Whatever is called delivered points to evidence" not in html


def test_a_due_date_that_was_taken_away_moved_to_no_day() -> None:
    taken = e.DatesSet(because=Because.PRIORITY)
    back = e.DatesSet(due=due("2024-12"), because=Because.CLARIFIED)
    html = paper(
        report([*year_2024(), about("5", taken, date(2024, 3, 1)), about("2", back, date(2024, 3, 1))], 2024),
        "en",
        SITE,
    )
    said = words(html)
    assert "Due date 30 June 2024 taken away." in said
    assert "moved once, without a date now" in said
    assert "moved once, by no day in all" in said


def test_facts_recorded_later_are_said_to_be() -> None:
    said = words(paper(report(year_2024(), 2024), "en", SITE))
    assert "This register has been kept since 22 November 2026." in said


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


def test_cover_field_has_a_square_for_each_action_and_fits() -> None:
    drafts = [*opening(), *(commitment(str(n)) for n in range(1, 401))]
    drawn = picture(report(drafts, 2024), COVER)
    assert isinstance(drawn, Sheet)
    assert sum(len(one.plot.squares) for one in drawn.plots) == 400
    assert drawn.height <= COVER
    assert drawn.width == WIDTH


def test_a_long_title_leaves_less_room_on_the_cover() -> None:
    short = report(year_2024(), 2024)
    about = structs.replace(short.plan.opened, title="Accueillir " * 18)
    long = replace(short, plan=structs.replace(short.plan, about=about), reason="Une date était fausse. " * 4)
    assert cover_room(short) > 118
    assert 60 < cover_room(long) < 90


def test_a_plan_that_has_no_room_for_its_field_is_drawn_as_bars() -> None:
    drafts = [*opening(), *(commitment(str(n)) for n in range(1, 602))]
    (bar,) = picture(report(drafts, 2024), COVER)  # type: ignore[misc]
    assert (bar.code, bar.total) == ("1", 601)


def test_squares_lead_to_actions_on_a_page_and_nowhere_on_paper() -> None:
    of_2024 = report(year_2024(), 2024)
    page, printed = (charts_of(of_2024, "en", href).picture for href in ("#action-{}".format, None))
    assert isinstance(page, Field)
    assert page.plots[0].squares[0].href == "#action-1"
    assert "<a " not in paper(of_2024, "en", SITE).split('class="picture"', 1)[1].split("</svg>", 1)[0]
    assert isinstance(printed, Sheet)


def test_then_and_now_are_told_by_the_day_compared_with() -> None:
    said = words(paper(report(year_2024(), 2024), "en", SITE))
    assert "The same promises, then and now" in said
    assert "31 December 2023: planned: 3; delivered: 1; submitted: 2." in said
    assert "31 December 2024: planned: 1; in progress: 1; delivered: 2; abandoned: 1;" in said


def test_without_an_earlier_state_there_is_no_field_of_it() -> None:
    assert charts_of(report(year_2024(), 2023), "en").then_and_now is None


def test_long_titles_are_cut_at_a_word() -> None:
    assert shortened("Ouvrir un lieu par quartier", 15) == "Ouvrir un lieu…"
    assert two_lines("Ouvrir un lieu par quartier", 15) == ("Ouvrir un lieu", "par quartier")
    assert all(len(line) <= 34 for line in two_lines("x" * 200, 34))


def test_marks_on_paper_are_the_shapes_of_the_pages() -> None:
    paths = environment("en").get_template("macros/shapes.html").module.paths  # type: ignore[attr-defined]
    marks = {file.stem: file.read_text() for file in (STATIC / "marks").iterdir()}
    assert marks
    for name, drawn in marks.items():
        if name.startswith("tile-"):  # test_macros
            continue
        assert paths[name].replace("currentColor", "#23211e") in drawn


def test_text_of_an_axis_keeps_its_language_apart() -> None:
    html = paper(report(year_2024(), 2024), "it", SITE)
    assert re.search(r'<h3><span class="its-ref">1</span> <span lang="fr">Vivre dignement</span></h3>', html)
