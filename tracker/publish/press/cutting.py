"""A document cut into chapters that can be laid out each for itself.

A chapter begins with an element of the class ``opens``, which the style sheet puts on a new page, or amid a
long table: so nothing of one chapter decides how another one falls. The cut goes through the elements that
are open there; each side gets its part of them. Only documents that our own templates made are cut: in them
every ``<`` and ``>`` of a text is escaped, and every element but the void ones is closed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.publish.press.files import HOST

# A link within the document: a chapter does not know where the others lie, the binder does.
WITHIN = f"http://{HOST}/within#"

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b([^>]*)>")
_OPENS = re.compile(r"""\bclass="(?:[^"]* )?opens(?: [^"]*)?\"""")
_VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_GOES_ON = re.compile(r'( class="[^"]*?)\bopens\b')
_TABLE = re.compile(
    r"<table\b[^>]*>.*?(?P<head><thead>.*?</thead>)\s*<tbody>(?P<rows>.*?)</tbody>", re.DOTALL
)
_ROW = re.compile(r"<tr\b")
# The most rows of a table in one chapter: some eight pages.
ROWS = 120
_STYLE = re.compile(r'<link rel="stylesheet" href="([^"]*)">\n?')
_WITHIN = re.compile(r'(<a\b[^>]*? ?href=")#')
_RUNNING = re.compile(r'<p class="running-(?:head|foot)">.*?</p>\n?', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Cut:
    """``styles`` are the addresses of style sheets; ``frame`` is what stands on every page but the first:
    a page with head and foot, then one with the ten digits; empty where the document has neither."""

    styles: tuple[str, ...]
    chapters: tuple[str, ...]
    frame: str


def cut(html: str) -> Cut:
    """The chapters of a document, in order; the first one holds what comes before any that opens."""
    styles = tuple(_STYLE.findall(html))
    html = _WITHIN.sub(rf"\1{WITHIN}", _STYLE.sub("", html))
    running = "".join(_RUNNING.findall(html))
    html = _RUNNING.sub("", html)
    head, body = _halves(html)
    frame = f'<div class="frame">{running}</div><div class="folio"></div>' if running else ""
    return Cut(
        styles,
        tuple(f"{head}{chapter}</body></html>" for chapter in _chapters(body)),
        f"{head}{frame}</body></html>" if frame else "",
    )


def _halves(html: str) -> tuple[str, str]:
    """Everything up to the tag of the body, and what is inside of it."""
    opened = re.search(r"<body[^>]*>", html)
    if opened is None:
        return html, ""
    return html[: opened.end()], html[opened.end() :].partition("</body>")[0]


def _chapters(body: str) -> list[str]:
    made: list[str] = []
    stack: list[str] = []  # the tags of the elements that are open
    heads = _heads_at_cuts(body)
    start, reopened = 0, ""
    for tag in _TAG.finditer(body):
        closing, name, rest = tag.groups()
        if closing:
            stack.pop()
            continue
        head = heads.get(tag.start())
        if head is not None or (_OPENS.search(rest) and body[start : tag.start()].strip()):
            made.append(reopened + body[start : tag.start()] + _closed(stack))
            start, reopened = tag.start(), _again(stack, head or "")
        if name not in _VOID and not rest.endswith("/"):
            stack.append(tag.group())
    made.append(reopened + body[start:])
    return made


def _heads_at_cuts(body: str) -> dict[int, str]:
    """Where long tables are cut, by the place of the row that goes to the next chapter; with their head.

    The parts are of about the same length, so that none is a row alone on its page.
    """
    found = {}
    for table in _TABLE.finditer(body):
        rows = [table.start("rows") + row.start() for row in _ROW.finditer(table["rows"])]
        parts = -(-len(rows) // ROWS)
        for part in range(1, parts):
            found[rows[part * len(rows) // parts]] = table["head"]
    return found


def _closed(stack: list[str]) -> str:
    return "".join(f"</{_name(tag)}>" for tag in reversed(stack))


def _again(stack: list[str], head: str) -> str:
    """The tags of elements that go on: without ids, which their beginnings have, and opening nothing; the
    head of a table stands before its rows again."""
    tags = (_GOES_ON.sub(r"\1", re.sub(r' id="[^"]*"', "", tag)) for tag in stack)
    return "".join(head + tag if _name(tag) == "tbody" else tag for tag in tags)


def _name(tag: str) -> str:
    return tag[1:-1].partition(" ")[0]
