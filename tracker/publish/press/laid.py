"""A chapter that is laid out."""

from __future__ import annotations

import msgspec

POINTS = 0.75  # in a pixel of CSS


class Bookmark(msgspec.Struct, frozen=True):
    """A heading; ``page`` counts from 0 in its chapter, ``x`` and ``y`` are points from the lower left."""

    level: int
    label: str
    page: int
    x: float
    y: float
    open: bool


class About(msgspec.Struct, frozen=True):
    """What the head of a document says of it; the moments are as W3C writes them."""

    title: str
    language: str
    author: str = ""
    description: str = ""
    generator: str = ""
    created: str = ""
    modified: str = ""


class Laid(msgspec.Struct, frozen=True):
    """A chapter as pages. ``anchors`` are (page, x, y) by name, as in bookmarks."""

    pdf: bytes
    pages: int
    bookmarks: list[Bookmark]
    anchors: dict[str, tuple[int, float, float]]
    about: About

    @classmethod
    def nothing(cls) -> Laid:
        """What is known of a chapter before it is laid out: that it takes a page."""
        return cls(b"", 1, [], {}, About("", ""))
