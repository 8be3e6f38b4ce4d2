"""Sheets of the workshop: what others changed is taken in, axes move among their like, texts read back."""

import pytest
from msgspec.structs import replace

from tests.domain.facts import said, status
from tests.domain.stories import OPENING, Fact, folded
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.reader import Reader
from tracker.domain.state import Plan
from tracker.domain.workshop.actions import REWORD
from tracker.domain.workshop.decisions import ANSWER, MERGE, SPLIT
from tracker.domain.workshop.furniture import ORDER, moved, ordered
from tracker.domain.workshop.sheet import Met, Sheet, date_typed, merged, named, read_sheet


def nested() -> Plan:
    """Themes 1 and 2 at the top; 2.1, 2.2 and 2.3 below 2, of which two share a place."""
    below = [
        Fact("2023-01-01", f"axis:2.{number}", e.AxisAdded(title="T", position=max(number, 2), parent="2"))
        for number in (1, 2, 3)
    ]
    return folded(*OPENING, *below)


def test_what_was_left_alone_reads_as_the_others_put_it() -> None:
    then = {"title": "A", "note": "n", "url": "u"}
    now = {"title": "B", "note": "m"}
    typed = {"title": "A", "note": "mine", "url": "u", "on": "2024-01-01"}
    result, met = merged(then, now, typed)
    assert result == {"title": "B", "note": "mine", "on": "2024-01-01"}
    assert met == (Met("title", "A", "B", "A"), Met("note", "n", "m", "mine"), Met("url", "u", "", "u"))


def test_nothing_meets_where_nothing_changed() -> None:
    same = {"title": "A"}
    assert merged(same, same, {"title": "Mine"}) == ({"title": "Mine"}, ())


@pytest.mark.parametrize(
    ("code", "places", "order"),
    [
        ("2", -1, ["2", "2.1", "2.2", "2.3", "1"]),
        ("1", -1, ["1", "2", "2.1", "2.2", "2.3"]),
        ("2.1", 1, ["1", "2", "2.2", "2.1", "2.3"]),
        ("2.3", 1, ["1", "2", "2.1", "2.2", "2.3"]),
        ("9", 1, ["1", "2", "2.1", "2.2", "2.3"]),
    ],
)
def test_an_axis_moves_among_its_like_and_takes_its_own_along(
    code: str, places: int, order: list[str]
) -> None:
    plan = nested()
    assert moved(plan, list(plan.axes), code, places) == order


def test_an_order_forgets_nothing_and_invents_nothing() -> None:
    assert ordered(nested(), ["2", "9", "2.3"]) == ["2", "2.3", "2.1", "2.2", "1"]


def test_axes_that_share_a_place_get_one_each() -> None:
    plan = nested()
    facts = read_sheet(ORDER, plan, "", {"on": "2024-01-01", "order": "1 2 2.2 2.1 2.3"}).placed
    given = {
        one.draft.subject: one.draft.event.position
        for one in facts
        if isinstance(one.draft.event, e.AxisRevised)
    }
    assert given == {"axis:2.2": 1}
    assert ordered(plan, []) == list(plan.axes)


@pytest.mark.parametrize("text", ["2024", "2024-06", "2024-06-30", "2024-Q3", "2024-H2", "2024-22"])
def test_a_date_is_typed_as_it_is_read(text: str) -> None:
    reader = Reader()
    date = PartialDate(text)
    assert date_typed(date) == text
    assert reader.date("due", date_typed(date)) == date


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Pacte de l’Eau", "pacte-de-l-eau"),
        ("  Œuvres & cœurs — été ", "oeuvres-coeurs-ete"),
        ("…", ""),
        ("x" * 90, "x" * 60),
    ],
)
def test_a_name_for_addresses_is_made_of_a_title(text: str, name: str) -> None:
    assert named(text) == name


def test_a_wording_comes_back_from_its_form_as_it_was() -> None:
    wording = e.Wording(text="A.\n\nB.", source="pact", page="12", on=PartialDate("2023-35"), summarised=True)
    plan = folded(*OPENING, *said(e.ActionReworded(title="A house", wording=wording)))
    typed = {**REWORD.stands(plan, "1.01"), "on": "2024-01-02", "title": "A home", "reason": "Better."}
    (placed,) = read_sheet(REWORD, plan, "1.01", typed).placed
    assert placed.draft.event == e.ActionReworded(title="A home", wording=wording, reason="Better.")
    assert placed.draft.by == "city"


@pytest.mark.parametrize(
    ("sheet", "ref", "fits"),
    [
        (MERGE, "1.01", True),
        (ANSWER, "1.01", False),
        (ANSWER, "P1", True),
        (SPLIT, "1.01", True),
        (SPLIT, "9", False),
    ],
)
def test_a_sheet_fits_what_it_can_happen_to(sheet: Sheet, ref: str, fits: bool) -> None:
    assert sheet.fits(folded(*OPENING), ref) is fits


def test_what_was_merged_is_neither_merged_nor_split_again() -> None:
    plan = folded(*OPENING, *said(status("merged", reason="Same.", merged_into="P1")))
    assert not MERGE.fits(plan, "1.01")
    assert not SPLIT.fits(plan, "1.01")


def test_a_part_that_is_split_hides_no_deadline() -> None:
    plan = folded(*OPENING)
    action = replace(plan.actions["1.01"], due=PartialDate("2024-06"), partners=("parks",))
    plan = replace(plan, actions={**plan.actions, "1.01": action})
    typed = {"on": "2024-01-02", "reason": "Two houses.", "fate": "stays", "title": "One house"}
    parts = {"part-2-ref": "1.02", "part-2-title": "The other house", "part-2-owner": "parks"}
    part, rest = (one.draft.event for one in read_sheet(SPLIT, plan, "1.01", {**typed, **parts}).placed)
    assert isinstance(part, e.ActionAdded)
    assert (part.due, part.split_from, part.owner) == (action.due, "1.01", "parks")
    assert (part.partners, part.axis, part.type) == (("parks",), action.axis, action.type)
    assert rest == e.ActionReworded(title="One house", reason="Two houses.")
