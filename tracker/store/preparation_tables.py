"""Tables of reports in preparation: none of it is public before a report is sealed.

People are ids of their accounts, which are never deleted. Moments are ISO 8601 texts in universal time.
"""

from piccolo.columns import Boolean, Integer, Serial, Text, Varchar
from piccolo.table import Table


class PreparationRow(Table, tablename="report_preparation"):
    """One edition of a report that a council prepares; ``stage`` is a ``domain.preparation.Stage``.

    ``period`` is ``2024`` or ``2022-2027``; ``since`` the first day of one that covers several years, else
    empty. ``version`` is that of the newest row of ``preparation_version``; who writes names the version they
    read. ``signed_by`` and ``confirmed_by`` are 0 until somebody did; ``known`` is the size of the register
    that was signed, ``edition`` the number of the edition that is to be or was sealed.
    (plan, period) is unique among open preparations.
    """

    id: Serial
    plan = Varchar(length=80)
    period = Varchar(length=9)
    year = Integer()
    since = Varchar(length=10)
    stage = Varchar(length=10)
    version = Integer(default=0)
    changed_at = Varchar(length=20)
    signed_by = Integer(default=0)
    confirmed_by = Integer(default=0)
    known = Integer(default=0)
    edition = Integer(default=0)


class PreparationVersion(Table, tablename="preparation_version"):
    """What was typed, whole, as a JSON object of texts. Rows are added and never changed.

    (preparation, version) is unique.
    """

    id: Serial
    preparation = Integer()
    version = Integer()
    person = Integer()
    at = Varchar(length=20)
    typed = Text()


class PreparationStep(Table, tablename="preparation_step"):
    """The thread of a preparation: who did what with which version."""

    id: Serial
    preparation = Integer(index=True)
    version = Integer()
    person = Integer()
    at = Varchar(length=20)
    step = Varchar(length=20)


class SigningRule(Table, tablename="signing_rule"):
    """How a plan signs its reports; a plan without a row asks one person."""

    id: Serial
    plan = Varchar(length=80, unique=True)
    two_people = Boolean(default=False)


class BackgroundJob(Table, tablename="background_job"):
    """Work that takes longer than a page may; ``kind`` and ``state`` are of ``store.background_jobs``.

    ``lease`` names the process that is at it, until ``lease_until``. ``done`` of ``total`` tell how far it
    is, where that can be told. ``preparation`` and ``version`` say of what; ``file`` is what was made.
    """

    id: Serial
    plan = Varchar(length=80)
    preparation = Integer(index=True)
    version = Integer()
    kind = Varchar(length=10)
    language = Varchar(length=2)
    state = Varchar(length=10, index=True)
    step = Varchar(length=20)
    done = Integer(default=0)
    total = Integer(default=0)
    person = Integer()
    asked_at = Varchar(length=20)
    started_at = Varchar(length=20)
    done_at = Varchar(length=20)
    attempts = Integer(default=0)
    lease = Varchar(length=32)
    lease_until = Varchar(length=20)
    trouble = Text()
    file = Varchar(length=100)


class LinkCheck(Table, tablename="link_check"):
    """How an address given as evidence answered when it was last asked.

    ``digest`` is the SHA-256 of ``url``, which may be too long for an index; (plan, digest) is unique.
    """

    id: Serial
    plan = Varchar(length=80, index=True)
    digest = Varchar(length=64)
    url = Text()
    checked_at = Varchar(length=20)
    outcome = Varchar(length=20)
    status = Integer(default=0)
