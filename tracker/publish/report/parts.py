"""The parts of a report, in their order: how each is called, which the council may leave out, and which have
nothing to tell."""

from __future__ import annotations

from tracker.domain.messages import _
from tracker.publish.report.content import Report

TITLES = {
    "foreword": _("Foreword"),
    "opening": _("In short, from the register"),
    "how-to-read": _("How to read this report"),
    "figures": _("The figures"),
    "changed": _("What changed since the report before"),
    "delivered": _("What was delivered, and the evidence for it"),
    "late": _("What is late, and since when"),
    "moved": _("Dates that moved, and why"),
    "silent": _("What has been silent"),
    "stopped": _("What was abandoned, put on hold or merged, and why"),
    "reworded": _("Promises that were reworded, old and new"),
    "proposals": _("What became of the proposals"),
    "questions": _("Questions from citizens, and how they were answered"),
    "nothing": _("Where there is nothing to tell"),
    "actions": _("Every action, axis by axis"),
    "comments": _("Comments of the council, axis by axis"),
    "closing": _("Closing words"),
    "evidence": _("Evidence annex"),
    "register": _("The register at this point"),
    "method": _("Method"),
}
CHANGED_WITHOUT_REPORT = _("What changed since the year before")
CHANGED_OVER_YEARS = _("What changed over these years")
# Without the others nobody could check the rest: they say what was counted, and how.
LEAVABLE = (
    "changed",
    "delivered",
    "late",
    "moved",
    "silent",
    "stopped",
    "reworded",
    "proposals",
    "questions",
    "actions",
    "evidence",
)


def printed(report: Report) -> dict[str, str]:
    """The parts that this report prints, in their order, each with its title (a message)."""
    gathered = empty(report)
    absent = {"nothing"} if not gathered else set(gathered)
    return {id_: title for id_, title in _wanted(report).items() if id_ not in absent}


def empty(report: Report) -> dict[str, str]:
    """The parts that have nothing to tell, with their titles: each is a line of the part ``nothing``."""
    told = {
        "delivered": report.delivered or report.delivered_before,
        "late": any(one.action.due for one in report.actions),
        "moved": report.moves or report.moved_ever,
        "silent": report.silent,
        "stopped": report.stopped,
        "reworded": report.reworded,
        "proposals": report.decided,
        "questions": report.questions.rows,
    }
    return {id_: title for id_, title in _wanted(report).items() if not told.get(id_, True)}


def _wanted(report: Report) -> dict[str, str]:
    """The parts that were not left out and have a reason to be, told or not."""
    texts = report.texts
    absent = set(texts.left_out)
    if not texts.foreword:
        absent.add("foreword")
    if not texts.closing:
        absent.add("closing")
    # A comment stands where its axis is told; without that part the comments have one of their own.
    if not any(texts.comments.values()) or "actions" not in absent:
        absent.add("comments")
    if report.compared is None:
        absent.add("changed")
    own = {}
    if not texts.foreword:
        own["opening"] = TITLES["foreword"]
    if report.compared and not report.compared.edition:
        own["changed"] = CHANGED_OVER_YEARS if report.several else CHANGED_WITHOUT_REPORT
    return {id_: title for id_, title in {**TITLES, **own}.items() if id_ not in absent}
