"""What happens to one action: its words, its place, who answers for it, its dates, status and milestones.

Questions about an action and reminders of it are among these.
"""

from __future__ import annotations

from datetime import date

from tracker.domain.dates import PartialDate
from tracker.domain.events.shared import Event, Value
from tracker.domain.messages import _
from tracker.domain.status import Kind, Status
from tracker.domain.vocabulary import Audience, Because, Competence, Horizon


class Wording(Value, frozen=True):
    """The promise as it was published: quoted, or summarised and marked so."""

    text: str
    source: str = ""
    page: str = ""
    on: PartialDate | None = None
    summarised: bool = False


class ActionAdded(Event, frozen=True):
    """``split_from`` is the reference of the action that it was a part of until now."""

    kind = "action.added"
    subjects = ("action",)
    sentence = _("{by} added “{title}”.")
    type: Kind
    title: str
    axis: str
    position: int = 0
    description: str = ""
    wording: Wording | None = None
    horizon: Horizon | None = None
    competence: Competence | None = None
    authority: str = ""
    audiences: tuple[Audience, ...] = ()
    owner: str = ""
    partners: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    start: PartialDate | None = None
    due: PartialDate | None = None
    split_from: str = ""


class ActionReworded(Event, frozen=True):
    """Today's title, description and wording. The wordings before stay readable, and none is dropped."""

    kind = "action.reworded"
    subjects = ("action",)
    sentence = _("{by} reworded it as “{title}”.")
    title: str
    description: str = ""
    wording: Wording | None = None
    reason: str = ""


class ActionClassified(Event, frozen=True):
    kind = "action.classified"
    subjects = ("action",)
    sentence = _("{by} changed how it is classified.")
    axis: str
    position: int = 0
    horizon: Horizon | None = None
    competence: Competence | None = None
    authority: str = ""
    audiences: tuple[Audience, ...] = ()


class ActionAssigned(Event, frozen=True):
    kind = "action.assigned"
    subjects = ("action",)
    sentence = _("{by} made {owner} answerable for it.")
    owner: str
    partners: tuple[str, ...] = ()
    reason: str = ""


class ActionLinked(Event, frozen=True):
    """The proposals that a commitment answers."""

    kind = "action.linked"
    subjects = ("action",)
    sentence = _("{by} linked it to the proposals it answers.")
    answers: tuple[str, ...]


class DatesSet(Event, frozen=True):
    """A due date given for the first time, or moved. A move says why."""

    kind = "dates.set"
    subjects = ("action",)
    sentence = _("{by} set the due date to {due}.")
    due: PartialDate | None = None
    start: PartialDate | None = None
    because: Because | None = None
    note: str = ""


class StatusChanged(Event, frozen=True):
    kind = "status.changed"
    subjects = ("action",)
    sentence = _("{by} declared it {status}.")
    status: Status
    reason: str = ""
    answered_by: tuple[str, ...] = ()
    referred_to: str = ""
    merged_into: str = ""


class ProgressDeclared(Event, frozen=True):
    kind = "progress.declared"
    subjects = ("action",)
    sentence = _("{by} declared a progress of {percent} %.")
    percent: int


class MilestoneAdded(Event, frozen=True):
    kind = "milestone.added"
    subjects = ("action",)
    sentence = _("{by} added the milestone “{title}”.")
    id: str
    title: str
    due: PartialDate | None = None


class MilestoneMoved(Event, frozen=True):
    kind = "milestone.moved"
    subjects = ("action",)
    sentence = _("{by} moved a milestone to {due}.")
    id: str
    due: PartialDate | None
    because: Because
    note: str = ""


class MilestoneReached(Event, frozen=True):
    kind = "milestone.reached"
    subjects = ("action",)
    sentence = _("{by} declared a milestone reached.")
    id: str


class MilestoneDropped(Event, frozen=True):
    kind = "milestone.dropped"
    subjects = ("action",)
    sentence = _("{by} dropped a milestone: {reason}")
    id: str
    reason: str


class QuestionPublished(Event, frozen=True):
    """A question, a contest or counter-evidence from a citizen, without any name."""

    kind = "question.published"
    subjects = ("action",)
    sentence = _("{by} published a question from a citizen.")
    id: str
    text: str
    due: date


class QuestionAnswered(Event, frozen=True):
    kind = "question.answered"
    subjects = ("action",)
    sentence = _("{by} answered a question.")
    id: str
    text: str


class ReminderSent(Event, frozen=True):
    """A reminder by mail that an action had been silent for ``days``.

    ``to`` is the organisation whose people were reminded; empty when the plan's reviewers were, for want of
    anybody there. Sent means that the mail server took it. Nobody is named.
    """

    kind = "reminder.sent"
    subjects = ("action",)
    sentence = _("{by} reminded {to} that nothing had been said for {days} days.")
    days: int
    to: str = ""
