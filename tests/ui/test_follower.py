import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.ui.alerts import MOMENT, an_alert, the_incident
from tests.ui.desk import NOW, OK, a_session, commit
from wallwatch.errors import StoreError
from wallwatch.filter.parse import parse_query
from wallwatch.model import Change
from wallwatch.model.line import SourceStatus
from wallwatch.noise.read import new_rule
from wallwatch.store import Marks, StoreReader
from wallwatch.ui.desk import Desk
from wallwatch.ui.messages import AlertsChanged, MarksChanged, SourcesChanged, SumChanged, Troubled
from wallwatch.ui.pulse import GONE, PATIENCE


class Listener:
    """Everything that a follower says, in its order."""

    def __init__(self, desk) -> None:
        self.desk = desk
        self.follower = desk.follower
        self.heard = []

    async def looks(self, times=1):
        """Let the follower look, and return what it said."""
        self.heard.clear()
        for _ in range(times):
            await self.follower.look()
        await asyncio.sleep(0)
        return [type(message).__name__ for message in self.heard]

    @property
    def ids(self):
        return list(self.follower.rows.page(0, 99))

    async def listen(self, kind):
        async with self.desk.bus.subscribe(kind, size=99) as messages:
            async for message in messages:
                self.heard.append(message)


@asynccontextmanager
async def following(session) -> AsyncIterator[Listener]:
    """Give the block a follower that looks when it is told to."""
    desk = Desk(session)
    desk.marks.open()
    listener = Listener(desk)
    async with asyncio.TaskGroup() as tasks, desk.bus:
        for kind in (AlertsChanged, SumChanged, SourcesChanged, MarksChanged, Troubled):
            tasks.create_task(listener.listen(kind))
        await asyncio.sleep(0)
        yield listener
    desk.marks.close()


async def test_the_first_look_reads_everything(session):
    """At first all alerts are judged, and all lines counted."""
    async with following(session) as it:
        assert await it.looks() == ["AlertsChanged", "SumChanged", "SourcesChanged"]
        assert it.ids == [1, 2, 3]
        assert it.follower.sum.sum.received == it.follower.sum.sum.shown == 32


async def test_nothing_is_said_while_nothing_changes(session):
    """A look that finds nothing new publishes nothing, so that nothing is painted."""
    async with following(session) as it:
        await it.looks()
        assert await it.looks(3) == []


async def test_what_is_new_is_appended(session):
    """A new alert comes as one message that says what was touched and how many rows appeared."""
    async with following(session) as it:
        await it.looks()
        commit(session.store, [Change(kind="new", alert=an_alert(id=4, first=NOW, last=NOW))])
        await it.looks()
        assert it.ids == [1, 2, 3, 4]
        assert (it.heard[0].touched, it.heard[0].arrived) == (frozenset({4}), 1)


async def test_a_growing_alert_is_judged_again(session):
    """An alert that grew past the filter's number of packets leaves the list, and its lines move in the sum."""
    async with following(session) as it:
        it.follower.judge_anew(query=parse_query("packets:<2"))
        await it.looks()
        assert it.ids == [2]
        knock = the_incident()[1].alert
        grown = an_alert(id=2, first=knock.first, last=knock.first, packets=2, lines=2, src=knock.src)
        commit(session.store, [Change(kind="grown", alert=grown)], other=1)
        await it.looks()
        assert it.ids == []
        assert it.follower.sum.sum.filtered == 33


async def test_a_merged_alert_goes_into_the_other(session):
    """A merged alert is a row no more; the one that it went into is read again."""
    async with following(session) as it:
        await it.looks()
        first, knock, _ = (change.alert for change in the_incident())
        merged = Change(kind="merged", alert=knock, into=1)
        commit(
            session.store, [merged, Change(kind="grown", alert=an_alert(id=1, first=first.first, last=NOW, lines=17))]
        )
        await it.looks()
        assert it.ids == [1, 3]
        assert it.heard[0].touched == frozenset({1, 2})
        assert it.follower.sum.sum.shown == 32


async def test_what_is_pruned_is_archived(session):
    """Lines of alerts that retention took are not lost: they are counted as archived."""
    async with following(session) as it:
        await it.looks()
        commit(session.store, [Change(kind="gone", alert=the_incident()[1].alert)])
        await it.looks()
        lines = it.follower.sum.sum
        assert (lines.shown, lines.archived, lines.received) == (31, 1, 32)


async def test_the_sum_is_that_of_the_store(session):
    """Whatever is hidden or filtered, the terms add up to what the store received."""
    async with following(session) as it:
        it.desk.rulebook.add(new_rule("knock", "noise", "dport:27374", now=NOW))
        it.follower.judge_anew(query=parse_query("src:198.51.100.7"))
        commit(session.store, other=5)
        await it.looks()
        lines = it.follower.sum.sum
        assert (lines.shown, lines.filtered, lines.hidden, lines.other) == (16, 15, 1, 5)
        reader = StoreReader(session.store)
        reader.open()
        assert lines.received == reader.totals().received == 37
        reader.close()


async def test_noise_is_listed_on_request(session):
    """What rules hide is listed when it is asked for, and still counts as hidden."""
    async with following(session) as it:
        it.desk.rulebook.add(new_rule("gnutella", "noise", "dport:6346", now=NOW))
        await it.looks()
        assert it.ids == [2]
        it.follower.judge_anew(show_hidden=True)
        await it.looks()
        assert it.ids == [1, 2, 3]
        assert it.follower.sum.sum.hidden == 31


@pytest.mark.parametrize(("state", "is_told"), [("ok", True), ("ended", False)])
async def test_an_engine_that_died_is_told_until_one_is_back(tmp_path, state, is_told):
    """A screen whose engine is gone says so, and that nothing is read; not where all that was to be read has ended."""
    now = NOW
    session = a_session(tmp_path, clock=lambda: now)
    commit(session.store, the_incident(), [SourceStatus(source=status.source, state=state) for status in OK])
    async with following(session) as it:
        await it.looks()
        it.follower._pulse.hear(now, there=False)
        assert await it.looks() == []
        now += PATIENCE
        assert await it.looks() == (["SourcesChanged", "Troubled"] if is_told else [])
        assert it.follower.trouble.startswith(GONE) == is_told
        assert it.follower.sources[0].state == ("failed" if is_told else state)
        it.follower._pulse.hear(now, there=True)
        await it.looks()
        assert (it.follower.trouble, it.follower.sources[0].state) == ("", state)


async def test_sources_that_cannot_be_read_are_told(session):
    """As all that is wrong with a store; the screen goes on."""
    async with following(session) as it:
        await it.looks()
        it.follower._store.reader.sources = lambda: (_ for _ in ()).throw(StoreError("The table is damaged."))
        it.follower._heard = None
        commit(session.store, [], OK)
        await it.looks()
        assert it.follower.trouble == "The table is damaged."
        await it.looks()
        assert it.follower.trouble == ""


async def test_rules_that_others_write_take_effect(session):
    """A noise.toml that was edited by hand is in force at the next look, and its mistakes are told."""
    async with following(session) as it:
        await it.looks()
        session.rules.write_text('[[rule]]\nname = "a"\nwhy = "b"\nmatch = "dport:6346"\nexpires = "address-change"\n')
        await it.looks()
        assert it.ids == [2]
        session.rules.write_text("[[rule\n")
        await it.looks()
        assert it.heard[0].sentence.startswith("noise.toml, line 1")
        assert it.heard[0].passing
        assert it.ids == [2]
        session.rules.write_text('[[rule]]\nname = "a"\n[[rule]]\nmatch = "dport:80"\n')
        await it.looks()
        assert it.heard[0].sentence.endswith("(5 mistakes more)")
        session.rules.unlink()
        await it.looks()
        assert it.heard[0].sentence == ""


async def test_marks_of_another_console_are_seen(session):
    """What somebody else marked is told, and judged where the filter asks for marks."""
    async with following(session) as it:
        it.follower.judge_anew(query=parse_query("-done"))
        await it.looks()
        assert it.ids == [1, 2, 3]
        other = Marks(session.marks)
        other.open()
        other.done([the_incident()[1].alert], True)
        other.close()
        assert (await it.looks())[0] == "MarksChanged"
        assert it.ids == [1, 3]


async def test_a_missing_store_is_told_once_and_followed_when_it_comes(tmp_path):
    """Trouble with the store is a sentence; when the store is there, it is read, and the trouble is over."""
    session = a_session(tmp_path, wakeups=None)
    async with following(session) as it:
        assert await it.looks(3) == ["Troubled"]
        assert it.follower.trouble
        commit(session.store, the_incident())
        await it.looks()
        assert (it.ids, it.follower.trouble) == ([1, 2, 3], "")


async def test_it_is_behind_from_the_filter_to_its_rows(session):
    """Whatever else is wrong; of a store that cannot be read no rows are to come."""
    async with following(session) as it:
        assert not it.follower.is_behind
        await it.looks()
        it.follower._said = "The disk is full."
        await it.looks()
        assert it.follower.trouble
        it.follower.judge_anew(query=parse_query("src:203.0.113.9"))
        assert it.follower.is_behind
        await it.looks()
        assert (it.ids, it.follower.is_behind) == ([2], False)
        it.follower.judge_anew(query=parse_query(""))
        it.follower._session.store.unlink()
        await it.looks()
        assert not it.follower.is_behind


async def test_a_store_that_an_engine_is_about_to_build_is_no_trouble(tmp_path):
    """An engine that was just started gets its time; the screen waits without a word."""
    session = a_session(tmp_path)
    async with following(session) as it:
        assert await it.looks(3) == []
        commit(session.store, the_incident())
        await it.looks()
        assert (it.ids, it.follower.trouble) == ([1, 2, 3], "")


async def test_a_new_store_is_read_from_the_start(session):
    """A store that was set aside for a new one is followed without a restart."""
    async with following(session) as it:
        await it.looks()
        for path in session.store.parent.glob("wallwatch.db*"):
            path.unlink()
        commit(session.store, the_incident()[1:2])
        await it.looks()
        assert it.ids == [2]


async def test_a_follower_far_behind_starts_over(session, monkeypatch):
    """Where the changes it needs were pruned, the follower reads everything again."""
    monkeypatch.setattr("wallwatch.store.changes.KEPT", 1)
    async with following(session) as it:
        await it.looks()
        for number in (4, 5, 6):
            commit(session.store, [Change(kind="new", alert=an_alert(id=number, first=NOW, last=NOW))])
        await it.looks()
        assert it.ids == [1, 2, 3, 4, 5, 6]
        assert it.heard[0].touched is None


@pytest.mark.parametrize("woken", [True, False])
async def test_it_follows_by_itself(session, woken):
    """Running, it looks when the engine wakes it, and without an engine a few times a second."""
    rung = asyncio.Event()

    async def bell():
        while True:
            await rung.wait()
            rung.clear()
            yield

    session = a_session(session.store.parent, wakeups=bell if woken else None)
    desk = Desk(session)
    async with desk.at_work(), desk.bus.subscribe(AlertsChanged, size=9) as news:
        await anext(news)
        commit(session.store, [Change(kind="new", alert=an_alert(id=9, first=MOMENT, last=MOMENT))])
        rung.set()
        assert (await anext(news)).touched == frozenset({9})


async def test_a_filter_that_comes_while_the_store_is_judged_starts_it_over(session):
    """Only the rows of the last filter are ever shown."""
    async with following(session) as it:
        judged = it.follower.judge

        def judge_and_change():
            it.follower.judge = judged
            judge = judged()
            it.follower.judge_anew(query=parse_query("dport:27374"))
            return judge

        it.follower.judge = judge_and_change
        assert "AlertsChanged" not in await it.looks()
        await it.looks()
        assert it.ids == [2]


async def test_what_the_engine_cannot_write_is_told_until_it_can(session):
    """It says so over its socket, because it cannot be in the store; an engine that is gone says nothing any more."""
    words = asyncio.Queue()

    async def bell():
        while True:
            yield await words.get()

    desk = Desk(a_session(session.store.parent, wakeups=bell))
    async with desk.at_work(), desk.bus.subscribe(Troubled, size=9) as news:
        for said, told in (("The disk is full.", "The disk is full."), ("", ""), ("Full.", "Full."), (False, "")):
            words.put_nowait(said)
            while (trouble := await anext(news)).passing:
                pass
            assert trouble.sentence == told
