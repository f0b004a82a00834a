"""Who calls one port of one of our addresses: how many hosts, from how many networks, more or fewer as time goes on."""

from math import sqrt
from typing import Final

import msgspec

HOSTS: Final = 100
"""Hosts that are told apart; further ones are not counted."""

_FEW: Final = 8
"""Below so many hosts nothing is said of more or fewer."""


class Calls(msgspec.Struct, gc=False):
    """The hosts that called, with the time of the first call of each (microseconds), and their networks."""

    hosts: dict[str, int] = msgspec.field(default_factory=dict)
    networks: set[str] = msgspec.field(default_factory=set)

    def note(self, src: str, network: str | None, time: int) -> None:
        """Take in a call. ``network`` is the name of the caller's block; its neighbourhood stands for it if unknown."""
        hosts = self.hosts
        before = hosts.get(src)
        if before is None:
            if len(hosts) < HOSTS:
                hosts[src] = time
                self.networks.add(network or neighbourhood(src))
        elif time < before:
            hosts[src] = time

    def decays(self, since: int, now: int) -> bool:
        """Tell whether clearly fewer hosts began to call in the second half of the time from ``since`` to ``now``."""
        if not _FEW <= len(self.hosts) < HOSTS:
            return False
        half, hosts = (since + now) // 2, len(self.hosts)
        early = sum(time <= half for time in self.hosts.values())
        # Twice what chance moves from one half to the other.
        return 2 * early - hosts >= 2 * sqrt(hosts)


def neighbourhood(address: str) -> str:
    """Return the /16 of an IPv4 address, or the first 32 bits of an IPv6 one, as text."""
    separator = ":" if ":" in address else "."
    return separator.join(address.split(separator)[:2])
