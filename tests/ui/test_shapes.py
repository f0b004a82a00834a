import asyncio
import random

import msgspec

from tests.engine.test_preview import DEVIANTS, member
from tests.store.make import NOON
from tests.store.make import alert as an_alert
from tests.ui.desk import NOW, OK, a_session
from tests.ui.test_follower import following
from wallwatch.filter.parse import parse_query
from wallwatch.model import Change
from wallwatch.model.line import Reading
from wallwatch.noise.axes import MINUTE
from wallwatch.noise.read import new_rule
from wallwatch.store import Batch, Marks, StoreReader, StoreWriter
from wallwatch.ui.ledger import HIDDEN, ODD
from wallwatch.ui.messages import AlertsChanged
from wallwatch.ui.shapes import ShapeKeeper

RULE = new_rule("gnutella", "leftovers", "dport:6346", now=NOON)
WIDE = new_rule("windows", "leftovers", "os:windows", now=NOON)


def a_history(count=2_000):
    drawn = random.Random(7)
    return [member(number, drawn) for number in range(1, count + 1)]


class Engine:
    """Commits batches of changes to one store, which stays open."""

    def __init__(self, session) -> None:
        self._writer = StoreWriter(session.store, clock=lambda: NOW)
        self._writer.open()
        self.alerts = {}

    def commit(self, *changes):
        lines = 0
        for change in changes:
            known = self.alerts.pop(change.alert.id, None)
            lines += change.alert.lines - (known.lines if known else 0) if change.kind in {"new", "grown"} else 0
            if change.kind in {"new", "grown"}:
                self.alerts[change.alert.id] = change.alert
        reading = Reading(source=OK[0].source, stream="1", start=0, end=1, received=max(lines, 0))
        self._writer.commit(Batch(changes=changes, readings=[reading], statuses=OK))

    def add(self, *alerts):
        self.commit(*(Change(kind="new", alert=alert) for alert in alerts))

    def close(self):
        self._writer.close()


def judged_at_once(follower, session):
    """Return the class of every alert, as the store gives it in one go."""
    reader = StoreReader(session.store)
    reader.open()
    try:
        rows = follower.judge().rows(reader, show_hidden=False)
        return {number: rows.standing(number) for number in reader.index().ids}, rows.counts
    finally:
        reader.close()


def judged_as_they_came(follower, engine):
    return {number: follower.rows.standing(number) for number in engine.alerts}


async def learned(it):
    await it.follower.look()
    await it.follower.keeper.learn()
    await it.follower.look()


async def test_odd_members_of_a_rule_are_shown(tmp_path):
    """They break through, are counted as shown, and everybody else is hidden; odd finds them, and !odd the others."""
    session = a_session(tmp_path)
    engine = Engine(session)
    engine.add(*a_history())
    async with following(session) as it:
        it.desk.rulebook.add(RULE)
        await it.follower.look()
        assert it.ids == [], "until it is known what they are like"
        await learned(it)
        assert it.ids == sorted(DEVIANTS)
        assert it.follower.rows.odd == set(DEVIANTS)
        assert it.follower.sum.sum.shown == len(DEVIANTS)
        assert it.follower.sum.sum.hidden == 2_000 - len(DEVIANTS)
        for text, found in (("odd", sorted(DEVIANTS)), ("!odd", []), ("noise:gnutella odd", sorted(DEVIANTS))):
            it.follower.judge_anew(query=parse_query(text))
            await it.follower.look()
            assert it.ids == found
        assert (await it.desk.count(parse_query("odd")))[0] == len(DEVIANTS)
        it.follower.judge_anew(query=parse_query("odd"))
        await it.follower.look()
        engine.add(an_alert(9_001, flags="FPU", first=NOW), an_alert(9_002, flags="S", first=NOW))
        await it.follower.look()
        assert it.ids == [*sorted(DEVIANTS), 9_001]
    engine.close()


async def test_both_ways_agree_at_every_batch(tmp_path):
    """What comes, grows, merges and goes is judged one by one as the whole store is, and the sum holds."""
    drawn = random.Random(11)
    session = a_session(tmp_path)
    engine = Engine(session)
    engine.add(*a_history(1_500))
    async with following(session) as it:
        it.desk.rulebook.add(RULE)
        it.desk.rulebook.add(WIDE)
        await learned(it)
        seen = 0
        for number in range(2_001, 2_081):
            engine.commit(*some_changes(engine, drawn, number))
            await it.follower.look()
            at_once, counts = judged_at_once(it.follower, session)
            assert judged_as_they_came(it.follower, engine) == at_once
            assert it.follower.rows.counts == counts
            assert counts.shown + counts.hidden == sum(alert.lines for alert in engine.alerts.values())
            seen |= sum({standing for standing in at_once.values() if standing})
        assert seen == HIDDEN | ODD
        assert {oddity.axis for number in it.follower.rows.odd for oddity in oddities(it, engine, number)} >= {"rate"}
    engine.close()


def oddities(it, engine, number):
    return [oddity for _, found in it.desk.oddities(engine.alerts[number]) for oddity in found]


def some_changes(engine, drawn, number):
    """Return a new alert of one of a few sources, and something that happens to another one."""
    first = NOON + 5_000_000_000 + number // 40 * MINUTE
    source = f"10.7.7.{drawn.choice([1, 1, 1, 2, 3])}"
    fields = {"packets": drawn.choice([1, 2, 3]), "src": source, "dport": drawn.choice([6346, 6346, 80])}
    new = an_alert(number, first=first, flags="S", **fields, lines=2)
    yield Change(kind="new", alert=new)
    late = [alert for alert in engine.alerts.values() if alert.id > 2_000]
    if not late:
        return
    some = drawn.choice(late)
    if drawn.random() < 0.5:
        yield Change(kind="grown", alert=msgspec.structs.replace(some, packets=some.packets + 1, lines=some.lines + 1))
    elif drawn.random() < 0.3:
        yield Change(kind="merged", alert=some, into=number)
    elif drawn.random() < 0.2:
        yield Change(kind="grown", alert=msgspec.structs.replace(some, first=some.first - 70 * 1_000_000, dport=6346))


async def test_what_is_fine_too_is_hidden_here_and_at_other_consoles(tmp_path):
    """It survives a restart, and undoing it brings the alert back."""
    session = a_session(tmp_path)
    engine = Engine(session)
    engine.add(*a_history())
    other = Marks(session.marks)
    async with following(session) as it:
        it.desk.rulebook.add(RULE)
        await learned(it)
        (alert,) = it.desk.alerts([11])
        said = await it.desk.do(lambda: it.desk.triage.fine(alert, it.desk.oddities(alert)))
        assert said == "flags FPU: fine for gnutella, too; z undoes it."
        await it.follower.look()
        assert it.ids == [111, 211, 311, 411]
        other.open()
        assert other.undo().rule == "gnutella"
        await it.follower.look()
        assert 11 in it.ids
        other.redo()
        other.close()
        await it.follower.look()
        assert 11 not in it.ids
    async with following(session) as it:
        await learned(it)
        assert it.ids == [111, 211, 311, 411]
        assert await it.desk.do(it.desk.triage.undo) == "Undone: fine, too, for gnutella."
        await it.follower.look()
        assert 11 in it.ids
    engine.close()


async def test_it_learns_by_itself_and_again_when_rules_change(tmp_path):
    """A rule that is written is learned without a word; one that is removed hides and shows nothing any more."""
    session = a_session(tmp_path, wakeups=None)
    engine = Engine(session)
    engine.add(*a_history())
    async with following(session) as it, asyncio.TaskGroup() as tasks:
        running = tasks.create_task(it.follower.run())
        it.desk.rulebook.add(RULE)
        async with asyncio.timeout(20), it.desk.bus.subscribe(AlertsChanged, size=99) as news:
            async for _ in news:
                if it.ids == sorted(DEVIANTS):
                    break
            it.desk.rulebook.path.unlink()
            async for _ in news:
                if not it.follower.keeper.shapes.learned:
                    break
        running.cancel()
    engine.close()


async def test_a_store_that_is_not_there_is_learned_from_later(tmp_path):
    """The follower says what is wrong with it; the keeper only tries again."""
    asked = []
    keeper = ShapeKeeper(tmp_path / "none.db", lambda _: asked, lambda: asked.append("news"))
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(keeper.run())
        await asyncio.sleep(0)
        keeper.want(anew=True)
        await asyncio.sleep(0.05)
        assert not running.done()
        running.cancel()
    assert asked == []
