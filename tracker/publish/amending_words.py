"""What entries are called, and the fields, groups and closed lists of their forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.domain.messages import _
from tracker.domain.vocabulary import Direction
from tracker.publish import words

LABEL = {
    "title": _("Title"),
    "language": _("Language"),
    "keeper": _("Keeper of the plan"),
    "territory": _("Territory"),
    "description": _("Description"),
    "signed": _("Day on which it was signed"),
    "signed_note": _("About its signing"),
    "start": _("Start"),
    "end": _("End"),
    "rhythm": _("Days within which news is expected"),
    "objectives": _("Objectives, one a line"),
    "id": _("Short name"),
    "publisher": _("Published by"),
    "url": _("Web address"),
    "published": _("Date of publication"),
    "note": _("Note"),
    "organisation": _("Organisation"),
    "name": _("Name"),
    "role": _("Role"),
    "on": _("Date"),
    "type": _("What it is"),
    "part_of": _("Part of"),
    "position": _("Place in the order"),
    "label": _("Label"),
    "parent": _("Lies in the axis"),
    "axis": _("Axis"),
    "text": _("Text"),
    "source": _("Source"),
    "page": _("Page of the document"),
    "summarised": _("Summarised, not quoted"),
    "horizon": _("Horizon"),
    "competence": _("Who can decide"),
    "authority": _("Authority that decides"),
    "audiences": _("Whom it is for"),
    "owner": _("Owner"),
    "partners": _("Partners"),
    "answers": _("Proposals that it answers"),
    "split_from": _("Action it was split from"),
    "due": _("Due date"),
    "because": _("Why the date moves"),
    "reason": _("Public reason"),
    "status": _("Status"),
    "answered_by": _("Commitments that answer it"),
    "referred_to": _("Authority it is referred to"),
    "merged_into": _("Action it is merged into"),
    "percent": _("Progress in per cent"),
    "next_step": _("Next step"),
    "evidence": _("Evidence"),
    "dated": _("Date it bears"),
    "number": _("Number of the decision"),
    "checked": _("Day on which the address was checked"),
    "alt": _("If it is an image: what it shows"),
    "unit": _("Unit"),
    "baseline": _("Value at the start"),
    "baseline_on": _("Date of the value at the start"),
    "target": _("Target"),
    "target_due": _("Date of the target"),
    "direction": _("What is better"),
    "value": _("Value"),
    "foreword": _("Foreword"),
    "closing": _("Closing words"),
    "days": _("Days without news"),
    "to": _("Who was reminded"),
}
GROUP = {
    "comments": _("Comments by axis"),
    "wording": _("The promise as it was published"),
    "status_labels": _("The plan’s own words for statuses"),
    "sources": _("Source document"),
    "signatories": _("Signatory"),
}
DIRECTION = {
    Direction.UP: _("more is better"),
    Direction.DOWN: _("less is better"),
    Direction.NONE: _("it is only watched"),
}
KIND = {
    "plan.opened": _("plan opened"),
    "plan.revised": _("plan revised"),
    "organisation.added": _("organisation entered"),
    "organisation.revised": _("organisation revised"),
    "axis.added": _("axis added"),
    "axis.revised": _("axis revised"),
    "action.added": _("action added"),
    "action.reworded": _("action reworded"),
    "action.classified": _("action classified anew"),
    "action.assigned": _("owner changed"),
    "action.linked": _("proposals answered"),
    "dates.set": _("dates set"),
    "status.changed": _("status declared"),
    "progress.declared": _("progress declared"),
    "update.published": _("news published"),
    "milestone.added": _("milestone added"),
    "milestone.moved": _("milestone moved"),
    "milestone.reached": _("milestone reached"),
    "milestone.dropped": _("milestone dropped"),
    "evidence.added": _("evidence given"),
    "evidence.withdrawn": _("evidence withdrawn"),
    "indicator.added": _("indicator added"),
    "indicator.revised": _("indicator revised"),
    "value.measured": _("value measured"),
    "question.published": _("question published"),
    "question.answered": _("question answered"),
    "reminder.sent": _("reminder sent"),
    "report.sealed": _("report sealed"),
    "correction.made": _("correction made"),
    "content.erased": _("content erased"),
}
# Two lists may share a value: each has its own words.
WORDS: dict[type, Mapping[Any, str]] = {
    type(next(iter(one))): one
    for one in (
        *(words.EVIDENCE, words.BECAUSE, words.HORIZON, words.COMPETENCE, words.AUDIENCE),
        *(words.ORGANISATION, words.STATUS, words.KIND, DIRECTION),
    )
}
