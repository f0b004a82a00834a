"""The engine as a process: the lock, the store, the bell, and how it ends.

It ends when its sources end (``once``), when its last screen is gone (``attached``), or on SIGTERM and SIGINT. What
is not committed then is read again at the next start.
"""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from wallwatch.engine.identify import Identifier
from wallwatch.engine.intake import ReaderOf
from wallwatch.engine.lock import collector_lock, lock_path
from wallwatch.engine.pipeline import Pipeline
from wallwatch.engine.wake import Bell, socket_path
from wallwatch.errors import WallwatchError
from wallwatch.sources import Source
from wallwatch.store import StoreWriter

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


async def collect(order: Order) -> bool:
    """Collect until the end; return False if another collector has the store.

    Raises:
        StoreError: the store cannot be opened or written.
    """
    with collector_lock(lock_path(order.store)) as ours:
        if not ours:
            return False
        bell = Bell()
        store = StoreWriter(order.store)
        damaged = store.open()
        if damaged:
            log.warning("%s", damaged)
        with contextlib.closing(store):
            pipeline = Pipeline(order.sources, order.reader, store, order.identifier, bell.ring)
            with _in_a_sentence():
                async with bell.serve(socket_path(order.store)):
                    await _run(pipeline, bell, attached=order.attached)
    return True


@contextlib.contextmanager
def _in_a_sentence() -> Iterator[None]:
    """Raise an error that is meant for people (a disk is full) by itself, not in the groups of the tasks it ended."""
    try:
        yield
    except BaseExceptionGroup as several:
        found: BaseException | None = several.subgroup(WallwatchError)
        while isinstance(found, BaseExceptionGroup):
            found = found.exceptions[0]
        if found is None:
            raise
        raise found from None


async def _run(pipeline: Pipeline, bell: Bell, *, attached: bool) -> None:
    """Run the pipeline until it ends, a signal comes or, if ``attached``, no screen is left."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in _ENDS:
        loop.add_signal_handler(number, stop.set)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(pipeline.run()), group.create_task(stop.wait(), name="stop")]
        watch = group.create_task(_deserted(bell, stop)) if attached else None
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in filter(None, (*tasks, watch)):
            task.cancel()


async def _deserted(bell: Bell, stop: asyncio.Event) -> None:
    """Set ``stop`` when the last screen is gone, or if none has come in time."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_GREETING):
            await bell.greeted.wait()
    if bell.greeted.is_set():
        await bell.deserted()
    stop.set()
