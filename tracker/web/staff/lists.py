"""Lists that are searched with a form: what its address asks for, and the pages of what is found.

What cannot be meant is left out: a filter never fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from tracker.web.frame import with_query
from tracker.web.pages import Pager, pager
from tracker.web.staff.declare import AnyRequest

MOST = 50  # lines a page
LONGEST = 200  # characters of words that are looked for

T = TypeVar("T", bound=StrEnum)


def words_of(request: AnyRequest, name: str = "q") -> str:
    # PostgreSQL keeps no such character, and no keyboard types it.
    return request.query_params.get(name, "").strip().replace("\x00", "")[:LONGEST]


def chosen_of(request: AnyRequest, name: str, offered: type[T]) -> T | None:
    text = request.query_params.get(name, "")
    return offered(text) if text in set(offered) else None


def day_of(request: AnyRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(request.query_params.get(name, ""))
    except ValueError:
        return None


def as_asked(**understood: StrEnum | str | date | None) -> dict[str, str]:
    """The parameters that ask for the same again, as texts; the form is filled with them."""
    return {name: str(value or "") for name, value in understood.items()}


def pages_of(request: AnyRequest, path: str, asked: Mapping[str, str], total: int, size: int = MOST) -> Pager:
    """The page that was asked for of ``total`` lines, with the way to the others."""
    number = request.query_params.get("page", "")
    return pager(number, total, size, lambda n: with_query(path, {**asked, "page": str(n)}))
