"""What all commands stand on: the settings of the environment, and work on their database."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click

from tracker.domain.verification import TamperedError
from tracker.services.verify_plan import UnknownPlanError
from tracker.settings import Settings, SettingsError
from tracker.store.engine import connected
from tracker.store.migrate import migrate

T = TypeVar("T")
DAY = click.DateTime(["%Y-%m-%d"])


def settings() -> Settings:
    try:
        return Settings.from_environment(os.environ)
    except SettingsError as error:
        raise click.ClickException(str(error)) from None


async def _with_database(work: Callable[[], Awaitable[T]]) -> T:
    chosen = settings()
    chosen.data.mkdir(parents=True, exist_ok=True)
    async with connected(chosen.database):
        await migrate()
        return await work()


def run(work: Callable[[], Awaitable[T]]) -> T:
    """Do some work on the database of the settings, brought to the newest schema first."""
    return asyncio.run(_with_database(work))


def run_on_plan(work: Callable[[], Awaitable[T]]) -> T:
    """The same for work that needs a plan: one that is not there, or was tampered with, ends the command."""
    try:
        return run(work)
    except (UnknownPlanError, TamperedError) as error:
        raise click.ClickException(str(error)) from None
