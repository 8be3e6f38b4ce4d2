"""Remind people of deadlines, silence and reports to review: at most one digest a person and day.

Digests are queued and noted in one transaction. What a mail server took of the reminders of silence is then
told in the register, by ``publish_sent``: a reminder that never left is not claimed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from tracker.domain.dates import PartialDate
from tracker.domain.events import ReminderSent
from tracker.domain.register import Draft
from tracker.domain.reminders import (
    Digest,
    Matter,
    Omission,
    Reason,
    Recipient,
    Recipients,
    Waiting,
    reminders,
)
from tracker.domain.state import Plan
from tracker.domain.submission import Stage
from tracker.publish.languages import translations
from tracker.publish.templating import render
from tracker.services.record import record
from tracker.store import outbox, queries, register, reminder_log, submissions, turns
from tracker.store.engine import read, write
from tracker.store.reminder_log import SentNote

KIND = "reminders"


@dataclass(frozen=True, slots=True)
class Reminded:
    """What was queued today, what waits for tomorrow because its reader had a digest today, and what was
    due to be said to nobody."""

    digests: tuple[Digest, ...]
    deferred: tuple[Digest, ...]
    omissions: tuple[Omission, ...]


async def remind(
    recipients: Recipients, today: date, now: datetime, site_url: str, *, dry_run: bool = False
) -> Reminded:
    """Queue what is due to be said on ``today``; ``dry_run`` only finds it. ``now`` is aware."""
    if dry_run:
        async with read():
            _, digests, omissions = await _found(recipients, today)
        return Reminded(tuple(digests), (), tuple(omissions))
    async with write():
        await turns.alone(KIND)
        plans, digests, omissions = await _found(recipients, today)
        queued: list[Digest] = []
        deferred: list[Digest] = []
        for digest in digests:
            kept = await _queue(digest, plans, today, now, site_url)
            (queued if kept else deferred).append(digest)
        await reminder_log.note_omissions(omissions, today)
    return Reminded(tuple(queued), tuple(deferred), tuple(omissions))


async def _found(recipients: Recipients, today: date) -> tuple[dict[str, Plan], list[Digest], list[Omission]]:
    plans = {plan.slug: plan for plan in await queries.plans_on(today)}
    said = await reminder_log.said()
    digests, omissions = reminders(plans.values(), recipients, said, today, await _waiting(list(plans)))
    return plans, digests, omissions


async def _waiting(plans: list[str]) -> list[Waiting]:
    return [
        Waiting(one.plan, one.ref, one.changed_at.date(), str(one.person))
        for one in await submissions.of_plans(plans, [Stage.SUBMITTED])
    ]


async def _queue(
    digest: Digest, plans: Mapping[str, Plan], today: date, now: datetime, site_url: str
) -> bool:
    person, language = digest.recipient, digest.recipient.language
    context = {"parts": parts_of(digest, plans, site_url), "site": site_url}
    key = f"{KIND}:{person.person}:{today}"
    queued = await outbox.queue(
        person.email,
        subject_of(digest),
        render("mail/reminders.txt", language, context),
        render("mail/reminders.html", language, context),
        KIND,
        key,
        at=now,
    )
    if queued:
        await reminder_log.note(digest, key, today)
    return queued


@dataclass(frozen=True, slots=True)
class Line:
    """One action of a digest, with the day it is due and the days that its heading speaks of."""

    ref: str
    title: str
    href: str
    due: PartialDate | None
    days: int


@dataclass(frozen=True, slots=True)
class Part:
    """What a digest says of one plan, in the plan's own ``language``."""

    title: str
    language: str
    late: tuple[Line, ...]
    due: tuple[Line, ...]
    silent: tuple[Line, ...]
    review: tuple[Line, ...]

    @property
    def overdue(self) -> bool:
        """Whether it asks for a word on an action, and not for a review alone."""
        return bool(self.late or self.due or self.silent)


def parts_of(digest: Digest, plans: Mapping[str, Plan], site_url: str) -> list[Part]:
    slugs = dict.fromkeys(matter.plan for matter in digest.matters)
    return [_part(plans[slug], digest, site_url) for slug in slugs]


def _part(plan: Plan, digest: Digest, site_url: str) -> Part:
    base = f"{site_url}/{digest.recipient.language}/{plan.slug}/actions"

    def lines(reason: Reason) -> tuple[Line, ...]:
        found = [m for m in digest.matters if m.plan == plan.slug and m.reason is reason]
        return tuple(_line(plan, matter, base) for matter in found)

    about = plan.opened
    return Part(
        title=about.title,
        language=about.language,
        late=lines(Reason.LATE),
        due=lines(Reason.DUE),
        silent=lines(Reason.SILENT),
        review=tuple(replace(line, href=f"{site_url}/staff/review") for line in lines(Reason.REVIEW)),
    )


def _line(plan: Plan, matter: Matter, base: str) -> Line:
    action = plan.actions[matter.ref]
    return Line(action.ref, action.title, f"{base}/{action.ref}", action.due, matter.days)


def subject_of(digest: Digest) -> str:
    """How many reports wait, how many actions are late, due soon and silent; none of a kind is not said."""
    catalogue = translations(digest.recipient.language)
    counted = {reason: sum(1 for m in digest.matters if m.reason is reason) for reason in Reason}
    review, late, due, silent = (
        counted[one] for one in (Reason.REVIEW, Reason.LATE, Reason.DUE, Reason.SILENT)
    )
    said = [
        catalogue.ngettext("%(count)s report to review", "%(count)s reports to review", review)
        % {"count": review},
        catalogue.ngettext("%(count)s action late", "%(count)s actions late", late) % {"count": late},
        catalogue.ngettext("%(count)s due soon", "%(count)s due soon", due) % {"count": due},
        catalogue.ngettext("%(count)s without news", "%(count)s without news", silent) % {"count": silent},
    ]
    what = ", ".join(text for text, count in zip(said, (review, late, due, silent), strict=True) if count)
    return catalogue.gettext("Reminder: %(what)s") % {"what": what}


async def publish_sent(now: datetime) -> int:
    """Tell in the registers which silences people were reminded of by mails that left; how many entries."""
    if not await reminder_log.sent_silences():
        return 0
    async with write():
        await turns.alone("publish-reminders")
        notes = await reminder_log.sent_silences()
        by_plan: dict[str, list[SentNote]] = {}
        for one in notes:
            by_plan.setdefault(one.matter.plan, []).append(one)
        published = 0
        for slug, of_plan in by_plan.items():
            drafts = await _drafts(slug, of_plan)
            published += len(await record(slug, drafts, now))
        await reminder_log.mark_published(notes)
    return published


async def _drafts(slug: str, notes: Iterable[SentNote]) -> list[Draft]:
    """One entry an action and day, however many people read the mail."""
    plan = await queries.plan_at_head(await register.head(slug))
    keeper = plan.opened.keeper
    once = {(one.matter.ref, one.sent_on): one for one in notes}
    return [
        Draft(day, keeper, f"action:{ref}", ReminderSent(days=one.matter.days, to=one.matter.to))
        for (ref, day), one in once.items()
    ]


__all__ = ["KIND", "Recipient", "Recipients", "Reminded", "publish_sent", "remind"]
