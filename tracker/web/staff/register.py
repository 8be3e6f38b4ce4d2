"""A plan's register for those who may amend it: find an entry, see what became of it, choose what to do."""

from __future__ import annotations

from litestar import Response

from tracker.domain import events as e
from tracker.publish.amending_words import KIND
from tracker.store import register
from tracker.store.engine import read
from tracker.web.sessions import Visit
from tracker.web.staff.account import own
from tracker.web.staff.declare import AnyRequest, show
from tracker.web.staff.entry_desk import (
    KEEPERS,
    LIST,
    ONE,
    desk_of,
    frame_of,
    line_of,
    register_address,
)
from tracker.web.staff.frame import staff_page
from tracker.web.staff.lists import pages_of, words_of
from tracker.web.staff.plan import plan_of

LINES = 25


@show(LIST, name="staff.register", guards=KEEPERS)
async def list_entries(visit: Visit, request: AnyRequest) -> Response[str]:
    _head, plan = await plan_of(visit, request)
    words, of, kind = words_of(request), words_of(request, "subject"), words_of(request, "kind")
    kind = kind if kind in e.EVENTS else ""
    asked = {"q": words, "kind": kind, "subject": of}
    base = register_address(plan.slug)
    async with read():
        _none, total = await register.search(plan.slug, words, kind, of, 0)
        pages = pages_of(request, base, asked, total, LINES)
        found, _total = await register.search(plan.slug, words, kind, of, LINES, pages.start)
    context = {
        "plan": plan,
        "base": base,
        "asked": asked,
        "lines": [line_of(entry, told, plan, visit.language) for entry, told in found],
        "total": total,
        "kinds": list(e.EVENTS),
        "kind_words": KIND,
        "pager": pages,
    }
    return await staff_page(visit, "staff/register.html", context)


@show(ONE, name="staff.register.entry", guards=KEEPERS)
async def show_entry(visit: Visit, request: AnyRequest) -> Response[str]:
    person, _session = own(visit)
    desk = await desk_of(visit, request)
    context = {**frame_of(visit, desk), "administers": person.access.administers}
    return await staff_page(visit, "staff/register_entry.html", context)
