"""What the PDFs claim to keep to, PDF/UA-1 and PDF/A-3a, as far as a machine here can tell.

What it can't tell is listed in docs/report.md. The report is that of a small plan told in Italian, its texts
being French, so that there are parts in another language.
"""

import asyncio
import io
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import outloud
import pdfua
import pikepdf
import pytest

from tests.publish.report_plan import year_2024
from tests.publish.test_pdf import document, elements
from tests.publish.test_report import report
from tracker.publish.pdf import Archive, Attachment, to_pdf
from tracker.publish.report.document import paper

DATED = datetime(2025, 1, 31, 12, 30, tzinfo=UTC)
FILES = (
    Attachment("register.jsonl", "Il registro", b'{"body": {}}\n', "application/jsonl", "Source"),
    Attachment("actions.csv", "Le azioni", b"ref,title\r\n", "text/csv", "Data"),
)
# Rules of outloud that ask for a judgement, with ours.
JUDGED = {
    "TBL-010",  # more header cells than others: each row of a short table has a header of its own
    "TBL-013",  # two tables in a row are two tables
    "FIG-012",  # alternatives of charts are lists of numbers, as they should be
    "ORD-001",  # what floats is painted after what it stands beside, and read before it
    "PAG-001",  # the same words on three pages are the same facts
}


@pytest.fixture(scope="module")
def html() -> str:
    return paper(report(year_2024(), 2024), "it", "https://promises.example")


@pytest.fixture(scope="module")
def files(html: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    async def made() -> list[bytes]:
        return [await to_pdf(html), await to_pdf(html, archive=Archive(FILES, DATED))]

    folder = tmp_path_factory.mktemp("conformance")
    written = {}
    for name, content in zip(("readers", "archive"), asyncio.run(made()), strict=True):
        written[name] = folder / f"{name}.pdf"
        written[name].write_bytes(content)
    return written


@pytest.fixture(params=["readers", "archive"])
def file(request: pytest.FixtureRequest, files: dict[str, Path]) -> Path:
    return files[request.param]


@pytest.fixture
def pdf(file: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(file) as opened:
        yield opened


@pytest.fixture
def archive(files: dict[str, Path]) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(files["archive"]) as opened:
        yield opened


def test_outloud_finds_no_fault(file: Path) -> None:
    result = outloud.check(str(file))
    assert not result.error
    assert [one for one in result.findings if one.rule not in JUDGED and one.severity != "info"] == []


def test_pdfua_finds_no_fault(file: Path) -> None:
    assert [str(one) for one in pdfua.validate(str(file)).findings] == []


def test_the_structure_of_the_file_is_sound(pdf: pikepdf.Pdf) -> None:
    assert pdf.check_pdf_syntax() == []


# --- what a screen reader is told ---------------------------------------------------------------------------


def tree(pdf: pikepdf.Pdf) -> Any:
    return pdf.Root.StructTreeRoot.K


def test_every_header_cell_says_what_it_heads(pdf: pikepdf.Pdf) -> None:
    scopes = {str(cell.A.Scope) for cell in elements(tree(pdf), "/TH")}
    assert scopes == {"/Row", "/Column"}


def test_texts_of_the_plan_say_their_language(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang) == "it"
    titles = [str(span.get("/Lang", "")) for span in elements(tree(pdf), "/Span")]
    assert titles
    assert set(titles) == {"fr"}


def test_links_say_where_they_lead_and_are_printed(pdf: pikepdf.Pdf) -> None:
    links = [link for page in pdf.pages for link in page.get("/Annots", [])]
    assert links
    assert all(str(link.Contents).strip() for link in links)
    assert all(int(link.F) == 4 for link in links)


def test_window_shows_the_title_and_the_bookmarks(pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.Root.PageMode) == "/UseOutlines"


def test_text_of_every_page_is_marked(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        depth = 0
        for instruction in pikepdf.parse_content_stream(page):
            kind = str(instruction.operator)
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(kind, 0)
            assert kind not in ("Tj", "TJ") or depth == 1, "text is neither marked nor an artifact"


async def _tables(rows: int) -> pikepdf.Pdf:
    row = '<tr><th scope="row">a</th><td>b</td></tr>'
    head = '<thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
    table = f"<table><caption>c</caption>{head}<tbody>{row * rows}</tbody></table>"
    return pikepdf.open(io.BytesIO(await to_pdf(document(table))))


async def test_table_over_several_pages_is_one_and_its_head_is_read_once() -> None:
    with await _tables(110) as long, await _tables(3) as short:
        assert len(long.pages) > 3
        assert len(list(elements(tree(long), "/Table"))) == 1
        for made in (long, short):
            (head,) = elements(tree(made), "/THead")
            assert len(list(elements(head, "/TR"))) == 1
        assert len(list(elements(tree(long), "/TR"))) == 111


async def test_paragraph_over_two_pages_is_one() -> None:
    body = f"<p>{'mot ' * 2_000}</p>"
    with pikepdf.open(io.BytesIO(await to_pdf(document(body)))) as made:
        assert len(made.pages) > 1
        (paragraph,) = elements(tree(made), "/P")
        pages = {kid.Pg.objgen for kid in paragraph.K if isinstance(kid, pikepdf.Dictionary)}
        assert pages == {page.obj.objgen for page in made.pages[1:]}


async def test_text_beside_paragraphs_is_a_paragraph() -> None:
    with pikepdf.open(
        io.BytesIO(await to_pdf(document("<section>un <strong>deux</strong><p>trois</p></section>")))
    ) as made:
        (section,) = elements(tree(made), "/Sect")
        assert [str(kid.S) for kid in section.K] == ["/P", "/P"]


# --- what an archive holds ----------------------------------------------------------------------------------


def test_claims_are_those_that_are_kept(files: dict[str, Path]) -> None:
    claims = {}
    for name, path in files.items():
        with pikepdf.open(path) as pdf, pdf.open_metadata() as said:
            claims[name] = (said.get("pdfuaid:part"), said.get("pdfaid:part"), said.get("pdfaid:conformance"))
    assert claims == {"readers": ("1", None, None), "archive": ("1", "3", "A")}


def test_archive_holds_its_files_with_their_relationship_and_day(archive: pikepdf.Pdf) -> None:
    assert {name: archive.attachments[name].get_file().read_bytes() for name in archive.attachments} == {
        one.name: one.content for one in FILES
    }
    related = {str(one.UF): (str(one.AFRelationship), str(one.Desc)) for one in archive.Root.AF}
    assert related == {one.name: (f"/{one.relationship}", one.description) for one in FILES}
    days = {str(one.EF.F.Params[key]) for one in archive.Root.AF for key in ("/ModDate", "/CreationDate")}
    assert days == {"D:20250131123000Z"}


def test_archive_says_how_its_colours_are_meant(archive: pikepdf.Pdf) -> None:
    (intent,) = archive.Root.OutputIntents
    assert str(intent.S) == "/GTS_PDFA1"
    assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"


def test_dictionary_and_metadata_say_the_same(pdf: pikepdf.Pdf) -> None:
    said = pdf.open_metadata()
    info = pdf.docinfo
    assert said["dc:title"] == str(info["/Title"])
    assert said["dc:creator"] == [str(info["/Author"])]
    assert said["dc:description"] == str(info["/Subject"])
    assert said["xmp:CreatorTool"] == str(info["/Creator"])
    assert said["pdf:Producer"] == str(info["/Producer"])
    for name, key in (("xmp:CreateDate", "/CreationDate"), ("xmp:ModifyDate", "/ModDate")):
        moment = datetime.fromisoformat(str(said[name]))
        assert f"{moment:D:%Y%m%d%H%M%S}Z" == str(info[key])


async def test_archive_is_the_same_byte_for_byte(html: str, files: dict[str, Path]) -> None:
    again = await to_pdf(html, archive=Archive(FILES, DATED), processes=1)
    assert again == files["archive"].read_bytes()


def test_every_font_is_inside_and_cut_to_what_is_used(pdf: pikepdf.Pdf) -> None:
    fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/FontDescriptor" in one]
    assert fonts
    for font in fonts:
        name = str(font.BaseFont)
        assert name[7] == "+"
        assert name[1:7].isupper()
        assert "/FontFile2" in font.FontDescriptor or "/FontFile3" in font.FontDescriptor


def test_poppler_reads_the_text_in_order(file: Path) -> None:
    said = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
    assert "Pacte des solidarités" in said
