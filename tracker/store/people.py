"""The people who work on plans: accounts and what they were granted. Services decide; this only keeps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tracker.domain.access import Access, Grant, Role
from tracker.domain.register import at_text
from tracker.store.engine import current_engine
from tracker.store.moments import moment
from tracker.store.people_tables import StaffGrant, StaffPerson, StaffRecoveryCode

# Any constant will do that no other lock of this software has.
ADMINISTRATORS_LOCK = 7_206_915_414


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account. ``password`` is a hash, empty for whoever has none.

    ``issuer`` and ``subject`` are who they are at an OpenID Connect provider, empty when they are not
    connected with one.
    """

    id: int
    email: str
    language: str
    active: bool
    demo: bool
    made_at: datetime
    access: Access
    password: str = field(repr=False)
    totp_secret: str = field(repr=False)
    totp_step: int = field(repr=False)
    issuer: str = ""
    subject: str = field(repr=False, default="")

    @property
    def has_second_factor(self) -> bool:
        return bool(self.totp_secret)

    @property
    def invited(self) -> bool:
        """Whether the invitation is still to be accepted."""
        return not self.password and not self.subject


def as_address(email: str) -> str:
    """How an e-mail address is kept and looked up: local parts that differ by case alone are one person's."""
    return email.strip().lower()


async def by_id(person: int) -> Person | None:
    return await _first(StaffPerson.select().where(StaffPerson.id == person))


async def by_email(email: str) -> Person | None:
    return await _first(StaffPerson.select().where(StaffPerson.email == as_address(email)))


async def by_identity(issuer: str, subject: str) -> Person | None:
    """Whoever is connected with an identity at a provider."""
    return await _first(
        StaffPerson.select().where((StaffPerson.issuer == issuer) & (StaffPerson.subject == subject))
    )


async def _first(query: Any) -> Person | None:
    row = await query.first()
    return (await _people([row]))[0] if row else None


async def search(words: str, first: int, most: int) -> list[Person]:
    """People whose e-mail has the words, by e-mail, without the ``first`` so many."""
    found = _with(words)
    return await _people(
        await StaffPerson.select().where(found).order_by(StaffPerson.email).offset(first).limit(most)
    )


async def count(words: str) -> int:
    """How many ``search`` finds in all."""
    found: int = await StaffPerson.count().where(_with(words))
    return found


def _with(words: str) -> Any:
    return StaffPerson.email.like(f"%{as_address(words)}%")


async def holding(grants: Iterable[Grant]) -> list[Person]:
    """Active people who hold one of the grants, by e-mail."""
    wanted = frozenset(grants)
    plans = list({grant.plan for grant in wanted})
    if not plans:
        return []
    ids = await StaffGrant.select(StaffGrant.person).where(StaffGrant.plan.is_in(plans))
    if not ids:
        return []
    rows = await (
        StaffPerson.select()
        .where(StaffPerson.active.eq(True) & StaffPerson.id.is_in(list({row["person"] for row in ids})))
        .order_by(StaffPerson.email)
    )
    return [person for person in await _people(rows) if person.access.grants & wanted]


async def demo_people() -> list[Person]:
    """The active people of the demonstration, by e-mail; none on a site of its own."""
    return await _people(
        await StaffPerson.select()
        .where(StaffPerson.demo.eq(True) & StaffPerson.active.eq(True))
        .order_by(StaffPerson.email)
    )


async def _people(rows: list[dict[str, Any]]) -> list[Person]:
    granted: defaultdict[int, set[Grant]] = defaultdict(set)
    if rows:
        found = await StaffGrant.select().where(StaffGrant.person.is_in([row["id"] for row in rows]))
        for row in found:
            granted[row["person"]].add(Grant(Role(row["role"]), row["plan"], row["organisation"]))
    return [
        Person(**{**row, "made_at": moment(row["made_at"]), "access": Access(frozenset(granted[row["id"]]))})
        for row in rows
    ]


async def emails_of(ids: Iterable[int]) -> dict[int, str]:
    """E-mails by id, of closed accounts too."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = await StaffPerson.select(StaffPerson.id, StaffPerson.email).where(StaffPerson.id.is_in(wanted))
    return {row["id"]: row["email"] for row in rows}


async def locked(person: int) -> Person | None:
    """The person, held until the transaction ends. Only inside ``write()``."""
    query = StaffPerson.select().where(StaffPerson.id == person)
    if current_engine().engine_type == "postgres":
        query = query.lock_rows("UPDATE")
    return await _first(query)


async def add(email: str, language: str, now: datetime, *, demo: bool = False) -> Person:
    """Without a password yet. The database refuses an e-mail that is taken."""
    await StaffPerson.insert(
        StaffPerson(email=as_address(email), language=language, made_at=at_text(now), demo=demo)
    )
    person = await by_email(email)
    assert person is not None  # noqa: S101 - inserted just above
    return person


async def change(person: int, **columns: str | bool | int) -> None:
    """Set columns of ``StaffPerson`` by name."""
    await StaffPerson.update({StaffPerson._meta.get_column_by_name(n): v for n, v in columns.items()}).where(
        StaffPerson.id == person
    )


async def use_step(person: int, step: int) -> bool:
    """Whether a half-minute of the second factor was still unused; from now on it is used."""
    used = await (
        StaffPerson.update({StaffPerson.totp_step: step})
        .where((StaffPerson.id == person) & (StaffPerson.totp_step < step))
        .returning(StaffPerson.id)
    )
    return bool(used)


async def grant(person: int, given: Grant) -> bool:
    """Whether it was new."""
    if await StaffGrant.exists().where(_same(person, given)):
        return False
    await StaffGrant.insert(
        StaffGrant(person=person, role=given.role, plan=given.plan, organisation=given.organisation)
    )
    return True


async def withdraw(person: int, given: Grant) -> bool:
    """Whether there was one."""
    gone = await StaffGrant.delete().where(_same(person, given)).returning(StaffGrant.id)
    return bool(gone)


def _same(person: int, given: Grant) -> Any:
    return (
        (StaffGrant.person == person)
        & (StaffGrant.role == given.role.value)
        & (StaffGrant.plan == given.plan)
        & (StaffGrant.organisation == given.organisation)
    )


async def active_administrators() -> int:
    """Only inside ``write()``, after a change: of two changes at once, the second counts after the first."""
    engine = current_engine()
    if engine.engine_type == "postgres":
        await engine.run_ddl(f"SELECT pg_advisory_xact_lock({ADMINISTRATORS_LOCK})")
    active: Any = StaffGrant.person.active
    rows = await (
        StaffGrant.select(StaffGrant.person)
        .where(StaffGrant.role == Role.ADMINISTRATOR.value)
        .where(active.eq(True))
    )
    return len(rows)


async def keep_codes(person: int, hashes: Iterable[str]) -> None:
    """New recovery codes in the place of all earlier ones."""
    await StaffRecoveryCode.delete().where(StaffRecoveryCode.person == person)
    rows = [StaffRecoveryCode(person=person, code_hash=one) for one in hashes]
    if rows:
        await StaffRecoveryCode.insert(*rows)


async def use_code(person: int, code_hash: str, now: datetime) -> bool:
    """Whether it was a recovery code of theirs that was not used yet; from now on it is."""
    used = await (
        StaffRecoveryCode.update({StaffRecoveryCode.used_at: at_text(now)})
        .where((StaffRecoveryCode.person == person) & (StaffRecoveryCode.code_hash == code_hash))
        .where(StaffRecoveryCode.used_at.is_null())
        .returning(StaffRecoveryCode.id)
    )
    return bool(used)


async def codes_left(person: int) -> int:
    left: int = await StaffRecoveryCode.count().where(
        (StaffRecoveryCode.person == person) & StaffRecoveryCode.used_at.is_null()
    )
    return left
