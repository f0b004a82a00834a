import pytest

from tests.store.make import NOON, SECOND
from tests.store.make import alert as an_alert
from tests.ui.desk import a_session
from tests.ui.test_follower import following
from tests.ui.test_judge import a_judge
from tests.ui.test_shapes import Engine
from wallwatch.filter.parse import parse_query
from wallwatch.noise.read import new_rule
from wallwatch.store import StoreReader
from wallwatch.ui import nearby as module
from wallwatch.ui.desk import Desk
from wallwatch.ui.messages import AlertsChanged, Sum
from wallwatch.ui.nearby import nearby

COUNT = 300


@pytest.fixture
def session(tmp_path, monkeypatch):
    """A store of three hundred alerts of two lines, every tenth of which is no noise, is large here."""
    monkeypatch.setattr(module, "LARGE", 100)
    monkeypatch.setattr(module, "NEAR", 20)
    session = a_session(tmp_path)
    engine = Engine(session)
    engine.add(
        *(an_alert(number, dport=6346 if number % 10 else 80, sport=number, lines=2) for number in range(1, COUNT + 1))
    )
    engine.close()
    return session


@pytest.fixture
def reader(session):
    reader = StoreReader(session.store)
    reader.open()
    yield reader
    reader.close()


@pytest.mark.parametrize(
    ("place", "first", "last"),
    [(None, COUNT - 19, COUNT), (NOON + 100 * SECOND, 81, 119), (NOON, 1, 20), (NOON + 999 * SECOND, 281, COUNT)],
)
def test_the_rows_around_a_place_are_judged(reader, place, first, last):
    """As many on both sides of it as there are, and as the judge of all of them would."""
    rows = nearby(reader, a_judge("", "dport:6346"), place, show_hidden=False)
    assert rows.alerts == last - first + 1
    assert list(rows.page(0, 99)) == [number for number in range(first, last + 1) if number % 10 == 0]
    assert len(nearby(reader, a_judge("", "dport:6346"), place, show_hidden=True)) == rows.alerts


def test_a_small_store_is_judged_as_a_whole(reader, monkeypatch):
    """That takes no longer than a part of it."""
    monkeypatch.setattr(module, "LARGE", COUNT)
    assert nearby(reader, a_judge(), None, show_hidden=False) is None


async def test_a_rule_is_seen_before_all_are_judged(session):
    """The rows in sight come first, while the lines of all others are counted; then all, and the sum is the same."""
    async with following(session) as it:
        assert await it.looks() == ["AlertsChanged", "SumChanged", "AlertsChanged", "SumChanged", "SourcesChanged"]
        it.follower.place = lambda: NOON + 100 * SECOND
        it.desk.rulebook.add(new_rule("gnutella", "noise", "dport:6346", now=NOON))
        it.follower.judge_anew()
        await it.looks()
        near, counting, whole, counted = it.heard[:4]
        assert list(near.rows.page(0, 99)) == [90, 100, 110]
        assert counting.sum == Sum(counting=2 * COUNT)
        assert list(whole.rows.page(0, 99)) == list(range(10, COUNT + 1, 10))
        assert counted.sum == Sum(shown=COUNT // 5, hidden=2 * COUNT - COUNT // 5)


async def test_a_filter_that_changes_while_all_are_judged_holds_at_once(session):
    """What was begun for the one before is given up, and nothing of it is shown."""
    async with following(session) as it:
        await it.looks()

        def place():
            if not it.follower.query.terms:
                it.follower.judge_anew(query=parse_query("dport:80"))

        it.follower.place = place
        it.follower.judge_anew()
        assert await it.looks() == ["AlertsChanged", "SumChanged"]
        assert (it.follower.is_counting, it.heard[1].sum.counting) == (True, 2 * COUNT)
        await it.looks()
        assert list(it.follower.rows.page(0, 99)) == list(range(10, COUNT + 1, 10))
        assert (it.follower.is_counting, it.follower.sum.sum.filtered) == (False, 2 * COUNT - COUNT // 5)


async def test_what_is_done_to_a_group_waits_until_all_are_judged(session):
    """Else it would be done to those in sight alone."""
    desk = Desk(session)
    async with desk.at_work():
        async with desk.bus.subscribe(AlertsChanged, size=9) as news:
            async for _ in news:
                break
        assert desk.follower.is_counting
        assert len(desk.follower.rows) < COUNT
        assert len(await desk.like("dport:80")) == COUNT // 10
        assert len(await desk.all_rows()) == COUNT
