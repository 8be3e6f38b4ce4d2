"""Signing in and out: a password, then a second factor where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from tracker.domain.messages import _
from tracker.services import people_passwords as passwords
from tracker.services.people_factor import step_of
from tracker.services.people_refused import RefusedError
from tracker.store import attempts, links, people, sessions, staff_log
from tracker.store.engine import write
from tracker.store.people import Person
from tracker.store.sessions import NO_PROVIDER, Session, Through, fingerprint
from tracker.store.staff_log import Act

WRONG_CODE = _("This code is not right, or it was used before. Wait for the next one.")

# Tries within attempts.WINDOW. An office may sit behind one address.
PER_ACCOUNT, PER_ADDRESS, PER_FACTOR = 10, 50, 5
JUST_BEFORE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from: the client's address, and what its browser calls itself."""

    address: str = ""
    agent: str = ""

    @property
    def network(self) -> str:
        """What is counted as one address: a household has a whole /64 of IPv6."""
        try:
            address = ip_address(self.address)
        except ValueError:
            return self.address
        if isinstance(address, IPv6Address):
            return str(ip_network((address, 64), strict=False))
        return str(address)

    @property
    def here(self) -> bool:
        """Whether it comes from this machine."""
        try:
            return ip_address(self.address).is_loopback
        except ValueError:
            return False


def minutes(wait: timedelta) -> int:
    return max(1, -(-int(wait.total_seconds()) // 60))


def held_off(field: str, wait: timedelta) -> RefusedError:
    return RefusedError(field, _("Too many tries. Try again in %(minutes)s min."), minutes=minutes(wait))


async def sign_in(
    email: str,
    password: str,
    origin: Origin,
    now: datetime,
    *,
    demo_allowed: bool,
    before: Session | None = None,
) -> tuple[str, bool]:
    """The token of a new session, and whether it is complete or waits for the second factor.

    Raises RefusedError, in the same words and after the same time whether the account exists or not.
    """
    account = f"account:{people.as_address(email)}"
    tried = await attempts.count({account: PER_ACCOUNT, f"address:{origin.network}": PER_ADDRESS}, now)
    if tried.wait is not None:
        raise held_off("email", tried.wait)
    person = await people.by_email(email)
    usable = person is not None and person.active and (demo_allowed or not person.demo)
    right = await passwords.matches(person.password if person and usable else "", password)
    if person is None or not right:
        about = person.email if person else ""
        await staff_log.note(Act.SIGN_IN_FAILED, now, about=about, address=origin.address)
        raise RefusedError("email", _("The e-mail or the password is not right."))
    rehashed = await passwords.hash_password(password) if passwords.outdated(person.password) else ""
    complete = not person.has_second_factor
    async with write():
        await attempts.take_back(tried)
        await attempts.clear(account)
        if rehashed:
            await people.change(person.id, password=rehashed)
        return await begin(person, complete, origin, now, before), complete


async def give_second_factor(session: Session, code: str, origin: Origin, now: datetime) -> str:
    """The token of the complete session that takes the place of one that waited. Raises RefusedError."""
    key = f"factor:{session.person}"
    tried = await attempts.count({key: PER_FACTOR}, now)
    if tried.wait is not None:
        raise held_off("code", tried.wait)
    typed = "".join(code.split()).lower()
    async with write():
        person = await people.locked(session.person)
        if person and person.active and await _is_right(person, typed, now):
            if not typed.isdigit():
                await staff_log.note(
                    Act.RECOVERY_CODE_USED, now, by=person.email, about=person.email, address=origin.address
                )
            await attempts.clear(key)
            return await begin(person, True, origin, now, session, session.through)
        about = person.email if person else ""
        await staff_log.note(Act.SECOND_FACTOR_FAILED, now, about=about, address=origin.address)
    raise RefusedError("code", WRONG_CODE)


async def confirm_factor(person: Person, code: str, origin: Origin, now: datetime) -> None:
    """Whoever does what can't be undone shows a fresh code of their app. Raises RefusedError.

    A recovery code is for coming in without a phone, and does not count here.
    """
    key = f"factor:{person.id}"
    tried = await attempts.count({key: PER_FACTOR}, now)
    if tried.wait is not None:
        raise held_off("code", tried.wait)
    typed = "".join(code.split())
    async with write():
        here = await people.locked(person.id)
        step = step_of(here.totp_secret, typed, now) if here else None
        if here and step is not None and await people.use_step(here.id, step):
            await attempts.clear(key)
            return
        await staff_log.note(Act.SECOND_FACTOR_FAILED, now, about=person.email, address=origin.address)
    raise RefusedError("code", WRONG_CODE)


async def _is_right(person: Person, typed: str, now: datetime) -> bool:
    if not typed.isdigit():
        return await people.use_code(person.id, fingerprint(typed.replace("-", "")), now)
    step = step_of(person.totp_secret, typed, now)
    return step is not None and await people.use_step(person.id, step)


async def begin(
    person: Person,
    complete: bool,
    origin: Origin,
    now: datetime,
    before: Session | None,
    through: Through = NO_PROVIDER,
) -> str:
    """The token of a new session in the place of the one ``before``. Only inside ``write()``."""
    if before:
        await sessions.end(before.id)
    if complete:
        await staff_log.note(
            Act.SIGNED_IN,
            now,
            by=person.email,
            about=person.email,
            detail=through.issuer,
            address=origin.address,
        )
        await _forget_what_is_over(now)
    return await sessions.begin(
        person.id, now, complete=complete, address=origin.address, agent=origin.agent, through=through
    )


async def _forget_what_is_over(now: datetime) -> None:
    for table in (sessions, links):
        await table.forget_ended(now)
    for counted in (attempts, staff_log):
        await counted.forget_old(now)


async def sign_out(person: Person, session: Session, origin: Origin, now: datetime) -> None:
    async with write():
        await sessions.end(session.id)
        await staff_log.note(Act.SIGNED_OUT, now, by=person.email, about=person.email, address=origin.address)


async def confirm(
    person: Person, session: Session, password: str, now: datetime, field: str = "current"
) -> None:
    """Whoever changes how an account is opened shows that they know it. Raises RefusedError.

    Counts as a try to sign in: a session left open must not be a place to guess at leisure. People without
    a password show it by having come through their provider just before.
    """
    if not person.password:
        if session.issuer and now < session.made_at + JUST_BEFORE:
            return
        raise RefusedError(
            "", _("Sign out, sign in again, and come back here: you signed in too long ago for this.")
        )
    account = f"account:{person.email}"
    tried = await attempts.count({account: PER_ACCOUNT}, now)
    if tried.wait is not None:
        raise held_off(field, tried.wait)
    if not await passwords.matches(person.password, password):
        raise RefusedError(field, _("This is not your current password."))
    await attempts.take_back(tried)
