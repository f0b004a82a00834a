"""``pve-firewall.log`` of Proxmox VE: the kernel's packets under a head of their own (pvefw-logger.c).

``<vmid> <level> <chain> <day/Mon/year:time zone> [policy ]ACTION: IN=... OUT=... SRC=...``, where a device that is
none is left out, a TCP header is cut after its flags, and LEN of IPv6 is the payload's.
"""

from collections.abc import Mapping
from typing import Final

from msgspec.structs import asdict

from wallwatch.formats import printed
from wallwatch.formats.format import Span
from wallwatch.formats.grammar import Fields, Grammar
from wallwatch.formats.prefix import ACTIONS
from wallwatch.formats.stamp import Clock

_LINE: Final = Grammar(
    r"(?P<VMID>\d{1,9}) (?P<LEVEL>\d) (?P<chain>[^ ]{1,64}) ",
    r"(?P<_minute>\d{1,2}/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d):(?P<_second>\d\d) (?P<_offset>[+-]\d{4}) ",
    r"(?:(?:policy )?(?P<action>[\w.-]{1,32}): )?",
    r"(?:IN=(?P<iface_in>[^ ]{0,64}) )?(?:OUT=(?P<iface_out>[^ ]{0,64}) )?",
    r"(?:PHYSIN=(?P<PHYSIN>[^ ]{1,64}) )?(?:PHYSOUT=(?P<PHYSOUT>[^ ]{1,64}) )?",
    r"(?:MAC=(?:[\da-f:]{18}(?P<mac_src>[\da-f:]{17}))?[\da-f:]{0,200} )?(?=SRC=)",
)
_IPV6_HEADER: Final = 40


def sniff(line: str) -> bool:
    """Tell whether the line begins as pvefw-logger's lines do and holds a packet."""
    return line[:1].isdecimal() and " SRC=" in line and _LINE.match(line) is not None


def fields(text: str, clock: Clock) -> Fields | None:
    """Return what the line says; ``None`` if any of it is torn."""
    match = _LINE.match(text)
    moment = clock.moment(match["_minute"], match["_second"], offset=match["_offset"]) if match else None
    packet = printed.packet(text, match.end(), brief=True) if match else None
    if match is None or moment is None or packet is None:
        return None
    if ":" in packet["src"]:
        packet["length"] += _IPV6_HEADER
    return {
        **packet,
        **asdict(moment),
        "chain": match["chain"],
        "action": _action(match["action"]),
        "iface_in": match["iface_in"] or None,
        "iface_out": match["iface_out"] or None,
        "mac_src": match["mac_src"],
        "more": _LINE.more(match) + packet["more"],
    }


def spans(text: str) -> Mapping[str, Span]:
    """Return where the fields stand."""
    match = _LINE.match(text)
    if match is None:
        return {}
    time = {"time": (match.start("_minute"), match.end("_offset"))}
    return time | _LINE.spans(match) | printed.spans(text, match.end(), brief=True)


def _action(word: str | None) -> str:
    """Return the action that a target is; the last part of a chain's name counts (``PVEFW-reject``)."""
    return ACTIONS.get(word.rpartition("-")[2].upper(), "log") if word else "log"
