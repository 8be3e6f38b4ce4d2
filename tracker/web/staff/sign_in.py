"""Signing in, in one step or two, and out."""

from __future__ import annotations

from urllib.parse import urlencode

from litestar import Response
from litestar.response import Redirect

from tracker.domain.messages import _
from tracker.publish.people_words import ROLE
from tracker.services import people_sign_in
from tracker.services.people_refused import RefusedError
from tracker.store import people, sessions
from tracker.web.auth import HOME, SIGN_IN, requires_sign_in, safe_next
from tracker.web.forms import Form
from tracker.web.sessions import Visit, become
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.frame import go_on, staff_page

SECOND_STEP = "/staff/second-factor"
# What may have happened just before, by its name in the address: there is no session yet to keep it in.
DONE = {
    "password": _("Your password is set. Sign in with it."),
    "email": _("Your e-mail is confirmed. Sign in with it."),
    "signed-out": _("You are signed out."),
}


@show("/sign-in", name="staff.sign_in", guards=())
async def sign_in_form(visit: Visit, request: AnyRequest) -> Response[str]:
    to = safe_next(request.query_params.get("next", ""))
    if visit.person:
        return await go_on(visit, to)
    done = DONE.get(request.query_params.get("done", ""), "")
    return await _page(visit, Form(visit.language, next=to), done)


@act("/sign-in", name="staff.sign_in.send", guards=())
async def sign_in(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    to = safe_next(form.text("next"))
    try:
        token, complete = await people_sign_in.sign_in(
            form.text("email"),
            form.raw("password"),
            visit.origin,
            visit.now,
            demo_allowed=visit.demo_allowed,
            before=visit.session,
        )
    except RefusedError as refused:
        form.take(refused)
        return await _page(visit, form)
    become(request, token)
    return Redirect(to if complete else f"{SECOND_STEP}?{urlencode({'next': to})}", status_code=303)


async def _page(visit: Visit, form: Form, done: str = "") -> Response[str]:
    demo = await people.demo_people() if visit.demo_allowed else []
    return await staff_page(
        visit, "staff/sign_in.html", {"done": done, "demo": demo, "role_words": ROLE}, form=form
    )


@show("/second-factor", name="staff.second_factor", guards=())
async def second_factor_form(visit: Visit, request: AnyRequest) -> Response[str]:
    to = safe_next(request.query_params.get("next", ""))
    if visit.session is None or visit.person:
        return await go_on(visit, to if visit.person else SIGN_IN)
    return await staff_page(visit, "staff/second_factor.html", form=Form(visit.language, next=to))


@act("/second-factor", name="staff.second_factor.send", guards=())
async def second_factor(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    if visit.session is None or visit.person:
        return await go_on(visit, HOME if visit.person else SIGN_IN)
    try:
        token = await people_sign_in.give_second_factor(
            visit.session, form.text("code"), visit.origin, visit.now
        )
    except RefusedError as refused:
        form.take(refused)
        return await staff_page(visit, "staff/second_factor.html", form=form)
    become(request, token)
    return await go_on(visit, safe_next(form.text("next")))


@act("/sign-out", name="staff.sign_out", guards=(requires_sign_in,))
async def sign_out(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    if visit.person and visit.session:
        await people_sign_in.sign_out(visit.person, visit.session, visit.origin, visit.now)
    become(request, sessions.new_token())
    return Redirect(f"{SIGN_IN}?done=signed-out", status_code=303)
