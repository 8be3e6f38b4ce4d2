"""The document that WeasyPrint is given, made lighter.

In a report of 500 actions, notes that we do not have cost WeasyPrint five styles for each element of a
chapter, and a mark drawn as a background is drawn again wherever it stands: a sixth of the work, together.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from xml.etree import ElementTree

from weasyprint import CSS, HTML
from weasyprint.html import UA
from weasyprint.images import SVGImage

from tracker.publish.press.files import Fetcher, static_file

_NOTES = re.compile(r"^::(?:footnote|note)-[^}]*\}$", re.MULTILINE)


class Source(HTML):  # type: ignore[misc]
    """HTML with the browser's usual styles, but for those of footnotes, and of markers beside lists."""

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_usual()]


@cache
def _usual() -> CSS:
    return CSS(string=_NOTES.sub("", UA).replace("\n::marker", "\nli::marker"))


class Images(dict[str, Any]):
    """WeasyPrint's memory of images, in which our own drawings are stamps before it asks for them."""

    def __init__(self, fetcher: Fetcher) -> None:
        super().__init__()
        self._fetcher = fetcher

    def __contains__(self, url: object) -> bool:
        known = super().__contains__(url)
        path = None if known else static_file(str(url))
        if path is None or path.suffix != ".svg":
            return known
        tree = ElementTree.fromstring(path.read_bytes())  # noqa: S314 - our own file
        self[str(url)] = Stamp(SVGImage(tree, url, self._fetcher, None))
        return True


class Stamp:
    """A drawing as high as the text, that is drawn once and then used wherever it stands."""

    def __init__(self, image: SVGImage) -> None:
        self._image = image
        self._drawn: dict[tuple[int, float, float], str] = {}

    def get_intrinsic_size(self, resolution: Any, font_size: float) -> tuple[float, float, float]:
        return font_size, font_size, 1

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        # What is drawn is known by name to pages with the same resources only.
        key = (id(stream._resources), round(width, 3), round(height, 3))
        if key not in self._drawn:
            group = stream.add_group(0, 0, width, height)
            self._image.draw(group, width, height, style)
            self._drawn[key] = group.id
        stream.draw_x_object(self._drawn[key])
