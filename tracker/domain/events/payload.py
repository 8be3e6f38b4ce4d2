"""The closed list of events, and their way into the register and back."""

from __future__ import annotations

from typing import Any

import msgspec

from tracker.domain.dates import DateError
from tracker.domain.encoding import decode, encode
from tracker.domain.events import action, amendments, news, plan, report
from tracker.domain.events.shared import Event

# In the order in which pages offer them.
EVENTS: dict[str, type[Event]] = {
    event.kind: event
    for event in (
        plan.PlanOpened,
        plan.PlanRevised,
        plan.OrganisationAdded,
        plan.OrganisationRevised,
        plan.AxisAdded,
        plan.AxisRevised,
        action.ActionAdded,
        action.ActionReworded,
        action.ActionClassified,
        action.ActionAssigned,
        action.ActionLinked,
        action.DatesSet,
        action.StatusChanged,
        action.ProgressDeclared,
        news.UpdatePublished,
        action.MilestoneAdded,
        action.MilestoneMoved,
        action.MilestoneReached,
        action.MilestoneDropped,
        news.EvidenceAdded,
        news.EvidenceWithdrawn,
        news.IndicatorAdded,
        news.IndicatorRevised,
        news.ValueMeasured,
        action.QuestionPublished,
        action.QuestionAnswered,
        action.ReminderSent,
        report.ReportSealed,
        amendments.CorrectionMade,
        amendments.ContentErased,
    )
}


class PayloadError(ValueError):
    """A payload that does not describe an event of its kind."""


def payload_of(event: Event) -> dict[str, Any]:
    """The event as the JSON object that the register hashes: strings, integers, booleans, null only."""
    made: dict[str, Any] = msgspec.to_builtins(event, enc_hook=encode)
    return made


def event_of(kind: str, payload: dict[str, Any]) -> Event:
    """The typed event of a payload. Raises PayloadError when the kind or a field is not known."""
    try:
        return msgspec.convert(payload, EVENTS[kind], dec_hook=decode)
    except KeyError:
        raise PayloadError(f"no event is called “{kind}”") from None
    except (msgspec.ValidationError, DateError) as error:
        raise PayloadError(f"{kind}: {error}") from None
