"""A plan loaded year by year from its folders: the report of the second year finds each change."""

import html
import re
from datetime import UTC, date, datetime
from pathlib import Path

from tests import recount
from tests.yearly_plan import Plan, yearly_plan
from tracker.domain import events as e
from tracker.domain.register import Draft, checkpoint, lines_of
from tracker.publish.report.content import Report
from tracker.publish.report.document import paper
from tracker.services.load_plan import describe, load
from tracker.services.make_report import Asked, make_report
from tracker.services.record import record
from tracker.store import register
from tracker.store.engine import Engine

SLUG, HOST = "harbour-town", "promises.example"
TODAY = date(2025, 2, 3)
FIRST, SEALED = datetime(2024, 1, 15, 9, tzinfo=UTC), datetime(2024, 1, 20, 9, tzinfo=UTC)
SECOND = datetime(2024, 12, 20, 9, tzinfo=UTC)
ACTIONS, NEW = 280, 20


async def load_year(plan: Plan, folder: Path, now: datetime, *, second: bool) -> None:
    result = await load([plan.write(folder / SLUG, second=second)], now, dry_run=False)
    assert not result.problems, describe(result)


async def report(year: int) -> Report:
    return await make_report(Asked(SLUG, year), HOST, TODAY)


async def seal_first_year() -> int:
    """Seal the report of the first year; the number of entries that it knows."""
    point = checkpoint(f"{HOST}/{SLUG}", await register.entries(SLUG))
    sealed = e.ReportSealed(
        year=2023,
        edition=1,
        cut_off=date(2023, 12, 31),
        known=point.size,
        checkpoint=point.text,
        files=(e.SealedFile("report.json", "ab" * 32, 1),),
    )
    await record(SLUG, [Draft(SEALED.date(), "town", "plan", sealed)], SEALED)
    return point.size


async def two_years(folder: Path) -> tuple[Plan, Report, int]:
    plan = yearly_plan(ACTIONS, NEW)
    await load_year(plan, folder, FIRST, second=False)
    known = await seal_first_year()
    await load_year(plan, folder, SECOND, second=True)
    return plan, await report(2024), known


async def test_each_change_between_two_years_is_found(database: Engine, tmp_path: Path) -> None:
    plan, made, known = await two_years(tmp_path)
    found, told = made.compared, plan.known
    assert found is not None
    assert found.edition is not None
    assert (found.total, len(found.changed), found.unchanged) == (told.total, told.changed, told.unchanged)
    assert {action.ref for action in found.new} == set(told.new)
    assert {what: found.count(what) for what in told.counts} == told.counts
    assert {(was.value, now.value): count for was, now, count in found.statuses} == told.turns
    assert {one.action.ref: one.later for one in found.changed if one.due} == told.days
    assert {one.year.action.ref: one.move.days for one in made.moves} == told.days
    assert {one.action.ref for one in made.reworded} == set(told.reworded)
    assert found.restated is not None
    assert found.restated.facts == found.restated.actions == len(told.told_late)
    shown = {name: now - then for name, then, now in found.restated.figures}
    assert shown["with_evidence"] == told.newly_shown
    # Nothing that the test is about is missing from what chance made.
    assert min(*told.counts.values(), *told.turns.values(), len(told.told_late), told.unchanged) > 0
    lines = list(lines_of(await register.entries(SLUG)))
    before = recount.actions(recount.entries(lines, known), date(2023, 12, 31))
    now = recount.actions(recount.entries(lines), date(2024, 12, 31))
    for sides, actions, day in ((made.whole.before, before, 2023), (made.whole.now, now, 2024)):
        counted = recount.figures(actions.values(), date(day, 12, 31), 180)
        assert counted == {name: getattr(sides, name) for name in counted}


async def test_each_change_is_said_with_its_number(sqlite_database: Engine, tmp_path: Path) -> None:
    plan, made, _ = await two_years(tmp_path)
    told = plan.known
    said = html.unescape(re.sub(r"<[^>]+>", " ", paper(made, "en", "https://promises.example")))
    said = re.sub(r"\s+", " ", said)

    def share(count: int) -> str:
        return f"{count} of {told.total} ({round(100 * count / told.total)}%)"

    for words, count in [
        ("new in the plan", len(told.new)),
        ("another status", told.counts["status"]),
        ("another due date", told.counts["due"]),
        ("somebody else answers for it", told.counts["owner"]),
        ("more or less evidence", told.counts["evidence"]),
        ("milestones reached", told.counts["milestones"]),
        ("title or promise reworded", told.counts["wording"]),
        ("nothing of all this", told.unchanged),
    ]:
        assert f"{words} {share(count)}" in said, words
    assert (
        f"Of {told.total} actions: {len(told.new)} are new, {told.changed} changed in one respect or more, "
        f"{told.unchanged} stand as they did." in said
    )
    late = len(told.told_late)
    assert f"{late} entries of the register told of days that it had covered." in said
    assert f"What it said of {late} actions is not what is known of the same day now." in said


async def test_a_third_loading_of_the_second_year_changes_nothing(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    plan, made, _ = await two_years(tmp_path)
    size = len(await register.entries(SLUG))
    await load_year(plan, tmp_path, datetime(2024, 12, 28, tzinfo=UTC), second=True)
    assert len(await register.entries(SLUG)) == size
    assert (await report(2024)).compared == made.compared
