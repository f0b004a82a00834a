"""What is to be read beside a log's path: files that stood there and were moved away before they were read.

A rotation may happen between two looks, or ten of them while nobody is there, and what is left of the file that was
being read may be in a copy, which may be packed. What nobody can find any more is told.
"""

import os
import time
from collections.abc import Collection, Iterable, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Final

import msgspec

from wallwatch.sources.copies import Copy, close_all, listed, open_copies
from wallwatch.sources.handle import Handle
from wallwatch.sources.identity import HEAD, Identity
from wallwatch.sources.mark import TAIL, mark_of
from wallwatch.sources.packed import PackedHandle
from wallwatch.sources.streams import Known, Streams

_TICK: Final = 1_000_000_000
"""Nanoseconds that the time of a file is not to be relied upon."""


class Arrival(msgspec.Struct, frozen=True):
    """A file to be read; ``identity`` is its stream if that is known. Nobody writes to a ``still`` one any more."""

    path: Path
    handle: Handle
    identity: Identity | None
    still: bool


class Look(msgspec.Struct, frozen=True):
    """What one look found: files to be read, the oldest first; streams that are nowhere; copies that cannot be read.

    Of the ``short`` streams there are copies, but none with all that was read: their writer went on after that.
    ``passed`` is the newest copy at the very first look: what was there before us is not read.
    """

    files: tuple[Arrival, ...] = ()
    lost: tuple[Known, ...] = ()
    short: tuple[Known, ...] = ()
    unreadable: tuple[Copy, ...] = ()
    passed: Known | None = None

    def close(self) -> None:
        """Close all files: nobody will read them."""
        for arrival in self.files:
            arrival.handle.close()


class Beside:
    """The copies beside one log, and which of them were seen."""

    def __init__(self, path: Path, streams: Streams) -> None:
        self._path = path
        self._streams = streams
        self._seen: tuple[Copy, ...] | None = None
        self._names: dict[str, tuple[int, int]] = {}
        self._inodes: frozenset[int] = frozenset()
        self._changed = 0
        self.is_stirred = False
        """Whether there are other copies than at the last look."""

    def glance(self) -> None:
        """See whether there may be other copies than at the last look. Blocks for a moment: called from a thread."""
        try:
            path = self._place()
            changed = path.parent.stat().st_mtime_ns
            if changed == self._changed:
                return
            self.is_stirred = listed(path, self._inodes) != self._names
            # The clock of a file system ticks slowly: what has just changed may change again at the same time.
            self._changed = changed if abs(time.time_ns() - changed) > _TICK else 0
        except OSError:
            self.is_stirred = False

    def look(self, held: Sequence[Handle], current: Handle | None, *, unread: Collection[Handle] = ()) -> Look:
        """Return what is to be read before the ``current`` file; ``held`` are all that are open.

        Of the ``unread`` ones nothing was read yet: if they are emptied, their copies will be all there is. If the
        current one has become a copy meanwhile, those after it are left for the next look. Blocks: called from a
        thread.

        Raises:
            OSError: no more files can be opened.
        """
        self._inodes = frozenset(known.identity.inode for known in self._streams.waiting())
        copies = open_copies(self._place(), self._inodes)
        self.is_stirred = False
        self._names = {copy.path.name: copy.place for copy in copies}
        look = Look()
        try:
            older = tuple(takewhile(lambda copy: current is None or not copy.is_of(current), copies))
            look = self._look(older, held, current)
            if self._seen is not None:
                self._seen = tuple(copy for copy in self._seen if not _is_held(copy, unread))
        finally:
            kept = [arrival.handle for arrival in look.files]
            close_all([copy for copy in copies if copy.handle not in kept])
        return look

    def _look(self, copies: tuple[Copy, ...], held: Sequence[Handle], current: Handle | None) -> Look:
        if not self._streams and self._seen is None:
            self._seen = copies
            return Look(passed=self._pass(copies))
        here = self._recognised(current)
        known = {copy: found for copy in copies if (found := self._known(copy))}
        rests = self._rests(known, here)
        familiar = [copy for copy in copies if copy in known or _is_held(copy, held)]
        # An empty one may be a copy that is just being made, of which nothing can be said yet. One without a series is
        # there for its inode number, which may have been given to any other log.
        unknown = [copy for copy in copies if copy not in familiar and copy.series and (copy.head or not copy.handle)]
        if self._seen is None:
            # What nobody here has ever seen is younger than what was read, or older.
            new = [] if here or not (current or familiar) else _younger(unknown, copies, familiar)
        else:
            new = [copy for copy in unknown if not _is_among(copy, self._seen)]
        if current or familiar or self._seen is not None:
            self._seen = copies
        chosen = [copy for copy in copies if copy in rests or (copy in new and not _is_twin(copy, new))]
        waiting = [each for each in self._streams.waiting() if each.identity not in {here, *rests.values()}]
        short = tuple(each for each in waiting if each in known.values())
        return Look(
            files=tuple(_arrival(copy, copy.handle, rests.get(copy)) for copy in chosen if copy.handle),
            # Without a successor it may still come back to its path.
            lost=tuple(each for each in waiting if each not in short) if current or new else (),
            short=short,
            unreadable=tuple(copy for copy in new if copy.handle is None),
        )

    def _place(self) -> Path:
        """Return where the log is now, if a link leads to it: it is rotated there."""
        return Path(os.path.realpath(self._path))

    def _recognised(self, current: Handle | None) -> Identity | None:
        if current is None:
            return None
        return self._streams.recognise(current, current.peek(0, HEAD), current.state().size)

    def _known(self, copy: Copy) -> Known | None:
        return None if copy.handle is None else self._streams.of_copy(copy.handle, copy.head, copy.size)

    def _rests(self, known: dict[Copy, Known], here: Identity | None) -> dict[Copy, Identity]:
        """Return the copies that hold what is left of a stream: of several the one that is that very file."""
        rests: dict[Identity, Copy] = {}
        for copy, found in known.items():
            identity = found.identity
            if identity == here or identity in self._streams.held or not _has_more(copy, found):
                continue
            before = rests.get(identity)
            if before is None or _worth(copy, identity) > _worth(before, identity):
                rests[identity] = copy
        return {copy: identity for identity, copy in rests.items()}

    def _pass(self, copies: tuple[Copy, ...]) -> Known | None:
        """Note the newest copy as one that is not to be read, so that those after it can be told from those before."""
        for copy in reversed(copies):
            if copy.handle is not None and copy.head:
                size = copy.size or len(copy.head)
                tail = copy.handle.peek(max(0, size - TAIL), min(TAIL, size))
                identity = self._streams.fresh(*copy.place, copy.head)
                self._streams.remember(identity, (), mark_of(size, copy.head, tail, 0, "gone"))
                return Known(identity, (), mark_of(size, copy.head, tail, 0, "gone"))
        return None


def _is_held(copy: Copy, held: Iterable[Handle]) -> bool:
    """Tell whether it is a file that is open, or was copied from one."""
    return any(copy.is_of(each) or (copy.head and each.begins_with(copy.head)) for each in held)


def _has_more(copy: Copy, known: Known) -> bool:
    """Tell whether there may be something in it that was not read."""
    if known.mark.state == "open":
        size = known.mark.position if copy.size is None else copy.size
        return copy.handle is not None and known.mark.agrees(copy.handle.peek, size)
    late = copy.size is not None and copy.size > known.mark.position
    return late and known.mark.state == "left" and known.identity.is_file(*copy.place)


def _worth(copy: Copy, identity: Identity) -> tuple[bool, int]:
    return identity.is_file(*copy.place), copy.size or 0


def _younger(unknown: Sequence[Copy], copies: Sequence[Copy], familiar: Sequence[Copy]) -> list[Copy]:
    """Return the copies that came after the first that is known of their series; all, where none is known of any.

    One that is unknown between two that are known was found too late, and its reader was killed before it was read.
    """
    if not familiar:
        return list(unknown)
    first = {copy.series: at for at, copy in reversed(list(enumerate(copies))) if copy in familiar}
    return [copy for at, copy in enumerate(copies) if copy in unknown and at > first.get(copy.series, len(copies))]


def _is_among(copy: Copy, seen: Collection[Copy]) -> bool:
    """Tell whether a copy was seen before, under whatever name, packed or not."""
    for each in seen:
        # An empty one tells nothing but its number, which is given out again.
        if each.place == copy.place and copy.head.startswith(each.head) and (each.head or not copy.head):
            return True
        if copy.head and each.head == copy.head:
            return True
    return False


def _is_twin(copy: Copy, new: Sequence[Copy]) -> bool:
    """Tell whether an older one of the new copies has the same in it."""
    return any(bool(copy.head) and each.head == copy.head for each in new[: new.index(copy)])


def _arrival(copy: Copy, handle: Handle, identity: Identity | None) -> Arrival:
    packed = isinstance(handle, PackedHandle)
    if isinstance(handle, PackedHandle):
        handle.survey()
        handle.trouble = f"{copy.path} is {handle.trouble}" if handle.trouble else None
    return Arrival(copy.path, handle, identity, packed or not (identity is None or identity.is_file(*copy.place)))
