"""What every public handler is given, and how it answers.

``Reading`` is the request as a page sees it: language, day, the plan's head. ``page`` makes the HTML answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response
from litestar.exceptions import NotFoundException

from tracker.domain.merkle import Checkpoint
from tracker.domain.register import Head
from tracker.domain.state import Plan
from tracker.publish.languages import LANGUAGES
from tracker.publish.templating import render
from tracker.settings import Settings
from tracker.store import queries, register

HTML = "text/html"  # the framework adds the charset of texts
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reading:
    """One reader's question: in which language, about which plan, as of which day.

    ``at`` is the past day of an ``/at/…`` address, None for pages of today; ``known_then`` asks for what had
    been recorded by then. ``base`` is the address under which the plan's pages of this day lie.
    """

    settings: Settings
    language: str
    now: datetime
    path: str
    query: str
    head: Head | None = None
    at: date | None = None
    known_then: bool = False
    json: bool = False

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def origin(self) -> str:
        """The origin of the plan's checkpoint: host/plan."""
        slug = self.head.plan if self.head else ""
        return f"{self.settings.site_host}/{slug}"

    @property
    def home(self) -> str:
        return f"/{self.language}/"

    @property
    def base(self) -> str:
        """The plan's address today, without a slash at its end."""
        return f"/{self.language}/{self.head.plan}" if self.head else f"/{self.language}"

    @property
    def base_at(self) -> str:
        """The address of the plan's pages of the day that is read, without a slash at its end."""
        return f"{self.base}/at/{self.at}" if self.at else self.base

    @property
    def known_query(self) -> str:
        return "?known=then" if self.known_then else ""

    def in_language(self, language: str) -> str:
        """This very page in another language."""
        _, _, rest = self.path.removeprefix("/").partition("/")
        return f"/{language}/{rest}" + (f"?{self.query}" if self.query else "")

    async def plan(self) -> Plan:
        """The plan as of the day that is read. Raises NotFoundException when there is none."""
        plan = None
        if self.head and self.at:
            plan = await queries.plan_at(self.head, self.at, known_then=self.known_then)
        elif self.head:
            plan = await queries.plan_on(self.head, self.today)
        if plan is None:
            raise NotFoundException(detail="no such plan")
        return plan

    async def checkpoint(self) -> Checkpoint:
        if self.head is None:
            raise NotFoundException(detail="no such plan")
        return await queries.checkpoint_of(self.head, self.origin)


async def reading_of(request: Request[Any, Any, Any]) -> Reading:
    """The reading that an address asks for. Raises NotFoundException for what cannot be."""
    language = request.path_params.get("language", "")
    if language not in LANGUAGES:
        raise NotFoundException(detail="no such language")
    state = request.app.state
    now: datetime = request.scope["state"].get("now") or state.clock()
    path = request.url.path
    json = path.endswith(".json")
    slug = request.path_params.get("plan")
    if slug and slug.endswith(".json"):
        if path.rpartition("/")[2] != slug:
            raise NotFoundException(detail="no such plan")
        slug = slug.removesuffix(".json")
    head = request.scope["state"].get("head")
    if slug and head is None:
        head = await register.head(slug)
    if slug and not (head and head.size):
        raise NotFoundException(detail="no such plan")
    return Reading(
        settings=state.settings,
        language=language,
        now=now,
        path=path,
        query=request.url.query,
        head=head,
        at=_past_day(request.path_params.get("day"), now.date()),
        known_then="day" in request.path_params and request.query_params.get("known") == "then",
        json=json,
    )


def _past_day(text: str | None, today: date) -> date | None:
    if text is None:
        return None
    text = text.removesuffix(".json")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.max
    if day > today or day.isoformat() != text:
        raise NotFoundException(detail="no such day")
    return day


def page(reading: Reading, template: str, context: Mapping[str, Any], status: int = 200) -> Response[str]:
    """The HTML answer of a template, in the frame that all pages share."""
    body = render(template, reading.language, {**frame(reading), **context})
    return Response(body, media_type=HTML, status_code=status)


def data(reading: Reading, content: Mapping[str, Any]) -> Response[bytes]:
    """The JSON answer of a page's twin, with the point of the register that it was read from."""
    whole = {"register": _point(reading.head), **content} if reading.head else content
    body = msgspec.json.format(msgspec.json.encode(whole), indent=1)
    return Response(body, media_type=JSON)


def _point(head: Head) -> dict[str, Any]:
    return {"plan": head.plan, "size": head.size, "head": head.hash}


def frame(reading: Reading) -> dict[str, Any]:
    """What ``base.html`` needs on every page."""
    site = reading.settings.site_url
    return {
        "reading": reading,
        "canonical": site + reading.path,
        "alternates": [(code, reading.in_language(code)) for code in LANGUAGES],
        "home_href": reading.home,
        "accent": reading.settings.accent,
    }


def with_query(path: str, parameters: Mapping[str, str | list[str]]) -> str:
    """An address with those parameters that say something."""
    said = {name: value for name, value in parameters.items() if value}
    return path + ("?" + urlencode(said, doseq=True) if said else "")
