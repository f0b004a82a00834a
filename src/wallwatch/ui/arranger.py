"""Makes the views of the feed that a question to the store answers: another order, groups, one group.

The question runs in a thread, so keys are as fast as ever. While alerts come in it is asked again, but most of the time
nothing is asked: after an answer that took long, it rests for some times as long.
"""

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from wallwatch.errors import StoreError
from wallwatch.filter.clause import Sql, all_of
from wallwatch.store import CancelledError, StoreReader
from wallwatch.ui.arrangement import Arrangement
from wallwatch.ui.desk import Desk
from wallwatch.ui.open_store import Question
from wallwatch.ui.orders import TIME
from wallwatch.ui.tags import Tags
from wallwatch.ui.views import Backwards, Listing, View

REST: Final = 0.5
"""Seconds between two answers, at least."""
_RESTS: Final = 5
"""How many times as long as an answer took nothing is asked after it."""


class Arranger:
    """Brings the view into step with the alerts and the tags, for as long as :meth:`run` runs.

    ``show`` is given every new view.
    """

    def __init__(self, desk: Desk, tags: Tags, show: Callable[[View], None]) -> None:
        self.arrangement = Arrangement()
        self.ready = asyncio.Event()
        """Set while the view on the screen is that of the arrangement, and not of the one before."""
        self.ready.set()
        self._desk = desk
        self._tags = tags
        self._show = show
        self._wanted = asyncio.Event()
        self._changed = asyncio.Event()
        self._question: Question | None = None
        self._has_failed = False

    def arrange(self, arrangement: Arrangement) -> None:
        """Show the alerts in another way: at once where that needs no question."""
        self.arrangement, self._has_failed = arrangement, False
        if self._question is not None:
            self._question.give_up()
        if arrangement.is_live:
            self.ready.set()
            self._show(self.live())
        else:
            self.ready.clear()
            self._changed.set()
            self._wanted.set()

    @property
    def is_busy(self) -> bool:
        """Whether the view on the screen is that of another arrangement, and about to give way."""
        return not self.ready.is_set() and not self._has_failed

    def live(self) -> View:
        """Return the alerts in order of time."""
        rows = self._desk.follower.rows
        return Backwards(rows) if self.arrangement.backwards else rows

    def look_again(self, *, now: bool = False) -> None:
        """Ask again, soon: alerts came or went; ``now`` where somebody here did something and waits to see it."""
        if not self.arrangement.is_live:
            self._wanted.set()
            if now:
                self._changed.set()

    async def run(self) -> None:
        """Work until the task is cancelled."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            self._changed.clear()
            began = time.monotonic()
            await self._answer(self.arrangement)
            await self._rest(max(REST, _RESTS * (time.monotonic() - began)))

    async def _answer(self, arrangement: Arrangement) -> None:
        if arrangement.is_live:
            return
        self._question = Question(self._desk.session.store)
        try:
            view = await self._question.ask(self._asking(arrangement))
        except CancelledError:
            self._wanted.set()
        except StoreError:
            # The follower tells what is wrong with the store.
            self._has_failed = arrangement is self.arrangement
            self._wanted.set()
        else:
            if arrangement is self.arrangement:
                self.ready.set()
                self._show(view)
        finally:
            self._question = None

    async def _rest(self, seconds: float) -> None:
        """Wait so long, unless another arrangement is wanted."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()

    def _asking(self, arrangement: Arrangement) -> Callable[[StoreReader], View]:
        """Return the question, with all that it needs from the loop."""
        follower, grouping = self._desk.follower, arrangement.grouping
        within = all_of([each.where for each in arrangement.opened])
        if grouping is not None:
            listed = follower.judge().listed(follower.rows.odd, show_hidden=follower.show_hidden)
            where = all_of([within, listed])
            tagged = _among(self._tags)
            return lambda reader: grouping.read(reader, where, arrangement.clause, tagged)
        rows = follower.rows
        towards = 1 if arrangement.order == TIME and not arrangement.backwards else 0
        question = Sql(
            f"SELECT id FROM alerts WHERE {within.text} ORDER BY {arrangement.clause}, first, id",  # noqa: S608
            within.parameters,
        )

        return lambda reader: Listing(rows.listed(reader.columns(question, 1)[0]), rows, towards=towards)


def _among(tags: Tags) -> Sql:
    """Return the condition that an alert has a tag."""
    if not tags.count:
        return Sql("0")
    return Sql("(id IN (SELECT value FROM json_each(?)))", (json.dumps(list(tags)),))
