"""Linux netfilter LOG: iptables, ip6tables and nftables.

A line is the rule's prefix, the devices, the IP header, the transport header, and what belongs to the packet inside the
kernel (UID, GID, MARK). An ICMP error quotes in brackets the packet that caused it. There everything repeats, so the
fields are read in their order and never looked up by name.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from wallwatch.formats import envelope, printed, wrapped
from wallwatch.formats.envelope import Envelope
from wallwatch.formats.format import Block, Span
from wallwatch.formats.grammar import Fields, Grammar
from wallwatch.formats.prefix import read_prefix
from wallwatch.formats.stamp import Clock
from wallwatch.model import Kind, Sighting

name: Final = "netfilter"
kind: Final[Kind] = "firewall"

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
_NO_IP: Final = re.compile(r" MACPROTO=(?!0800|86dd)|[ =]ARP HTYPE=")
_PACKET: Final = " SRC="


def sniff(line: str) -> bool:
    """Tell whether the line names both devices."""
    return " OUT=" in line and "IN=" in line


def frame(lines: Sequence[str], at: int, *, final: bool) -> int | None:
    """Return 1, more for a line that a mail program has wrapped, 0 for what the kernel has not written."""
    line = lines[at]
    head = envelope.split(line)
    if head is None or not head.is_kernel or (_PACKET not in line and _NO_IP.search(line)):
        return 0
    return wrapped.frame(lines, at, _whole, final=final)


def parse(block: Block, clock: Clock) -> Sighting | None:
    """Return the packet, or ``None`` for a torn line."""
    text = wrapped.joined(block)
    head = envelope.split(text)
    fields = _fields(text, head)
    moment = head.moment(clock) if head is not None else None
    if head is None or fields is None or moment is None:
        return None
    fields["time"] = moment.time
    fields["tick"] = moment.tick
    fields["zone"] = moment.zone
    fields["year_stated"] = moment.year_stated
    fields["format"] = name
    fields["kind"] = kind
    fields["host"] = head.host
    return Sighting(**fields)


def spans(block: Block) -> Mapping[str, Span]:
    """Return where the fields stand."""
    text = wrapped.joined(block)
    head = envelope.split(text)
    if head is None or _fields(text, head) is None:
        return {}
    at = envelope.uptime(text, head.message_at)[1]
    devices = _DEVICES.match(text, at)
    found = envelope.spans(text) | _DEVICES.spans(devices) | printed.spans(text, text.find(_PACKET, at) + 1)
    chain = read_prefix(devices["_prefix"])[0] if devices is not None else None
    if chain is not None:
        start = text.index(chain, at)
        found |= dict.fromkeys(("chain", "action"), (start, start + len(chain)))
    return wrapped.placed(block, found)


def _whole(text: str) -> bool:
    return _fields(text, envelope.split(text)) is not None


def _fields(text: str, head: Envelope | None) -> Fields | None:
    """Return what the message says; ``None`` if it is torn or not the kernel's."""
    if head is None or not head.is_kernel:
        return None
    uptime, at = envelope.uptime(text, head.message_at)
    packet_at = text.find(_PACKET, at) + 1
    devices = _devices(text[at:packet_at]) if packet_at else None
    fields = printed.packet(text, packet_at) if devices is not None else None
    if devices is None or fields is None:
        return None
    more = devices["more"] + fields["more"]
    fields.update(devices)
    fields["more"] = more
    fields["uptime"] = uptime
    return fields


@lru_cache(maxsize=512)
def _devices(text: str) -> Fields | None:
    """Return what stands before the packet: the rule's prefix, the devices, link addresses; they repeat."""
    match = _DEVICES.match(text)
    if match is None:
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
