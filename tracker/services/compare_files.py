"""Two files of a report whose bytes differ, compared by what they say."""

from __future__ import annotations

import asyncio
import difflib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# More differences than these help nobody; the number of the others is told.
MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Compared:
    """One file, made again. ``same`` tells of its bytes.

    Where they differ, ``compared`` says what was compared instead (empty: nothing could be, and ``differs``
    says why), and ``differs`` what is not the same.
    """

    name: str
    same: bool
    compared: str = ""
    differs: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it says what was sealed, to the byte or in what was compared."""
        return self.same or (bool(self.compared) and not self.differs)


async def compared(name: str, sealed: bytes, made: bytes) -> Compared:
    """What differs in two files of this name: data by their paths, PDFs by the words of their pages."""
    match name.rpartition(".")[2]:
        case "json":
            differing = list(_in_data("", json.loads(sealed), json.loads(made)))
            what = "every figure and text"
        case "pdf":
            pages = await asyncio.gather(_pages(sealed), _pages(made))
            if pages[0] is None or pages[1] is None:
                return Compared(name, same=False, differs=(NO_READER,))
            differing = list(_in_pages(pages[0], pages[1]))
            what = f"the words of {len(pages[0])} pages"
        case _:
            differing = list(_in_lines(sealed, made))
            what = f"{len(sealed.splitlines())} lines"
    rest = len(differing) - MOST_TOLD
    told = [*differing[:MOST_TOLD], *([f"and {rest} more"] if rest > 0 else [])]
    return Compared(name, same=False, compared=what, differs=tuple(told))


NO_READER = "its bytes differ; to compare its words install pdftotext (the package poppler-utils)"


async def _pages(content: bytes) -> list[str] | None:
    """The words of each page of a PDF; None where there is nothing to read them with."""
    reader = shutil.which("pdftotext")
    if reader is None:
        return None
    process = await asyncio.create_subprocess_exec(
        reader,
        "-enc",
        "UTF-8",
        "-",
        "-",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    said, _ = await process.communicate(content)
    return None if process.returncode else said.decode(errors="replace").split("\f")[:-1]


def _in_pages(sealed: list[str], made: list[str]) -> Iterator[str]:
    if len(sealed) != len(made):
        yield f"it had {len(sealed)} pages and has {len(made)} now"
    for number, (old, new) in enumerate(zip(sealed, made, strict=False), start=1):
        if old.split() != new.split():
            yield f"page {number}: {_first_difference(old.split(), new.split())}"


def _first_difference(old: list[str], new: list[str]) -> str:
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    _, i, j, k, m = next(step for step in matcher.get_opcodes() if step[0] != "equal")
    return f"“{_short(' '.join(old[i:j]))}” is now “{_short(' '.join(new[k:m]))}”"


def _in_lines(sealed: bytes, made: bytes) -> Iterator[str]:
    old, new = (content.decode(errors="replace").splitlines() for content in (sealed, made))
    if len(old) != len(new):
        yield f"it had {len(old)} lines and has {len(new)} now"
    for number, (before, after) in enumerate(zip(old, new, strict=False), start=1):
        if before != after:
            yield f"line {number}: “{_short(before)}” is now “{_short(after)}”"


def _in_data(path: str, old: Any, new: Any) -> Iterator[str]:
    """Where two JSON values differ: the path of each difference, with both values."""
    match old, new:
        case dict(), dict():
            for key in {**old, **new}:
                yield from _in_data(f"{path}.{key}" if path else key, old.get(key), new.get(key))
        case list(), list():
            if len(old) != len(new):
                yield f"{path}: it had {len(old)} items and has {len(new)} now"
            for place, (before, after) in enumerate(zip(old, new, strict=False)):
                yield from _in_data(f"{path}[{place}]", before, after)
        case _:
            if old != new:
                yield f"{path}: {_short(json.dumps(old, ensure_ascii=False))} is now " + _short(
                    json.dumps(new, ensure_ascii=False)
                )


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
