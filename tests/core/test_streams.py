"""Streams: one reading for all who listen, only what has changed goes out, and nobody keeps the process from ending."""

import asyncio

import pytest

from core import streams
from core.streams import Feed, Hub, event
from tests.proofs.server import in_a_loop


class Source:
    """Words that a test changes, and how often they were read."""

    def __init__(self, words: str = "一") -> None:
        self.words, self.count = words, 0

    def read(self, session) -> str:
        self.count += 1
        if self.words == "broken":
            raise ValueError("cannot be read")
        return self.words


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(streams, "EVERY", 0.02)


def test_an_event_says_each_line():
    assert event("甲\n乙") == "data: 甲\ndata: 乙\n\n".encode()


async def collect(hub: Hub, feed: Feed, found: list[bytes]) -> None:
    async for words in hub.listen(feed):
        found.append(words)


async def until(holds) -> None:
    for _attempt in range(500):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come to that")


def test_a_hundred_listeners_cost_one_reading_and_hear_each_change_once(sqlite_database, quick):
    source, found = Source(), [[] for _ in range(100)]
    feed = Feed("wall", source.read)

    async def story():
        hub = Hub(lambda: sqlite_database)
        listening = [asyncio.create_task(collect(hub, feed, one)) for one in found]
        await until(lambda: all(found))
        source.words = "broken"
        read = source.count
        await until(lambda: source.count > read + 2)
        source.words = "二"
        await until(lambda: all(len(one) > 1 for one in found))
        rounds = source.count
        hub.close()
        await asyncio.gather(*listening)
        await hub.task
        return rounds, hub.channels

    rounds, channels = in_a_loop(story())
    plain = [[words for words in one if words.startswith(b"data")] for one in found]
    assert plain == [[event("一"), event("二")]] * 100
    assert rounds < 100 and channels == {}


def test_nothing_is_read_while_nobody_listens(sqlite_database, quick):
    source = Source()

    async def story():
        hub, found = Hub(lambda: sqlite_database), []
        one = asyncio.create_task(collect(hub, Feed("wall", source.read), found))
        await until(lambda: found)
        one.cancel()
        await asyncio.gather(one, return_exceptions=True)
        await hub.task
        before = source.count
        await asyncio.sleep(0.1)
        assert (source.count, hub.channels) == (before, {})

    in_a_loop(story())


def test_the_line_is_kept_open_by_a_comment(sqlite_database, quick, monkeypatch):
    monkeypatch.setattr(streams, "BEAT", 3)

    async def story():
        hub, found = Hub(lambda: sqlite_database), []
        one = asyncio.create_task(collect(hub, Feed("wall", Source().read), found))
        await until(lambda: b":\n\n" in found)
        hub.close()
        await one
        await hub.task
        return found

    assert in_a_loop(story())[0] == event("一")
