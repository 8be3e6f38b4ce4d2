"""Pages of long lists, as ``macros/list.html`` shows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from litestar import Request


@dataclass(frozen=True, slots=True)
class Pager:
    page: int
    pages: int
    previous_href: str
    next_href: str


def wanted_page(request: Request[Any, Any, Any]) -> int:
    """The number of the page in the address, from 1; 1 for anything that can't be."""
    text = request.query_params.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def pager(page: int, total: int, most: int, href: Callable[[str], str]) -> Pager:
    pages = max(1, -(-total // most))
    return Pager(
        page,
        pages,
        href(str(page - 1)) if 1 < page <= pages else "",
        href(str(page + 1)) if page < pages else "",
    )
