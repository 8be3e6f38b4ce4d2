"""What people were reminded of and what became of it, and the kinds of reminders they don't want."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.domain.reminders import Digest, Matter, Omission, Reason, Said
from tracker.store.mail_tables import MutedReminder, OutboxMail, ReminderNote
from tracker.store.outbox import State

QUEUED = "queued"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log. ``outcome`` is a State of the mail, or why there was none (an Unsaid)."""

    on: date
    person: str
    matter: Matter
    outcome: str
    trouble: str


@dataclass(frozen=True, slots=True)
class SentNote:
    """A reminder whose mail the server took, on the day ``sent_on``."""

    id: int
    matter: Matter
    sent_on: date


async def said() -> Said:
    """The last day on which each person was told of each action for each reason, omissions included."""
    rows = await ReminderNote.raw(
        'SELECT person, plan, reference, reason, max("on") AS last FROM reminder_note'
        " GROUP BY person, plan, reference, reason"
    )
    return {
        (row["person"], row["plan"], row["reference"], Reason(row["reason"])): date.fromisoformat(row["last"])
        for row in rows
    }


async def note(digest: Digest, mail: str, today: date) -> None:
    """The digest was put in the outbox; ``mail`` is its dedupe key there."""
    person = digest.recipient.person
    await _insert(_row(matter, person, QUEUED, mail, today) for matter in digest.matters)


async def note_omissions(omissions: Iterable[Omission], today: date) -> None:
    await _insert(_row(one.matter, one.person, one.why.value, "", today) for one in omissions)


async def _insert(rows: Iterable[ReminderNote]) -> None:
    made = list(rows)
    for start in range(0, len(made), 500):
        await ReminderNote.insert(*made[start : start + 500])


def _row(matter: Matter, person: str, outcome: str, mail: str, today: date) -> ReminderNote:
    return ReminderNote(
        on=today.isoformat(),
        plan=matter.plan,
        reference=matter.ref,
        reason=matter.reason.value,
        days=matter.days,
        person=person,
        organisation=matter.to,
        outcome=outcome,
        mail=mail,
    )


async def sent_silences() -> list[SentNote]:
    """Reminders of silence that went out and that the register does not tell yet, oldest first."""
    rows = await ReminderNote.raw(
        "SELECT note.*, mail.done_at FROM reminder_note AS note"
        " JOIN outbox_mail AS mail ON mail.dedupe = note.mail"
        " WHERE note.published = {} AND note.reason = {} AND mail.state = {} ORDER BY note.id",
        *(False, Reason.SILENT.value, State.SENT.value),
    )
    return [SentNote(row["id"], _matter(row), date.fromisoformat(row["done_at"][:10])) for row in rows]


async def mark_published(notes: Iterable[SentNote]) -> None:
    ids = [one.id for one in notes]
    for start in range(0, len(ids), 500):
        await ReminderNote.update({ReminderNote.published: True}).where(
            ReminderNote._meta.primary_key.is_in(ids[start : start + 500])
        )


async def lines(most: int, skip: int = 0, where: Any = None) -> list[Line]:
    """The log, newest first; ``where`` is a condition on ``ReminderNote``."""
    key = ReminderNote._meta.primary_key
    query = ReminderNote.select().order_by(key, ascending=False).limit(most).offset(skip)
    rows = await (query.where(where) if where is not None else query)
    keys = sorted({row["mail"] for row in rows if row["mail"]})
    sent = await OutboxMail.select().where(OutboxMail.dedupe.is_in(keys)) if keys else []
    mails = {mail["dedupe"]: mail for mail in sent}
    return [_line(row, mails.get(row["mail"])) for row in rows]


def _line(row: dict[str, Any], mail: dict[str, Any] | None) -> Line:
    # The traces of mails that were sent are dropped after a year.
    state = mail["state"] if mail else State.SENT.value
    outcome = row["outcome"] if row["outcome"] != QUEUED else state
    trouble = mail["reason"] if mail else ""
    return Line(date.fromisoformat(row["on"]), row["person"], _matter(row), outcome, trouble)


def _matter(row: dict[str, Any]) -> Matter:
    return Matter(row["plan"], row["reference"], Reason(row["reason"]), row["days"], row["organisation"])


async def muted() -> dict[str, frozenset[Reason]]:
    """The kinds of reminders that people don't want, by person."""
    found: defaultdict[str, set[Reason]] = defaultdict(set)
    for row in await MutedReminder.select():
        found[row["person"]].add(Reason(row["reason"]))
    return {person: frozenset(reasons) for person, reasons in found.items()}


async def mute(person: str, reasons: Iterable[Reason]) -> None:
    """From now on the person gets no reminders of these kinds, and all others. In ``write()``."""
    await MutedReminder.delete().where(MutedReminder.person == person)
    rows = [MutedReminder(person=person, reason=reason.value) for reason in sorted(set(reasons))]
    if rows:
        await MutedReminder.insert(*rows)
