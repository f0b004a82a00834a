"""What was asked, as far as a log shows it: an answer to that is no backscatter."""

from typing import Final

from wallwatch.evidence.recent import Recent
from wallwatch.model import Alert, Header, Packet

CAPACITY: Final = 20_000
"""Exchanges that are remembered; the oldest make room."""

_ANSWERED: Final = frozenset({("tcp", None), ("udp", None), ("icmp", 8), ("icmp6", 128)})
"""What is answered: TCP, UDP, an echo request."""


class Sent:
    """The exchanges that were begun, whichever way their packets go: not every log says which way that is.

    Of each the hash is kept, a third of what its tuple takes.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._exchanges: Recent[int, bool] = Recent(capacity)

    def __len__(self) -> int:
        return len(self._exchanges)

    def note(self, packet: Header | Alert) -> None:
        """Remember a packet that is answered; others are of no interest."""
        if (packet.proto, packet.icmp_type) in _ANSWERED:
            self._exchanges.put(_exchange(packet), True)

    def has(self, packet: Header) -> bool:
        """Tell whether the packet itself (the one that an ICMP error quotes) was seen."""
        return _exchange(packet) in self._exchanges

    def awaits(self, packet: Header | Alert) -> bool:
        """Tell whether the packet answers one that was seen."""
        return hash((packet.proto, packet.dst, packet.dport, packet.src, packet.sport)) in self._exchanges


def leaves(packet: Packet) -> bool:
    """Tell whether a firewall says that the packet was made here: it leaves, and came in nowhere.

    An IDS or a capture names the interface at which it listens, whichever way a packet goes.
    """
    for sighting in packet.sightings:
        if sighting.iface_out and not sighting.iface_in and sighting.kind == "firewall":
            return True
    return False


def _exchange(packet: Header | Alert) -> int:
    return hash((packet.proto, packet.src, packet.sport, packet.dst, packet.dport))
