from tests.ui.alerts import MOMENT, SECOND, an_alert
from tests.ui.desk import alerts_of, commit, desk_of, press, until, watching
from wallwatch.errors import StoreError
from wallwatch.model import Change
from wallwatch.ui.arrangement import Arrangement
from wallwatch.ui.groupings import GROUPINGS
from wallwatch.ui.open_store import Question
from wallwatch.ui.orders import ORDERS
from wallwatch.ui.views import Backwards

PACKETS = next(order for order in ORDERS if order.name == "packets")


def ids(feed):
    """Return the alerts of the rows that are shown."""
    return [feed.view.id_at(index) for index in range(feed.count)]


async def test_another_order_comes_from_the_store(session):
    """The most packets stand first; until the answer is there it is busy."""
    async with watching(session) as pilot:
        feed = alerts_of(pilot).feed
        feed.levels.arranger.arrange(Arrangement().sorted(PACKETS))
        assert feed.levels.arranger.is_busy
        await until(pilot, lambda: not feed.levels.arranger.is_busy)
        assert ids(feed) == [1, 3, 2]


async def test_the_order_of_time_is_there_at_once(session):
    """It is the rows themselves, or the same from the other end."""
    async with watching(session) as pilot:
        feed = alerts_of(pilot).feed
        feed.levels.arranger.arrange(Arrangement(backwards=True))
        assert isinstance(feed.view, Backwards)
        assert ids(feed) == [3, 2, 1]
        feed.levels.arranger.arrange(Arrangement())
        assert feed.view is desk_of(pilot).follower.rows


async def test_what_comes_in_or_grows_finds_its_place(session):
    """A sorted feed is sorted again while alerts come, and groups are counted again."""
    async with watching(session) as pilot:
        feed = alerts_of(pilot).feed
        feed.levels.arranger.arrange(Arrangement().sorted(PACKETS))
        await until(pilot, lambda: not feed.levels.arranger.is_busy)
        at = MOMENT + 9_000 * SECOND
        commit(session.store, [Change(kind="new", alert=an_alert(id=4, first=at, last=at, packets=99))])
        await until(pilot, lambda: ids(feed) == [4, 1, 3, 2])
        feed.levels.arranger.arrange(Arrangement().grouped(GROUPINGS[2]))
        await until(pilot, lambda: feed.grouping is not None and feed.view.group_at(0).alerts == 3)
        commit(session.store, [Change(kind="new", alert=an_alert(id=5, first=at, last=at))])
        await until(pilot, lambda: feed.view.group_at(0).alerts == 4)


async def test_only_what_is_listed_is_shown_or_counted(session):
    """A filter holds for groups and for other orders as well, and tags are counted by group."""
    async with watching(session) as pilot:
        feed = alerts_of(pilot).feed
        await press(pilot, "f", *"packets:>1", "enter")
        feed.levels.arranger.arrange(Arrangement().sorted(PACKETS))
        await until(pilot, lambda: not feed.levels.arranger.is_busy)
        assert ids(feed) == [1, 3]
        feed.tag([1])
        feed.levels.arranger.arrange(Arrangement().grouped(GROUPINGS[2]))
        await until(pilot, lambda: feed.group is not None)
        assert [(feed.group.alerts, feed.group.tagged), feed.count] == [(2, 1), 1]
        await press(pilot, "X")
        await until(pilot, lambda: feed.count == 2)


async def test_a_question_that_failed_is_asked_again_and_nobody_waits_for_it(session, monkeypatch):
    """The rows stay as they were meanwhile."""
    ask, failed = Question.ask, []

    async def fails_once(question, what):
        if failed:
            return await ask(question, what)
        failed.append(question)
        raise StoreError("It is torn.", "Wait.")

    async with watching(session) as pilot:
        arranger = alerts_of(pilot).feed.levels.arranger
        monkeypatch.setattr(Question, "ask", fails_once)
        arranger.arrange(Arrangement().sorted(PACKETS))
        assert arranger.is_busy
        await until(pilot, lambda: failed)
        assert not arranger.is_busy
        assert ids(alerts_of(pilot).feed) == [1, 2, 3]
        await until(pilot, arranger.ready.is_set)
        assert ids(alerts_of(pilot).feed) == [1, 3, 2]


async def test_the_last_wish_counts(session):
    """A question that nobody waits for any more is given up, and its answer is not shown."""
    async with watching(session) as pilot:
        feed = alerts_of(pilot).feed
        shown = []
        watch, feed.levels.arranger._show = feed.levels.arranger._show, lambda view: shown.append(view) or watch(view)
        feed.levels.arranger.arrange(Arrangement().sorted(PACKETS))
        await pilot.pause()
        feed.levels.arranger.arrange(Arrangement().grouped(GROUPINGS[0]))
        await until(pilot, lambda: not feed.levels.arranger.is_busy)
        assert feed.group is not None
        assert shown[-1] is feed.view
