"""Power losses, made from what a process really wrote: strace records it, and any unsynced part of it may be missing.

A disk promises only what was there when the last fsync of a file began that had returned; of everything written to
that file since, each piece of 512 bytes may have arrived or not, in any combination. The shared-memory file of
SQLite is not written out: it is made anew.
"""

import random
import re
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
CALLS = "pwrite64,write,sendto,sendmsg,fsync,fdatasync,ftruncate"
LINE = re.compile(rb"^(\d+) +(?:(\w+)\(|<\.\.\. (\w+) resumed>)(.*)$")
SIZE = re.compile(rb"^, (\d+)")
ON_FILE = re.compile(rb"^\d+<([^>]*)>(.*)$")
WRITTEN = re.compile(rb'^, "([^"]*)"(\.\.\.)?, (\d+)(?:, (\d+))?')


@contextmanager
def recorded(pids: list[int], trace: Path) -> Iterator[None]:
    """Meanwhile every write and sync of these processes goes into ``trace``."""
    command = ["strace", "-f", "-y", "-xx", "-s", "100000", "-e", f"trace={CALLS}", "-o", str(trace)]
    command += [part for pid in pids for part in ("-p", str(pid))]
    with attached(command):
        yield


@contextmanager
def failing(pids: list[int], call: str, error: str) -> Iterator[None]:
    """Meanwhile this system call of these processes does nothing but fail."""
    command = ["strace", "-f", "-e", f"trace={call}", "-e", f"inject={call}:error={error}", "-o", "/dev/null"]
    command += [part for pid in pids for part in ("-p", str(pid))]
    with attached(command):
        yield


@contextmanager
def attached(command: list[str]) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as tracer:
        assert tracer.stderr is not None
        said = tracer.stderr.readline()
        assert b"attached" in said, said.decode()
        time.sleep(0.3)  # the threads beside the first one
        yield
        tracer.terminate()
        tracer.communicate()


@dataclass(frozen=True)
class Write:
    file: str
    offset: int
    data: bytes


@dataclass(frozen=True)
class Sync:
    """A sync that returned; ``since`` is the place in the record at which it began."""

    file: str
    since: int


@dataclass(frozen=True)
class Cut:
    file: str
    size: int


@dataclass(frozen=True)
class Said:
    """Bytes that left the process: an answer, a word into a pipe."""

    data: bytes


Event = Write | Sync | Cut | Said


class Record:
    """The trace as events in order; calls that strace shows in two halves are put together."""

    def __init__(self, trace: Path, database: Path) -> None:
        self.events: list[Event] = []
        self._names = {str(database), f"{database}-wal"}
        self._begun: dict[bytes, tuple[bytes, str, int]] = {}
        with trace.open("rb") as file:
            for line in file:
                self._take(line)

    def _take(self, line: bytes) -> None:
        found = LINE.match(line)
        if found is None:
            return
        thread, call, resumed, rest = found.groups()
        if resumed:
            name, file, place = self._begun.pop(thread, (b"", "", 0))
            if name in (b"fsync", b"fdatasync") and b"= 0" in rest:
                self.events.append(Sync(file, place))
            return
        on_file = ON_FILE.match(rest)
        if on_file is None:
            return
        name = _text(on_file[1]).removesuffix(" (deleted)")
        if rest.endswith(b"<unfinished ...>"):
            self._begun[thread] = (call, name, len(self.events))
        self._note(call, name, on_file[2])

    def _note(self, call: bytes, file: str, rest: bytes) -> None:
        is_ours, is_whole = file in self._names, not rest.endswith(b"<unfinished ...>")
        if call in (b"fsync", b"fdatasync"):
            if is_ours and is_whole and b"= 0" in rest:
                self.events.append(Sync(file, len(self.events)))
        elif call == b"ftruncate" and is_ours and (size := SIZE.search(rest)):
            self.events.append(Cut(file, int(size[1])))
        elif written := WRITTEN.match(rest):
            assert not written[2], "strace cut a write short"
            data = bytes.fromhex(written[1].replace(b"\\x", b"").decode())
            if is_ours and call == b"pwrite64":
                self.events.append(Write(file, int(written[4]), data))
            elif not is_ours and call != b"pwrite64":
                self.events.append(Said(data))


def _text(quoted: bytes) -> str:
    """A path as strace -xx shows it: plain, or in hexadecimal."""
    return (
        bytes.fromhex(quoted.replace(b"\\x", b"").decode()).decode() if quoted.startswith(b"\\x") else quoted.decode()
    )


@dataclass
class Disk:
    """What is certain of one file, and what was written since."""

    certain: bytearray
    pending: list[tuple[int, Write | Cut]] = field(default_factory=list)

    def sync(self, since: int) -> None:
        for _place, change in (one for one in self.pending if one[0] < since):
            _apply(self.certain, change)
        self.pending = [one for one in self.pending if one[0] >= since]

    def after_loss(self, chance: random.Random) -> bytes:
        """The file as it may be found: of each unsynced change all, nothing, or some sectors."""
        found = bytearray(self.certain)
        share = chance.choice((0.0, 0.5, 0.9, 1.0))
        for _place, change in self.pending:
            if chance.random() < share:
                _apply(found, change, chance if chance.random() < 0.5 else None)
        return bytes(found)


def _apply(content: bytearray, change: Write | Cut, chance: random.Random | None = None) -> None:
    if isinstance(change, Cut):
        del content[change.size :]
        content.extend(bytes(change.size - len(content)))
        return
    content.extend(bytes(max(0, change.offset + len(change.data) - len(content))))
    start = 0
    while start < len(change.data):
        end = min(len(change.data), start + SECTOR - (change.offset + start) % SECTOR)
        if chance is None or chance.random() < 0.5:
            content[change.offset + start : change.offset + end] = change.data[start:end]
        start = end


@dataclass
class Found:
    """What opening the images brought to light."""

    images: int = 0
    told: int = 0
    damaged: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def try_images(
    record: Record, base: dict[str, bytes], folder: Path, count: int, word: re.Pattern[bytes], kept: str
) -> Found:
    """Cut the power at ``count`` places and open what is left.

    ``base`` is each file before the record begins; ``word`` finds in what was said the transactions told as kept,
    ``kept`` is the statement that lists those which are there.
    """
    chance = random.Random(1)  # the same images each time, so that a failure can be looked at
    places = [*sorted(chance.choices(range(1, len(record.events)), k=count - 1)), len(record.events)]
    disks = {file: Disk(bytearray(content)) for file, content in base.items()}
    found, told, place = Found(), set[str](), 0
    for stop in places:
        for number in range(place, stop):
            _happen(record.events[number], number, disks, told, word)
        place = stop
        files = {file: disk.after_loss(chance) for file, disk in disks.items()}
        _examine(files, folder, told, kept, found)
    found.told = len(told)
    return found


def _happen(event: Event, number: int, disks: dict[str, Disk], told: set[str], word: re.Pattern[bytes]) -> None:
    if isinstance(event, Said):
        told.update(one.decode() for one in word.findall(event.data))
    elif isinstance(event, Sync):
        disks[event.file].sync(event.since)
    else:
        disks[event.file].pending.append((number, event))


def _examine(files: dict[str, bytes], folder: Path, told: set[str], kept: str, found: Found) -> None:
    image = folder / "image.db"
    (folder / "image.db-shm").unlink(missing_ok=True)
    for file, content in files.items():
        image.with_name(image.name + ("-wal" if file.endswith("-wal") else "")).write_bytes(content)
    found.images += 1
    try:
        with closing(sqlite3.connect(image)) as connection:
            state = connection.execute("PRAGMA integrity_check").fetchall()
            there = {row[0] for row in connection.execute(kept)}
    except sqlite3.DatabaseError as error:
        found.damaged.append(str(error))
        return
    if state != [("ok",)]:
        found.damaged.append(str(state[:3]))
    found.lost += sorted(told - there)
