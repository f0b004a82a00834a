"""The packet headers of Snort's ASCII output (src/log.c: Print2ndHeader, PrintIPHeader, PrintTCPHeader and so on).

An ICMP error holds a second set of the same lines, those of the packet that it quotes.
"""

import re
from collections.abc import Callable
from typing import Final

import msgspec

from wallwatch.formats import snort_options
from wallwatch.formats.endpoints import ENDPOINTS, endpoints
from wallwatch.formats.grammar import Fields, Grammar, Pairs
from wallwatch.formats.protocol import proto
from wallwatch.model import Header

_FRAGMENT_UNIT: Final = 8
_LEAST_TCP: Final = 20
_UDP_HEADER: Final = 8
_LETTERS: Final = "CEUAPRSF"

_END: Final = r"(?= ?(?:\n|$))"
_STAMP: Final = (
    # log_ascii puts the title of an alert before the packet, alert_full also its class.
    r"(?:\[\*\*\] (?:\[(?P<gid>\d{1,10}):(?P<sid>\d{1,10}):(?P<rev>\d{1,10})\] )?"
    r"(?P<message>[^\n]{1,300}?) \[\*\*\] ?\n)?"
    r"(?:(?:\[Classification: (?P<classification>[^\]\n]{1,200})\] )?\[Priority: (?P<priority>\d{1,5})\] ?\n)?"
    r"(?P<_minute>\d\d/\d\d(?:/\d\d)?-\d\d:\d\d):(?P<_second>\d\d)\.(?P<_fraction>\d{6}) "
)
_LINK: Final = (
    # With -e. Until 2.2 the bytes of an address are not padded.
    r"(?:(?P<mac_src>(?:[\dA-Fa-f]{1,2}:){5}[\dA-Fa-f]{1,2}) -> (?:[\dA-Fa-f]{1,2}:){5}[\dA-Fa-f]{1,2} "
    r"type:0x[\dA-Fa-f]{1,4} len:0x[\dA-Fa-f]{1,5} ?\n)?"
)
_IP: Final = (
    r"[ \n](?P<proto>[\w.:-]{1,20}) TTL:(?P<ttl>\d{1,3}) TOS:0x(?P<tos>[\dA-F]{1,2}) ID:(?P<ip_id>\d{1,10}) "
    r"IpLen:(?P<ip_header>\d{1,3}) DgmLen:(?P<length>\d{1,5})(?: (?P<reserved>RB))?(?: (?P<df>DF))?(?: (?P<mf>MF))?"
    + _END
    + r"(?: ?\nIP Options \(\d{1,2}\) => (?P<IPOPTIONS>[^\n]{0,300}(?:\nIP Options => [^\n]{0,300}){0,5}))?"
    r"(?: ?\nFrag Offset: 0x(?P<frag_offset>[\dA-F]{1,4}) {3}Frag Size: 0x[\dA-F]{1,8}" + _END + r")?"
)
_TCP: Final = Grammar(
    r" ?\n(?P<flags>[1*][2*][U*][A*][P*][R*][S*][F*]) Seq: 0x(?P<seq>[\dA-F]{1,8})  Ack: 0x(?P<ack>[\dA-F]{1,8})  ",
    r"Win: 0x(?P<window>[\dA-F]{1,4})  TcpLen: (?P<tcp_header>\d{1,2})(?:  UrgPtr: 0x(?P<urgent>[\dA-F]{1,4}))?" + _END,
    r"(?: ?\nTCP Options \((?P<_count>\d{1,2})\) =>(?P<options>[^\n]{0,400}(?:\nTCP Options => [^\n]{0,200}){0,20}))?",
)
_TCP_QUOTED: Final = Grammar(r" ?\nSeq: 0x(?P<seq>[\dA-F]{1,8})  Ack: 0x[\dA-F]{1,8}" + _END)
"""Of a quote of eight bytes the sequence number is the last; what is printed as Ack is what lies behind it."""

_UDP: Final = Grammar(r" ?\nLen: (?P<udp_length>\d{1,5})" + _END)
_ICMP: Final = Grammar(
    r" ?\nType:(?P<icmp_type>\d{1,3})  Code:(?P<icmp_code>\d{1,3})  ",
    r"(?:ID: ?(?P<icmp_id>\d{1,5}) {2,3}Seq: ?(?P<icmp_seq>\d{1,5})  )?[^\n]{0,200}",
    r"(?:\n(?:NEXT LINK MTU: (?P<MTU>\d{1,5})|PACKET FILTERED|Orig: [^\n]{0,100}) ?)?",
)
_QUOTE: Final = re.compile(r"\n\*\* ORIGINAL DATAGRAM DUMP: ?\n")
_QUOTE_END: Final = re.compile(r" ?\n\*\* END OF DUMP" + _END)
_NO_QUOTE: Final = re.compile(r"\nORIGINAL DATAGRAM TRUNCATED" + _END)

_PACKET: Final = Grammar(_STAMP, _LINK, ENDPOINTS, _IP)
_QUOTED: Final = Grammar(ENDPOINTS, _IP)


class Dumped(msgspec.Struct, frozen=True, gc=False):
    """A packet that was read: its fields, what no field holds, the matches, and where its headers end."""

    fields: Fields
    more: Pairs
    matches: tuple[tuple[Grammar, re.Match[str]], ...]
    end: int
    quote: Header | None = None

    @property
    def carried(self) -> int:
        """Bytes that the packet carries behind the headers that were read."""
        fields = self.fields
        return int(fields["length"] - fields["ip_header"] - fields.get("tcp_header", 0))


def read(text: str) -> Dumped | None:
    """Read the headers that ``text`` begins with, several lines of a dump, from title or stamp on."""
    match = _PACKET.match(text)
    packet = _layers(text, _PACKET, match, _CARRIED) if match is not None else None
    if packet is None or packet.fields["proto"] != "icmp":
        return packet
    return _with_quote(text, packet)


def padded(mac: str | None) -> str | None:
    """Return a MAC address as the kernel prints it: Snort until 2.2 writes ``0:1B:B9:76:9C:E4``."""
    return ":".join(octet.zfill(2) for octet in mac.lower().split(":")) if mac else None


def _with_quote(text: str, packet: Dumped) -> Dumped:
    opening = _QUOTE.match(text, packet.end)
    if opening is None:
        absent = _NO_QUOTE.match(text, packet.end)
        return packet if absent is None else msgspec.structs.replace(packet, end=absent.end())
    match = _QUOTED.match(text, opening.end())
    quoted = _layers(text, _QUOTED, match, _CARRIED_QUOTED) if match is not None else None
    closing = _QUOTE_END.match(text, quoted.end) if quoted is not None else None
    if quoted is None or closing is None:
        return packet
    return msgspec.structs.replace(packet, quote=Header(**quoted.fields), end=closing.end())


def _layers(text: str, grammar: Grammar, ip: re.Match[str], carried: "_Layers") -> Dumped | None:
    protocol = proto(ip["proto"])
    places = endpoints(ip, protocol) if protocol is not None else None
    if protocol is None or places is None:
        return None
    fields = {"proto": protocol, **places, **_ip(ip)}
    for layer, read_layer in carried.get(protocol, ()):
        match = layer.match(text, ip.end())
        if match is not None and not ip["frag_offset"]:
            fields |= read_layer(match, fields)
            return Dumped(fields, grammar.more(ip) + layer.more(match), ((grammar, ip), (layer, match)), match.end())
    # Of a header that is cut short Snort prints ports of 0.
    fields.pop("sport", None)
    fields.pop("dport", None)
    return Dumped(fields, grammar.more(ip), ((grammar, ip),), ip.end())


def _ip(match: re.Match[str]) -> Fields:
    version_6 = ":" in match["src"]
    return {
        "ttl": int(match["ttl"]),
        "tos": int(match["tos"], 16),
        "ip_id": None if version_6 else int(match["ip_id"]),
        "ip_header": int(match["ip_header"]),
        "length": int(match["length"]),
        "reserved": match["reserved"] is not None,
        "df": None if version_6 else match["df"] is not None,
        "mf": match["mf"] is not None,
        "frag_offset": int(match["frag_offset"], 16) * _FRAGMENT_UNIT if match["frag_offset"] else 0,
    }


def _tcp(match: re.Match[str], _ip_fields: Fields) -> Fields:
    size = int(match["tcp_header"])
    fields: Fields = {
        "flags": "".join(letter for letter, mark in zip(_LETTERS, match["flags"], strict=True) if mark != "*"),
        "seq": int(match["seq"], 16),
        "ack": int(match["ack"], 16),
        "window": int(match["window"], 16),
        "tcp_header": size,
        # Without URG the pointer is not printed.
        "urgent": int(match["urgent"], 16) if match["urgent"] else None,
    }
    if match["_count"] is None:
        return fields | ({"options": (), "options_bad": False} if size == _LEAST_TCP else {})
    options = snort_options.read(match["options"], int(match["_count"]), size - _LEAST_TCP)
    if options is None:
        return fields
    return fields | {"options": options.names, "options_bad": options.bad, "eol_pad": options.eol_pad}


def _udp(match: re.Match[str], ip_fields: Fields) -> Fields:
    """Read the length, which 1.x prints with the UDP header and 2.x without; if it fits neither, nobody knows."""
    length = int(match["udp_length"])
    carried = ip_fields["length"] - ip_fields["ip_header"]
    return {"udp_length": carried} if carried - length in {0, _UDP_HEADER} else {}


def _numbers(match: re.Match[str], _ip_fields: Fields) -> Fields:
    return {name: int(text) for name, text in match.groupdict().items() if text and name.islower()}


def _seq(match: re.Match[str], _ip_fields: Fields) -> Fields:
    return {"seq": int(match["seq"], 16)}


_Layers = dict[str, tuple[tuple[Grammar, Callable[[re.Match[str], Fields], Fields]], ...]]
_CARRIED: Final[_Layers] = {"tcp": ((_TCP, _tcp),), "udp": ((_UDP, _udp),), "icmp": ((_ICMP, _numbers),)}
_CARRIED_QUOTED: Final[_Layers] = _CARRIED | {"tcp": ((_TCP, _tcp), (_TCP_QUOTED, _seq))}
