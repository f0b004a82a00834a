"""What a noise rule says in words that a packet filter or an IDS has, too; and what it says beyond them."""

from collections.abc import Callable, Iterable, Mapping
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, summarize_address_range
from typing import Any, Final

import msgspec

from wallwatch.filter.block import Block
from wallwatch.filter.query import Query, Term
from wallwatch.filter.values import RuleId, Span, Value, Word
from wallwatch.model.address import MAPPED, Network

_PORT_MAX: Final = 65_535

Ports = tuple[int, int]
"""The first and the last port of a range."""


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """Which packets a rule is about. An empty field is any; ``beyond`` has the terms that no other program knows."""

    src: tuple[Network, ...] = ()
    dst: tuple[Network, ...] = ()
    sport: tuple[Ports, ...] = ()
    dport: tuple[Ports, ...] = ()
    proto: tuple[str, ...] = ()
    iface: tuple[str, ...] = ()
    type: tuple[Ports, ...] = ()
    """ICMP types."""
    sid: tuple[RuleId, ...] = ()
    beyond: tuple[str, ...] = ()

    def without(self, *names: str) -> tuple[str, ...]:
        """Return what is said in words other than these, as text for people."""
        others = (name for name in FIELDS if name not in names and getattr(self, name))
        return (*others, *self.beyond)

    @property
    def families(self) -> tuple[int, ...]:
        """The versions of IP that its addresses allow, without any both; none if they contradict each other."""
        return tuple(
            version
            for version in (4, 6)
            if all(not nets or any(net.version == version for net in nets) for nets in (self.src, self.dst))
        )


def flow_of(query: Query) -> Flow:
    """Return what ``query`` says. A field that is named twice, or negated, is beyond: both would have to hold."""
    fields: dict[str, tuple[Any, ...]] = {}
    beyond = []
    for term in query.terms:
        read = FIELDS.get(term.field)
        values = None if read is None or term.negated or term.field in fields else _values(term, read)
        if values is None:
            beyond.append(term.text())
        else:
            fields[term.field] = values
    return Flow(**fields, beyond=tuple(beyond))


def of_version(networks: Iterable[Network], version: int) -> list[str]:
    """Return the networks of one family as text; an address alone has no prefix."""
    return [
        str(network.network_address if network.num_addresses == 1 else network)
        for network in networks
        if network.version == version
    ]


def _values(term: Term, read: "_Read") -> tuple[Any, ...] | None:
    found = [read(value) for value in term.values]
    return None if any(each is None for each in found) else tuple(one for each in found if each for one in each)


def _networks(value: Value) -> list[Network] | None:
    if not isinstance(value, Block):
        return None
    if value.first.startswith(MAPPED) and value.last.startswith(MAPPED):
        narrow: list[IPv4Network] = list(
            summarize_address_range(IPv4Address(value.first[-4:]), IPv4Address(value.last[-4:]))
        )
        return list(narrow)
    wide: list[IPv6Network] = list(summarize_address_range(IPv6Address(value.first), IPv6Address(value.last)))
    return list(wide)


def _ports(value: Value) -> list[Ports] | None:
    if not isinstance(value, Span):
        return None
    return [(value.low or 0, _PORT_MAX if value.high is None else value.high)]


def _words(value: Value) -> list[str] | None:
    return [value.word] if isinstance(value, Word) else None


def _ids(value: Value) -> list[RuleId] | None:
    return [value] if isinstance(value, RuleId) else None


_Read = Callable[[Value], list[Any] | None]

FIELDS: Final[Mapping[str, _Read]] = {
    "src": _networks,
    "dst": _networks,
    "sport": _ports,
    "dport": _ports,
    "proto": _words,
    "iface": _words,
    "type": _ports,
    "sid": _ids,
}
"""How the values of each field are read."""
