"""Linux 2.2 ipchains (net/ipv4/ip_fw.c, dump_packet; labels from include/linux/ip_fwchains.h) and 2.0 ipfwadm.

One packet gives one line for each rule with ``-l`` that it meets; only a target that ends its way is a verdict.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import asdict

from wallwatch.formats import envelope, ipfwadm, wrapped
from wallwatch.formats.bounds import sound
from wallwatch.formats.format import Block, Span
from wallwatch.formats.grammar import Fields, Grammar
from wallwatch.formats.protocol import proto
from wallwatch.formats.stamp import Clock
from wallwatch.model import Kind, Sighting
from wallwatch.model.address import canonical

name: Final = "ipchains"
kind: Final[Kind] = "firewall"

_LINE: Final = Grammar(
    # A fragment that could overwrite a TCP header is dropped without a rule: neither chain nor target, ports 0, rule 0.
    r"(?:Packet log: (?P<chain>[^ ]{1,8}) (?P<action>[^ ]{1,16}) (?:(?P<REDIRECT>\d{1,5}) )?"
    r"|(?=[^ ]{1,16} PROTO=6 [\d.]{7,15}:0 [\d.]{7,15}:0 L=.{1,300} \(#0\) ?$))(?P<_device>[^ ]{1,16}) ",
    r"PROTO=(?P<proto>\d{1,3}) (?P<src>[\d.]{7,15}):(?P<_from>\d{1,5}) (?P<dst>[\d.]{7,15}):(?P<_to>\d{1,5}) ",
    r"L=(?P<length>\d{1,5}) S=0x(?P<tos>[\dA-F]{2}) I=(?P<ip_id>\d{1,5}) F=0x(?P<frag_offset>[\dA-F]{4}) ",
    # O= is a word of IP options. The marker and the rule came with 2.2.10; B= is a patch's.
    r"T=(?P<ttl>\d{1,3})(?P<_options>(?: O=0x[\dA-F]{8}){0,10})(?: B=(?P<B>[\w-]{1,16}))?(?: (?P<flags>SYN))?",
    r"(?: \(#(?P<rule>\d{1,9})\))? ?$",
)

_BEGINNINGS: Final = ("Packet log: ", *ipfwadm.BEGINNINGS)
_SUSPECT: Final = ("SUSPECT", "TCP fragment")
"""``Suspect TCP fragment.`` is a line of its own before such a packet's."""

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
    """Tell whether the line has ipchains' own words, or ipfwadm's."""
    return (
        "Packet log: " in line
        or (" F=0x" in line and " (#0)" in line)
        or ("IP " in line and any(beginning in line for beginning in ipfwadm.BEGINNINGS))
    )


def frame(lines: Sequence[str], at: int, *, final: bool) -> int | None:
    """Return 1, more for a line that a mail program has wrapped, 0 for what the kernel has not written."""
    head = envelope.split(lines[at])
    if head is None or not head.is_kernel:
        return 0
    if not lines[at].startswith(_BEGINNINGS, head.message_at) and _match(lines[at], head) is None:
        return 0
    return wrapped.frame(lines, at, _whole, final=final)


def parse(block: Block, clock: Clock) -> Sighting | None:
    """Return the packet, or ``None`` for a torn line."""
    text = wrapped.joined(block)
    head = envelope.split(text)
    moment = head.moment(clock) if head is not None else None
    fields = _said(text, head)
    if head is None or moment is None or fields is None:
        return None
    return Sighting(**asdict(moment), format=name, kind=kind, host=head.host, **fields)


def spans(block: Block) -> Mapping[str, Span]:
    """Return where the fields stand; the fragment bits are all in one word."""
    text = wrapped.joined(block)
    head = envelope.split(text)
    match = _match(text, head)
    if head is None or _said(text, head) is None:
        return {}
    if match is None:
        return wrapped.placed(block, envelope.spans(text) | ipfwadm.spans(text, head.message_at))
    found = envelope.spans(text) | _LINE.spans(match)
    found |= dict.fromkeys(("reserved", "df", "mf"), found["frag_offset"])
    found[_device(match)] = match.span("_device")
    found |= dict(zip(_meaning(match), (match.span("_from"), match.span("_to")), strict=False))
    return wrapped.placed(block, found)


def _said(text: str, head: envelope.Envelope | None) -> Fields | None:
    """Return what the message says; ``None`` if it is torn or not the kernel's."""
    if head is None or not head.is_kernel:
        return None
    match = _match(text, head)
    fields = _fields(match) if match is not None else ipfwadm.fields(text, head.message_at)
    if fields is None or None in (fields["proto"], fields["src"], fields["dst"]):
        return None
    return fields if sound(fields) else None


def _fields(match: re.Match[str]) -> Fields:
    line = match.groupdict()
    fragment = int(line["frag_offset"], 16)
    fields: Fields = {
        "action": _ACTIONS.get(line["action"], "log") if line["action"] else "block",
        "chain": line["chain"],
        "rule": line["rule"] if line["chain"] else None,
        "more": _LINE.more(match) if line["chain"] else (_SUSPECT,),
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
    return _said(text, envelope.split(text)) is not None


def _device(match: re.Match[str]) -> str:
    """Return the field of the one interface that is printed."""
    return "iface_out" if match["chain"] in _OUTWARD else "iface_in"


def _meaning(match: re.Match[str]) -> tuple[str, ...]:
    """Return the fields that the two numbers behind the addresses belong to, if they mean anything."""
    if match["_from"] == match["_to"] == _NO_PORT or match["chain"] is None:
        return ()
    return _NUMBERS.get(proto(match["proto"]) or "", ())
