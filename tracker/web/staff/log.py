"""The internal log, for administrators: who signed in, and who changed what about whom."""

from __future__ import annotations

from litestar import Response

from tracker.publish.people_words import ACT
from tracker.store import staff_log
from tracker.store.staff_log import Act, Wanted
from tracker.web.sessions import Visit
from tracker.web.staff.declare import AnyRequest, show
from tracker.web.staff.frame import staff_page
from tracker.web.staff.lists import MOST, as_asked, chosen_of, day_of, pages_of, words_of
from tracker.web.staff.people import ADMIN

LOG = "/staff/log"


@show("/log", name="staff.log", guards=ADMIN)
async def log(visit: Visit, request: AnyRequest) -> Response[str]:
    wanted = Wanted(
        words=words_of(request),
        act=chosen_of(request, "act", Act),
        first=day_of(request, "first"),
        last=day_of(request, "last"),
    )
    asked = as_asked(q=wanted.words, act=wanted.act, first=wanted.first, last=wanted.last)
    total = await staff_log.count(wanted)
    pages = pages_of(request, LOG, asked, total)
    context = {
        "here": "log",
        "lines": await staff_log.lines(wanted, pages.start, MOST),
        "total": total,
        "asked": asked,
        "acts": list(Act),
        "act_words": ACT,
        "kept": staff_log.KEPT.days,
        "pager": pages,
    }
    return await staff_page(visit, "staff/log.html", context)
