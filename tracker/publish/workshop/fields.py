"""What a field of the workshop's forms is called, how it is filled, and what it may be filled with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tracker.domain.messages import _


class Widget(StrEnum):
    LINE = "line"
    AREA = "area"  # Markdown
    LINES = "lines"  # one thing a line
    CHOICE = "choice"
    TICKS = "ticks"  # several of a list
    TICK = "tick"
    DATE = "date"  # a partial date
    DAY = "day"
    NUMBER = "number"
    REFS = "refs"  # references with spaces between them
    TOLD = "told"  # what the form does not ask for and its record changes all the same


class Choices(StrEnum):
    """Lists to choose from; ``options`` gives their words."""

    ORGANISATIONS = "organisations"
    AXES = "axes"
    PARENTS = "parents"  # axes other than the one that is edited
    WHOLES = "wholes"  # organisations other than the one that is edited
    SOURCES = "sources"
    LANGUAGES = "languages"
    TYPES = "types"
    KINDS = "kinds"
    HORIZONS = "horizons"
    COMPETENCES = "competences"
    AUDIENCES = "audiences"
    DECISIONS = "decisions"
    FATES = "fates"
    STATUSES = "statuses"


# What is named by a plan in its own words, in its own language.
OWN_WORDS = frozenset({Choices.ORGANISATIONS, Choices.AXES, Choices.PARENTS, Choices.WHOLES, Choices.SOURCES})


@dataclass(frozen=True, slots=True)
class Field:
    """``label``, ``hint`` and ``nothing`` (the words of no choice) are messages for the catalogues.

    Without ``nothing`` one of the choices is always taken. ``own``: what is typed is the plan's own words.
    """

    name: str
    label: str
    widget: Widget = Widget.LINE
    hint: str = ""
    choices: Choices | None = None
    nothing: str = ""
    own: bool = True
    rows: int = 3

    @property
    def lists(self) -> bool:
        return self.widget in (Widget.TICKS, Widget.REFS)


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading (a message, filled by ``values``); a folded one opens once it is used."""

    fields: tuple[Field, ...]
    legend: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    folded: bool = False


def names_of(groups: Iterable[Group]) -> tuple[str, ...]:
    """The fields that a form asks for."""
    return tuple(one.name for group in groups for one in group.fields if one.widget is not Widget.TOLD)


WHEN = _("As exact as it is known: 30/06/2027, 06/2027, 2027-Q3, 2027-H1 or 2027.")
FOR_ADDRESS = _("Small letters, digits and hyphens. Leave it empty and it is made from the name.")
MARKDOWN = _("Markdown works: **bold**, lists, links.")
REFS = _("References with spaces between them.")

ON = Group(
    (
        Field(
            "on",
            _("Day of the fact"),
            Widget.DAY,
            _("The day on which this was decided or happened: today, unless it is told late."),
        ),
    )
)
REASON = Field(
    "reason", _("Public reason"), Widget.AREA, _("Everybody can read it beside the change."), rows=2
)
STATUS = Field("status", _("Status"), Widget.TOLD, choices=Choices.STATUSES)
INTO = Field("into", _("Action it is merged into"), Widget.TOLD)


def owner(name: str = "owner") -> Field:
    return Field(
        name,
        _("Owner"),
        Widget.CHOICE,
        _("The organisation that answers for it."),
        Choices.ORGANISATIONS,
        _("nobody yet"),
    )
