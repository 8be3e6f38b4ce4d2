"""Commands on registers: `tracker verify`, `tracker rebuild`, `tracker export`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tracker.cli_shared import run_on_plan, settings
from tracker.domain.merkle import Checkpoint, read_checkpoint
from tracker.services.export_register import export_register
from tracker.services.rebuild import rebuild as rebuild_plans
from tracker.services.verify_plan import VerifyResult, verify_file, verify_plan


@click.command()
@click.argument("target", metavar="PLAN|FILE")
@click.option(
    "--checkpoint",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A checkpoint that was kept elsewhere, to compare with.",
)
def verify(target: str, checkpoint: Path | None) -> None:
    """Check that nothing was rewritten in a register.

    PLAN is a plan of this database: its tables of current state and the files of its sealed reports are
    checked too. FILE is a register.jsonl
    that was downloaded: it is checked offline. Names the first wrong entry and exits 1.
    """
    known = _checkpoint(checkpoint) if checkpoint else None
    if _is_file(target):
        result = verify_file(Path(target), known)
    else:
        origin = f"{settings().site_host}/{target}"
        data = settings().data
        result = run_on_plan(lambda: verify_plan(target, origin, known, data))
    _tell(result)
    if not result.ok:
        raise SystemExit(1)


def _is_file(target: str) -> bool:
    path = Path(target)
    if not path.is_file() and (path.suffix or len(path.parts) > 1):
        raise click.ClickException(f"there is no file {target}")
    return path.is_file()


def _checkpoint(path: Path) -> Checkpoint:
    try:
        return read_checkpoint(path.read_bytes().decode())
    except ValueError as error:  # not UTF-8, or no checkpoint
        raise click.ClickException(f"{path} is no checkpoint: {error}") from None


def _tell(result: VerifyResult) -> None:
    if result.wrong:
        click.echo(f"{result.plan or 'register'}: entry {result.index}: {result.wrong}", err=True)
    for subject in result.projections:
        click.echo(f"{result.plan}: the table of {subject} is not what its entries say", err=True)
    if result.projections:
        click.echo(
            f"The register itself holds. Mend the tables with: tracker rebuild {result.plan}", err=True
        )
    for fault in result.spoiled:
        click.echo(f"{result.plan}: sealed report {fault}", err=True)
    if result.spoiled:
        click.echo("Put these files back from a backup; their SHA-256 is in the register.", err=True)
    for name in result.withheld:
        click.echo(f"{result.plan}: withheld since content was erased on legal ground: {name}", err=True)
    if not result.ok or result.checkpoint is None:
        return
    erased = f", content erased on legal ground in {len(result.erased)}" if result.erased else ""
    click.echo(f"OK: {result.plan}, {result.size} entries{erased}{_sealed(result)}, head {result.hash}")
    click.echo(result.checkpoint.text, nl=False)


def _sealed(result: VerifyResult) -> str:
    if not result.editions:
        return ""
    reports = "1 sealed report" if result.editions == 1 else f"{result.editions} sealed reports"
    return f", {reports} with {result.files} files" if result.files else f", {reports}"


@click.command()
@click.argument("plan", required=False)
def rebuild(plan: str | None) -> None:
    """Make the tables of current state again from the register, for one plan or for all."""
    for made in run_on_plan(lambda: rebuild_plans(plan)):
        mended = f", mended: {', '.join(made.mended)}" if made.mended else ", nothing to mend"
        click.echo(f"{made.plan}: {made.actions} actions{mended}")


@click.command()
@click.argument("plan")
@click.option("--format", "format_", type=click.Choice(["jsonl"]), default="jsonl", show_default=True)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; else standard output."
)
def export(plan: str, format_: str, output: Path | None) -> None:
    """Write out a plan's register, one entry a line, as its public page gives it."""
    if output is None:
        run_on_plan(lambda: export_register(plan, sys.stdout.buffer))
        return
    # A file that was half written must not pass for a register.
    partial = output.with_name(f"{output.name}.partial")
    try:
        with partial.open("wb") as file:
            count = run_on_plan(lambda: export_register(plan, file))
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)
    click.echo(f"{output}: {count} entries", err=True)
