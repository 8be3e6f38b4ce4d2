"""The structure of a chapter as a screen reader finds it: one tag for each element of the HTML.

This stands in for WeasyPrint's own, which makes a tag for each box: there a table over three pages is three
tables, heads that are printed again are read again, a paragraph has a tag for each line, and neither the
scope of a header cell nor the language of a text is told. It reads what WeasyPrint keeps for itself, hence
the narrow bounds of its version in ``pyproject.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from tracker.publish.press.laid import POINTS
from tracker.publish.press.order import PdfFailed

SVG = "{http://www.w3.org/2000/svg}"

# What has no name here is no element of its own: its content belongs to what it stands in.
_NAMES = {
    "main": "Part",
    "article": "Art",
    "section": "Sect",
    "nav": "Sect",
    "header": "Div",
    "footer": "Div",
    "aside": "Div",
    "blockquote": "BlockQuote",
    "p": "P",
    "pre": "P",
    "a": "Link",
    "caption": "Caption",
    "figcaption": "Caption",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    **dict.fromkeys(("ul", "ol", "dl"), "L"),
    **dict.fromkeys(("li", "dt", "dd"), "LI"),
    **dict.fromkeys(("img", f"{SVG}svg"), "Figure"),
}
# Text that stands in one of these is a paragraph, though the HTML does not call it one.
_GROUPS = frozenset({"Document", "Part", "Art", "Sect", "Div", "BlockQuote"})
_INLINE = frozenset({"Link", "Span"})
_KEPT_EMPTY = frozenset({"TH", "TD"})


@dataclass(slots=True, eq=False)
class Tag:
    """``kids`` are tags, marked texts as (page, MCID), and links as (page, annotation). A ``loose`` one is a
    paragraph that the HTML does not call so."""

    name: str
    page: int
    language: str
    kids: list[Any] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)
    loose: bool = False


def add_tags(pdf: pydyf.PDF, document: Any, pdf_version: str, streams: list[Any]) -> None:
    """Write the structure of a document into its PDF; takes the place of ``weasyprint.pdf.tags.add_tags``."""
    language = document.metadata.lang or ""
    root = Tag("Document", 0, language)
    tree = _Tree(root)
    for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        tree.read(number, page, stream)
    _Writer(pdf, tree, len(streams)).write(root)


class _Tree:
    """Reads boxes page by page. ``texts`` are the tags that marked texts belong to, by page and MCID; what
    has none is printed again, and not read again. ``links`` are (annotation, its tag)."""

    def __init__(self, root: Tag) -> None:
        self.texts: list[dict[int, Tag]] = []
        self.links: list[tuple[Any, Tag]] = []
        self._root = root
        self._tags: dict[tuple[Any, str], Tag] = {}

    def read(self, number: int, page: Any, stream: Any) -> None:
        self._number, self._page, self._marked = number, page, stream._tags
        self.texts.append({})
        for child in page._page_box.children:
            if not isinstance(child, boxes.MarginBox):
                self._read(child, self._root)
        _only_printed(stream, [text["mcid"] for text in stream._tags.values()])

    def _read(self, box: Any, parent: Tag) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.TextBox):
            self._read_text(box, parent)
            return
        again = getattr(box, "is_header", False) and (box.element, box.element_tag) in self._tags
        if again:
            return
        tag = self._tag(box, parent)
        if box.link_annotation:
            self._link(box, tag)
        if isinstance(box, boxes.ReplacedBox):
            # A mark before a word says what the word says.
            if "::" not in box.element_tag:
                self._mark(box, tag)
            return
        for child in box.children if isinstance(box, boxes.ParentBox) else ():
            self._read(child, tag)

    def _read_text(self, box: Any, parent: Tag) -> None:
        if box.text.strip():
            self._mark(box, self._paragraph(parent))

    def _paragraph(self, parent: Tag) -> Tag:
        """Where running text goes: what groups paragraphs does not hold any itself."""
        if parent.name not in _GROUPS:
            return parent
        last = parent.kids[-1] if parent.kids else None
        if isinstance(last, Tag) and last.loose:
            return last
        made = Tag("P", self._number, parent.language, loose=True)
        parent.kids.append(made)
        return made

    def _link(self, box: Any, tag: Tag) -> None:
        annotation = box.link_annotation
        tag.kids.append((self._number, annotation))
        self.links.append((annotation, tag))
        annotation["F"] = 4  # printed too
        if words := " ".join("".join(box.element.itertext()).split()):
            annotation["Contents"] = pydyf.String(words)

    def _mark(self, box: Any, tag: Tag) -> None:
        text = self._marked.pop(box, None)
        if text is not None:
            self.texts[-1][text["mcid"]] = tag
            tag.kids.append((self._number, text["mcid"]))

    def _tag(self, box: Any, parent: Tag) -> Tag:
        """The tag of the element that a box is of: a new one, the one begun before, or its parent's."""
        element, name = box.element, box.element_tag
        if element is None:
            return parent
        key = (element, name)
        if key not in self._tags:
            self._tags[key] = self._made(box, element, name, parent)
        return self._tags[key]

    def _made(self, box: Any, element: Any, name: str, parent: Tag) -> Tag:
        language = element.get("lang") or parent.language
        own = _NAMES.get(name)
        if name == "li::marker":
            own = "Lbl"
        if own is None and language == parent.language:
            return parent
        own = own or ("Div" if name == "div" else "Span")
        if own in _INLINE:
            parent = self._paragraph(parent)
        tag = Tag(own, self._number, language)
        if language != parent.language and name not in ("html", "body"):
            tag.more["Lang"] = pydyf.String(language)
        parent.kids.append(tag)
        if own == "Figure":
            self._describe(box, element, tag)
        elif own in ("TH", "TD"):
            tag.more.update(_cell(element, own, parent))
        elif own == "LI":
            body = Tag("LBody", self._number, language)
            tag.kids.append(body)
            return body
        return tag

    def _describe(self, box: Any, element: Any, tag: Tag) -> None:
        title = element.find(f"{SVG}title") if element.tag == f"{SVG}svg" else None
        words = (title.text if title is not None else element.get("alt")) or ""
        if not words:
            raise PdfFailed("a picture has no words that say what it shows")
        tag.more["Alt"] = pydyf.String(words)
        left, top = box.content_box_x(), box.content_box_y()
        height = self._page.height
        corners = (left, height - top - box.height, left + box.width, height - top)
        place = pydyf.Array(round(corner * POINTS, 2) for corner in corners)
        tag.more["A"] = pydyf.Dictionary({"O": "/Layout", "BBox": place, "Placement": "/Block"})


def _cell(element: Any, name: str, row: Tag) -> dict[str, Any]:
    about = {"O": "/Table"}
    for attribute, key in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
        if (span := element.get(attribute, "1")) != "1":
            about[key] = span
    if name == "TH":
        about["Scope"] = "/Row" if element.get("scope") == "row" else "/Column"
    return {"A": pydyf.Dictionary(about)} if len(about) > 1 else {}


def _only_printed(stream: Any, marks: Iterable[int]) -> None:
    """Turn marked texts that no tag holds, such as the head of a table printed again, into artifacts."""
    unread = set(marks)
    if not unread:
        return
    for place, part in enumerate(stream.stream):
        if isinstance(part, pydyf.Dictionary) and part.get("MCID") in unread:
            stream.stream[place - 1 : place + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
    stream._tags.clear()


class _Writer:
    def __init__(self, pdf: pydyf.PDF, tree: _Tree, pages: int) -> None:
        self._pdf, self._tree = pdf, tree
        self._pages = pdf.page_references
        self._made: dict[int, Any] = {}
        self._count = pages

    def write(self, root: Tag) -> None:
        structure = self._added({"Type": "/StructTreeRoot"})
        structure["K"] = pydyf.Array([self._write(root, structure).reference])
        numbers = pydyf.Array()
        for page, texts in enumerate(self._tree.texts):
            last = max(texts, default=-1)
            parents = (texts.get(mark) for mark in range(last + 1))
            numbers.extend([page, pydyf.Array(self._reference(tag) for tag in parents)])
        for key, (annotation, tag) in enumerate(self._tree.links, start=self._count):
            annotation["StructParent"] = key
            numbers.extend([key, self._reference(tag)])
        structure["ParentTree"] = self._added({"Nums": numbers}).reference
        self._pdf.catalog["StructTreeRoot"] = structure.reference
        self._pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})

    def _write(self, tag: Tag, parent: Any) -> Any:
        place = {"P": parent.reference, "Pg": self._pages[tag.page]}
        written = self._added({"S": f"/{tag.name}", **place, **tag.more})
        self._made[id(tag)] = written
        kids = pydyf.Array(self._kids(tag, written))
        if kids:
            written["K"] = kids if len(kids) > 1 else kids[0]
        return written

    def _kids(self, tag: Tag, written: Any) -> Iterator[Any]:
        for kid in tag.kids:
            if isinstance(kid, Tag):
                if not _is_bare(kid):
                    yield self._write(kid, written).reference
                continue
            page, what = kid
            if isinstance(what, pydyf.Dictionary):
                yield pydyf.Dictionary({"Type": "/OBJR", "Obj": what.reference, "Pg": self._pages[page]})
            elif page == tag.page:
                yield what
            else:
                yield pydyf.Dictionary({"Type": "/MCR", "Pg": self._pages[page], "MCID": what})

    def _added(self, values: dict[str, Any]) -> Any:
        made = pydyf.Dictionary(values)
        self._pdf.add_object(made)
        return made

    def _reference(self, tag: Tag | None) -> Any:
        return self._made[id(tag)].reference if tag is not None else "null"


def _is_bare(tag: Tag) -> bool:
    """Whether a tag holds nothing that is read."""
    if tag.name in _KEPT_EMPTY:
        return False
    return all(isinstance(kid, Tag) and _is_bare(kid) for kid in tag.kids)
