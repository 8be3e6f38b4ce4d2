"""Signing in through an OpenID Connect provider, into an account that is there already.

An identity (issuer and subject) opens the account that it is connected with. It is connected the first time
that somebody comes with a verified e-mail that is an account's, or by its owner under “Your account”. What
an e-mail may have become since is of no matter afterwards: addresses are given to others, subjects never.
"""

from __future__ import annotations

from datetime import datetime

from tracker.domain.messages import _
from tracker.domain.register import at_text
from tracker.services import people_mail as mail
from tracker.services.people_mail import Post
from tracker.services.people_refused import RefusedError
from tracker.services.people_sign_in import PER_ADDRESS, Origin, begin, held_off
from tracker.services.provider import Identity, Provider, ProviderFailed, Secrets
from tracker.store import attempts, links, people, sessions, staff_log
from tracker.store.engine import write
from tracker.store.people import Person
from tracker.store.sessions import Session, Through
from tracker.store.staff_log import Act

TAKEN = _(
    "The account with your e-mail is connected with somebody else at %(name)s. An administrator of the site "
    "can disconnect it."
)
OTHERS = _("You are connected with another account of this site at %(name)s already.")


async def ask(provider: Provider, code: str, secrets: Secrets, origin: Origin, now: datetime) -> Identity:
    """Who came back with a code. Raises ProviderFailed, and RefusedError after many wrong codes."""
    tried = await attempts.count({f"address:{origin.network}": PER_ADDRESS}, now)
    if tried.wait is not None:
        raise held_off("", tried.wait)
    try:
        identity = await provider.who_came(code, secrets, now)
    except ProviderFailed:
        await staff_log.note(Act.SIGN_IN_FAILED, now, detail=provider.settings.issuer, address=origin.address)
        raise
    await attempts.take_back(tried)
    return identity


async def sign_in(
    identity: Identity, name: str, origin: Origin, now: datetime, post: Post, *, before: Session | None
) -> tuple[str, bool]:
    """The token of a new session, and whether it is complete or waits for the second factor.

    ``name`` is what the provider is called here. Raises RefusedError.
    """
    try:
        async with write():
            person = await people.by_identity(identity.issuer, identity.subject)
            if person is None:
                person = await _first_time(identity, name, origin, now, post)
            if not person.active:
                raise RefusedError("", _("Your account at this site is closed."))
            complete = identity.strong or not person.has_second_factor
            through = Through(identity.issuer, identity.strong, identity.id_token)
            return await begin(person, complete, origin, now, before, through), complete
    except RefusedError:
        await staff_log.note(Act.SIGN_IN_FAILED, now, detail=identity.issuer, address=origin.address)
        raise


async def _first_time(identity: Identity, name: str, origin: Origin, now: datetime, post: Post) -> Person:
    if not identity.email:
        raise RefusedError(
            "",
            _(
                "%(name)s does not vouch for an e-mail of yours, so that we can't tell whose account this is."
                " Sign in with your password, then connect it under “Your account”."
            ),
            name=name,
        )
    found = await people.by_email(identity.email)
    person = await people.locked(found.id) if found and not found.demo else None
    if person is None:
        raise RefusedError(
            "",
            _(
                "%(name)s knows you as %(email)s, and nobody with this e-mail has an account here. An "
                "administrator of the site can invite you."
            ),
            name=name,
            email=identity.email,
        )
    if person.active:
        await _connect(person, identity, name, origin, now, post)
    return person


async def connect(
    person: Person, identity: Identity, name: str, origin: Origin, now: datetime, post: Post
) -> None:
    """For somebody who is signed in and showed it. Raises RefusedError when it opens another account."""
    async with write():
        await _connect(await people.locked(person.id) or person, identity, name, origin, now, post)


async def _connect(
    person: Person, identity: Identity, name: str, origin: Origin, now: datetime, post: Post
) -> None:
    held = await people.by_identity(identity.issuer, identity.subject)
    if held is not None:
        if held.id == person.id:
            return
        raise RefusedError("", OTHERS, name=name)
    # The identity of a provider that the site had before is worth nothing: it can be replaced.
    if person.subject and person.issuer == identity.issuer:
        raise RefusedError("", TAKEN, name=name)
    await people.change(person.id, issuer=identity.issuer, subject=identity.subject)
    await staff_log.note(
        Act.PROVIDER_CONNECTED,
        now,
        by=person.email,
        about=person.email,
        detail=identity.issuer,
        address=origin.address,
    )
    if person.invited:
        await links.cancel(person.id)  # the invitation is accepted
    else:
        await post.tell(person, mail.CONNECTED, f"connected:{at_text(now)}", provider=name)


async def disconnect(
    person: Person, name: str, now: datetime, post: Post, *, by: str, address: str = "", staying: int = 0
) -> None:
    """The provider opens the account no longer; every session of it ends, save the one that is ``staying``.

    Raises RefusedError for one's own account without a password: nothing would open it any more.
    """
    if not person.subject:
        return
    if by == person.email and not person.password:
        raise RefusedError("", _("Choose a password first: nothing else would open your account."))
    async with write():
        await people.change(person.id, issuer="", subject="")
        await sessions.end_all(person.id, but=staying)
        await staff_log.note(
            Act.PROVIDER_DISCONNECTED, now, by=by, about=person.email, detail=person.issuer, address=address
        )
        await post.tell(person, mail.DISCONNECTED, f"disconnected:{at_text(now)}", provider=name)
