"""filterlog of pfSense and OPNsense (print-ip.c, print-ip6.c, print-tcp.c of its source): columns between commas.

The columns of the rule come first, those of the IP header next, and those of what it carries last. IPv4 gives the
number of the protocol and then its name, IPv6 the name first; the case of the name varies, so the number counts.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import asdict

from wallwatch.formats import envelope, filterlog_carried, wrapped
from wallwatch.formats.envelope import Envelope
from wallwatch.formats.format import Block, Span
from wallwatch.formats.grammar import Fields, Grammar
from wallwatch.formats.protocol import proto
from wallwatch.formats.stamp import Clock
from wallwatch.model import Kind, Sighting
from wallwatch.model.address import canonical

name: Final = "filterlog"
kind: Final[Kind] = "firewall"

_RULE: Final = (
    # Rule number, rule in the anchor, anchor, tracker id of pfSense or the hash or uuid of OPNsense.
    r"(?P<rule>-1|\d{1,10}),(?P<SUBRULE>-1|\d{1,10})?,(?P<chain>[^,]{1,128})?,(?P<LABEL>[^,]{1,64})?,"
    r"(?P<_iface>[^,]{1,32}),(?P<REASON>[^,]{1,32}),(?P<action>[^,]{1,32}),(?P<_way>in|out),"
)
_IPV4: Final = Grammar(
    _RULE,
    r"4,(?P<tos>0x[\da-fA-F]{1,2}),(?P<ECN>[01]|CE)?,(?P<ttl>\d{1,3}),(?P<ip_id>\d{1,5}),(?P<frag_offset>\d{1,5}),",
    r"(?P<_bits>none|DF|\+|rsvd),(?P<proto>\d{1,3}),[^,]{0,32},(?P<length>\d{1,5}),",
    r"(?P<src>[\d.]{7,15}),(?P<dst>[\d.]{7,15}),",
)
_IPV6: Final = Grammar(
    _RULE,
    r"6,(?P<tos>0x[\da-fA-F]{1,2}),(?P<flow_label>0x[\da-fA-F]{1,5}),(?P<ttl>\d{1,3}),",
    r"(?P<_name>[^,]{0,32}),(?P<proto>\d{1,3}),(?P<_payload>\d{1,5}),",
    r"(?P<src>[\da-fA-F:.]{2,45}),(?P<dst>[\da-fA-F:.]{2,45}),",
)
_IPV6_HEADER: Final = 40
_ACTIONS: Final = {"block": "block", "pass": "allow", "reject": "reject"}
"""The verdicts; the other words (``scrub``, ``nat``, ``rdr``) tell that a packet was changed."""

_ECN: Final = {None: 0, "1": 1, "0": 2, "CE": 3}
"""The two last bits of TOS: ECT(1), ECT(0), and congestion experienced."""

_BITS: Final[dict[str, Fields]] = {
    "DF": {"df": True, "mf": False, "reserved": False},
    "+": {"df": False, "mf": True, "reserved": False},
    "rsvd": {"df": False, "mf": False, "reserved": True},
}
"""Words that stand for one bit alone. Two bits have no word, and print ``none`` as no bit does."""


def sniff(line: str) -> bool:
    """Tell whether the line names filterlog where a tag may stand."""
    return "filterlog" in line[:320]


def frame(lines: Sequence[str], at: int, *, final: bool) -> int | None:
    """Return 1, more for a line that a mail program has wrapped, 0 for what filterlog has not written."""
    return wrapped.frame(lines, at, _whole, final=final) if _is_ours(envelope.split(lines[at])) else 0


def parse(block: Block, clock: Clock) -> Sighting | None:
    """Return the packet, or ``None`` for a torn line."""
    text = wrapped.joined(block)
    head = envelope.split(text)
    fields = _fields(text, head)
    moment = head.moment(clock) if head is not None else None
    if head is None or fields is None or moment is None:
        return None
    return Sighting(**asdict(moment), format=name, kind=kind, host=head.host, **fields)


def spans(block: Block) -> Mapping[str, Span]:
    """Return where the fields stand; ``df``, ``mf`` and ``reserved`` are one word."""
    text = wrapped.joined(block)
    head = envelope.split(text)
    fields = _fields(text, head)
    if head is None or fields is None:
        return {}
    grammar = _IPV4 if _IPV4.match(text, head.message_at) else _IPV6
    match = grammar.match(text, head.message_at)
    if match is None:
        return {}
    found = envelope.spans(text) | grammar.spans(match) | filterlog_carried.spans(text, match.end(), fields)
    found["iface_in" if match["_way"] == "in" else "iface_out"] = match.span("_iface")
    if grammar is _IPV6:
        found["length"] = match.span("_payload")
    else:
        found |= dict.fromkeys(_BITS.get(match["_bits"], ()), match.span("_bits"))
    return wrapped.placed(block, found)


def _is_ours(head: Envelope | None) -> bool:
    return head is not None and head.tag == name


def _whole(text: str) -> bool:
    return _fields(text, envelope.split(text)) is not None


def _fields(text: str, head: Envelope | None) -> Fields | None:
    """Return what the message says; ``None`` if it is torn or not filterlog's."""
    if head is None or not _is_ours(head):
        return None
    grammar, read = _IPV4, _ipv4
    match = grammar.match(text, head.message_at)
    if match is None:
        grammar, read = _IPV6, _ipv6
        match = grammar.match(text, head.message_at)
    if match is None:
        return None
    src, dst, protocol = canonical(match["src"]), canonical(match["dst"]), proto(match["proto"])
    if src is None or dst is None or protocol is None:
        return None
    fields: Fields = {"proto": protocol, "src": src, "dst": dst, **read(match)}
    carried = filterlog_carried.read(text, match.end(), fields)
    if carried is None:
        return None
    ours = {
        "rule": match["rule"],
        "chain": match["chain"],
        "action": _ACTIONS.get(match["action"], "log"),
        "iface_in" if match["_way"] == "in" else "iface_out": match["_iface"],
        "more": grammar.more(match) + carried[1],
    }
    return fields | carried[0] | ours


def _ipv4(match: re.Match[str]) -> Fields:
    numbers = {key: int(match[key]) for key in ("ttl", "ip_id", "frag_offset", "length")}
    return {**numbers, "tos": int(match["tos"], 16) | _ECN[match["ECN"]], **_BITS.get(match["_bits"], {})}


def _ipv6(match: re.Match[str]) -> Fields:
    return {
        "tos": int(match["tos"], 16),
        "flow_label": int(match["flow_label"], 16),
        "ttl": int(match["ttl"]),
        "length": int(match["_payload"]) + _IPV6_HEADER,
    }
