"""A packet as the kernel prints it (net/netfilter/nf_log_syslog.c), in a line or in the quote of an ICMP error.

From packet to packet the numbers change that come first: addresses, IP ID, ports, sequence numbers. The rest behind
them (window, flags, options) comes again and again, and is read once.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import msgspec

from wallwatch.formats import tcpopt
from wallwatch.formats.format import Span
from wallwatch.formats.grammar import Fields, Grammar, Pairs
from wallwatch.formats.protocol import PORTED, proto
from wallwatch.model import Header
from wallwatch.model.address import canonical

_FRAGMENT_UNIT: Final = 8
_IPV4_HEADER: Final = 20
_TCP_HEADER: Final = 20

_ADDRESSES: Final = r"SRC=(?P<src>[\da-f.:]{2,39}) DST=(?P<dst>[\da-f.:]{2,39}) LEN=(?P<length>\d{1,5}) "
_PROTOCOL: Final = (
    r"PROTO=(?P<proto>\w{1,8})(?: |$)(?:SPT=(?P<sport>\d{1,5}) DPT=(?P<dport>\d{1,5}) "
    r"(?:SEQ=(?P<seq>\d{1,10}) ACK=(?P<ack>\d{1,10}) )?)?"
)
_IPV4: Final = Grammar(
    _ADDRESSES,
    # CE is the reserved bit of the fragment word, not ECN.
    r"TOS=(?P<tos>0x[\dA-F]{2}) PREC=(?P<PREC>0x[\dA-F]{2}) TTL=(?P<ttl>\d{1,3}) ID=(?P<ip_id>\d{1,5}) ",
    r"(?:(?P<reserved>CE) )?(?:(?P<df>DF) )?(?:(?P<mf>MF) )?(?:FRAG:(?P<frag_offset>\d{1,4}) )?",
    r"(?:OPT \((?P<OPT>[\dA-F]{0,80})\) )?",
    _PROTOCOL,
)
_IPV6: Final = Grammar(
    _ADDRESSES,
    r"TC=(?P<tos>\d{1,3}) HOPLIMIT=(?P<ttl>\d{1,3}) FLOWLBL=(?P<flow_label>\d{1,7}) ",
    # FRAG is in bytes here, and its INCOMPLETE means "more fragments".
    r"(?P<_extensions>.{0,2000}?)",
    _PROTOCOL,
)
_FRAGMENT: Final = re.compile(r"FRAG:(\d{1,5}) (INCOMPLETE )?ID:")
_TCP: Final = Grammar(
    r"WINDOW=(?P<window>\d{1,5}) (?:RES=(?P<RES>0x[\dA-F]{2}) )?(?:(?P<AE>AE) )?",
    r"(?:(?P<flags>(?:(?:CWR|ECE|URG|ACK|PSH|RST|SYN|FIN) ){0,7}(?:CWR|ECE|URG|ACK|PSH|RST|SYN|FIN)) )?",
    r"URGP=(?P<urgent>\d{1,5})(?: |$)(?:OPT \((?:(?P<options>[\dA-F]{0,80})|(?P<OPT>TRUNCATED))\) ?)?",
)
_UDP: Final = Grammar(r"LEN=(?P<udp_length>\d{1,5})(?: |$)")
_ICMP: Final = Grammar(
    r"TYPE=(?P<icmp_type>\d{1,3}) CODE=(?P<icmp_code>\d{1,3})(?: |$)",
    r"(?:ID=(?P<icmp_id>\d{1,5}) SEQ=(?P<icmp_seq>\d{1,5})(?: |$))?",
    r"(?:PARAMETER=(?P<PARAMETER>\d{1,10})(?: |$))?(?:POINTER=(?P<POINTER>[\da-f]{8}) )?",
    r"(?:GATEWAY=(?P<GATEWAY>[\d.]{7,15}) )?",
)
_INCOMPLETE: Final = re.compile(r"INCOMPLETE \[(\d{1,5}) bytes\](?: |$)")


class _Rest(msgspec.Struct, frozen=True, gc=False):
    """What a line says behind ports and sequence numbers."""

    fields: Fields
    more: Pairs
    quote: Header | None


def packet(text: str, at: int) -> Fields | None:
    """Return what the text says of the packet whose SRC stands at ``at``, ``None`` if any of it is torn."""
    grammar, read = _IPV4, _ipv4
    match = _IPV4.match(text, at)
    if match is None:
        grammar, read = _IPV6, _ipv6
        match = _IPV6.match(text, at)
    if match is None:
        return None
    fields = read(match)
    if fields["proto"] is None or fields["src"] is None or fields["dst"] is None:
        return None
    rest = _rest(match["proto"], text[match.end() :], later_fragment=fields["frag_offset"] > 0)
    if rest is None or (rest.fields and fields["proto"] in PORTED and fields["sport"] is None):
        return None
    fields.update(rest.fields)
    fields["more"] = grammar.more(match) + rest.more
    fields["quote"] = rest.quote
    return fields


def spans(text: str, at: int) -> dict[str, Span]:
    """Return where the fields of the packet stand; ``tos`` is the place of TOS alone, without PREC."""
    for grammar in (_IPV4, _IPV6):
        match = grammar.match(text, at)
        if match is not None:
            layer = _CARRIED.get(match["proto"])
            carried = layer[0].spans(layer[0].match(text, match.end())) if layer else {}
            return grammar.spans(match) | carried
    return {}


def _ipv4(match: re.Match[str]) -> Fields:
    src, dst, length, tos, prec, ttl, ip_id, ce, df, mf, frag, opt, name, sport, dport, seq, ack = match.groups()
    return {
        "proto": proto(name),
        "src": canonical(src),
        "dst": canonical(dst),
        "sport": int(sport) if sport else None,
        "dport": int(dport) if dport else None,
        "length": int(length),
        "tos": _tos(tos, prec),
        "ttl": int(ttl),
        "ip_id": int(ip_id),
        "reserved": ce is not None,
        "df": df is not None,
        "mf": mf is not None,
        "frag_offset": int(frag) * _FRAGMENT_UNIT if frag else 0,
        "ip_header": _IPV4_HEADER + len(opt) // 2 if opt else None,
        "seq": int(seq) if seq else None,
        "ack": int(ack) if ack else None,
    }


def _ipv6(match: re.Match[str]) -> Fields:
    src, dst, length, tos, ttl, flow_label, extensions, name, sport, dport, seq, ack = match.groups()
    fragment = _FRAGMENT.search(extensions)
    return {
        "proto": proto(name),
        "src": canonical(src),
        "dst": canonical(dst),
        "sport": int(sport) if sport else None,
        "dport": int(dport) if dport else None,
        "length": int(length),
        "tos": int(tos),
        "ttl": int(ttl),
        "flow_label": int(flow_label),
        "mf": fragment is not None and fragment[2] is not None,
        "frag_offset": int(fragment[1]) if fragment else 0,
        "seq": int(seq) if seq else None,
        "ack": int(ack) if ack else None,
    }


@lru_cache(maxsize=2_048)
def _rest(protocol: str, text: str, *, later_fragment: bool) -> _Rest | None:
    """Read from the transport header, behind its ports, to the end of the line."""
    fields: Fields = {}
    more: Pairs = ()
    at = 0
    layer = _CARRIED.get(protocol)
    if layer is not None:
        grammar, read = layer
        match = grammar.match(text)
        if match is not None:
            fields, more, at = read(match), grammar.more(match), match.end()
        elif not later_fragment and not text.startswith("INCOMPLETE ["):
            return None
    quote = None
    if text.startswith("[SRC=", at):
        inner, _, text = text[at + 1 :].rpartition("]")
        quoted = packet(inner, 0)
        if quoted is None:
            return None
        quote, at = Header(**{name: value for name, value in quoted.items() if name not in _BESIDE}), 0
    words = _words(text, at)
    return None if words is None else _Rest(fields, more + words, quote)


def _words(text: str, at: int) -> Pairs | None:
    """Return the words after the packet (``MTU=1400``, ``UID=0``, ``MARK=0x1a``), ``None`` for anything else."""
    pairs: list[tuple[str, str]] = []
    cut = _INCOMPLETE.match(text, at)
    if cut is not None:
        pairs.append(("INCOMPLETE", cut[1]))
        at = cut.end()
    for word in text[at:].split():
        key, equals, value = word.partition("=")
        if not equals or not key.isupper():
            return None
        pairs.append((key, value))
    return tuple(pairs)


def _tcp(match: re.Match[str]) -> Fields:
    window, flags, urgent, digits = match.group("window", "flags", "urgent", "options")
    fields: Fields = {"window": int(window), "flags": _letters(flags), "urgent": int(urgent)}
    options = tcpopt.decode(digits) if digits is not None else None
    if options is None:
        return fields
    return fields | {
        "options": options.names,
        "options_bad": options.bad,
        "eol_pad": options.eol_pad,
        "eol_data": options.eol_data,
        "tcp_header": _TCP_HEADER + options.size,
    }


def _numbers(match: re.Match[str]) -> Fields:
    return {name: int(text) for name, text in match.groupdict().items() if text and name.islower()}


def _letters(words: str | None) -> str:
    """Return ``CWR ECE SYN`` as ``CES``; the kernel prints the flags in the order of the letters."""
    return "".join(word[0] for word in words.split()) if words else ""


@lru_cache(maxsize=512)
def _tos(tos: str, precedence: str) -> int:
    """Return the whole byte, as far as the kernel keeps it: bit 0 is in neither of its two masks."""
    return int(tos, 16) | int(precedence, 16)


_BESIDE: Final = frozenset({"more", "quote"})
_CARRIED: Final[dict[str, tuple[Grammar, Callable[[re.Match[str]], Fields]]]] = {
    "TCP": (_TCP, _tcp),
    "UDP": (_UDP, _numbers),
    "UDPLITE": (_UDP, _numbers),
    "ICMP": (_ICMP, _numbers),
    "ICMPv6": (_ICMP, _numbers),
}
"""Protocols whose headers are printed, by their words: ICMPv6 over IPv4 is a bare ``PROTO=58``."""
