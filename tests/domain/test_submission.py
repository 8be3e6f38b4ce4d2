"""From a form as typed to the facts that publishing it records."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.histories import OPENED, about, commitment, opening
from tests.reports import form
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.faulty_fields import field_of
from tracker.domain.fold import state
from tracker.domain.register import Draft
from tracker.domain.rules import Broken
from tracker.domain.state import Plan, Told
from tracker.domain.status import Status
from tracker.domain.submission import Placed, drafts_of
from tracker.domain.typed import NO_ALT, NO_DAY, NO_WHY_MILESTONE, Understood, cleaned, understand
from tracker.domain.vocabulary import Because, EvidenceType

AT = datetime(2024, 9, 10, tzinfo=UTC)


def plan_of(*drafts: Draft) -> Plan:
    site = e.MilestoneAdded(id="site", title="Trouver un local", due=PartialDate("2024-06"))
    story = [
        *opening(),
        commitment("1.1", due=PartialDate("2024-06-30"), partners=("ville",)),
        commitment("1.2"),
        about("1.1", site, OPENED),
        about("1.1", e.IndicatorAdded(id="places", title="Places"), OPENED),
        *drafts,
    ]
    told = [
        Told(index, AT, one.on, one.by, one.event.kind, one.subject, one.event)
        for index, one in enumerate(story)
    ]
    return state("pacte", told, date.max)


def read(plan: Plan, **fields: str) -> Understood:
    return understand(cleaned(form(**fields)), plan.actions["1.1"], plan="pacte", by="ccas", known=9)


def facts(plan: Plan, **fields: str) -> list[Placed]:
    reading = read(plan, **fields)
    assert reading.faults == ()
    return drafts_of(reading.submission, plan)


def test_everything_reported_becomes_facts_in_the_order_in_which_they_are_read() -> None:
    made = facts(
        plan_of(),
        next_step="Recruter.",
        status="in-progress",
        due="31/12/2024",
        because="funding",
        milestone_site_reached="on",
        measure_places_value="12,5",
        measure_places_on="2024-08-31",
        evidence_0_type="link",
        evidence_0_title="Page du guichet",
        evidence_0_url="https://ville.example/guichet",
        owner="ville",
        owner_reason="Le service a changé.",
        progress="40 %",
    )

    assert [(one.draft.event.kind, one.field) for one in made] == [
        ("evidence.added", "evidence-0"),
        ("milestone.reached", "milestone-site"),
        ("value.measured", "measure-places"),
        ("dates.set", "due"),
        ("status.changed", "status"),
        ("progress.declared", "progress"),
        ("update.published", "text"),
        ("action.assigned", "owner"),
    ]
    assert {one.draft.by for one in made} == {"ccas"}
    update, assigned = made[6].draft.event, made[7].draft.event
    assert update == e.UpdatePublished(
        text="Le guichet est ouvert.", next_step="Recruter.", evidence=("link-1",)
    )
    assert isinstance(assigned, e.ActionAssigned)
    assert assigned.partners == ()
    assert (made[2].draft.on, made[2].draft.event) == (
        date(2024, 8, 31),
        e.ValueMeasured(indicator="places", value=Decimal("12.5")),
    )


def test_what_already_stands_is_not_said_again() -> None:
    made = facts(plan_of(), text="", status="planned", due="2024-06-30", owner="ccas", on="2024-09-01")
    assert made == []


def test_a_date_moves_before_an_end_and_after_a_reopening() -> None:
    link = e.EvidenceAdded(id="link-1", type=EvidenceType.LINK, title="Page", url="https://a.example")
    delivered = about("1.1", e.StatusChanged(status=Status.DELIVERED), date(2024, 6, 1))
    ended = plan_of(about("1.1", link, date(2024, 6, 1)), delivered)
    moved = {"due": "2024-12", "because": "scope", "text": ""}

    ending = facts(plan_of(), status="abandoned", reason="Plus de budget.", **moved)
    reopening = facts(ended, status="in-progress", reason="Rouvert.", **moved)

    assert [one.field for one in ending] == ["due", "status"]
    assert [one.field for one in reopening] == ["status", "due"]


def test_evidence_takes_names_that_are_free() -> None:
    link = e.EvidenceAdded(id="link-1", type=EvidenceType.LINK, title="Page", url="https://a.example")
    plan = plan_of(about("1.1", link, date(2024, 6, 1)))

    made = facts(
        plan,
        evidence_0_type="link",
        evidence_0_title="Une",
        evidence_4_type="link",
        evidence_4_title="Deux",
        evidence_10_type="decision",
        evidence_10_title="Trois",
    )

    names = [one.draft.event.id for one in made if isinstance(one.draft.event, e.EvidenceAdded)]
    assert names == ["link-2", "link-3", "decision-1"]


@pytest.mark.parametrize(
    ("fields", "faulty"),
    [
        ({"on": ""}, ["on"]),
        ({"on": "juin"}, ["on"]),
        ({"on": "2024-06"}, ["on"]),
        ({"due": "32/12/2024", "progress": "101", "status": "done"}, ["status", "progress", "due"]),
        ({"measure_places_value": "douze"}, ["measure-places-value"]),
        ({"milestone_site_due": "2025-01"}, ["milestone-site-because"]),
        ({"evidence_0_dated": "hier"}, ["evidence-0-dated"]),
    ],
)
def test_what_cannot_be_understood_is_told_at_its_field(fields: dict[str, str], faulty: list[str]) -> None:
    assert [fault.field for fault in read(plan_of(), **fields).faults] == faulty


def test_faults_say_what_to_write() -> None:
    assert read(plan_of(), on="").faults[0].message == NO_DAY
    assert read(plan_of(), milestone_site_due="2025").faults[0].message == NO_WHY_MILESTONE


def test_an_image_needs_a_description_and_is_an_image_whatever_was_chosen() -> None:
    image = {"evidence_0_title": "Photo", "evidence_0_media_type": "image/png", "evidence_0_sha256": "ab"}

    blind = read(plan_of(), **image, evidence_0_type="link")
    seen = read(plan_of(), **image, evidence_0_alt="Le guichet, porte ouverte.")

    assert [(fault.field, fault.message) for fault in blind.faults] == [("evidence-0-alt", NO_ALT)]
    assert seen.faults == ()
    assert seen.submission.evidence[0].type is EvidenceType.IMAGE


def test_a_draft_keeps_known_fields_only_and_every_word_in_them() -> None:
    typed = cleaned(
        {"text": " un\r\ndeux\x00 ", "status": "juin", "evil": "x", "evidence-0-x": "y", "due": " "}
    )
    assert typed == {"text": "un\ndeux", "status": "juin"}


@pytest.mark.parametrize(
    ("field", "event", "rule", "values", "expected"),
    [
        ("text", e.UpdatePublished(text="x"), "future", {"day": date(2024, 9, 1)}, "on"),
        (
            "milestone-site",
            e.MilestoneReached(id="site"),
            "future",
            {"day": date(2024, 9, 1)},
            "milestone-site-reached_on",
        ),
        (
            "evidence-2",
            e.EvidenceAdded(id="a", type=EvidenceType.LINK, title="x"),
            "future",
            {"day": PartialDate("2030")},
            "evidence-2-dated",
        ),
        (
            "evidence-2",
            e.EvidenceAdded(id="a", type=EvidenceType.LINK, title="x"),
            "link-without-address",
            {},
            "evidence-2-url",
        ),
        ("due", e.DatesSet(), "move-without-reason", {}, "because"),
        ("status", e.StatusChanged(status=Status.DELIVERED), "no-evidence", {}, "evidence"),
        ("status", e.StatusChanged(status=Status.ON_HOLD), "no-reason", {}, "reason"),
        (
            "status",
            e.StatusChanged(status=Status.MERGED, merged_into="9"),
            "unknown-action",
            {"ref": "9"},
            "merged_into",
        ),
        ("owner", e.ActionAssigned(owner="x"), "unknown-organisation", {"slug": "x"}, "owner"),
    ],
)
def test_a_broken_rule_is_told_at_the_field_to_mend(
    field: str, event: e.Event, rule: str, values: dict[str, object], expected: str
) -> None:
    placed = Placed(Draft(date(2024, 9, 1), "ccas", "action:1.1", event), field)
    assert field_of(placed, Broken(0, rule, values)) == expected


# --- milestones added and dropped, a date taken away -------------------------------------------------------


def test_new_milestones_take_the_next_free_names() -> None:
    named = about("1.1", e.MilestoneAdded(id="step-1", title="Une étape"), OPENED)
    made = facts(plan_of(named), step_0_title="Signer le bail", step_0_due="06/2025", step_2_title="Ouvrir")
    steps = [placed for placed in made if placed.field.startswith("step")]
    assert [(placed.field, placed.draft.event) for placed in steps] == [
        ("step-0", e.MilestoneAdded(id="step-2", title="Signer le bail", due=PartialDate("2025-06"))),
        ("step-2", e.MilestoneAdded(id="step-3", title="Ouvrir")),
    ]


def test_a_milestone_is_dropped_for_a_reason_that_its_field_asks_for() -> None:
    made = facts(plan_of(), milestone_site_dropped="on", milestone_site_reason="Un autre lieu.")
    assert e.MilestoneDropped(id="site", reason="Un autre lieu.") in [placed.draft.event for placed in made]
    (bare,) = [p for p in facts(plan_of(), milestone_site_dropped="on") if p.field == "milestone-site"]
    assert field_of(bare, Broken(0, "no-reason", {"after": "dropped"})) == "milestone-site-reason"


def test_a_milestone_is_not_dropped_and_reached_or_moved_at_once() -> None:
    for more in (
        {"milestone_site_reached": "on"},
        {"milestone_site_due": "2025", "milestone_site_because": "other"},
    ):
        reading = read(plan_of(), milestone_site_dropped="on", **more)
        assert [fault.field for fault in reading.faults] == ["milestone-site-dropped"]


def test_a_due_date_is_taken_away_or_moved_but_not_both() -> None:
    made = facts(plan_of(), undated="on", because="scope", note="Plus de terme.")
    event = e.DatesSet(due=None, because=Because.SCOPE, note="Plus de terme.")
    assert event in [placed.draft.event for placed in made]
    assert not [p for p in drafts_of(read_of("1.2", undated="on").submission, plan_of()) if p.field == "due"]
    assert [fault.field for fault in read(plan_of(), undated="on", due="2026").faults] == ["due"]


def read_of(ref: str, **fields: str) -> Understood:
    return understand(cleaned(form(**fields)), plan_of().actions[ref], plan="pacte", by="ccas", known=9)
