"""What stands for an address, a host or a hardware address of our own: always the same for the same one.

Stand-ins are of the ranges that are kept for documentation (RFC 5737, 3849, 7042), and after these for benchmarks.
"""

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address, ip_network
from itertools import chain, count
from typing import Final

from wallwatch.model.address import Network, canonical, packed

_PRIVATE: Final = tuple(
    map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10"))
)
_IPV4: Final = tuple(map(IPv4Network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "198.18.0.0/15")))
_IPV6: Final = IPv6Network("2001:db8::/32")
_MAPPED: Final = "::ffff:"
_ONES: Final = "255.255.255.255"


class StandIns:
    """Gives stand-ins. ``own`` are addresses of ours, ``blocks`` networks; ``taken`` must not be a stand-in.

    Private addresses are our own as well: nobody else's can reach us.
    """

    def __init__(self, own: Iterable[str], blocks: Iterable[Network] = (), taken: Iterable[str] = ()) -> None:
        self._blocks = [(packed(str(block[0])), packed(str(block[-1]))) for block in (*blocks, *_PRIVATE)]
        self._taken = set(taken)
        self._addresses: dict[str, str] = {}
        self._macs: dict[str, str] = {}
        self._hosts: dict[str, str] = {}
        self._free: dict[int, Iterator[str]] = {4: _hosts_of(_IPV4), 6: (str(_IPV6[at]) for at in count(1))}
        wanted = dict.fromkeys(own)
        self._taken |= set(wanted)
        for address in wanted:
            if is_host(address):
                self._give(address)

    @property
    def packed(self) -> dict[bytes, bytes]:
        """The addresses that have a stand-in, and these, as they stand in packets."""
        return {ip_address(own).packed: ip_address(mask).packed for own, mask in self._addresses.items()}

    def address(self, text: str) -> str | None:
        """Return what stands for an address in whatever notation; ``None`` if it is none, or not ours."""
        known = canonical(text)
        if known is None:
            return None
        if known.startswith(_MAPPED) and "." in known:
            mapped = self.address(known.removeprefix(_MAPPED))
            return None if mapped is None else _MAPPED + mapped
        found = self._addresses.get(known)
        return found or (self._give(known) if is_host(known) and self._is_own(known) else None)

    def number(self, value: int) -> int | None:
        """Return what stands for an IPv4 address that has a stand-in already, both as numbers; ``None`` without one."""
        if value >> 32:
            return None
        mask = self._addresses.get(str(IPv4Address(value)))
        return None if mask is None else int(IPv4Address(mask))

    def mac(self, text: str) -> str:
        """Return what stands for a hardware address."""
        return self._macs.setdefault(text.lower(), f"00:00:5e:00:53:{len(self._macs) % 256:02x}")

    def host(self, text: str) -> str:
        """Return what stands for the name of a host."""
        return self._hosts.setdefault(text.lower(), f"host{len(self._hosts) + 1}")

    def _is_own(self, address: str) -> bool:
        key = packed(address)
        return any(first <= key <= last for first, last in self._blocks)

    def _give(self, address: str) -> str:
        free = self._free[ip_address(address).version]
        mask = next(each for each in free if each not in self._taken)
        self._addresses[address] = mask
        return mask


def is_host(address: str) -> bool:
    """Tell whether an address is that of a host, and none that all have in common."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return not (parsed.is_multicast or parsed.is_unspecified or parsed.is_loopback or address == _ONES)


def _hosts_of(networks: Iterable[IPv4Network]) -> Iterator[str]:
    return chain.from_iterable(map(str, network.hosts()) for network in networks)
