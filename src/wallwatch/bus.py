"""The bus: typed messages from those who know to those who want to know.

A message goes to the subscriptions of its exact class. A *lossless* subscription that is full holds the publisher
back; a *lossy* one forgets its oldest message and counts it. A message carries a batch, so that queues are short and
nothing here costs per line. The bus has no tasks of its own: all that happens, happens in ``publish`` and in the
subscriber's ``async for``.

Closing is part of the protocol, from either side. A subscriber that leaves its ``async with`` holds nobody back any
more. When the bus is closed, subscribers still get what they hold, then their loops end; publishers get
:class:`BusClosedError`.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import msgspec

from wallwatch.errors import WallwatchError

Message = TypeVar("Message")


class BusClosedError(WallwatchError):
    """A message was published, or asked for, on a bus that is closed. Nobody got it."""

    def __init__(self) -> None:
        super().__init__("The message bus is closed.")


class Statistics(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The pressure on one subscription, counted in messages; ``waiting`` counts publishers."""

    message: str
    """Name of the messages' class."""
    size: int
    lossless: bool
    held: int
    """Published and not yet taken."""
    published: int
    """All that it was given, the lost ones among them."""
    lost: int
    """Forgotten, because the subscription was full."""
    waiting: int
    """Publishers that it holds back now."""


class Subscription(Generic[Message]):
    """The messages of one class on their way to one subscriber: iterate over it."""

    def __init__(self, kind: type[Message], size: int, *, lossless: bool) -> None:
        if size < 1:
            raise ValueError("a subscription holds at least one message")
        self.message = kind.__name__
        self.size = size
        self.lossless = lossless
        self.published = 0
        self.lost = 0
        self.closed = False
        self._held: deque[Message] = deque()
        self._some = asyncio.Event()
        self._room = asyncio.Event()

    @property
    def held(self) -> int:
        """How many messages wait to be taken."""
        return len(self._held)

    @property
    def holds_back(self) -> bool:
        """Whether a publisher has to wait for this subscriber."""
        return self.lossless and self.held >= self.size

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Message:
        while not self._held:
            if self.closed:
                raise StopAsyncIteration
            self._some.clear()
            await self._some.wait()
        self._room.set()
        return self._held.popleft()

    def put(self, message: Message) -> None:
        """Take ``message`` in; a lossy subscription that is full forgets its oldest for it."""
        if self.held >= self.size:
            self._held.popleft()
            self.lost += 1
        self._held.append(message)
        self.published += 1
        self._some.set()

    async def room(self) -> None:
        """Wait until a message was taken or the subscription was closed."""
        self._room.clear()
        await self._room.wait()

    def close(self) -> None:
        """Take no more messages; what is held can still be iterated over."""
        self.closed = True
        self._some.set()
        self._room.set()

    def leave(self) -> None:
        """Close the subscription from the subscriber's side, and forget what it holds."""
        self._held.clear()
        self.close()


class _Topic:
    """The subscriptions of one class of messages, and whose turn it is to publish to them."""

    def __init__(self) -> None:
        self.subscriptions: list[Subscription[Any]] = []
        self.turn = asyncio.Lock()
        self.publishers = 0

    def full(self) -> Subscription[Any] | None:
        """Return a subscription that holds the publisher back, if there is one."""
        return next((each for each in self.subscriptions if each.holds_back), None)

    def statistics(self) -> list[Statistics]:
        return [self._statistics(each) for each in self.subscriptions]

    def _statistics(self, each: Subscription[Any]) -> Statistics:
        return Statistics(
            message=each.message,
            size=each.size,
            lossless=each.lossless,
            held=each.held,
            published=each.published,
            lost=each.lost,
            waiting=self.publishers if each.holds_back else 0,
        )


class Bus:
    """Where messages are published and subscribed to, by their class. ``async with`` closes it at the end."""

    def __init__(self) -> None:
        self._topics: dict[type, _Topic] = {}
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    @asynccontextmanager
    async def subscribe(
        self, kind: type[Message], *, size: int, lossless: bool = True
    ) -> AsyncIterator[Subscription[Message]]:
        """Get the messages of class ``kind`` that are published inside the ``async with``.

        At most ``size`` of them are held. Then a lossless subscription holds the publisher back, and a lossy one
        forgets its oldest.

        Raises:
            BusClosedError: the bus is closed.
        """
        self._must_be_open()
        subscription = Subscription(kind, size, lossless=lossless)
        topic = self._topic(kind)
        topic.subscriptions.append(subscription)
        try:
            yield subscription
        finally:
            topic.subscriptions.remove(subscription)
            subscription.leave()

    async def publish(self, message: object) -> None:
        """Give ``message`` to the subscriptions of its class, as soon as all lossless ones have room.

        All of them get it or, when the publisher is cancelled first, none. Publishers have their turn in the order
        in which they came.

        Raises:
            BusClosedError: the bus is closed, or was closed while the publisher waited; nobody got the message.
        """
        # A publisher that never has to wait would otherwise let no subscriber run, and a lossy one would lose all.
        await asyncio.sleep(0)
        topic = self._topic(type(message))
        topic.publishers += 1
        try:
            async with topic.turn:
                while (full := topic.full()) and not self._closed:
                    await full.room()
                self._must_be_open()
                for each in topic.subscriptions:
                    each.put(message)
        finally:
            topic.publishers -= 1

    def close(self) -> None:
        """Let subscribers' loops end when they have what they hold, and turn publishers away. Closing again is fine."""
        self._closed = True
        for topic in self._topics.values():
            for each in topic.subscriptions:
                each.close()

    def statistics(self) -> tuple[Statistics, ...]:
        """Return the pressure on each subscription, oldest first within a class of messages."""
        return tuple(line for topic in self._topics.values() for line in topic.statistics())

    def _topic(self, kind: type) -> _Topic:
        return self._topics.setdefault(kind, _Topic())

    def _must_be_open(self) -> None:
        if self._closed:
            raise BusClosedError
