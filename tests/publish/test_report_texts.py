"""What the council adds to a report and leaves out of it, and that no text breaks the document."""

import re

import pytest

from tests.histories import about, commitment, opening
from tests.publish.report_plan import year_2024
from tests.publish.test_report import report
from tracker.domain import events as e
from tracker.publish.pdf import to_pdf
from tracker.publish.report.content import Texts
from tracker.publish.report.document import paper
from tracker.publish.report.parts import LEAVABLE

SITE = "https://promises.example"
HOSTILE = (
    "# Titre\n\n#### Trop bas\n\n<script>alert(1)</script> ![suivi](https://loin.example/p.png) "
    "[fichier](file:///etc/passwd) [nulle part](#nulle-part) [page](/etc/passwd) [js](javascript:alert(1))"
    "\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n    " + "x" * 400 + "\n"
)


def told(texts: Texts, language: str = "fr") -> str:
    return paper(report(year_2024(), 2024, texts=texts), language, SITE)


def headings(html: str) -> list[str]:
    return re.findall(r"<h2>(.*?)</h2>", html)


def test_foreword_comment_and_closing_are_signed_and_in_their_places() -> None:
    html = told(Texts("Nous avons **tenu**.", "Merci à tous.", {"1": "Un axe difficile."}), "en")
    titles = headings(html)
    assert titles[1:3] == ["Foreword", "In short, from the register"]
    assert titles.index("Closing words") == titles.index("Every action, axis by axis") + 1
    assert '<div class="own-words" lang="fr"><p>Nous avons <strong>tenu</strong>.</p>' in html
    assert html.index("Un axe difficile.") > html.index('<section class="axis" id="axis-1">')
    assert html.count("Words of Ville de Quimper, given here as they were written.") == 3


def test_without_a_foreword_the_first_part_is_the_computed_one() -> None:
    titles = headings(told(Texts(), "en"))
    assert titles[1:3] == ["Foreword", "How to read this report"]


def test_texts_change_no_figure() -> None:
    plain, dressed = (report(year_2024(), 2024, texts=t) for t in (Texts(), Texts("a", "b", {"1": "c"})))
    assert plain.whole == dressed.whole
    assert plain.actions == dressed.actions


@pytest.mark.parametrize("part", LEAVABLE)
def test_a_part_that_is_left_out_is_gone_and_named(part: str) -> None:
    html = told(Texts(left_out=(part,)), "en")
    assert f'id="{part}"' not in html
    assert "The council left these parts out of this edition:" in html
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(re.findall(r'\bid="([^"]+)"', html))


def test_comments_are_kept_when_the_actions_are_left_out() -> None:
    html = told(Texts(comments={"1": "Un axe difficile."}, left_out=("actions",)), "en")
    assert "Comments of the council, axis by axis" in headings(html)
    assert "Un axe difficile." in html


async def test_hostile_text_becomes_a_document_all_the_same() -> None:
    html = told(Texts(HOSTILE, HOSTILE, {"1": HOSTILE}))
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="#nulle-part"' not in html
    assert 'href="/etc/passwd"' not in html
    assert 'href="file:' not in html
    assert "nulle part" in html
    assert (await to_pdf(html)).startswith(b"%PDF")


async def test_hostile_news_becomes_a_document_all_the_same() -> None:
    news = e.UpdatePublished(text=HOSTILE, next_step="[ici](#nulle-part)")
    drafts = [*opening(), commitment("1"), about("1", news, year_2024()[-1].on.replace(year=2024))]
    html = paper(report(drafts, 2024), "fr", SITE)
    assert (await to_pdf(html)).startswith(b"%PDF")


def test_headings_of_a_text_leave_no_gap_in_the_outline() -> None:
    html = told(Texts("#### Un\n\n###### Deux\n\n# Trois", comments={"1": "# Quatre"}))
    assert "<h3>Un</h3>" in html
    assert "<h4>Deux</h4>" in html
    assert "<h3>Trois</h3>" in html
    assert "<h4>Quatre</h4>" in html


async def test_a_foreword_of_100_000_characters_is_printed_whole() -> None:
    word = "engagement "
    text = (word * 40 + "\n\n") * (100_000 // (len(word) * 40))
    html = told(Texts(foreword=text + "Fin du texte."))
    assert html.count("engagement") > 9_000
    assert (await to_pdf(html)).startswith(b"%PDF")
