"""A site that is served sends its mail by itself, and ends what it began when it stops."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from tests.mail_server import Postman
from tests.page import pages_of
from tracker.app import create_app, jobs_of
from tracker.services.keep_time import do_due
from tracker.settings import Settings
from tracker.store import outbox
from tracker.store.engine import Engine
from tracker.store.outbox import State

NOW = datetime(2024, 9, 10, 12, 0, tzinfo=UTC)


async def queued() -> None:
    await outbox.queue("eva@city.example", "Hello", "Text.", "<p>Text.</p>", "test", "one", at=NOW)


@pytest.mark.usefixtures("sqlite_database")
async def test_a_served_site_sends_what_waits() -> None:
    await queued()
    async with Postman().at_work() as postman:
        settings = Settings.from_environment(postman.environment)
        async with pages_of(create_app(settings, lambda: NOW)), asyncio.timeout(20):
            await postman.arrived.wait()
    assert postman.to == ["eva@city.example"]


async def test_what_was_mailed_a_year_ago_is_forgotten(sqlite_database: Engine) -> None:
    async with Postman().at_work() as postman:
        server = Settings.from_environment(postman.environment)
        assert server.mail is not None
        await queued()
        await do_due(jobs_of(server, server.mail, lambda: NOW), "one", NOW)
        assert (await outbox.counts())[State.SENT] == 1
        later = NOW + timedelta(days=366)
        await do_due(jobs_of(server, server.mail, lambda: later), "one", later)
    assert (await outbox.counts())[State.SENT] == 0


async def test_a_mail_that_is_being_sent_when_the_site_stops_is_marked(sqlite_database: Engine) -> None:
    await queued()
    async with Postman().at_work() as postman:
        settings = Settings.from_environment(postman.environment)
        async with pages_of(create_app(settings, lambda: NOW)), asyncio.timeout(20):
            await postman.arrived.wait()
        await sqlite_database.start_connection_pool()
        assert (await outbox.counts())[State.SENT] == 1
