"""The command line for mending what is kept: `tracker clean` and `tracker restore`."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.app import now
from tracker.cli_shared import run, settings
from tracker.domain.verification import TamperedError
from tracker.services.erase import clean
from tracker.services.restore_register import restore_register

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
BUSY = "Somebody was reading the database, so that traces may be left. Stop the site, then run tracker clean."


@click.command("clean")
def clean_up() -> None:
    """Remove files that nothing names, and traces of what was deleted from the database."""
    gone, scrubbed = run(lambda: clean(settings().data))
    click.echo(f"{gone} files removed that nothing names.")
    if not scrubbed:
        raise click.ClickException(BUSY)
    click.echo("The database was written anew: nothing that was deleted can be read in it.")


@click.command()
@click.argument("file", type=FILE)
def restore(file: Path) -> None:
    """Bring a register up to a newer FILE of it (register.jsonl), after a backup was put back."""
    lines = file.read_bytes().splitlines(keepends=True)
    try:
        done = run(lambda: restore_register(lines, settings().data, now()))
    except TamperedError as error:
        raise click.ClickException(f"nothing was changed: {error}") from None
    click.echo(f"{done.plan}: {done.added} entries added, {done.erased} contents erased again.")
    click.echo(f"The register has {done.size} entries. Check it with: tracker verify {done.plan}")
    if not done.scrubbed:
        raise click.ClickException(BUSY)
