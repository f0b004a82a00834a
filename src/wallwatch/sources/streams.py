"""The streams of one source that are known: what was read of each, and how it is recognised."""

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from wallwatch.model.line import Committed
from wallwatch.sources.handle import Handle
from wallwatch.sources.identity import HEAD, Identity, identify, parse_stream
from wallwatch.sources.mark import TAIL, Mark, parse_mark
from wallwatch.sources.ranges import Ranges, gaps, top


class Known(msgspec.Struct, frozen=True):
    """A stream, the ranges of it that were read, and the last place that was read in it."""

    identity: Identity
    ranges: Ranges
    mark: Mark

    @property
    def missing(self) -> int:
        """How many bytes before that place were never given to anybody."""
        return sum(end - start for start, end in gaps(self.ranges)) + max(0, self.mark.position - top(self.ranges))


class Streams:
    """What is known of one source's streams. ``held`` are those that somebody reads now."""

    def __init__(self, committed: Mapping[str, Committed]) -> None:
        known = (_known(entry) for entry in committed.values())
        self._known: dict[Identity, Known] = {each.identity: each for each in known if each}
        self._turn = max((each.mark.turn for each in self._known.values()), default=0)
        self._stopped = self._turn
        self._ends: dict[Identity, set[int]] = {}
        self.held: set[Identity] = set()

    def __bool__(self) -> bool:
        return bool(self._known)

    def turn(self, identity: Identity | None = None) -> int:
        """Return the number of the next file that stood at the path; that of a stream that goes on in a copy."""
        if identity in self._known:
            return self._known[identity].mark.turn
        self._turn += 1
        return self._turn

    def waiting(self) -> list[Known]:
        """Return the streams that are not read to their end and that nobody reads, the oldest first."""
        found = (each for each in self._known.values() if each.mark.state == "open" and each.identity not in self.held)
        return sorted(found, key=lambda each: each.mark.turn)

    def is_last(self, known: Known) -> bool:
        """Tell whether it is the file that stood at the path when reading stopped."""
        return known.mark.turn == self._stopped

    def stop(self) -> None:
        """Note that all files are closed: what happens to them from now on is not seen."""
        self._stopped = max((each.mark.turn for each in self._known.values()), default=0)

    def recognise(self, handle: Handle, head: bytes, size: int) -> Identity | None:
        """Return the known stream that the file at the path is, which has ``size`` bytes; ``None`` if it is a new one.

        What was emptied meanwhile is a new one. A file with another number is the old one if enough of it says so:
        device numbers change with a reboot, inode numbers with a restored backup. Blocks: called from a thread.
        """
        alive = [each for each in self._like(head) if each.mark.state != "gone" and each.identity not in self.held]
        same = [each for each in alive if each.identity.is_file(handle.device, handle.inode)]
        moved = [each for each in alive if each.mark.state == "open" and each.mark.position >= TAIL]
        for candidates in (same, moved):
            agreeing = [each for each in candidates if each.mark.agrees(handle.peek, size)]
            if agreeing:
                return max(agreeing, key=_newness).identity
        return None

    def of_copy(self, handle: Handle, head: bytes, size: int | None) -> Known | None:
        """Return the known stream that a copy of ``size`` bytes holds, ``None`` if it holds another.

        The size is ``None`` for a packed one. Blocks: called from a thread.
        """
        like = self._like(head)
        same = [each for each in like if each.identity.is_file(handle.device, handle.inode)]
        for candidates in (same, [each for each in like if each not in same]):
            agreeing = [each for each in candidates if _is_copy(each, handle, head, size, same=candidates is same)]
            if agreeing:
                return max(agreeing, key=_newness)
        return None

    def fresh(self, device: int, inode: int, head: bytes) -> Identity:
        """Return the identity of a stream that is new, whatever it looks like."""
        alike = (each for each in self._known if each.matches(device, inode, head))
        return identify(device, inode, head, max((each.generation for each in alike), default=-1) + 1)

    def read(self, identity: Identity) -> Ranges:
        """Return the byte ranges of a stream that were read, sorted and disjoint."""
        known = self._known.get(identity)
        return known.ranges if known else ()

    def note(self, identity: Identity, ranges: Ranges, mark: Mark) -> None:
        """Note what was read of a stream until now."""
        self._known[identity] = Known(identity, ranges, mark)

    def remember(self, identity: Identity, ranges: Ranges, mark: Mark) -> None:
        """Note what was read of a stream that nobody reads now."""
        self.note(identity, ranges, mark)
        self.held.discard(identity)

    def close(self, known: Known) -> Known:
        """Note that nothing more of a stream can be read."""
        closed = replace(known, mark=replace(known.mark, state="gone"))
        self._known[known.identity] = closed
        return closed

    def ends(self, identity: Identity) -> set[int]:
        """Return where the batches of a stream ended that were given to this reader, and none went on."""
        return self._ends.setdefault(identity, set())

    def _like(self, head: bytes) -> list[Known]:
        return [each for each in self._known.values() if each.identity.begins(head) and each.mark.begins(head)]


def _known(entry: Committed) -> Known | None:
    """Return what the store holds of a stream; without a mark, all that is known is how far it was read."""
    identity = parse_stream(entry.stream)
    if identity is None:
        return None
    return Known(identity, entry.ranges, parse_mark(entry.mark) or Mark(top(entry.ranges)))


def _is_copy(known: Known, handle: Handle, head: bytes, size: int | None, *, same: bool) -> bool:
    """Tell whether a copy that begins as a known stream does is one of it, and no other file with the same header."""
    mark = known.mark
    if mark.state == "open":
        return mark.agrees(handle.peek, mark.position if size is None else size) or _is_shorter(mark, handle, head)
    if same:
        return size is None or mark.agrees(handle.peek, size)
    if not mark.head:
        return known.identity.length >= TAIL
    # Of a short stream that was read to its end, a copy with more in it is another file that begins alike.
    return mark.position >= HEAD or len(head) == mark.position


def _is_shorter(mark: Mark, handle: Handle, head: bytes) -> bool:
    """Tell whether it was copied or packed before everything was written that was read of the stream."""
    return len(head) == HEAD and not handle.peek(mark.position - 1, 1)


def _newness(known: Known) -> tuple[int, int, int]:
    return known.mark.turn, known.identity.generation, known.identity.length
