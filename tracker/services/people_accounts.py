"""Accounts: inviting people, links that open an account, passwords and e-mails that change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from tracker.domain.access import Grant
from tracker.domain.messages import _
from tracker.domain.register import at_text
from tracker.services import people_mail as mail
from tracker.services import people_passwords as passwords
from tracker.services.people_mail import Post
from tracker.services.people_refused import RefusedError
from tracker.services.people_sign_in import Origin
from tracker.store import attempts, links, people, sessions, staff_log
from tracker.store.engine import write
from tracker.store.links import Purpose
from tracker.store.outbox import ADDRESS, LONGEST_ADDRESS
from tracker.store.people import Person
from tracker.store.sessions import Session
from tracker.store.staff_log import Act

LINKS_PER_ACCOUNT, LINKS_PER_ADDRESS, LINKS_WINDOW = 3, 20, timedelta(hours=1)
NO_LONGER = _(
    "This link does not work, or no longer. Links work once and for a limited time: ask for a new one."
)

NOT_PLAIN = _(
    "Write an address in plain letters, without accents: mail to others does not arrive everywhere."
)


def check_email(email: str, field: str = "email") -> str:
    """The address as it is kept. Raises RefusedError for what can't be one."""
    address = people.as_address(email)
    if not address.isascii():
        raise RefusedError(field, NOT_PLAIN)
    mailable = len(address) <= LONGEST_ADDRESS and ADDRESS.match(address)
    if not mailable or "." not in address.rpartition("@")[2]:
        raise RefusedError(field, _("Write an e-mail address, such as name@example.org."))
    return address


async def invite(
    email: str,
    language: str,
    grants: Iterable[Grant],
    now: datetime,
    post: Post,
    *,
    by: str,
    address: str = "",
) -> tuple[Person, str]:
    """The new person, and the address of the link that is their invitation. Raises RefusedError."""
    wanted = check_email(email)
    async with write():
        if await people.by_email(wanted):
            raise RefusedError("email", _("Somebody with this e-mail has an account already."))
        person = await people.add(wanted, language, now)
        await staff_log.note(Act.INVITED, now, by=by, about=wanted, address=address)
        for grant in grants:
            await people.grant(person.id, grant)
            await staff_log.note(
                Act.GRANT_GIVEN, now, by=by, about=wanted, detail=str(grant), address=address
            )
        return person, await _link(person, Purpose.INVITATION, now, post)


async def new_link(person: Person, now: datetime, post: Post, *, by: str, address: str = "") -> str:
    """The address of a link for somebody to choose a password with, made for them by ``by``."""
    purpose = Purpose.INVITATION if person.invited else Purpose.PASSWORD
    async with write():
        await staff_log.note(Act.LINK_MADE, now, by=by, about=person.email, detail=purpose, address=address)
        return await _link(person, purpose, now, post)


async def _link(person: Person, purpose: Purpose, now: datetime, post: Post) -> str:
    token = await links.make(person.id, purpose, now)
    await post.send_link(person, purpose, token)
    return post.address(purpose, token)


async def ask_for_password_link(email: str, origin: Origin, now: datetime, post: Post) -> None:
    """A letter with a link, if there is such an account; nobody who asks learns whether there is."""
    limits = {
        f"link:{people.as_address(email)}": LINKS_PER_ACCOUNT,
        f"link-address:{origin.network}": LINKS_PER_ADDRESS,
    }
    tried = await attempts.count(limits, now, LINKS_WINDOW)
    person = await people.by_email(email)
    if tried.wait is not None or person is None or not person.active:
        return
    purpose = Purpose.INVITATION if person.invited else Purpose.PASSWORD
    async with write():
        await staff_log.note(Act.PASSWORD_LINK_ASKED, now, about=person.email, address=origin.address)
        await _link(person, purpose, now, post)


async def person_of_link(token: str, purpose: Purpose, now: datetime) -> Person:
    """Whom a link is for. Raises RefusedError when it does not work; does not use it."""
    link = await links.find(token, purpose, now)
    person = await people.by_id(link.person) if link else None
    if person is None or not person.active:
        raise RefusedError("", NO_LONGER)
    return person


async def choose_password(
    token: str, purpose: Purpose, password: str, origin: Origin, now: datetime, post: Post
) -> None:
    """Give an account its password by link. Every session of the account ends. Raises RefusedError."""
    person = await person_of_link(token, purpose, now)
    await passwords.check_new(password, person.email, post.site)
    hashed = await passwords.hash_password(password)
    async with write():
        if await links.use(token, purpose, now) is None:
            raise RefusedError("", NO_LONGER)
        await _new_password(person, hashed, origin, now, post)
        await attempts.clear(f"account:{person.email}")


async def change_password(
    person: Person, session: Session, password: str, origin: Origin, now: datetime, post: Post
) -> None:
    """Every other session of the account ends. Raises RefusedError."""
    await passwords.check_new(password, person.email, post.site, field="password")
    hashed = await passwords.hash_password(password)
    async with write():
        await _new_password(person, hashed, origin, now, post, staying=session.id)


async def _new_password(
    person: Person, hashed: str, origin: Origin, now: datetime, post: Post, staying: int = 0
) -> None:
    await people.change(person.id, password=hashed)
    await sessions.end_all(person.id, but=staying)
    await links.cancel(person.id)
    await staff_log.note(
        Act.PASSWORD_CHOSEN, now, by=person.email, about=person.email, address=origin.address
    )
    if not person.invited:
        await post.tell(person, mail.PASSWORD_CHANGED, at_text(now))


async def ask_for_email_change(person: Person, email: str, origin: Origin, now: datetime, post: Post) -> None:
    """A letter to the new address, which becomes the account's when its link is followed.

    An address that somebody else has is not told apart: no letter goes out. Raises RefusedError.
    """
    wanted = check_email(email)
    if wanted == person.email:
        raise RefusedError("email", _("This is your e-mail already."))
    async with write():
        await staff_log.note(
            Act.EMAIL_CHANGE_ASKED,
            now,
            by=person.email,
            about=person.email,
            detail=wanted,
            address=origin.address,
        )
        if await people.by_email(wanted) is None:
            token = await links.make(person.id, Purpose.EMAIL, now, wanted)
            await post.send_link(person, Purpose.EMAIL, token, to=wanted)


async def confirm_email(token: str, origin: Origin, now: datetime, post: Post) -> str:
    """The e-mail that the account has from now on; the earlier one is told. Raises RefusedError."""
    person = await person_of_link(token, Purpose.EMAIL, now)
    async with write():
        link = await links.use(token, Purpose.EMAIL, now)
        if link is None or await people.by_email(link.email):
            raise RefusedError("", NO_LONGER)
        await people.change(person.id, email=link.email)
        await links.cancel(person.id)
        await staff_log.note(
            Act.EMAIL_CHANGED,
            now,
            by=link.email,
            about=person.email,
            detail=link.email,
            address=origin.address,
        )
        await post.tell(person, mail.EMAIL_CHANGED, at_text(now), email=link.email)
    return link.email
