"""The command that seals an edition of a report: it tells what will be frozen, asks, and seals."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from tracker.app import now
from tracker.cli_reports import FAILURES, a_period, asked_for, making
from tracker.cli_shared import DAY, run, settings
from tracker.domain.state import Plan
from tracker.publish.languages import LANGUAGES
from tracker.publish.report.content import Texts
from tracker.publish.report.parts import LEAVABLE
from tracker.services.prepare_report import plan_today
from tracker.services.seal_report import Foreseen, SealedEdition, files_of, foresee, seal

TEXT = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, by the names of the options; ``comments`` are codes of axes with their texts."""

    plan: str
    year: str | None
    since: datetime | None
    until: datetime | None
    cut_off: datetime | None
    languages: tuple[str, ...]
    foreword: Path | None
    closing: Path | None
    comments: list[tuple[str, str]]
    left_out: tuple[str, ...]
    reason: str
    by: str
    yes: bool

    def texts(self) -> Texts:
        left_out = tuple(part for part in LEAVABLE if part in self.left_out)
        return Texts(_text(self.foreword), _text(self.closing), dict(self.comments), left_out)


@click.command("seal")
@click.argument("plan")
@click.argument("year", callback=a_period, required=False)
@click.option("--from", "since", type=DAY, help="First day of a report on several years.")
@click.option("--to", "until", type=DAY, help="Last day of a report on several years.")
@click.option("--cut-off", type=DAY, help="Last day that counts; else the year's last, or today.")
@click.option(
    "--lang", "languages", multiple=True, type=click.Choice(LANGUAGES), help="PDFs in it; repeatable."
)
@click.option("--foreword", type=TEXT, help="File with the council's foreword, in Markdown.")
@click.option("--closing", type=TEXT, help="File with the council's closing words, in Markdown.")
@click.option(
    "--comment",
    "comments",
    multiple=True,
    metavar="AXIS=FILE",
    callback=lambda _context, _parameter, given: [_comment(one) for one in given],
    help="File with a comment on an axis, in Markdown; repeatable.",
)
@click.option(
    "--leave-out",
    "left_out",
    multiple=True,
    metavar="PART",
    type=click.Choice(LEAVABLE),
    help=f"A part to leave out, and the report says so; repeatable. Of: {', '.join(LEAVABLE)}.",
)
@click.option("--reason", default="", help="Why a further edition is needed; public.")
@click.option("--by", default="", help="Slug of the organisation that signs; else the plan's keeper.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def seal_edition(**typed: Any) -> None:
    """Seal the next edition of a report: freeze it, keep its files, record their fingerprints."""
    try:
        _seal(Typed(**typed))
    except FAILURES as error:
        raise click.ClickException(str(error)) from None


def _seal(typed: Typed) -> None:
    chosen = settings()
    asked = asked_for(typed.plan, typed.year, typed.since, typed.until, typed.cut_off, now().date())
    texts = typed.texts()

    async def look_ahead() -> Foreseen:
        with suppress(LookupError):  # of a plan that is not there, sealing itself says which there are
            _check_axes(typed.comments, await plan_today(typed.plan, now().date()))
        return await foresee(replace(await asked(), texts=texts), typed.reason, typed.by, chosen, now())

    foreseen = run(look_ahead)
    _tell(_frozen(foreseen, typed.languages))
    if not typed.yes:
        click.confirm("A sealed edition can never be changed or taken away. Seal it?", abort=True)
    made = run(
        lambda: seal(
            foreseen.asked,
            typed.reason,
            typed.by,
            chosen,
            now(),
            languages=typed.languages,
            tell=making(click.echo),
        )
    )
    _tell(_sealed(made))


def _comment(given: str) -> tuple[str, str]:
    """The code of an axis and the text of the file that ``2.1=comment.md`` names."""
    axis, _equals, name = given.partition("=")
    if not axis.strip() or not name:
        raise click.BadParameter(f"“{given}” is not AXIS=FILE. Give, for instance, 2.1=comment.md.")
    if not Path(name).is_file():
        raise click.BadParameter(f"there is no file {name}.")
    return axis.strip(), _text(Path(name))


def _check_axes(comments: list[tuple[str, str]], plan: Plan) -> None:
    codes = [axis for axis, _text in comments]
    if unknown := [axis for axis in codes if axis not in plan.axes]:
        there = ", ".join(f"{code} ({axis.title})" for code, axis in plan.axes.items()) or "none"
        raise click.ClickException(f"{unknown[0]} is no axis of {plan.slug}. Its axes are: {there}.")
    if twice := [axis for axis in plan.axes if codes.count(axis) > 1]:
        raise click.ClickException(f"two comments are given for axis {twice[0]}. Put them into one file.")


def _text(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file} cannot be read as text: {error}") from None


def _tell(lines: list[str]) -> None:
    for line in lines:
        click.echo(line)


def _frozen(foreseen: Foreseen, languages: tuple[str, ...]) -> list[str]:
    """What sealing would freeze, line by line."""
    asked, report = foreseen.asked, foreseen.report
    texts = [
        name for name, text in (("foreword", asked.texts.foreword), ("closing", asked.texts.closing)) if text
    ]
    texts += [f"comment on axis {axis}" for axis in asked.texts.comments]
    files = files_of(foreseen, languages)
    spoken = ", ".join(languages) or report.plan.opened.language
    return [
        f"Edition {asked.edition} of the report for {asked.period} of “{report.plan.opened.title}”:",
        f"  as of {report.cut_off}, from the first {report.checkpoint.size} entries of the register",
        f"  in {spoken}, signed by {report.plan.organisation_name(foreseen.by)}",
        f"  texts of the council: {', '.join(texts) or 'none'}",
        f"  left out: {', '.join(asked.texts.left_out) or 'nothing'}",
        *([f"  because: {asked.reason}"] if asked.reason else []),
        f"  {len(files)} files:",
        *(f"    {file.name}" for file in files),
    ]


def _sealed(made: SealedEdition) -> list[str]:
    return [
        f"Sealed: entry {made.entry} of the register of {made.plan}.",
        *(f"  {file.sha256}  {file.size:>9}  {file.name}" for file in made.files),
    ]
