"""The PDF: what it may reach, what it holds, and that it is always the same."""

import asyncio
import http.server
import io
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from tests.publish.report_plan import year_2024
from tests.publish.test_report import report
from tracker.publish.pdf import PdfFailed, to_pdf
from tracker.publish.press.cutting import cut
from tracker.publish.press.files import HOST, static_file
from tracker.publish.press.layout import Press
from tracker.publish.report.document import paper
from tracker.publish.templating import static_url

HEAD = f'<title>Rapport</title><link rel="stylesheet" href="{static_url("paper.css")}">'


def document(body: str, head: str = HEAD) -> str:
    return f'<!doctype html><html lang="fr"><head>{head}</head><body><h1>Rapport</h1>{body}</body></html>'


def make(html: str) -> bytes:
    """The first chapter of a document, laid out in this very process."""
    parts = cut(html)
    return Press(parts.styles).lay_out(parts.chapters[0]).pdf


class Asked(http.server.BaseHTTPRequestHandler):
    """Answers with a redirect to a file, and remembers that it was asked."""

    paths: list[str] = []  # noqa: RUF012 - shared by all requests

    def do_GET(self) -> None:
        self.paths.append(self.path)
        self.send_response(302)
        self.send_header("Location", "file:///etc/passwd")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the library
        pass


@pytest.fixture
def site() -> Iterator[str]:
    """A web server on this machine that nothing may ask."""
    Asked.paths.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    "body",
    [
        '<img src="{site}/a.png" alt="a">',
        '<img src="{site}/a.svg" alt="a">',
        '<p style="background-image: url({site}/a.png)">a</p>',
        '<img src="file:///etc/passwd" alt="a">',
        '<img src="/etc/passwd" alt="a">',
        '<img src="/static/../cli.py" alt="a">',
        '<img src="/static/%2e%2e/cli.py" alt="a">',
        '<img src="/static/verify_register.py" alt="a">',
        '<img src="data:image/png;base64,AAAA" alt="a">',
        '<a rel="attachment" href="file:///etc/passwd">a</a>',
        '<a rel="attachment" href="{site}/a.pdf">a</a>',
        '<svg viewBox="0 0 9 9"><title>a</title><image href="file:///etc/passwd" width="9"/></svg>',
        '<object data="{site}/a.svg">a</object>',
        '<embed src="{site}/a.svg">',
    ],
)
def test_document_reaches_no_network_and_no_file(body: str, site: str) -> None:
    with pytest.raises(PdfFailed, match="which is not part of it"):
        make(document(body.replace("{site}", site)))
    assert Asked.paths == []


def test_qr_code_another_site_is_not_fetched(site: str) -> None:
    assert make(document(f'<svg viewBox="0 0 9 9"><title>a</title><use href="{site}/a.svg#a"/></svg>'))
    assert Asked.paths == []


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="stylesheet" href="{site}/a.css">',
        "<style>@import url({site}/a.css);</style>",
        "<style>@font-face {{ font-family: a; src: url({site}/a.woff2); }} p {{ font-family: a; }}</style>",
        '<link rel="attachment" href="file:///etc/passwd">',
    ],
)
def test_styles_reach_no_network_and_no_file(head: str, site: str) -> None:
    head = head.replace("{{", "{").replace("}}", "}").replace("{site}", site)
    with pytest.raises(PdfFailed, match="which is not part of it"):
        make(document("<p>a</p>", HEAD + head))
    assert Asked.paths == []


async def test_worker_says_which_address_it_refused() -> None:
    with pytest.raises(PdfFailed, match=r"asks for file:///etc/passwd, which is not part of it"):
        await to_pdf(document('<img src="file:///etc/passwd" alt="a">'))


def test_only_fonts_styles_and_marks_are_ours() -> None:
    own = f"http://{HOST}/static"
    assert static_file(f"{own}/paper.css?v=1") is not None
    assert static_file(f"{own}/fonts/source-sans-3-latin-400-normal.woff2") is not None
    assert static_file(f"{own}/verify_register.py") is None
    assert static_file(f"{own}/../cli.py") is None
    assert static_file("http://other.example/static/paper.css") is None
    assert static_file("file:///static/paper.css") is None


async def test_error_in_a_document_is_a_failure() -> None:
    with pytest.raises(PdfFailed, match="lang"):
        await to_pdf("<!doctype html><html><head>" + HEAD + "</head><body><h1>Rapport</h1></body></html>")


async def test_time_limit_ends_the_worker() -> None:
    before = time.monotonic()
    with pytest.raises(PdfFailed, match=r"not ready after 0\.2 seconds"):
        await to_pdf(document("<p>a</p>" * 20_000), seconds=0.2)
    assert time.monotonic() - before < 10


async def test_memory_limit_is_said() -> None:
    with pytest.raises(PdfFailed, match=r"memory|ended with"):
        await to_pdf(document("<p>a</p>" * 20_000), most_bytes=150_000_000)


@pytest.fixture(scope="module")
def html() -> str:
    return paper(report(year_2024(), 2024), "fr", "https://promises.example")


@pytest.fixture(scope="module")
def made(html: str) -> bytes:
    return asyncio.run(to_pdf(html))


@pytest.fixture
def pdf(made: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(made)) as opened:
        yield opened


async def test_same_document_gives_the_same_bytes(html: str, made: bytes) -> None:
    # Each is made by a process of its own, with its own seed of hashes.
    assert await to_pdf(html) == made


def test_report_is_tagged_and_says_its_language_and_title(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root
    assert root.MarkInfo.Marked
    assert "/StructTreeRoot" in root
    assert str(root.Lang) == "fr"
    assert "Pacte des solidarités" in str(pdf.docinfo["/Title"])
    assert root.ViewerPreferences.DisplayDocTitle
    assert "pdfuaid" in bytes(root.Metadata.read_bytes()).decode()


def test_report_holds_no_script_and_no_file(pdf: pikepdf.Pdf) -> None:
    keys = {
        str(key)
        for one in pdf.objects
        if isinstance(one, pikepdf.Dictionary)
        for key in one.keys()  # noqa: SIM118
    }
    assert keys.isdisjoint({"/JS", "/JavaScript", "/EmbeddedFiles", "/AA", "/Launch", "/OpenAction"})


def test_fonts_are_ours_and_embedded(pdf: pikepdf.Pdf) -> None:
    fonts = [
        one
        for one in pdf.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
    ]
    assert fonts
    for font in fonts:
        assert "Source" in str(font.FontName)
        assert "/FontFile2" in font or "/FontFile3" in font


def elements(node: Any, tag: str) -> Iterator[Any]:
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from elements(one, tag)
    elif isinstance(node, pikepdf.Dictionary):
        if node.get("/S") == tag:
            yield node
        if "/K" in node:
            yield from elements(node.K, tag)


def test_every_chart_has_a_text_alternative(pdf: pikepdf.Pdf) -> None:
    figures = list(elements(pdf.Root.StructTreeRoot.K, "/Figure"))
    assert len(figures) >= 4
    assert all(str(figure.get("/Alt", "")) for figure in figures)


def test_every_table_has_headers(pdf: pikepdf.Pdf) -> None:
    tables = list(elements(pdf.Root.StructTreeRoot.K, "/Table"))
    assert tables
    assert all(list(elements(table, "/TH")) for table in tables)


def test_headings_go_down_one_level_at_a_time(pdf: pikepdf.Pdf) -> None:
    levels = [
        int(str(node.S)[2:])
        for node in _in_order(pdf.Root.StructTreeRoot.K)
        if str(node.get("/S", "")) in {f"/H{level}" for level in range(1, 7)}
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def _in_order(node: Any) -> Iterator[Any]:
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from _in_order(one)
    elif isinstance(node, pikepdf.Dictionary):
        yield node
        if "/K" in node:
            yield from _in_order(node.K)


def test_bookmarks_lead_to_every_part(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        parts = [item for item in outline.root if item.title]
        assert len(parts) >= 14
        assert any(child.children for part in parts for child in part.children)


def test_pages_are_a4(pdf: pikepdf.Pdf) -> None:
    assert {tuple(round(float(x)) for x in page.mediabox) for page in pdf.pages} == {(0, 0, 595, 842)}
