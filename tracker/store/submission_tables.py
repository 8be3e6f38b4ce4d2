"""Tables of what departments report before it is public: none of it is in a register or on a page.

People are ids of their accounts, which are never deleted. Moments are ISO 8601 texts in universal time.
"""

from piccolo.columns import Boolean, Integer, Serial, Text, Varchar
from piccolo.table import Table


class SubmissionRow(Table, tablename="submission"):
    """One report on one action by one organisation; ``stage`` is a ``domain.submission.Stage``.

    ``version`` is that of the newest row of ``submission_version``; who writes names the version they read.
    (plan, reference, organisation) is unique among open submissions.
    """

    id: Serial
    plan = Varchar(length=80)
    reference = Varchar(length=40)
    organisation = Varchar(length=80)
    stage = Varchar(length=10)
    version = Integer(default=0)
    changed_at = Varchar(length=20)


class SubmissionVersion(Table, tablename="submission_version"):
    """What was typed, whole, as a JSON object of texts. Rows are added and never changed.

    ``known`` is the size of the register that the author had in view. (submission, version) is unique.
    """

    id: Serial
    submission = Integer()
    version = Integer()
    person = Integer()
    at = Varchar(length=20)
    known = Integer(default=0)
    typed = Text()


class SubmissionAct(Table, tablename="submission_act"):
    """The thread of a submission: who did what with which version, and their remark."""

    id: Serial
    submission = Integer(index=True)
    version = Integer()
    person = Integer()
    at = Varchar(length=20)
    act = Varchar(length=20)
    remark = Text()


class ReviewRule(Table, tablename="review_rule"):
    """How a plan reviews; a plan without a row reviews everything, and nobody their own reports."""

    id: Serial
    plan = Varchar(length=80, unique=True)
    required = Boolean(default=True)
    own = Boolean(default=False)


class FileRow(Table, tablename="kept_file"):
    """A file given for an action; its content lies in the data folder under its SHA-256.

    The same content may be given for several actions: (sha256, plan, reference) is unique.
    """

    id: Serial
    sha256 = Varchar(length=64)
    plan = Varchar(length=80)
    reference = Varchar(length=40)
    media_type = Varchar(length=100)
    filename = Varchar(length=200)
    size = Integer(default=0)
    person = Integer()
    at = Varchar(length=20)
