"""Public pages of a plan of 1,000 actions, beside an answer of the same server that renders nothing."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path

from tests.benchmarks.measure import best_of_async, table
from tests.histories import NOW, about, commitment, opening
from tests.page import pages_of
from tracker.app import create_app
from tracker.domain import events as e
from tracker.services.record import record
from tracker.settings import Settings
from tracker.store.engine import Engine

ACTIONS = 1_000


async def test_pages_of_a_thousand_actions(sqlite_database: Engine, tmp_path: Path) -> None:
    news = e.UpdatePublished(text="Le guichet est ouvert deux jours par semaine.")
    await record("pacte", [*opening(), *(commitment(f"1.{n}") for n in range(ACTIONS))], NOW)
    await record("pacte", [about(f"1.{n}", news, date(2024, 1, 15)) for n in range(ACTIONS)], NOW)
    settings = Settings.from_environment({"TRACKER_DATA": str(tmp_path)})
    moment = [NOW]

    async with pages_of(create_app(settings, lambda: moment[0])) as pages:

        async def fetch(path: str) -> None:
            await pages.fetch(path)

        async def render(path: str) -> None:
            # Another day is another page: nothing stored serves it.
            moment[0] += timedelta(days=1)
            await pages.fetch(path)

        static = await best_of_async(5, partial(fetch, "/static/icon.svg"))
        with table(f"Pages of {ACTIONS} actions", "a small static file", static) as row:
            for name, path in (
                ("overview", "/fr/pacte/"),
                ("list", "/fr/pacte/actions"),
                ("list with words", "/fr/pacte/actions?q=action+42"),
                ("action", "/fr/pacte/actions/1.42"),
                ("past day", "/fr/pacte/at/2024-06-30/"),
            ):
                row(f"{name}, rendered", await best_of_async(3, partial(render, path)))
                row(f"{name}, stored", await best_of_async(3, partial(fetch, path)))
