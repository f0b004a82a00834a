"""Keys that come faster than the screen: each one waits until the one before has been acted on.

Textual sends a key to whatever has the focus when it arrives. Over a slow line keys arrive in one piece, and a text
typed after the key that opens its prompt would run as commands in the list behind. Here a key is let go when all nodes
that the one before passes on its way (the focused widget, its ancestors, the app) have worked off what it gave them.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from textual.app import App
from textual.events import Callback, Event
from textual.message_pump import MessagePump

_ROUNDS: Final = 3
"""Ways from the focused widget up to the app: a key, the message that it causes, the focus that this one moves."""

_AFTER: Final = 0.02
"""Seconds after which it is asked whether a key has been acted on, if no other one comes before: it is painted first.
"""

_PATIENCE: Final = 0.5
"""Seconds after which the next key goes, whatever the one before has set going."""


class TypeAhead:
    """Lets the keys of an app through one at a time. To be used from the app's loop."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._waiting: deque[Event] = deque()
        self._turn = 0
        """Number of the key that is under way; odd numbers are under way, even ones have been acted on."""
        self._asking: asyncio.TimerHandle | None = None

    def take(self, event: Event) -> None:
        """Post ``event`` as soon as those before it have been acted on."""
        self._waiting.append(event)
        if self._turn % 2 == 0:
            self._let_go()
        elif self._asking is not None:
            self._ask(self._turn)

    def _let_go(self) -> None:
        self._turn += 1
        turn = self._turn
        self._app.post_message(self._waiting.popleft())
        # No timer of the app: a key comes from the driver's thread, where the app is not known (`active_app`).
        loop = asyncio.get_running_loop()
        loop.call_later(_PATIENCE, self._done, turn)
        self._asking = loop.call_later(0 if self._waiting else _AFTER, self._ask, turn)

    def _ask(self, turn: int) -> None:
        """Find out when the key of this turn has been acted on."""
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
        self._app.post_message(Callback(callback=_Way(self._app, partial(self._done, turn)).step))

    def _done(self, turn: int) -> None:
        if turn != self._turn:
            return
        self._turn += 1
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
        if self._waiting:
            self._let_go()


class _Way:
    """Waits for every node from the focused one up to the app, in turn, ``_ROUNDS`` times; then calls ``then``."""

    def __init__(self, app: App[Any], then: Callable[[], None]) -> None:
        self._app = app
        self._then = then
        self._rounds = _ROUNDS
        self._nodes: Iterator[MessagePump] = iter(())

    def step(self) -> None:
        """Go on to the next node."""
        while (node := self._next()) is not None:
            # As ``call_later`` does, but for its partial: Textual would look anew each time at how that is called.
            if node.post_message(Callback(callback=self.step)):
                return
        self._then()

    def _next(self) -> MessagePump | None:
        node = next(self._nodes, None)
        if node is None and self._rounds:
            self._rounds -= 1
            start = self._app.focused or self._app.screen
            self._nodes = iter(start.ancestors_with_self)
            node = next(self._nodes, None)
        return node
