"""Where a report begins a new page, and what it gathers because there is nothing to tell of it."""

import re

from tests.benchmarks.large_plan import large_plan
from tests.histories import commitment, opening
from tests.publish.report_plan import due, year_2024
from tests.publish.test_report import report
from tracker.publish.report.chapters import ALWAYS
from tracker.publish.report.chapters import opening as openings
from tracker.publish.report.content import Texts
from tracker.publish.report.document import paper
from tracker.publish.report.parts import empty, printed

SITE = "https://promises.example"


def test_a_short_report_flows() -> None:
    assert openings(report(year_2024(), 2024)) == {"opening", "figures"}


def test_the_words_of_the_council_have_their_own_page() -> None:
    assert "foreword" in openings(report(year_2024(), 2024, texts=Texts("Nous avons tenu.", "Merci.")))


def test_long_parts_and_axes_begin_a_page_and_short_ones_after_them_do_not() -> None:
    opened = openings(report(large_plan(500), 2024))
    assert {"changed", "late", "actions", "axis-2", "axis-10", "evidence", *ALWAYS[1:]} <= opened
    # The title of the part stays with it.
    assert "axis-1" not in opened
    assert not {"nothing", "register", "method"} & opened


def test_every_element_that_opens_a_page_is_in_the_document() -> None:
    made = report(large_plan(120), 2024)
    found = re.findall(
        r'<section (?:id="([\w-]+)" class="opens"|class="axis opens" id="([\w-]+)")', paper(made, "en", SITE)
    )
    assert {part or axis for part, axis in found} == openings(made)


def test_parts_with_nothing_to_tell_are_lines_of_one_part() -> None:
    made = report([*opening(), commitment("1")], 2024)
    html = paper(made, "en", SITE)
    assert set(empty(made)) == {
        "delivered",
        "late",
        "moved",
        "stopped",
        "reworded",
        "proposals",
        "questions",
        "silent",
    } - ({"silent"} if made.silent else set())
    assert not set(empty(made)) & set(printed(made))
    gathered = html[html.index('<section id="nothing">') : html.index('<section id="actions"')]
    assert re.findall(r'<tr id="([\w-]+)"><th scope="row">[^<]+</th><td>[^<]+</td>', gathered) == list(
        empty(made)
    )
    assert html.count('href="#nothing"') == 1


def test_a_part_that_has_something_to_tell_is_not_gathered() -> None:
    made = report([*opening(), commitment("1", due=due("2030"))], 2024)
    assert "late" not in empty(made)
    assert 'id="nothing"' not in paper(
        report(year_2024(), 2024, texts=Texts(left_out=tuple(empty(report(year_2024(), 2024))))), "en", SITE
    )
