"""The press: chapters cut apart, laid out beside each other and bound come out as one document."""

import asyncio
import contextlib
import io
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.publish.test_pdf import document
from tracker.publish.pdf import PdfFailed, forget_chapters, to_pdf
from tracker.publish.press import worker
from tracker.publish.press.cutting import ROWS, WITHIN, cut
from tracker.publish.press.laid import About, Bookmark, Laid
from tracker.publish.press.outline import outline

RUNNING = '<p class="running-head">Pacte · 2024</p><p class="running-foot">abc</p>'
CONTENTS = (
    '<nav class="contents"><ol><li><a href="#one">Un</a></li><li><a href="#two">Deux</a></li>'
    '<li><a href="#last">Fin</a></li></ol></nav>'
)


def chapter(name: str, pages: int = 1, more: str = "") -> str:
    leaves = "".join(f'<p style="break-before: page">{name}, page {n}</p>' for n in range(2, pages + 1))
    return f'<section id="{name}" class="opens"><h2>{name}</h2>{more}<p>{name}, page 1</p>{leaves}</section>'


def whole(*chapters: str) -> str:
    return document(RUNNING + CONTENTS + '<main class="report">' + "".join(chapters) + "</main>")


BOOK = whole(chapter("one", 3, '<p><a href="#last">vers la fin</a></p>'), chapter("two", 2), chapter("last"))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shelf")


@pytest.fixture(scope="module")
def made(shelf: Path) -> bytes:
    return asyncio.run(to_pdf(BOOK, shelf=shelf))


@pytest.fixture
def book(made: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(made)) as opened:
        yield opened


def texts(page: pikepdf.Page) -> str:
    """What a page draws, as the hexadecimal codes of its glyphs: the same words have the same codes."""
    strings = []
    for one in pikepdf.parse_content_stream(page):
        if str(one.operator) in ("TJ", "Tj"):
            parts: Any = one.operands[0] if str(one.operator) == "TJ" else one.operands
            strings += [bytes(part).hex() for part in parts if isinstance(part, pikepdf.String)]
    return " ".join(strings)


# --- cutting ------------------------------------------------------------------------------------------------


def test_chapter_begins_with_what_opens_a_page() -> None:
    parts = cut(BOOK)
    assert [re.findall(r'id="(\w+)"', part) for part in parts.chapters] == [[], ["one"], ["two"], ["last"]]


def test_each_chapter_is_closed_and_stands_where_it_stood() -> None:
    first, _, second, _ = cut(BOOK).chapters
    assert first.endswith('<main class="report"></main></body></html>')
    assert '<main class="report"><section id="two" class="opens">' in second
    assert second.endswith("</section></main></body></html>")


def test_element_that_goes_on_has_no_second_id_and_opens_nothing() -> None:
    section = '<section id="s" class="axis opens"><p>a</p><div class="opens"><p>b</p></div><p>c</p></section>'
    _, first, second = cut(document(section)).chapters
    assert first.endswith('<section id="s" class="axis opens"><p>a</p></section></body></html>')
    assert '<section class="axis "><div class="opens"><p>b</p></div><p>c</p></section>' in second


def test_long_table_is_cut_into_parts_of_the_same_length_with_its_head() -> None:
    rows = "".join(f"<tr><td>{n}</td></tr>" for n in range(ROWS + 1))
    head = "<thead><tr><th>a</th></tr></thead>"
    table = f'<table id="t" class="rows"><caption>c</caption>{head}<tbody>{rows}</tbody></table>'
    first, second = cut(document(table + table.replace(rows, "<tr><td>x</td></tr>"))).chapters
    assert (first.count("<tr>"), second.count("<tr>")) == (1 + ROWS // 2, 1 + ROWS // 2 + 1 + 2)
    assert f'<body><table class="rows">{head}<tbody><tr><td>{ROWS // 2}</td>' in second
    assert first.endswith("</tr></tbody></table></body></html>")


def test_document_without_chapters_is_one() -> None:
    assert len(cut(document("<p>a</p>")).chapters) == 1


def test_word_opens_in_a_text_or_in_another_class_opens_nothing() -> None:
    body = '<p>class="opens"</p><p class="opens-not">a</p><p class="reopens">b</p><p title="opens">c</p>'
    assert len(cut(document(body)).chapters) == 1


def test_links_within_are_left_to_the_binder_and_others_are_not() -> None:
    parts = cut(
        document('<a href="#a">a</a><a class="b" href="#b">b</a><a href="https://x.example/#c">c</a>')
    )
    assert f'<a href="{WITHIN}a">' in parts.chapters[0]
    assert f'<a class="b" href="{WITHIN}b">' in parts.chapters[0]
    assert '<a href="https://x.example/#c">' in parts.chapters[0]


def test_head_and_foot_are_taken_out_of_the_chapters() -> None:
    parts = cut(BOOK)
    assert "Pacte · 2024" in parts.frame
    assert not any("running-" in part for part in parts.chapters)


# --- binding ------------------------------------------------------------------------------------------------


def test_pages_of_all_chapters_follow_each_other(book: pikepdf.Pdf) -> None:
    assert len(book.pages) == 1 + 3 + 2 + 1


def test_link_leads_into_another_chapter(book: pikepdf.Pdf) -> None:
    names = list(book.Root.Names.Dests.Names)
    places = {str(name): place for name, place in zip(names[::2], names[1::2], strict=True)}
    link = book.pages[1].Annots[0]
    assert str(link.Dest) == "last"
    assert places["last"][0].objgen == book.pages[6].obj.objgen
    assert "/A" not in link


def test_names_of_places_are_in_order(book: pikepdf.Pdf) -> None:
    names = [str(name) for name in list(book.Root.Names.Dests.Names)[::2]]
    assert names == sorted(names) == ["last", "one", "two"]


async def test_link_that_leads_nowhere_is_a_failure() -> None:
    with pytest.raises(PdfFailed, match="“nowhere”, which is nowhere in the document"):
        await to_pdf(document('<p><a href="#nowhere">a</a></p>'))


def test_every_link_and_page_is_known_to_the_structure(book: pikepdf.Pdf) -> None:
    numbers = list(book.Root.StructTreeRoot.ParentTree.Nums)
    parents = {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}
    assert list(parents) == sorted(parents)
    pages = [int(page.StructParents) for page in book.pages]
    links = [link for page in book.pages for link in page.get("/Annots", [])]
    assert pages == list(range(len(pages)))
    assert sorted(int(link.StructParent) for link in links) == list(range(7, 7 + len(links)))
    assert all(str(parents[int(link.StructParent)].S) == "/Link" for link in links)


def test_structure_hangs_on_one_root(book: pikepdf.Pdf) -> None:
    root = book.Root.StructTreeRoot
    document_ = root.K[0]
    assert (str(document_.S), document_.P.objgen) == ("/Document", root.objgen)
    assert {kid.P.objgen for kid in document_.K} == {document_.objgen}


PAGES = {"one": 3, "two": 2, "last": 1}


def test_contents_name_the_page_on_which_a_chapter_begins() -> None:
    assert contents(BOOK) == {"one": "2", "two": "5", "last": "7"}


def test_contents_may_be_a_chapter_after_others() -> None:
    cover = '<header class="cover"><p>Pacte</p></header>'
    covered = BOOK.replace(CONTENTS, cover + CONTENTS.replace('"contents"', '"contents opens"'))
    assert contents(covered) == {"one": "3", "two": "6", "last": "8"}


def contents(html: str) -> dict[str, str]:
    """The pages that the finished table of contents names; read where it is made."""
    asked: list[str] = []

    class Hall:
        def lay_out(self, chapters: list[str]) -> list[Laid]:
            asked.extend(chapters)
            return [self.laid(re.findall(r'<section id="(\w+)"', chapter)) for chapter in chapters]

        def laid(self, names: list[str]) -> Laid:
            pages = sum(PAGES[name] for name in names) or 1
            return Laid(b"", pages, [], dict.fromkeys(names, (0, 0.0, 0.0)), About("", ""))

    worker._laid_out(Hall(), cut(html).chapters)  # type: ignore[arg-type]
    return dict(re.findall(rf'{re.escape(WITHIN)}(\w+)" data-page="(\d+)"', asked[-1]))


def test_bookmarks_hang_under_the_heading_above_them() -> None:
    with pikepdf.new() as book:
        book.add_blank_page()
        levels = [(1, "a", False), (3, "b", True), (2, "c", True), (3, "d", True), (1, "e", True)]
        outline(book, [Bookmark(level, name, 0, 0, 0, shown) for level, name, shown in levels])
        with book.open_outline() as tree:
            assert _titles(tree.root) == [("a", [("b", []), ("c", [("d", [])])]), ("e", [])]
        assert int(book.Root.Outlines.Count) == 2
        assert int(book.Root.Outlines.First.Count) == -3


def _titles(items: Any) -> list[Any]:
    return [(item.title, _titles(item.children)) for item in items]


def test_every_page_but_the_first_bears_head_foot_and_its_number(book: pikepdf.Pdf) -> None:
    first, *others = book.pages
    assert "/TrackerFrame" not in first.Resources.get("/XObject", {})
    assert all("/TrackerFrame" in page.Resources.XObject for page in others)
    numbers = [texts(page).split()[-1] for page in others]
    # The digits 2 to 7 follow each other in the font.
    codes = [int(number, 16) for number in numbers]
    assert codes == list(range(codes[0], codes[0] + 6))


def test_what_stands_on_every_page_is_not_read(book: pikepdf.Pdf) -> None:
    content = book.pages[3].Contents[-1].read_bytes()
    assert content.count(b"/Artifact <</Type /Pagination>> BDC") == 2
    assert b"MCID" not in content
    assert b"MCID" not in book.pages[3].Resources.XObject["/TrackerFrame"].read_bytes()


def test_pages_have_labels_and_the_document_opens_with_its_bookmarks(book: pikepdf.Pdf) -> None:
    pages: Any = book.pages
    assert [page.label for page in pages] == ["1", "2", "3", "4", "5", "6", "7"]
    assert str(book.Root.PageMode) == "/UseOutlines"


async def test_mark_is_as_high_as_the_text_and_drawn_once() -> None:
    marks = '<p>a <span class="mark mark-delivered">b</span> c <span class="mark mark-delivered">d</span></p>'
    with pikepdf.open(io.BytesIO(await to_pdf(document(marks)))) as made:
        (page,) = made.pages
        (drawn,) = page.Resources.XObject.values()
        assert max(float(corner) for corner in drawn.BBox) < 15
        operators = [str(one.operator) for one in pikepdf.parse_content_stream(page)]
        assert operators.count("Do") == 2


# --- the same bytes, and what was laid out before -----------------------------------------------------------


async def test_number_of_processes_and_shelf_change_no_byte(made: bytes, tmp_path: Path) -> None:
    assert await to_pdf(BOOK, processes=3, shelf=tmp_path) == made
    assert await to_pdf(BOOK, processes=1, shelf=tmp_path) == made


async def test_only_what_changed_is_laid_out_again(made: bytes, shelf: Path) -> None:
    before = {path.name for path in shelf.iterdir()}
    changed = BOOK.replace("<p>two, page 1</p>", "<p>two, and news</p>")
    await to_pdf(changed, shelf=shelf)
    assert len({path.name for path in shelf.iterdir()} - before) == 1


async def test_chapter_that_is_not_whole_is_laid_out_again(made: bytes, tmp_path: Path) -> None:
    await to_pdf(BOOK, shelf=tmp_path)
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes()[:100])
    assert await to_pdf(BOOK, shelf=tmp_path) == made


async def test_shelf_that_cannot_be_written_is_done_without(made: bytes, tmp_path: Path) -> None:
    assert await to_pdf(BOOK, shelf=tmp_path / "not there") == made


async def test_chapters_are_kept_for_this_user_alone_and_can_be_forgotten(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    await to_pdf(document("<p>a</p>"))
    (own,) = tmp_path.iterdir()
    assert own.stat().st_mode & 0o777 == 0o700
    assert list(own.iterdir())
    forget_chapters()
    assert list(own.iterdir()) == []
    own.chmod(0o755)
    await to_pdf(document("<p>a</p>"))
    assert list(own.iterdir()) == []


# --- limits -------------------------------------------------------------------------------------------------


async def test_nothing_goes_on_when_the_document_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    long = whole(*(chapter(f"c{n}", more="<p>a</p>" * 5_000) for n in range(6)), chapter("one"))
    making = asyncio.create_task(to_pdf(long, processes=2))
    while len(workers(tmp_path)) < 3:
        assert not making.done()
        await asyncio.sleep(0.05)
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    assert workers(tmp_path) == set()


def workers(home: Path) -> set[str]:
    """The processes on this machine that were told this home; one that has ended has none."""
    found = set()
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if f"HOME={home}\0".encode() in (path / "environ").read_bytes():
                found.add(path.name)
    return found


async def test_chapter_that_needs_too_much_memory_is_said() -> None:
    with pytest.raises(PdfFailed, match=r"memory|ended with"):
        await to_pdf(whole(chapter("one", more="<p>a</p>" * 60_000)), processes=1, most_bytes=900_000_000)


async def test_mistake_in_one_chapter_is_said() -> None:
    asking = chapter("two", more='<img src="file:///etc/passwd" alt="a">')
    with pytest.raises(PdfFailed, match=r"asks for file:///etc/passwd, which is not part of it"):
        await to_pdf(whole(chapter("one"), asking, chapter("last")))
