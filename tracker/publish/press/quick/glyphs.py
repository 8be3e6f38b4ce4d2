"""A line is drawn from the codes of its glyphs in one go, each put down as it was the last time.

WeasyPrint asks the text engine for each number of each glyph on its own: a twentieth of the work. What is not
plain (pictures as glyphs, letters that a font lacks, accents that are moved, text from right to left, lines
that are cut) is left to it.
"""

from __future__ import annotations

from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

_draw_first_line = drawing.draw_first_line
# A glyph is its code, its width, how far it is moved to the right and up, and a mark, all of the same size.
_NUMBERS = 5
_INTS = ffi.typeof("int *")
# Whether they lie so, and the engine is not one of those whose sizes WeasyPrint mends.
_AS_KNOWN = ffi.sizeof("PangoGlyphInfo") == _NUMBERS * ffi.sizeof("int") and pango.pango_version() >= 14802


class _NotPlain(Exception):  # noqa: N818 - it reads as what was found
    """Nothing was drawn yet."""


def draw_first_line(stream: Any, textbox: Any, overflow: str, ellipsis: str, matrix: Any) -> Any:
    """Draw a line of text; gives the pictures in it, which are drawn apart."""
    whole = overflow != "ellipsis" and ellipsis == "none"
    if _AS_KNOWN and whole and textbox.text.strip() and textbox.style["font_size"] >= 1:
        try:
            parts = _parts(stream, textbox)
        except _NotPlain:
            pass
        else:
            stream.set_text_matrix(*matrix.values)
            for font, size, drawn in parts:
                stream.set_font_size(font.hash, size)
                stream.show_text(drawn)
            return []
    return _draw_first_line(stream, textbox, overflow, ellipsis, matrix)


def _parts(stream: Any, textbox: Any) -> list[tuple[Any, float, str]]:
    """Font, its size in pixels and what it draws, for each run of a line in one font. Raises _NotPlain."""
    layout = textbox.pango_layout
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    first_line, _ = layout.get_first_line()
    parts: list[Any] = []
    before = None
    run = first_line.runs[0]
    while run != ffi.NULL:
        item = run.data
        run = run.next
        pango_font = item.item.analysis.font
        if pango_font != before:
            before = pango_font
            font, size = stream.add_font(pango_font)
            if font.bitmap or font.svg or font.png or font.colr:
                raise _NotPlain
            parts.append((font, size, []))
        parts[-1][2].append(_drawn(item, font, size, layout, stream))
    return [(font, size, "".join(drawn)) for font, size, drawn in parts]


def _drawn(item: Any, font: Any, size: float, layout: Any, stream: Any) -> str:
    if item.item.analysis.level % 2:
        raise _NotPlain
    count = item.glyphs.num_glyphs
    numbers = ffi.unpack(ffi.cast(_INTS, item.glyphs.glyphs), count * _NUMBERS)
    known = vars(font).setdefault("_drawn", {})
    drawn = ["<"]
    for place in range(count):
        at = place * _NUMBERS
        code, width, offset, rise = numbers[at : at + 4]
        key = (code, width, offset, size)
        piece = known.get(key)
        if piece is None or rise:
            if rise or not 0 <= code < pango.PANGO_GLYPH_EMPTY:
                raise _NotPlain
            _learn(item, place, code, font, size, layout, stream)
            piece = known[key] = _piece(code, width, offset / size, font, size)
        drawn.append(piece)
    line = "".join(drawn)
    return line[:-1] if line[-1] == "<" else f"{line}>"


def _learn(item: Any, place: int, code: int, font: Any, size: float, layout: Any, stream: Any) -> None:
    """Keep which letters a glyph stands for, and how wide it is in thousandths of its size."""
    glyphs = item.glyphs
    if code not in font.to_unicode:
        end = item.item.length if place == glyphs.num_glyphs - 1 else glyphs.log_clusters[place + 1]
        text = layout.text.encode()[item.item.offset :]
        font.to_unicode[code] = text[glyphs.log_clusters[place] : end].decode()
    if code not in font.widths:
        pango.pango_font_get_glyph_extents(
            item.item.analysis.font, code, stream.ink_rect, stream.logical_rect
        )
        font.widths[code] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)


def _piece(code: int, width: int, offset: float, font: Any, size: float) -> str:
    """A glyph as PDF writes it within angle brackets, with what it is moved by before and after."""
    before = f">{-offset}<" if offset else ""
    kerning = font.widths[code] + offset - width * 1000 * FROM_UNITS / size
    after = f">{int(kerning)}<" if kerning else ""
    return f"{before}{code:04x}{after}"


STANDS_IN = ((_draw_first_line, draw_first_line),)
