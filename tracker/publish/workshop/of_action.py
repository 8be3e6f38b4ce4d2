"""Fields of the sheets about an action."""

from __future__ import annotations

from tracker.domain.messages import _
from tracker.domain.state import Plan
from tracker.domain.typed import Typed
from tracker.domain.workshop.decisions import PARTS
from tracker.publish.workshop.fields import (
    INTO,
    MARKDOWN,
    ON,
    REASON,
    REFS,
    STATUS,
    WHEN,
    Choices,
    Field,
    Group,
    Widget,
    owner,
)

_WORDING = Group(
    (
        Field(
            "wording",
            _("The promise as it was published"),
            Widget.AREA,
            _("Word for word, without quotation marks."),
            rows=4,
        ),
        Field("summarised", _("These words are a summary, not a quotation"), Widget.TICK, own=False),
        Field("source", _("Source"), Widget.CHOICE, choices=Choices.SOURCES, nothing=_("none")),
        Field("page", _("Page")),
        Field("worded", _("Date of this wording"), Widget.DATE, WHEN),
    ),
    _("Wording"),
)
_WORDS = (
    Field("title", _("Title"), hint=_("In a few words, as lists show it.")),
    Field("description", _("Description"), Widget.AREA, MARKDOWN, rows=4),
)
_AXIS = Field("axis", _("Theme"), Widget.CHOICE, choices=Choices.AXES, nothing=_("Choose one"))
_FILING = (
    Field("horizon", _("Horizon"), Widget.CHOICE, choices=Choices.HORIZONS, nothing=_("not said"), own=False),
    Field(
        "competence",
        _("Who can decide"),
        Widget.CHOICE,
        choices=Choices.COMPETENCES,
        nothing=_("not said"),
        own=False,
    ),
    Field(
        "authority",
        _("Which authority"),
        Widget.CHOICE,
        _("Where another one decides."),
        Choices.ORGANISATIONS,
        _("none"),
    ),
    Field("audiences", _("For whom"), Widget.TICKS, choices=Choices.AUDIENCES, own=False),
)
_PARTNERS = Field("partners", _("Partners"), Widget.TICKS, choices=Choices.ORGANISATIONS)
_ANSWERS = Field("answers", _("Proposals that it answers"), Widget.REFS, REFS, own=False)

ADD = (
    Group(
        (
            Field(
                "type", _("Kind"), Widget.CHOICE, choices=Choices.KINDS, nothing=_("Choose one"), own=False
            ),
            Field(
                "ref",
                _("Reference"),
                hint=_("As the plan numbers it: 1.02, P7. It is part of the address and never changes."),
                own=False,
            ),
            *_WORDS,
            _AXIS,
        )
    ),
    _WORDING,
    Group((owner(), _PARTNERS), _("Who answers for it")),
    Group(
        (Field("start", _("Start"), Widget.DATE, WHEN), Field("due", _("Due date"), Widget.DATE, WHEN)),
        _("Dates"),
    ),
    Group((*_FILING, _ANSWERS), _("How it is classified"), folded=True),
    ON,
)
REWORD = (Group(_WORDS), _WORDING, Group((REASON,)), ON)
CLASSIFY = (
    Group(
        (
            _AXIS,
            Field(
                "position",
                _("Place in its theme"),
                Widget.NUMBER,
                _("A number: smaller ones come first."),
                own=False,
            ),
            *_FILING,
        )
    ),
    ON,
)
ASSIGN = (Group((owner(), _PARTNERS, REASON)), ON)
LINK = (Group((_ANSWERS,)), ON)
MERGE = (
    Group(
        (
            Field("merged_into", _("Action that takes it in"), Widget.REFS, _("Its reference."), own=False),
            REASON,
            STATUS,
            INTO,
        )
    ),
    ON,
)


def split(plan: Plan, key: str, typed: Typed) -> tuple[Group, ...]:
    fields = (("ref", _("Reference")), ("title", _("Title")))
    parts = tuple(
        Group(
            (
                *(Field(f"part-{number}-{name}", label, own=name == "title") for name, label in fields),
                Field(
                    f"part-{number}-owner",
                    _("Owner"),
                    Widget.CHOICE,
                    choices=Choices.ORGANISATIONS,
                    nothing=_("the same as now"),
                ),
            ),
            _("New action %(number)s"),
            {"number": number},
            folded=number > 2,
        )
        for number in PARTS
    )
    rest = Group(
        (
            Field(
                "fate",
                _("This action itself"),
                Widget.CHOICE,
                choices=Choices.FATES,
                nothing=_("Choose one"),
                own=False,
            ),
            Field("title", _("Its title from now on"), hint=_("Where it stays: what it still promises.")),
            REASON,
            STATUS,
            INTO,
        ),
        _("What becomes of it"),
    )
    return (*parts, rest, ON)


ANSWER = (
    Group(
        (
            Field(
                "decision",
                _("Decision"),
                Widget.CHOICE,
                choices=Choices.DECISIONS,
                nothing=_("Choose one"),
                own=False,
            ),
            Field(
                "reason",
                _("Public reason"),
                Widget.AREA,
                _("Needed to decline, to refer, and to take a decision back."),
                rows=2,
            ),
            Field(
                "referred_to",
                _("Authority it is referred to"),
                Widget.CHOICE,
                _("Only with “referred”."),
                Choices.ORGANISATIONS,
                _("none"),
            ),
            Field(
                "answered_by",
                _("Commitments that answer it"),
                Widget.REFS,
                _("Only with “accepted”: their references, with spaces between."),
                own=False,
            ),
            STATUS,
        )
    ),
    Group(
        (
            Field("new-ref", _("Reference"), own=False),
            Field("new-title", _("Title")),
            Field("new-wording", _("The promise in its own words"), Widget.AREA),
            owner("new-owner"),
            Field("new-due", _("Due date"), Widget.DATE, WHEN),
        ),
        _("A new commitment that answers it"),
        folded=True,
    ),
    ON,
)
