"""What administrators do with accounts: roles given and withdrawn, accounts closed and opened again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from tracker.domain.access import Grant, Role
from tracker.domain.messages import _
from tracker.domain.selection import folded
from tracker.services.people_refused import RefusedError
from tracker.store import links, people, queries, sessions, staff_log
from tracker.store.engine import write
from tracker.store.people import Person
from tracker.store.staff_log import Act

LAST = _("The site would have no administrator left. Make somebody else one first.")


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """A plan in which roles can be given; organisations as (slug, name), by name."""

    slug: str
    title: str
    language: str
    organisations: tuple[tuple[str, str], ...]

    def name(self, organisation: str) -> str:
        return dict(self.organisations).get(organisation, organisation)


async def plan_choices(today: date) -> list[PlanChoice]:
    return [
        PlanChoice(
            plan.slug,
            plan.opened.title,
            plan.opened.language,
            tuple(plan.named_organisations()),
        )
        for plan in await queries.plans_on(today)
    ]


def narrowed(plans: list[PlanChoice], words: str, chosen: str = "") -> list[PlanChoice]:
    """Plans with those organisations that have all the words in their name or their plan's title.

    Without words everything. ``chosen`` is a grant that stays among the choices.
    """
    wanted = folded(words).split()
    if not wanted:
        return plans
    found = []
    for plan in plans:
        kept = tuple(
            (slug, name)
            for slug, name in plan.organisations
            if f"editor:{plan.slug}:{slug}" == chosen
            or all(word in folded(f"{plan.title} {name}") for word in wanted)
        )
        if kept or all(word in folded(plan.title) for word in wanted):
            found.append(replace(plan, organisations=kept))
    return found


async def check_grant(grant: Grant, today: date) -> None:
    """Raises RefusedError for a plan or organisation that there is not."""
    if grant.role is Role.ADMINISTRATOR:
        return
    plan = next((one for one in await plan_choices(today) if one.slug == grant.plan), None)
    if plan is None:
        raise RefusedError("grant", _("There is no plan %(plan)s."), plan=grant.plan)
    if grant.organisation and grant.organisation not in dict(plan.organisations):
        raise RefusedError(
            "grant",
            _("The plan %(plan)s has no organisation %(organisation)s."),
            plan=grant.plan,
            organisation=grant.organisation,
        )


async def give(person: Person, grant: Grant, now: datetime, *, by: str, address: str = "") -> None:
    """Raises RefusedError for a plan or organisation that there is not; giving twice changes nothing."""
    await check_grant(grant, now.date())
    async with write():
        if await people.grant(person.id, grant):
            await staff_log.note(
                Act.GRANT_GIVEN, now, by=by, about=person.email, detail=str(grant), address=address
            )


async def withdraw(person: Person, grant: Grant, now: datetime, *, by: str, address: str = "") -> None:
    """Raises RefusedError for the last administrator of the site."""
    async with write():
        if not await people.withdraw(person.id, grant):
            return
        if grant.role is Role.ADMINISTRATOR and not await people.active_administrators():
            raise RefusedError("", LAST)
        await staff_log.note(
            Act.GRANT_WITHDRAWN, now, by=by, about=person.email, detail=str(grant), address=address
        )


async def disable(person: Person, now: datetime, *, by: str, address: str = "") -> None:
    """Close an account: its sessions end, its links stop working; roles are kept for when it opens again.

    Raises RefusedError for the last administrator of the site.
    """
    async with write():
        await people.change(person.id, active=False)
        if person.access.administers and not await people.active_administrators():
            raise RefusedError("", LAST)
        await sessions.end_all(person.id)
        await links.cancel(person.id)
        await staff_log.note(Act.DISABLED, now, by=by, about=person.email, address=address)


async def enable(person: Person, now: datetime, *, by: str, address: str = "") -> None:
    async with write():
        await people.change(person.id, active=True)
        await staff_log.note(Act.ENABLED, now, by=by, about=person.email, address=address)
