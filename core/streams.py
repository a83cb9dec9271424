"""Pages that are told of changes: one task of the process reads the database, and everybody who listens gets its words.

A stream (server-sent events) holds no worker thread and no connection of the database: what is asked for is found
once a second for all who listen to the same, and only what has changed goes out. Nothing is read while nobody listens.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Hashable
from dataclasses import dataclass, field

import anyio.to_thread
from sqlmodel import Session

from core.db import Database
from core.outages import is_unavailable

log = logging.getLogger("miaopu.streams")

EVERY, BEAT, MOST = 1.0, 20, 2_000
Read = Callable[[Session], str]


@dataclass(frozen=True)
class Feed:
    """What a handler returns to keep its answer open: by ``key`` equal for all who are told the same."""

    key: Hashable
    read: Read


@dataclass
class Channel:
    """The words as last read, who waits for others, and the bell that wakes them."""

    read: Read
    words: bytes | None = None
    listeners: int = 0
    bell: asyncio.Event = field(default_factory=asyncio.Event)

    def ring(self) -> None:
        self.bell.set()
        self.bell = asyncio.Event()


class Hub:
    """All streams of one process and the one task that reads for them."""

    def __init__(self, database: Callable[[], Database]) -> None:
        self.database = database
        self.channels: dict[Hashable, Channel] = {}
        self.task: asyncio.Task | None = None
        self.is_closed = False

    @property
    def is_full(self) -> bool:
        return sum(channel.listeners for channel in self.channels.values()) >= MOST

    async def listen(self, feed: Feed) -> AsyncIterator[bytes]:
        """The words of a feed, and again whenever they change; a comment now and then keeps the line open."""
        channel = self.channels.setdefault(feed.key, Channel(feed.read))
        channel.listeners += 1
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self._poll())
        told: bytes | None = None
        try:
            while not self.is_closed:
                bell, words = channel.bell, channel.words
                if words is not None and words != told:
                    told = words
                    yield words
                    continue
                await bell.wait()
                if channel.words == told and told is not None and not self.is_closed:
                    yield b":\n\n"
        finally:
            channel.listeners -= 1
            if not channel.listeners and self.channels.get(feed.key) is channel:
                del self.channels[feed.key]

    async def _poll(self) -> None:
        limiter, rounds = anyio.CapacityLimiter(1), 0
        while self.channels and not self.is_closed:
            reads = {key: channel.read for key, channel in self.channels.items()}
            found = await anyio.to_thread.run_sync(self._found, reads, limiter=limiter)
            rounds += 1
            for key, channel in list(self.channels.items()):
                words = found.get(key, channel.words)
                if words != channel.words or rounds % BEAT == 0:
                    channel.words = words
                    channel.ring()
            await asyncio.sleep(EVERY)

    def _found(self, reads: dict[Hashable, Read]) -> dict[Hashable, bytes]:
        """Key → its words as an event; what could not be read is left out, and is tried again in the next round."""
        found: dict[Hashable, bytes] = {}
        for key, read in reads.items():
            try:
                with self.database().reading() as session:
                    found[key] = event(read(session))
            except Exception as error:
                told = log.warning if is_unavailable(error) else log.exception
                told("a stream could not be read: %s", type(error).__name__)
        return found

    def close(self) -> None:
        """Let every stream end, so that a process that is told to stop does not wait for its listeners."""
        self.is_closed = True
        for channel in self.channels.values():
            channel.ring()


def event(words: str) -> bytes:
    """The words as one server-sent event."""
    lines = "".join(f"data: {line}\n" for line in words.splitlines())
    return f"{lines}\n".encode()
