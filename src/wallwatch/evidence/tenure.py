"""Our own address at one interface, as the destinations of what arrives there show it, and when it changes.

A dial-up or DSL line has one address at a time: packets to the old one do not reach us any more. So a change is: one
address was called for a while, then another one and only that. An interface with several addresses has none.
"""

from typing import Final

import msgspec

from wallwatch.evidence.calls import HOSTS, Calls
from wallwatch.model import Alert
from wallwatch.model.times import SECOND

ADDRESSES: Final = 6
"""Addresses of one interface that are kept apart; one with more has a network behind it, and is left alone."""

_PORTS: Final = 64
"""Ports of an address whose callers are kept."""
_HELD: Final = 5
"""Knocks at an address before it counts as ours."""
_HELD_FOR: Final = 60 * SECOND
"""Microseconds for which the old address was called."""
_CALLERS: Final = 3
"""Sources that have to call the new address: one that knocks at every address of a net is no proof."""
_SILENCE: Final = 2
"""The silence of the old address, in mean times between its knocks."""
_LONGEST_SILENCE: Final = 600 * SECOND

Port = tuple[str, int | None]


class Tenure(msgspec.Struct, gc=False):
    """One address: when it was first and last called, how often, by whom on which port."""

    address: str
    first: int
    last: int
    knocks: int = 0
    callers: set[str] = msgspec.field(default_factory=set)
    calls: dict[Port, Calls] = msgspec.field(default_factory=dict)
    before: "Tenure | None" = None
    """Our address before this one, if it is known that it was given up for this one."""

    def note(self, src: str, time: int) -> None:
        """Take in that something came from ``src``."""
        self.knocks += 1
        if time > self.last:
            self.last = time
        elif time < self.first:
            self.first = time
        if len(self.callers) < _CALLERS:
            self.callers.add(src)

    def is_counted(self, alert: Alert) -> bool:
        """Tell whether as many hosts call its port as are counted, so that one more changes nothing."""
        calls = self.calls.get((alert.proto, alert.dport))
        return calls is not None and len(calls.hosts) >= HOSTS

    def call(self, alert: Alert, network: str | None) -> None:
        """Take in that a system, and no tool, calls a port; ``network`` is the name of its block, if that is known."""
        port = (alert.proto, alert.dport)
        calls = self.calls.get(port)
        if calls is None:
            if len(self.calls) >= _PORTS:
                return
            calls = self.calls[port] = Calls()
        calls.note(alert.src, network, alert.first)


class Line(msgspec.Struct, gc=False):
    """The addresses of one interface of one host. ``crowded`` ones have several at a time."""

    tenures: dict[str, Tenure] = msgspec.field(default_factory=dict)
    crowded: bool = False

    def at(self, address: str, time: int) -> Tenure | None:
        """Return what is known of an address; ``None`` if the interface has too many of them."""
        tenure = self.tenures.get(address)
        if tenure is None and not self.crowded:
            if len(self.tenures) < ADDRESSES:
                tenure = self.tenures[address] = Tenure(address, time, time)
            else:
                self._make_room()
                return self.at(address, time)
        return tenure

    def moved(self, tenure: Tenure) -> Tenure | None:
        """Return the address that was given up for this one, once that is certain; only the first time."""
        if tenure.before is not None or len(tenure.callers) < _CALLERS:
            return None
        others = [other for other in self.tenures.values() if other is not tenure and other.knocks > 1]
        if any(other.first <= tenure.last and tenure.first <= other.last for other in others):
            return None
        earlier = [other for other in others if other.last < tenure.first]
        old = max(earlier, key=lambda other: other.last, default=None)
        if old is None or not _given_up(old, tenure):
            return None
        tenure.before = old
        return old

    def _make_room(self) -> None:
        """Forget the address that was given up longest ago, or see that the addresses are there side by side."""
        followed = {tenure.before.address for tenure in self.tenures.values() if tenure.before is not None}
        past = [tenure for tenure in self.tenures.values() if tenure.address in followed]
        if past:
            oldest = min(past, key=lambda tenure: tenure.last)
            del self.tenures[oldest.address]
            for tenure in self.tenures.values():
                if tenure.before is not None and tenure.before.address == oldest.address:
                    tenure.before = Tenure(oldest.address, oldest.first, oldest.last)
        else:
            self.crowded = True
            self.tenures.clear()


def _given_up(old: Tenure, new: Tenure) -> bool:
    """Tell whether the old address was ours for long enough, and its silence is none by chance."""
    held = old.last - old.first
    if old.knocks < _HELD or held < _HELD_FOR:
        return False
    usual = held // (old.knocks - 1)
    return new.last - old.last >= min(_SILENCE * usual, _LONGEST_SILENCE)
