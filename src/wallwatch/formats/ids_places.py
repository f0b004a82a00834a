"""``src[:p] -> dst[:p]`` of an alert, where an IPv6 address stands without brackets: the last colon parts its port.

Suricata always prints the two numbers, those of ICMP being type and code. Snort prints them for whole TCP and UDP
packets, and none for a fragment.
"""

import re
from typing import Final

from wallwatch.formats.format import Span
from wallwatch.formats.grammar import Fields
from wallwatch.formats.protocol import PORTED
from wallwatch.model.address import canonical

PAIR: Final = r"(?P<_from>[\da-fA-F.:]{2,47}) -> (?P<_to>[\da-fA-F.:]{2,47})"
"""Groups ``_from`` and ``_to``."""

_FULL: Final = 7
"""Colons of an IPv6 address with all its groups."""

_GREATEST: Final = 65_535
_PORT_DIGITS: Final = 5

Place = tuple[str | int, Span]
"""The value of a field, and where it stands."""

_Ends = tuple[str, str | None]


def places(match: re.Match[str], proto: str, *, numbered: bool) -> dict[str, Place] | None:
    """Return the fields of the pair with their places, or ``None`` if an address or a number is none.

    ``numbered`` tells that the emitter prints a number behind each address, whatever the protocol.
    """
    ends = _ends(match["_from"], match["_to"], may_be_ports=numbered or proto in PORTED)
    if ends is None or (numbered and ends[0][1] is None):
        return None
    numbers = _numbers(proto, numbered=numbered)
    if not numbered and ends[0][1] == ends[1][1] == "0":
        # Snort prints zeros where the header is too short to hold ports.
        numbers = ("", "")
    found: dict[str, Place] = {}
    for group, side, number_name, end in zip(("_from", "_to"), ("src", "dst"), numbers, ends, strict=True):
        address = canonical(end[0])
        if address is None:
            return None
        start = match.start(group)
        found[side] = (address, (start, start + len(end[0])))
        if end[1] is not None and number_name:
            found[number_name] = (int(end[1]), (match.end(group) - len(end[1]), match.end(group)))
    return found


def values(found: dict[str, Place]) -> Fields:
    """Return the fields without their places."""
    return {name: value for name, (value, _) in found.items()}


def _ends(one: str, other: str, *, may_be_ports: bool) -> tuple[_Ends, _Ends] | None:
    """Return both addresses with the numbers behind them; either both have one, or none has."""
    first, second = _split(one, may_be_ports=may_be_ports), _split(other, may_be_ports=may_be_ports)
    if (first[1] is None) == (second[1] is None):
        numbers = [number for _, number in (first, second) if number is not None]
        return (first, second) if all(_is_port(number) for number in numbers) else None
    # What looks like a port is the last group of an address, if the other address has no port.
    return ((one, None), (other, None)) if "::" in one + other else None


def _split(text: str, *, may_be_ports: bool) -> _Ends:
    address, colon, number = text.rpartition(":")
    colons = text.count(":")
    if "::" in text:
        parted = may_be_ports and _is_port(number) and canonical(address) is not None
    else:
        parted = bool(colon) and colons != _FULL
    return (address, number) if parted else (text, None)


def _is_port(text: str) -> bool:
    return text.isdecimal() and len(text) <= _PORT_DIGITS and int(text) <= _GREATEST


def _numbers(proto: str, *, numbered: bool) -> tuple[str, str]:
    if proto in PORTED:
        return "sport", "dport"
    return ("icmp_type", "icmp_code") if numbered and proto in {"icmp", "icmp6"} else ("", "")
