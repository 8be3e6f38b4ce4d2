"""Who is reminded: the people who may report on actions of a plan, and those who review it."""

from datetime import date

from tracker.domain.access import Grant, Role
from tracker.domain.reminders import Recipient, Recipients
from tracker.store import people, queries, reminder_log
from tracker.store.engine import read


async def recipients_on(today: date) -> Recipients:
    """Editors and reviewers of every open plan who can sign in: active, their invitation accepted."""
    async with read():
        plans = await queries.plans_on(today)
        editing = [Grant(Role.EDITOR, plan.slug, slug) for plan in plans for slug in plan.organisations]
        reviewing = [Grant(Role.REVIEWER, plan.slug) for plan in plans]
        muted = await reminder_log.muted()
        holders = [person for person in await people.holding([*editing, *reviewing]) if not person.invited]

    def holding(grant: Grant) -> tuple[Recipient, ...]:
        return tuple(
            Recipient(str(one.id), one.email, one.language, muted.get(str(one.id), frozenset()))
            for one in holders
            if grant in one.access.grants
        )

    return Recipients(
        editors={(grant.plan, grant.organisation): holding(grant) for grant in editing},
        reviewers={grant.plan: holding(grant) for grant in reviewing},
    )
