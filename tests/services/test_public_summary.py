"""Summaries for anybody: each made once, one at a time, within limits, and forgotten when the law says so."""

import asyncio

import pytest

from tracker.publish.pdf import PdfFailed
from tracker.services.public_summary import MOST_WAITING, Busy, Summaries


class Maker:
    """Makes summaries when it is let; ``most`` is how many it was making at once."""

    def __init__(self) -> None:
        self.free, self.begun = asyncio.Event(), asyncio.Event()
        self.made: list[str] = []
        self.now = self.most = 0

    async def make(self, content: str) -> bytes:
        self.now += 1
        self.most = max(self.most, self.now)
        self.begun.set()
        await self.free.wait()
        self.now -= 1
        self.made.append(content)
        return content.encode()


async def until_it_began(maker: Maker) -> None:
    async with asyncio.timeout(20):
        await maker.begun.wait()


async def test_those_who_ask_for_the_same_wait_for_the_same() -> None:
    summaries, maker = Summaries(), Maker()
    asking = [asyncio.create_task(summaries.get("a", lambda: maker.make("a"))) for _ in range(10)]
    await until_it_began(maker)
    maker.free.set()
    assert await asyncio.gather(*asking) == [b"a"] * 10
    assert await summaries.get("a", lambda: maker.make("other")) == b"a"
    assert maker.made == ["a"]


async def test_one_is_made_at_a_time_and_too_many_are_turned_away() -> None:
    summaries, maker = Summaries(), Maker()
    names = [str(number) for number in range(MOST_WAITING)]

    def ask(name: str) -> asyncio.Task[bytes]:
        return asyncio.create_task(summaries.get(name, lambda: maker.make(name)))

    asking = [ask(name) for name in names]
    await until_it_began(maker)
    with pytest.raises(Busy):
        await summaries.get("one more", lambda: maker.make("one more"))
    maker.free.set()
    assert await asyncio.gather(*asking) == [name.encode() for name in names]
    assert maker.most == 1
    assert await summaries.get("one more", lambda: maker.make("one more")) == b"one more"


async def test_a_reader_who_goes_away_stops_nothing() -> None:
    summaries, maker = Summaries(), Maker()
    gone = asyncio.create_task(summaries.get("a", lambda: maker.make("a")))
    await until_it_began(maker)
    gone.cancel()
    await asyncio.wait([gone])
    asking = asyncio.create_task(summaries.get("a", lambda: maker.make("other")))
    maker.free.set()
    assert await asking == b"a"


async def test_what_failed_is_not_tried_again_until_something_changed() -> None:
    summaries, tries = Summaries(), []

    async def fail() -> bytes:
        tries.append(1)
        raise PdfFailed("no room")

    for _ in range(3):
        with pytest.raises(PdfFailed, match="no room"):
            await summaries.get("a", fail)
    assert len(tries) == 1


async def test_what_is_forgotten_while_it_is_made_is_not_kept() -> None:
    summaries, maker = Summaries(), Maker()
    asking = asyncio.create_task(summaries.get("a", lambda: maker.make("before")))
    await until_it_began(maker)
    summaries.forget()
    maker.free.set()
    assert await asking == b"before"
    assert await summaries.get("a", lambda: maker.make("after")) == b"after"


async def test_those_asked_for_longest_ago_make_room() -> None:
    summaries, maker = Summaries(most_bytes=2), Maker()
    maker.free.set()
    for name in ("a", "b", "a", "c", "a", "b"):
        await summaries.get(name, lambda name=name: maker.make(name))  # type: ignore[misc]
    assert maker.made == ["a", "b", "c", "b"]
