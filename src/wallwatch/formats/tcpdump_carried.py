"""What tcpdump prints behind the addresses (print-tcp.c, print-udp.c): TCP, UDP, ICMP, and all else as it stands.

Of a segment with ACK and without SYN tcpdump prints the sequence numbers relative to its connection's (unless told
``-S``), so they are not the numbers of the header, and no field holds them.
"""

import re
from typing import Final

import msgspec

from wallwatch.formats import tcpdump_icmp, tcpdump_options
from wallwatch.formats.format import Span
from wallwatch.formats.grammar import Fields, Grammar, Pairs

PORTED: Final = frozenset({"tcp", "udp", "132", "136", "33"})

_TCP: Final = Grammar(
    r"Flags \[(?P<flags>[FSRP.UEWe]{1,9}|none)\](?:, cksum 0x[\da-f]{1,4} \([^()]{1,40}\))?",
    r"(?:, seq (?P<seq>\d{1,10})(?::\d{1,10})?)?(?:, ack (?P<ack>\d{1,10}))?, win (?P<window>\d{1,5})",
    r"(?:, urg (?P<urgent>\d{1,5}))?(?:, options \[(?P<options>.{1,300}?)\])?, length (?P<_payload>\d{1,5})(?:$|[: ])",
)
_CUT: Final = Grammar(
    r"(?:Flags \[(?P<flags>[FSRP.UEWe]{1,9}|none)\])?.{0,60}?",
    r"\[(?P<BROKEN>\|tcp|bad hdr length \d{1,3} - too [^\[\]]{1,20})\].{0,40}$",
)
_QUIET: Final = Grammar(r"tcp \d{1,5}(?: \(DF\))? ?$")
_TRAILER: Final = (
    # What 3.x and OpenBSD print of the IP header.
    r"(?: \(frag (?P<ip_id_2>\d{1,5}):(?P<_size>\d{1,5})@(?P<frag_offset>\d{1,5})(?P<_mf>\+)?\))?(?P<_df> \(DF\))?"
    r"(?: \[tos (?P<tos>0x[\da-f]{1,2})[^\[\]]{0,24}\])?(?: \[ttl \d\])?"
    r"(?: \(ttl (?P<ttl>\d{1,3}), id (?P<ip_id>\d{1,5})(?:, len (?P<length>\d{1,5}))?(?P<_beside>, [^()]{1,60})?\))? ?$"
)
_TCP_3: Final = Grammar(
    r"(?P<flags>[SFRPWE]{1,6}|\.)(?: \[(?P<_ecn>[A-Za-z,-]{3,20})\])?",
    r"(?: \[(?:tcp sum ok|bad tcp cksum [^\[\]]{1,40})\]|, cksum 0x[\da-f]{1,4} \([^()]{1,40}\),)?",
    r"(?: (?P<seq>\d{1,10}):\d{1,10}\((?P<_payload>\d{1,5})\))?(?: ack (?P<ack>\d{1,10}))? win (?P<window>\d{1,5})",
    r"(?: urg (?P<urgent>\d{1,5}))?(?: <(?P<options>[^<>]{1,300})>)?(?P<_cut> \[\|tcp\])?",
    _TRAILER,
)
_OTHER: Final = Grammar(r"(?P<_text>.{0,4000}?)", _TRAILER)
_WORDS: Final = (
    (re.compile(r"(?:HBH )?(?:\[icmp6 [^\[\]]{1,40}\] )?(?:ICMP6, |icmp6: )"), "icmp6"),
    (re.compile(r"(?:ICMP |icmp: )"), "icmp"),
    (re.compile(r"igmp "), "2"),
    (re.compile(r"IP "), "4"),
    (re.compile(r"DCCP |dccp "), "33"),
    (re.compile(r"IP6 "), "41"),
    (re.compile(r"frag \("), "44"),
    (re.compile(r"GRE|gre "), "47"),
    (re.compile(r"ESP\("), "50"),
    (re.compile(r"AH\("), "51"),
    (re.compile(r"OSPFv"), "89"),
    (re.compile(r"PIMv"), "103"),
    (re.compile(r"VRRPv|CARPv"), "112"),
    (re.compile(r"sctp|SCTP"), "132"),
)
"""How the text begins → protocol."""

_SEGMENT: Final = re.compile(r"Flags |[SFRPWE.]{1,7}(?:[ ,]|$)")
"""How TCP begins, also where the line is torn."""

_PROTO: Final = re.compile(r" ?ip-proto-(\d{1,3})")
_UDP: Final = re.compile(r"(?:\[(?:(?:bad )?udp [^\[\]]{1,60}|no cksum)\] )?(?:UDP, length:? |udp )(\d{1,5})(?=$| )")
_UDP_HEADER: Final = 8
_TCP_HEADER: Final = range(20, 61)
_LETTERS: Final = str.maketrans({"W": "C", ".": "A"})


class Carried(msgspec.Struct, frozen=True, gc=False):
    """What a packet carries: fields, what no field holds, and where the fields stand."""

    fields: Fields
    more: Pairs
    spans: dict[str, Span]


def read(text: str, at: int, header: Fields) -> Carried | None:
    """Return what the text says from ``at`` to its end, with the protocol; ``None`` if it is torn."""
    protocol = header["proto"]
    later = bool(header.get("frag_offset"))
    if protocol in {None, "tcp"} and not later:
        for grammar in (_TCP, _TCP_3, _CUT, _QUIET):
            match = grammar.match(text, at)
            if match is not None:
                return _tcp(grammar, match, header)
        if protocol == "tcp" or _SEGMENT.match(text, at):
            return None
    match = _OTHER.match(text, at)
    return None if match is None else _other(match, protocol, ported="sport" in header)


def _tcp(grammar: Grammar, match: re.Match[str], header: Fields) -> Carried | None:
    fields: Fields = {"proto": "tcp"}
    if grammar is _CUT and match["flags"]:
        fields["flags"] = _flags(match["flags"])
    if grammar in {_CUT, _QUIET}:
        return Carried(fields, grammar.more(match), grammar.spans(match))
    fields["window"] = int(match["window"])
    fields["flags"] = _flags(match["flags"])
    if grammar is _TCP_3:
        fields["flags"] = _flags_3(match)
        fields |= _trailer(match)
    if match["urgent"]:
        fields["urgent"] = int(match["urgent"])
    more: Pairs = ()
    sure = "A" not in fields["flags"] or "S" in fields["flags"]
    for number in ("seq", "ack"):
        if match[number] and sure:
            fields[number] = int(match[number])
        elif match[number]:
            more += ((f"relative {number}", match[number]),)
    fields |= _options(grammar, match, header | fields)
    return Carried(fields, more + grammar.more(match), grammar.spans(match))


def _options(grammar: Grammar, match: re.Match[str], header: Fields) -> Fields:
    """Return the options, and the length of the TCP header if it can be told."""
    payload, length, ip_header = match["_payload"], header.get("length"), header.get("ip_header")
    room = length - ip_header - int(payload) if payload and length is not None and ip_header is not None else None
    room = room if room in _TCP_HEADER else None
    sized: Fields = {} if room is None else {"tcp_header": room}
    text = match["options"]
    if text is None:
        cut = grammar is _TCP_3 and match["_cut"]
        return sized if cut or room not in {None, _TCP_HEADER[0]} else sized | {"options": (), "options_bad": False}
    options = tcpdump_options.read(text, room - _TCP_HEADER[0] if room is not None else None)
    if options is None:
        return sized | ({"options_bad": True} if "[bad opt]" in text else {})
    return sized | {"options": options.names, "eol_pad": options.eol_pad, "options_bad": options.bad}


def _other(match: re.Match[str], protocol: str | None, *, ported: bool) -> Carried:
    text, at = match["_text"], match.start("_text")
    words = next(((found, named) for pattern, named in _WORDS if (found := pattern.match(text))), None)
    number = _PROTO.match(text)
    if protocol is None:
        named = number[1] if number is not None else None
        protocol = words[1] if words is not None else named or ("udp" if ported else None)
    fields: Fields = {"proto": protocol, **_trailer(match)}
    spans = _OTHER.spans(match)
    udp = _UDP.match(text) if protocol == "udp" else None
    if udp is not None:
        fields["udp_length"] = int(udp[1]) + _UDP_HEADER
        spans["udp_length"] = (at + udp.start(1), at + udp.end(1))
    elif words is not None and protocol == words[1] and protocol.startswith("icmp"):
        fields |= tcpdump_icmp.read(text[words[0].end() :], protocol)
        spans |= dict.fromkeys(("icmp_type", "icmp_code"), (at + words[0].end(), match.end("_text")))
    return Carried(fields, (), spans)


def _trailer(match: re.Match[str]) -> Fields:
    """Return what follows the packet. Where it is there at all, nothing of the IP header is left out but zeroes."""
    fields: Fields = {name: int(match[name]) for name in ("ttl", "ip_id", "length", "frag_offset") if match[name]}
    if match["ttl"]:
        fields |= {"tos": 0, "df": False, "mf": False, "reserved": None}
        fields.setdefault("frag_offset", 0)
        if match["_beside"] is None:
            fields["ip_header"] = 20
    if match["frag_offset"]:
        fields |= {"ip_id": int(match["ip_id_2"]), "mf": match["_mf"] is not None, "df": None}
    if match["_df"]:
        fields["df"] = True
    if match["tos"]:
        fields["tos"] = int(match["tos"], 16)
    return fields


def _flags(letters: str) -> str:
    known = "" if letters == "none" else letters.translate(_LETTERS)
    return "".join(letter for letter in "CEUAPRSF" if letter in known)


def _flags_3(match: re.Match[str]) -> str:
    """Return the flags as 3.x prints them: a point is for none but those that have words of their own."""
    ecn = match["_ecn"] or ""
    letters = match["flags"].replace(".", "") + "A" * bool(match["ack"]) + "U" * bool(match["urgent"])
    return _flags(letters + "E" * ("ECN-Echo" in ecn) + "W" * ("CWR" in ecn) or "none")
