"""What of a file is still to be read, and in which order: decided once, when it is known which stream the file is."""

import asyncio
from collections.abc import Callable
from typing import Final

import msgspec

from wallwatch.sources.capture import is_capture
from wallwatch.sources.handle import Handle
from wallwatch.sources.identity import HEAD, Identity, settled
from wallwatch.sources.mark import TAIL
from wallwatch.sources.ranges import Ranges, gaps, joined, top
from wallwatch.sources.streams import Streams

Boundary = Callable[[bytes], int | None]
"""Returns the offset of the first line at which a record certainly starts, ``None`` where there is none."""

_BACKWARDS: Final = 65_536
"""Bytes per step of the search for the last newline."""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """How a file is to be read.

    ``newest_first`` is in bytes: where more than that is unread, that much at the end is read before the rest, from
    the first certain start of a record in it on. Without a ``boundary`` that tells one, everything is read in order.
    """

    boundary: Boundary | None = None
    newest_first: int = 262_144


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A file's stream, the ranges of it that were read before, those to be read, and where its newest part begins."""

    identity: Identity
    head: bytes
    """The file's first bytes, :data:`~wallwatch.sources.identity.HEAD` of them at most."""
    tail: bytes
    """The bytes before its newest part, as many as a mark stands for."""
    known: Ranges
    older: Ranges
    newest: int


async def make_plan(
    handle: Handle,
    streams: Streams,
    terms: Terms,
    *,
    size: int,
    skip: int = 0,
    fresh: bool = False,
    final: bool = False,
    identity: Identity | None = None,
) -> Plan | None:
    """Return what is to be read of a file of ``size`` bytes; ``None`` while it has no whole line to know it by.

    Of a stream that was never read, the lines that end in the first ``skip`` bytes are left out. A ``fresh`` file is
    a stream of its own, whatever it looks like. A ``final`` one will not grow: what there is of it must do. Where its
    ``identity`` is known, it needs not be found out.
    """
    head = await handle.read(0, HEAD)
    if not settled(head) and not (final and head):
        return None
    recognised = identity
    if recognised is None and not fresh:
        recognised = await asyncio.to_thread(streams.recognise, handle, head, size)
    identity = recognised or streams.fresh(handle.device, handle.inode, head)
    known = streams.read(identity)
    capture = is_capture(head)
    if skip and recognised is None:
        known = joined(known, (0, skip if capture else await _after_last_line(handle, skip)))
    # A capture is read from its first byte on: that tells how to read the rest.
    newest = top(known) if capture else await _newest(handle, terms, top(known), size)
    older = (*gaps(known), (top(known), newest))
    return Plan(
        identity=identity,
        head=head,
        tail=b"" if capture else await handle.read(max(0, newest - TAIL), min(TAIL, newest)),
        known=known,
        older=tuple((start, stop) for start, stop in older if start < stop),
        newest=newest,
    )


async def _newest(handle: Handle, terms: Terms, start: int, size: int) -> int:
    """Return where the part begins that is read first: ``start``, or a record near the end of a large rest."""
    at = size - terms.newest_first - 1
    if terms.boundary is None or at < start:
        return start
    chunk = await handle.read(at, terms.newest_first + 1)
    line = chunk.find(b"\n") + 1
    record = terms.boundary(chunk[line:]) if line else None
    return start if record is None else at + line + record


async def _after_last_line(handle: Handle, size: int) -> int:
    """Return the byte after the last newline in the first ``size`` bytes."""
    at = size
    while at > 0:
        start = max(0, at - _BACKWARDS)
        newline = (await handle.read(start, at - start)).rfind(b"\n")
        if newline >= 0:
            return start + newline + 1
        at = start
    return 0
