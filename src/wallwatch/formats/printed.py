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
from wallwatch.formats.bounds import BYTE, LONG, WORD, sound
from wallwatch.formats.format import Span
from wallwatch.formats.grammar import Fields, Grammar, Pairs
from wallwatch.formats.printed_ip import HEADERS, read_header
from wallwatch.formats.protocol import PORTED
from wallwatch.model import Header

_TCP_HEADER: Final = 20
_BRIEF: Final = "TCP, brief"

_TCP: Final = Grammar(
    r"WINDOW=(?P<window>\d{1,5}) (?:RES=(?P<RES>0x[\dA-F]{2}) )?(?:(?P<AE>AE) )?",
    r"(?:(?P<flags>(?:(?:CWR|ECE|URG|ACK|PSH|RST|SYN|FIN) ){0,7}(?:CWR|ECE|URG|ACK|PSH|RST|SYN|FIN)) )?",
    r"URGP=(?P<urgent>\d{1,5})(?: |$)(?:OPT \((?:(?P<options>[\dA-F]{0,80})|(?P<OPT>TRUNCATED))\) ?)?",
)
_TCP_BRIEF: Final = Grammar(
    r"WINDOW=(?P<window>\d{1,5})(?: |$)",
    r"(?:(?P<flags>(?:(?:URG|ACK|PSH|RST|SYN|FIN) ){0,5}(?:URG|ACK|PSH|RST|SYN|FIN))(?: |$))?",
    r"(?:URGP=(?P<urgent>\d{1,5})(?: |$))?$",
)
"""Proxmox prints URGP with URG alone."""
_UDP: Final = Grammar(r"LEN=(?P<udp_length>\d{1,5})(?: |$)")
_ICMP: Final = Grammar(
    r"TYPE=(?P<icmp_type>\d{1,3}) CODE=(?P<icmp_code>\d{1,3})(?: |$)",
    r"(?:ID=(?P<icmp_id>\d{1,5}) SEQ=(?P<icmp_seq>\d{1,5})(?: |$))?",
    r"(?:PARAMETER=(?P<PARAMETER>\d{1,10})(?: |$))?(?:POINTER=(?P<POINTER>[\da-f]{8}) )?",
    r"(?:GATEWAY=(?P<GATEWAY>[\d.]{7,15}) )?",
)
_INCOMPLETE: Final = re.compile(r"INCOMPLETE \[(\d{1,5}) bytes\](?: |$)")


_Layer = tuple[Grammar, Callable[[re.Match[str]], Fields]]


class _Rest(msgspec.Struct, frozen=True, gc=False):
    """What a line says behind ports and sequence numbers."""

    fields: Fields
    more: Pairs
    quote: Header | None


def packet(text: str, at: int, *, brief: bool = False) -> Fields | None:
    """Return what the text says of the packet whose SRC stands at ``at``, ``None`` if any of it is torn.

    ``brief`` packets are Proxmox's, whose TCP header ends with its flags.
    """
    found = read_header(text, at)
    if found is None:
        return None
    grammar, match, fields = found
    protocol = fields["proto"]
    if protocol is None or fields["src"] is None or fields["dst"] is None:
        return None
    # Of a number of two bytes that is greater, a byte of the log was lost or doubled.
    if fields["length"] | fields.get("ip_id", 0) | (fields["sport"] or 0) | (fields["dport"] or 0) > WORD:
        return None
    if fields["ttl"] > BYTE or (fields.get("seq") or 0) | (fields.get("ack") or 0) > LONG:
        return None
    rest = _rest(_word(match, brief=brief), text[match.end() :], later_fragment=fields["frag_offset"] > 0)
    if rest is None or (rest.fields and fields["sport"] is None and protocol in PORTED):
        return None
    fields.update(rest.fields)
    fields["more"] = grammar.more(match) + fields.get("more", ()) + rest.more
    fields["quote"] = rest.quote
    return fields


def spans(text: str, at: int, *, brief: bool = False) -> dict[str, Span]:
    """Return where the fields of the packet stand; ``tos`` is the place of TOS alone, without PREC."""
    for grammar, _ in HEADERS:
        match = grammar.match(text, at)
        if match is not None:
            layer = _CARRIED.get(_word(match, brief=brief))
            carried = layer[0].spans(layer[0].match(text, match.end())) if layer else {}
            return grammar.spans(match) | carried
    return {}


def _word(match: re.Match[str], *, brief: bool) -> str:
    """Return the word by which the header that follows is found in ``_CARRIED``."""
    word: str = match["proto"]
    return _BRIEF if brief and word == "TCP" else word


@lru_cache(maxsize=512)
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
        if not sound(fields):
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


def _tcp_brief(match: re.Match[str]) -> Fields:
    urgent = match["urgent"]
    return {
        "window": int(match["window"]),
        "flags": _letters(match["flags"]),
        "urgent": int(urgent) if urgent else None,
    }


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


_BESIDE: Final = frozenset({"more", "quote"})
_CARRIED: Final[dict[str, _Layer]] = {
    "TCP": (_TCP, _tcp),
    _BRIEF: (_TCP_BRIEF, _tcp_brief),
    "UDP": (_UDP, _numbers),
    "UDPLITE": (_UDP, _numbers),
    "ICMP": (_ICMP, _numbers),
    "ICMPv6": (_ICMP, _numbers),
}
"""Protocols whose headers are printed, by their words: ICMPv6 over IPv4 is a bare ``PROTO=58``."""
