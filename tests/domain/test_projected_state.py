"""The state as text, and the state made again from a part of the register."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from tests.domain.stories import (
    BEGUN,
    DONE,
    MOVED,
    OPENING,
    SHOWN,
    SIZE,
    Fact,
    about,
    folded,
    of_plan,
    register,
)
from tests.domain.stories import of_action as of
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.fold import refold, state, told, with_actions
from tracker.domain.state import Action, Plan, from_json, to_json
from tracker.domain.vocabulary import Because

FULL = (
    *OPENING, BEGUN, MOVED, SHOWN, DONE,
    of("2023-02-01", e.MilestoneAdded(id="keys", title="Keys", due=PartialDate("2023-06"))),
    of("2023-05-01", e.MilestoneMoved(id="keys", due=PartialDate("2023-09"), because=Because.LEGAL)),
    of("2023-02-01", e.IndicatorAdded(id="visits", title="Visits", target=Decimal("100.50"))),
    of("2023-12-31", e.ValueMeasured(indicator="visits", value=Decimal("1E+2"))),
    of("2023-02-01", e.QuestionPublished(id="q1", text="Where?", due=date(2023, 3, 1))),
    of("2023-02-01", e.UpdatePublished(text="News.", evidence=("photo",))),
    of("2023-02-01", e.ActionReworded(title="Open a house", wording=e.Wording(text="A house."))),
    of_plan("2023-02-01", e.PlanRevised(about=about(status_labels={"planned": "À faire"}))),
    of_plan("2025-02-01", e.ReportSealed(
        year=2024, edition=1, cut_off=date(2024, 12, 31), known=9, checkpoint="x",
        files=(e.SealedFile("r.pdf", "ab", 3),),
    )),
    Fact("2023-03-01", "axis:0", e.AxisAdded(title="Before all", position=0)),
)  # fmt: skip


def test_a_plan_and_its_actions_are_read_back_from_their_text() -> None:
    plan = folded(*FULL)
    assert from_json(to_json(plan), Plan) == plan
    for one in plan.actions.values():
        assert from_json(to_json(one), Action) == one


def test_a_plan_read_back_is_put_in_its_own_order() -> None:
    plan = folded(*FULL)
    read = from_json(to_json(plan), Plan)
    again = with_actions(read, read.actions.values())
    assert list(again.axes) == list(plan.axes) == ["0", "1", "2"]
    assert list(again.actions) == list(plan.actions)


def test_the_same_state_gives_the_same_text() -> None:
    early, late = OPENING[1], OPENING[2]
    swapped = [OPENING[0], late, early, *OPENING[3:]]
    assert to_json(folded(*OPENING)) == to_json(folded(*swapped))


def test_refolding_what_changed_gives_the_whole_fold() -> None:
    story = told(register(*FULL))
    for size in range(SIZE, len(FULL)):
        before = state("pact", story[:size], date.max)
        changed = story[size].subject
        of_plan_ = [t for t in story[: size + 1] if not t.subject.startswith("action:")]
        of_one = [t for t in story[: size + 1] if t.subject == changed and changed.startswith("action:")]
        after = state("pact", story[: size + 1], date.max)
        again = refold(before, of_plan_, of_one)
        assert to_json(replace(again, known=0)) == to_json(replace(after, known=0))
