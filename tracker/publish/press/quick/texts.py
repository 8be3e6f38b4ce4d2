"""What the text engine (Pango) is told of a style is told once, and a line that is laid out is kept.

WeasyPrint tells Pango font, language and features anew for each piece of text, forgets the piece when its
place is found, and has it shaped once more to draw it: a seventh of the work. Kept pieces take some kilobytes
each, in a process that lays out one chapter.
"""

from __future__ import annotations

import re
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango
from weasyprint.text.line_break import Layout as _Layout

ffi.cdef("PangoLayout * pango_layout_copy (PangoLayout *layout);")

# What parts texts into paragraphs, or lines.
_PARTS = re.compile("[\n\r\u2028\u2029]")

_strut = line_break.strut
_line_size = line_break.line_size


class Layout(_Layout):  # type: ignore[misc]
    """A piece of text for Pango: a copy of one without text, which is kept with the style."""

    def setup(self, style: Any) -> None:
        empty = vars(style).get("_empty")
        if empty is None:
            empty = style._empty = _Layout(style)
        told = vars(empty).copy()
        told.update(layout=ffi.gc(pango.pango_layout_copy(empty.layout), gobject.g_object_unref))
        del told["justification_spacing"], told["max_width"]
        self.__dict__.update(told)

    def set_text(self, text: str, justify: bool = False) -> None:
        # As it will be drawn: a change of this makes Pango begin again.
        pango.pango_layout_set_single_paragraph_mode(self.layout, not _PARTS.search(text))
        super().set_text(text, justify)

    def deactivate(self) -> None:
        """Nothing is given back: it will be drawn as it is."""

    def reactivate(self, style: Any) -> None:
        kept = style is self.style and not self.justification_spacing
        if not kept or self.get_first_line()[1] is not None:
            super().reactivate(style)


def strut(style: Any) -> Any:
    """The height of a line, and its baseline."""
    known = vars(style).get("_strut")
    if known is None:
        known = style._strut = _strut(style)
    return known


def line_size(line: Any, style: Any) -> tuple[float, float]:
    """Width and height of a line, read into the same memory each time."""
    pango.pango_layout_line_get_extents(line, ffi.NULL, _EXTENTS)
    width, height = _EXTENTS.width * FROM_UNITS, _EXTENTS.height * FROM_UNITS
    spacing = style["letter_spacing"]
    return (width if spacing == "normal" else width + spacing), height


_EXTENTS = ffi.new("PangoRectangle *")

STANDS_IN = ((_Layout, Layout), (_strut, strut), (_line_size, line_size))
