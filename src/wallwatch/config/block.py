"""A block of addresses, as it stands in a configuration file: ``192.0.2.0/24``, or an address alone."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Self


class Block(str):
    """A block of addresses of either family, as text."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the block that a text names; host bits may be set.

        Raises:
            ValueError: it names none.
        """
        return cls(ip_network(text, strict=False))

    @property
    def network(self) -> IPv4Network | IPv6Network:
        """The block as a network."""
        return ip_network(self)
