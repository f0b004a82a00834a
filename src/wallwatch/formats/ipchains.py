"""Linux 2.2 ipchains (net/ipv4/ip_fw.c, dump_packet; labels from include/linux/ip_fwchains.h).

One packet gives one line for each rule with ``-l`` that it meets; only a target that ends its way is a verdict.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import asdict

from wallwatch.formats import envelope, wrapped
from wallwatch.formats.format import Block, Span
from wallwatch.formats.grammar import Fields, Grammar
from wallwatch.formats.protocol import proto
from wallwatch.formats.stamp import Clock
from wallwatch.model import Kind, Sighting
from wallwatch.model.address import canonical

name: Final = "ipchains"
kind: Final[Kind] = "firewall"

_LINE: Final = Grammar(
    r"Packet log: (?P<chain>[^ ]{1,8}) (?P<action>[^ ]{1,16}) (?:(?P<REDIRECT>\d{1,5}) )?(?P<_device>[^ ]{1,16}) ",
    r"PROTO=(?P<proto>\d{1,3}) (?P<src>[\d.]{7,15}):(?P<_from>\d{1,5}) (?P<dst>[\d.]{7,15}):(?P<_to>\d{1,5}) ",
    r"L=(?P<length>\d{1,5}) S=0x(?P<tos>[\dA-F]{2}) I=(?P<ip_id>\d{1,5}) F=0x(?P<frag_offset>[\dA-F]{4}) ",
    # O= is a word of IP options. The marker and the rule came with 2.2.10; B= is a patch's.
    r"T=(?P<ttl>\d{1,3})(?P<_options>(?: O=0x[\dA-F]{8}){0,10})(?: B=(?P<B>[\w-]{1,16}))?(?: (?P<flags>SYN))?",
    r"(?: \(#(?P<rule>\d{1,9})\))? ?$",
)

_ACTIONS: Final = {
    "ACCEPT": "allow",
    "MASQ": "allow",
    "REDIRECT": "allow",
    "DENY": "block",
    "REJECT": "reject",
}
"""Target → action. ``-``, RETURN, QUEUE and the name of a chain decide nothing."""

_OUTWARD: Final = frozenset({"output", "forward"})
"""The chains that are asked with the interface the packet leaves by."""

_NUMBERS: Final = {"tcp": ("sport", "dport"), "udp": ("sport", "dport"), "icmp": ("icmp_type", "icmp_code")}

_RESERVED: Final = 0x8000
_DF: Final = 0x4000
_MF: Final = 0x2000
_OFFSET: Final = 0x1FFF
_OPTIONS_WORD: Final = len(" O=0x00000000")
_NO_PORT: Final = "65535"
"""Printed for both ports of a later fragment, a short packet, and any protocol but TCP, UDP and ICMP."""


def sniff(line: str) -> bool:
    """Tell whether the line has ipchains' own words."""
    return "Packet log: " in line


def frame(lines: Sequence[str], at: int, *, final: bool) -> int | None:
    """Return 1, more for a line that a mail program has wrapped, 0 for what the kernel has not written."""
    head = envelope.split(lines[at])
    if head is None or not head.is_kernel or not lines[at].startswith("Packet log: ", head.message_at):
        return 0
    return wrapped.frame(lines, at, _whole, final=final)


def parse(block: Block, clock: Clock) -> Sighting | None:
    """Return the packet, or ``None`` for a torn line."""
    text = wrapped.joined(block)
    head = envelope.split(text)
    match = _match(text, head)
    moment = head.moment(clock) if head is not None else None
    if head is None or match is None or moment is None:
        return None
    fields = _fields(match)
    if None in (fields["proto"], fields["src"], fields["dst"]):
        return None
    return Sighting(**asdict(moment), format=name, kind=kind, host=head.host, more=_LINE.more(match), **fields)


def spans(block: Block) -> Mapping[str, Span]:
    """Return where the fields stand; the fragment bits are all in one word."""
    text = wrapped.joined(block)
    match = _match(text, envelope.split(text))
    if match is None:
        return {}
    found = envelope.spans(text) | _LINE.spans(match)
    found |= dict.fromkeys(("reserved", "df", "mf"), found["frag_offset"])
    found[_device(match)] = match.span("_device")
    found |= dict(zip(_meaning(match), (match.span("_from"), match.span("_to")), strict=False))
    return wrapped.placed(block, found)


def _fields(match: re.Match[str]) -> Fields:
    line = match.groupdict()
    fragment = int(line["frag_offset"], 16)
    fields: Fields = {
        "action": _ACTIONS.get(line["action"], "log"),
        "chain": line["chain"],
        "rule": line["rule"],
        "proto": proto(line["proto"]),
        "src": canonical(line["src"]),
        "dst": canonical(line["dst"]),
        "length": int(line["length"]),
        "tos": int(line["tos"], 16),
        "ip_id": int(line["ip_id"]),
        "ttl": int(line["ttl"]),
        "reserved": bool(fragment & _RESERVED),
        "df": bool(fragment & _DF),
        "mf": bool(fragment & _MF),
        "frag_offset": (fragment & _OFFSET) * 8,
        "ip_header": 20 + len(line["_options"]) // _OPTIONS_WORD * 4,
        "flags": "S" if line["flags"] else None,
    }
    fields[_device(match)] = line["_device"]
    return fields | dict(zip(_meaning(match), (int(line["_from"]), int(line["_to"])), strict=False))


def _match(text: str, head: envelope.Envelope | None) -> re.Match[str] | None:
    return _LINE.match(text, head.message_at) if head is not None and head.is_kernel else None


def _whole(text: str) -> bool:
    return _match(text, envelope.split(text)) is not None


def _device(match: re.Match[str]) -> str:
    """Return the field of the one interface that is printed."""
    return "iface_out" if match["chain"] in _OUTWARD else "iface_in"


def _meaning(match: re.Match[str]) -> tuple[str, ...]:
    """Return the fields that the two numbers behind the addresses belong to, if they mean anything."""
    if match["_from"] == match["_to"] == _NO_PORT:
        return ()
    return _NUMBERS.get(proto(match["proto"]) or "", ())
