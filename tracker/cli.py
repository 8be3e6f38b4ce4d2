"""The command line: one command a use case."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click
from granian import Granian
from granian.constants import Interfaces

from tracker.app import now
from tracker.cli_mail import mail, remind_people
from tracker.cli_people import user
from tracker.cli_register import export, rebuild, verify
from tracker.cli_repair import clean_up, restore
from tracker.cli_reports import a_period, asked_for, reproduce_edition
from tracker.cli_seal import seal_edition
from tracker.cli_shared import DAY, run, settings
from tracker.publish.languages import LANGUAGES
from tracker.publish.pdf import PdfFailed
from tracker.services.demo import REPORTS, prepare_demo
from tracker.services.load_plan import describe, load
from tracker.services.make_report import NoReport, make_report, write_report, write_summary
from tracker.services.people_demo import NotOnLoopbackError, make_demo_people, make_demo_reports
from tracker.settings import Settings

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tracker")
def main() -> None:
    """Keep a city's promises in public."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
def serve(host: str, port: int, workers: int) -> None:
    """Serve the site with Granian."""
    _follow(port)
    run(_up_to_date)
    _serve(host, port, workers)


def _follow(port: int) -> None:
    """Links and the hosts that are answered follow the port, unless the settings say otherwise."""
    os.environ.setdefault("TRACKER_SITE_URL", f"http://127.0.0.1:{port}")


def _serve(host: str, port: int, workers: int) -> None:
    Granian(
        "tracker.app:create_app",
        factory=True,
        address=host,
        port=port,
        workers=workers,
        interface=Interfaces.ASGI,
        working_dir=Path.cwd(),
    ).serve()


@main.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-serve", is_flag=True, help="Stop once everything is ready.")
@click.option("--actions", default="actions", show_default=True, type=FOLDER, help="Folder of plan folders.")
def demo(port: int, no_serve: bool, actions: Path) -> None:
    """Load the shipped plans, write three yearly reports, make accounts of each role, serve the site."""
    _follow(port)
    chosen = settings()
    click.echo("Loading the plans and writing the reports…")
    made = run(lambda: prepare_demo(actions, chosen, now()))
    if made.loaded.problems:
        click.echo(describe(made.loaded), err=True)
        raise SystemExit(1)
    for plan in made.loaded.plans:
        click.echo(f"  {plan.slug}: " + (f"{plan.appended} entries" if plan.appended else "nothing changed"))
    for file, written in made.reports:
        click.echo(f"  {file}" + ("" if written else ": nothing changed"))
    first = [plan for plan, _year, _language in REPORTS]
    tell_accounts(list(dict.fromkeys([*first, *(plan.slug for plan in made.loaded.plans)])), chosen)
    click.echo(f"The site: {chosen.site_url}/")
    if not no_serve:
        click.echo("Stop it with Ctrl-C.")
        _serve("127.0.0.1", port, workers=1)


def tell_accounts(plans: list[str], chosen: Settings) -> None:
    async def make() -> list[tuple[str, str, str]]:
        made = await make_demo_people(plans, chosen, now())
        await make_demo_reports(plans, now())
        return made

    try:
        accounts = run(make)
    except NotOnLoopbackError as refused:
        click.echo(f"{refused}.")
        return
    click.echo(f"To sign in at {chosen.site_url}/staff/, with the password of this run:")
    for email, password, role in accounts:
        click.echo(f"  {role:<14}{email:<28}{password}")


@main.command("load")
@click.argument("folders", nargs=-1, required=True, type=FOLDER)
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def load_folders(folders: tuple[Path, ...], dry_run: bool) -> None:
    """Load plans from FOLDERS: check everything first, then append what changed."""
    result = run(lambda: load(folders, now(), dry_run))
    click.echo(describe(result))
    if result.problems:
        raise SystemExit(1)


@main.command()
@click.argument("plan")
@click.argument("year", callback=a_period, required=False)
@click.argument("edition", type=click.IntRange(1), required=False)
@click.option("--reproduce", is_flag=True, help="Make the sealed EDITION again and compare; writes nothing.")
@click.option("--from", "since", type=DAY, help="First day of a report on several years.")
@click.option("--to", "until", type=DAY, help="Last day of a report on several years; while it runs, today.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language; else the plan's own.")
@click.option("--cut-off", type=DAY, help="Last day that counts; else the year's last, or today.")
@click.option("--summary", "short", is_flag=True, help="The citizens' summary on four pages or two instead.")
@click.option("--archive", is_flag=True, help="As PDF/A-3a, with the data inside, instead.")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), help="Folder; else exports/.")
def report(
    plan: str,
    year: str | None,
    edition: int | None,
    reproduce: bool,
    since: datetime | None,
    until: datetime | None,
    lang: str | None,
    cut_off: datetime | None,
    short: bool,
    archive: bool,
    output: Path | None,
) -> None:
    """Write the accountability report of a plan as an accessible PDF: for a YEAR, or for several years.

    With --reproduce, a sealed edition is made again from the register and compared with what was sealed.
    """
    if reproduce != (edition is not None):
        raise click.UsageError("A sealed edition is made again with: --reproduce PLAN YEAR EDITION.")
    if short and archive:
        raise click.UsageError("The summary is for readers alone: give --summary or --archive.")
    if year and edition is not None:
        reproduce_edition(plan, year, edition)
        return
    chosen, today = settings(), now().date()
    asked = asked_for(plan, year, since, until, cut_off, today)

    async def write() -> Path:
        made = await make_report(await asked(), chosen.site_host, today)
        language = lang or made.plan.opened.language
        folder = output or chosen.exports
        if short:
            return await write_summary(made, language, chosen.site_url, folder)
        return await write_report(made, language, chosen.site_url, folder, archive=archive)

    try:
        click.echo(run(write))
    except (NoReport, PdfFailed) as error:
        raise click.ClickException(str(error)) from None


async def _up_to_date() -> None:
    """Nothing more than what opening the database does."""


for command in (verify, rebuild, export, clean_up, restore, seal_edition, user, remind_people, mail):
    main.add_command(command)

if __name__ == "__main__":
    main()
