"""What an organisation may declare of an action, in which order, and what each declaration needs."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    PROPOSAL = "proposal"  # put forward, being assessed
    COMMITMENT = "commitment"  # decided


class Status(StrEnum):
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under-review"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REFERRED = "referred"
    PLANNED = "planned"
    IN_PROGRESS = "in-progress"
    PARTLY_DELIVERED = "partly-delivered"
    DELIVERED = "delivered"
    ON_HOLD = "on-hold"
    ABANDONED = "abandoned"
    MERGED = "merged"


STATUSES: dict[Kind, tuple[Status, ...]] = {
    Kind.PROPOSAL: (
        Status.SUBMITTED,
        Status.UNDER_REVIEW,
        Status.ACCEPTED,
        Status.DECLINED,
        Status.REFERRED,
        Status.MERGED,
    ),
    Kind.COMMITMENT: (
        Status.PLANNED,
        Status.IN_PROGRESS,
        Status.PARTLY_DELIVERED,
        Status.DELIVERED,
        Status.ON_HOLD,
        Status.ABANDONED,
        Status.MERGED,
    ),
}

FIRST_STATUS = {Kind.PROPOSAL: Status.SUBMITTED, Kind.COMMITMENT: Status.PLANNED}

# Nothing more is due from these: the calendar stops reading them, and leaving one needs a public reason.
FINAL = frozenset(
    {
        Status.ACCEPTED,
        Status.DECLINED,
        Status.REFERRED,
        Status.PARTLY_DELIVERED,
        Status.DELIVERED,
        Status.ABANDONED,
        Status.MERGED,
    }
)
KEPT = frozenset({Status.DELIVERED, Status.PARTLY_DELIVERED})

NEEDS_REASON = frozenset({Status.DECLINED, Status.REFERRED, Status.ON_HOLD, Status.ABANDONED, Status.MERGED})
NEEDS_EVIDENCE = KEPT

_NEXT: dict[Status, frozenset[Status]] = {
    Status.SUBMITTED: frozenset(
        {Status.UNDER_REVIEW, Status.ACCEPTED, Status.DECLINED, Status.REFERRED, Status.MERGED}
    ),
    Status.UNDER_REVIEW: frozenset({Status.ACCEPTED, Status.DECLINED, Status.REFERRED, Status.MERGED}),
    # A decision on a proposal can be reopened, with a reason, but it never jumps to another decision unseen.
    Status.ACCEPTED: frozenset({Status.UNDER_REVIEW}),
    Status.DECLINED: frozenset({Status.UNDER_REVIEW}),
    Status.REFERRED: frozenset({Status.UNDER_REVIEW}),
    Status.PLANNED: frozenset(
        {
            Status.IN_PROGRESS,
            Status.PARTLY_DELIVERED,
            Status.DELIVERED,
            Status.ON_HOLD,
            Status.ABANDONED,
            Status.MERGED,
        }
    ),
    Status.IN_PROGRESS: frozenset(
        {Status.PARTLY_DELIVERED, Status.DELIVERED, Status.ON_HOLD, Status.ABANDONED, Status.MERGED}
    ),
    Status.ON_HOLD: frozenset({Status.PLANNED, Status.IN_PROGRESS, Status.ABANDONED, Status.MERGED}),
    Status.PARTLY_DELIVERED: frozenset({Status.DELIVERED, Status.IN_PROGRESS, Status.ABANDONED}),
    Status.DELIVERED: frozenset({Status.IN_PROGRESS, Status.PARTLY_DELIVERED}),
    Status.ABANDONED: frozenset({Status.PLANNED, Status.IN_PROGRESS}),
    Status.MERGED: frozenset({Status.PLANNED, Status.SUBMITTED}),
}


def next_statuses(kind: Kind, status: Status) -> tuple[Status, ...]:
    """The statuses that may follow, in the order in which pages list them."""
    return tuple(s for s in STATUSES[kind] if s in _NEXT[status])


def needs_reason(before: Status, after: Status) -> bool:
    """Whether a public reason is due: for an unwelcome status, and for leaving a final one."""
    return after in NEEDS_REASON or before in FINAL
