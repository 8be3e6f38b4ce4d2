"""Everything that can happen to a plan, in the past tense: a closed list.

Each event is the typed payload of one register entry. ``kind`` is its name in the register, ``subjects``
the sorts of things it can be about, ``sentence`` how people read it (an English message with named places;
the catalogues hold the French and the Italian). Fields that hold their default are left out of the payload,
so a field added later does not change what was hashed before.

What is revised is given whole again, so a ``…Revised`` event has the fields of its ``…Added``.

In a sentence, ``{by}`` is the organisation that speaks and the other names are fields of the event.
"""

from tracker.domain.events.action import (
    ActionAdded,
    ActionAssigned,
    ActionClassified,
    ActionLinked,
    ActionReworded,
    DatesSet,
    MilestoneAdded,
    MilestoneDropped,
    MilestoneMoved,
    MilestoneReached,
    ProgressDeclared,
    QuestionAnswered,
    QuestionPublished,
    ReminderSent,
    StatusChanged,
    Wording,
)
from tracker.domain.events.amendments import ContentErased, CorrectionMade
from tracker.domain.events.news import (
    EvidenceAdded,
    EvidenceWithdrawn,
    IndicatorAdded,
    IndicatorRevised,
    UpdatePublished,
    ValueMeasured,
)
from tracker.domain.events.payload import EVENTS, PayloadError, event_of, payload_of
from tracker.domain.events.plan import (
    About,
    AxisAdded,
    AxisRevised,
    OrganisationAdded,
    OrganisationRevised,
    PlanOpened,
    PlanRevised,
    Signatory,
    Source,
)
from tracker.domain.events.report import WRITTEN, ReportSealed, SealedFile, period_of
from tracker.domain.events.shared import Event, Value

__all__ = [
    "EVENTS",
    "WRITTEN",
    "About",
    "ActionAdded",
    "ActionAssigned",
    "ActionClassified",
    "ActionLinked",
    "ActionReworded",
    "AxisAdded",
    "AxisRevised",
    "ContentErased",
    "CorrectionMade",
    "DatesSet",
    "Event",
    "EvidenceAdded",
    "EvidenceWithdrawn",
    "IndicatorAdded",
    "IndicatorRevised",
    "MilestoneAdded",
    "MilestoneDropped",
    "MilestoneMoved",
    "MilestoneReached",
    "OrganisationAdded",
    "OrganisationRevised",
    "PayloadError",
    "PlanOpened",
    "PlanRevised",
    "ProgressDeclared",
    "QuestionAnswered",
    "QuestionPublished",
    "ReminderSent",
    "ReportSealed",
    "SealedFile",
    "Signatory",
    "Source",
    "StatusChanged",
    "UpdatePublished",
    "Value",
    "ValueMeasured",
    "Wording",
    "event_of",
    "payload_of",
    "period_of",
]
