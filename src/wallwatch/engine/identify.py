"""Who and what an alert is, as far as one packet tells: the stack from its first SYN, the network from the cache.

The first SYN of a connection attempt decides; retransmissions inherit, because some systems drop options on the way.
Our own answer stands where the SYN was decoded, else what p0f reported.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from wallwatch.model import Alert, Change, Header, Packet, Stack

REPORTED: Final = "reported"
"""How a stack matches that is p0f's own words."""

_REMEMBERED: Final = 65_536

Stacks = Callable[[Header], Stack | None]
Networks = Callable[[str], tuple[str, int | None] | None]


class Identifier:
    """Completes alerts on their way to the store."""

    def __init__(self, stacks: Stacks, networks: Networks) -> None:
        self._stacks = stacks
        self._networks = networks
        self._known: OrderedDict[int, Stack] = OrderedDict()

    def restore(self, alerts: Iterable[Alert]) -> None:
        """Remember the answers that alerts of an earlier run were given."""
        for alert in alerts:
            if alert.os is not None and alert.os.match != REPORTED:
                self._remember(alert.id, alert.os)

    def complete(self, change: Change) -> Change:
        """Return the change with its alert's ``os``, ``network`` and ``asn`` filled in."""
        alert = change.alert
        stack = self._stack(alert, change.touched)
        network, asn = self._networks(alert.src) or (alert.network, alert.asn)
        if stack == alert.os and network == alert.network:
            return change
        alert = msgspec.structs.replace(alert, os=stack, network=network, asn=asn)
        return msgspec.structs.replace(change, alert=alert)

    def _stack(self, alert: Alert, touched: tuple[tuple[int, Packet], ...]) -> Stack | None:
        first = next((packet for place, packet in touched if place == 0), None)
        if first is not None and (own := self._stacks(first)) is not None:
            self._remember(alert.id, own)
            return own
        return self._known.get(alert.id, alert.os)

    def _remember(self, alert: int, stack: Stack) -> None:
        self._known[alert] = stack
        self._known.move_to_end(alert)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
