"""Signing in, in one step or two, and out."""

from __future__ import annotations

from dataclasses import replace
from secrets import token_urlsafe
from urllib.parse import urlencode

from litestar import Response
from litestar.response import Redirect

from tracker.domain.messages import _
from tracker.publish.people_words import ROLE
from tracker.services import people_sign_in
from tracker.services.people_refused import RefusedError
from tracker.store import people
from tracker.store.sessions import new_token
from tracker.web.auth import HOME, SIGN_IN, safe_next
from tracker.web.forms import Form
from tracker.web.sessions import Visit, become
from tracker.web.staff.account import OWN, own
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.frame import go_on, staff_page

SECOND_STEP = "/staff/second-factor"
SIGNED_OUT = f"{SIGN_IN}?done=signed-out"
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
    return await sign_in_page(visit, Form(visit.language, next=to), done)


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
        return await sign_in_page(visit, form)
    become(request, token)
    return Redirect(to if complete else to_second_step(to), status_code=303)


def to_second_step(to: str) -> str:
    return f"{SECOND_STEP}?{urlencode({'next': to})}"


async def sign_in_page(visit: Visit, form: Form, done: str = "") -> Response[str]:
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


@act("/sign-out", name="staff.sign_out", guards=OWN)
async def sign_out(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    """Here, and then at the provider, where one came through it and it can be told."""
    person, session = own(visit)
    await people_sign_in.sign_out(person, session, visit.origin, visit.now)
    become(request, new_token())
    provider = visit.provider
    if provider and session.issuer == provider.settings.issuer:
        away = await provider.way_out(session.id_token, token_urlsafe(32))
        if away:
            return await leaving_page(replace(visit, session=None, person=None), away, "signed-out")
    return Redirect(SIGNED_OUT, status_code=303)


async def leaving_page(visit: Visit, address: str, why: str) -> Response[str]:
    """A page that leads to the provider: a form that is sent may lead to pages of ours alone (CSP)."""
    return await staff_page(visit, "staff/to_provider.html", {"address": address, "why": why})
