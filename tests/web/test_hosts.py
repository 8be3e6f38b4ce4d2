"""A site answers to its own names, on any port, and to no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.page import pages_of
from tracker.app import create_app
from tracker.settings import Settings
from tracker.store.engine import Engine


@pytest.mark.parametrize(
    ("allowed", "host", "status"),
    [
        ("promises.example", "promises.example", 302),
        ("promises.example", "promises.example:8000", 302),
        ("promises.example", "PROMISES.example", 302),
        ("promises.example", "promises.example.evil.net", 400),
        ("promises.example", "evil.net", 400),
        ("promises.example", "", 400),
        ("*.example", "city.example:443", 302),
        ("*.example", "example", 400),
        ("*", "anything.net", 302),
        ("127.0.0.1", "127x0x0x1", 400),
    ],
)
async def test_a_host_is_known_or_refused(
    sqlite_database: Engine, tmp_path: Path, allowed: str, host: str, status: int
) -> None:
    settings = Settings.from_environment({"TRACKER_DATA": str(tmp_path), "TRACKER_ALLOWED_HOSTS": allowed})
    async with pages_of(create_app(settings)) as client:
        await client.fetch("/", headers={"host": host}, status=status)


async def test_texts_name_their_charset_once(sqlite_database: Engine) -> None:
    async with pages_of(create_app()) as client:
        for path in ("/static/tracker.css", "/fr/definitions"):
            response = await client.fetch(path)
            assert re.fullmatch(r"text/\w+; charset=utf-8", response.headers["content-type"])
