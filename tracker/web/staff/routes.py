"""Every staff page. The session, and so the cookie, exists on this router alone."""

from litestar import Router

from tracker.web.sessions import StaffSessions
from tracker.web.staff import account, factor, home, links, log, people, reminders, sign_in
from tracker.web.staff.errors import HANDLERS

PAGES = [
    home.home,
    sign_in.sign_in_form,
    sign_in.sign_in,
    sign_in.second_factor_form,
    sign_in.second_factor,
    sign_in.sign_out,
    links.forgotten_form,
    links.forgotten,
    links.invitation_form,
    links.accept_invitation,
    links.password_form,
    links.choose_password,
    links.email_form,
    links.confirm_email,
    account.account,
    account.choose_language,
    account.password_form,
    account.change_password,
    account.email_form,
    account.change_email,
    account.end_session,
    account.end_other_sessions,
    reminders.reminders_form,
    reminders.choose_reminders,
    factor.factor_form,
    factor.set_up_factor,
    factor.renew_codes,
    factor.remove_factor,
    people.list_people,
    people.invite_form,
    people.invite,
    people.show_person,
    people.give_grant,
    people.withdraw_grant,
    people.disable,
    people.enable,
    people.make_link,
    people.remove_factor,
    log.log,
]

staff = Router("/staff", route_handlers=PAGES, middleware=[StaffSessions()], exception_handlers=HANDLERS)
