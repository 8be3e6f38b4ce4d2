"""Commands on sealed reports: seal an edition, make one again."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, TypeVar

import click

from tracker.publish.languages import LANGUAGES
from tracker.publish.pdf import PdfFailed
from tracker.publish.report.content import Texts
from tracker.services.compare_files import Compared
from tracker.services.make_report import Asked, NoReport, term
from tracker.services.record import Refused
from tracker.services.reproduce_report import Reproduced, reproduce
from tracker.services.seal_report import Foreseen, SealedEdition, foresee, seal
from tracker.services.verify_plan import UnknownPlanError
from tracker.settings import Settings

T = TypeVar("T")
DAY = click.DateTime(["%Y-%m-%d"])
TEXT = click.Path(exists=True, dir_okay=False, path_type=Path)
FAILURES = (NoReport, Refused, PdfFailed, UnknownPlanError)


class Run(Protocol):
    """Does some work on the database of the settings."""

    def __call__(self, work: Callable[[], Awaitable[T]]) -> T: ...


def a_period(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """A year, or the years of a report on several: 2024, 2022-2027."""
    if value is not None and not re.fullmatch(r"\d{1,4}(?:-\d{4})?", value, re.ASCII):
        raise click.BadParameter(f"“{value}” is no year. Give 2024, or 2022-2027 for a report on several.")
    return value


def seal_command(run: Run, settings: Callable[[], Settings], now: Callable[[], datetime]) -> click.Command:
    @click.command("seal")
    @click.argument("plan")
    @click.argument("year", callback=a_period, required=False)
    @click.option("--from", "since", type=DAY, help="First day of a report on several years.")
    @click.option("--to", "until", type=DAY, help="Last day of a report on several years.")
    @click.option("--cut-off", type=DAY, help="Last day that counts; else the year's last, or today.")
    @click.option(
        "--lang", "languages", multiple=True, type=click.Choice(LANGUAGES), help="A PDF in it; repeatable."
    )
    @click.option("--foreword", type=TEXT, help="File with the council's foreword, in Markdown.")
    @click.option("--closing", type=TEXT, help="File with the council's closing words, in Markdown.")
    @click.option("--reason", default="", help="Why a further edition is needed; public.")
    @click.option("--by", default="", help="Slug of the organisation that signs; else the plan's keeper.")
    @click.option("--yes", is_flag=True, help="Do not ask.")
    def seal_edition(
        plan: str,
        year: str | None,
        since: datetime | None,
        until: datetime | None,
        cut_off: datetime | None,
        languages: tuple[str, ...],
        foreword: Path | None,
        closing: Path | None,
        reason: str,
        by: str,
        yes: bool,
    ) -> None:
        """Seal the next edition of a report: freeze it, keep its files, record their fingerprints."""
        asked = asked_for(plan, year, since, until, cut_off, now().date())
        texts = Texts(_text(foreword), _text(closing))
        chosen = settings()

        async def look_ahead() -> Foreseen:
            return await foresee(replace(await asked(), texts=texts), reason, by, chosen, now())

        try:
            foreseen = run(look_ahead)
            for line in _frozen(foreseen, languages):
                click.echo(line)
            if not yes:
                click.confirm("A sealed edition can never be changed or taken away. Seal it?", abort=True)
            made = run(
                lambda: seal(
                    foreseen.asked, reason, by, chosen, now(), languages=languages, tell=_making(click.echo)
                )
            )
        except FAILURES as error:
            raise click.ClickException(str(error)) from None
        for line in _sealed(made):
            click.echo(line)

    return seal_edition


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


def _text(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file} cannot be read as text: {error}") from None


def _making(echo: Callable[[str], None]) -> Callable[[str], None]:
    return lambda name: echo(f"  making {name}…")


def _frozen(foreseen: Foreseen, languages: tuple[str, ...]) -> list[str]:
    """What sealing would freeze, line by line."""
    asked, report = foreseen.asked, foreseen.report
    texts = [
        name for name, text in (("foreword", asked.texts.foreword), ("closing", asked.texts.closing)) if text
    ]
    spoken = ", ".join(languages) or report.plan.opened.language
    return [
        f"Edition {asked.edition} of the report for {asked.period} of “{report.plan.opened.title}”:",
        f"  as of {report.cut_off}, from the first {report.checkpoint.size} entries of the register",
        f"  in {spoken}, signed by {report.plan.organisation_name(foreseen.by)}",
        f"  texts of the council: {', '.join(texts) or 'none'}",
        *([f"  because: {asked.reason}"] if asked.reason else []),
    ]


def _sealed(made: SealedEdition) -> list[str]:
    return [
        f"Sealed: entry {made.entry} of the register of {made.plan}.",
        *(f"  {file.sha256}  {file.size:>9}  {file.name}" for file in made.files),
    ]


def reproduce_edition(
    run: Run,
    settings: Callable[[], Settings],
    now: Callable[[], datetime],
    plan: str,
    period: str,
    edition: int,
) -> None:
    """Make a sealed edition again and tell how it compares; exits 1 when it is not what was sealed."""
    chosen = settings()
    try:
        found = run(lambda: reproduce(plan, period, edition, chosen, now().date(), _making(click.echo)))
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
