"""What a yearly report says: values without language, which templates say in words.

``computing.report_of`` makes them. The order of the fields is about that of the printed report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from tracker.domain.events import Source, Wording
from tracker.domain.figures import Figures, Read
from tracker.domain.merkle import Checkpoint
from tracker.domain.state import Action, Axis, DateMove, Plan, Question, StatusChange, Update
from tracker.publish.report.annex import Annex
from tracker.publish.report.comparing import Compared, Rewording
from tracker.publish.report.year import Day


@dataclass(frozen=True, slots=True)
class Texts:
    """What the council adds to a report, in the plan's language, and what it leaves out.

    ``foreword``, ``closing`` and the ``comments``, by code of axis, are Markdown; empty ones are not printed.
    ``left_out`` holds parts of ``parts.LEAVABLE``. None of it changes a figure.
    """

    foreword: str = ""
    closing: str = ""
    comments: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sides:
    """The figures of one group at the cut-off and before: on the day the report compares with (None: it was
    not there yet). ``years`` are those at each year's end, for a report on several years.
    """

    key: str
    title: str
    depth: int
    now: Figures
    before: Figures | None
    years: tuple[Figures | None, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionYear:
    """One action and its year, or years. Without ``days`` nothing happened to it: one line says so.

    ``before`` is the action on the day compared with; ``is_new`` tells that it was added since the report's
    first.
    """

    read: Read
    before: Action | None
    is_new: bool
    days: tuple[Day, ...]
    numbers: tuple[int, ...]
    owner: str
    partners: tuple[str, ...]
    said_by: str
    observed: bool
    wording: Wording | None
    source: Source | None

    @property
    def action(self) -> Action:
        return self.read.action


@dataclass(frozen=True, slots=True)
class AxisYear:
    """An axis with its own actions, not those of the axes below; ``sides`` counts these too."""

    axis: Axis
    sides: Sides
    actions: tuple[ActionYear, ...]

    @property
    def with_news(self) -> list[ActionYear]:
        return [one for one in self.actions if one.days]

    @property
    def unchanged(self) -> list[ActionYear]:
        return [one for one in self.actions if not one.days]


@dataclass(frozen=True, slots=True)
class Moved:
    """A due date that moved during the year."""

    year: ActionYear
    move: DateMove


@dataclass(frozen=True, slots=True)
class Stopped:
    """An action that was abandoned, put on hold or merged, still so at the cut-off."""

    year: ActionYear
    change: StatusChange
    this_year: bool
    into: Action | None


@dataclass(frozen=True, slots=True)
class Decided:
    """A proposal and what became of it; ``answers`` are the commitments that take it up."""

    year: ActionYear
    change: StatusChange | None
    this_year: bool
    answers: tuple[Action, ...]
    referred_to: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A citizen's question of the year, or one that still waited when the year began."""

    year: ActionYear
    question: Question
    answered_by: str

    @property
    def in_time(self) -> bool:
        return self.question.answered_on is not None and self.question.answered_on <= self.question.due


@dataclass(frozen=True, slots=True)
class Questions:
    rows: tuple[Asked, ...]
    asked: int
    answered_in_time: int
    answered_late: int
    waiting: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Recording:
    """How the register was kept: facts up to the cut-off, how many of them were recorded after it, and the
    moment of the last entry that this report knows."""

    facts: int
    after_cut_off: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class PlanNews:
    """News of the plan as a whole, with the numbers of its evidence."""

    update: Update
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that a report says. ``before`` is the plan that it is compared with, None if there was none yet.

    A report on several years has its first day in an earlier ``year`` than its last, and ``ends``: the days
    whose figures stand side by side, the cut-off last.

    ``edition`` numbers a sealed report, 0 while it is only computed; ``reason`` says why a later was made.
    """

    plan: Plan
    before: Plan | None
    compared: Compared | None
    year: int
    since: date
    cut_off: date
    ends: tuple[date, ...]
    texts: Texts
    checkpoint: Checkpoint
    recording: Recording
    whole: Sides
    commitments: Sides
    proposals: Sides
    axes: tuple[AxisYear, ...]
    unfiled: tuple[ActionYear, ...]
    owners: tuple[Sides, ...]
    delivered: tuple[ActionYear, ...]
    delivered_before: tuple[ActionYear, ...]
    late: tuple[ActionYear, ...]
    kept_late: tuple[ActionYear, ...]
    next: tuple[ActionYear, ...]
    moves: tuple[Moved, ...]
    moved_ever: tuple[ActionYear, ...]
    reworded: tuple[Rewording, ...]
    silent: tuple[ActionYear, ...]
    stopped: tuple[Stopped, ...]
    decided: tuple[Decided, ...]
    questions: Questions
    annex: Annex
    news: tuple[PlanNews, ...]
    edition: int = 0
    reason: str = ""

    @property
    def several(self) -> bool:
        """Whether it covers several years."""
        return self.since.year != self.year

    @property
    def period(self) -> str:
        """What it is called in addresses and file names: ``2024``, ``2022-2027``."""
        return f"{self.since.year}-{self.year}" if self.several else str(self.year)

    @property
    def actions(self) -> list[ActionYear]:
        return [*(one for axis in self.axes for one in axis.actions), *self.unfiled]

    @property
    def with_news(self) -> list[ActionYear]:
        return [one for one in self.actions if one.days]

    @property
    def unshown(self) -> list[ActionYear]:
        """The delivered actions whose evidence was all withdrawn."""
        kept = (*self.delivered, *self.delivered_before)
        return [one for one in kept if not one.read.readings.evidence.count]
