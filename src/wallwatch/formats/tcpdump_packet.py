"""A packet in the words of tcpdump, today's with ``-v`` and without, and those of 3.x and OpenBSD.

Today the IP header comes before the addresses, in parentheses; before 3.8 (2003), and on OpenBSD, what is printed of it
follows the packet: ``(DF) [tos 0x10] (ttl 53, id 47617)``.
"""

import re
from typing import Final

import msgspec

from wallwatch.formats import tcpdump_carried
from wallwatch.formats.format import Span
from wallwatch.formats.grammar import Fields, Grammar, Pairs
from wallwatch.formats.protocol import proto
from wallwatch.model.address import canonical

_V4: Final = r"(?:\d{1,3}\.){3}\d{1,3}"
_V6: Final = r"[\da-fA-F]{0,4}:[\da-fA-F:]{1,34}(?:" + _V4 + r")?"
_ENDPOINTS: Final = (
    r" ?(?:truncated-ip6? - \d{1,6} bytes missing! ?)?"
    rf"(?P<src>{_V4}|{_V6})(?:\.(?P<sport>\d{{1,5}}))? > (?P<dst>{_V4}|{_V6})(?:\.(?P<dport>\d{{1,5}}))?: {{0,2}}"
)
_IPV4: Final = Grammar(
    r"(?:IP )?\((?:tos (?P<tos>0x[\da-f]{1,2})(?:,(?P<ECN>ECT\([01]\)|CE))?, )?ttl:? {1,3}(?P<ttl>\d{1,3}), ",
    r"id:? (?P<ip_id>\d{1,5}), offset:? (?P<frag_offset>\d{1,5}), flags:? \[(?P<_bits>[^\[\]]{1,24})\], ",
    # 3.9 has colons behind its words, and earlier versions no name of the protocol.
    r"(?:proto:? (?:[\w.-]{1,24} \((?P<proto>\d{1,3})\)|(?P<proto_2>\d{1,3})), )?length:? (?P<length>\d{1,5})",
    r"(?:, options (?P<OPTIONS>\([^()]{1,200}\)))?(?:, bad cksum (?P<CKSUM>[^()]{1,8}\([^()]{1,12}\)!))?\)",
    _ENDPOINTS,
)
_IPV6: Final = Grammar(
    r"(?:IP6 )?\((?:class (?P<tos>0x[\da-f]{1,2}), )?(?:flowlabel (?P<flow_label>0x[\da-f]{1,5}), )?",
    r"hlim (?P<ttl>\d{1,3}), next-header [\w.-]{1,24} \((?P<proto>\d{1,3})\),? ",
    r"payload length:? (?P<_payload>\d{1,5})\)",
    _ENDPOINTS,
)
_BARE: Final = Grammar(r"(?:IP6? )?", _ENDPOINTS)

_IPV4_HEADER: Final = 20
_IPV6_HEADER: Final = 40
_EXTENSIONS: Final = frozenset({"0", "43", "44", "51", "60"})
_EXTENSION: Final = re.compile(
    r"(?:(?:HBH|DSTOPT|RT6|AH|(?P<frag>frag)) ?)?\((?:0x[\da-f]{1,8}:(?P<at>\d{1,5})\|)?"
    r"[^()]{0,160}(?:\([^()]{0,40}\)[^()]{0,160})?\):? ?"
)
_PORTS: Final = re.compile(r"(?P<sport>\d{1,5}) > (?P<dport>\d{1,5}): ?")
_LONGEST_CHAIN: Final = 8


class Packet(msgspec.Struct, frozen=True, gc=False):
    """A packet: its fields, what no field holds, and where the fields stand in the text."""

    fields: Fields
    more: Pairs
    spans: dict[str, Span]


def read(text: str, at: int = 0) -> Packet | None:
    """Return the packet that the text is from ``at`` to its end; ``None`` if it is torn, or none of IP."""
    for grammar, header in ((_IPV4, _ipv4), (_IPV6, _ipv6), (_BARE, _bare)):
        match = grammar.match(text, at)
        if match is not None:
            return _packet(text, grammar, match, header(match))
    return None


def _packet(text: str, grammar: Grammar, match: re.Match[str], header: Fields) -> Packet | None:
    src, dst = canonical(match["src"]), canonical(match["dst"])
    if src is None or dst is None or (":" in src) != (":" in dst):
        return None
    fields: Fields = {**header, "src": src, "dst": dst}
    spans = grammar.spans(match)
    if match["sport"] and match["dport"]:
        fields |= {"sport": int(match["sport"]), "dport": int(match["dport"])}
    at = match.end()
    if fields.get("proto") in _EXTENSIONS and ":" in src:
        at = _chain(text, at, fields, spans)
    carried = tcpdump_carried.read(text, at, fields)
    if carried is None or carried.fields["proto"] is None:
        return None
    known = fields | carried.fields
    if carried.fields["proto"] not in tcpdump_carried.PORTED:
        known.pop("sport", None)
        known.pop("dport", None)
    places = {name: place for name, place in (spans | carried.spans).items() if known.get(name) is not None}
    return Packet(known, grammar.more(match) + carried.more, places)


def _ipv4(match: re.Match[str]) -> Fields:
    bits = match["_bits"].split(", ")
    protocol = match["proto"] or match["proto_2"]
    fields: Fields = {name: int(match[name]) for name in ("ttl", "ip_id", "frag_offset", "length")}
    fields |= {"df": "DF" in bits, "mf": "+" in bits, "reserved": "rsvd" in bits}
    fields["proto"] = proto(protocol) if protocol else None
    if match["tos"]:
        fields["tos"] = int(match["tos"], 16)
    if match["OPTIONS"] is None:
        fields["ip_header"] = _IPV4_HEADER
    return fields


def _ipv6(match: re.Match[str]) -> Fields:
    """Return the header. A class or a flow label of zero is not printed."""
    protocol = proto(match["proto"])
    fields: Fields = {
        "proto": protocol,
        "tos": int(match["tos"] or "0", 16),
        "flow_label": int(match["flow_label"] or "0", 16),
        "ttl": int(match["ttl"]),
        "length": int(match["_payload"]) + _IPV6_HEADER,
    }
    return fields if protocol in _EXTENSIONS else fields | {"ip_header": _IPV6_HEADER}


def _bare(_match: re.Match[str]) -> Fields:
    return {"proto": None}


def _chain(text: str, at: int, fields: Fields, spans: dict[str, Span]) -> int:
    """Take note of the extension headers at ``at``, and of the ports behind them; return where they end."""
    for _ in range(_LONGEST_CHAIN):
        match = _EXTENSION.match(text, at)
        if match is None:
            break
        if match["frag"] and match["at"]:
            fields["frag_offset"] = int(match["at"])
            spans["frag_offset"] = match.span("at")
        at = match.end()
    ports = _PORTS.match(text, at)
    if ports is not None:
        fields |= {"sport": int(ports["sport"]), "dport": int(ports["dport"])}
        spans |= {"sport": ports.span("sport"), "dport": ports.span("dport")}
        at = ports.end()
    if text[at:].strip():
        fields["proto"] = None
    return at
