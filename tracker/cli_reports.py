"""What commands on reports share: naming the report, making a sealed edition again."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import date, datetime

import click

from tracker.app import now
from tracker.cli_shared import run, settings
from tracker.publish.pdf import PdfFailed
from tracker.services.compare_files import Compared
from tracker.services.make_report import Asked, NoReport, term
from tracker.services.record import Refused
from tracker.services.reproduce_report import Reproduced, reproduce
from tracker.services.verify_plan import UnknownPlanError

FAILURES = (NoReport, Refused, PdfFailed, UnknownPlanError)


def a_period(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """A year, or the years of a report on several: 2024, 2022-2027."""
    if value is not None and not re.fullmatch(r"\d{1,4}(?:-\d{4})?", value, re.ASCII):
        raise click.BadParameter(f"“{value}” is no year. Give 2024, or 2022-2027 for a report on several.")
    return value


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def asked_for(
    plan: str,
    period: str | None,
    since: datetime | None,
    until: datetime | None,
    cut_off: datetime | None,
    today: date,
) -> Callable[[], Awaitable[Asked]]:
    """What finds the report that a command names: of a year, or of several from a day to another."""
    if (since is None) != (until is None):
        raise click.UsageError("A report on several years needs both --from and --to.")
    if since and until:
        if period and period != str(until.year):
            raise click.UsageError(
                f"A report up to {until.date()} is called by that year: leave {period} out."
            )
        last = _day(cut_off) or min(until.date(), today)
        return lambda: _ready(Asked(plan, until.year, last, since.date()))
    if period is None:
        raise click.UsageError("Give a YEAR, or --from DAY and --to DAY for a report on several years.")
    if "-" in period:
        first, final = map(int, period.split("-"))
        return lambda: term(plan, first, final, today, _day(cut_off))
    return lambda: _ready(Asked(plan, int(period), _day(cut_off)))


async def _ready(asked: Asked) -> Asked:
    return asked


def making(echo: Callable[[str], None]) -> Callable[[str], None]:
    return lambda name: echo(f"  making {name}…")


def reproduce_edition(plan: str, period: str, edition: int) -> None:
    """Make a sealed edition again and tell how it compares; exits 1 when it is not what was sealed."""
    chosen = settings()
    try:
        found = run(lambda: reproduce(plan, period, edition, chosen, now().date(), making(click.echo)))
    except FAILURES as error:
        raise click.ClickException(str(error)) from None
    for line in _reproduced(found):
        click.echo(line)
    if not found.ok:
        raise SystemExit(1)


def _reproduced(found: Reproduced) -> list[str]:
    edition = found.edition
    lines = [line for one in found.files for line in _compared(one)]
    if found.same_software:
        lines.append("Made with the same software and libraries: the same bytes are promised.")
    else:
        lines += [
            "Made with other versions, so that what the files say was compared where their bytes differ:",
            f"  sealed with: {found.software}",
            f"  made with:   {found.now_with}",
        ]
    hold = "still give" if found.entries_hold else "NO LONGER give"
    lines.append(f"The first {edition.known} entries of the register {hold} the sealed checkpoint.")
    for one in found.erased:
        lines.append(
            f"Missing since {one.at.date()}: the content of entry {one.entry}, erased on legal ground: "
            f"{one.reason}"
        )
    if found.erased:
        lines.append(
            "What was erased can't be made again; apart from that, the entries are those that were sealed."
        )
    verdict = "holds" if found.ok else "DOES NOT HOLD"
    return [*lines, f"Edition {edition.edition} of the report for {edition.period} {verdict}."]


def _compared(one: Compared) -> list[str]:
    if one.same:
        return [f"{one.name}: the same bytes"]
    if not one.compared:
        return [f"{one.name}: {why}" for why in one.differs]
    if not one.differs:
        return [f"{one.name}: other bytes, but {one.compared} are the same"]
    return [
        f"{one.name}: other bytes; of {one.compared}, these differ:",
        *(f"  {why}" for why in one.differs),
    ]
