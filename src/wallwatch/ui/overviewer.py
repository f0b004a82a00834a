"""Counts what the overview shows, by the filter and the noise rules that are in force: in a thread each time."""

from wallwatch.engine.overview import FINEST, Asked, Kind, groups, rate, step_for, total
from wallwatch.ui.bars import Bar, Rate, bars_of, rate_of, shift_of
from wallwatch.ui.desk import Desk
from wallwatch.ui.open_store import Question


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
        question = Question(self._desk.session.store)
        found = await question.ask(lambda reader: total(reader, asked))
        if found is None:
            return None
        zone = self._desk.session.zone
        step, shift = step_for(found.last - found.first, FINEST), shift_of(found.last, zone)
        bars = await question.ask(lambda reader: rate(reader, asked, step, shift))
        return rate_of(step, shift, bars, zone)

    async def bars(self, kind: Kind) -> tuple[Bar, ...]:
        """Return the bars of one kind, the longest first."""
        asked = self._asked()
        found = await Question(self._desk.session.store).ask(lambda reader: groups(reader, asked, kind))
        return bars_of(kind, found)

    def _asked(self) -> Asked:
        follower = self._desk.follower
        judge = follower.judge()
        return Asked(judge.passing(follower.rows.odd), judge.hidden(), follower.show_hidden)
