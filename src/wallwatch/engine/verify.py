"""Whether a store holds what the logs say: each log that is still there is read again and compared, line by line.

What the engine has not come to yet is no fault; what it has passed over is one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from wallwatch.engine.files import File, files_matching, files_of
from wallwatch.engine.reread import Reread
from wallwatch.engine.stored import Entry, Held, differing, held, meaning
from wallwatch.errors import SourceError
from wallwatch.formats import LineReader
from wallwatch.model import Sighting
from wallwatch.sources.ranges import top
from wallwatch.store import StoreReader

if TYPE_CHECKING:
    from wallwatch.model.line import Committed

Kind = Literal["missing", "twice", "different", "unknown", "unread", "again"]

WORDS: Final[Mapping[Kind, str]] = {
    "missing": "is missing in the store",
    "twice": "is in the store more than once",
    "different": "is another one in the store",
    "unknown": "is in the store, and not in the log",
    "unread": "was never read",
    "again": "is in the store, but is not noted as read: it would be read again",
}
"""What is wrong with a record, or with bytes of a log."""

_COMPARED: Final = 1_000
"""Records of which is told in what they differ; of more it is only told that they do."""

Ranges = Sequence[tuple[int, int]]


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A fault: bytes ``[start, end)`` of the log at ``path``, and for a record that differs the names of the fields."""

    source: str
    path: Path
    kind: Kind
    start: int
    end: int
    fields: tuple[str, ...] = ()
    raw: str = ""


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A log that was compared: how many records agree, and how many bytes of it the engine has not come to yet.

    ``archived`` records were in the store, and were given up with old alerts. ``trouble`` says why it was not compared.
    """

    source: str
    path: Path | None = None
    agree: int = 0
    differ: int = 0
    archived: int = 0
    waiting: int = 0
    trouble: str = ""


class Log(msgspec.Struct, frozen=True):
    """A source to be verified: where its log is, or which files match its pattern, and what reads its lines."""

    name: str
    path: Path | None
    reader: Callable[[], LineReader]
    pattern: str | None = None


class _Unsure(msgspec.Struct, frozen=True):
    """A record that differs from the one of that number."""

    log: Difference
    number: int
    sighting: Sighting


class Verifier:
    """Compares logs with a store. ``collected`` tells that an engine reads them now: it may still come to anything."""

    def __init__(self, reader: StoreReader, *, collected: bool) -> None:
        self._store = reader
        self._collected = collected
        self._before: dict[str, dict[str, Committed]] = {}
        self._held: dict[tuple[str, str], Held] = {}
        self._archived = 0
        self._unsure: list[_Unsure] = []

    def verify(self, logs: Sequence[Log]) -> Iterator[Difference | Checked]:
        """Yield the differences of each log, and after them what it comes to. Blocks."""
        # In this order: what is committed meanwhile is in what is held, and its ranges are asked for again.
        self._before = {log.name: self._store.streams(log.name) for log in logs}
        self._held = held(self._store.sightings())
        self._archived = self._store.totals().archived
        for log in logs:
            yield from self._source(log)
        yield from self._told()

    def unchecked(self) -> int:
        """Return how many records of the store stand in no log that was compared. To be asked at the end."""
        return sum(map(len, self._held.values()))

    def _source(self, log: Log) -> Iterator[Difference | Checked]:
        streams = self._before[log.name]
        if not streams:
            yield Checked(source=log.name, path=log.path, trouble="nothing of it was read yet")
            return
        if log.pattern is not None:
            for file in files_matching(log.pattern, streams):
                yield from self._file(log, file, passed=False)
            return
        if log.path is None:
            yield Checked(source=log.name, trouble="it is no file")
            return
        files = files_of(log.path, streams, {stream for name, stream in self._held if name == log.name})
        if not files:
            yield Checked(source=log.name, path=log.path, trouble="no file that is there begins as what was read of it")
        for place, file in enumerate(files):
            # The engine comes to an end with what is older first: what it passed over, it does not come back to.
            newer = files[place + 1 :]
            passed = bool(newer) and all(each.is_read for each in newer)
            yield from self._file(log, file, passed=passed and not self._collected)

    def _file(self, log: Log, file: File, *, passed: bool) -> Iterator[Difference | Checked]:
        stream = file.stream
        before: Ranges = stream.ranges if stream else ()
        after = self._store.streams(log.name).get(stream.stream) if stream else None
        kept = self._held.pop((log.name, stream.stream), Held()) if stream else Held()
        check = _Check(log.name, file.path, before, after.ranges if after else (), passed=passed)
        reread = Reread(file.path, log.reader(), top(tuple(before)), ended=log.path not in {None, file.path})
        try:
            sightings = (sighting for reading in reread.readings() for sighting in reading.sightings)
            yield from self._settled(check, check.compare(sightings, kept.in_order()))
        except (OSError, SourceError) as error:
            yield Checked(source=log.name, path=file.path, trouble=str(error))
            return
        yield from self._settled(check, check.unread(reread.end))
        yield check.checked()

    def _settled(self, check: "_Check", found: Iterable["Difference | _Unsure"]) -> Iterator[Difference]:
        """Pass the faults on, but for records that are to be looked at again, or were given up with old alerts."""
        for fault in found:
            if isinstance(fault, _Unsure):
                check.differ += 1
                if len(self._unsure) < _COMPARED:
                    self._unsure.append(fault)
                else:
                    yield fault.log
            elif fault.kind == "missing" and self._archived > 0:
                self._archived -= 1
                check.archived += 1
            else:
                check.differ += 1
                yield fault

    def _told(self) -> Iterator[Difference]:
        """Yield the records that differ, with the names of the fields."""
        wanted = {unsure.number: unsure for unsure in self._unsure}
        for sighting in self._store.sightings() if wanted else ():
            unsure = wanted.pop(sighting.number, None)
            if unsure is not None:
                yield msgspec.structs.replace(unsure.log, fields=differing(unsure.sighting, sighting))


class _Check:
    """The comparison of one log. ``before`` and ``after`` are the bytes that were read when it began, and ended."""

    def __init__(self, source: str, path: Path, before: Ranges, after: Ranges, *, passed: bool) -> None:
        self._source = source
        self._path = path
        self._before = before
        self._after = after
        self._passed = passed
        self._agree = 0
        self._waiting = 0
        self.differ = 0
        self.archived = 0

    def compare(self, said: Iterable[Sighting], kept: Iterator[Entry]) -> Iterator[Difference | _Unsure]:
        """Yield the faults between what the log says and what is held, both in the order of the log."""
        entry = next(kept, None)
        for sighting in said:
            while entry is not None and entry.start < sighting.start:
                yield self._fault("unknown", entry.start, entry.end)
                entry = next(kept, None)
            same: list[Entry] = []
            while entry is not None and entry.start == sighting.start:
                same.append(entry)
                entry = next(kept, None)
            yield from self._record(sighting, same)
        while entry is not None:
            yield self._fault("unknown", entry.start, entry.end)
            entry = next(kept, None)

    def unread(self, end: int) -> Iterator[Difference]:
        """Yield the bytes before ``end`` that were not read, if they never will be; else count them."""
        at = 0
        for start, stop in (*self._after, (end, end)):
            if at < min(start, end):
                if self._passed:
                    yield self._fault("unread", at, min(start, end))
                else:
                    self._waiting += min(start, end) - at
            at = max(at, stop)

    def checked(self) -> Checked:
        """Return what it comes to."""
        return Checked(
            source=self._source,
            path=self._path,
            agree=self._agree,
            differ=self.differ,
            archived=self.archived,
            waiting=self._waiting,
        )

    def _record(self, sighting: Sighting, same: Sequence[Entry]) -> Iterator[Difference | _Unsure]:
        span = sighting.start, sighting.end
        if not same:
            if _covers(self._before, *span):
                yield self._fault("missing", *span, sighting.raw)
            return
        if len(same) > 1:
            yield self._fault("twice", *span, sighting.raw)
        elif not _covers(self._after, *span):
            yield self._fault("again", *span, sighting.raw)
        elif (same[0].end, same[0].hash) != (sighting.end, meaning(sighting)):
            yield _Unsure(self._fault("different", *span, sighting.raw), same[0].number, sighting)
        else:
            self._agree += 1

    def _fault(self, kind: Kind, start: int, end: int, raw: str = "") -> Difference:
        return Difference(source=self._source, path=self._path, kind=kind, start=start, end=end, raw=raw)


def _covers(ranges: Ranges, start: int, end: int) -> bool:
    return any(first <= start and end <= last for first, last in ranges)
