"""What stands in a line behind its head: the rule's prefix, the devices, link addresses, and the packet.

The kernel's LOG target, ulogd and the tools that imitate them print it in one order, with small differences.
"""

import re
from functools import lru_cache
from typing import Final

from wallwatch.formats import printed
from wallwatch.formats.format import Span
from wallwatch.formats.grammar import Fields, Grammar
from wallwatch.formats.prefix import read_prefix

PACKET: Final = " SRC="
PREFIX: Final = 131
"""Longest prefix (nft's, 127 characters) and ``IN=`` behind it, in characters."""

_DEVICES: Final = Grammar(
    # Kernels 2.4 print PHYSIN before OUT.
    r"(?P<_prefix>.{0,200}?)IN=(?P<iface_in>[^ ]{0,64}) (?:PHYSIN=(?P<PHYSIN_2>[^ ]{1,64}) )?",
    r"OUT=(?P<iface_out>[^ ]{0,64}) ",
    r"(?:PHYSIN=(?P<PHYSIN>[^ ]{1,64}) )?(?:PHYSOUT=(?P<PHYSOUT>[^ ]{1,64}) )?",
    # MAC is destination, source, type; some drivers go on into the IP header. MACSRC is nft's `flags ether`.
    r"(?:MAC=(?:[\da-f:]{18}(?P<mac_src>[\da-f:]{17}))?[\da-f:]{0,200} )?(?:TUNNEL=(?P<TUNNEL>[^ ]{1,40}) )?",
    r"(?:MACSRC=(?P<mac_src_2>[\da-f:]{17}) MACDST=[\da-f:]{17} ",
    r"(?:VPROTO=\w{4} VID=(?P<VID>\d{1,5}) )?MACPROTO=\w{4} )?",
    r"(?=SRC=|$)",
)
_NO_IP: Final = re.compile(
    r" MACPROTO=(?!0800|86dd)|[ =]ARP HTYPE="
    r"| MAC=[\da-f:]{36}(?!08:00|86:dd)[\da-f]{2}:[\da-f]{2} ?$| TRUNCATED ?$"
)
_PROGRAM: Final = re.compile(r"kernel\b|snort|\[\d{1,10}\]: ")
_HEAD_AGAIN: Final = "kernel: "
_KERNEL_ONLY: Final = (" TOS=0x", " RES=0x")


def is_no_packet(line: str) -> bool:
    """Tell whether a line speaks of no IP packet: an ARP request, a frame of another protocol, half an IP header."""
    return PACKET not in line and _NO_IP.search(line) is not None


def is_kernels(line: str) -> bool:
    """Tell whether a line has what only the kernel prints: ulogd has no ``0x`` before TOS and no RES."""
    return any(words in line for words in _KERNEL_ONLY)


def is_tagless(line: str, at: int) -> bool:
    """Tell whether a message at ``at`` that has no tag is a prefix and devices, and no program's words."""
    prefix, devices, _ = line[at : at + PREFIX].partition("IN=")
    return bool(devices) and _PROGRAM.search(prefix) is None


def read(text: str, at: int) -> Fields | None:
    """Return what the text says from ``at`` on; ``None`` if any of it is torn."""
    packet_at = text.find(PACKET, at) + 1
    devices = _devices(text[at:packet_at]) if packet_at else None
    fields = printed.packet(text, packet_at) if devices is not None else None
    if devices is None or fields is None:
        return None
    more = devices["more"] + fields["more"]
    fields.update(devices)
    fields["more"] = more
    return fields


def spans(text: str, at: int) -> dict[str, Span]:
    """Return where the fields stand that :func:`read` returns; the action is in the prefix."""
    devices = _DEVICES.match(text, at)
    found = _DEVICES.spans(devices) | printed.spans(text, text.find(PACKET, at) + 1)
    chain = read_prefix(devices["_prefix"])[0] if devices is not None else None
    if chain is not None:
        start = text.index(chain, at)
        found |= dict.fromkeys(("chain", "action"), (start, start + len(chain)))
    return found


@lru_cache(maxsize=512)
def _devices(text: str) -> Fields | None:
    """Return what stands before the packet: the rule's prefix, the devices, link addresses; they repeat."""
    match = _DEVICES.match(text)
    # Behind a second head stands another line, glued to half of one, or a forgery.
    if match is None or _HEAD_AGAIN in match["_prefix"]:
        return None
    chain, action = read_prefix(match["_prefix"])
    return {
        "chain": chain,
        "action": action,
        "iface_in": match["iface_in"] or None,
        "iface_out": match["iface_out"] or None,
        "mac_src": match["mac_src"] or match["mac_src_2"],
        "more": _DEVICES.more(match),
    }
