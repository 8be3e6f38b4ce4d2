"""The field of promises: where its squares stand, on a page and on a sheet of paper."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.histories import about, commitment, opening
from tests.publish.test_report import story_of
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.figures import Read, read_all
from tracker.domain.fold import state
from tracker.domain.register import Draft
from tracker.domain.status import Status
from tracker.publish.charts.field import (
    COLUMNS,
    MOST_SQUARES,
    SIDE,
    STEP,
    WIDTH,
    Field,
    Group,
    Plot,
    Square,
    as_it_was,
    field,
)
from tracker.publish.charts.sheet import sheet

TODAY = date(2025, 3, 4)


def reads(count: int, *more: Draft) -> list[Read]:
    promised = (commitment(f"1.{n}", due=PartialDate("2024-22")) for n in range(count))
    return read_all(state("pacte", story_of([*opening(), *promised, *more]), TODAY))


def group(found: list[Read]) -> list[Group]:
    return [("1", "Vivre dignement", "/axes/1", found), ("2", "Vide", "/axes/2", [])]


def of_sizes(*sizes: int, title: str = "Vivre dignement") -> Field:
    """A field of axes with so many actions each."""
    one = reads(1)
    return field([(str(n), title, "", one * size) for n, size in enumerate(sizes, 1)])


def test_each_action_is_a_square_that_leads_to_it() -> None:
    drawing = field(group(reads(3)), "/fr/pacte/actions/{}".format)
    assert [square.href for square in drawing.plots[0].squares] == [
        f"/fr/pacte/actions/1.{n}" for n in range(3)
    ]
    assert drawing.total == 3


def test_an_axis_without_actions_is_left_out() -> None:
    assert [one.code for one in field(group(reads(1))).plots] == ["1"]


def test_late_and_silent_are_marks_that_leave_the_status_alone() -> None:
    news = about("1.1", e.UpdatePublished(text="On avance."), date(2025, 2, 1))
    drawing = field(group(reads(2, news)))
    quiet, heard = drawing.plots[0].squares
    assert (quiet.late, quiet.silent, quiet.status) == (True, True, Status.PLANNED)
    assert (heard.late, heard.silent) == (True, False)
    assert (drawing.late, drawing.silent) == (2, 1)


def test_squares_shrink_as_the_plan_grows_and_then_become_bars() -> None:
    one = reads(1)
    drawn = {count: field(group(one * count)) for count in (41, 100, 400, MOST_SQUARES + 1)}
    assert [drawn[count].density for count in (41, 100, 400)] == ["few", "some", "many"]
    huge = drawn[MOST_SQUARES + 1]
    assert huge.as_bars
    assert huge.plots[0].squares == ()
    assert huge.plots[0].bar[0].count == MOST_SQUARES + 1
    assert huge.late == MOST_SQUARES + 1


def test_rows_are_ten_wide_and_plots_hold_a_hundred() -> None:
    first, second = of_sizes(123).plots
    assert {(square.x, square.y) for square in first.squares} == {
        (column * STEP, row * STEP) for column in range(COLUMNS) for row in range(10)
    }
    assert (first.first, first.last, second.first, second.last) == (1, 100, 101, 123)
    assert (first.total, second.total) == (123, 123)
    assert first.squares[-1].x + SIDE == WIDTH
    assert (first.height, second.height) == (10 * STEP - STEP + SIDE, 2 * STEP + SIDE)


def test_a_strip_fills_a_row_of_plots_before_it_grows_down() -> None:
    drawn = field(group(reads(1) * 31), rows=2)
    assert [len(plot.squares) for plot in drawn.plots] == [20, 11]


# --- then and now -------------------------------------------------------------------------------------------


def test_what_was_known_before_stands_at_the_same_place() -> None:
    started = about("1.0", e.StatusChanged(status=Status.IN_PROGRESS), date(2025, 2, 1))
    late_comer = commitment("1.9", on=date(2025, 2, 1))
    facts = [*opening(), commitment("1.0"), commitment("1.1"), started, late_comer]
    now, before = (read_all(state("pacte", story_of(facts), day)) for day in (TODAY, date(2024, 1, 1)))
    drawn = field(group(now))
    then = as_it_was(drawn, {read.action.ref: read for read in before})

    def seen(one: Field) -> list[tuple[str, Status | None]]:
        return [(square.ref, square.status) for square in one.plots[0].squares]

    assert seen(drawn) == [("1.0", Status.IN_PROGRESS), ("1.1", Status.PLANNED), ("1.9", Status.PLANNED)]
    assert seen(then) == [("1.0", Status.PLANNED), ("1.1", Status.PLANNED), ("1.9", None)]
    assert (then.total, drawn.total) == (2, 3)
    places = [[(square.x, square.y) for square in one.plots[0].squares] for one in (drawn, then)]
    assert places[0] == places[1]


# --- on paper -----------------------------------------------------------------------------------------------


@given(st.lists(st.integers(1, 150), min_size=1, max_size=12), st.sampled_from([0, 1, 2]))
def test_a_sheet_keeps_within_its_page_and_its_plots_apart(sizes: list[int], lines: int) -> None:
    drawn = sheet(plain(sizes), 164.0, 118.0, lines=lines)
    if drawn is None:
        return
    assert drawn.height <= 118.0
    assert sum(len(one.plot.squares) for one in drawn.plots) == sum(sizes)
    boxes = []
    for one in drawn.plots:
        right = max(square.x for square in one.plot.squares) + SIDE
        boxes.append((one.x, one.words_y, one.x + right * drawn.scale, one.y + one.plot.height * drawn.scale))
    for place, (left, top, end, bottom) in enumerate(boxes):
        assert left >= 0
        assert end <= 164.01
        assert bottom <= drawn.height + 0.01
        for other in boxes[place + 1 :]:
            assert end <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


def plain(sizes: list[int]) -> Field:
    """Squares without an action behind them: only their places matter."""
    blank = Square("1", "", Status.PLANNED, "", late=False, silent=False, x=0, y=0)
    plots = []
    for size in sizes:
        for start in range(0, size, 100):
            squares = tuple(
                replace(blank, x=n % COLUMNS * STEP, y=n // COLUMNS * STEP)
                for n in range(min(100, size - start))
            )
            plots.append(Plot("1", "Vivre dignement", "", squares, (), start + 1, size))
    return Field(tuple(plots), sum(sizes), as_bars=False, late=0, silent=0)


def test_four_hundred_actions_have_room_on_a_cover_and_can_still_be_told_apart() -> None:
    drawn = sheet(plain([40] * 10), 164.0, 118.0)
    assert drawn is not None
    assert SIDE * drawn.scale > 2.5


def test_small_axes_get_large_squares() -> None:
    drawn = sheet(plain([3] * 10), 76.0, 105.0, lines=1)
    assert drawn is not None
    assert SIDE * drawn.scale > 5


def test_what_has_no_room_is_not_drawn() -> None:
    assert sheet(plain([1] * 120), 164.0, 50.0) is None


def test_words_of_a_plot_say_its_axis_or_which_actions_it_goes_on_with() -> None:
    drawn = sheet(of_sizes(101, title="Mieux accueillir " * 20), 164.0, 118.0)
    assert drawn is not None
    named, goes_on = drawn.plots
    assert len(named.lines) == 2
    assert named.lines[1].endswith("…")
    assert goes_on.lines == ("101–101",)


@pytest.mark.parametrize("lines", [0, 1])
def test_words_can_be_short_or_none(lines: int) -> None:
    drawn = sheet(of_sizes(3, title="Mieux accueillir " * 20), 60.0, 118.0, lines=lines)
    assert drawn is not None
    assert len(drawn.plots[0].lines) == lines
