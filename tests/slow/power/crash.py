"""What a disk may hold after the power failed at some moment, made of a recording (recorder.c) and of chance.

A write that was synced is there. Of those since the last sync of their file, any may be there, and any part of one: a
disk writes sectors, in an order of its own. The same holds for a file that was cut short or deleted.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512  # bytes that a disk writes whole

_HEAD = re.compile(rb"([WTSU]) (\S+) (\d+) (\d+)\n")


@dataclass(frozen=True, slots=True)
class Record:
    kind: str  # as recorder.c has them
    file: str
    offset: int
    bytes: bytes


@dataclass(slots=True)
class Disk:
    """The synced content of each file, and what was done to it since."""

    files: dict[str, bytearray]
    unsynced: dict[str, list[Record]] = field(default_factory=dict)

    def take(self, record: Record) -> None:
        if record.kind == "S":
            for done in self.unsynced.pop(record.file, []):
                self._do(self.files, done)
        else:
            self.unsynced.setdefault(record.file, []).append(record)

    def after_the_crash(self, chance: random.Random) -> dict[str, bytes]:
        files = {name: bytearray(content) for name, content in self.files.items()}
        kept = chance.choice((0.0, 0.2, 0.5, 0.8, 1.0))
        for records in self.unsynced.values():
            for record in records:
                for part in _sectors(record):
                    if chance.random() < kept:
                        self._do(files, part)
        return {name: bytes(content) for name, content in files.items()}

    @staticmethod
    def _do(files: dict[str, bytearray], record: Record) -> None:
        if record.kind == "U":
            files.pop(record.file, None)
            return
        content = files.setdefault(record.file, bytearray())
        if record.kind == "T":
            del content[record.offset :]
            content.extend(bytes(record.offset - len(content)))
        else:
            end = record.offset + len(record.bytes)
            content.extend(bytes(max(0, end - len(content))))
            content[record.offset : end] = record.bytes


def _sectors(record: Record) -> Iterator[Record]:
    if record.kind != "W":
        yield record
        return
    start, end = record.offset, record.offset + len(record.bytes)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        yield Record("W", record.file, start, record.bytes[start - record.offset : stop - record.offset])
        start = stop


def read(recording: Path) -> list[Record]:
    """The records in their order."""
    said, place, found = recording.read_bytes(), 0, []
    while head := _HEAD.match(said, place):
        kind, file, offset, length = head[1].decode(), head[2].decode(), int(head[3]), int(head[4])
        found.append(Record(kind, file, offset, said[head.end() : head.end() + length]))
        place = head.end() + length
    assert place == len(said), "the recording is torn"
    return found
