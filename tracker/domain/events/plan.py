"""What happens to a plan and its furniture: its presentation, organisations and axes."""

from __future__ import annotations

import msgspec

from tracker.domain.dates import PartialDate
from tracker.domain.events.shared import Event, Value
from tracker.domain.messages import _
from tracker.domain.vocabulary import OrganisationKind


class Source(Value, frozen=True):
    """A document in which the plan was published."""

    id: str
    title: str
    publisher: str = ""
    url: str = ""
    published: PartialDate | None = None
    note: str = ""


class Signatory(Value, frozen=True):
    """Who promised. Either a slug of an organisation of the plan, or a name alone."""

    organisation: str = ""
    name: str = ""
    role: str = ""
    on: PartialDate | None = None


class About(Value, frozen=True):
    """What a plan says of itself."""

    title: str
    language: str
    keeper: str
    territory: str = ""
    description: str = ""
    signed: PartialDate | None = None
    signed_note: str = ""
    start: PartialDate | None = None
    end: PartialDate | None = None
    rhythm: int = 180
    status_labels: dict[str, str] = msgspec.field(default_factory=dict)
    objectives: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    signatories: tuple[Signatory, ...] = ()


class PlanOpened(Event, frozen=True):
    kind = "plan.opened"
    subjects = ("plan",)
    sentence = _("{by} opened the plan.")
    about: About


class PlanRevised(PlanOpened, frozen=True):
    kind = "plan.revised"
    sentence = _("{by} revised the presentation of the plan.")


class OrganisationAdded(Event, frozen=True):
    kind = "organisation.added"
    subjects = ("organisation",)
    sentence = _("{by} entered the organisation “{name}”.")
    name: str
    type: OrganisationKind
    url: str = ""
    part_of: str = ""
    note: str = ""


class OrganisationRevised(OrganisationAdded, frozen=True):
    kind = "organisation.revised"
    sentence = _("{by} revised the organisation “{name}”.")


class AxisAdded(Event, frozen=True):
    kind = "axis.added"
    subjects = ("axis",)
    sentence = _("{by} added the axis “{title}”.")
    title: str
    position: int
    label: str = ""
    parent: str = ""
    description: str = ""


class AxisRevised(AxisAdded, frozen=True):
    kind = "axis.revised"
    sentence = _("{by} revised the axis “{title}”.")
