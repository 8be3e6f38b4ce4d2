"""What each rule says when it is broken: what is wrong, and what would satisfy it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tracker.domain.messages import _

SAYINGS = {
    "future": _("{day} is in the future. Record a fact on the day it happens, or later."),
    "before-plan": _("{day} is before the plan was opened ({opened}). Give a day from then on."),
    "before-added": _("{day} is before the action was added ({added}). Give a day from then on."),
    "not-added": _("There is no such action yet. Add it first."),
    "added-twice": _("The reference {ref} is already taken. Give this action another one."),
    "wrong-subject": _("“{kind}” cannot be said of “{subject}”. It is about: {subjects}."),
    "control-character": _("A text holds an invisible control character ({code}). Remove it."),
    "not-open": _("The plan was not opened. Open it first."),
    "opened-twice": _("The plan is already open. Revise it instead."),
    "bad-slug": _("“{slug}” is no name for an address. Use up to 80 small letters, digits and hyphens."),
    "reserved-slug": _("“{slug}” is an address of the site itself. Give the plan another one."),
    "bad-ref": _("“{ref}” is no reference. Use up to 40 letters, digits, dots, hyphens and underscores."),
    "unknown-organisation": _("No organisation of the plan is called “{slug}”. Add it to the organisations."),
    "unknown-axis": _("The plan has no axis “{code}”. Add it to the axes, or choose another."),
    "unknown-action": _("The plan has no action “{ref}”. Check the reference."),
    "wording-gone": _("The promise as it was published is kept for ever. Give its wording again."),
    "unknown-source": _("The plan has no source “{id}”. Add it to the sources."),
    "unknown-revised": _("There is no {what} “{id}” to revise. Add it first."),
    "source-gone": _("The source “{id}” is missing. What the plan was published in stays listed."),
    "axis-circle": _("The axis {code} lies within itself. Give it another parent."),
    "organisation-circle": _("The organisation {slug} is part of itself. Say of which other it is part."),
    "no-title": _("A title is missing. Say in a few words what it is."),
    "long-title": _(
        "The title has {length} characters; {most} is the most. Put the rest in the description."
    ),
    "no-text": _("The text is empty. Say what happened."),
    "long-text": _("The text has {length} characters; {most} is the most. Attach a document instead."),
    "language": _("“{language}” is no language of the public pages. Use fr, it or en."),
    "rhythm": _("News every {days} days is no rhythm. Give a number of days from 1 to 3650."),
    "status-label": _("“{status}” is no status. Labels may only be given to known statuses."),
    "wrong-kind": _("“{status}” is not a status of a {kind}. Use one of: {allowed}."),
    "transition": _("An action cannot go from “{before}” to “{after}”. From there it may become: {allowed}."),
    "no-reason": _("“{after}” needs a public reason. Say why in a sentence."),
    "no-reason-left": _("Leaving “{before}” needs a public reason. Say why in a sentence."),
    "no-evidence": _("“{after}” needs at least one piece of public evidence. Add it to the action."),
    "not-answered": _("“accepted” needs the commitments that answer the proposal. Name at least one."),
    "answer-not-commitment": _("{ref} is not a commitment. Only commitments answer a proposal."),
    "answers-not-proposal": _("{ref} is not a proposal. A commitment answers proposals."),
    "proposal-answers": _("A proposal answers nothing. Only commitments answer proposals."),
    "no-authority": _("A matter for another authority needs its name. Say which authority."),
    "referred-to": _("“referred” needs the authority it was referred to. Say which."),
    "split-itself": _("An action cannot be split from itself. Name the one that it was a part of."),
    "merged-into": _("“merged” needs the action that takes this one in. Say which."),
    "merged-itself": _(
        "An action cannot be merged into itself, directly or by way of others. Choose another."
    ),
    "move-without-reason": _(
        "The due date moves from {before} to {after} without a reason. Say because of what: {reasons}."
    ),
    "move-without-note": _("A date that moves because of “other” needs a note. Say why in a sentence."),
    "date-after-end": _("It is “{status}”: its due date no longer moves. Declare it open again first."),
    "start-after-due": _("It would start ({start}) after it is due ({due}). Change one of them."),
    "progress": _("A progress of {percent} % is not between 0 and 100."),
    "taken-id": _("Another {what} is already called “{id}” here. Give this one another name."),
    "unknown-id": _("There is no {what} called “{id}” here. Check the name."),
    "reached-twice": _("The milestone “{id}” was already reached on {day}."),
    "milestone-dropped": _("The milestone “{id}” was dropped. Add another one."),
    "answered-twice": _("The question “{id}” was answered on {day}. Correct that entry instead."),
    "no-silence": _("A silence of {days} days is none. Give the number of days without news."),
    "not-a-number": _("{value} is no value. Give a number."),
    "withdrawn-twice": _("The evidence “{id}” was already withdrawn on {day}."),
    "measured-twice": _("“{id}” already has a value for {day}. Correct that entry instead."),
    "bad-address": _("“{url}” is no web address. It should begin with https:// or http://."),
    "link-without-address": _("A link needs its web address."),
    "document-without-file": _("A document or an image needs a web address or a file."),
    "unknown-entry": _("The register has no entry {entry} about the same subject. Check its number."),
    "not-correctable": _("Entry {entry} cannot be corrected. Correct the entry that it speaks of."),
    "sealed-report": _("Entry {entry} is a sealed report, which never changes. Seal a new edition instead."),
    "not-withdrawable": _(
        "Entry {entry} is built upon and cannot be taken back. Correct what it says instead."
    ),
    "not-erasable": _("The content of entry {entry} cannot be erased: it says what was erased, and why."),
    "no-remains": _("Other entries build upon entry {entry}. Say which part of its content may remain."),
    "sealed-remains": _(
        "Only the texts of a sealed report can be erased. Leave the rest of entry {entry} as it is."
    ),
    "bad-correction": _("The new content does not fit entry {entry}: {why}."),
    "edition-gap": _("The next edition of the report for {period} is {next}, not {edition}."),
    "edition-without-reason": _(
        "Edition {edition} takes the place of one that was published. Say in a sentence why it is needed."
    ),
    "cut-off-ahead": _(
        "The report ends on {day}, after the day of its sealing ({sealed}). Choose a day before."
    ),
    "cut-off-early": _("The report ends on {day} and begins on {since}. Let it end later."),
    "bad-year": _("{year} is no year that a report could be about."),
    "known-entries": _(
        "The report knows {known} entries. Make it from one at least, and no more than the {index} before it."
    ),
    "bad-checkpoint": _(
        "The report needs its checkpoint: three lines for origin, number of entries and root."
    ),
    "other-checkpoint": _(
        "The checkpoint of {size} entries of {origin} is not that of the {known} entries of the report."
    ),
    "no-files": _("A sealed report has at least one file. Say which."),
    "bad-file-name": _(
        "“{name}” is no name for a file of a report. Use small letters, digits, hyphens, and a known ending."
    ),
    "bad-digest": _("The file “{name}” needs its SHA-256, 64 hex digits, and a size above 0."),
    "bad-part": _("“{part}” is no part of a report that could be left out."),
}


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that the entry ``index`` breaks. ``values`` fill the places of the rule's saying."""

    index: int
    rule: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        return SAYINGS[self.rule].format(**self.values)


Problems = Iterator[tuple[str, dict[str, Any]]]
