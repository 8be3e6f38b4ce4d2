"""Conditional answers: one ETag a state of the register, 304, HEAD, packed and plain alike."""

import gzip
from pathlib import Path

import httpx

from tests.apps import site_of
from tests.histories import NOW, about, commitment, opening
from tests.page import SITE, pages_of
from tracker.app import create_app
from tracker.domain import events as e
from tracker.services.record import record
from tracker.settings import Settings
from tracker.store.engine import Engine

PLAN = "/fr/pacte/"
PLAIN = {"Accept-Encoding": "identity"}
PACKED = {"Accept-Encoding": "gzip"}


def settings(data: Path) -> Settings:
    return Settings.from_environment({"TRACKER_DATA": str(data), "TRACKER_EXPORTS": str(data / "exports")})


async def opened() -> None:
    await record("pacte", [*opening(), commitment("1.1")], NOW)


async def test_a_page_that_did_not_change_is_not_sent_again(sqlite_database: Engine, tmp_path: Path) -> None:
    await opened()
    async with site_of(settings(tmp_path), lambda: NOW) as pages:
        first = await pages.fetch(PLAN)
        held = {"If-None-Match": first.headers["etag"]}
        again = await pages.fetch(PLAN, headers=held, status=304)
        assert again.content == b""
        assert again.headers["etag"] == first.headers["etag"]

        await record("pacte", [about("1.1", e.UpdatePublished(text="Ouvert."), NOW.date())], NOW)
        newer = await pages.fetch(PLAN, headers=held)
        assert newer.headers["etag"] != first.headers["etag"]


async def test_the_same_register_has_the_same_etag_in_every_process(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    await opened()
    etags = set()
    for _ in range(2):
        async with pages_of(create_app(settings(tmp_path), lambda: NOW)) as pages:
            etags.add((await pages.fetch(PLAN)).headers["etag"])
    assert len(etags) == 1


async def test_addresses_and_languages_have_etags_of_their_own(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    await opened()
    addresses = [PLAN, "/it/pacte/", "/fr/pacte/actions", "/fr/pacte/actions?q=x", "/fr/pacte/at/2024-01-01/"]
    async with site_of(settings(tmp_path), lambda: NOW) as pages:
        etags = [(await pages.fetch(address)).headers["etag"] for address in addresses]
    assert len(set(etags)) == len(addresses)


async def test_a_reader_who_takes_no_packed_answers_gets_none(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    await opened()
    async with site_of(settings(tmp_path), lambda: NOW) as pages:
        packed = await raw(pages.http, PLAN, PACKED)
        plain = await raw(pages.http, PLAN, PLAIN)
        again = await raw(pages.http, PLAN, PACKED)

    assert packed[0]["content-encoding"] == again[0]["content-encoding"] == "gzip"
    assert "content-encoding" not in plain[0]
    assert gzip.decompress(packed[1]) == plain[1] == gzip.decompress(again[1])
    assert packed[0]["vary"] == plain[0]["vary"] == "Accept-Encoding"


async def test_head_says_what_get_would_and_leaves_get_whole(sqlite_database: Engine, tmp_path: Path) -> None:
    await opened()
    async with site_of(settings(tmp_path), lambda: NOW) as pages:
        head = await pages.fetch(PLAN, method="HEAD", headers=PLAIN)
        whole = await pages.fetch(PLAN, headers=PLAIN)

    assert head.content == b""
    assert int(head.headers["content-length"]) == len(whole.content) > 1000
    assert head.headers["etag"] == whole.headers["etag"]


async def test_what_is_not_there_is_never_stored(sqlite_database: Engine, tmp_path: Path) -> None:
    await opened()
    async with site_of(settings(tmp_path), lambda: NOW) as pages:
        missing = await pages.fetch("/fr/pacte/actions/1.2", status=404)
        assert "etag" not in missing.headers
        await record("pacte", [commitment("1.2")], NOW)
        await pages.get("/fr/pacte/actions/1.2")


async def raw(http: httpx.AsyncClient, path: str, headers: dict[str, str]) -> tuple[httpx.Headers, bytes]:
    """An answer as it went over the wire, still packed."""
    async with http.stream("GET", f"{SITE}{path}", headers=headers) as response:
        return response.headers, b"".join([part async for part in response.aiter_raw()])
