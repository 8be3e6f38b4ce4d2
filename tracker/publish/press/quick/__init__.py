"""Parts of WeasyPrint done in another way, which gives the same bytes in three quarters of the time.

Each module says what it saves. They read what WeasyPrint keeps for itself, hence the narrow bounds of its
version in ``pyproject.toml``; ``tests/publish/test_quick.py`` lays documents out with and without them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tracker.publish.press.quick import boxes, glyphs, lengths, reading, styles, texts, writing

_PARTS = (reading, styles, texts, lengths, boxes, glyphs, writing)
_OF = ("weasyprint", "pydyf", "tinyhtml5")
_PAIRS = tuple(pair for part in _PARTS for pair in part.STANDS_IN)


def install() -> None:
    """Let ours stand in wherever WeasyPrint names its own; again does nothing more."""
    _replace({id(theirs): ours for theirs, ours in _PAIRS})


@contextmanager
def left_out() -> Iterator[None]:
    """WeasyPrint as it comes, to compare with."""
    _replace({id(ours): theirs for theirs, ours in _PAIRS})
    try:
        yield
    finally:
        install()


def _replace(others: dict[int, Any]) -> None:
    """In every module of theirs, since most import each other's functions by name; and in its classes."""
    places: list[Any] = [one for name, one in sys.modules.items() if name.partition(".")[0] in _OF]
    for place in [*places, *boxes.CLASSES]:
        for name, value in list(vars(place).items()):
            if id(value) in others:
                setattr(place, name, others[id(value)])
