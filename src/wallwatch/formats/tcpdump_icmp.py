"""ICMP in the words of tcpdump (print-icmp.c, print-icmp6.c): they stand for a type and a code."""

import re
from typing import Final

from wallwatch.formats.grammar import Fields

_KINDS: Final[tuple[tuple[re.Pattern[str], int, int | None], ...]] = tuple(
    (re.compile(pattern), icmp_type, code)
    for pattern, icmp_type, code in (
        (r"echo request", 8, None),
        (r"echo reply", 0, None),
        (r"time exceeded in-transit", 11, 0),
        (r"ip reassembly time exceeded", 11, 1),
        (r"\S{1,45} (?:tcp|udp|protocol \d{1,3}) port \S{1,20} unreachable", 3, 3),
        (r"\S{1,45} protocol \d{1,3} unreachable", 3, 2),
        (r"\S{1,45} unreachable - need to frag", 3, 4),
        (r"\S{1,45} unreachable - source route failed", 3, 5),
        (r"net \S{1,45} unreachable - unknown", 3, 6),
        (r"host \S{1,45} unreachable - unknown", 3, 7),
        (r"\S{1,45} unreachable - source host isolated", 3, 8),
        (r"net \S{1,45} unreachable - admin prohibited", 3, 9),
        (r"host \S{1,45} unreachable - admin prohibited filter", 3, 13),
        (r"host \S{1,45} unreachable - admin prohibited", 3, 10),
        (r"net \S{1,45} unreachable - tos prohibited", 3, 11),
        (r"host \S{1,45} unreachable - tos prohibited", 3, 12),
        (r"host \S{1,45} unreachable - host precedence violation", 3, 14),
        (r"host \S{1,45} unreachable - precedence cutoff", 3, 15),
        (r"net \S{1,45} unreachable(?! -)", 3, 0),
        (r"host \S{1,45} unreachable(?! -)", 3, 1),
        (r"source quench", 4, 0),
        (r"redirect \S{1,45} to net", 5, 0),
        (r"redirect \S{1,45} to host", 5, 1),
        (r"redirect-tos \S{1,45} to net", 5, 2),
        (r"redirect-tos \S{1,45} to host", 5, 3),
        (r"router advertisement", 9, None),
        (r"router solicitation", 10, None),
        (r"parameter problem - octet", 12, 0),
        (r"time stamp query", 13, None),
        (r"time stamp reply", 14, None),
        (r"information request", 15, None),
        (r"information reply", 16, None),
        (r"address mask request", 17, None),
        (r"address mask is", 18, None),
    )
)
_KINDS_6: Final[tuple[tuple[re.Pattern[str], int, int | None], ...]] = tuple(
    (re.compile(pattern), icmp_type, code)
    for pattern, icmp_type, code in (
        (r"echo request", 128, None),
        (r"echo reply", 129, None),
        (r"destination unreachable, unreachable route", 1, 0),
        (r"destination unreachable, unreachable prohibited", 1, 1),
        (r"destination unreachable, beyond scope", 1, 2),
        (r"destination unreachable, unreachable address", 1, 3),
        (r"destination unreachable, unreachable port", 1, 4),
        (r"destination unreachable", 1, None),
        (r"packet too big", 2, None),
        (r"time exceeded in-transit", 3, 0),
        (r"time exceeded in-reassembly", 3, 1),
        (r"parameter problem, erroneous", 4, 0),
        (r"parameter problem, next header", 4, 1),
        (r"parameter problem, option", 4, 2),
        (r"multicast listener query", 130, None),
        (r"multicast listener report(?!x| v2|max)", 131, None),
        (r"multicast listener done", 132, None),
        (r"router solicitation", 133, None),
        (r"router advertisement", 134, None),
        (r"neighbor solicitation", 135, None),
        (r"neighbor advertisement", 136, None),
        (r"redirect", 137, None),
        (r"multicast listener report v2", 143, None),
    )
)
_TYPE: Final = re.compile(r"type-#(\d{1,3})(?:[ ,]|$)")
_NUMBERS: Final = re.compile(r"(?:echo (?:request|reply),|time stamp (?:query|reply)) id (\d{1,5}),? seq (\d{1,5})")


def read(text: str, proto: str) -> Fields:
    """Return type, code, id and sequence number, as far as the words behind ``ICMP`` or ``ICMP6,`` state them.

    An echo request is one by its type; its code is not printed.
    """
    number = _TYPE.match(text)
    if number is not None:
        return {"icmp_type": int(number[1])}
    kinds = _KINDS_6 if proto == "icmp6" else _KINDS
    found = next(((kind, code) for pattern, kind, code in kinds if pattern.match(text)), None)
    if found is None:
        return {}
    fields: Fields = {"icmp_type": found[0]}
    if found[1] is not None:
        fields["icmp_code"] = found[1]
    echo = _NUMBERS.match(text)
    if echo is not None:
        fields |= {"icmp_id": int(echo[1]), "icmp_seq": int(echo[2])}
    return fields
