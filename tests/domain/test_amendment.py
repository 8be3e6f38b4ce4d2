"""The form of an entry: what it was filled with gives the same event, and what was typed gives another."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.domain.stories import about, commitment, evidence
from tracker.domain import events as e
from tracker.domain.amendment import amendable, cleaned, typed_of, understand
from tracker.domain.amendment_fields import Sort, fields_of
from tracker.domain.dates import PartialDate
from tracker.domain.status import Kind, Status
from tracker.domain.vocabulary import Audience, Because, Competence, Direction, Horizon, OrganisationKind

WORDING = e.Wording(text=" Open a house.\n", source="pact", page="12", summarised=True)
EVENTS: tuple[e.Event, ...] = (
    e.PlanOpened(
        about=about(
            signed=PartialDate("2023-06"),
            objectives=("One", "Two"),
            status_labels={"delivered": "done"},
            sources=(e.Source("pact", "The pact"), e.Source("more", "More", published=PartialDate("2024"))),
            signatories=(e.Signatory(organisation="city"), e.Signatory(name="A union", role="Witness")),
        )
    ),
    e.OrganisationAdded(name="City", type=OrganisationKind.ELECTED, url="https://example.org"),
    e.AxisAdded(title="One", position=1, label="Axis 1", parent="2"),
    commitment(
        wording=WORDING,
        horizon=Horizon.SHORT,
        competence=Competence.OTHER,
        authority="parks",
        audiences=(Audience.YOUNG_PEOPLE, Audience.SENIORS),
        owner="city",
        partners=("parks",),
        answers=("P1", "P2"),
        start=PartialDate("2023"),
    ),
    e.ActionReworded(title="New", description="Why", wording=None, reason="Clearer."),
    e.ActionClassified(axis="1", audiences=(Audience.SENIORS,)),
    e.ActionAssigned(owner="", partners=("city", "parks")),
    e.ActionLinked(answers=("P1",)),
    e.DatesSet(due=PartialDate("2024-22"), because=Because.FUNDING, note="Late."),
    e.StatusChanged(status=Status.REFERRED, reason="Not ours.", referred_to="parks"),
    e.ProgressDeclared(percent=0),
    e.UpdatePublished(text="One\n\nTwo", next_step="Three", evidence=("b", "a")),
    e.MilestoneAdded(id="site", title="A site", due=PartialDate("2024-35")),
    e.MilestoneMoved(id="site", due=None, because=Because.OTHER, note="Unclear."),
    e.MilestoneReached(id="site"),
    e.MilestoneDropped(id="site", reason="Needless."),
    evidence(dated=PartialDate("2024"), checked=date(2024, 2, 1), sha256="a" * 64, size=3, filename="a.pdf"),
    e.EvidenceWithdrawn(id="photo", reason="A wrong photo."),
    e.IndicatorAdded(id="visits", title="Visits", baseline=Decimal("1.50"), direction=Direction.DOWN),
    e.IndicatorRevised(id="visits", title="Visits", reason="Clearer.", target=Decimal(3)),
    e.ValueMeasured(indicator="visits", value=Decimal("12.5"), evidence="photo"),
    e.QuestionPublished(id="q1", text="Why?", due=date(2024, 3, 1)),
    e.QuestionAnswered(id="q1", text="Because."),
    e.ReminderSent(days=200, to="parks"),
)


def test_every_kind_that_can_be_corrected_has_an_example() -> None:
    told = {event.kind for event in EVENTS}
    alike = {"plan.revised", "organisation.revised", "axis.revised"}
    assert told | alike == {kind for kind in e.EVENTS if amendable(kind)}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
def test_a_form_that_nobody_touched_says_what_was_said(event: e.Event) -> None:
    typed = typed_of(event)
    assert understand(event, cleaned(typed)) == (event, ())


def test_what_is_typed_is_understood() -> None:
    said = e.StatusChanged(status=Status.ON_HOLD, reason="Wait.")
    typed = {"status": "in-progress", "reason": "", "answered_by": "1.01, 1.02\r\n1.03"}
    assert understand(said, cleaned(typed)) == (
        e.StatusChanged(status=Status.IN_PROGRESS, answered_by=("1.01", "1.02", "1.03")),
        (),
    )


def test_what_is_not_understood_is_told_by_field() -> None:
    made, faults = understand(e.DatesSet(due=PartialDate("2024")), {"due": "soon", "because": "rain"})
    assert made is None
    assert [fault.field for fault in faults] == ["due", "because"]
    made, faults = understand(e.ValueMeasured(indicator="a", value=Decimal(1)), {"value": ""})
    assert [(fault.field, fault.message) for fault in faults] == [("value", "This can't be left empty.")]


def test_parts_are_added_changed_and_left_out_by_their_number() -> None:
    event = e.PlanOpened(about=about(sources=(e.Source("a", "A"), e.Source("b", "B", note="Kept."))))
    typed = typed_of(event)
    typed |= {"about-sources-0-id": "", "about-sources-0-title": ""}
    typed |= {"about-sources-1-title": "Better", "about-sources-2-id": "c", "about-sources-2-title": "C"}
    made, _faults = understand(event, typed)
    assert isinstance(made, e.PlanOpened)
    assert made.about.sources == (e.Source("b", "Better", note="Kept."), e.Source("c", "C"))
    rows = [field.name for field in fields_of(event.kind, typed) if field.name.endswith("-id")]
    assert rows == [f"about-sources-{number}-id" for number in (1, 2, 3)]


def test_what_others_go_by_can_not_be_typed() -> None:
    fields = {event.kind: {one.part for one in fields_of(event.kind, {})} for event in EVENTS}
    assert "id" not in fields["milestone.added"]
    assert "sha256" not in fields["evidence.added"]
    assert "type" not in fields["action.added"]
    event = evidence(sha256="a" * 64)
    made, _faults = understand(event, typed_of(event) | {"sha256": "b" * 64, "id": "other"})
    assert made == event
    added = commitment()
    made, _faults = understand(added, typed_of(added) | {"type": "proposal"})
    assert isinstance(made, e.ActionAdded)
    assert made.type is Kind.COMMITMENT


def test_a_wording_that_was_emptied_is_none() -> None:
    event = e.ActionReworded(title="New", wording=WORDING)
    typed = {name: "" if name.startswith("wording") else text for name, text in typed_of(event).items()}
    made, _faults = understand(event, typed)
    assert made == e.ActionReworded(title="New")


def test_invisible_characters_are_left_out() -> None:
    assert cleaned({"text": " a\x00b\r\nc "}) == {"text": "ab\nc"}


def test_fields_know_what_they_hold() -> None:
    sorts = {one.name: one.sort for one in fields_of("action.added", {})}
    assert sorts["owner"] is Sort.ORGANISATION
    assert sorts["wording-source"] is Sort.SOURCE
    assert sorts["partners"] is Sort.ORGANISATIONS
    assert sorts["due"] is Sort.DATE
    assert sorts["wording-summarised"] is Sort.TICK


def test_of_a_sealed_report_only_what_people_wrote_can_be_typed() -> None:
    sealed = e.ReportSealed(
        year=2024,
        edition=1,
        cut_off=date(2024, 12, 31),
        known=9,
        checkpoint="host/pact",
        files=(e.SealedFile("report.pdf", "a" * 64, 3),),
        foreword="By Mrs Smith.",
        comments={"1": "Mrs Smith says so.", "2.1": "Well done."},
    )
    typed = typed_of(sealed)
    assert understand(sealed, typed) == (sealed, ())
    fields = {one.name for one in fields_of(sealed.kind, typed)}
    assert fields == {"reason", "foreword", "closing", "comments-1", "comments-2.1"}
    made, _faults = understand(sealed, {**typed, "foreword": "", "comments-1": "", "known": "1"})
    assert isinstance(made, e.ReportSealed)
    assert (made.foreword, made.comments, made.known) == ("", {"2.1": "Well done."}, 9)
