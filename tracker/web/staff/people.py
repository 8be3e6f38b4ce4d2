"""People, for administrators: invite, give and withdraw roles, close and open accounts."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException

from tracker.domain.access import Grant
from tracker.domain.messages import _
from tracker.publish.languages import LANGUAGES
from tracker.publish.people_words import ROLE
from tracker.services import people_accounts, people_admin, people_factor, people_provider
from tracker.services.people_admin import PlanChoice
from tracker.services.people_refused import RefusedError
from tracker.store import people
from tracker.store.people import Person
from tracker.web.auth import requires_administrator
from tracker.web.forms import Form
from tracker.web.sessions import Visit
from tracker.web.staff.account import own
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.frame import go_on, staff_page
from tracker.web.staff.home import held
from tracker.web.staff.lists import LONGEST, MOST, pages_of, words_of

ADMIN = (requires_administrator,)
PEOPLE = "/staff/people"
LONG_LIST = 40
FIND = "find"


@show("/people", name="staff.people", guards=ADMIN)
async def list_people(visit: Visit, request: AnyRequest) -> Response[str]:
    words = words_of(request)
    total = await people.count(words)
    pages = pages_of(request, PEOPLE, {"q": words}, total)
    context = {
        "here": "people",
        "people": await people.search(words, pages.start, MOST),
        "total": total,
        "words": words,
        "role_words": ROLE,
        "pager": pages,
    }
    return await staff_page(visit, "staff/people.html", context)


@show("/people/invite", name="staff.people.invite", guards=ADMIN)
async def invite_form(visit: Visit, request: AnyRequest) -> Response[str]:
    return await _invite_page(visit, Form(visit.language, language=visit.language))


@act("/people/invite", name="staff.people.invite.send", guards=ADMIN)
async def invite(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    me, _session = own(visit)
    if form.text("do") == FIND:
        return await _invite_page(visit, form)
    language = form.text("language")
    if language not in LANGUAGES:
        form.refuse("language", _("Choose a language."))
    grants = await _grants(visit, form, needed=False)
    try:
        people_accounts.check_email(form.text("email"))
        if form.accepted:
            person, link = await people_accounts.invite(
                form.text("email"),
                language,
                grants,
                visit.now,
                visit.post,
                by=me.email,
                address=visit.origin.address,
            )
            return await _link_page(visit, person, link)
    except RefusedError as refused:
        form.take(refused)
    return await _invite_page(visit, form)


async def _invite_page(visit: Visit, form: Form) -> Response[str]:
    plans = await people_admin.plan_choices(visit.now.date())
    context = {"here": "people", "role_words": ROLE, "plans": _choices(form, plans), "many": _many(plans)}
    return await staff_page(visit, "staff/invite.html", context, form=form)


def _choices(form: Form, plans: list[PlanChoice]) -> list[PlanChoice]:
    return people_admin.narrowed(plans, form.text("find")[:LONGEST], form.text("grant"))


def _many(plans: list[PlanChoice]) -> bool:
    """Whether the list of roles is too long to be looked through."""
    return sum(2 + len(plan.organisations) for plan in plans) > LONG_LIST


async def _grants(visit: Visit, form: Form, *, needed: bool) -> list[Grant]:
    """The one grant that was chosen, or none; a choice that can't be is a fault of the form."""
    chosen = form.text("grant")
    if not chosen and not needed:
        return []
    try:
        grant = Grant.parse(chosen)
        await people_admin.check_grant(grant, visit.now.date())
    except RefusedError as refused:
        form.take(refused)
    except ValueError:
        form.refuse("grant", _("Choose a role."))
    else:
        return [grant]
    return []


async def _link_page(visit: Visit, person: Person, link: str) -> Response[str]:
    context = {"here": "people", "person": person, "link": link}
    return await staff_page(visit, "staff/link_made.html", context)


def _provider_name(visit: Visit, person: Person) -> str:
    """What the provider that somebody is connected with is called; the site may have another one by now."""
    known = visit.provider and visit.provider.settings.issuer == person.issuer
    return visit.provider.name if visit.provider and known else person.issuer


async def _person(request: AnyRequest) -> Person:
    person = await people.by_id(request.path_params["person"])
    if person is None:
        raise NotFoundException(detail="no such person")
    return person


async def _person_page(visit: Visit, person: Person, form: Form) -> Response[str]:
    me, _session = own(visit)
    plans = await people_admin.plan_choices(visit.now.date())
    context = {
        "here": "people",
        "person": person,
        "me": me,
        "choices": _choices(form, plans),
        "many": _many(plans),
        "held": held(person.access.grants, plans),
        "provider_name": _provider_name(visit, person),
        "role_words": ROLE,
    }
    return await staff_page(visit, "staff/person.html", context, form=form)


@show("/people/{person:int}", name="staff.person", guards=ADMIN)
async def show_person(visit: Visit, request: AnyRequest) -> Response[str]:
    return await _person_page(visit, await _person(request), Form(visit.language))


@act("/people/{person:int}/grants", name="staff.person.grant", guards=ADMIN)
async def give_grant(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    person = await _person(request)
    if form.text("do") == FIND:
        return await _person_page(visit, person, form)
    grants = await _grants(visit, form, needed=True)
    if not form.accepted:
        return await _person_page(visit, person, form)
    for grant in grants:
        await people_admin.give(person, grant, visit.now, **_acting(visit))
    return await go_on(visit, f"{PEOPLE}/{person.id}", _("The role is given."))


@act("/people/{person:int}/grants/withdraw", name="staff.person.withdraw", guards=ADMIN)
async def withdraw_grant(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    person = await _person(request)
    try:
        grant = Grant.parse(form.text("grant"))
        await people_admin.withdraw(person, grant, visit.now, **_acting(visit))
    except RefusedError as refused:
        form.take(refused)
        return await _person_page(visit, person, form)
    except ValueError:
        form.refuse("", _("Choose a role."))
        return await _person_page(visit, person, form)
    return await go_on(visit, f"{PEOPLE}/{person.id}", _("The role is withdrawn."))


@act("/people/{person:int}/disable", name="staff.person.disable", guards=ADMIN)
async def disable(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    person = await _person(request)
    try:
        if person == visit.person:
            raise RefusedError("", _("You can't close your own account."))
        await people_admin.disable(person, visit.now, **_acting(visit))
    except RefusedError as refused:
        form.take(refused)
        return await _person_page(visit, person, form)
    return await go_on(visit, f"{PEOPLE}/{person.id}", _("The account is closed."))


@act("/people/{person:int}/enable", name="staff.person.enable", guards=ADMIN)
async def enable(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    person = await _person(request)
    await people_admin.enable(person, visit.now, **_acting(visit))
    return await go_on(visit, f"{PEOPLE}/{person.id}", _("The account is open again."))


@act("/people/{person:int}/link", name="staff.person.link", guards=ADMIN)
async def make_link(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    person = await _person(request)
    if not person.active:
        form.refuse("", _("Open the account first."))
        return await _person_page(visit, person, form)
    link = await people_accounts.new_link(person, visit.now, visit.post, **_acting(visit))
    return await _link_page(visit, person, link)


@act("/people/{person:int}/second-factor/remove", name="staff.person.factor.remove", guards=ADMIN)
async def remove_factor(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    person = await _person(request)
    if person.has_second_factor:
        await people_factor.remove(person, visit.now, visit.post, **_acting(visit))
    return await go_on(visit, f"{PEOPLE}/{person.id}", _("The second factor is removed."))


@act("/people/{person:int}/provider/disconnect", name="staff.person.provider.disconnect", guards=ADMIN)
async def disconnect_provider(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    person = await _person(request)
    name = _provider_name(visit, person)
    try:
        await people_provider.disconnect(person, name, visit.now, visit.post, **_acting(visit))
    except RefusedError as refused:
        form.take(refused)
        return await _person_page(visit, person, form)
    return await go_on(visit, f"{PEOPLE}/{person.id}", _("They are disconnected."))


def _acting(visit: Visit) -> dict[str, Any]:
    """Who does it and from where, as the log wants it."""
    me, _session = own(visit)
    return {"by": me.email, "address": visit.origin.address}
