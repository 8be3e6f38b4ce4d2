"""The program that makes a PDF: an order on its standard input, the file on its standard output.

It reads fonts and styles once, then forks: each chapter is laid out in a process of its own, as many at once
as there are processors, each with its share of the memory. What went wrong is said on standard error.
"""

from __future__ import annotations

import re
import resource
import sys
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import msgspec

from tracker.publish.press import binding, metadata
from tracker.publish.press.archive import enclose
from tracker.publish.press.cutting import WITHIN, cut
from tracker.publish.press.hall import Hall
from tracker.publish.press.laid import Laid
from tracker.publish.press.layout import Press
from tracker.publish.press.order import FAILED, Order, PdfFailed
from tracker.publish.press.shelf import Shelf

MOST_ROUNDS = 5
_CONTENTS = re.compile(r'<nav class="contents(?: [^"]*)?".*?</nav>', re.DOTALL)
_ENTRY = re.compile(rf'<a href="{re.escape(WITHIN)}([^"]*)"')


def make(order: Order) -> bytes:
    """Raises PdfFailed, MemoryError."""
    parts = cut(order.html)
    shelf = Shelf(order.shelf, order.software)
    press = Press(parts.styles)
    # In this process: what WeasyPrint reads and compiles for it, the chapters need not read again.
    frame = press.lay_out(parts.frame, tagged=False) if parts.frame else None
    with tempfile.TemporaryDirectory() as folder:
        hall = Hall(press, shelf, Path(folder), order.processes, order.share)
        chapters = _laid_out(hall, parts.chapters)
    shelf.tidy()
    book = binding.bind(chapters, frame)
    metadata.describe(book, chapters[0].about, archive=order.archive is not None)
    if order.archive:
        enclose(book, order.archive)
    return binding.written(book)


def _laid_out(hall: Hall, chapters: Sequence[str]) -> list[Laid]:
    """The chapters in order; the one with the table of contents last, when the others have their pages."""
    place = next((number for number, one in enumerate(chapters) if _CONTENTS.search(one)), None)
    if place is None:
        return hall.lay_out(chapters)
    laid = hall.lay_out([*chapters[:place], *chapters[place + 1 :]])
    return _with_contents(hall, chapters[place], laid, place)


def _with_contents(hall: Hall, html: str, others: Sequence[Laid], place: int) -> list[Laid]:
    """All chapters, with the one that holds the table of contents among the others at its place.

    The length of that table moves the pages that it names: it is laid out again until both agree.
    """
    own, before = Laid.nothing(), ""
    for _ in range(MOST_ROUNDS):
        every = [*others[:place], own, *others[place:]]
        numbered = _CONTENTS.sub(partial(_filled, _numbers(every)), html)
        if numbered == before:
            return every
        own = hall.lay_out([numbered])[0]
        before = numbered
    raise PdfFailed("the table of contents changes whenever it is laid out")


def _numbers(chapters: Sequence[Laid]) -> Mapping[str, int]:
    """The page on which each anchor lies."""
    numbers: dict[str, int] = {}
    before = 0
    for chapter in chapters:
        for name, (page, _, _) in chapter.anchors.items():
            numbers.setdefault(name, before + page + 1)
        before += chapter.pages
    return numbers


def _filled(numbers: Mapping[str, int], table: re.Match[str]) -> str:
    return _ENTRY.sub(lambda entry: f'{entry.group()} data-page="{numbers.get(entry[1], "")}"', table.group())


def _main() -> int:
    order = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Order)
    # Two shares: who binds the chapters holds all of them at once.
    resource.setrlimit(resource.RLIMIT_AS, (2 * order.share, 2 * order.share))
    resource.setrlimit(resource.RLIMIT_CPU, (order.seconds, order.seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # There are none on purpose: see fonts.conf.
    warnings.filterwarnings("ignore", message="No fonts configured")
    try:
        made = make(order)
    except PdfFailed as failed:
        sys.stderr.write(str(failed))
        return FAILED
    except MemoryError:
        megabytes = order.most_bytes // 1_000_000
        sys.stderr.write(f"the document needs more memory than it may have ({megabytes} MB)")
        return FAILED
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    raise SystemExit(_main())
