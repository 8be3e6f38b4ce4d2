"""Sessions of people who signed in. The browser holds a random token, the database its SHA-256."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from tracker.domain.register import at_text
from tracker.store.moments import moment
from tracker.store.people_tables import StaffSession

IDLE = timedelta(hours=8)  # a long form may wait for an answer over a working day
LONGEST = timedelta(hours=24)
FOR_SECOND_FACTOR = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=1)  # a page that is read should not cost a write


@dataclass(frozen=True, slots=True)
class Through:
    """The OpenID Connect provider that a session was begun through; an empty ``issuer`` for none.

    ``strong`` when what people gave there counts as a second factor; ``id_token`` is what signing out asks
    for.
    """

    issuer: str = ""
    strong: bool = False
    id_token: str = field(default="", repr=False)


NO_PROVIDER = Through()


@dataclass(frozen=True, slots=True)
class Session:
    """``complete`` is false between the password and the second factor."""

    id: int
    person: int
    complete: bool
    made_at: datetime
    seen_at: datetime
    ends_at: datetime
    address: str
    agent: str
    setup_secret: str = field(repr=False)
    flash: str = ""
    issuer: str = ""
    strong: bool = False
    id_token: str = field(default="", repr=False)

    @property
    def through(self) -> Through:
        return Through(self.issuer, self.strong, self.id_token)


def fingerprint(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def new_token() -> str:
    """256 random bits as 43 characters that fit an address and a cookie."""
    return token_urlsafe(32)


async def begin(
    person: int,
    now: datetime,
    *,
    complete: bool,
    address: str = "",
    agent: str = "",
    through: Through = NO_PROVIDER,
) -> str:
    """A new session; its token, which is kept nowhere else."""
    token = new_token()
    await StaffSession.insert(
        StaffSession(
            token_hash=fingerprint(token),
            person=person,
            complete=complete,
            made_at=at_text(now),
            seen_at=at_text(now),
            ends_at=at_text(now + (LONGEST if complete else FOR_SECOND_FACTOR)),
            address=address[:45],
            agent=agent[:200],
            issuer=through.issuer,
            strong=through.strong,
            id_token=through.id_token,
        )
    )
    return token


async def find(token: str, now: datetime) -> Session | None:
    """The session of a token, unless it ended or was left alone for too long. Notes that it was seen."""
    row = await StaffSession.select().where(StaffSession.token_hash == fingerprint(token)).first()
    if row is None:
        return None
    session = _session(row)
    if now >= session.ends_at or now >= session.seen_at + IDLE:
        return None
    if now >= session.seen_at + SEEN_EVERY:
        await StaffSession.update({StaffSession.seen_at: at_text(now)}).where(StaffSession.id == session.id)
    return session


async def of_person(person: int, now: datetime) -> list[Session]:
    """Their complete sessions that still hold, the one seen last first."""
    rows = await (
        StaffSession.select()
        .where((StaffSession.person == person) & StaffSession.complete.eq(True))
        .where((StaffSession.ends_at > at_text(now)) & (StaffSession.seen_at > at_text(now - IDLE)))
        .order_by(StaffSession.seen_at, StaffSession.id, ascending=False)
    )
    return [_session(row) for row in rows]


def _session(row: dict[str, object]) -> Session:
    fields = {name: row[name] for name in Session.__slots__}
    moments = {name: moment(str(row[name])) for name in ("made_at", "seen_at", "ends_at")}
    return Session(**{**fields, **moments})  # type: ignore[arg-type]


async def end(session: int) -> None:
    await StaffSession.delete().where(StaffSession.id == session)


async def end_of_person(person: int, session: int) -> bool:
    """Whether a session of that person's was there to end."""
    gone = await (
        StaffSession.delete()
        .where((StaffSession.person == person) & (StaffSession.id == session))
        .returning(StaffSession.id)
    )
    return bool(gone)


async def end_all(person: int, *, but: int = 0) -> None:
    """Everywhere, except in one session that may stay."""
    await StaffSession.delete().where((StaffSession.person == person) & (StaffSession.id != but))


async def keep_setup_secret(session: int, secret: str) -> None:
    await StaffSession.update({StaffSession.setup_secret: secret}).where(StaffSession.id == session)


async def tell(session: int, words: str) -> None:
    """What the next page of the session says, once; empty for nothing."""
    await StaffSession.update({StaffSession.flash: words}).where(StaffSession.id == session)


async def forget_ended(now: datetime) -> None:
    await StaffSession.delete().where(
        (StaffSession.ends_at <= at_text(now)) | (StaffSession.seen_at <= at_text(now - IDLE))
    )
