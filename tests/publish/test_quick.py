"""What stands in for parts of WeasyPrint gives the same bytes as WeasyPrint itself."""

from collections.abc import Callable
from typing import Any

import pydyf
import pytest
from tinyhtml5 import inputstream
from weasyprint import css
from weasyprint.draw import text
from weasyprint.layout import percent
from weasyprint.text import line_break

from tests.publish.report_plan import year_2024
from tests.publish.test_pdf import HEAD, document, make
from tests.publish.test_report import report
from tracker.publish.press import quick
from tracker.publish.press.cutting import cut
from tracker.publish.press.layout import Press
from tracker.publish.report.document import paper

WORDS = "Ouvrir un lieu d’écoute et de démarches dans chaque quartier, avec accompagnement. " * 6

DOCUMENTS = {
    "names and languages": """
        <style>#b { color: #9a4a12; } #b p, :lang(it) { font-weight: 600; }</style>
        <div id="a" lang="it"><p id="a-p" lang="it">uno</p></div><div id="b" lang="it"><p>due</p></div>
        <div id="c"><p id="c-p" lang="fr">trois <b id="d" style="color: #1b4d5c">quatre</b></p></div>
        <p id="e" style="margin: 1mm">a</p><p style="margin: 1mm">b</p><p><a name="f" lang="en">c</a></p>""",
    "before and after": """
        <style>
          .a::before { content: attr(title) " – "; } .a { color: #1b4d5c } .b::after { content: counter(n); }
          .b { counter-increment: n } q { quotes: "«" "»" } q::before { content: open-quote }
        </style>
        <p class="a" title="un">x</p><p class="a" title="deux">x</p><p class="b">y</p><p class="b">z</p>
        <p><q>a</q> <q>b</q></p><ul><li>a</li><li>b</li></ul><ol><li>a</li><li>b</li></ol>""",
    "texts": f"""
        <style>
          .spaced {{ letter-spacing: 1pt; word-spacing: 3pt }} .justified {{ text-align: justify }}
          .narrow {{ width: 20mm; overflow-wrap: anywhere }} .pre {{ white-space: pre-wrap; tab-size: 4 }}
          .cut {{ white-space: nowrap; overflow: hidden; text-overflow: ellipsis; width: 40mm }}
          .under {{ text-decoration: underline line-through overline }}
          .first::first-line {{ color: #9a4a12 }}
          .letter::first-letter {{ font-size: 30pt; float: left }} .small {{ width: 12mm }}
        </style>
        <p>{WORDS}</p><p class="justified">{WORDS}</p><p class="spaced">{WORDS} <b> </b>x</p>
        <p class="narrow">{WORDS.replace(" ", "")}</p><p class="pre">a\tb\n  c\n\nd</p>
        <p class="cut">{WORDS}</p><p class="under">{WORDS}</p><p class="first">{WORDS}</p>
        <p class="letter">{WORDS}</p><p class="small">accompagne\u00adment extra\u00adordinaire</p>
        <p>un\u2028deux\u2029trois Ελλάς العربية</p><p style="font-variant-caps: small-caps">{WORDS}</p>""",
    "lengths": """
        <style>
          .a { width: 50%; padding: 2%; margin: 1em 5%; border: 1pt solid; min-height: 20mm }
          .b { box-sizing: content-box; width: 30mm; padding: 3mm; border: 2pt solid; max-width: 20mm }
          .c { height: 10%; max-height: 5mm } .d { width: calc(50% - 3mm) } .e { margin: 0 auto; width: 40mm }
          .f { position: absolute; right: 0; width: 30mm; padding: 1mm } .g { position: relative; top: 2mm }
        </style>
        <div class="a"><div class="a">x</div><div class="b">y</div><div class="c">z</div></div>
        <div class="d">d</div><div class="e">e</div><div class="f">f</div><div class="g">g</div>""",
    "tables": """
        <style>
          .collapsed td { border: 1pt solid; padding: 1mm } .collapsed .thick { border: 4pt solid #9a4a12 }
          .apart { border-collapse: separate; border-spacing: 2mm }
          .apart td { border: 1pt solid; width: 30% }
        </style>
        <table class="collapsed"><caption>c</caption><thead><tr><th>h</th><th>i</th></tr></thead>
        <tbody><tr><td class="thick">a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></tbody></table>
        <table class="apart" id="t"><tbody><tr><td>a</td><td>b</td></tr></tbody></table>
        <span style="display: inline-table; border: 1pt solid">e</span>""",
    "boxes": """
        <style>
          .round { border: 1pt solid; border-radius: 3mm; background: #eee }
          .float { float: right; width: 3cm }
          .hidden { visibility: hidden; background: #000 }
          .shadow { background: currentcolor; color: #1b4d5c }
          .drawn { background: linear-gradient(#fff, #000); height: 9mm } .abs { position: absolute; top: 0 }
          @page wide { size: A4 landscape } .wide { page: wide } body { background: #f6f2ea }
          .framed::before { content: "x"; position: absolute; border-radius: 1mm; background: #9a4a12 }
        </style>
        <div class="round">a</div><div class="float round">b</div><div class="hidden">c</div>
        <div class="shadow">d</div><div class="drawn">e</div><div class="abs round"><p>f</p></div>
        <p class="framed">g</p><div class="wide"><div><p>h</p></div><p>i</p></div><div><p>j</p></div>""",
}


def both(html: Callable[[], bytes]) -> tuple[bytes, bytes]:
    with quick.left_out():
        theirs = html()
    return html(), theirs


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document_has_the_same_bytes(name: str) -> None:
    style, _, body = DOCUMENTS[name].partition("</style>")
    ours, theirs = both(lambda: make(document(body, f"{HEAD}{style}</style>")))
    assert ours == theirs


@pytest.mark.parametrize("language", ["fr", "it"])
def test_report_has_the_same_bytes(language: str) -> None:
    parts = cut(paper(report(year_2024(), 2024), language, "https://promises.example"))

    def chapters() -> bytes:
        press = Press(parts.styles)
        return b"".join(press.lay_out(chapter).pdf for chapter in parts.chapters)

    ours, theirs = both(chapters)
    assert ours == theirs


def test_what_is_compared_with_is_weasyprint_itself() -> None:
    ours = (css.StyleFor, line_break.Layout, percent.resolve_percentages, text.draw_first_line)
    with quick.left_out():
        theirs = (css.StyleFor, line_break.Layout, percent.resolve_percentages, text.draw_first_line)
    assert {one.__module__.partition(".")[0] for one in ours} == {"tracker"}
    assert {one.__module__.partition(".")[0] for one in theirs} == {"weasyprint"}


def counted(monkeypatch: pytest.MonkeyPatch, kind: Any, name: str) -> list[Any]:
    """Grows with each call of a method."""
    calls: list[Any] = []
    theirs = getattr(kind, name)

    def one(self: Any, *args: Any, **more: Any) -> Any:
        calls.append(self)
        return theirs(self, *args, **more)

    monkeypatch.setattr(kind, name, one)
    return calls


def test_named_elements_that_are_alike_have_one_style(monkeypatch: pytest.MonkeyPatch) -> None:
    made = counted(monkeypatch, css.ComputedStyle, "__init__")
    few, many = ("".join(f'<div id="d{n}"><p class="mark">a</p></div>' for n in range(m)) for m in (2, 20))
    make(document(few))
    first = len(made)
    make(document(many))
    assert len(made) - first == first


def test_line_is_not_laid_out_again_to_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    told = counted(monkeypatch, line_break.Layout, "set_text")
    make(document("<p>a b c</p>"))
    assert [layout.text for layout in told].count("a b c") == 1


def test_expression_of_the_reader_is_compiled_once() -> None:
    make(document("<p>a</p>"))
    before = len(inputstream.characters_until_regex)
    make(document("<p>a</p>"))
    assert len(inputstream.characters_until_regex) == before


@pytest.mark.parametrize("item", [0.0, -0.0, 1.5, -2.0, 1e-7, 123456.789, 3, -4, b"q", "Tj", True, None])
def test_number_is_written_as_pydyf_writes_it(item: object) -> None:
    with quick.left_out():
        theirs = pydyf._to_bytes(item)
    assert pydyf._to_bytes(item) == theirs
