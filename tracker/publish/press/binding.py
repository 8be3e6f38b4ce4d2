"""Chapters bound into one document: pages, links, bookmarks, structure, head and foot."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tracker.publish.press.cutting import WITHIN
from tracker.publish.press.frame import Frame
from tracker.publish.press.laid import Bookmark, Laid
from tracker.publish.press.order import PdfFailed
from tracker.publish.press.outline import outline


def bind(chapters: Sequence[Laid], frame: Laid | None) -> pikepdf.Pdf:
    """The whole document. Raises PdfFailed: a link that leads nowhere."""
    book = pikepdf.new()
    binder = _Binder(book)
    for chapter in chapters:
        binder.add(chapter)
    binder.finish()
    if frame is not None:
        Frame(book, frame.pdf).print_on(book.pages[1:], first=2)
    return book


def written(book: pikepdf.Pdf) -> bytes:
    """The same book gives the same bytes."""
    target = io.BytesIO()
    book.save(
        target,
        deterministic_id=True,
        force_version="1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        preserve_pdfa=False,
    )
    return target.getvalue()


class _Binder:
    def __init__(self, book: pikepdf.Pdf) -> None:
        self._book = book
        self._bookmarks: list[Bookmark] = []
        self._anchors: dict[str, tuple[int, float, float]] = {}
        self._root = book.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._document = book.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self._root, K=Array())
        )
        self._of_pages: list[Any] = []
        self._of_links: list[Any] = []
        self._links: list[Any] = []

    def add(self, chapter: Laid) -> None:
        first = len(self._book.pages)
        with pikepdf.open(io.BytesIO(chapter.pdf)) as source:
            self._book.pages.extend(source.pages)
            tree = self._book.copy_foreign(source.Root.StructTreeRoot)
        parents = dict(_pairs(tree.ParentTree.Nums))
        for page in self._book.pages[first:]:
            own = page.obj
            self._of_pages.append(parents[int(own.StructParents)])
            own.StructParents = len(self._of_pages) - 1
            for link in own.get(Name.Annots, ()):
                self._links.append(link)
                self._of_links.append(parents[int(link.StructParent)])
        for document in tree.K:
            # What holds one thing may do without the list.
            for element in document.K if isinstance(document.K, Array) else [document.K]:
                element.P = self._document
                self._document.K.append(element)
        for one in chapter.bookmarks:
            self._bookmarks.append(Bookmark(one.level, one.label, first + one.page, one.x, one.y, one.open))
        for name, (page_number, x, y) in chapter.anchors.items():
            self._anchors.setdefault(name, (first + page_number, x, y))

    def finish(self) -> None:
        self._link()
        self._structure()
        outline(self._book, self._bookmarks)
        root = self._book.Root
        root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
        root.PageMode = Name.UseOutlines

    def _link(self) -> None:
        for link in self._links:
            address = str(link.A.URI) if Name.A in link else ""
            if address.startswith(WITHIN):
                name = address.removeprefix(WITHIN)
                if name not in self._anchors:
                    raise PdfFailed(f"a link leads to “{name}”, which is nowhere in the document")
                del link.A
                link.Dest = String(name)
        names = Array()
        pages = [page.obj for page in self._book.pages]
        for name, (page, x, y) in sorted(self._anchors.items(), key=lambda item: item[0].encode()):
            names.append(String(name))
            names.append(Array([pages[page], Name.XYZ, x, y, 0]))
        if self._anchors:
            self._book.Root.Names = Dictionary(Dests=self._book.make_indirect(Dictionary(Names=names)))

    def _structure(self) -> None:
        numbers = Array()
        for key, value in enumerate(self._of_pages + self._of_links):
            numbers.append(key)
            numbers.append(value)
        for key, link in enumerate(self._links, start=len(self._of_pages)):
            link.StructParent = key
        self._root.K = Array([self._document])
        self._root.ParentTree = self._book.make_indirect(Dictionary(Nums=numbers))
        self._root.ParentTreeNextKey = len(self._of_pages) + len(self._of_links)
        self._book.Root.StructTreeRoot = self._root
        self._book.Root.MarkInfo = Dictionary(Marked=True)


def _pairs(numbers: Any) -> Iterator[tuple[int, Any]]:
    every = list(numbers)
    yield from zip((int(key) for key in every[::2]), every[1::2], strict=True)
