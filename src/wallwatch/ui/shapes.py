"""Learns what the members of the noise rules are like, in a thread, beside the follower.

It learns when the rules change and when the store is another one, and looks now and then whether a rule that has not
learned has enough members by now.
"""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Final

from wallwatch.engine.shapes import learn_shapes
from wallwatch.errors import StoreError
from wallwatch.filter.facts import Facts
from wallwatch.noise.ruleset import Ruleset
from wallwatch.noise.shapes import Shapes
from wallwatch.noise.widening import read_widening
from wallwatch.store import StoreReader
from wallwatch.ui.open_store import Question

_LOOK: Final = 10.0
_LOOK_MAX: Final = 600.0
"""Seconds between two looks at whether a rule has enough members; longer where a look takes long."""
_SHARE: Final = 20
"""A look is followed by a rest of so many times its length."""

Asked = Callable[[StoreReader], tuple[Ruleset, Facts]]
"""Returns the rules in force, and the facts that they ask for."""


class ShapeKeeper:
    """Keeps :attr:`shapes`; ``news`` is called when they are others, and then all alerts have to be judged again."""

    def __init__(self, store: Path, asked: Asked, news: Callable[[], None]) -> None:
        self.shapes = Shapes()
        self._store = store
        self._asked = asked
        self._news = news
        self._widenings: tuple[tuple[str, str], ...] = ()
        self.settled = asyncio.Event()
        """Set once it is known of every rule whether it can be learned."""
        self._wanted = asyncio.Event()
        self._is_stale = False
        """Nothing that was learned is of this store."""
        self._seen = -1

    def want(self, *, anew: bool = False) -> None:
        """Learn soon; ``anew`` where nothing that was learned is of this store."""
        self._is_stale |= anew
        self._seen = -1
        self._wanted.set()

    def widen(self, widenings: Iterable[tuple[str, str]]) -> bool:
        """Let usual be what people said is usual; tell whether that is news."""
        wanted = tuple(widenings)
        if wanted == self._widenings:
            return False
        self._widenings = wanted
        self._widen(self.shapes)
        return True

    async def run(self) -> None:
        """Learn until the task is cancelled."""
        while True:
            began = monotonic()
            # The follower tells what is wrong with a store.
            with suppress(StoreError):
                await self.learn()
            with suppress(TimeoutError):
                async with asyncio.timeout(min(max(_LOOK, (monotonic() - began) * _SHARE), _LOOK_MAX)):
                    await self._wanted.wait()

    async def learn(self) -> None:
        """Learn what can be learned now. Raises :class:`StoreError` if the store cannot be read."""
        self._wanted.clear()
        known = Shapes() if self._is_stale else self.shapes
        is_stale, self._is_stale = self._is_stale, False
        try:
            shapes = await Question(self._store).ask(lambda reader: self._learn(reader, known))
        except BaseException:
            self._is_stale |= is_stale
            raise
        self.settled.set()
        if shapes is self.shapes or (not shapes.learned and not self.shapes.learned):
            return
        self._widen(shapes)
        self.shapes = shapes
        self._news()

    def _learn(self, reader: StoreReader, known: Shapes) -> Shapes:
        """Return the shapes as they are now. This runs in the thread."""
        number = reader.number()
        if number == self._seen:
            return known
        rules, facts = self._asked(reader)
        shapes = learn_shapes(reader, rules, facts, known)
        self._seen = number
        return shapes

    def _widen(self, shapes: Shapes) -> None:
        shapes.widen(read_widening(rule, text) for rule, text in self._widenings)
