"""Who commits, and what happens when there is no room."""

import asyncio
import threading
from contextlib import closing
from pathlib import Path

import pytest

from wallwatch.engine.keeper import Keeper, Retention
from wallwatch.errors import StoreError
from wallwatch.model.line import Reading
from wallwatch.store import Batch, FullError, StoreReader, StoreWriter


class FakeStore(StoreWriter):
    """A store whose disk is full for some attempts to write; it keeps what it is given in lists."""

    def __init__(self, full: int = 0, prunable: int = 0) -> None:
        self.left = full
        self.prunable = prunable
        self.batches: list[Batch] = []
        self.threads: set[int] = set()
        self.asked: list[tuple[int | None, int | None]] = []

    def commit(self, batch: Batch) -> int:
        self.threads.add(threading.get_ident())
        if self.left:
            self.left -= 1
            raise FullError("There is no room left.", "Free some space.")
        self.batches.append(batch)
        return len(self.batches)

    def prune(self, keep: int | None, max_size: int | None) -> int:
        self.asked.append((keep, max_size))
        if not self.prunable:
            return 0
        self.prunable -= 1
        self.left = 0
        return 7


def _batches(count: int) -> list[Batch]:
    return [Batch(readings=(Reading(source="a", stream="s", start=n, end=n + 1),)) for n in range(count)]


async def _kept(keeper: Keeper, batches: list[Batch]) -> None:
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(keeper.run())
        for batch in batches:
            await keeper.put(batch)
        await keeper.close()


async def test_batches_are_committed_in_their_order_in_one_other_thread() -> None:
    """Each commit is told; the loop is free meanwhile."""
    store, told = FakeStore(), []
    batches = _batches(9)
    await _kept(Keeper(store, lambda: told.append(len(store.batches))), batches)
    assert store.batches == batches
    assert told == list(range(1, 10))
    assert len(store.threads) == 1
    assert threading.get_ident() not in store.threads


async def test_a_full_disk_is_waited_for_and_nothing_is_lost() -> None:
    """It is said once in a sentence, and once that it is over; the same batch is written then."""
    store, said = FakeStore(full=3), []
    batches = _batches(2)
    await _kept(Keeper(store, lambda: None, said.append, again=0), batches)
    assert store.batches == batches
    assert said == [said[0], ""]
    assert said[0].startswith("There is no room left. Free some space.")


async def test_what_cannot_be_written_holds_back_who_makes_it() -> None:
    """While one cannot be written, whoever has made the next one waits, and makes no other."""
    store = FakeStore(full=1_000_000)
    keeper = Keeper(store, lambda: None, again=0.01)
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        running = group.create_task(keeper.run())
        first, second = _batches(2)
        await keeper.put(first)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(keeper.put(second), 0.1)
        running.cancel()


async def test_what_is_too_old_makes_room_on_a_full_disk() -> None:
    """With a retention, what is due is pruned before anything waits."""
    store = FakeStore(full=1_000_000, prunable=1)
    keeper = Keeper(store, lambda: None, retention=Retention(keep=5, max_size=6), again=60)
    await _kept(keeper, _batches(1))
    assert len(store.batches) == 1
    assert store.asked[0] == (5, 6)


async def test_what_is_too_old_goes_in_small_steps() -> None:
    """Pruning goes on, after each batch, until nothing is due; at the end, there is one more look."""
    store = FakeStore(prunable=3)
    await _kept(Keeper(store, lambda: None, retention=Retention(keep=5)), _batches(9))
    assert store.prunable == 0
    assert len(store.asked) == 5


async def test_a_store_that_is_broken_ends_it() -> None:
    """Any other error of the store is not waited for."""

    class Broken(FakeStore):
        def commit(self, _batch: Batch) -> int:
            raise StoreError("The disk is broken.")

    with pytest.raises(ExceptionGroup) as raised:
        await _kept(Keeper(Broken(), lambda: None), _batches(1))
    assert raised.group_contains(StoreError)


async def test_a_batch_that_is_being_written_is_written_to_its_end(tmp_path: Path) -> None:
    """Whoever is cancelled closes the store only after that."""
    begun, go_on = threading.Event(), threading.Event()

    class Slow(StoreWriter):
        def commit(self, batch: Batch) -> int:
            begun.set()
            go_on.wait(10)
            return super().commit(batch)

    store = Slow(tmp_path / "s.db")
    store.open()
    with closing(store):
        keeper = Keeper(store, lambda: None)
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            running = group.create_task(keeper.run())
            await keeper.put(_batches(1)[0])
            await asyncio.to_thread(begun.wait, 10)
            running.cancel()
            go_on.set()
    reader = StoreReader(tmp_path / "s.db")
    reader.open()
    with closing(reader):
        assert reader.streams("a")["s"].ranges == ((0, 1),)


def test_a_retention_that_says_nothing_prunes_nothing() -> None:
    """Without an age and a size everything is kept."""
    assert not Retention().is_set
    assert Retention(keep=1).is_set
    assert Retention(max_size=1).is_set
