"""What the panes of one screen share: the store to read pages from, the marks, the rules, and who follows it all."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wallwatch.bus import Bus
from wallwatch.engine.since import Left, Since, leaving, since
from wallwatch.errors import StoreError
from wallwatch.filter.clause import Sql, all_of, certain, negated
from wallwatch.filter.facts import Facts
from wallwatch.filter.parse import parse_query
from wallwatch.filter.query import Query
from wallwatch.filter.sql import to_sql
from wallwatch.model import Alert, Packet
from wallwatch.model.scan import Scan
from wallwatch.noise.rule import NoiseRule
from wallwatch.noise.ruleset import Ruleset
from wallwatch.noise.shape import Oddity
from wallwatch.store import Marks, StoreReader, UnparsedRow
from wallwatch.store.alerts import Index
from wallwatch.store.neighbours import Neighbours
from wallwatch.ui.follower import Follower
from wallwatch.ui.greeting import keep_left, left_file, read_left
from wallwatch.ui.groupings import Grouping
from wallwatch.ui.judge import asks_for_marks, marked_ids
from wallwatch.ui.key_names import AS_THEY_ARE, KeyNames
from wallwatch.ui.messages import AlertsChanged, MarksChanged, WhoisAnswered
from wallwatch.ui.open_store import Answer, OpenStore, Question
from wallwatch.ui.rows import Rows
from wallwatch.ui.rulebook import Rulebook
from wallwatch.ui.search import search_sql
from wallwatch.ui.session import Session
from wallwatch.ui.triage import Triage
from wallwatch.whois.lookups import Found, Lookups
from wallwatch.whois.record import NetworkRecord

if TYPE_CHECKING:
    from wallwatch.engine.preview import Preview
    from wallwatch.engine.rule_survey import RuleSurvey
    from wallwatch.reports.gather import About
    from wallwatch.reports.report import Report

_AT_ONCE: Final = 1_000
"""Alerts that are read without a thread."""


class Desk:
    """A session at work. Everything here is used from the screen's loop; what takes long is awaited."""

    def __init__(self, session: Session, keys: KeyNames | None = None) -> None:
        self.session = session
        self.keys = keys or AS_THEY_ARE
        self.bus = Bus()
        self.marks = Marks(session.marks, clock=session.clock)
        self.rulebook = Rulebook(session.rules, clock=session.clock, read_only=session.read_only)
        self.follower = Follower(session, self.bus, self.marks, self.rulebook)
        self.triage = Triage(self.marks, self.rulebook, read_only=session.read_only, keys=self.keys)
        self.lookups = session.lookups or Lookups(session.networks, "cache", clock=session.clock)
        self.notes: list[str] = []
        """What there is to tell from the start, in sentences."""
        self._store = OpenStore(session.store)
        self._left: Left | None = None

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Follow the store for the time of the block; at its end everything is closed.

        Raises:
            StoreError: the marks cannot be opened.
        """
        damaged = self.marks.open()
        self.notes = [damaged] if damaged else []
        self._left = read_left(self._left_file)
        try:
            async with self.bus, asyncio.TaskGroup() as tasks:
                following = tasks.create_task(self.follower.run())
                yield
                following.cancel()
        finally:
            self._remember()
            self._store.close()
            self.marks.close()

    def alerts(self, ids: Sequence[int]) -> list[Alert]:
        """Return the alerts of these numbers, a page of them at a time; none where the store cannot be read."""
        return self._page(lambda reader: reader.alerts(ids)) or []

    async def read(self, ids: Sequence[int]) -> list[Alert]:
        """Return the alerts of these numbers in order of time, however many; those that are not there are left out."""
        found = self.alerts(ids) if len(ids) <= _AT_ONCE else await self._ask(lambda reader: reader.alerts(ids))
        return sorted(found, key=lambda alert: (alert.first, alert.id))

    async def like(self, term: str, within: Sequence[Sql] = ()) -> Sequence[int]:
        """Return the numbers of the listed alerts that a filter lets through, in order of time.

        Raises:
            FilterError: ``term`` is no filter.
        """
        query = parse_query(term)
        return await self.listed([*within, certain(to_sql(query, await self._facts(query)))])

    async def listed(self, conditions: Sequence[Sql]) -> Sequence[int]:
        """Return the numbers of the listed alerts for which all of the conditions hold, in order of time."""
        found = await self._ask(lambda reader: reader.index(all_of(conditions)))
        return (await self.all_rows()).listed(found.ids)

    async def all_rows(self) -> Rows:
        """Return the rows once all alerts are judged: while that takes long, only those in sight are there."""
        async with self.bus.subscribe(AlertsChanged, size=1, lossless=False) as news:
            if self.follower.is_counting:
                async for _ in news:
                    if not self.follower.is_counting:
                        break
        return self.follower.rows

    async def members_of(self, grouping: Grouping, alert: int) -> Sql:
        """Return the condition that an alert is in the same group as this one."""
        return await self._ask(lambda reader: grouping.members(reader, alert))

    def scans(self, ids: Sequence[int]) -> list[Scan]:
        """Return the scans of these numbers; none where the store cannot be read."""
        return self._page(lambda reader: reader.scans(ids)) or []

    def packets(self, alert: int) -> tuple[Packet, ...]:
        """Return the packets of an alert; none where the store cannot be read."""
        return self._page(lambda reader: reader.packets(alert)) or ()

    def oddities(self, alert: Alert) -> list[tuple[NoiseRule, tuple[Oddity, ...]]]:
        """Return the rules that an odd alert is a member of, and in what it differs; none if a rule hides it."""
        found = list(self.follower.judge().oddities(alert))
        return found if all(oddities for _, oddities in found) else []

    def hidden_by(self, alert: Alert) -> NoiseRule | None:
        """Return the noise rule that hides an alert, ``None`` if none does."""
        return self.follower.judge().hidden_by(alert)

    def block_of(self, address: str) -> str | None:
        """Return the registered block of an address as far as it is known: ``192.0.2.0 - 192.0.2.255``."""
        record = self.session.networks.find(address)
        return None if record is None else f"{record.first} - {record.last}"

    def block_of_all(self, addresses: Iterable[str]) -> str | None:
        """Return the registered block that all addresses are in, ``None`` where they are in several or in none."""
        blocks = {self.block_of(address) for address in set(addresses)}
        return blocks.pop() if len(blocks) == 1 else None

    def network_of(self, address: str) -> NetworkRecord | None:
        """Return the network of an address as far as it is known."""
        return self.lookups.known(address)

    async def all_like(self, query: Query) -> Sequence[int]:
        """Return the numbers of all alerts that a filter lets through, listed or hidden, in order of time."""
        where = certain(to_sql(query, await self._facts(query)))
        found = await self._ask(lambda reader: reader.index(where))
        return found.ids

    async def evidence_of(self, alerts: Sequence[Alert], about: "About") -> "Report":
        """Return the report of alerts, with their packets and raw lines."""
        from wallwatch.reports.gather import from_alerts  # noqa: PLC0415 - the first screen does without

        return await self._ask(lambda reader: from_alerts(alerts, reader, about))

    async def look_up(self, address: str, *, again: bool = False) -> Found:
        """Return whose network an address is in, from a registry where that is allowed."""
        found = await self.lookups.find(address, again=again)
        if found.told:
            await self.bus.publish(WhoisAnswered(address))
            await self.lookups.refresh()
        return found

    async def seen_from(self, first: str, last: str) -> Neighbours:
        """Return what came from a block of addresses."""
        return await self._ask(lambda reader: reader.neighbours(first, last))

    def filter_values(self) -> Mapping[str, Sequence[str]]:
        """Return what some fields of a filter can be completed to: names of noise rules, of sources."""
        return {"noise": sorted(self.rulebook.rules.names), "source": sorted(self.session.logs())}

    async def count(self, query: Query) -> tuple[int, int]:
        """Return how many alerts a filter lets through, and how many lines they stand for."""
        return await self._counted(certain(to_sql(query, await self._facts(query))))

    async def count_taken(self, match: str, rules: Ruleset) -> tuple[int, int]:
        """Return how many alerts, and lines, a rule takes that none of the other ``rules`` hides already."""
        query = parse_query(match)
        facts = await self._facts(query, *(rule.query for rule in rules.rules))
        hidden = certain(rules.sql(facts))
        return await self._counted(all_of([certain(to_sql(query, facts)), negated(hidden)]))

    async def hide(self, rule: NoiseRule, say: Callable[[str], None]) -> None:
        """Put a new noise rule in force, say so at once, and how much it took when that is counted.

        Raises:
            WallwatchError: it could not be written.
        """
        others = self.rulebook.rules
        say(await self.do(lambda: self.triage.hide(rule)))
        alerts, lines = await self.count_taken(rule.match, others)
        if rule.name in self.rulebook.rules.names:
            say(self.triage.hides(rule, alerts, lines))

    async def previews(self, match: str) -> "AsyncIterator[Preview]":
        """Yield what a new rule would hide of all there is: first how much, then with more and more that matters.

        Raises:
            FilterError: ``match`` is no filter.
        """
        from wallwatch.engine import preview  # noqa: PLC0415 - the first screen does without

        query = parse_query(match)
        facts = await self._facts(query)
        counted = await self._ask(lambda reader: preview.count(reader, query, facts))
        yield counted
        facts = await self._facts(query, parse_query("starred"))
        asking = Question(self.session.store)
        async for found in asking.steps(lambda reader: preview.look_closer(reader, query, facts, counted)):
            yield found

    async def since_you_left(self) -> tuple[Left, Since] | None:
        """Return when this person's screen was closed, and what came in since; ``None`` where nobody knows."""
        left, follower = self._left, self.follower
        if left is None:
            return None
        await follower.keeper.settled.wait()
        judge = follower.judge()
        found = await self._ask(lambda reader: since(reader, left, judge.rules, judge.shapes, judge.facts))
        return None if found is None else (left, found)

    @property
    def _left_file(self) -> Path:
        return left_file(self.session.marks, self.session.store, self.marks.person)

    def _remember(self) -> None:
        """Keep how things stand now, for the next start."""
        left = None if self.session.read_only else self._page(lambda reader: leaving(reader, self.session.clock()))
        if left is not None:
            keep_left(self._left_file, left)

    async def survey_rules(self) -> "tuple[RuleSurvey, ...]":
        """Return what each noise rule does."""
        from wallwatch.engine.rule_survey import survey_rules  # noqa: PLC0415 - the first screen does without

        rules = self.rulebook.rules
        facts = await self._facts(*(rule.query for rule in rules.rules))
        return await self._ask(lambda reader: survey_rules(reader, rules, facts))

    async def find(self, text: str) -> Index:
        """Return the alerts in whose rows a text is found, in the feed's order."""
        where = search_sql(text, await self._facts())
        return await self._ask(lambda reader: reader.index(where))

    async def unparsed(self, source: str) -> list[UnparsedRow]:
        """Return the newest lines of a source that were not understood, newest first."""
        return await self._ask(lambda reader: reader.unparsed(source))

    async def _counted(self, where: Sql) -> tuple[int, int]:
        return await self._ask(lambda reader: reader.counts(where))

    async def do(self, deed: Callable[[], str]) -> str:
        """Do something that changes marks or rules, and let everybody see it; return what ``deed`` says of it."""
        rules = self.rulebook.rules
        try:
            return deed()
        finally:
            self.follower.look_now()
            await self.bus.publish(MarksChanged())
            if self.rulebook.rules is not rules:
                self.follower.keeper.want()
            if self.rulebook.rules is not rules or self.follower.asks_for_marks():
                self.follower.judge_anew()

    async def _facts(self, *queries: Query) -> Facts:
        """Return what these filters ask for beside the alert."""
        marked = {}
        if asks_for_marks(queries):
            marked = await self._ask(lambda reader: marked_ids(reader, self.marks.all(), self.marks.of))
            marked["odd"] = self.follower.rows.odd
        return Facts(now=self.session.clock(), zone=self.session.zone, marks=marked, noise=self.rulebook.rules)

    async def _ask(self, what: Callable[[StoreReader], Answer]) -> Answer:
        return await Question(self.session.store).ask(what)

    def _page(self, what: Callable[[StoreReader], Answer]) -> Answer | None:
        """Ask for what is in sight; ``None`` where the store cannot be read, which the follower tells."""
        try:
            self._store.ready()
            return what(self._store.reader)
        except StoreError:
            self._store.close()
            return None
