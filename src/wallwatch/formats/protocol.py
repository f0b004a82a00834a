"""IP protocols by the names that emitters print."""

from functools import lru_cache
from typing import Final

PORTED: Final = frozenset({"tcp", "udp", "132", "136"})
"""Protocols whose header begins with two ports: TCP, UDP, SCTP, UDP-Lite."""

_NAMED: Final = {"TCP": "tcp", "UDP": "udp", "ICMP": "icmp", "ICMPV6": "icmp6", "IPV6-ICMP": "icmp6"}
_GREATEST: Final = 255
_BY_NUMBER: Final = {"1": "icmp", "6": "tcp", "17": "udp", "58": "icmp6"}

# getprotobynumber() of Debian's netbase, as Snort prints it, and the kernel's OSPF and UDPLITE.
_NUMBERS: Final = {
    "HOPOPT": 0, "IGMP": 2, "GGP": 3, "IPENCAP": 4, "ST": 5, "EGP": 8, "IGP": 9, "PUP": 12, "HMP": 20, "XNS-IDP": 22,
    "RDP": 27, "ISO-TP4": 29, "DCCP": 33, "XTP": 36, "DDP": 37, "IDPR-CMTP": 38, "IPV6": 41, "IPV6-ROUTE": 43,
    "IPV6-FRAG": 44, "IDRP": 45, "RSVP": 46, "GRE": 47, "ESP": 50, "AH": 51, "SKIP": 57, "IPV6-NONXT": 59,
    "IPV6-OPTS": 60, "RSPF": 73, "VMTP": 81, "EIGRP": 88, "OSPF": 89, "OSPFIGP": 89, "AX.25": 93, "IPIP": 94,
    "ETHERIP": 97, "ENCAP": 98, "PIM": 103, "IPCOMP": 108, "VRRP": 112, "L2TP": 115, "ISIS": 124, "SCTP": 132,
    "FC": 133, "MOBILITY-HEADER": 135, "UDPLITE": 136, "MPLS-IN-IP": 137, "MANET": 138, "HIP": 139, "SHIM6": 140,
    "WESP": 141, "ROHC": 142, "ETHERNET": 143,
}  # fmt: skip


@lru_cache(maxsize=512)
def proto(text: str) -> str | None:
    """Return ``tcp``, ``udp``, ``icmp``, ``icmp6`` or the number as text; ``None`` for a name that is not known.

    ``PROTO:255`` and ``PROTO255`` are Snort's words for a number without a name.
    """
    name = text.upper()
    if name in _NAMED:
        return _NAMED[name]
    if name in _NUMBERS:
        return str(_NUMBERS[name])
    digits = name.removeprefix("PROTO").removeprefix(":")
    if not (digits.isdecimal() and digits.isascii()) or int(digits[:4]) > _GREATEST:
        return None
    number = str(int(digits))
    return _BY_NUMBER.get(number, number)
