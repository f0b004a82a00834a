"""How a pane hangs on the bus."""

from collections.abc import Callable
from typing import Final, TypeVar

from textual.dom import DOMNode

from wallwatch.bus import Bus

Message = TypeVar("Message")

_HELD: Final = 16
"""Messages that may wait for a pane before the follower waits too."""


def subscribe(
    node: DOMNode,
    bus: Bus,
    kind: type[Message],
    receive: Callable[[Message], None],
    current: Callable[[], Message] | None = None,
) -> None:
    """Give ``receive`` every message of a class for as long as ``node`` is there.

    ``current`` says how things stand at the moment from which on nothing is missed.
    """

    async def listen() -> None:
        async with bus.subscribe(kind, size=_HELD) as messages:
            if current is not None:
                receive(current())
            async for message in messages:
                receive(message)

    node.run_worker(listen(), group=f"bus {kind.__name__}")
