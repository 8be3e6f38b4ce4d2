"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for a lost phone."""

from __future__ import annotations

from base64 import b32encode
from datetime import datetime
from hmac import compare_digest
from secrets import token_bytes

from pyotp import TOTP, random_base32

from tracker.domain.messages import _
from tracker.domain.register import at_text
from tracker.services import people_mail as mail
from tracker.services.people_mail import Post
from tracker.services.people_refused import RefusedError
from tracker.store import people, sessions, staff_log
from tracker.store.engine import write
from tracker.store.people import Person
from tracker.store.sessions import Session, fingerprint
from tracker.store.staff_log import Act

RECOVERY_CODES = 10
# Clocks of phones are off by some seconds, and typing takes some.
STEPS_AROUND = (0, -1, 1)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The half-minute, counted from 1970, whose code this is; None when it is of none about now."""
    if not secret or not code.isascii():
        return None
    totp = TOTP(secret)
    step = totp.timecode(now)
    return next((step + n for n in STEPS_AROUND if compare_digest(totp.generate_otp(step + n), code)), None)


async def secret_to_set_up(session: Session) -> str:
    """The secret that this session offers to an app; the same after a reload, until it is set up."""
    if session.setup_secret:
        return session.setup_secret
    secret = random_base32()
    await sessions.keep_setup_secret(session.id, secret)
    return secret


def address_of(secret: str, person: Person, site: str) -> str:
    """What the app reads: an ``otpauth://`` address."""
    return TOTP(secret).provisioning_uri(name=person.email, issuer_name=site)


async def set_up(
    person: Person, session: Session, code: str, now: datetime, post: Post, *, address: str
) -> list[str]:
    """The recovery codes, to be shown this once. Raises RefusedError when the code is not the app's."""
    step = step_of(session.setup_secret, "".join(code.split()), now)
    if step is None:
        raise RefusedError(
            "code", _("This code does not belong to the square above. Check the clock of your phone.")
        )
    async with write():
        await people.change(person.id, totp_secret=session.setup_secret, totp_step=step)
        await sessions.keep_setup_secret(session.id, "")
        await sessions.end_all(person.id, but=session.id)
        await staff_log.note(Act.SECOND_FACTOR_SET, now, by=person.email, about=person.email, address=address)
        await post.tell(person, mail.FACTOR_SET, f"factor-set:{at_text(now)}")
        return await _new_codes(person)


async def renew_codes(person: Person, now: datetime, address: str) -> list[str]:
    """New recovery codes; earlier ones no longer work."""
    async with write():
        await staff_log.note(
            Act.RECOVERY_CODES_RENEWED, now, by=person.email, about=person.email, address=address
        )
        return await _new_codes(person)


async def _new_codes(person: Person) -> list[str]:
    codes = [b32encode(token_bytes(10)).decode().lower() for _n in range(RECOVERY_CODES)]
    await people.keep_codes(person.id, map(fingerprint, codes))
    return ["-".join(code[i : i + 4] for i in range(0, len(code), 4)) for code in codes]


async def remove(person: Person, now: datetime, post: Post, *, by: str, address: str = "") -> None:
    """Sign-in asks for the password alone again; every session ends where somebody else removes it."""
    async with write():
        await people.change(person.id, totp_secret="", totp_step=0)
        await people.keep_codes(person.id, [])
        if by != person.email:
            await sessions.end_all(person.id)
        await staff_log.note(Act.SECOND_FACTOR_REMOVED, now, by=by, about=person.email, address=address)
        await post.tell(person, mail.FACTOR_REMOVED, f"factor-removed:{at_text(now)}")
