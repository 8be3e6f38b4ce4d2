"""The mail log, for administrators: what was sent, what waits and why, who was reminded of what or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from litestar import Response

from tracker.domain.messages import _
from tracker.domain.reminders import Reason, Unsaid
from tracker.store import mail_log, outbox, people, staff_log
from tracker.store.engine import read, write
from tracker.store.mail_log import Wanted
from tracker.store.outbox import State
from tracker.store.reminder_log import Line
from tracker.store.staff_log import Act
from tracker.web.forms import Form
from tracker.web.sessions import Visit
from tracker.web.staff.account import own
from tracker.web.staff.declare import AnyRequest, act, show
from tracker.web.staff.frame import go_on, staff_page
from tracker.web.staff.lists import MOST, as_asked, chosen_of, day_of, pages_of, words_of
from tracker.web.staff.people import ADMIN

MAILS = "/staff/mail"
REMINDERS = "/staff/mail/reminders"
MOST_PEOPLE = 500  # whose e-mail has the words that are looked for

STATE = {
    State.WAITING: _("waits"),
    State.SENT: _("sent"),
    State.FAILED: _("given up"),
}
OUTCOME: dict[str, str] = {
    State.WAITING: STATE[State.WAITING],
    State.SENT: STATE[State.SENT],
    State.FAILED: STATE[State.FAILED],
    Unsaid.MUTED: _("not wanted by this person"),
    Unsaid.NOBODY: _("nobody to tell"),
}
REASON = {
    Reason.DUE: _("deadline ahead"),
    Reason.LATE: _("deadline gone by"),
    Reason.SILENT: _("no news"),
    Reason.REVIEW: _("report to review"),
}
KIND = {
    "reminders": _("reminders"),
    "staff.invitation": _("invitation"),
    "staff.password": _("link for a new password"),
    "staff.email": _("link that confirms an e-mail"),
    "staff.changed": _("notice of a change of the account"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the reminders' log and the e-mail it is about, empty for nobody."""

    line: Line
    email: str


@show("/mail", name="staff.mail", guards=ADMIN)
async def mails(visit: Visit, request: AnyRequest) -> Response[str]:
    wanted, asked = _wanted(request)
    async with read():
        total = await mail_log.count_mails(wanted)
        pages = pages_of(request, MAILS, asked, total)
        lines = await mail_log.mails(wanted, pages.start, MOST)
        counts = await outbox.counts()
    context = {
        "here": "mail",
        "lines": lines,
        "total": total,
        "counts": counts,
        "asked": asked,
        "states": list(State),
        "state_words": STATE,
        "kind_words": KIND,
        "pager": pages,
        "works": visit.settings.mail is not None,
    }
    return await staff_page(visit, "staff/mail.html", context)


@act("/mail/retry", name="staff.mail.retry", guards=ADMIN)
async def retry(visit: Visit, request: AnyRequest, form: Form) -> Response[str]:
    me, _session = own(visit)
    async with write():
        revived = await outbox.revive(visit.now)
        if revived:
            await staff_log.note(
                Act.MAILS_RETRIED, visit.now, by=me.email, detail=str(revived), address=visit.origin.address
            )
    return await go_on(visit, MAILS, _("Mails that wait again: %(number)s."), number=revived)


@show("/mail/reminders", name="staff.mail.reminders", guards=ADMIN)
async def reminders(visit: Visit, request: AnyRequest) -> Response[str]:
    wanted, asked = _wanted(request)
    if wanted.words:
        found = await people.search(wanted.words, 0, MOST_PEOPLE)
        wanted = replace(wanted, people=[str(one.id) for one in found])
    async with read():
        total = await mail_log.count_reminders(wanted)
        pages = pages_of(request, REMINDERS, asked, total)
        lines = await mail_log.reminders(wanted, pages.start, MOST)
        emails = await people.emails_of(int(one.person) for one in lines if one.person.isdecimal())
    context = {
        "here": "mail",
        "lines": [Told(one, emails.get(int(one.person or 0), "")) for one in lines],
        "total": total,
        "asked": asked,
        "reasons": list(Reason),
        "reason_words": REASON,
        "outcome_words": OUTCOME,
        "pager": pages,
    }
    return await staff_page(visit, "staff/mail_reminders.html", context)


def _wanted(request: AnyRequest) -> tuple[Wanted, Mapping[str, str]]:
    wanted = Wanted(
        words=words_of(request),
        state=chosen_of(request, "state", State),
        reason=chosen_of(request, "reason", Reason),
        first=day_of(request, "first"),
        last=day_of(request, "last"),
    )
    return wanted, as_asked(
        q=wanted.words, state=wanted.state, reason=wanted.reason, first=wanted.first, last=wanted.last
    )
