"""Who commits: one batch after the other, in a thread, and with patience where there is no room.

Parsing goes on meanwhile. While one batch is written one waits, and so does whoever has made it: a full disk holds the
sources back, and nothing is lost: what is not committed stands in the logs.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, TypeVar

import msgspec

from wallwatch.engine.identify import Networks
from wallwatch.store import Batch, FullError, StoreWriter

Result = TypeVar("Result")

Work = Callable[[StoreWriter], object]
"""Something to be written: all of it, or nothing."""

_AGAIN: Final = 1.0
"""Seconds between two attempts to write to a full disk."""

_TIDY: Final = 10.0
"""Seconds between two looks at what is too old, or too much."""


class Retention(msgspec.Struct, frozen=True):
    """What is kept: alerts not older than ``keep`` microseconds, a store not larger than ``max_size`` bytes."""

    keep: int | None = None
    max_size: int | None = None

    @property
    def is_set(self) -> bool:
        """Tell whether anything is ever pruned."""
        return self.keep is not None or self.max_size is not None


class Keeper:
    """Commits batches to ``store``, in their order.

    ``committed`` is called after each commit, ``trouble`` with a sentence while nothing can be written, and with
    nothing when it is over. :meth:`run` ends after :meth:`close`, when all is written.
    """

    def __init__(
        self,
        store: StoreWriter,
        committed: Callable[[], None],
        trouble: Callable[[str], None] = lambda _sentence: None,
        retention: Retention | None = None,
        again: float = _AGAIN,
    ) -> None:
        self._store = store
        self._committed = committed
        self._trouble = trouble
        self._retention = retention or Retention()
        self._again = again
        self._works: asyncio.Queue[Work | None] = asyncio.Queue(1)
        self._tidied = 0.0
        self._is_tidy = False
        """There was nothing to prune at the last look."""

    async def put(self, batch: Batch) -> None:
        """Let ``batch`` be committed after those before it; wait until its turn has come."""
        await self._works.put(lambda store: store.commit(batch))
        await self._works.join()

    async def rename(self, block: tuple[str, str], networks: Networks) -> None:
        """Let the alerts that came from a ``block`` have the names that ``networks`` gives, some at a time."""
        after: int | None = 0
        while after is not None:
            done: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()
            await self._works.put(partial(_rename, block, networks, after, done))
            after = await done

    async def close(self) -> None:
        """Let :meth:`run` end after what was put before."""
        await self._works.put(None)

    async def run(self) -> None:
        """Commit until closed. The batch that is being written when the task is cancelled is written to its end.

        Raises:
            StoreError: the store cannot be written, for another reason than a full disk.
        """
        with ThreadPoolExecutor(1, "wallwatch-store") as thread:
            while True:
                try:
                    async with asyncio.timeout(self._patience):
                        work = await self._works.get()
                except TimeoutError:
                    await self._tidy(thread)
                    continue
                self._works.task_done()
                if work is None:
                    while await self._make_room(thread):
                        pass
                    return
                await self._do(thread, work)
                await self._tidy(thread)

    @property
    def _patience(self) -> float | None:
        """For how many seconds to wait for something to write, before there is something to prune."""
        if not self._retention.is_set:
            return None
        return _TIDY if self._is_tidy else 0.0

    async def _do(self, thread: ThreadPoolExecutor, work: Work) -> None:
        """Write something; on a full disk, again and again until there is room."""
        said = ""
        while True:
            try:
                await _in(thread, lambda: work(self._store))
            except FullError as error:
                sentence = f"{error} Until then the logs keep what comes."
                if sentence != said:
                    said = sentence
                    self._trouble(sentence)
                if not await self._make_room(thread):
                    await asyncio.sleep(self._again)
                continue
            if said:
                self._trouble("")
            self._committed()
            return

    async def _make_room(self, thread: ThreadPoolExecutor) -> bool:
        """Prune what is due; tell whether anything was."""
        try:
            return self._retention.is_set and await self._prune(thread)
        except FullError:
            return False

    async def _tidy(self, thread: ThreadPoolExecutor) -> None:
        """Prune a little, now and then; as long as there is something to prune, after each batch."""
        now = asyncio.get_running_loop().time()
        if self._retention.is_set and (not self._is_tidy or now - self._tidied >= _TIDY):
            self._is_tidy, self._tidied = not await self._make_room(thread), now

    async def _prune(self, thread: ThreadPoolExecutor) -> bool:
        keep, max_size = self._retention.keep, self._retention.max_size
        pruned = await _in(thread, lambda: self._store.prune(keep, max_size)) > 0
        if pruned:
            self._committed()
        return pruned


def _rename(
    block: tuple[str, str], networks: Networks, after: int, done: asyncio.Future[int | None], store: StoreWriter
) -> None:
    """Rename some alerts, and let ``done`` have the last one that was looked at. This runs in the thread."""
    last = store.rename(block, networks, after)
    done.get_loop().call_soon_threadsafe(done.set_result, last)


async def _in(thread: ThreadPoolExecutor, work: Callable[[], Result]) -> Result:
    """Run ``work`` in the thread. If we are cancelled, it still comes to its end before anybody goes on."""
    running = asyncio.get_running_loop().run_in_executor(thread, work)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise
