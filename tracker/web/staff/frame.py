"""How staff pages answer: a page in their common frame, or the next address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Response
from litestar.response import Redirect

from tracker.domain.messages import _
from tracker.publish.languages import translations
from tracker.publish.templating import render
from tracker.store import sessions
from tracker.web.auth import HOME
from tracker.web.forms import Form
from tracker.web.frame import HTML
from tracker.web.sessions import Visit


def gettext(visit: Visit, message: str, **values: object) -> str:
    told = translations(visit.language).gettext(message)
    return told % values if values else told


async def staff_page(
    visit: Visit,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    form: Form | None = None,
    status: int | None = None,
) -> Response[str]:
    """The HTML of a template. 422 when the form has faults; ``form`` is an empty one where none is given."""
    form = form or Form(visit.language)
    said = visit.session.flash if visit.session else ""
    if said and visit.session:
        await sessions.tell(visit.session.id, "")
    body = rendered(visit, template, {"form": form, "said": said, **(context or {})})
    return Response(body, media_type=HTML, status_code=status or (200 if form.accepted else 422))


def rendered(visit: Visit, template: str, context: Mapping[str, Any]) -> str:
    """A template in the frame of all staff pages; ``said`` is what happened just before, if anything did."""
    frame = {
        "visit": visit,
        "said": "",
        "proof": visit.proof(),
        "nav": _nav(visit),
        "canonical": visit.settings.site_url + HOME,  # addresses may hold what opens an account
        "alternates": [],
        "home_href": f"/{visit.language}/",
        "accent": visit.settings.accent,
    }
    return render(template, visit.language, {**frame, **context})


def _nav(visit: Visit) -> list[tuple[str, str, str]]:
    """Name of the page, address, words."""
    if visit.person is None or visit.must_set_up_factor:
        return []
    access = visit.person.access
    for_all = [("home", "/staff/", _("Your work")), ("account", "/staff/account", _("Your account"))]
    for_administrators = [
        ("people", "/staff/people", _("People")),
        ("log", "/staff/log", _("Internal log")),
        ("mail", "/staff/mail", _("Mail")),
    ]
    for_keepers = [("plans", "/staff/plans", _("Plans"))]
    for_reviewers = [("review", "/staff/review", _("Review"))]
    return [
        for_all[0],
        *(for_reviewers if access.plans_reviewed else []),
        *(for_keepers if access.plans_reviewed or access.administers else []),
        *(for_administrators if access.administers else []),
        for_all[1],
    ]


async def go_on(visit: Visit, address: str, message: str = "", **values: object) -> Redirect:
    """To the page after an accepted form, which says ``message`` once."""
    if message and visit.session:
        await sessions.tell(visit.session.id, gettext(visit, message, **values))
    return Redirect(address, status_code=303)
