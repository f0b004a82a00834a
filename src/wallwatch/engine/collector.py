"""The engine as a process: the lock, the store, the bell, and how it ends.

It ends when its sources end (``once``), when its last screen is gone (``attached``), or on SIGTERM and SIGINT. What
is not committed then is read again at the next start.
"""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import Final

import msgspec

from wallwatch.engine.answers import Answers
from wallwatch.engine.identify import Identifier
from wallwatch.engine.intake import ReaderOf
from wallwatch.engine.keeper import Keeper, Retention
from wallwatch.engine.lock import collector_lock, lock_path
from wallwatch.engine.pipeline import Pipeline
from wallwatch.engine.wake import Bell, socket_path
from wallwatch.errors import WallwatchError
from wallwatch.evidence.scan import Scans
from wallwatch.model.line import SourceStatus
from wallwatch.sources import Source
from wallwatch.store import Marks, StoreWriter
from wallwatch.store.prune import Kept

log = logging.getLogger(__name__)

_ENDS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_GREETING: Final = 20.0
"""Seconds that an attached engine waits for the screen that started it."""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be collected, into which store, and until when."""

    store: Path
    sources: Sequence[Source]
    identifier: Identifier
    reader: ReaderOf
    attached: bool = False
    retention: Retention = Retention()
    scans: Scans | None = None
    """Who recognises scans; with the usual thresholds where it is not given."""
    answers: Answers | None = None
    """What screens find out about networks, where they share a cache with it."""
    marks: Path | None = None
    """People's marks; what bears one is not pruned."""
    trouble: Callable[[SourceStatus], None] | None = None
    """Hears how each source is, whenever that changes."""


class End(Enum):
    """Why a collector ended."""

    READ = "all sources have ended"
    ASKED = "it was asked to, or its last screen is gone"
    TAKEN = "another collector has the store"


async def collect(order: Order) -> End:
    """Collect until the end, and say which it was.

    Raises:
        StoreError: the store cannot be opened, or not be written for another reason than a full disk.
    """
    with collector_lock(lock_path(order.store)) as ours:
        if not ours:
            return End.TAKEN
        bell = Bell()
        with _kept(order) as kept, contextlib.closing(StoreWriter(order.store, kept=kept)) as store, _in_a_sentence():
            damaged = store.open()
            if damaged:
                log.warning("%s", damaged)
            async with bell.serve(socket_path(order.store)):
                return await _run(_pipeline(order, store, bell), bell, attached=order.attached)


@contextlib.contextmanager
def _kept(order: Order) -> Iterator[Kept]:
    """Give the block what tells which alerts are not pruned; marks are looked into only if anything ever is."""
    if order.marks is None or not order.retention.is_set:
        yield lambda _alerts: ()
        return
    marks = Marks(order.marks)
    with contextlib.closing(marks):
        marks.open()
        yield marks.kept


def _pipeline(order: Order, store: StoreWriter, bell: Bell) -> Pipeline:
    def trouble(sentence: str) -> None:
        bell.tell(sentence)
        if not order.attached:
            log.warning("%s", sentence or "The store can be written again; nothing was lost.")

    keeper = Keeper(store, bell.ring, trouble, order.retention)
    return Pipeline(
        order.sources,
        order.reader,
        store,
        order.identifier,
        keeper,
        scans=order.scans,
        answers=order.answers,
        heard=order.trouble,
    )


@contextlib.contextmanager
def _in_a_sentence() -> Iterator[None]:
    """Raise an error that is meant for people (a disk is broken) by itself, not in the groups of the tasks it ended."""
    try:
        yield
    except BaseExceptionGroup as several:
        found: BaseException | None = several.subgroup(WallwatchError)
        while isinstance(found, BaseExceptionGroup):
            found = found.exceptions[0]
        if found is None:
            raise
        raise found from None


async def _run(pipeline: Pipeline, bell: Bell, *, attached: bool) -> End:
    """Run the pipeline until it ends, a signal comes or, if ``attached``, no screen is left."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in _ENDS:
        loop.add_signal_handler(number, stop.set)
    async with asyncio.TaskGroup() as group:
        reading = group.create_task(pipeline.run())
        tasks = [reading, group.create_task(stop.wait(), name="stop")]
        watch = group.create_task(_deserted(bell, stop)) if attached else None
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        end = End.READ if reading.done() else End.ASKED
        for task in filter(None, (*tasks, watch)):
            task.cancel()
    return end


async def _deserted(bell: Bell, stop: asyncio.Event) -> None:
    """Set ``stop`` when the last screen is gone, or if none has come in time."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_GREETING):
            await bell.greeted.wait()
    if bell.greeted.is_set():
        await bell.deserted()
    stop.set()
