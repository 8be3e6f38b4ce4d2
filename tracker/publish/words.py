"""Words for closed lists: English messages, translated by the catalogues when they are shown.

``_`` only marks a message for the catalogues; ``say`` of the environment translates it.
"""

from __future__ import annotations

from tracker.domain.messages import _
from tracker.domain.readings import Timing
from tracker.domain.status import Kind, Status
from tracker.domain.vocabulary import (
    Audience,
    Because,
    Competence,
    EvidenceType,
    Horizon,
    OrganisationKind,
)

STATUS = {
    Status.SUBMITTED: _("submitted"),
    Status.UNDER_REVIEW: _("under review"),
    Status.ACCEPTED: _("accepted"),
    Status.DECLINED: _("declined"),
    Status.REFERRED: _("referred"),
    Status.PLANNED: _("planned"),
    Status.IN_PROGRESS: _("in progress"),
    Status.PARTLY_DELIVERED: _("partly delivered"),
    Status.DELIVERED: _("delivered"),
    Status.ON_HOLD: _("on hold"),
    Status.ABANDONED: _("abandoned"),
    Status.MERGED: _("merged"),
}

DEFINITION = {
    Status.SUBMITTED: _("Put forward; nobody has answered yet."),
    Status.UNDER_REVIEW: _("The city and its partners are assessing it."),
    Status.ACCEPTED: _("Taken up: at least one commitment answers it."),
    Status.DECLINED: _("Not taken up, for the reason given."),
    Status.REFERRED: _("Passed on to the authority that can decide, for the reason given."),
    Status.PLANNED: _("Decided, but work has not begun."),
    Status.IN_PROGRESS: _("Work has begun and goes on."),
    Status.PARTLY_DELIVERED: _(
        "Part of what was promised is there, with evidence; the rest is not expected for now."
    ),
    Status.DELIVERED: _("What was promised is there, with evidence that anyone can open."),
    Status.ON_HOLD: _("Stopped for now, for the reason given; it may start again."),
    Status.ABANDONED: _("It will not be done, for the reason given."),
    Status.MERGED: _("It goes on as part of another action."),
}

KIND = {Kind.PROPOSAL: _("proposal"), Kind.COMMITMENT: _("commitment")}

TIMING = {
    Timing.NO_DATE: _("no date"),
    Timing.ON_TIME: _("on time"),
    Timing.DUE_SOON: _("due soon"),
    Timing.LATE: _("late"),
    Timing.KEPT_IN_TIME: _("kept in time"),
    Timing.KEPT_LATE: _("kept late"),
    Timing.STOPPED: _("no deadline runs"),
}

HORIZON = {
    Horizon.SHORT: _("short term"),
    Horizon.MEDIUM: _("medium term"),
    Horizon.LONG: _("long term"),
}

COMPETENCE = {
    Competence.OWN: _("the city decides alone"),
    Competence.SHARED: _("the city decides with others"),
    Competence.OTHER: _("another authority decides"),
}

BECAUSE = {
    Because.FUNDING: _("funding"),
    Because.PROCUREMENT: _("public procurement"),
    Because.STAFFING: _("staff"),
    Because.DEPENDENCY: _("waiting for another body"),
    Because.LEGAL: _("law, permits or appeals"),
    Because.TECHNICAL: _("technical difficulty"),
    Because.SCOPE: _("the content changed"),
    Because.PRIORITY: _("other priorities"),
    Because.UNFORESEEN: _("an unforeseen event"),
    Because.CLARIFIED: _("the date was made clear"),
    Because.OTHER: _("another reason"),
}

EVIDENCE = {
    EvidenceType.LINK: _("link"),
    EvidenceType.DOCUMENT: _("document"),
    EvidenceType.FIGURE: _("figure"),
    EvidenceType.DECISION: _("formal decision"),
    EvidenceType.IMAGE: _("image"),
}

ORGANISATION = {
    OrganisationKind.DEPARTMENT: _("department"),
    OrganisationKind.ELECTED: _("elected office"),
    OrganisationKind.PARTNER: _("partner"),
    OrganisationKind.AUTHORITY: _("public authority"),
    OrganisationKind.OBSERVER: _("observer"),
}

AUDIENCE = {
    Audience.EVERYONE: _("everyone"),
    Audience.SENIORS: _("seniors"),
    Audience.YOUNG_PEOPLE: _("young people"),
    Audience.CHILDREN: _("children"),
    Audience.STUDENTS: _("students"),
    Audience.SINGLE_PARENTS: _("single-parent families"),
    Audience.HOMELESS: _("homeless people"),
    Audience.DISABLED: _("people with disabilities"),
    Audience.MIGRANTS: _("migrants"),
    Audience.WOMEN: _("women"),
    Audience.LGBT: _("LGBT people"),
    Audience.ISOLATED: _("isolated people"),
    Audience.LOW_INCOME: _("people on low incomes"),
    Audience.TENANTS: _("tenants"),
    Audience.PATIENTS: _("patients"),
    Audience.VOLUNTEERS: _("volunteers"),
    Audience.ASSOCIATIONS: _("associations"),
    Audience.RESIDENTS: _("residents"),
    Audience.CARERS: _("carers"),
    Audience.JOBSEEKERS: _("jobseekers"),
    Audience.PUBLIC_EMPLOYEES: _("public employees"),
}
