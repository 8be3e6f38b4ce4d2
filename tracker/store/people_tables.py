"""Tables of the people who work on plans. Nothing of them is public, and nothing of them is in a register.

Moments are ISO 8601 texts in universal time, as in the register; they sort as the times they stand for.
What opens a door (session, link, recovery code) is kept as its SHA-256 only.
"""

from piccolo.columns import Boolean, ForeignKey, Integer, OnDelete, Serial, Text, Varchar
from piccolo.table import Table


class StaffPerson(Table, tablename="staff_person"):
    """``email`` is in lower case. ``password`` is an Argon2id hash, empty until an invitation was accepted.

    ``totp_secret`` is empty without a second factor; ``totp_step`` is the last half-minute that was used.
    ``issuer`` and ``subject`` are who the person is at an OpenID Connect provider, unique together; both are
    empty for people who never signed in through one.
    """

    id: Serial
    email = Varchar(length=254, unique=True)
    password = Text()
    language = Varchar(length=2)
    active = Boolean(default=True)
    demo = Boolean(default=False)
    made_at = Varchar(length=20)
    totp_secret = Varchar(length=64)
    totp_step = Integer(default=0)
    issuer = Varchar(length=255)
    subject = Varchar(length=255)


class StaffGrant(Table, tablename="staff_grant"):
    """(person, role, plan, organisation) is unique; ``plan`` and ``organisation`` are slugs or empty."""

    id: Serial
    person = ForeignKey(StaffPerson, null=False, on_delete=OnDelete.restrict, index=True)
    role = Varchar(length=20)
    plan = Varchar(length=80)
    organisation = Varchar(length=80)


class StaffSession(Table, tablename="staff_session"):
    """``complete`` is false between the password and the second factor.

    ``setup_secret`` holds a second factor that is being set up; ``flash`` what the next page says once.
    ``issuer`` is the provider that it was begun through, empty for a password; ``strong`` when that counts as
    a second factor; ``id_token`` is what signing out there asks for.
    """

    id: Serial
    token_hash = Varchar(length=64, unique=True)
    person = ForeignKey(StaffPerson, null=False, on_delete=OnDelete.restrict, index=True)
    complete = Boolean(default=False)
    made_at = Varchar(length=20)
    seen_at = Varchar(length=20)
    ends_at = Varchar(length=20)
    address = Varchar(length=45)
    agent = Varchar(length=200)
    setup_secret = Varchar(length=64)
    flash = Text()
    issuer = Varchar(length=255)
    strong = Boolean(default=False)
    id_token = Text()


class StaffLink(Table, tablename="staff_link"):
    """A link that works once; ``purpose`` is a ``store.links.Purpose``, ``email`` the address to confirm."""

    id: Serial
    token_hash = Varchar(length=64, unique=True)
    person = ForeignKey(StaffPerson, null=False, on_delete=OnDelete.restrict, index=True)
    purpose = Varchar(length=20)
    email = Varchar(length=254)
    ends_at = Varchar(length=20)
    used_at = Varchar(length=20, null=True, default=None)


class StaffRecoveryCode(Table, tablename="staff_recovery_code"):
    id: Serial
    person = ForeignKey(StaffPerson, null=False, on_delete=OnDelete.restrict, index=True)
    code_hash = Varchar(length=64)
    used_at = Varchar(length=20, null=True, default=None)


class StaffAttempt(Table, tablename="staff_attempt"):
    """A try at a password, a code or a link; ``key`` is the SHA-256 of the account or address that tried."""

    id: Serial
    key = Varchar(length=64, index=True)
    at = Varchar(length=20)


class StaffLogLine(Table, tablename="staff_log_line"):
    """Who did what and when, e-mails as of then. ``by`` is empty for strangers and the command line."""

    id: Serial
    at = Varchar(length=20, index=True)
    by = Varchar(length=254)
    act = Varchar(length=40)
    about = Varchar(length=254)
    detail = Text()
    address = Varchar(length=45)
