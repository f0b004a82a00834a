import asyncio

import pytest

from tests.ui.alerts import the_incident
from tests.ui.desk import commit
from wallwatch.errors import StoreError
from wallwatch.filter.clause import Sql
from wallwatch.ui.open_store import OpenStore, Question

ENDLESS = Sql("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n")


def test_it_is_opened_once(session):
    """The first use opens the store, the next ones do not."""
    store = OpenStore(session.store)
    assert [store.ready(), store.ready()] == [True, False]
    assert len(store.reader.index().ids) == 3
    store.close()


def test_a_store_that_is_not_there_can_come(tmp_path):
    """A missing store is an error with a sentence; when the engine has built it, it is opened."""
    store = OpenStore(tmp_path / "later.db")
    with pytest.raises(StoreError):
        store.ready()
    commit(tmp_path / "later.db", the_incident())
    assert store.ready()
    store.close()


def test_another_store_in_its_place_is_opened(session):
    """A store that was set aside and built anew is noticed and read."""
    store = OpenStore(session.store)
    store.ready()
    for path in session.store.parent.glob("wallwatch.db*"):
        path.unlink()
    commit(session.store, the_incident()[:1])
    assert store.ready()
    assert len(store.reader.index().ids) == 1
    store.close()


async def test_what_comes_in_steps_is_given_step_by_step(session):
    """Each as soon as it is there; the store is closed after the last one."""
    readers = []

    def walk(reader):
        readers.append(reader)
        yield len(reader.index().ids)
        yield reader.counts()[1]

    assert [step async for step in Question(session.store).steps(walk)] == [3, 32]
    with pytest.raises(StoreError, match="not open"):
        readers[0].counts()


async def test_whoever_leaves_early_ends_it(session):
    """No further step is taken, and the store is closed."""
    readers = []

    def walk(reader):
        readers.append(reader)
        for _ in range(9):
            yield reader.counts()
        pytest.fail("nobody wants to know that")

    steps = Question(session.store).steps(walk)
    assert await anext(steps) == (3, 32)
    await steps.aclose()
    with pytest.raises(StoreError, match="not open"):
        readers[0].counts()


async def test_a_query_that_is_not_wanted_any_more_is_cancelled(session):
    """It would take for ever."""
    begun, ended = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    question = Question(session.store)

    def walk(reader):
        loop.call_soon_threadsafe(begun.set)
        try:
            yield reader.ask(ENDLESS)
        finally:
            loop.call_soon_threadsafe(ended.set)

    async def ask():
        async for _ in question.steps(walk):
            pytest.fail("it has no end")

    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        asking = tasks.create_task(ask())
        await begun.wait()
        asking.cancel()
        while not ended.is_set():
            await asyncio.sleep(0)
            question.give_up()  # the first time it may not have begun yet
    assert asking.cancelled()
