"""Signing in through an OpenID Connect provider, connecting one's account with it, and signing out there."""

from __future__ import annotations

import logging

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.response import Redirect

from tracker.domain.messages import _
from tracker.services import people_provider, people_sign_in
from tracker.services.people_refused import RefusedError
from tracker.services.provider import Identity, Provider, ProviderFailed
from tracker.web.auth import safe_next
from tracker.web.forms import Form
from tracker.web.provider_way import Way, begin, cookie_of, no_cookie, way_of
from tracker.web.sessions import Visit, become
from tracker.web.staff.account import ACCOUNT, OWN, own
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.frame import go_on, staff_page
from tracker.web.staff.sign_in import SIGNED_OUT, leaving_page, sign_in_page, to_second_step

log = logging.getLogger("tracker.provider")

FAILED = _(
    "%(name)s can't be reached, or gave an answer that can't be trusted. Try again in a while, or sign in"
    " with your password."
)
LOST = _("This way to sign in was begun too long ago or in another window. Begin again.")
STOPPED = _("%(name)s did not sign you in. Begin again, or sign in with your password.")


def _provider(visit: Visit) -> Provider:
    if visit.provider is None:
        raise NotFoundException(detail="this site has no sign-in provider")
    return visit.provider


@show("/provider", name="staff.provider", guards=())
async def go_to_provider(visit: Visit, request: AnyRequest) -> Response[str]:
    """A link and no form: browsers let no form of ours lead to another site, nor is anything changed here."""
    provider = _provider(visit)
    to = safe_next(request.query_params.get("next", ""))
    if visit.person:
        return await go_on(visit, to)
    way = begin(visit, to)
    try:
        address = await provider.way_there(way.secrets())
    except ProviderFailed as failed:
        return await _failed(visit, provider, failed, to)
    return Redirect(address, status_code=303, cookies=[cookie_of(visit, way)])


@show("/provider/back", name="staff.provider.back", guards=())
async def come_back(visit: Visit, request: AnyRequest) -> Response[str]:
    provider = _provider(visit)
    way = way_of(visit, request.cookies)
    try:
        if way is None or request.query_params.get("state", "") != way.secrets().state:
            raise RefusedError("", LOST)
        identity = await _who_came(visit, request, provider, way)
        answer = await _connected(visit, provider, identity) if way.connects else None
        if answer is None:
            answer = await _signed_in(visit, request, provider, identity, way)
    except ProviderFailed as failed:
        answer = await _failed(visit, provider, failed, way.to if way else "")
    except RefusedError as refused:
        answer = await _refused(visit, refused, way.to if way else "")
    answer.set_cookie(no_cookie(visit))
    return answer


async def _who_came(visit: Visit, request: AnyRequest, provider: Provider, way: Way) -> Identity:
    asked = request.query_params
    # Who answers says so (RFC 9207): the answer of another provider is not ours to redeem.
    if asked.get("iss", provider.settings.issuer) != provider.settings.issuer:
        raise ProviderFailed("the answer is another issuer's")
    if asked.get("error") or not asked.get("code"):
        log.info("%s did not sign somebody in: %.200r", provider.name, asked.get("error", ""))
        raise RefusedError("", STOPPED, name=provider.name)
    return await people_provider.ask(provider, asked["code"], way.secrets(), visit.origin, visit.now)


async def _signed_in(
    visit: Visit, request: AnyRequest, provider: Provider, identity: Identity, way: Way
) -> Response[str]:
    token, complete = await people_provider.sign_in(
        identity, provider.name, visit.origin, visit.now, visit.post, before=visit.session
    )
    become(request, token)
    return Redirect(way.to if complete else to_second_step(way.to), status_code=303)


async def _connected(visit: Visit, provider: Provider, identity: Identity) -> Response[str]:
    person, _session = own(visit)
    await people_provider.connect(person, identity, provider.name, visit.origin, visit.now, visit.post)
    return await go_on(
        visit, ACCOUNT, _("From now on you can sign in with %(name)s too."), name=provider.name
    )


async def _failed(visit: Visit, provider: Provider, failed: ProviderFailed, to: str) -> Response[str]:
    log.warning("%s: %s", provider.settings.issuer, failed)
    return await _refused(visit, RefusedError("", FAILED, name=provider.name), to)


async def _refused(visit: Visit, refused: RefusedError, to: str) -> Response[str]:
    if visit.person:
        return await go_on(visit, ACCOUNT, refused.message, **refused.values)
    form = Form(visit.language, next=safe_next(to))
    form.take(refused)
    return await sign_in_page(visit, form)


@act("/account/provider", name="staff.account.provider.connect", guards=OWN)
async def connect(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    """Only with the password: else whoever finds a session open would have a key to it for ever."""
    provider = _provider(visit)
    person, session = own(visit)
    try:
        await people_sign_in.confirm(person, session, form.raw("current"), visit.now)
        way = begin(visit, ACCOUNT, connects=True)
        address = await provider.way_there(way.secrets())
    except RefusedError as refused:
        form.take(refused)
        return await _connect_page(visit, form)
    except ProviderFailed as failed:
        return await _failed(visit, provider, failed, ACCOUNT)
    answer = await leaving_page(visit, address, "connects")
    answer.set_cookie(cookie_of(visit, way))
    return answer


@show("/account/provider", name="staff.account.provider", guards=OWN)
async def connect_form(visit: Visit, request: AnyRequest) -> Response[str]:
    _provider(visit)
    return await _connect_page(visit, Form(visit.language))


async def _connect_page(visit: Visit, form: Form) -> Response[str]:
    person, _session = own(visit)
    context = {"here": "account", "person": person}
    return await staff_page(visit, "staff/account_provider.html", context, form=form)


@act("/account/provider/disconnect", name="staff.account.provider.disconnect", guards=OWN)
async def disconnect(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    provider = _provider(visit)
    person, session = own(visit)
    try:
        await people_sign_in.confirm(person, session, form.raw("current"), visit.now)
        await people_provider.disconnect(
            person,
            provider.name,
            visit.now,
            visit.post,
            by=person.email,
            address=visit.origin.address,
            staying=session.id,
        )
    except RefusedError as refused:
        form.take(refused)
        return await _connect_page(visit, form)
    return await go_on(visit, ACCOUNT, _("%(name)s no longer opens your account."), name=provider.name)


@show("/signed-out", name="staff.signed_out", guards=())
async def signed_out(visit: Visit, request: AnyRequest) -> Response[str]:
    """Where the provider sends people back to: it takes addresses without a query alone."""
    return Redirect(SIGNED_OUT, status_code=303)
