"""Styles and fonts: conditional, kept for ever under their mark, with a site's own accent."""

from pathlib import Path

import pytest

from tests.page import pages_of
from tracker.app import create_app
from tracker.publish.templating import static_url
from tracker.settings import Settings
from tracker.store.engine import Engine


def site(data: Path, **environment: str) -> Settings:
    return Settings.from_environment({"TRACKER_DATA": str(data), **environment})


async def test_a_stylesheet_is_kept_for_ever_and_not_sent_twice(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    async with pages_of(create_app(site(tmp_path))) as pages:
        first = await pages.fetch(static_url("tracker.css"))
        held = {"If-None-Match": first.headers["etag"]}
        again = await pages.fetch(static_url("tracker.css"), headers=held, status=304)

    assert first.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in first.headers["cache-control"]
    assert again.content == b""


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/..%2Fapp.py", "/static/nothing.css"])
async def test_nothing_but_static_files_is_served(sqlite_database: Engine, tmp_path: Path, path: str) -> None:
    async with pages_of(create_app(site(tmp_path))) as pages:
        await pages.fetch(path, status=404)


async def test_a_site_s_accent_is_in_its_pages_and_made_readable(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    async with pages_of(create_app(site(tmp_path, TRACKER_ACCENT="#ffcc00"))) as pages:
        page = await pages.get("/fr/")
        sheet = await pages.fetch("/static/accent.css?v=ffcc00")

    assert page.select('link[href="/static/accent.css?v=ffcc00"]')
    assert "--accent: #ffcc00" not in sheet.text.split("@media")[0]


async def test_a_site_without_accent_has_no_such_file(sqlite_database: Engine, tmp_path: Path) -> None:
    async with pages_of(create_app(site(tmp_path))) as pages:
        await pages.fetch("/static/accent.css", status=404)
