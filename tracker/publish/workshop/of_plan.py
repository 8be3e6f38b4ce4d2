"""Fields of the sheets about a plan, its axes and its organisations."""

from __future__ import annotations

from tracker.domain.messages import _
from tracker.domain.state import Plan
from tracker.domain.status import STATUSES, Kind
from tracker.domain.typed import Typed
from tracker.domain.workshop.about_plan import NEW_SOURCES, SOURCE, signatory_rows
from tracker.publish.words import KIND, STATUS
from tracker.publish.workshop.fields import FOR_ADDRESS, MARKDOWN, ON, WHEN, Choices, Field, Group, Widget

TITLE = Field("title", _("Title"))
LANGUAGE = Field("language", _("Language of its texts"), Widget.CHOICE, choices=Choices.LANGUAGES, own=False)
TERRITORY = Field("territory", _("Territory"))
DESCRIPTION = Field("description", _("Description"), Widget.AREA, MARKDOWN, rows=6)
RHYTHM = Field(
    "rhythm",
    _("Rhythm of news, in days"),
    Widget.NUMBER,
    _("An open action without news for longer is called silent in public."),
    own=False,
)
PERIOD = Group(
    (
        Field("start", _("From"), Widget.DATE, WHEN),
        Field("end", _("To"), Widget.DATE),
        RHYTHM,
    ),
    _("Period and rhythm"),
)

OPEN = (
    Group(
        (
            TITLE,
            Field("slug", _("Name in addresses"), hint=FOR_ADDRESS, own=False),
            LANGUAGE,
            TERRITORY,
            DESCRIPTION,
        ),
        _("The plan"),
    ),
    Group(
        (
            Field("keeper_name", _("Name of the organisation")),
            Field("keeper_slug", _("Its name in addresses"), hint=FOR_ADDRESS, own=False),
            Field("keeper_type", _("What it is"), Widget.CHOICE, choices=Choices.TYPES, own=False),
        ),
        _("Who keeps it up to date"),
    ),
    PERIOD,
    ON,
)

PRESENTATION = (
    Group(
        (
            TITLE,
            LANGUAGE,
            Field("keeper", _("Who keeps it up to date"), Widget.CHOICE, choices=Choices.ORGANISATIONS),
            TERRITORY,
            DESCRIPTION,
            Field("objectives", _("Objectives"), Widget.LINES, _("One a line."), rows=4),
        )
    ),
    PERIOD,
    Group(
        (
            Field("signed", _("Signed or adopted"), Widget.DATE, WHEN),
            Field("signed_note", _("About its signature or adoption")),
        ),
        _("Adoption"),
    ),
    ON,
)

LABELS = (
    *(
        Group(
            tuple(Field(f"label-{status}", STATUS[status]) for status in STATUSES[kind] if status in once),
            KIND[kind],
        )
        for kind, once in (
            (Kind.COMMITMENT, set(STATUSES[Kind.COMMITMENT])),
            (Kind.PROPOSAL, set(STATUSES[Kind.PROPOSAL]) - set(STATUSES[Kind.COMMITMENT])),
        )
    ),
    ON,
)

_OF_SOURCE = {
    "title": Field("title", _("Title")),
    "publisher": Field("publisher", _("Published by")),
    "url": Field("url", _("Web address"), own=False),
    "published": Field("published", _("Date it bears"), Widget.DATE),
    "note": Field("note", _("Note")),
}


def _row(name: str, field: Field) -> Field:
    return Field(f"{name}-{field.name}", field.label, field.widget, field.hint, field.choices, field.nothing)


def _of_source(row: str) -> tuple[Field, ...]:
    return tuple(_row(f"source-{row}", _OF_SOURCE[part]) for part in SOURCE)


def sources(plan: Plan, key: str, typed: Typed) -> tuple[Group, ...]:
    ids = [source.id for source in plan.opened.sources]
    known = [Group(_of_source(id_), _("Source %(name)s"), {"name": id_}) for id_ in ids]
    new = [Group(_of_source(row), _("A new source"), folded=True) for row in NEW_SOURCES]
    return (*known, *new, ON)


def signatories(plan: Plan, key: str, typed: Typed) -> tuple[Group, ...]:
    fields = (
        Field(
            "organisation",
            _("Organisation of the plan"),
            Widget.CHOICE,
            choices=Choices.ORGANISATIONS,
            nothing=_("none: the name below"),
        ),
        Field("name", _("Or a name")),
        Field("role", _("In what role")),
        Field("on", _("Signed on"), Widget.DATE),
    )
    rows = range(1, signatory_rows(plan, typed) + 1)
    return (
        *(
            Group(
                tuple(_row(f"signatory-{row}", field) for field in fields),
                _("Signatory %(number)s"),
                {"number": row},
                folded=row > max(len(plan.opened.signatories), 1),
            )
            for row in rows
        ),
        ON,
    )


_AXIS = (
    TITLE,
    Field("label", _("What the plan calls it"), hint=_("For example: Axis 1, Objective 2.1.")),
    Field(
        "parent",
        _("It is part of"),
        Widget.CHOICE,
        choices=Choices.PARENTS,
        nothing=_("nothing: it stands at the top"),
    ),
    Field("description", _("Description"), Widget.AREA, MARKDOWN),
)
ADD_AXIS = (
    Group(
        (
            Field(
                "code",
                _("Code"),
                hint=_("As the plan has it: 1, 2.1, B. Addresses hold it."),
                own=False,
            ),
            *_AXIS,
        )
    ),
    ON,
)
AXIS = (Group(_AXIS), ON)
ORDER = (Group((Field("order", _("Order of the themes")),)), ON)

_ORGANISATION = (
    Field("type", _("What it is"), Widget.CHOICE, choices=Choices.TYPES, own=False),
    Field("url", _("Web address"), own=False),
    Field(
        "part_of",
        _("It is part of"),
        Widget.CHOICE,
        choices=Choices.WHOLES,
        nothing=_("no other organisation"),
    ),
    Field("note", _("Note")),
)
ADD_ORGANISATION = (
    Group(
        (
            Field("name", _("Name")),
            Field("slug", _("Name in addresses"), hint=FOR_ADDRESS, own=False),
            *_ORGANISATION,
        )
    ),
    ON,
)
ORGANISATION = (Group((Field("name", _("Name")), *_ORGANISATION)), ON)
