"""One's own account: language, password, e-mail, and where one is signed in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from litestar import Response
from litestar.exceptions import NotFoundException

from tracker.domain.messages import _
from tracker.publish.languages import LANGUAGES
from tracker.publish.people_words import ROLE
from tracker.services import people_accounts, people_sign_in
from tracker.services.people_passwords import SHORTEST
from tracker.services.people_refused import RefusedError
from tracker.store import people, sessions, staff_log
from tracker.store.engine import write
from tracker.store.people import Person
from tracker.store.sessions import Session
from tracker.store.staff_log import Act
from tracker.web.auth import SignInNeeded, requires_sign_in
from tracker.web.forms import Form
from tracker.web.sessions import Visit
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.frame import go_on, staff_page

ACCOUNT = "/staff/account"
OWN = (requires_sign_in,)
BROWSERS = re.compile(r"Firefox|Edg|OPR|SamsungBrowser|Chrome|Safari")
NAMES = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet"}
MACHINES = re.compile(r"iPhone|iPad|Android|Windows|Macintosh|Linux")


@dataclass(frozen=True, slots=True)
class OpenSession:
    session: Session
    browser: str
    here: bool


def browser_of(agent: str) -> str:
    """A browser and its machine in short, for somebody to recognise their own; empty for others."""
    # Chrome calls itself Safari too, and Edge both: the last of these names is the true one, save for Safari.
    named = [name for name in BROWSERS.findall(agent) if name != "Safari"] or BROWSERS.findall(agent)
    machine = MACHINES.search(agent)
    return ", ".join(filter(None, (NAMES.get(named[-1], named[-1]) if named else "", machine and machine[0])))


def own(visit: Visit) -> tuple[Person, Session]:
    """Who is signed in, and where. Guarded pages are reached by nobody else; others raise SignInNeeded."""
    if visit.person is None or visit.session is None:
        raise SignInNeeded(detail="nobody is signed in")
    return visit.person, visit.session


@show("/account", name="staff.account", guards=OWN)
async def account(visit: Visit, request: AnyRequest) -> Response[str]:
    person, here = own(visit)
    found = [
        OpenSession(session, browser_of(session.agent), session.id == here.id)
        for session in await sessions.of_person(person.id, visit.now)
    ]
    context = {
        "here": "account",
        "person": person,
        "sessions": found,
        "role_words": ROLE,
        "codes_left": await people.codes_left(person.id),
    }
    return await staff_page(visit, "staff/account.html", context)


@act("/account/language", name="staff.account.language", guards=OWN)
async def choose_language(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    person, _here = own(visit)
    if form.text("language") in LANGUAGES:
        await people.change(person.id, language=form.text("language"))
    return await go_on(visit, ACCOUNT)


@show("/account/password", name="staff.account.password", guards=OWN)
async def password_form(visit: Visit, request: AnyRequest) -> Response[str]:
    return await _password_page(visit, Form(visit.language))


@act("/account/password", name="staff.account.password.send", guards=OWN)
async def change_password(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    person, here = own(visit)
    try:
        await people_sign_in.confirm(person, here, form.raw("current"), visit.now)
        await people_accounts.change_password(
            person, here, form.raw("password"), visit.origin, visit.now, visit.post
        )
    except RefusedError as refused:
        form.take(refused)
        return await _password_page(visit, form)
    return await go_on(visit, ACCOUNT, _("Your password is changed. You are signed out everywhere else."))


async def _password_page(visit: Visit, form: Form) -> Response[str]:
    person, _here = own(visit)
    context = {"here": "account", "person": person, "shortest": SHORTEST}
    return await staff_page(visit, "staff/account_password.html", context, form=form)


@show("/account/email", name="staff.account.email", guards=OWN)
async def email_form(visit: Visit, request: AnyRequest) -> Response[str]:
    return await _email_page(visit, Form(visit.language))


@act("/account/email", name="staff.account.email.send", guards=OWN)
async def change_email(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    person, here = own(visit)
    try:
        if not visit.post.works:
            raise RefusedError("", NO_MAIL)
        await people_sign_in.confirm(person, here, form.raw("current"), visit.now)
        await people_accounts.ask_for_email_change(
            person, form.text("email"), visit.origin, visit.now, visit.post
        )
    except RefusedError as refused:
        form.take(refused)
        return await _email_page(visit, form)
    return await go_on(
        visit,
        ACCOUNT,
        _("A letter is on its way to %(email)s. Your e-mail changes when you follow its link."),
        email=form.text("email"),
    )


NO_MAIL = _("This site sends no mail, so that a new e-mail can't be confirmed.")


async def _email_page(visit: Visit, form: Form) -> Response[str]:
    person, _here = own(visit)
    return await staff_page(
        visit, "staff/account_email.html", {"here": "account", "person": person}, form=form
    )


@act("/account/sessions/{session:int}/end", name="staff.account.session.end", guards=OWN)
async def end_session(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    person, _here = own(visit)
    async with write():
        if not await sessions.end_of_person(person.id, request.path_params["session"]):
            raise NotFoundException(detail="no such session of theirs")
        await _note_end(visit, person)
    return await go_on(visit, ACCOUNT, _("That session is ended."))


@act("/account/sessions/end-others", name="staff.account.sessions.end", guards=OWN)
async def end_other_sessions(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    person, here = own(visit)
    async with write():
        await sessions.end_all(person.id, but=here.id)
        await _note_end(visit, person)
    return await go_on(visit, ACCOUNT, _("You are signed out everywhere else."))


async def _note_end(visit: Visit, person: Person) -> None:
    await staff_log.note(
        Act.SESSION_ENDED, visit.now, by=person.email, about=person.email, address=visit.origin.address
    )
