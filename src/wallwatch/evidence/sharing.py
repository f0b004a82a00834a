"""The ports on which people's machines served each other: file sharing, and other peer-to-peer networks.

What a peer learned of another one it remembers, and goes on calling: whoever gets the address next hears it knock.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple


class Peers(NamedTuple):
    """A peer-to-peer network, and what its port is called in a sentence."""

    name: str
    port: str = "file-sharing port"


_BOTH: Final = ("tcp", "udp")
_TCP: Final = ("tcp",)
_UDP: Final = ("udp",)
_OTHER: Final = "peer-to-peer port"

# The defaults of each network's best known programs; a port that several networks used has both names.
_ROWS: Final[tuple[tuple[Peers, tuple[str, ...], Iterable[int]], ...]] = (
    (Peers("directconnect"), _BOTH, (411, 412, 1412)),
    (Peers("kazaa"), _BOTH, (1214,)),
    (Peers("soulseek"), _TCP, range(2234, 2240)),
    (Peers("edonkey"), _BOTH, range(4661, 4673)),
    (Peers("winmx"), _UDP, (6257,)),
    (Peers("gnutella"), _BOTH, range(6346, 6350)),
    (Peers("napster or winmx"), _TCP, (6699,)),
    (Peers("bittorrent"), _BOTH, (*range(6881, 6890), 51413)),
    (Peers("manolito"), _UDP, (41170,)),
    (Peers("ipfs", _OTHER), _BOTH, (4001,)),
    (Peers("bitcoin", _OTHER), _TCP, (8333,)),
    (Peers("monero", _OTHER), _TCP, (18080,)),
    (Peers("ethereum", _OTHER), _BOTH, (30303,)),
)
_PEERS: Final = {(proto, port): peers for peers, protos, ports in _ROWS for proto in protos for port in ports}


def peers_at(proto: str, port: int | None) -> Peers | None:
    """Return the network whose peers listen at a port, ``None`` if none is known to."""
    return _PEERS.get((proto, port)) if port is not None else None
