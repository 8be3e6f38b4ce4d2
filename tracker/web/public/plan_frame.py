"""The frame that all pages of a plan share: its name, its navigation, the day that is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from litestar import Response

from tracker.domain.messages import _
from tracker.domain.state import Plan
from tracker.web.frame import Reading, page

# Name of the page (``here`` in templates), address below the plan, whether it exists for past days, words.
PAGES = (
    ("overview", "/", True, _("Overview")),
    ("actions", "/actions", True, _("All actions")),
    ("changes", "/changes", False, _("What changed")),
    ("reports", "/reports/", False, _("Reports")),
    ("register", "/register", False, _("Register")),
    ("definitions", "/definitions", False, _("Definitions")),
)


@dataclass(frozen=True, slots=True)
class PlanFrame:
    """What ``plan_base.html`` shows around a page.

    ``base`` is the address of the plan on the day that is read, ``today_base`` its address today, neither
    with a slash at the end. ``nav`` has the name, address and words of each page. ``labels`` gives the
    plan's own word of a status, empty where it has none or where the page is in another language.
    ``other_known_href`` leads to the same day as known then (or now), empty where there is no such page.
    """

    slug: str
    title: str
    language: str
    base: str
    today_base: str
    nav: tuple[tuple[str, str, str], ...]
    labels: Mapping[str, str]
    at: date | None
    known_then: bool
    kept_since: datetime | None
    other_known_href: str
    today_href: str
    size: int
    last_at: datetime | None


def plan_frame(reading: Reading, plan: Plan) -> PlanFrame:
    about = plan.opened
    bases = {True: reading.base_at, False: reading.base}
    known = reading.known_query
    return PlanFrame(
        slug=plan.slug,
        title=about.title,
        language=about.language,
        base=reading.base_at,
        today_base=reading.base,
        nav=tuple(
            (name, bases[past] + path + (known if past else ""), words) for name, path, past, words in PAGES
        ),
        labels=labels_of(plan, reading.language),
        at=reading.at,
        known_then=reading.known_then,
        kept_since=plan.kept_since,
        other_known_href=_other_known(reading, plan),
        today_href=reading.path.replace(f"/at/{reading.at}", "", 1),
        size=reading.head.size if reading.head else 0,
        last_at=reading.head.at if reading.head else None,
    )


def _other_known(reading: Reading, plan: Plan) -> str:
    if reading.known_then:
        return reading.path
    # Before the register was begun nothing had been recorded: there would be no page.
    kept = reading.at is not None and plan.kept_since is not None and plan.kept_since.date() <= reading.at
    return f"{reading.path}?known=then" if kept else ""


def labels_of(plan: Plan, language: str) -> Mapping[str, str]:
    """The plan's own words of statuses, for readers of its language; others read the common words."""
    about = plan.opened
    return defaultdict(str, about.status_labels if about.language == language else {})


def plan_page(
    reading: Reading, plan: Plan, template: str, context: Mapping[str, Any], status: int = 200
) -> Response[str]:
    """A page of a plan. ``context["here"]`` names the page in the navigation."""
    return page(reading, template, {"plan": plan_frame(reading, plan), **context}, status)
