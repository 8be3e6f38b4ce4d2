"""Tables of the post: mails that wait or went, reminders and what became of them, who does which job when.

Nothing of them is public. Moments are ISO 8601 texts in universal time, as in the register; they sort as the
times they stand for.
"""

from piccolo.columns import Boolean, Integer, Text, Varchar
from piccolo.table import Table


class OutboxMail(Table, tablename="outbox_mail"):
    """One mail to one address. ``token`` makes its Message-ID, the same at every try.

    ``state`` is one of ``outbox.State``; ``lease`` names who is sending it, until ``lease_until``. Subject
    and bodies are emptied when it was sent: they may hold links that open doors.
    """

    token = Varchar(length=32, unique=True)
    dedupe = Varchar(length=200, unique=True)
    kind = Varchar(length=40)
    recipient = Varchar(length=254)
    subject = Text()
    text = Text()
    html = Text()
    unsubscribe = Text()
    state = Varchar(length=10, index=True)
    queued_at = Varchar(length=20)
    due_at = Varchar(length=20)
    attempts = Integer(default=0)
    reason = Text()
    lease = Varchar(length=32)
    lease_until = Varchar(length=20)
    done_at = Varchar(length=20)


class ReminderNote(Table, tablename="reminder_note"):
    """What was due to be said to a person and what became of it; ``person`` is empty when there was nobody.

    ``outcome`` is one of ``reminder_log.Outcome``; ``mail`` the dedupe key of the digest, empty when there is
    none; ``organisation`` whose people were addressed, empty for reviewers; ``published`` once the register
    tells it.
    """

    on = Varchar(length=10)
    plan = Varchar(length=80)
    reference = Varchar(length=40)
    reason = Varchar(length=10)
    days = Integer(default=0)
    person = Varchar(length=40)
    organisation = Varchar(length=80)
    outcome = Varchar(length=10)
    mail = Varchar(length=200, index=True)
    published = Boolean(default=False)


class MutedReminder(Table, tablename="muted_reminder"):
    """A kind of reminder that a person does not want."""

    person = Varchar(length=40, index=True)
    reason = Varchar(length=10)


class Turn(Table, tablename="turn"):
    """A job of the timer: ``done`` is the last slot of time it was done for, ``holder`` who does it now."""

    job = Varchar(length=40, unique=True)
    done = Varchar(length=20)
    holder = Varchar(length=32)
    held_until = Varchar(length=20)
