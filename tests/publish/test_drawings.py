"""Drawings: where marks stand, and what is said when there is nothing to draw."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.histories import NOW, OPENED, about, commitment, opening
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.figures import Read, read_all
from tracker.domain.fold import state, told
from tracker.domain.register import Draft, Entry, Head, seal
from tracker.domain.state import Indicator, Measurement
from tracker.domain.status import Status
from tracker.publish.drawings import MOST_SQUARES, chart, due_line, field, segments

TODAY = date(2025, 3, 4)
SUMMER = PartialDate("2024-22")


def at(position: str) -> float:
    return float(position.removesuffix("%"))


def reads(count: int, *more: Draft) -> list[Read]:
    head, made = Head("pacte"), list[Entry]()
    for draft in [*opening(), *(commitment(f"1.{n}", due=SUMMER) for n in range(count)), *more]:
        entry, head = seal(draft, head, NOW, bytes(16))
        made.append(entry)
    return read_all(state("pacte", told(made), TODAY))


def group(found: list[Read]) -> list[tuple[str, str, str, list[Read]]]:
    return [("1", "Vivre dignement", "/axes/1", found), ("2", "Vide", "/axes/2", [])]


# --- the field of promises ----------------------------------------------------------------------------------


def test_each_action_is_a_square_that_leads_to_it() -> None:
    drawing = field(group(reads(3)), "/fr/pacte")
    assert [square.href for square in drawing.groups[0].squares] == [
        f"/fr/pacte/actions/1.{n}" for n in range(3)
    ]
    assert drawing.total == 3


def test_an_axis_without_actions_is_left_out() -> None:
    assert [one.code for one in field(group(reads(1)), "").groups] == ["1"]


def test_late_and_silent_are_marks_that_leave_the_status_alone() -> None:
    news = about("1.1", e.UpdatePublished(text="On avance."), date(2025, 2, 1))
    drawing = field(group(reads(2, news)), "")
    quiet, heard = drawing.groups[0].squares
    assert (quiet.late, quiet.silent, quiet.status) == (True, True, Status.PLANNED)
    assert (heard.late, heard.silent) == (True, False)
    assert (drawing.late, drawing.silent) == (2, 1)


def test_squares_shrink_as_the_plan_grows_and_then_become_bars() -> None:
    one = reads(1)
    drawn = {count: field(group(one * count), "") for count in (41, 100, 400, MOST_SQUARES + 1)}
    assert [drawn[count].density for count in (41, 100, 400)] == ["few", "some", "many"]
    huge = drawn[MOST_SQUARES + 1]
    assert huge.as_bars
    assert huge.groups[0].squares == ()
    assert huge.groups[0].bar[0].count == MOST_SQUARES + 1
    assert huge.late == MOST_SQUARES + 1


# --- bars ---------------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(list(Status)), min_size=1, max_size=200))
def test_segments_fill_the_bar_without_gap_or_overlap(statuses: list[Status]) -> None:
    made = segments(statuses)
    assert sum(one.count for one in made) == len(statuses)
    end = 0.0
    for one in made:
        assert at(one.x) == pytest.approx(end, abs=0.02)
        end = at(one.x) + at(one.width)
    assert end == pytest.approx(100, abs=0.02)


def test_segments_follow_the_order_of_the_statuses_not_of_the_actions() -> None:
    made = segments([Status.DELIVERED, Status.PLANNED, Status.DELIVERED])
    assert [(one.status, one.count) for one in made] == [(Status.PLANNED, 1), (Status.DELIVERED, 2)]


def test_a_sliver_has_no_room_for_its_shape() -> None:
    most, sliver = segments([Status.PLANNED] * 99 + [Status.DELIVERED])
    assert (most.wide, sliver.wide) == (True, False)


# --- the line of the due date -------------------------------------------------------------------------------


def test_no_date_draws_no_line() -> None:
    assert due_line([], OPENED, TODAY) is None


def test_a_season_is_a_stretch_that_ends_on_its_last_day() -> None:
    line = due_line([SUMMER], OPENED, TODAY)
    assert line is not None
    (mark,) = line.marks
    assert at(mark.x) == pytest.approx(at(mark.x_first) + at(mark.width), abs=0.02)
    assert at(mark.width) > 0
    assert mark.first
    assert mark.current


def test_every_date_that_was_given_is_on_the_line_in_order() -> None:
    line = due_line([SUMMER, PartialDate("2024-10"), PartialDate("2026")], OPENED, TODAY)
    assert line is not None
    assert [(one.first, one.current) for one in line.marks] == [(True, False), (False, False), (False, True)]
    assert line.moves == ((line.marks[0].x, line.marks[1].x), (line.marks[1].x, line.marks[2].x))
    assert at(line.marks[0].x) < at(line.today) < at(line.marks[2].x)
    assert line.kept == ""


def test_years_are_written_once_and_thinned_out_on_long_lines() -> None:
    short = due_line([PartialDate("2026")], OPENED, TODAY)
    long = due_line([PartialDate("2050")], OPENED, TODAY)
    assert short is not None
    assert long is not None
    assert [year for year, _ in short.years] == ["2024", "2025", "2026"]
    assert len(long.years) == 27
    assert len([year for year, _ in long.years if year]) <= 6


@given(
    st.lists(st.dates(date(2000, 1, 1), date(2060, 1, 1)), min_size=1, max_size=5),
    st.dates(date(2000, 1, 1), date(2060, 1, 1)),
)
def test_every_mark_is_inside_the_line(days: list[date], today: date) -> None:
    line = due_line([PartialDate.of(day) for day in days], days[0], today, kept_on=today)
    assert line is not None
    for position in (line.today, line.kept, *(mark.x for mark in line.marks), *(x for _, x in line.years)):
        assert 0 <= at(position) <= 100


# --- indicators ---------------------------------------------------------------------------------------------


def indicator(*values: int, target: int | None = None) -> Indicator:
    measured = tuple(
        Measurement(date(2022 + n, 1, 1), Decimal(value), "ville", n) for n, value in enumerate(values)
    )
    wanted = None if target is None else Decimal(target)
    return Indicator("helped", "Jeunes aidés", target=wanted, values=measured)


def test_one_value_is_a_number_and_no_series() -> None:
    assert chart(indicator(4300)) is None


def test_a_higher_value_is_drawn_higher() -> None:
    drawing = chart(indicator(10, 30, 20))
    assert drawing is not None
    first, second, third = drawing.points
    assert at(second.y) < at(third.y) < at(first.y) < at(drawing.zero_y)
    assert at(first.x) < at(second.x) < at(third.x)
    assert drawing.lines == ((first, second), (second, third))


def test_the_scale_reaches_from_nothing_to_the_target() -> None:
    drawing = chart(indicator(10, 20, target=100))
    assert drawing is not None
    assert (drawing.lowest, drawing.highest, drawing.target) == (Decimal(0), Decimal(100), Decimal(100))
    assert at(drawing.target_y) < at(drawing.points[-1].y)


def test_the_newest_value_is_written_clear_of_the_target() -> None:
    near, far = chart(indicator(10, 95, target=100)), chart(indicator(10, 20, target=100))
    assert near is not None
    assert far is not None
    assert near.last_dy > 0 > far.last_dy


def test_without_a_target_no_line_is_drawn_for_it() -> None:
    drawing = chart(indicator(0, 0))
    assert drawing is not None
    assert (drawing.target_y, drawing.target) == ("", None)
    assert drawing.points[0].y == drawing.zero_y
