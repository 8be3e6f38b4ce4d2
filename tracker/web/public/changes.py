"""What changed in a plan, by period: day by day, newest first, each entry in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from litestar import Request, Response

from tracker.domain.selection import shown
from tracker.domain.state import Plan
from tracker.web.frame import Reading, with_query
from tracker.web.happenings import Day, days_of, latest
from tracker.web.pages import page_number
from tracker.web.places import Place, place_of
from tracker.web.public.plan_frame import plan_page
from tracker.web.public.show import show

ENTRIES_A_PAGE = 50
PERIODS = (30, 90, 365)


@dataclass(frozen=True, slots=True)
class Period:
    """From ``first`` to ``last``, both included. ``days`` is 0 for all that ever happened."""

    first: date
    last: date
    days: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """One page of what happened; there is no count of pages, only whether there are newer or older ones."""

    action: str
    first: date
    last: date
    periods: tuple[Period, ...]
    ignored: tuple[tuple[str, str], ...]
    days: tuple[Day, ...]
    newer_href: str
    older_href: str
    all_href: str


@show("/{plan:str}/changes", name="plan.changes")
async def changes(reading: Reading, request: Request[Any, Any, Any]) -> Response[Any]:
    plan = await reading.plan()
    place = place_of(reading, plan.slug)
    opened = plan.opened_on or plan.day
    ignored: list[tuple[str, str]] = []
    first = _day(request, "from", opened, ignored)
    last = _day(request, "to", plan.day, ignored)
    if first > last:
        first, last = last, first
    asked = request.query_params.get("page", "")
    number = page_number(asked)
    if number is None:
        ignored.append(("page", shown(asked)))
    skip = ((number or 1) - 1) * ENTRIES_A_PAGE
    # One more than is shown tells whether older ones remain.
    story = await latest(reading, plan, first, last, ENTRIES_A_PAGE + 1, skip)
    address = _Address(place, plan, opened, first, last)
    context = ChangesPage(
        action=f"{place.base}/changes",
        first=first,
        last=last,
        periods=tuple(address.periods()),
        ignored=tuple(ignored),
        days=days_of(story[:ENTRIES_A_PAGE], plan, place),
        newer_href=address.of_page((number or 1) - 1),
        older_href=address.of_page((number or 1) + 1) if len(story) > ENTRIES_A_PAGE else "",
        all_href=f"{place.base}/changes",
    )
    return plan_page(reading, plan, "plan/changes.html", {"here": "changes", "page": context})


def _day(request: Request[Any, Any, Any], name: str, usual: date, ignored: list[tuple[str, str]]) -> date:
    text = request.query_params.get(name, "")
    if not text:
        return usual
    try:
        return date.fromisoformat(text)
    except ValueError:
        ignored.append((name, shown(text)))
        return usual


class _Address:
    """Addresses of the same page for other periods and other pages."""

    def __init__(self, place: Place, plan: Plan, opened: date, first: date, last: date) -> None:
        self.path, self.today, self.opened = f"{place.base}/changes", plan.day, opened
        self.first, self.last = first, last

    def of(self, first: date, last: date, page: int = 1) -> str:
        return with_query(
            self.path,
            {
                "from": first.isoformat() if first != self.opened else "",
                "to": last.isoformat() if last != self.today else "",
                "page": str(page) if page > 1 else "",
            },
        )

    def of_page(self, page: int) -> str:
        return self.of(self.first, self.last, page) if page >= 1 else ""

    def periods(self) -> list[Period]:
        """The usual periods that end today, and all that ever happened (0 days)."""
        starts = [(days, self.today - timedelta(days=days)) for days in PERIODS]
        starts = [(days, start) for days, start in starts if start > self.opened] + [(0, self.opened)]
        return [
            Period(start, self.today, days, self.of(start, self.today), self._is(start))
            for days, start in starts
        ]

    def _is(self, start: date) -> bool:
        return (self.first, self.last) == (start, self.today)
