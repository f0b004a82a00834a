"""Which addresses a registry may be asked about: those that can be somebody's, and are not ours.

Python's ``is_global`` holds multicast and several reserved blocks to be global, and not the same ones in each version,
so the lists are our own, from IANA's registries of special-purpose addresses. An IPv6 address that carries an IPv4
one (mapped, 6to4, Teredo, NAT64) tells of a machine behind a translator, and is not asked about either.
"""

import ipaddress
from collections.abc import Iterable, Sequence
from typing import Final

from wallwatch.model.address import Network

_RESERVED: Final[Sequence[tuple[str, str]]] = (
    ("0.0.0.0/8", "this network"),
    ("10.0.0.0/8", "a private network"),
    ("100.64.0.0/10", "shared by a provider's customers"),
    ("127.0.0.0/8", "the machine itself"),
    ("169.254.0.0/16", "link-local"),
    ("172.16.0.0/12", "a private network"),
    ("192.0.0.0/24", "reserved for protocols"),
    ("192.0.2.0/24", "for documentation"),
    ("192.88.99.0/24", "a 6to4 relay"),
    ("192.168.0.0/16", "a private network"),
    ("198.18.0.0/15", "for benchmarks"),
    ("198.51.100.0/24", "for documentation"),
    ("203.0.113.0/24", "for documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
    ("::/128", "no address"),
    ("::1/128", "the machine itself"),
    ("::ffff:0:0/96", "an IPv4 address in IPv6"),
    ("64:ff9b::/96", "an IPv4 address behind a translator"),
    ("64:ff9b:1::/48", "an IPv4 address behind a translator"),
    ("2001::/32", "a Teredo tunnel, with an IPv4 address in it"),
    ("2001::/23", "reserved for protocols"),
    ("2001:db8::/32", "for documentation"),
    ("2002::/16", "a 6to4 tunnel, with an IPv4 address in it"),
    ("3fff::/20", "for documentation"),
    ("fc00::/7", "a private network"),
    ("fe80::/10", "link-local"),
    ("ff00::/8", "multicast"),
)

_TABLE: Final[tuple[tuple[Network, str], ...]] = tuple((ipaddress.ip_network(each), why) for each, why in _RESERVED)
_GLOBAL_IPV6: Final = ipaddress.ip_network("2000::/3")


def why_not(address: str, own: Iterable[Network] = ()) -> str | None:
    """Return why nobody is asked about an address, ``None`` if a registry may be.

    ``own`` are the networks of the user, which are nobody else's business.
    """
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return "It is no address."
    if any(number in network for network in own if network.version == number.version):
        return "It is one of your own."
    for network, what in _TABLE:
        if network.version == number.version and number in network:
            return f"It is {what}; no registry is asked."
    return None if number.version == 4 or number in _GLOBAL_IPV6 else "It is assigned to nobody."  # noqa: PLR2004


def is_public(address: str) -> bool:
    """Tell whether an address is out on the Internet: what a registry's name may stand for."""
    return why_not(address) is None
