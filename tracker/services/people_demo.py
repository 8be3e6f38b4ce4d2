"""Accounts for a demonstration: one of each role, with passwords made for it, on this machine only.

Their editors have reports under way, so that a newcomer's pages are not empty; these say that they are made
up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from secrets import token_hex

from tracker.domain.access import Grant, Role
from tracker.domain.messages import _
from tracker.domain.state import Action, Plan
from tracker.domain.status import Status
from tracker.publish.languages import translations
from tracker.services import people_passwords as passwords
from tracker.services import report_progress
from tracker.services.report_progress import Report
from tracker.settings import Settings
from tracker.store import people, queries, register, sessions, staff_log, submissions
from tracker.store.engine import write
from tracker.store.staff_log import Act

DOMAIN = "demo.example"


MADE_UP = _("An example, typed for the demonstration: none of this happened.")
MADE_UP_NEXT = _("An example of a next step.")


class NotOnLoopbackError(RuntimeError):
    """The site can be reached from elsewhere: accounts whose passwords are printed have no place there."""


async def make_demo_people(
    plans: Sequence[str], settings: Settings, now: datetime
) -> list[tuple[str, str, str]]:
    """E-mail, password and role of an administrator, a reviewer, a council member and two editors.

    ``plans`` are slugs: reviewer and council have them all, the editors an organisation each. Each run
    gives new passwords. Raises NotOnLoopbackError on any other site, where sign-in refuses them too.
    """
    if not settings.on_loopback:
        raise NotOnLoopbackError(f"{settings.site_url} is not this machine alone: no demonstration accounts")
    found = [plan for plan in await queries.plans_on(now.date()) if plan.slug in plans]
    found.sort(key=lambda plan: list(plans).index(plan.slug))
    made = []
    for name, role, grants in _cast(found):
        email, password = f"{name}@{DOMAIN}", "-".join(token_hex(2) for _n in range(4))
        hashed = await passwords.hash_password(password)
        async with write():
            person = await people.by_email(email) or await people.add(
                email, found[0].opened.language if found else "en", now, demo=True
            )
            await people.change(person.id, password=hashed, active=True, totp_secret="", totp_step=0)
            await sessions.end_all(person.id)
            for grant in person.access.grants - grants:
                await people.withdraw(person.id, grant)
            for grant in grants:
                await people.grant(person.id, grant)
            await staff_log.note(Act.INVITED, now, about=email, detail="demonstration")
        made.append((email, password, role.value))
    return made


def _cast(plans: list[Plan]) -> list[tuple[str, Role, set[Grant]]]:
    """Names, roles and grants; two editors where the plans have two organisations that answer for actions."""
    slugs = [plan.slug for plan in plans]
    cast = [
        ("administrator", Role.ADMINISTRATOR, {Grant(Role.ADMINISTRATOR)}),
        ("reviewer", Role.REVIEWER, {Grant(Role.REVIEWER, slug) for slug in slugs}),
        ("council", Role.COUNCIL, {Grant(Role.COUNCIL, slug) for slug in slugs}),
    ]
    working = [(plan.slug, organisation) for plan in plans for organisation in _busiest(plan)]
    for number, (slug, organisation) in enumerate(working[:2], 1):
        cast.append((f"editor{number}", Role.EDITOR, {Grant(Role.EDITOR, slug, organisation)}))
    return cast


def _busiest(plan: Plan) -> list[str]:
    """The two organisations that answer for most actions."""
    owned = Counter(action.owner for action in plan.actions.values() if action.owner)
    return [slug for slug, _count in owned.most_common(2)]


async def make_demo_reports(plans: Sequence[str], now: datetime) -> int:
    """How many reports were begun in the editors' names: one waits for review, the others are drafts.

    An organisation that ever had one gets no other, whatever became of it.
    """
    made = 0
    for number in (1, 2):
        person = await people.by_email(f"editor{number}@{DOMAIN}")
        if person is None:
            continue
        for grant in person.access.grants:
            if grant.plan in plans and not await submissions.any_of(grant.plan, grant.organisation):
                made += await _begin_reports(grant, person.id, submits=number == 1, now=now)
    return made


async def _begin_reports(grant: Grant, person: int, *, submits: bool, now: datetime) -> int:
    head = await register.head(grant.plan)
    plan = await queries.plan_at_head(head)
    under_way = [one for one in plan.actions.values() if _can_be_told_of(one, grant.organisation)][:2]
    say = translations(plan.opened.language).gettext
    fields = {"on": now.date().isoformat(), "text": say(MADE_UP), "next_step": say(MADE_UP_NEXT)}
    for nth, action in enumerate(under_way):
        report = Report(grant.plan, action.ref, grant.organisation, person, 0, head.size, fields)
        await (report_progress.submit if submits and nth == 0 else report_progress.save_draft)(report, now)
    return len(under_way)


def _can_be_told_of(action: Action, organisation: str) -> bool:
    return action.owner == organisation and action.status in (Status.IN_PROGRESS, Status.PLANNED)
