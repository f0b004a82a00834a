"""tcpdump's text, with ``-nn`` and as many ``-v`` as one likes: two lines a packet with ``-v``, one without.

``-e`` and ``-i any`` put the link before the packet. Names of hosts and ports, which come without ``-n``, are not read.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from msgspec.structs import asdict

from wallwatch.formats import tcpdump_block, tcpdump_packet, tcpdump_stamp, wrapped
from wallwatch.formats.format import Block, Span
from wallwatch.formats.grammar import Fields, Grammar
from wallwatch.formats.stamp import Clock
from wallwatch.formats.tcpdump_packet import Packet
from wallwatch.model import Header, Kind, Sighting

name: Final = "tcpdump"
kind: Final[Kind] = "dump"

_MAC: Final = r"(?:[\da-f]{1,2}:){5}[\da-f]{1,2}"
_HEAD: Final = Grammar(
    tcpdump_stamp.STAMP,
    # -i any, since 4.99.
    r"(?:(?P<_iface>[\w.@-]{1,32}) {1,3}(?P<_way>In|Out|M|B|P) {1,3})?",
    rf"(?:(?P<mac_src>{_MAC}) (?:\(oui [^()]{{1,60}}\) )?> {_MAC}(?: \(oui [^()]{{1,60}}\))?, ",
    r"(?:ethertype )?[\w.]{2,8}(?: \(0x[\da-f]{4}\))?, length:? \d{1,5}: ",
    r"(?:vlan (?P<VLAN>\d{1,4}), p \d, (?:DEI, )?ethertype IPv[46](?: \(0x[\da-f]{4}\))?, )?)?",
)
_OURS: Final = re.compile(
    r"IP6? ?[(\d a-fA-F:]|\((?:tos|class|flowlabel|hlim|ttl) |(?:\d{1,3}\.){3}\d{1,3}(?:\.\d{1,5})? > \d"
)


def sniff(line: str) -> bool:
    """Tell whether a fraction of a second stands where a stamp has it, and an arrow or a header follows."""
    return ("." in line[8:11] or line[15:16] == "." or line[19:20] == ".") and (" > " in line or " (" in line)


def frame(lines: Sequence[str], at: int, *, final: bool) -> int | None:
    """Return the number of lines of a packet and of what is indented under it; 0 for what is none of IP."""
    head = _HEAD.match(lines[at])
    if head is None or not _OURS.match(lines[at], head.end()):
        return 0
    return tcpdump_block.frame(lines, at, _whole, final=final)


def parse(block: Block, clock: Clock) -> Sighting | None:
    """Return the packet, or ``None`` for a torn record."""
    lines = tcpdump_block.own(block.lines, _whole)
    head, packet = _read(wrapped.joined(Block(block.lines[:lines])))
    moment = tcpdump_stamp.moment(head, clock) if head is not None else None
    if head is None or packet is None or moment is None:
        return None
    quote = None
    if packet.fields["proto"] in {"icmp", "icmp6"}:
        quoted = tcpdump_block.quoted(block.lines, lines)
        inner = tcpdump_packet.read(quoted) if quoted is not None else None
        quote = Header(**inner.fields) if inner is not None else None
    iface: Fields = {"iface_out" if head["_way"] == "Out" else "iface_in": head["_iface"]}
    return Sighting(
        **asdict(moment),
        format=name,
        kind=kind,
        mac_src=head["mac_src"],
        quote=quote,
        more=_HEAD.more(head) + packet.more,
        **iface,
        **packet.fields,
    )


def spans(block: Block) -> Mapping[str, Span]:
    """Return where the fields stand."""
    lines = tcpdump_block.own(block.lines, _whole)
    head, packet = _read(wrapped.joined(Block(block.lines[:lines])))
    if head is None or packet is None:
        return {}
    found = {"time": tcpdump_stamp.span(head)} | _HEAD.spans(head) | packet.spans
    if head["_iface"]:
        found["iface_out" if head["_way"] == "Out" else "iface_in"] = head.span("_iface")
    return wrapped.placed(Block(block.lines[:lines]), found)


@lru_cache(maxsize=64)
def _read(text: str) -> tuple[re.Match[str] | None, Packet | None]:
    head = _HEAD.match(text)
    return head, (tcpdump_packet.read(text, head.end()) if head is not None else None)


def _whole(text: str) -> bool:
    return _read(text)[1] is not None
