"""What somebody wants to be reminded of by mail."""

from __future__ import annotations

from litestar import Response

from tracker.domain.messages import _
from tracker.domain.reminders import Reason
from tracker.store import reminder_log
from tracker.store.engine import write
from tracker.web.auth import requires_sign_in
from tracker.web.forms import Form
from tracker.web.sessions import Visit
from tracker.web.staff.account import ACCOUNT, own
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.frame import go_on, staff_page

OWN = (requires_sign_in,)
WORDS = {
    Reason.DUE: _("A deadline ahead: 30, 7 and 1 days before it"),
    Reason.LATE: _("A deadline gone by: after 1 and 7 days, then every 30 days"),
    Reason.SILENT: _("An action without news, every 30 days"),
    Reason.REVIEW: _("A report to review in a plan of yours: once it is handed in, then every 7 days"),
}


@show("/account/reminders", name="staff.account.reminders", guards=OWN)
async def reminders_form(visit: Visit, request: AnyRequest) -> Response[str]:
    person, _here = own(visit)
    muted = (await reminder_log.muted()).get(str(person.id), frozenset())
    context = {"here": "account", "words": WORDS, "wanted": set(Reason) - muted}
    return await staff_page(visit, "staff/account_reminders.html", context)


@act("/account/reminders", name="staff.account.reminders.send", guards=OWN)
async def choose_reminders(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    person, _here = own(visit)
    async with write():
        await reminder_log.mute(str(person.id), (reason for reason in Reason if not form.raw(reason)))
    return await go_on(visit, ACCOUNT, _("Your choice of reminders is kept."))
