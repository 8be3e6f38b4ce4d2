"""Words of the report form and of review: groups, next steps, needs, fields, acts of a thread."""

from __future__ import annotations

from tracker.domain.messages import _
from tracker.domain.status import Status
from tracker.domain.submission import Act, Stage

# By the values of web.staff.own_actions.Group: what readers get does not know the pages.
GROUP = {
    "returned": _("Returned with a remark"),
    "late": _("Late"),
    "due-soon": _("Due in 60 days"),
    "silent": _("Silent"),
    "draft": _("Drafts"),
    "submitted": _("Waiting for review"),
    "all": _("All"),
}
NEXT = {
    "returned": _("Read the remark, correct the report and submit it again."),
    "draft": _("Finish the report that was begun and submit it."),
    "submitted": _("Nothing for now: a reviewer is to read the report."),
    "late": _("Say what happened. If it takes longer, move the date and say why."),
    "due-soon": _("Say whether it will be done in time, and show what there is."),
    "silent": _("Say where it stands, even if nothing changed."),
    "all": _("Nothing is due."),
}

STAGE = {
    Stage.DRAFT: _("draft"),
    Stage.SUBMITTED: _("waiting for review"),
    Stage.RETURNED: _("returned with a remark"),
    Stage.PUBLISHED: _("published"),
    Stage.DROPPED: _("given up"),
}

ACT = {
    Act.SUBMITTED: _("submitted it"),
    Act.TAKEN_BACK: _("took it back"),
    Act.RETURNED: _("returned it"),
    Act.CORRECTED: _("corrected it"),
    Act.PUBLISHED: _("published it"),
    Act.DROPPED: _("gave it up"),
    Act.ERASED: _("took words out of it that the law forbids to keep"),
}

NEEDS = {
    Status.ACCEPTED: _("Needs the commitments that answer it."),
    Status.DECLINED: _("Needs a public reason."),
    Status.REFERRED: _("Needs the authority, and a public reason."),
    Status.DELIVERED: _("Needs at least one piece of public evidence."),
    Status.PARTLY_DELIVERED: _("Needs at least one piece of public evidence."),
    Status.ON_HOLD: _("Needs a public reason."),
    Status.ABANDONED: _("Needs a public reason."),
    Status.MERGED: _("Needs the other action, and a public reason."),
}

FIELD = {
    "on": _("Day of the fact"),
    "text": _("What happened"),
    "next_step": _("Next step"),
    "status": _("Status"),
    "reason": _("Public reason"),
    "answered_by": _("Commitments that answer it"),
    "referred_to": _("Authority it is referred to"),
    "merged_into": _("Action it is merged into"),
    "progress": _("Progress"),
    "due": _("Due date"),
    "undated": _("No due date any more"),
    "because": _("Why the date moves"),
    "note": _("More about why"),
    "owner": _("Owner"),
    "owner_reason": _("Why the owner changes"),
    "internal_note": _("Note for the reviewer"),
    "milestone": _("Milestone"),
    "step": _("New milestone"),
    "measure": _("Measurement"),
    "evidence": _("Evidence"),
}
