"""Setting up, renewing and removing one's second factor."""

from __future__ import annotations

from litestar import Response

from tracker.domain.messages import _
from tracker.publish.qr import qr_code
from tracker.services import people_factor, people_sign_in
from tracker.services.people_refused import RefusedError
from tracker.store import people
from tracker.web.auth import SET_UP_FACTOR
from tracker.web.forms import Form
from tracker.web.sessions import Visit
from tracker.web.staff.account import ACCOUNT, OWN, own
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.frame import go_on, staff_page


@show("/account/second-factor", name="staff.account.factor", guards=OWN)
async def factor_form(visit: Visit, request: AnyRequest) -> Response[str]:
    return await _page(visit, Form(visit.language))


async def _page(visit: Visit, form: Form) -> Response[str]:
    person, session = own(visit)
    if person.has_second_factor:
        context = {
            "here": "account",
            "person": person,
            "codes_left": await people.codes_left(person.id),
            "needed": visit.settings.require_second_factor and person.access.weighty,
        }
        return await staff_page(visit, "staff/factor_change.html", context, form=form)
    secret = await people_factor.secret_to_set_up(session)
    side, path = qr_code(people_factor.address_of(secret, person, visit.settings.site_host))
    context = {
        "here": "account",
        "person": person,
        "side": side,
        "path": path,
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "needed": visit.must_set_up_factor,
    }
    return await staff_page(visit, "staff/factor_set_up.html", context, form=form)


@act("/account/second-factor", name="staff.account.factor.send", guards=OWN)
async def set_up_factor(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    person, session = own(visit)
    if person.has_second_factor:
        return await go_on(visit, SET_UP_FACTOR)
    try:
        await people_sign_in.confirm(person, session, form.raw("current"), visit.now)
        codes = await people_factor.set_up(
            person, session, form.text("code"), visit.now, visit.post, address=visit.origin.address
        )
    except RefusedError as refused:
        form.take(refused)
        return await _page(visit, form)
    return await _codes(visit, codes)


@act("/account/second-factor/codes", name="staff.account.factor.codes", guards=OWN)
async def renew_codes(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    person, session = own(visit)
    if not person.has_second_factor:
        return await go_on(visit, SET_UP_FACTOR)
    try:
        await people_sign_in.confirm(person, session, form.raw("current"), visit.now)
    except RefusedError as refused:
        form.take(refused)
        return await _page(visit, form)
    return await _codes(visit, await people_factor.renew_codes(person, visit.now, visit.origin.address))


async def _codes(visit: Visit, codes: list[str]) -> Response[str]:
    return await staff_page(visit, "staff/recovery_codes.html", {"here": "account", "codes": codes})


@act("/account/second-factor/remove", name="staff.account.factor.remove", guards=OWN)
async def remove_factor(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    person, session = own(visit)
    try:
        if visit.settings.require_second_factor and person.access.weighty:
            raise RefusedError("", _("This site asks your role for a second factor."))
        await people_sign_in.confirm(person, session, form.raw("current"), visit.now)
    except RefusedError as refused:
        form.take(refused)
        return await _page(visit, form)
    await people_factor.remove(person, visit.now, visit.post, by=person.email, address=visit.origin.address)
    return await go_on(visit, ACCOUNT, _("Your second factor is removed."))
