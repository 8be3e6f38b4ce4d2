"""What the page of one action shows, gathered from the plan as of the day that is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.dates import PartialDate
from tracker.domain.events import Source, Wording
from tracker.domain.figures import Read
from tracker.domain.readings import Readings, readings
from tracker.domain.state import (
    Action,
    Axis,
    DateMove,
    Indicator,
    Measurement,
    Milestone,
    PastWording,
    Plan,
    Question,
    Told,
    Update,
)
from tracker.domain.status import FIRST_STATUS, Status
from tracker.domain.vocabulary import OrganisationKind
from tracker.publish.charts.due_dates import DueLine, due_line
from tracker.publish.charts.series import Series, series
from tracker.publish.sentences import status_word
from tracker.web.places import Place
from tracker.web.public.action_story import NumberedEvidence, StoryDay, numbered, story_of

# Whose word is the city's own: its departments and its elected offices, never a partner or an observer.
OFFICIAL = frozenset({OrganisationKind.DEPARTMENT, OrganisationKind.ELECTED})


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation beside an action. ``href`` is empty where it has no page."""

    slug: str
    name: str
    type: OrganisationKind | None
    href: str = ""

    @property
    def official(self) -> bool:
        return self.type in OFFICIAL

    @property
    def observes(self) -> bool:
        return self.type is OrganisationKind.OBSERVER


@dataclass(frozen=True, slots=True)
class Quotation:
    """A wording with the document in which it was published; ``past`` when it holds no longer."""

    wording: Wording
    source: Source | None
    past: PastWording | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A due date given or moved, with who said so."""

    move: DateMove
    by: str


@dataclass(frozen=True, slots=True)
class Measured:
    measurement: Measurement
    by: str
    evidence: NumberedEvidence | None


@dataclass(frozen=True, slots=True)
class IndicatorPart:
    """An indicator with its measurements, newest first."""

    indicator: Indicator
    values: tuple[Measured, ...]
    drawing: Series | None


@dataclass(frozen=True, slots=True)
class MilestonePart:
    """A milestone; ``late`` is by how many days it is late, or was reached late."""

    milestone: Milestone
    late: int


@dataclass(frozen=True, slots=True)
class Asked:
    question: Question
    answered_by: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Other actions of the plan. ``answers`` and ``answered_by`` join proposals and commitments."""

    answers: tuple[Action, ...]
    answered_by: tuple[Action, ...]
    merged_into: Action | None
    merged_from: tuple[Action, ...]
    split_from: Action | None
    split_into: tuple[Action, ...]
    previous: Action | None
    next: Action | None


@dataclass(frozen=True, slots=True)
class ActionPage:
    """All of one action on one day. Lists of things that happened run from the newest to the oldest.

    ``never_declared``: its status is the one every action begins with, and nobody has declared any since.
    ``permanent`` is the page's full address; axes come with their addresses, the widest first.
    """

    day: date
    action: Action
    axes: tuple[tuple[Axis, str], ...]
    quotation: Quotation | None
    past_quotations: tuple[Quotation, ...]
    past_titles: tuple[PastWording, ...]
    owner: Party | None
    partners: tuple[Party, ...]
    authority: str
    speaker: Party
    labels: dict[Status, str]
    status_word: str
    never_declared: bool
    referred_to: str
    readings: Readings
    rhythm: int
    line: DueLine | None
    moves: tuple[Move, ...]
    milestones: tuple[MilestonePart, ...]
    indicators: tuple[IndicatorPart, ...]
    evidence: tuple[NumberedEvidence, ...]
    questions: tuple[Asked, ...]
    newest_update: Update | None
    story: tuple[StoryDay, ...]
    neighbours: Neighbours
    permanent: str


@dataclass(frozen=True, slots=True)
class NotYet:
    """An action that had not come into the plan by ``day``."""

    action: Action
    day: date


def action_page(plan: Plan, action: Action, told: Sequence[Told], place: Place, permanent: str) -> ActionPage:
    """``told`` is the action's story, corrections taken into account."""
    language = place.language
    evidence = numbered(action, plan)
    change = action.last_change
    read = Read(action, readings(action, plan.day, plan.opened.rhythm))
    return ActionPage(
        day=plan.day,
        action=action,
        axes=tuple((axis, place.axis_href(axis.code)) for axis in axis_path(plan, action.axis)),
        quotation=_quotation(plan, action.wording),
        past_quotations=tuple(
            Quotation(past.wording, _source(plan, past.wording), past)
            for past in reversed(action.past_wordings)
            if past.wording and past.wording != action.wording
        ),
        past_titles=tuple(past for past in reversed(action.past_wordings) if past.title != action.title),
        owner=_party(plan, action.owner, place) if action.owner else None,
        partners=tuple(_party(plan, slug, place) for slug in action.partners),
        authority=plan.organisation_name(action.authority),
        speaker=_party(plan, action.status_by),
        labels={status: status_word(plan, status, language) for status in Status},
        status_word=status_word(plan, action.status, language),
        never_declared=len(action.statuses) == 1 and action.status is FIRST_STATUS[action.type],
        referred_to=plan.organisation_name(change.referred_to) if change else "",
        readings=read.readings,
        rhythm=plan.opened.rhythm,
        line=due_line(read, plan.day),
        moves=tuple(Move(move, plan.organisation_name(move.by)) for move in reversed(action.moves)),
        milestones=tuple(MilestonePart(one, _days_late(one, plan.day)) for one in action.milestones),
        indicators=tuple(_indicator(plan, one, evidence) for one in action.indicators),
        evidence=tuple(reversed(evidence)),
        questions=tuple(
            Asked(one, plan.organisation_name(one.answered_by)) for one in reversed(action.questions)
        ),
        newest_update=action.updates[-1] if action.updates else None,
        story=tuple(story_of(told, plan, evidence, language, place.base_at)),
        neighbours=neighbours(plan, action),
        permanent=permanent,
    )


def axis_path(plan: Plan, code: str) -> tuple[Axis, ...]:
    """The axis with those above it, the widest first."""
    path: list[Axis] = []
    while code in plan.axes and plan.axes[code] not in path:
        path.append(plan.axes[code])
        code = plan.axes[code].parent
    return tuple(reversed(path))


def neighbours(plan: Plan, action: Action) -> Neighbours:
    refs = list(plan.actions)
    place = refs.index(action.ref)
    others = plan.actions.values()
    return Neighbours(
        answers=tuple(one for one in others if one.ref in action.answers or _names(one, action.ref)),
        answered_by=plan.answering(action.ref),
        merged_into=plan.actions.get(action.merged_into),
        merged_from=tuple(one for one in others if one.merged_into == action.ref),
        split_from=plan.actions.get(action.split_from),
        split_into=tuple(one for one in others if one.split_from == action.ref),
        previous=plan.actions[refs[place - 1]] if place else None,
        next=plan.actions[refs[place + 1]] if place + 1 < len(refs) else None,
    )


def merge_target(plan: Plan, action: Action) -> Action | None:
    """The action in which a merged one goes on, by way of others where these were merged in turn."""
    seen = {action.ref}
    target = plan.actions.get(action.merged_into)
    while target and target.merged_into and target.merged_into not in seen:
        seen.add(target.ref)
        target = plan.actions.get(target.merged_into, target)
    return target


def _names(proposal: Action, ref: str) -> bool:
    return proposal.last_change is not None and ref in proposal.last_change.answered_by


def _quotation(plan: Plan, wording: Wording | None) -> Quotation | None:
    return Quotation(wording, _source(plan, wording)) if wording else None


def _source(plan: Plan, wording: Wording) -> Source | None:
    return next((source for source in plan.opened.sources if source.id == wording.source), None)


def _party(plan: Plan, slug: str, place: Place | None = None) -> Party:
    """With ``place``, linked to its page: only who owns or partners has one."""
    known = plan.organisations.get(slug)
    href = place.owner_href(slug) if place else ""
    return Party(slug, known.name if known else slug, known.type if known else None, href)


def _days_late(milestone: Milestone, today: date) -> int:
    due: PartialDate | None = milestone.due
    if due is None or milestone.dropped_reason:
        return 0
    return max(((milestone.reached_on or today) - due.last).days, 0)


def _indicator(plan: Plan, indicator: Indicator, evidence: Sequence[NumberedEvidence]) -> IndicatorPart:
    by_id = {one.evidence.id: one for one in evidence}
    return IndicatorPart(
        indicator,
        tuple(
            Measured(value, plan.organisation_name(value.by), by_id.get(value.evidence))
            for value in reversed(indicator.values)
        ),
        series(indicator),
    )
