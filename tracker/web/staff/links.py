"""What links in letters open: an invitation, a forgotten password, an e-mail to confirm."""

from __future__ import annotations

from litestar import Response
from litestar.background_tasks import BackgroundTask
from litestar.response import Redirect

from tracker.services import people_accounts
from tracker.services.people_passwords import SHORTEST
from tracker.services.people_refused import RefusedError
from tracker.store import sessions
from tracker.store.links import Purpose
from tracker.web.auth import SIGN_IN
from tracker.web.forms import Form
from tracker.web.sessions import Visit, become
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.frame import staff_page


@show("/forgotten", name="staff.forgotten", guards=())
async def forgotten_form(visit: Visit, request: AnyRequest) -> Response[str]:
    return await staff_page(visit, "staff/forgotten.html", {"sent_to": ""})


@act("/forgotten", name="staff.forgotten.send", guards=())
async def forgotten(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    try:
        email = people_accounts.check_email(form.text("email"))
    except RefusedError as refused:
        form.take(refused)
        return await staff_page(visit, "staff/forgotten.html", {"sent_to": ""}, form=form)
    answer = await staff_page(visit, "staff/forgotten.html", {"sent_to": email}, form=form)
    if visit.post.works:
        # After the answer: how long it takes would tell who has an account.
        answer.background = BackgroundTask(
            people_accounts.ask_for_password_link, email, visit.origin, visit.now, visit.post
        )
    return answer


@show("/invitation/{token:str}", name="staff.invitation", guards=())
async def invitation_form(visit: Visit, request: AnyRequest) -> Response[str]:
    return await _password_page(visit, request, Purpose.INVITATION, Form(visit.language))


@act("/invitation/{token:str}", name="staff.invitation.send", guards=())
async def accept_invitation(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    return await _choose_password(visit, request, Purpose.INVITATION, form)


@show("/password/{token:str}", name="staff.password", guards=())
async def password_form(visit: Visit, request: AnyRequest) -> Response[str]:
    return await _password_page(visit, request, Purpose.PASSWORD, Form(visit.language))


@act("/password/{token:str}", name="staff.password.send", guards=())
async def choose_password(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    return await _choose_password(visit, request, Purpose.PASSWORD, form)


async def _password_page(visit: Visit, request: AnyRequest, purpose: Purpose, form: Form) -> Response[str]:
    try:
        person = await people_accounts.person_of_link(_token(request), purpose, visit.now)
    except RefusedError:
        return await _dead(visit)
    context = {
        "person": person,
        "invited": purpose is Purpose.INVITATION,
        "action": visit.path,
        "shortest": SHORTEST,
    }
    return await staff_page(visit, "staff/choose_password.html", context, form=form)


async def _choose_password(visit: Visit, request: AnyRequest, purpose: Purpose, form: Form) -> Response[str]:
    try:
        await people_accounts.choose_password(
            _token(request), purpose, form.raw("password"), visit.origin, visit.now, visit.post
        )
    except RefusedError as refused:
        if not refused.field:
            return await _dead(visit)
        form.take(refused)
        return await _password_page(visit, request, purpose, form)
    become(request, sessions.new_token())
    return Redirect(f"{SIGN_IN}?done=password", status_code=303)


@show("/email/{token:str}", name="staff.email", guards=())
async def email_form(visit: Visit, request: AnyRequest) -> Response[str]:
    try:
        await people_accounts.person_of_link(_token(request), Purpose.EMAIL, visit.now)
    except RefusedError:
        return await _dead(visit)
    return await staff_page(visit, "staff/confirm_email.html", {"action": visit.path})


@act("/email/{token:str}", name="staff.email.send", guards=())
async def confirm_email(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    try:
        await people_accounts.confirm_email(_token(request), visit.origin, visit.now, visit.post)
    except RefusedError:
        return await _dead(visit)
    return Redirect("/staff/account" if visit.person else f"{SIGN_IN}?done=email", status_code=303)


def _token(request: AnyRequest) -> str:
    return str(request.path_params["token"])


async def _dead(visit: Visit) -> Response[str]:
    return await staff_page(visit, "staff/dead_link.html", status=404)
