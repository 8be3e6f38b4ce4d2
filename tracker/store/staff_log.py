"""The internal log: sign-ins and administrative acts. It is not public and no part of any register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from tracker.domain.register import at_text
from tracker.store.moments import moment
from tracker.store.people_tables import StaffLogLine

KEPT = timedelta(days=365)


class Act(StrEnum):
    SIGNED_IN = "signed-in"
    SIGN_IN_FAILED = "sign-in-failed"
    SECOND_FACTOR_FAILED = "second-factor-failed"
    RECOVERY_CODE_USED = "recovery-code-used"
    SIGNED_OUT = "signed-out"
    SESSION_ENDED = "session-ended"
    PASSWORD_LINK_ASKED = "password-link-asked"  # noqa: S105
    PASSWORD_CHOSEN = "password-chosen"  # noqa: S105
    EMAIL_CHANGE_ASKED = "email-change-asked"
    EMAIL_CHANGED = "email-changed"
    SECOND_FACTOR_SET = "second-factor-set"
    SECOND_FACTOR_REMOVED = "second-factor-removed"
    RECOVERY_CODES_RENEWED = "recovery-codes-renewed"
    PROVIDER_CONNECTED = "provider-connected"
    PROVIDER_DISCONNECTED = "provider-disconnected"
    INVITED = "invited"
    LINK_MADE = "link-made"
    DISABLED = "disabled"
    ENABLED = "enabled"
    GRANT_GIVEN = "grant-given"
    GRANT_WITHDRAWN = "grant-withdrawn"
    ENTRY_CORRECTED = "entry-corrected"
    EVIDENCE_WITHDRAWN = "evidence-withdrawn"
    MAILS_RETRIED = "mails-retried"
    CONTENT_ERASED = "content-erased"
    PLAN_OPENED = "plan-opened"
    PLAN_CHANGED = "plan-changed"
    REPORT_BEGUN = "report-begun"
    REPORT_SIGNED = "report-signed"
    REPORT_SEALED = "report-sealed"
    REPORT_DROPPED = "report-dropped"
    SIGNING_RULE_SET = "signing-rule-set"


@dataclass(frozen=True, slots=True)
class Line:
    """``by`` is an e-mail, empty for strangers and the command line; ``about`` whom the act concerns."""

    at: datetime
    by: str
    act: Act
    about: str
    detail: str
    address: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Lines with the words in one of their texts, of one act, of some days; empty and None for any."""

    words: str = ""
    act: Act | None = None
    first: date | None = None
    last: date | None = None


async def note(
    act: Act, now: datetime, *, by: str = "", about: str = "", detail: str = "", address: str = ""
) -> None:
    await StaffLogLine.insert(
        StaffLogLine(
            at=at_text(now), by=by, act=act.value, about=about, detail=detail[:1000], address=address[:45]
        )
    )


async def lines(wanted: Wanted, first: int, most: int) -> list[Line]:
    """The newest first, without the ``first`` so many."""
    rows = await (
        StaffLogLine.select()
        .where(_where(wanted))
        .order_by(StaffLogLine.at, StaffLogLine.id, ascending=False)
        .offset(first)
        .limit(most)
    )
    return [_line(row) for row in rows]


async def count(wanted: Wanted) -> int:
    """How many ``lines`` finds in all."""
    found: int = await StaffLogLine.count().where(_where(wanted))
    return found


def _where(wanted: Wanted) -> Any:
    found: Any = StaffLogLine.id > 0
    if wanted.words:
        like = f"%{wanted.words.lower()}%"  # all that is logged is in lower case
        columns = (StaffLogLine.by, StaffLogLine.about, StaffLogLine.detail, StaffLogLine.address)
        by, about, detail, address = (column.like(like) for column in columns)
        found &= by | about | detail | address
    if wanted.act:
        found &= StaffLogLine.act == wanted.act.value
    if wanted.first:
        found &= StaffLogLine.at >= wanted.first.isoformat()
    if wanted.last:
        found &= StaffLogLine.at < (wanted.last + timedelta(days=1)).isoformat()
    return found


def _line(row: dict[str, Any]) -> Line:
    return Line(moment(row["at"]), row["by"], Act(row["act"]), row["about"], row["detail"], row["address"])


async def forget_old(now: datetime) -> None:
    await StaffLogLine.delete().where(StaffLogLine.at <= at_text(now - KEPT))
