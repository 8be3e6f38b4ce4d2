"""The command line: one command a use case."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import click

from tracker.app import now
from tracker.services.load_plan import describe, load
from tracker.settings import Settings, SettingsError
from tracker.store.engine import connected
from tracker.store.migrate import migrate

T = TypeVar("T")
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def settings() -> Settings:
    try:
        return Settings.from_environment(os.environ)
    except SettingsError as error:
        raise click.ClickException(str(error)) from None


async def _with_database(work: Coroutine[Any, Any, T]) -> T:
    chosen = settings()
    chosen.data.mkdir(parents=True, exist_ok=True)
    async with connected(chosen.database):
        await migrate()
        return await work


def run(work: Coroutine[Any, Any, T]) -> T:
    """Do some work on the database of the settings, brought to the newest schema first."""
    return asyncio.run(_with_database(work))


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
    from granian import Granian
    from granian.constants import Interfaces

    run(_nothing())
    Granian(
        "tracker.app:create_app",
        factory=True,
        address=host,
        port=port,
        workers=workers,
        interface=Interfaces.ASGI,
        working_dir=Path.cwd(),
    ).serve()


@main.command("load")
@click.argument(
    "folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def load_folders(folders: tuple[Path, ...], dry_run: bool) -> None:
    """Load plans from FOLDERS: check everything first, then append what changed."""
    result = run(load(folders, now(), dry_run))
    click.echo(describe(result))
    if result.problems:
        raise SystemExit(1)


async def _nothing() -> None:
    """Only bring the database up to date."""


if __name__ == "__main__":
    main()
