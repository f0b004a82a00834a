"""Counts what the overview shows, by the filter and the noise rules that are in force: in a thread each time."""

from collections.abc import AsyncIterator, Callable

from wallwatch.engine.overview import FINEST, PASSES, Asked, Kind, groups, rate, span, step_for
from wallwatch.store import StoreReader
from wallwatch.ui.bars import Bar, Rate, bars_of, rate_of, shift_of
from wallwatch.ui.desk import Desk
from wallwatch.ui.open_store import Answer, Question


class Overviewer:
    """Asks the store of a desk. All methods raise :class:`StoreError` where it is missing, or cannot be read."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def basis(self) -> tuple[object, ...]:
        """What decides what is counted: the filter, whether noise counts, the rules, what their members are like."""
        follower = self._desk.follower
        return follower.query, follower.show_hidden, self._desk.rulebook.rules, follower.keeper.shapes

    async def rate(self) -> Rate | None:
        """Return the alerts over time, finer than any screen is wide; ``None`` where there is none."""
        asked = self._asked()
        found = await self._ask(lambda reader: span(reader, asked))
        if found is None:
            return None
        zone = self._desk.session.zone
        first, last = found
        step, shift = step_for(last - first, FINEST), shift_of(last, zone)
        bars = await self._ask(lambda reader: rate(reader, asked, step, shift))
        return rate_of(step, shift, bars, zone)

    async def bars(self) -> AsyncIterator[dict[Kind, tuple[Bar, ...]]]:
        """Yield the bars of some kinds after each pass over the store, the longest first."""
        asked = self._asked()
        for kinds in PASSES:
            found = await self._ask(lambda reader, kinds=kinds: groups(reader, asked, kinds))  # type: ignore[misc]
            yield {kind: bars_of(kind, some) for kind, some in found.items()}

    async def _ask(self, what: Callable[[StoreReader], Answer]) -> Answer:
        return await Question(self._desk.session.store).ask(what)

    def _asked(self) -> Asked:
        follower = self._desk.follower
        judge = follower.judge()
        return Asked(judge.passing(follower.rows.odd), judge.hidden(), follower.show_hidden)
