"""Bars, lines and series: where marks stand, and what is said when there is nothing to draw."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.histories import OPENED, about, commitment, opening
from tests.publish.report_plan import due, year_2024
from tests.publish.test_report import report, story_of
from tests.publish.test_stylesheet import LIGHT, fills
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.figures import Read, figures, read_all
from tracker.domain.fold import state
from tracker.domain.readings import Timing
from tracker.domain.state import Indicator, Measurement
from tracker.domain.status import Status
from tracker.domain.vocabulary import Because
from tracker.publish.accent import contrast
from tracker.publish.charts.bars import segments, status_bars
from tracker.publish.charts.due_dates import MOST_ROWS, due_line, timeline
from tracker.publish.charts.ink import DARK as DARK_FILLS
from tracker.publish.charts.ink import FILLS, paper_ink
from tracker.publish.charts.series import series

TODAY = date(2025, 3, 4)
SUMMER = PartialDate("2024-22")


def at(position: str) -> float:
    return float(position.removesuffix("%"))


def promised(*given: PartialDate, today: date = TODAY, delivered: date | None = None) -> Read:
    """An action whose due date was given, and moved, on one day after the other."""
    facts = [*opening(), commitment("1", due=given[0] if given else None)]
    for days, after in enumerate(given[1:], 1):
        move = e.DatesSet(due=after, because=Because.FUNDING, note="Voté.")
        facts.append(about("1", move, OPENED + timedelta(days)))
    if delivered:
        facts.append(about("1", e.StatusChanged(status=Status.DELIVERED), delivered))
    (read,) = read_all(state("pacte", story_of(facts), today))
    return read


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


def test_bars_share_one_scale() -> None:
    sides = report(year_2024(), 2024)
    five, two = status_bars([("", "a", sides.commitments.now), ("", "b", sides.proposals.now)])
    assert (five.total, five.end) == (5, "100.00%")
    assert two.total == 2
    assert at(two.end) == pytest.approx(40)
    assert sum(at(one.width) for one in two.segments) == pytest.approx(at(two.end), abs=0.02)


def test_bars_of_nothing_are_no_bars() -> None:
    assert status_bars([]) == ()
    assert status_bars([("", "a", figures([]))])[0].segments == ()


# --- the line of the due date -------------------------------------------------------------------------------


def test_no_date_draws_no_line() -> None:
    assert due_line(promised(), TODAY) is None


def test_a_season_is_a_stretch_that_ends_on_its_last_day() -> None:
    line = due_line(promised(SUMMER), TODAY)
    assert line is not None
    (mark,) = line.dates.marks
    assert at(mark.x) == pytest.approx(at(mark.x_first) + at(mark.width), abs=0.02)
    assert at(mark.width) > 0
    assert mark.first
    assert mark.current


def test_every_date_that_was_given_is_on_the_line_in_order() -> None:
    line = due_line(promised(SUMMER, PartialDate("2024-10"), PartialDate("2026")), TODAY)
    assert line is not None
    first, second, third = line.dates.marks
    assert [(one.first, one.current) for one in line.dates.marks] == [
        (True, False),
        (False, False),
        (False, True),
    ]
    assert line.dates.moves == ((first.x, second.x), (second.x, third.x))
    assert at(first.x) < at(line.today) < at(third.x)
    assert line.dates.kept == ""


def test_a_delivered_action_is_marked_on_its_day() -> None:
    line = due_line(promised(SUMMER, delivered=date(2024, 12, 1)), TODAY)
    assert line is not None
    assert at(line.dates.marks[0].x) < at(line.dates.kept) < at(line.today)


def test_years_are_written_once_and_thinned_out_on_long_lines() -> None:
    short = due_line(promised(PartialDate("2026")), TODAY)
    long = due_line(promised(PartialDate("2050")), TODAY)
    assert short is not None
    assert long is not None
    assert [year for year, _ in short.years] == ["2024", "2025", "2026"]
    assert len(long.years) == 27
    assert len([year for year, _ in long.years if year]) <= 6


@given(
    st.lists(st.dates(date(2000, 1, 1), date(2060, 1, 1)), min_size=1, max_size=5, unique=True),
    st.dates(date(2023, 12, 1), date(2060, 1, 1)),
)
def test_every_mark_is_inside_the_line(days: list[date], today: date) -> None:
    line = due_line(promised(*map(PartialDate.of, days), today=today, delivered=date(2023, 11, 1)), today)
    assert line is not None
    marks = line.dates.marks
    assert len(marks) == len(days)
    for x in (line.today, line.dates.kept, *(mark.x for mark in marks), *(x for _, x in line.years)):
        assert 0 <= at(x) <= 100


# --- many due dates under one another -----------------------------------------------------------------------


def test_timeline_keeps_late_and_moved_actions_when_there_are_too_many() -> None:
    drafts = [*opening(), *(commitment(str(n), due=due("2030")) for n in range(1, 100))]
    drafts.append(commitment("late", due=due("2023-12")))
    drawn = timeline((one.read for one in report(drafts, 2024).actions), date(2024, 12, 31))
    assert drawn is not None
    assert len(drawn.rows) == MOST_ROWS
    assert (drawn.rows[0].ref, drawn.rows[0].dates.timing) == ("late", Timing.LATE)
    assert drawn.left_out == 100 - MOST_ROWS


def test_timeline_shows_where_a_date_stood_first() -> None:
    drawn = timeline((one.read for one in report(year_2024(), 2024).actions), date(2024, 12, 31))
    assert drawn is not None
    [moved] = [row for row in drawn.rows if row.dates.moves]
    assert (moved.ref, str(moved.first_due), str(moved.due)) == ("3", "2024-12-31", "2025-12-31")
    ((before, after),) = moved.dates.moves
    assert at(before) < at(after)


def test_rows_of_a_timeline_share_its_years() -> None:
    drafts = [*opening(), commitment("1", due=due("2024-12-31")), commitment("2", due=due("2025"))]
    drawn = timeline((one.read for one in report(drafts, 2024).actions), date(2024, 12, 31))
    assert drawn is not None
    first, second = (row.dates.marks[0] for row in drawn.rows)
    assert first.x == drawn.today
    assert [year for year, _ in drawn.years] == ["2024", "2025"]
    assert second.x_first == drawn.years[1][1]


def test_nothing_with_a_date_draws_no_timeline() -> None:
    assert timeline([promised()], TODAY) is None


# --- indicators ---------------------------------------------------------------------------------------------


def indicator(*values: int, target: int | None = None) -> Indicator:
    measured = tuple(
        Measurement(date(2022 + n, 1, 1), Decimal(value), "ville", n) for n, value in enumerate(values)
    )
    wanted = None if target is None else Decimal(target)
    return Indicator("helped", "Jeunes aidés", target=wanted, values=measured)


def test_one_value_is_a_number_and_no_series() -> None:
    assert series(indicator(4300)) is None


def test_a_higher_value_is_drawn_higher() -> None:
    drawing = series(indicator(10, 30, 20))
    assert drawing is not None
    first, second, third = drawing.points
    assert at(second.y) < at(third.y) < at(first.y) < at(drawing.zero_y)
    assert at(first.x) < at(second.x) < at(third.x)
    assert drawing.lines == ((first, second), (second, third))


def test_the_scale_reaches_from_nothing_to_the_target() -> None:
    drawing = series(indicator(10, 20, target=100))
    assert drawing is not None
    assert (drawing.lowest, drawing.highest, drawing.target) == (Decimal(0), Decimal(100), Decimal(100))
    assert at(drawing.target_y) < at(drawing.points[-1].y)


def test_the_newest_value_is_written_clear_of_the_target() -> None:
    near, far = series(indicator(10, 95, target=100)), series(indicator(10, 20, target=100))
    assert near is not None
    assert far is not None
    assert near.last_dy > 0 > far.last_dy


def test_without_a_target_no_line_is_drawn_for_it() -> None:
    drawing = series(indicator(0, 0))
    assert drawing is not None
    assert (drawing.target_y, drawing.target) == ("", None)
    assert drawing.points[0].y == drawing.zero_y


def test_a_line_without_words_takes_their_room() -> None:
    written, bare = series(indicator(10, 30)), series(indicator(10, 30), written=False)
    assert written is not None
    assert bare is not None
    assert at(bare.points[1].y) < at(written.points[1].y)
    assert at(bare.zero_y) > at(written.zero_y)


# --- ink ----------------------------------------------------------------------------------------------------


def test_paper_has_the_tones_of_the_light_page_on_white() -> None:
    assert fills({**LIGHT, "paper": "#ffffff"}) == FILLS


@pytest.mark.parametrize("status", Status)
def test_shapes_and_counts_can_be_read_on_their_fills(status: Status) -> None:
    assert contrast("#ffffff" if status in DARK_FILLS else "#23211e", FILLS[status]) >= 4.5


def test_work_gets_darker_as_it_goes_on() -> None:
    order = [Status.PLANNED, Status.IN_PROGRESS, Status.PARTLY_DELIVERED, Status.DELIVERED]
    light = [contrast(FILLS[status], "#000000") for status in order]
    assert light == sorted(set(light), reverse=True)


def test_a_later_name_goes_before_an_earlier_one_on_paper() -> None:
    assert paper_ink("solid overdue") == paper_ink("overdue")
    assert 'stroke-dasharray="' in paper_ink("tile tile-planned silent")
