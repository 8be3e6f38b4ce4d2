"""The tables: the register, which is the truth, and its projections, which can be rebuilt from it.

Texts that are hashed are kept as texts: JSON and number columns come back changed from some databases. Days
and moments of the register are ISO 8601 texts for the same reason; they sort as the times they stand for.
"""

from piccolo.columns import Integer, Text, Varchar
from piccolo.table import Table


class RegisterHead(Table, tablename="register_head"):
    """Where each plan's register stands. Writers lock this row first, so a plan has one order."""

    plan = Varchar(length=80, unique=True)
    size = Integer(default=0)
    hash = Varchar(length=64)
    at = Varchar(length=20, null=True, default=None)


class RegisterEntry(Table, tablename="register_entry"):
    """One row an entry. Triggers refuse to change or delete it; (plan, index) is unique.

    ``payload`` and ``salt`` become NULL when content is erased on legal ground, and only once the register
    holds a ``content.erased`` entry that names the row.
    """

    plan = Varchar(length=80)
    index = Integer()
    at = Varchar(length=20)
    on = Varchar(length=10)
    by = Varchar(length=80)
    kind = Varchar(length=40)
    subject = Varchar(length=160)
    payload_sha256 = Varchar(length=64)
    prev = Varchar(length=64)
    hash = Varchar(length=64)
    payload = Text(null=True, default=None)
    salt = Varchar(length=32, null=True, default=None)


class PlanState(Table, tablename="plan_state"):
    """A plan as it stands, without its actions: columns to search by, ``content`` the whole as JSON."""

    plan = Varchar(length=80, unique=True)
    title = Text()
    language = Varchar(length=2)
    content = Text()


class ActionState(Table, tablename="action_state"):
    """An action as it stands. ``due`` is the last day of its due date; (plan, reference) is unique."""

    plan = Varchar(length=80)
    reference = Varchar(length=40)
    type = Varchar(length=20)
    status = Varchar(length=20)
    owner = Varchar(length=80)
    axis = Varchar(length=40)
    due = Varchar(length=10, null=True, default=None)
    content = Text()
