"""The bookmarks of a document, as the tree that its headings make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from tracker.publish.press.laid import Bookmark


@dataclass(slots=True)
class _Branch:
    mark: Bookmark
    below: list[_Branch] = field(default_factory=list)

    @property
    def shown(self) -> int:
        """How many bookmarks below are seen when this one is unfolded."""
        return len(self.below) + sum(one.shown for one in self.below if one.mark.open)


def outline(book: Pdf, bookmarks: Sequence[Bookmark]) -> None:
    """Write the bookmarks, whose pages count from the first of the book, into it."""
    if not bookmarks:
        return
    trunk = _Branch(Bookmark(0, "", 0, 0, 0, True))
    above = [trunk]
    for mark in bookmarks:
        while above[-1].mark.level >= mark.level:
            above.pop()
        branch = _Branch(mark)
        above[-1].below.append(branch)
        above.append(branch)
    pages = [page.obj for page in book.pages]
    root = book.make_indirect(Dictionary(Type=Name.Outlines, Count=trunk.shown))
    _hang(book, pages, trunk, root)
    book.Root.Outlines = root


def _hang(book: Pdf, pages: list[Any], branch: _Branch, parent: Any) -> None:
    items: list[Any] = []
    for one in branch.below:
        place = Array([pages[one.mark.page], Name.XYZ, one.mark.x, one.mark.y, 0])
        item = book.make_indirect(Dictionary(Title=String(one.mark.label), Parent=parent, Dest=place))
        if one.below:
            item.Count = one.shown if one.mark.open else -one.shown
            _hang(book, pages, one, item)
        if items:
            item.Prev = items[-1]
            items[-1].Next = item
        items.append(item)
    if items:
        parent.First, parent.Last = items[0], items[-1]
