"""Keys that come faster than the screen: each one waits until the one before has been acted on.

Textual sends a key to whatever has the focus when it arrives. Over a slow line keys arrive in one piece, and a text
typed after the key that opens its prompt would run as commands in the list behind. Here a key is let go when all nodes
that the one before passes on its way (the focused widget, its ancestors, the app) have worked off what it gave them,
and when the worker that it started has ended, or shows its dialog.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, Self, runtime_checkable

from textual.app import App
from textual.events import Callback, Event
from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.worker import Worker

_ROUNDS: Final = 3
"""Ways from the focused widget up to the app: a key, the message that it causes, the focus that this one moves."""

_AFTER: Final = 0.02
"""Seconds after which it is asked whether a key has been acted on, if no other one comes before: it is painted first.
"""

_PATIENCE: Final = 0.5
"""Seconds after which the next key goes, whatever the one before has set going."""


_ACTIONS: Final = ("default", "action.")
"""How the groups of workers begin that are actions: Textual's own, and those of which one ends the one before.

What runs beside (a count, a preview) has a group of another name.
"""


@runtime_checkable
class Arranging(Protocol):
    """A screen that may show for a while what is to give way to something else."""

    @property
    def is_arranging(self) -> bool:
        """Whether it does now."""
        ...


class TypeAhead:
    """Lets the keys of an app through one at a time. To be used from the app's loop."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._waiting: deque[Event] = deque()
        self._turn = 0
        """Number of the key that is under way; odd numbers are under way, even ones have been acted on."""
        self._asking: asyncio.TimerHandle | None = None
        self._before = _moment(app)
        self._has_to_wait = False
        self._has_waited_enough = False
        """Whether a key gave up waiting for what is arranged now: no other one waits for it."""

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
        self._before, self._has_to_wait = _moment(self._app), False
        self._has_waited_enough &= self._before.is_arranging
        self._app.post_message(self._waiting.popleft())
        # No timer of the app: a key comes from the driver's thread, where the app is not known (`active_app`).
        loop = asyncio.get_running_loop()
        loop.call_later(_PATIENCE, self._give_up, turn)
        self._asking = loop.call_later(0 if self._waiting else _AFTER, self._ask, turn)

    def _ask(self, turn: int) -> None:
        """Find out when the key of this turn has been acted on."""
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
        self._app.post_message(Callback(callback=_Way(self._app, partial(self._acted, turn)).step))

    def _acted(self, turn: int) -> None:
        """End the turn, unless what the key set going is still to show something, or has only just shown it."""
        now = _moment(self._app)
        self._has_waited_enough &= now.is_arranging
        is_arranged = not now.is_arranging or self._has_waited_enough
        has_waited, self._has_to_wait = self._has_to_wait, not is_arranged or now.is_at_work_since(self._before)
        if turn == self._turn and (self._has_to_wait or has_waited):
            self._asking = asyncio.get_running_loop().call_later(_AFTER, self._ask, turn)
        else:
            self._done(turn)

    def _give_up(self, turn: int) -> None:
        if turn == self._turn:
            self._has_waited_enough = _moment(self._app).is_arranging
            self._done(turn)

    def _done(self, turn: int) -> None:
        if turn != self._turn:
            return
        self._turn += 1
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
        if self._waiting:
            self._let_go()


class _Moment(NamedTuple):
    """What an app shows at a moment, the actions that it is at, and whether what it shows is to give way."""

    screens: "list[Screen[Any]]"
    actions: "list[Worker[Any]]"
    is_arranging: bool

    def is_at_work_since(self, before: Self) -> bool:
        """Tell whether a key that was pressed at the moment ``before`` has set going what shows nothing yet."""
        if self.screens == before.screens:
            return any(action not in before.actions for action in self.actions)
        # Whoever had opened the dialog that was closed goes on with what was chosen there; an action of a screen
        # further down waits for one that is still open.
        was_closed = 0 < len(self.screens) < len(before.screens)
        return was_closed and any(action.node in (self.screens[-1], self.screens[-1].app) for action in self.actions)


def _moment(app: App[Any]) -> _Moment:
    """Return what there is now."""
    screens = list(app.screen_stack) if app.is_running else []
    actions = [each for each in app.workers if each.group.startswith(_ACTIONS) and not each.is_finished]
    return _Moment(screens, actions, bool(screens) and isinstance(screens[-1], Arranging) and screens[-1].is_arranging)


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
