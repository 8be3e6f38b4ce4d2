"""Head, foot and number of every page, printed on it once the pages are counted.

They come as a document of two pages: one with head and foot and nothing else, and one with the ten digits
where a page's number stands. So their look is decided in the style sheet, as everything else is.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

_FRAME, _FONT = Name("/TrackerFrame"), Name("/TrackerFolio")
_BEGIN = b"/Artifact <</Type /Pagination>> BDC\n"


@dataclass(frozen=True, slots=True)
class _Folio:
    """How a number is drawn: what stands before and after it; ``right`` is where the digits end,
    ``place`` the matrix they begin with, ``glyphs`` their codes and ``widths`` their widths in points."""

    before: list[Any]
    after: list[Any]
    place: tuple[float, ...]
    right: float
    glyphs: tuple[bytes, ...]
    widths: tuple[float, ...]

    def draw(self, number: int) -> bytes:
        digits = [int(digit) for digit in str(number)]
        left = self.right - sum(self.widths[digit] for digit in digits)
        matrix = [*self.place[:4], round(left, 3), self.place[5]]
        code = b"".join(self.glyphs[digit] for digit in digits)
        drawn: list[Any] = [
            ([*matrix], pikepdf.Operator("Tm")),
            ([pikepdf.String(code)], pikepdf.Operator("Tj")),
        ]
        return pikepdf.unparse_content_stream([*self.before, *drawn, *self.after])


class Frame:
    def __init__(self, book: pikepdf.Pdf, pdf: bytes) -> None:
        with pikepdf.open(io.BytesIO(pdf)) as source:
            self._around = book.copy_foreign(source.pages[0].as_form_xobject())
            self._folio, font = _folio(source.pages[1])
            self._font = book.copy_foreign(font)
        self._book = book
        self._before = book.make_stream(b"q\n")

    def print_on(self, pages: Iterable[pikepdf.Page], first: int) -> None:
        """``first`` is the number of the first of these pages."""
        for number, page in enumerate(pages, start=first):
            resources = page.obj.Resources
            for kind, name, thing in (
                (Name.XObject, _FRAME, self._around),
                (Name.Font, _FONT, self._font),
            ):
                if kind not in resources:
                    resources[kind] = Dictionary()
                resources[kind][name] = thing
            drawn = b"\nQ\n" + _BEGIN + b"q /TrackerFrame Do Q\nEMC\n" + _BEGIN
            drawn += b"q\n" + self._folio.draw(number) + b"\nQ\nEMC\n"
            contents = page.obj.Contents
            page.obj.Contents = pikepdf.Array([self._before, contents, self._book.make_stream(drawn)])


def _folio(page: pikepdf.Page) -> tuple[_Folio, Any]:
    """How the digits on a page are drawn, and their font."""
    before: list[Any] = []
    after: list[Any] = []
    place: tuple[float, ...] = ()
    size = 0.0
    font: Any = None
    code = b""
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = list(instruction.operands), instruction.operator
        kind = str(operator)
        if kind == "Tf":
            font = page.obj.Resources.Font[str(operands[0])]
            size = float(operands[1])
            before.append(([_FONT, operands[1]], operator))
        elif kind == "Tm":
            place = tuple(float(number) for number in operands)
        elif kind in ("TJ", "Tj"):
            parts = operands[0] if kind == "TJ" else operands
            code += b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
        else:
            (after if code else before).append((operands, operator))
    glyphs = tuple(code[at : at + 2] for at in range(0, len(code), 2))
    assert len(glyphs) == 10, "the page of digits holds the ten digits and nothing else"  # noqa: S101
    scale = size / 1000 * abs(place[0])
    widths = tuple(_width(font, int.from_bytes(glyph)) * scale for glyph in glyphs)
    right = place[4] + sum(widths)
    return _Folio(before, after, place, right, glyphs, widths), font


def _width(font: Any, glyph: int) -> float:
    """In thousandths of the size, from the W array of a composite font: ``first [w w …]`` or ``a b w``."""
    given = list(font.DescendantFonts[0].W)
    at = 0
    while at < len(given):
        first = int(given[at])
        if isinstance(given[at + 1], pikepdf.Array):
            widths = list(given[at + 1])
            if first <= glyph < first + len(widths):
                return float(widths[glyph - first])
            at += 2
        else:
            if first <= glyph <= int(given[at + 1]):
                return float(given[at + 2])
            at += 3
    return float(font.DescendantFonts[0].get("/DW", 1000))
