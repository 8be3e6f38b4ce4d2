"""The internal log, for administrators: who signed in, and who changed what about whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, Response

from tracker.publish.people_words import ACT
from tracker.store import staff_log
from tracker.store.staff_log import Act, Wanted
from tracker.web.frame import with_query
from tracker.web.pages import pager
from tracker.web.sessions import Visit
from tracker.web.staff.declare import AnyRequest, show
from tracker.web.staff.frame import staff_page
from tracker.web.staff.people import ADMIN

LOG = "/staff/log"
MOST = 50


@show("/log", name="staff.log", guards=ADMIN)
async def log(visit: Visit, request: AnyRequest) -> Response[str]:
    wanted = wanted_of(request)
    asked = {
        "q": wanted.words,
        "act": wanted.act or "",
        "first": wanted.first.isoformat() if wanted.first else "",
        "last": wanted.last.isoformat() if wanted.last else "",
    }
    total = await staff_log.count(wanted)
    pages = pager(
        request.query_params.get("page", ""),
        total,
        MOST,
        lambda n: with_query(LOG, {**asked, "page": str(n)}),
    )
    context = {
        "here": "log",
        "lines": await staff_log.lines(wanted, (pages.number - 1) * MOST, MOST),
        "total": total,
        "asked": asked,
        "acts": list(Act),
        "act_words": ACT,
        "kept": staff_log.KEPT.days,
        "pager": pages,
    }
    return await staff_page(visit, "staff/log.html", context)


def wanted_of(request: Request[Any, Any, Any]) -> Wanted:
    """What cannot be meant is left out: a filter never fails."""
    query = request.query_params
    act = query.get("act", "")
    return Wanted(
        words=query.get("q", "").strip().replace("\x00", "")[:200],
        act=Act(act) if act in set(Act) else None,
        first=day_of(query.get("first", "")),
        last=day_of(query.get("last", "")),
    )


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
