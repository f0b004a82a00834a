"""What a log's reader can say about bytes that nobody can read any more. Each sentence says what is known, no more."""

from collections.abc import Sequence
from pathlib import Path

from wallwatch.model.line import Gap, Lines
from wallwatch.sources.beside import Look
from wallwatch.sources.copies import Copy
from wallwatch.sources.follower import Follower
from wallwatch.sources.identity import Identity
from wallwatch.sources.ranges import top
from wallwatch.sources.streams import Known, Streams


def missed(
    source: str, path: Path, look: Look, streams: Streams, at: int, *, but: Identity | None = None
) -> list[Lines | Gap]:
    """Return what a look at the copies of ``path`` did not find, each once and for all; nothing about ``but``.

    A batch without lines goes with each, the mark of which says that the stream is not to be looked for again. ``at``
    is the time, in microseconds since the epoch.
    """
    reports: list[Lines | Gap] = [_closing(source, look.passed)] if look.passed else []
    told: tuple[Copy, ...] = ()
    for known in (*look.short, *look.lost):
        if known.identity == but:
            continue
        if streams.is_last(known) and known in look.lost:
            reports.append(_lost(source, path, known, at, look.unreadable))
            told = look.unreadable
        elif known.missing:
            reports.append(_left_out(source, path, known, at))
        reports.append(_closing(source, streams.close(known)))
    return reports + [_unread(source, path, copy, at) for copy in look.unreadable if copy not in told]


def _closing(source: str, known: Known) -> Lines:
    end = top(known.ranges)
    stream, mark = known.identity.stream, known.mark.word
    return Lines(source=source, stream=stream, start=end, end=end, lines=(), starts=(), ended=True, mark=mark)


def _lost(source: str, path: Path, known: Known, at: int, unreadable: Sequence[Copy] = ()) -> Gap:
    """The file that was read last is neither at the path nor among its copies: what was written to it is not known."""
    reasons = [
        f"{path} was read up to byte {known.mark.position:,} and has been replaced since.",
        "No copy of what stood there was found: what was written to it after that is not known.",
        *([f"Of the part before it, {known.missing:,} bytes were not read."] if known.missing else []),
        *(_unreadable(copy) for copy in unreadable),
    ]
    return Gap(source=source, stream=known.identity.stream, at=at, reason=" ".join(reasons))


def _left_out(source: str, path: Path, known: Known, at: int) -> Gap:
    """An older file, which was followed by others, is nowhere, and not all of it was read."""
    reason = (
        f"A file that stood at {path} is gone before it was read: {known.missing:,} of its first "
        f"{known.mark.position:,} bytes are missing."
    )
    return Gap(source=source, stream=known.identity.stream, at=at, reason=reason, size=known.missing)


def of_emptied(source: str, path: Path, follower: Follower, *, unread: int, late: bool, at: int) -> list[Gap]:
    """Return what is to be told of a file that was emptied, and of which there is no copy.

    ``unread`` bytes of it were seen and not read. If it was not looked at for a while, it is ``late``.
    """
    if not (unread or late):
        return []
    stream = follower.identity.stream if follower.identity else ""
    if follower.still:
        reason = f"A copy of {path} was overwritten before it was read: at least {unread:,} bytes are lost."
    else:
        end = (
            f"{unread:,} bytes of it are lost" if unread else "what was written to it since its last look is not known"
        )
        reason = (
            f"{path} was emptied, and no copy of what stood in it was found. "
            f"It was read up to byte {follower.position:,}; {end}."
        )
    return [Gap(source=source, stream=stream, at=at, reason=reason, size=unread or None)]


def _unread(source: str, path: Path, copy: Copy, at: int) -> Gap:
    """A copy that has to be read cannot be."""
    return Gap(source=source, stream="", at=at, reason=f"{_unreadable(copy)} It stood at {path}, and was not read.")


def broken_off(source: str, trouble: str, stream: str, position: int, at: int) -> Gap:
    """A copy cannot be read to its end: ``trouble`` says which and why."""
    reason = f"{trouble}: what is in it after its first {position:,} bytes cannot be read."
    return Gap(source=source, stream=stream, at=at, reason=reason)


def _unreadable(copy: Copy) -> str:
    return f"{copy.path} cannot be read. {copy.trouble}."
