import asyncio
from collections.abc import AsyncIterator

import pytest

from wallwatch.bus import Bus, BusClosedError, Statistics, Subscription


class Batch:
    """A message: some lines."""

    def __init__(self, *lines: int) -> None:
        self.lines = lines


class SmallBatch(Batch):
    """A message of another class, though a kind of batch."""


@pytest.fixture
async def bus() -> AsyncIterator[Bus]:
    async with Bus() as bus:
        yield bus


async def take(stream: Subscription[Batch], count: int) -> list[int]:
    return [line for _ in range(count) for line in (await anext(stream)).lines]


async def rest(stream: Subscription[Batch]) -> list[int]:
    return [line async for batch in stream for line in batch.lines]


async def settle() -> None:
    """Let every other task run until it has to wait."""
    for _ in range(10):
        await asyncio.sleep(0)


def waiting(bus: Bus) -> list[int]:
    return [line.waiting for line in bus.statistics()]


async def test_a_message_reaches_every_subscription_of_its_class(bus):
    """Two subscribers of one class both get the message, in the order of publishing."""
    async with bus.subscribe(Batch, size=4) as one, bus.subscribe(Batch, size=4, lossless=False) as two:
        await bus.publish(Batch(1, 2))
        await bus.publish(Batch(3))
        assert await take(one, 2) == [1, 2, 3]
        assert await take(two, 2) == [1, 2, 3]


async def test_the_class_must_be_the_same(bus):
    """A message of a derived class is another message."""
    async with bus.subscribe(Batch, size=4) as stream:
        await bus.publish(SmallBatch(1))
        await bus.publish(Batch(2))
        bus.close()
        assert await rest(stream) == [2]


async def test_without_a_subscriber_a_message_is_nobody_s(bus):
    """Publishing needs no subscriber, and who comes later does not get what went before."""
    await bus.publish(Batch(1))
    async with bus.subscribe(Batch, size=4) as stream:
        bus.close()
        assert await rest(stream) == []


async def test_a_full_lossless_subscription_holds_the_publisher_back(bus):
    """The third message waits until the first of two was taken."""
    async with bus.subscribe(Batch, size=2) as stream, asyncio.TaskGroup() as group:
        await bus.publish(Batch(1))
        await bus.publish(Batch(2))
        third = group.create_task(bus.publish(Batch(3)))
        await settle()
        assert not third.done()
        assert await take(stream, 1) == [1]
        await third
        assert await take(stream, 2) == [2, 3]


async def test_the_slowest_lossless_subscription_sets_the_pace(bus):
    """As long as one subscriber is full, no other gets the message either."""
    async with (
        bus.subscribe(Batch, size=1) as slow,
        bus.subscribe(Batch, size=9) as quick,
        asyncio.TaskGroup() as group,
    ):
        await bus.publish(Batch(1))
        second = group.create_task(bus.publish(Batch(2)))
        await settle()
        assert quick.held == 1
        assert await take(slow, 1) == [1]
        await second
        assert quick.held == 2


async def test_publishers_have_their_turn_in_order(bus):
    """Of several publishers that are held back, the first one is the first to go on."""
    async with bus.subscribe(Batch, size=1) as stream, asyncio.TaskGroup() as group:
        for number in range(5):
            group.create_task(bus.publish(Batch(number)))
        await settle()
        assert waiting(bus) == [4]
        assert await take(stream, 5) == [0, 1, 2, 3, 4]


async def test_a_class_that_is_held_back_does_not_hold_back_another(bus):
    """Back-pressure is of one class of messages."""
    async with bus.subscribe(Batch, size=1), bus.subscribe(SmallBatch, size=1) as other, asyncio.TaskGroup() as group:
        await bus.publish(Batch(1))
        held_back = group.create_task(bus.publish(Batch(2)))
        await settle()
        await bus.publish(SmallBatch(3))
        assert other.held == 1
        held_back.cancel()


async def test_a_full_lossy_subscription_loses_the_oldest_and_counts(bus):
    """Of five messages a lossy subscription of two keeps the newest two and says that three are lost."""
    async with bus.subscribe(Batch, size=2, lossless=False) as stream:
        for number in range(5):
            await bus.publish(Batch(number))
        assert stream.lost == 3
        assert await take(stream, 2) == [3, 4]


async def test_a_lossy_subscriber_that_keeps_up_loses_nothing(bus):
    """Publishing gives the subscriber its turn, even when nobody holds the publisher back."""
    async with bus.subscribe(Batch, size=2, lossless=False) as stream, asyncio.TaskGroup() as group:
        taken = group.create_task(take(stream, 100))
        for number in range(100):
            await bus.publish(Batch(number))
        assert await taken == list(range(100))
        assert stream.lost == 0


async def test_closing_the_bus_ends_the_loops_after_what_is_held(bus):
    """A subscriber gets all that was published before the bus was closed, then its loop ends."""
    async with bus.subscribe(Batch, size=4) as stream:
        await bus.publish(Batch(1))
        await bus.publish(Batch(2))
        bus.close()
        assert await rest(stream) == [1, 2]


async def test_closing_the_bus_ends_a_loop_that_waits(bus):
    """A subscriber with nothing to do is told, too."""
    async with bus.subscribe(Batch, size=4) as stream, asyncio.TaskGroup() as group:
        loop = group.create_task(rest(stream))
        await settle()
        bus.close()
        assert await loop == []


async def test_closing_the_bus_turns_a_waiting_publisher_away(bus):
    """A publisher that was held back learns that nobody got its message."""
    async with bus.subscribe(Batch, size=1) as stream:
        await bus.publish(Batch(1))
        async with asyncio.TaskGroup() as group:
            publisher = group.create_task(refused(bus))
            await settle()
            bus.close()
            assert await publisher
        assert await rest(stream) == [1]


async def refused(bus: Bus) -> bool:
    with pytest.raises(BusClosedError, match="closed"):
        await bus.publish(Batch(2))
    return True


async def test_a_closed_bus_takes_nothing():
    """After its ``async with`` a bus refuses messages and subscribers, and may be closed again."""
    async with Bus() as bus:
        pass
    bus.close()
    with pytest.raises(BusClosedError):
        await bus.publish(Batch(1))
    with pytest.raises(BusClosedError):
        async with bus.subscribe(Batch, size=1):
            pass


async def test_a_subscriber_that_leaves_holds_nobody_back(bus):
    """A publisher that waited for a subscriber goes on when that one leaves."""
    async with asyncio.TaskGroup() as group:
        async with bus.subscribe(Batch, size=1):
            await bus.publish(Batch(1))
            publisher = group.create_task(bus.publish(Batch(2)))
            await settle()
            assert not publisher.done()
        await publisher
    assert bus.statistics() == ()


async def test_a_subscription_that_was_left_ends(bus):
    """Outside its ``async with`` a stream yields nothing more."""
    async with bus.subscribe(Batch, size=2) as stream:
        await bus.publish(Batch(1))
    assert await rest(stream) == []


async def test_a_publisher_that_is_cancelled_has_told_nobody(bus):
    """A message reaches all subscriptions or none, and the next publisher goes on as if nothing had been."""
    async with (
        bus.subscribe(Batch, size=9) as quick,
        bus.subscribe(Batch, size=1) as slow,
        asyncio.TaskGroup() as group,
    ):
        await bus.publish(Batch(1))
        cancelled = group.create_task(bus.publish(Batch(2)))
        next_one = group.create_task(bus.publish(Batch(3)))
        await settle()
        cancelled.cancel()
        assert await take(slow, 1) == [1]
        await next_one
        assert cancelled.cancelled()
        assert await take(quick, 2) == [1, 3]


async def test_a_subscriber_that_is_cancelled_loses_no_message(bus):
    """A message that comes while the subscriber is being cancelled is there for the next one who asks."""
    async with bus.subscribe(Batch, size=2) as stream, asyncio.TaskGroup() as group:
        loop = group.create_task(take(stream, 1))
        await settle()
        loop.cancel()
        await bus.publish(Batch(1))
        await settle()
        assert loop.cancelled()
        assert await take(stream, 1) == [1]


async def test_two_readers_of_one_stream_share_its_messages(bus):
    """Each message goes to one of them, and both end with the bus."""
    async with bus.subscribe(Batch, size=8) as stream, asyncio.TaskGroup() as group:
        readers = [group.create_task(rest(stream)) for _ in range(2)]
        for number in range(6):
            await bus.publish(Batch(number))
        bus.close()
        assert sorted(await readers[0] + await readers[1]) == [0, 1, 2, 3, 4, 5]


async def test_statistics_show_the_pressure(bus):
    """Held, published, lost and waiting are there for each subscription."""
    async with (
        bus.subscribe(Batch, size=2) as stream,
        bus.subscribe(Batch, size=1, lossless=False),
        asyncio.TaskGroup() as group,
    ):
        await bus.publish(Batch(1))
        await bus.publish(Batch(2))
        third = group.create_task(bus.publish(Batch(3)))
        await settle()
        lossless, lossy = bus.statistics()
        assert lossless == Statistics(message="Batch", size=2, lossless=True, held=2, published=2, lost=0, waiting=1)
        assert lossy == Statistics(message="Batch", size=1, lossless=False, held=1, published=2, lost=1, waiting=0)
        await take(stream, 1)
        await third
        assert waiting(bus) == [0, 0]


@pytest.mark.parametrize("size", [0, -1])
async def test_a_subscription_holds_at_least_one_message(bus, size):
    """A queue without room would hold its publisher back for ever."""
    with pytest.raises(ValueError, match="at least one"):
        async with bus.subscribe(Batch, size=size):
            pass
