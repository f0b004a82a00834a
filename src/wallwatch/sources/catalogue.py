"""What has been read of many files, and which of them have changed since.

Where a stream was read is told by its mark, before the mark of the file itself: by that a file is found again that was
rotated away, among the copies beside its path.
"""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote_from_bytes, unquote_to_bytes

from msgspec.structs import replace

from wallwatch.model.line import Committed, Lines
from wallwatch.sources.identity import HEAD, parse_stream
from wallwatch.sources.matching import Match
from wallwatch.sources.ranges import joined

_SAFE: Final = "/"


class Catalogue:
    """The streams of all files of a pattern, on from what is ``committed``."""

    def __init__(self, committed: Mapping[str, Committed]) -> None:
        self._streams: dict[str, tuple[str, Committed]] = {}
        self._known = frozenset(committed)
        self._begun: set[str] = set()
        self._seen: dict[str, Match] = {}
        self._unsure: dict[str, Match] = {}
        self._at: defaultdict[str, set[str]] = defaultdict(set)
        self._of: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
        for stream, entry in committed.items():
            path, mark = _unwrapped(entry.mark)
            self._put(stream, path, replace(entry, mark=mark))

    def changed(self, found: Mapping[str, Match]) -> list[Match]:
        """Return the files to look into, in the order of ``found``. Blocks: called from a thread.

        What stood at another of the paths before is looked for from there, as a copy of it.
        """
        self._seen = {path: match for path, match in self._seen.items() if path in found}
        self._unsure = {path: match for path, match in self._unsure.items() if path in found}
        visits: dict[str, Match] = {}
        for path, match in found.items():
            if self._seen.get(path) != match:
                self._seen[path] = match
                owner = found.get(self._owner(match, found), match)
                visits[owner.path] = owner
        return list(visits.values())

    def visited(self, match: Match) -> None:
        """Note that a file is read as it is now."""
        self._seen[match.path] = match

    def unfinished(self, match: Match) -> None:
        """Note that there was more in a file."""
        self._seen.pop(match.path, None)

    def unsure(self, match: Match) -> None:
        """Note that a file was silent, once: a slow disk may be silent, too, or a half line is at its end."""
        if self._unsure.get(match.path) != match:
            self._unsure[match.path] = match
            self.unfinished(match)

    def committed(self, match: Match) -> dict[str, Committed]:
        """Return the streams that stood at the path of a file, and those that the file may be by its number."""
        streams = self._at.get(match.path, set()) | self._of.get(match.file, set())
        return {stream: self._streams[stream][1] for stream in streams}

    def noted(self, lines: Lines, path: str) -> Lines | None:
        """Return a batch as it is given on; ``None`` for context of what was read just now."""
        before = self._streams.get(lines.stream, (path, Committed(stream=lines.stream)))
        if lines.context:
            return lines if lines.stream in self._known and lines.stream not in self._begun else None
        entry = before[1]
        mark = lines.mark or entry.mark
        ranges = joined(entry.ranges, (lines.start, lines.end))
        told = lines.mark or before[0] != path or lines.stream not in self._begun
        self._begun.add(lines.stream)
        self._put(lines.stream, path, Committed(stream=lines.stream, ranges=ranges, mark=mark))
        return replace(lines, mark=_wrapped(path, mark)) if told else lines

    def _put(self, stream: str, path: str, entry: Committed) -> None:
        before, _ = self._streams.get(stream, (path, entry))
        self._streams[stream] = path, entry
        self._at[before].discard(stream)
        self._at[path].add(stream)
        identity = parse_stream(stream)
        if identity is not None:
            self._of[identity.device, identity.inode].add(stream)

    def _owner(self, match: Match, found: Mapping[str, Match]) -> str:
        """Return the path of which a file is the rotated copy, or its own."""
        paths = {self._streams[stream][0] for stream in self._of.get(match.file, ())}
        if match.path in paths or not paths:
            return match.path
        head = _head(match.path)
        return next((path for path in sorted(paths) if self._was_at(found.get(path), match, head)), match.path)

    def _was_at(self, now: Match | None, match: Match, head: bytes) -> bool:
        """Tell whether a file is one that was read where another one is ``now``."""
        if now is None or now.file == match.file:
            return False
        return any(_matches(stream, match, head) for stream in self._at[now.path])


def is_of(stream: str, match: Match) -> bool:
    """Tell whether a stream is of this file, by its number."""
    identity = parse_stream(stream)
    return identity is not None and (identity.device, identity.inode) == match.file


def _matches(stream: str, match: Match, head: bytes) -> bool:
    identity = parse_stream(stream)
    return identity is not None and identity.matches(match.device, match.inode, head)


def _head(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(HEAD)
    except OSError:
        return b""


def _wrapped(path: str, mark: str) -> str:
    return f"{quote_from_bytes(path.encode('utf-8', 'surrogateescape'), _SAFE)} {mark}"


def _unwrapped(mark: str) -> tuple[str, str]:
    path, _, inner = mark.partition(" ")
    return unquote_to_bytes(path).decode("utf-8", "surrogateescape"), inner
