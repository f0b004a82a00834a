"""Line mode: what the screen shows as it happens, as lines; for a dumb terminal, a pipe, or whoever likes it.

Alerts and gaps go to standard output, everything else (how the sources are, what does not work, the sum of all lines)
to standard error. Noise rules hold as on the screen: what they hide is only counted.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Final, TypeVar

from wallwatch.cli.events import Events
from wallwatch.cli.outlet import Outlet
from wallwatch.errors import StoreError, WallwatchError
from wallwatch.filter.clause import Sql
from wallwatch.store import SourceRow, StoreReader
from wallwatch.ui.desk import Desk
from wallwatch.ui.greeting import greeting, is_news
from wallwatch.ui.messages import AlertsChanged, SourcesChanged, SumChanged, Troubled
from wallwatch.ui.session import Session
from wallwatch.ui.sums import sum_words

LOOK: Final = 1.0
"""Seconds between two looks at which alerts have stopped growing."""
SUMS: Final = 60.0
"""Seconds between two lines with the sum of all lines, where it is another one."""

GRACE: Final = 1.0
"""Seconds that whoever reads us is given at the end."""

Message = TypeVar("Message")

_HELD: Final = 16
_PAGE: Final = 250
_QUIET: Final = frozenset({"ok", "ended", "waiting"})
_LAST: Final = Sql("SELECT ifnull(max(id), 0) FROM alerts")


def last_alert(session: Session) -> int:
    """Return the number of the last alert that is in the store already; to be asked before an engine is started."""
    reader = StoreReader(session.store)
    try:
        reader.open()
        ((last,),) = reader.ask(_LAST)
    except StoreError:
        return 0
    else:
        return int(last)
    finally:
        reader.close()


class PlainWatch:
    """A session as lines. ``after`` is the last alert that was there before; ``lines`` and ``words`` are written to."""

    def __init__(self, session: Session, after: int, lines: Outlet, words: Outlet) -> None:
        self.desk = Desk(session)
        self._events = Events(after, session.clock)
        self._lines = lines
        self._words = words
        self._states: dict[str, tuple[str, str]] = {}
        self._sum = ""
        self._busy = asyncio.Lock()

    async def run(self, until: Callable[[], bool]) -> None:
        """Tell what happens until ``until`` says that all is read, or the task is cancelled; at last, the sum.

        Raises:
            BaseExceptionGroup: with a BrokenPipeError in it, when nobody reads the lines any more.
        """
        async with self.desk.at_work():
            try:
                await self._tell_all(until)
            finally:
                await self._finish()

    async def say(self, sentence: str) -> None:
        """Say something on standard error."""
        await self._words.write([f"wallwatch: {sentence}"])

    async def _tell_all(self, until: Callable[[], bool]) -> None:
        for note in self.desk.notes:
            await self.say(note)
        follower = self.desk.follower
        async with asyncio.TaskGroup() as tasks:
            telling = [
                tasks.create_task(work)
                for work in (
                    self._hear(AlertsChanged, self._take, lambda: AlertsChanged(follower.rows)),
                    self._hear(SourcesChanged, self._tell_sources, lambda: SourcesChanged(follower.sources)),
                    self._hear(Troubled, self._tell_trouble, lambda: Troubled(follower.trouble)),
                    self._greet(),
                    self._settle(),
                    self._count(),
                    self._mind_reader(),
                )
            ]
            await self._end(until)
            for task in telling:
                task.cancel()

    async def _hear(
        self, kind: type[Message], tell: Callable[[Message], Awaitable[None]], current: Callable[[], Message]
    ) -> None:
        """Tell how things stand, and then every message of a class."""
        async with self.desk.bus.subscribe(kind, size=_HELD) as messages:
            message = current()
            while True:
                async with self._busy:
                    await tell(message)
                message = await anext(messages)

    async def _take(self, news: AlertsChanged) -> None:
        if not self.desk.follower.is_whole(news.rows):
            # What is meant comes with the next news.
            return
        await self._tell(self._events.heard(news.rows, news.touched))

    async def _tell(self, numbers: Sequence[int]) -> None:
        rows = self.desk.follower.rows
        for start in range(0, len(numbers), _PAGE):
            alerts = self.desk.alerts(numbers[start : start + _PAGE])
            await self._lines.write(self._events.lines(alerts, rows))

    async def _tell_sources(self, news: SourcesChanged) -> None:
        for row in news.sources:
            state, was = (row.state, row.reason), self._states.get(row.name, ("ok", ""))
            self._states[row.name] = state
            if state != was and (sentence := _of_source(row, was[0])):
                await self.say(sentence)

    async def _tell_trouble(self, news: Troubled) -> None:
        if news.sentence:
            await self.say(news.sentence)

    async def _greet(self) -> None:
        try:
            found = await self.desk.since_you_left()
        except (WallwatchError, OSError):
            return
        now = self.desk.session.clock()
        if found is not None and is_news(*found, now):
            await self.say(greeting(*found, now))

    async def _settle(self) -> None:
        while True:
            await asyncio.sleep(LOOK)
            async with self._busy:
                await self._tell(self._events.settled())

    async def _count(self) -> None:
        while True:
            await asyncio.sleep(SUMS)
            await self._tell_sum()

    async def _mind_reader(self) -> None:
        await self._lines.deserted()
        raise BrokenPipeError

    async def _tell_sum(self) -> None:
        counted: SumChanged = self.desk.follower.sum
        has_gaps = any(row.gaps for row in self.desk.follower.sources)
        words = sum_words(counted.sum, counted.rules, " + ", gaps=has_gaps)
        if words != self._sum:
            self._sum = words
            await self.say(words)

    async def _end(self, until: Callable[[], bool]) -> None:
        """Return when all is read, and told."""
        while True:
            if until() and self._is_done():
                return
            await asyncio.sleep(LOOK / 5)

    def _is_done(self) -> bool:
        """Tell whether all that is in the store was told."""
        reader = StoreReader(self.desk.session.store)
        try:
            reader.open()
            number = reader.number()
        except StoreError:
            return True
        finally:
            reader.close()
        waiting = any(line.held for line in self.desk.bus.statistics())
        return self.desk.follower.number >= number and not waiting and not self._busy.locked()

    async def _finish(self) -> None:
        """Tell what is known and was not told yet, unless nobody takes it."""
        with suppress(BrokenPipeError, TimeoutError):
            async with asyncio.timeout(GRACE):
                await self._tell(self._events.settled(all_=True))
                await self._tell_sum()


def _of_source(row: SourceRow, was: str) -> str:
    """Return what there is to say of a source that changed."""
    if row.state not in _QUIET:
        return f"{row.name} {row.state}: {row.reason} {row.remedy}".rstrip()
    return f"{row.name} is read again" if was not in _QUIET else ""
