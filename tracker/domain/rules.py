"""The rules of the house: what may be recorded, and what to do when something may not.

``broken_in_action`` and ``broken_in_plan`` read a whole story, in the order of the facts, after new entries
were added to it: a fact recorded late must fit where it happened. They yield every broken rule, so that a
form or a folder can show all of them at once. ``SAYINGS`` holds each rule's sentence: what is wrong and what
would satisfy it (English messages; the catalogues hold the others).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.fold import apply_to_action, in_order
from tracker.domain.state import Action, Plan, Told
from tracker.domain.status import NEEDS_EVIDENCE, STATUSES, Kind, Status, needs_reason, next_statuses
from tracker.domain.vocabulary import Because, Competence, EvidenceType

LONGEST_TITLE = 300
LONGEST_TEXT = 100_000
LANGUAGES = ("fr", "it", "en")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}\Z")
WEB_ADDRESS = re.compile(r"https?://[^\s/]+\S*\Z")

SAYINGS = {
    "future": "{day} is in the future. Record a fact on the day it happens, or later.",
    "before-plan": "{day} is before the plan was opened ({opened}). Give a day from then on.",
    "before-added": "{day} is before the action was added ({added}). Give a day from then on.",
    "not-added": "There is no such action yet. Add it first.",
    "added-twice": "The reference {ref} is already taken. Give this action another one.",
    "not-open": "The plan was not opened. Open it first.",
    "opened-twice": "The plan is already open. Revise it instead.",
    "bad-slug": "“{slug}” is no name for an address. Use small letters, digits and hyphens.",
    "bad-ref": "“{ref}” is no reference. Use up to 40 letters, digits, dots, hyphens and underscores.",
    "unknown-organisation": "No organisation of the plan is called “{slug}”. Add it to the organisations.",
    "unknown-axis": "The plan has no axis “{code}”. Add it to the axes, or choose another.",
    "unknown-action": "The plan has no action “{ref}”. Check the reference.",
    "unknown-source": "The plan has no source “{id}”. Add it to the sources.",
    "axis-circle": "The axis {code} lies within itself. Give it another parent.",
    "no-title": "A title is missing. Say in a few words what it is.",
    "long-title": "The title has {length} characters; {most} is the most. Put the rest in the description.",
    "no-text": "The text is empty. Say what happened.",
    "long-text": "The text has {length} characters; {most} is the most. Attach a document instead.",
    "language": "“{language}” is no language of the public pages. Use fr, it or en.",
    "rhythm": "News every {days} days is no rhythm. Give a number of days from 1 to 3650.",
    "status-label": "“{status}” is no status. Labels may only be given to known statuses.",
    "wrong-kind": "“{status}” is not a status of a {kind}. Use one of: {allowed}.",
    "transition": "An action cannot go from “{before}” to “{after}”. From there it may become: {allowed}.",
    "no-reason": "“{after}” needs a public reason. Say why in a sentence.",
    "no-reason-left": "Leaving “{before}” needs a public reason. Say why in a sentence.",
    "no-evidence": "“{after}” needs at least one piece of public evidence. Add it to the action.",
    "not-answered": "“accepted” needs the commitments that answer the proposal. Name at least one.",
    "answer-not-commitment": "{ref} is not a commitment. Only commitments answer a proposal.",
    "answers-not-proposal": "{ref} is not a proposal. A commitment answers proposals.",
    "proposal-answers": "A proposal answers nothing. Only commitments answer proposals.",
    "no-authority": "A matter for another authority needs its name. Say which authority.",
    "referred-to": "“referred” needs the authority it was referred to. Say which.",
    "merged-into": "“merged” needs the action that takes this one in. Say which.",
    "merged-itself": "An action cannot be merged into itself, directly or by way of others. Choose another.",
    "move-without-reason": "The due date moves from {before} to {after} without a reason. "
    "Say because of what: {reasons}.",
    "move-without-note": "A date that moves because of “other” needs a note. Say why in a sentence.",
    "start-after-due": "It would start ({start}) after it is due ({due}). Change one of them.",
    "progress": "A progress of {percent} % is not between 0 and 100.",
    "taken-id": "There is already a {what} called “{id}” here. Give it another name.",
    "unknown-id": "There is no {what} called “{id}” here. Check the name.",
    "reached-twice": "The milestone “{id}” was already reached on {day}.",
    "withdrawn-twice": "The evidence “{id}” was already withdrawn on {day}.",
    "measured-twice": "“{id}” already has a value for {day}. Correct that entry instead.",
    "bad-address": "“{url}” is no web address. It should begin with https:// or http://.",
    "link-without-address": "A link needs its web address.",
    "document-without-file": "A document or an image needs a web address or a file.",
    "unknown-entry": "The register has no entry {entry} about the same subject. Check its number.",
    "not-correctable": "Entry {entry} cannot be corrected. Correct the entry that it speaks of.",
    "bad-correction": "The correction does not fit entry {entry}: {why}.",
}

REASONS = ", ".join(Because)


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


def broken_in_action(plan: Plan, story: Sequence[Told], today: date) -> Iterator[Broken]:
    """Every rule that an action's story breaks. ``plan`` is its state with the new entries taken in."""
    action: Action | None = None
    for one in in_order(story, date.max):
        if one.event is None:  # erased or taken back: nothing left to judge
            continue
        problems = [*_told_problems(plan, one, today), *_action_problems(plan, action, one, story)]
        yield from (Broken(one.index, rule, values) for rule, values in problems)
        action = apply_to_action(action, one)


def broken_in_plan(plan: Plan, story: Sequence[Told], today: date) -> Iterator[Broken]:
    """Every rule that the story of the plan itself, its axes and organisations breaks."""
    seen = Furniture()
    for one in in_order(story, date.max):
        if one.event is None:
            continue
        problems = [*_told_problems(plan, one, today), *_plan_problems(plan, seen, one, story)]
        yield from (Broken(one.index, rule, values) for rule, values in problems)


@dataclass(slots=True)
class Furniture:
    """What a plan's own story has named so far."""

    opened: bool = False
    evidence: dict[str, date | None] = field(default_factory=dict)
    indicators: dict[str, set[date]] = field(default_factory=dict)


def _told_problems(plan: Plan, one: Told, today: date) -> Problems:
    if one.on > min(today, one.at.date()):
        yield "future", {"day": one.on}
    if plan.opened_on is None:
        yield "not-open", {}
    elif one.on < plan.opened_on:
        yield "before-plan", {"day": one.on, "opened": plan.opened_on}
    yield from _organisations(plan, [one.by])


def _organisations(plan: Plan, slugs: Iterable[str]) -> Problems:
    for slug in slugs:
        if slug and slug not in plan.organisations:
            yield "unknown-organisation", {"slug": slug}


def _title(title: str) -> Problems:
    if not title.strip():
        yield "no-title", {}
    elif len(title) > LONGEST_TITLE:
        yield "long-title", {"length": len(title), "most": LONGEST_TITLE}


def _text(text: str) -> Problems:
    if len(text) > LONGEST_TEXT:
        yield "long-text", {"length": len(text), "most": LONGEST_TEXT}


# --- the plan, its axes and organisations ------------------------------------------------------------------


def _plan_problems(plan: Plan, seen: Furniture, one: Told, story: Sequence[Told]) -> Problems:
    key = one.subject.partition(":")[2]
    match one.event:
        case e.PlanOpened(about=about) as event:
            if seen.opened and not isinstance(event, e.PlanRevised):
                yield "opened-twice", {}
            seen.opened = True
            yield from _about(plan, about)
        case e.OrganisationAdded() as event:
            if not SLUG.match(key):
                yield "bad-slug", {"slug": key}
            yield from _title(event.name)
            yield from _organisations(plan, [event.part_of])
            yield from _address(event.url)
        case e.AxisAdded() as event:
            yield from _axis(plan, key, event)
        case e.EvidenceAdded() as event:
            yield from _evidence(event, event.id in seen.evidence)
            seen.evidence[event.id] = None
        case e.EvidenceWithdrawn(id=id_):
            yield from _withdrawal(id_, seen.evidence)
            seen.evidence[id_] = one.on
        case e.IndicatorRevised(id=id_):
            if id_ not in seen.indicators:
                yield "unknown-id", {"what": "indicator", "id": id_}
        case e.IndicatorAdded() as event:
            if event.id in seen.indicators:
                yield "taken-id", {"what": "indicator", "id": event.id}
            yield from _title(event.title)
            seen.indicators.setdefault(event.id, set())
        case e.ValueMeasured() as event:
            yield from _measurement(event, one.on, seen.indicators, seen.evidence)
            seen.indicators.setdefault(event.indicator, set()).add(one.on)
        case e.UpdatePublished() as event:
            yield from _update(event, {evidence.id for evidence in plan.evidence})
        case e.CorrectionMade() as event:
            yield from _correction(event, one, story)


def _about(plan: Plan, about: e.About) -> Problems:
    if not SLUG.match(plan.slug):
        yield "bad-slug", {"slug": plan.slug}
    yield from _title(about.title)
    yield from _text(about.description)
    if about.language not in LANGUAGES:
        yield "language", {"language": about.language}
    if not 1 <= about.rhythm <= 3650:
        yield "rhythm", {"days": about.rhythm}
    for status in about.status_labels:
        if status not in set(Status):
            yield "status-label", {"status": status}
    if about.start and about.end and about.start.first > about.end.last:
        yield "start-after-due", {"start": about.start, "due": about.end}
    yield from _organisations(plan, (about.keeper, *(s.organisation for s in about.signatories)))
    for source in about.sources:
        yield from _title(source.title)
        yield from _address(source.url)


def _axis(plan: Plan, code: str, event: e.AxisAdded) -> Problems:
    if not REF.match(code):
        yield "bad-ref", {"ref": code}
    yield from _title(event.title)
    yield from _text(event.description)
    if event.parent and event.parent not in plan.axes:
        yield "unknown-axis", {"code": event.parent}
    above, seen = event.parent, {code}
    while above in plan.axes:
        if above in seen:
            yield "axis-circle", {"code": code}
            return
        seen.add(above)
        above = plan.axes[above].parent


# --- what plans and actions share --------------------------------------------------------------------------


def _address(url: str) -> Problems:
    if url and not WEB_ADDRESS.match(url):
        yield "bad-address", {"url": url}


def _evidence(event: e.EvidenceAdded, taken: bool) -> Problems:
    if taken:
        yield "taken-id", {"what": "piece of evidence", "id": event.id}
    yield from _title(event.title)
    yield from _address(event.url)
    if event.type is EvidenceType.LINK and not event.url:
        yield "link-without-address", {}
    if event.type in (EvidenceType.DOCUMENT, EvidenceType.IMAGE) and not (event.url or event.sha256):
        yield "document-without-file", {}


def _withdrawal(id_: str, known: dict[str, date | None]) -> Problems:
    if id_ not in known:
        yield "unknown-id", {"what": "piece of evidence", "id": id_}
    elif known[id_] is not None:
        yield "withdrawn-twice", {"id": id_, "day": known[id_]}


def _measurement(
    event: e.ValueMeasured, on: date, indicators: dict[str, set[date]], evidence: Iterable[str]
) -> Problems:
    if event.indicator not in indicators:
        yield "unknown-id", {"what": "indicator", "id": event.indicator}
    elif on in indicators[event.indicator]:
        yield "measured-twice", {"id": event.indicator, "day": on}
    if event.evidence and event.evidence not in set(evidence):
        yield "unknown-id", {"what": "piece of evidence", "id": event.evidence}


def _update(event: e.UpdatePublished, evidence: set[str]) -> Problems:
    if not event.text.strip():
        yield "no-text", {}
    yield from _text(event.text)
    yield from _text(event.next_step)
    for id_ in event.evidence:
        if id_ not in evidence:
            yield "unknown-id", {"what": "piece of evidence", "id": id_}


def _correction(event: e.CorrectionMade, one: Told, story: Sequence[Told]) -> Problems:
    if not event.reason.strip():
        yield "no-reason", {"after": "correction"}
    target = next((t for t in story if t.index == event.entry), None)
    if target is None or target.index >= one.index:
        yield "unknown-entry", {"entry": event.entry}
    elif target.kind in (e.CorrectionMade.kind, e.ContentErased.kind, e.ReportSealed.kind):
        yield "not-correctable", {"entry": event.entry}
    elif event.payload is not None:
        try:
            e.event_of(target.kind, event.payload)
        except e.PayloadError as error:
            yield "bad-correction", {"entry": event.entry, "why": str(error)}


# --- actions -----------------------------------------------------------------------------------------------


def _action_problems(plan: Plan, action: Action | None, one: Told, story: Sequence[Told]) -> Problems:
    if isinstance(one.event, e.ActionAdded):
        if action is not None:
            yield "added-twice", {"ref": action.ref}
        yield from _addition(plan, one.subject.removeprefix("action:"), one.event)
        return
    if action is None:
        added = next((t for t in story if t.kind == e.ActionAdded.kind), None)
        if added is None:
            yield "not-added", {}
        elif added.event is not None:
            yield "before-added", {"day": one.on, "added": added.on}
        return
    if isinstance(one.event, e.CorrectionMade):
        yield from _correction(one.event, one, story)
        return
    check = _CHECKS.get(type(one.event)) if one.event else None
    if check:
        yield from check(plan, action, one, one.event)


def _addition(plan: Plan, ref: str, event: e.ActionAdded) -> Problems:
    if not REF.match(ref):
        yield "bad-ref", {"ref": ref}
    yield from _title(event.title)
    yield from _text(event.description)
    yield from _wording(plan, event.wording)
    yield from _classification(plan, event)
    yield from _organisations(plan, (event.owner, *event.partners))
    yield from _answers(plan, event.type, event.answers)
    yield from _span(event.start, event.due)


def _wording(plan: Plan, wording: e.Wording | None) -> Problems:
    if wording is None:
        return
    if not wording.text.strip():
        yield "no-text", {}
    yield from _text(wording.text)
    if wording.source and wording.source not in {s.id for s in plan.opened.sources}:
        yield "unknown-source", {"id": wording.source}


def _classification(plan: Plan, event: e.ActionAdded | e.ActionClassified) -> Problems:
    if event.axis not in plan.axes:
        yield "unknown-axis", {"code": event.axis}
    if event.competence is Competence.OTHER and not event.authority:
        yield "no-authority", {}
    yield from _organisations(plan, [event.authority])


def _answers(plan: Plan, kind: Kind, answers: Iterable[str]) -> Problems:
    for ref in answers:
        if kind is Kind.PROPOSAL:
            yield "proposal-answers", {}
        elif ref not in plan.actions:
            yield "unknown-action", {"ref": ref}
        elif plan.actions[ref].type is not Kind.PROPOSAL:
            yield "answers-not-proposal", {"ref": ref}


def _span(start: PartialDate | None, due: PartialDate | None) -> Problems:
    if start and due and start.first > due.last:
        yield "start-after-due", {"start": start, "due": due}


def _rewording(plan: Plan, action: Action, one: Told, event: e.ActionReworded) -> Problems:
    yield from _title(event.title)
    yield from _text(event.description)
    yield from _wording(plan, event.wording)


def _reclassification(plan: Plan, action: Action, one: Told, event: e.ActionClassified) -> Problems:
    yield from _classification(plan, event)


def _assignment(plan: Plan, action: Action, one: Told, event: e.ActionAssigned) -> Problems:
    yield from _organisations(plan, (event.owner, *event.partners))


def _links(plan: Plan, action: Action, one: Told, event: e.ActionLinked) -> Problems:
    yield from _answers(plan, action.type, event.answers)


def _dates(plan: Plan, action: Action, one: Told, event: e.DatesSet) -> Problems:
    moved = action.due is not None and event.due != action.due
    if moved and event.because is None:
        yield (
            "move-without-reason",
            {"before": action.due, "after": event.due or "no date", "reasons": REASONS},
        )
    if event.because is Because.OTHER and not event.note.strip():
        yield "move-without-note", {}
    yield from _span(event.start or action.start, event.due)


def _status(plan: Plan, action: Action, one: Told, event: e.StatusChanged) -> Problems:
    before, after = action.status, event.status
    if after not in STATUSES[action.type]:
        allowed = ", ".join(STATUSES[action.type])
        yield "wrong-kind", {"status": after, "kind": action.type, "allowed": allowed}
        return
    if after not in next_statuses(action.type, before):
        allowed = ", ".join(next_statuses(action.type, before))
        yield "transition", {"before": before, "after": after, "allowed": allowed}
    if needs_reason(before, after) and not event.reason.strip():
        unwelcome = needs_reason(Status.PLANNED, after)
        yield ("no-reason", {"after": after}) if unwelcome else ("no-reason-left", {"before": before})
    yield from _status_needs(plan, action, one, event)


def _status_needs(plan: Plan, action: Action, one: Told, event: e.StatusChanged) -> Problems:
    whole = plan.actions.get(action.ref, action)
    # Evidence often comes some days after the fact it shows, so what was given up to now counts.
    if event.status in NEEDS_EVIDENCE and not _evidenced(whole, one):
        yield "no-evidence", {"after": event.status}
    for ref in event.answered_by:
        if ref not in plan.actions:
            yield "unknown-action", {"ref": ref}
        elif plan.actions[ref].type is not Kind.COMMITMENT:
            yield "answer-not-commitment", {"ref": ref}
    if event.status is Status.ACCEPTED and not event.answered_by and not _named_as_answered(plan, action):
        yield "not-answered", {}
    if event.status is Status.REFERRED and not event.referred_to:
        yield "referred-to", {}
    yield from _organisations(plan, [event.referred_to])
    if event.status is Status.MERGED:
        yield from _merge(plan, action, event.merged_into)


def _evidenced(action: Action, one: Told) -> bool:
    """Whether evidence stood by the declaration; its later withdrawal is published, and undoes nothing."""
    given = action.evidence
    return any(known.withdrawn_on is None or known.withdrawn_on > one.on for known in given)


def _named_as_answered(plan: Plan, proposal: Action) -> bool:
    return any(proposal.ref in action.answers for action in plan.actions.values())


def _merge(plan: Plan, action: Action, into: str) -> Problems:
    if not into:
        yield "merged-into", {}
        return
    if into not in plan.actions:
        yield "unknown-action", {"ref": into}
    seen = {action.ref}
    while into in plan.actions:
        if into in seen:
            yield "merged-itself", {}
            return
        seen.add(into)
        into = plan.actions[into].merged_into


def _percent(plan: Plan, action: Action, one: Told, event: e.ProgressDeclared) -> Problems:
    if not 0 <= event.percent <= 100:
        yield "progress", {"percent": event.percent}


def _news(plan: Plan, action: Action, one: Told, event: e.UpdatePublished) -> Problems:
    # As for a status, evidence given later may be named: the whole story counts.
    yield from _update(event, {evidence.id for evidence in plan.actions[action.ref].evidence})


def _new_milestone(plan: Plan, action: Action, one: Told, event: e.MilestoneAdded) -> Problems:
    if any(m.id == event.id for m in action.milestones):
        yield "taken-id", {"what": "milestone", "id": event.id}
    yield from _title(event.title)


def _milestone(
    plan: Plan,
    action: Action,
    one: Told,
    event: e.MilestoneMoved | e.MilestoneReached | e.MilestoneDropped,
) -> Problems:
    milestone = next((m for m in action.milestones if m.id == event.id), None)
    if milestone is None:
        yield "unknown-id", {"what": "milestone", "id": event.id}
    elif isinstance(event, e.MilestoneReached) and milestone.reached_on:
        yield "reached-twice", {"id": event.id, "day": milestone.reached_on}
    if isinstance(event, e.MilestoneMoved) and event.because is Because.OTHER and not event.note.strip():
        yield "move-without-note", {}


def _new_evidence(plan: Plan, action: Action, one: Told, event: e.EvidenceAdded) -> Problems:
    yield from _evidence(event, any(known.id == event.id for known in action.evidence))


def _evidence_back(plan: Plan, action: Action, one: Told, event: e.EvidenceWithdrawn) -> Problems:
    if not event.reason.strip():
        yield "no-reason", {"after": "withdrawn"}
    yield from _withdrawal(event.id, {known.id: known.withdrawn_on for known in action.evidence})


def _new_indicator(plan: Plan, action: Action, one: Told, event: e.IndicatorAdded) -> Problems:
    if any(known.id == event.id for known in action.indicators):
        yield "taken-id", {"what": "indicator", "id": event.id}
    yield from _title(event.title)


def _changed_indicator(plan: Plan, action: Action, one: Told, event: e.IndicatorRevised) -> Problems:
    if all(known.id != event.id for known in action.indicators):
        yield "unknown-id", {"what": "indicator", "id": event.id}


def _value(plan: Plan, action: Action, one: Told, event: e.ValueMeasured) -> Problems:
    days = {known.id: {m.on for m in known.values} for known in action.indicators}
    evidence = (known.id for known in plan.actions[action.ref].evidence)
    yield from _measurement(event, one.on, days, evidence)


_CHECKS: dict[type[e.Event], Callable[[Plan, Action, Told, Any], Problems]] = {
    e.ActionReworded: _rewording,
    e.ActionClassified: _reclassification,
    e.ActionAssigned: _assignment,
    e.ActionLinked: _links,
    e.DatesSet: _dates,
    e.StatusChanged: _status,
    e.ProgressDeclared: _percent,
    e.UpdatePublished: _news,
    e.MilestoneAdded: _new_milestone,
    e.MilestoneMoved: _milestone,
    e.MilestoneReached: _milestone,
    e.MilestoneDropped: _milestone,
    e.EvidenceAdded: _new_evidence,
    e.EvidenceWithdrawn: _evidence_back,
    e.IndicatorAdded: _new_indicator,
    e.IndicatorRevised: _changed_indicator,
    e.ValueMeasured: _value,
}
