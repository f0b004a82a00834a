"""Two ways to a store: a reader on the screen's loop for pages, and questions that take long, in a thread."""

import asyncio
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import suppress
from pathlib import Path
from sqlite3 import ProgrammingError
from typing import TypeVar

from wallwatch.store import StoreReader

Answer = TypeVar("Answer")


class OpenStore:
    """A store that may not be there yet, and that another one may take the place of (a damaged one is set aside)."""

    def __init__(self, path: Path) -> None:
        self.reader = StoreReader(path)
        self.is_open = False
        """Whether the reader can be used; it is closed where the store cannot be read."""
        self.opened = 0
        """How often it was opened: each time it may have been another store."""

    def ready(self) -> bool:
        """Make the reader usable; tell whether it was opened anew, so that what was read before counts no more.

        Raises:
            StoreError: the store is missing, or cannot be read.
        """
        if self.is_open and self.reader.replaced():
            self.close()
        if self.is_open:
            return False
        self.reader.open()
        self.reader.spare_memory()
        self.is_open = True
        self.opened += 1
        return True

    def close(self) -> None:
        """Close the reader, if it is open."""
        self.reader.close()
        self.is_open = False


class Question:
    """Asks a store in a thread. The thread has a reader of its own, which nobody closes under its hands."""

    def __init__(self, path: Path) -> None:
        self._reader = StoreReader(path)
        self._is_given_up = False

    async def ask(self, what: Callable[[StoreReader], Answer]) -> Answer:
        """Return what ``what`` makes of the store. When the task is cancelled, so is the query.

        Raises:
            CancelledError: :meth:`give_up` was called.
            StoreError: the store is missing, or cannot be read.
        """
        try:
            return await asyncio.to_thread(self._work, what)
        except asyncio.CancelledError:
            self.give_up()
            raise

    async def steps(self, what: Callable[[StoreReader], Iterator[Answer]]) -> AsyncIterator[Answer]:
        """Yield what ``what`` yields of the store, each step in a thread. Whoever leaves early ends it.

        Raises as :meth:`ask` does.
        """
        walk = self._walk(what)
        try:
            while (step := await asyncio.to_thread(_next, walk)) is not None:
                yield step[0]
        except asyncio.CancelledError:
            # The thread that is under way closes it all.
            self.give_up()
            raise
        except GeneratorExit:
            walk.close()
            raise

    def give_up(self) -> None:
        """Cancel the query, if one runs."""
        self._is_given_up = True
        # It may end in this moment.
        with suppress(ProgrammingError):
            self._reader.interrupt()

    def _walk(self, what: Callable[[StoreReader], Iterator[Answer]]) -> Generator[tuple[Answer], None, None]:
        self._reader.open()
        try:
            for answer in what(self._reader):
                if self._is_given_up:
                    return
                yield (answer,)
        finally:
            self._reader.close()

    def _work(self, what: Callable[[StoreReader], Answer]) -> Answer:
        self._reader.open()
        try:
            self._reader.spare_memory()
            return what(self._reader)
        finally:
            self._reader.close()


def _next(walk: Generator[tuple[Answer], None, None]) -> tuple[Answer] | None:
    return next(walk, None)
