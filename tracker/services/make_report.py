"""Make the yearly report of a plan: what it says, from the register alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.domain.fold import state, told
from tracker.domain.register import checkpoint
from tracker.publish.report.computing import eve_of, report_of
from tracker.publish.report.content import Report
from tracker.store import register
from tracker.store.engine import read


class NoReport(Exception):  # noqa: N818 - it reads as what happened
    """A report that cannot be made; the message says why and what would do."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report: of a plan and a year, as of a day (None: the year's last, or today while it runs)."""

    plan: str
    year: int
    cut_off: date | None = None


async def make_report(asked: Asked, origin: str, today: date) -> Report:
    """The report from all entries recorded so far. ``origin`` is host/plan. Raises NoReport."""
    cut_off = asked.cut_off or min(date(asked.year, 12, 31), today)
    async with read():
        entries = await register.entries(asked.plan)
    if not entries:
        raise NoReport(f"there is no plan called “{asked.plan}”. The plans are: {await _plans()}.")
    _check(asked, cut_off, today)
    story = told(entries)
    plan = state(asked.plan, story, cut_off)
    if plan.about is None:
        opened = min(one.on for one in story)
        raise NoReport(
            f"on {cut_off} the plan {asked.plan} was not open yet: its first fact is of {opened}. "
            f"Ask for {opened.year} or a later year."
        )
    before = state(asked.plan, story, eve_of(asked.year))
    return report_of(plan, before, story, checkpoint(origin, entries), asked.year)


def _check(asked: Asked, cut_off: date, today: date) -> None:
    if asked.year > today.year:
        raise NoReport(
            f"{asked.year} has not begun. A report tells what happened: ask for {today.year} or before."
        )
    if cut_off > today:
        raise NoReport(f"the cut-off {cut_off} lies in the future. Give {today} or a day before.")
    if cut_off.year < asked.year:
        raise NoReport(
            f"the cut-off {cut_off} comes before the year {asked.year} begins. "
            f"Give a day from {asked.year}-01-01 on, or ask for {cut_off.year}."
        )


async def _plans() -> str:
    return ", ".join(await register.heads()) or "none"
