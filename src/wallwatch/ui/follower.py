"""The screen's way to the store: it reads what is newer than it has, judges it, and tells the panes.

It looks when the engine says so, and twice a second in any case (marks and rules change without the engine), but
never more often than frames are painted. What another filter or rule changes is worked out in a thread.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from msgspec.structs import replace

from wallwatch import heap
from wallwatch.bus import Bus
from wallwatch.errors import StoreError
from wallwatch.filter.facts import Facts
from wallwatch.filter.query import Query
from wallwatch.noise.ruleset import Ruleset
from wallwatch.store import CancelledError, ChangeSet, Marks, SourceRow, StoreReader, UnbuiltError
from wallwatch.ui.judge import EVERYTHING, Judge, asks_for_marks, marked_ids, with_kinds
from wallwatch.ui.ledger import Entry
from wallwatch.ui.messages import AlertsChanged, MarksChanged, SourcesChanged, Sum, SumChanged, Troubled, sum_of
from wallwatch.ui.nearby import nearby
from wallwatch.ui.open_store import OpenStore, Question
from wallwatch.ui.pulse import GONE, REMEDY, Pulse, unread
from wallwatch.ui.rows import Rows
from wallwatch.ui.rulebook import Rulebook
from wallwatch.ui.session import Session
from wallwatch.ui.shapes import ShapeKeeper
from wallwatch.ui.words import first_told

TICK: Final = 0.4
"""Longest time between two looks, in seconds: who marks at another console is seen to do it within half a second."""
_SLICE: Final = 250
"""Alerts that are judged before keys have their turn again."""


class Follower:
    """Keeps the rows in step with the store, the filter, the rules and the marks. :meth:`run` does it all."""

    def __init__(self, session: Session, bus: Bus, marks: Marks, rulebook: Rulebook) -> None:
        self.rows = Rows()
        self.sum = SumChanged(Sum())
        self.sources: tuple[SourceRow, ...] = ()
        self.trouble = ""
        self.query = EVERYTHING
        self.show_hidden = False
        self.place: Callable[[], int | None] = lambda: None
        """Tells the time of the row that somebody looks at (microseconds since the epoch), ``None`` for the end."""
        self.is_counting = False
        """The rows are those in sight; all others are not judged yet."""
        self._session = session
        self._bus = bus
        self._marks = marks
        self._rulebook = rulebook
        self._store = OpenStore(session.store)
        self._pulse = Pulse()
        self.keeper = ShapeKeeper(session.store, self._rules_and_facts, self.judge_anew)
        self.number = 0
        """The last change of the store that is in the rows."""
        self._told: tuple[int, bool] | None = None
        """The change up to which the sources were told, and whether the engine was gone."""
        self._is_alone = False
        """There is no engine, and something is left to read."""
        self._said = ""
        """What the engine says it cannot do."""
        self._is_stale = True
        """The rows have to be built anew."""
        self._listed = (self.query, self.show_hidden)
        self._building: Question | None = None
        self._sparing = heap.Sparing()
        self._marked: dict[str, frozenset[int]] = {}
        self._wanted = asyncio.Event()
        self._urgent = asyncio.Event()

    def judge_anew(self, *, query: Query | None = None, show_hidden: bool | None = None) -> None:
        """Judge all alerts again, by another filter or with the noise on the list where these are given."""
        self.query = self.query if query is None else query
        self.show_hidden = self.show_hidden if show_hidden is None else show_hidden
        self._is_stale = True
        if self._building is not None:
            self._building.give_up()
        self.look_now()

    @property
    def is_behind(self) -> bool:
        """Whether the rows are about to give way to those of another filter."""
        return self._store.is_open and self._listed != (self.query, self.show_hidden)

    def is_whole(self, rows: Rows) -> bool:
        """Tell whether these rows are the ones of now, and of all alerts: they may be out of date, or in sight only."""
        return rows is self.rows and not self.is_counting

    def look_now(self) -> None:
        """Look at once: somebody here did something and waits to see it."""
        self._urgent.set()
        self._wanted.set()

    def asks_for_marks(self) -> bool:
        """Tell whether the filter or a rule looks at marks, so that a mark may hide or show an alert."""
        return asks_for_marks([self.query, *(rule.query for rule in self._rulebook.rules.rules)])

    async def run(self) -> None:
        """Follow until the task is cancelled."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._listen())
                tasks.create_task(self.keeper.run())
                while True:
                    await self.look()
                    await self._rest()
        finally:
            self._store.close()

    async def look(self) -> None:
        """Bring the rows up to date, once."""
        try:
            await self._look_at_people()
            await self._look_at_store()
            await self._tell_sources()
        except CancelledError:
            self._wanted.set()
        except (StoreError, OSError) as error:
            self._store.close()
            await self._tell_trouble("" if self._expects_engine(error) else str(error))
        else:
            await self._tell_trouble(f"{GONE} {REMEDY}" if self._is_alone else self._said)

    def _expects_engine(self, error: Exception) -> bool:
        """Tell whether all that is wrong is that the engine has only just been started."""
        started = self._session.wakeups is not None and not self._pulse.gone(self._session.clock())
        return started and isinstance(error, UnbuiltError)

    async def _listen(self) -> None:
        if self._session.wakeups is not None:
            async for heard in self._session.wakeups():
                if isinstance(heard, str) or not heard:
                    # An engine that is gone says nothing any more.
                    self._said = heard or ""
                self._pulse.hear(self._session.clock(), there=heard is not False)
                self._wanted.set()

    async def _rest(self) -> None:
        """Wait for a frame's time, and then for a reason to look."""
        frame = 1 / self._session.frames
        await _wait(self._urgent, frame)
        if self._session.wakeups is not None:
            await _wait(self._wanted, max(TICK - frame, 0))
        self._urgent.clear()
        self._wanted.clear()

    async def _look_at_people(self) -> None:
        """Take in what people did to the marks and to the rules, here and at other consoles."""
        if rules_changed := self._rulebook.changed():
            await self._bus.publish(Troubled(first_told(self._rulebook.problems), passing=True))
        if marks_changed := self._marks.changed():
            await self._bus.publish(MarksChanged())
        if rules_changed:
            self.keeper.want()
        if self.keeper.widen(self._marks.widenings()) or rules_changed or (marks_changed and self.asks_for_marks()):
            self._is_stale = True

    async def _look_at_store(self) -> None:
        if is_new := self._store.ready():
            self.keeper.want(anew=True)
        self._is_stale |= self._rulebook.heed(self._store.reader.address_changes())
        if is_new or self._is_stale:
            await self._build()
            return
        changes = self._store.reader.changes_since(self.number)
        if not changes.complete:
            await self._build()
        elif changes.number != self.number:
            await self._take(changes)

    async def _build(self) -> None:
        """Judge all alerts of the store, in a thread; what is wanted meanwhile is done by the next look."""
        self._building, self._is_stale = Question(self._session.store), False
        await self._build_nearby()
        if self._is_stale:
            return
        number, rows = await self._building.ask(self._judge_all)
        if not self._is_stale:
            self.number = number
            await self._show(rows, is_counting=False)
            self._sparing.after(rows.alerts)

    async def _build_nearby(self) -> None:
        """Show at once what is in sight, where judging all of it takes long."""
        rows = nearby(self._store.reader, self.judge(), self.place(), show_hidden=self.show_hidden)
        if rows is not None:
            await self._show(rows, is_counting=True)
            # The thread takes turns with the screen: first this is painted.
            await _wait(self._urgent, 1 / self._session.frames)

    async def _show(self, rows: Rows, *, is_counting: bool) -> None:
        rows.store = self._store.opened
        self.rows, self.is_counting = rows, is_counting
        self._listed = (self.query, self.show_hidden)
        await self._bus.publish(AlertsChanged(rows))
        await self._count()

    def _judge_all(self, reader: StoreReader) -> tuple[int, Rows]:
        """Return the rows of all alerts, and the last change that is in them. This runs in the thread."""
        number = reader.number()
        if self.asks_for_marks():
            self._marked = marked_ids(reader, self._marks.all(), self._marks.of)
        judge = self.judge()
        self._catch_up(reader, judge, number)
        return number, judge.rows(reader, show_hidden=self.show_hidden)

    def _catch_up(self, reader: StoreReader, judge: Judge, number: int) -> None:
        """Count what came since the shapes were learned, or since it was counted last. This runs in the thread."""
        changes = reader.changes_since(judge.shapes.number)
        judge.shapes.number = number
        if not changes.complete:
            self.keeper.want(anew=True)
            return
        touched, gone = changes.touched()
        for alert_id in gone:
            judge.shapes.forget(alert_id)
        for start in range(0, len(touched), _SLICE):
            for alert in reader.alerts(touched[start : start + _SLICE]):
                judge.count(alert)

    async def _take(self, changes: ChangeSet) -> None:
        """Take in what changed since the last look."""
        touched, gone = changes.touched()
        if self.asks_for_marks():
            self._marked, is_other = with_kinds(self._marked, self._store.reader.scan_kinds())
            self._is_stale |= is_other
        judge = self.judge()
        again = set[int]().union(*map(judge.shapes.forget, gone))
        entries = await self._entries(judge, touched, again)
        entries |= await self._entries(judge, sorted(again - gone), set())
        if self._is_stale:
            return
        arrived = self.rows.update(tuple(entries.values()), gone)
        self.number = judge.shapes.number = changes.number
        if entries or gone:
            await self._bus.publish(AlertsChanged(self.rows, frozenset(entries.keys() | gone), arrived))
        await self._count()
        self._sparing.after(len(entries))

    async def _entries(self, judge: Judge, ids: Sequence[int], again: set[int]) -> dict[int, Entry]:
        """Return alerts as they are judged now; ``again`` gets those that have to be judged once more after these."""
        entries: dict[int, Entry] = {}
        for start in range(0, len(ids), _SLICE):
            for alert in self._store.reader.alerts(ids[start : start + _SLICE]):
                again |= judge.count(alert)
                entries[alert.id] = judge.entry(alert)
            await asyncio.sleep(0)
        return entries

    async def _count(self) -> None:
        """Tell the sum of all lines, where it is not what it was."""
        lines = sum_of(self._store.reader.totals(), None if self.is_counting else self.rows.counts)
        counted = SumChanged(lines, len(self._rulebook.rules.rules))
        if counted != self.sum:
            self.sum = counted
            await self._bus.publish(counted)

    async def _tell_sources(self) -> None:
        """Tell how the sources are, where they are not what they were."""
        if self._told == (known := (self.number, self._pulse.gone(self._session.clock()))):
            return
        self._told = known
        sources = tuple(self._store.reader.sources())
        has_ended = bool(sources) and all(row.state == "ended" for row in sources)
        self._is_alone = known[1] and not has_ended
        if (sources := unread(sources) if self._is_alone else sources) != self.sources:
            self.sources = sources
            await self._bus.publish(SourcesChanged(sources))

    async def _tell_trouble(self, sentence: str) -> None:
        if sentence != self.trouble:
            self.trouble = sentence
            await self._bus.publish(Troubled(sentence))

    def judge(self) -> Judge:
        """Return who decides now what is shown."""
        return Judge(facts=self._facts(), query=self.query, rules=self._rulebook.rules, shapes=self.keeper.shapes)

    def _facts(self) -> Facts:
        return Facts(now=self._session.clock(), zone=self._session.zone, marks=self._marked, noise=self._rulebook.rules)

    def _rules_and_facts(self, reader: StoreReader) -> tuple[Ruleset, Facts]:
        """Return the rules, and what they ask for. This runs in the thread."""
        facts, rules = self._facts(), self._rulebook.rules
        if asks_for_marks(rule.query for rule in rules.rules):
            facts = replace(facts, marks=marked_ids(reader, self._marks.all(), self._marks.of))
        return rules, facts


async def _wait(event: asyncio.Event, seconds: float) -> None:
    """Wait for the event, at most so long."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
