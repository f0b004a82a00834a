"""What filterlog prints behind the addresses: TCP, UDP, ICMP in each of its layouts, CARP, and all else."""

import re
from typing import Final

from wallwatch.formats.format import Span
from wallwatch.formats.grammar import Fields, Grammar, Pairs

_PORTS: Final = r"(?P<sport>\d{1,5}),(?P<dport>\d{1,5}),(?P<DATALEN>-?\d{1,5})"
_ERROR: Final = r"(?P<ERRORMSG>errormsg='.{0,300})"
_TCP: Final = Grammar(
    _PORTS,
    r",(?P<flags>[FSRPAUECWe]{0,9}|none),(?:(?P<seq>\d{1,10})(?::\d{1,10})?)?,(?P<ack>\d{1,10})?,(?P<window>\d{1,5}),",
    # Names only. A broken list is marked, and followed by a comma of its own.
    r"(?P<urgent>\d{1,5})?,(?P<OPTIONS>[^,']{1,200})?(?:,|,",
    _ERROR,
    r")? ?$",
)
_UDP: Final = Grammar(_PORTS, r",? ?$")
_BROKEN: Final = Grammar(r"(?:", _PORTS, r",)?", _ERROR, "$")
_ECHO: Final = Grammar(
    r"(?P<_word>request|reply|tstampreply|tstamp),(?P<icmp_id>\d{1,5}),(?P<icmp_seq>\d{1,5})",
    r"(?:,(?P<TIMES>[\d,]{1,40}))? ?$",
)
_TYPED: Final = Grammar(
    # OPNsense since 2025 goes on behind the length.
    r"datalength=(?P<DATALEN>\d{1,5})(?:,(?P<icmp_type>\d{1,3}),(?P<icmp_code>\d{1,3})",
    r"(?:,(?P<icmp_id>\d{1,5})?,(?P<icmp_seq>\d{1,5})?(?:,(?P<MTU>\d{1,10})?)?)?)?,? ?$",
)
_WORDED: Final = Grammar(
    r"(?P<_word>unreachport|unreachproto|unreach|needfrag|timexceed|paramprob|redirect|maskreply)(?:,(?P<DETAIL>.{1,300}))?$"
)
_CARP: Final = Grammar(
    r"(?P<CARP>advertise|unkwn[^,]{0,20}),(?P<_ttl>\d{1,3}),(?P<VHID>\d{1,3}),(?P<VERSION>\d{1,3}),"
    r"(?P<ADVSKEW>\d{1,5}),(?P<ADVBASE>\d{1,5}),? ?$"
)
_OTHER: Final = Grammar(r"(?:datalength=(?P<DATALEN>\d{1,5}),? ?$)?(?P<DETAIL>.{1,300})?$")

_ICMP: Final = (_ECHO, _TYPED, _WORDED, _OTHER)
_GRAMMARS: Final = {
    "tcp": (_TCP, _BROKEN),
    "udp": (_UDP, _BROKEN),
    "icmp": _ICMP,
    "icmp6": _ICMP,
    "112": (_CARP, _OTHER),
}
_TYPES: Final[dict[str, Fields]] = {
    "request": {"icmp_type": 8},
    "reply": {"icmp_type": 0},
    "tstamp": {"icmp_type": 13},
    "tstampreply": {"icmp_type": 14},
    "unreach": {"icmp_type": 3},
    "unreachproto": {"icmp_type": 3, "icmp_code": 2},
    "unreachport": {"icmp_type": 3, "icmp_code": 3},
    "needfrag": {"icmp_type": 3, "icmp_code": 4},
    "redirect": {"icmp_type": 5},
    "timexceed": {"icmp_type": 11},
    "paramprob": {"icmp_type": 12},
    "maskreply": {"icmp_type": 18},
}
_NUMBERS: Final = frozenset(
    {"sport", "dport", "seq", "ack", "window", "urgent", "icmp_type", "icmp_code", "icmp_id", "icmp_seq"}
)
_NUMBERED: Final = frozenset({0, 8, 13, 14, 128, 129})
"""ICMP types whose header holds an id and a sequence number."""

_LETTERS: Final = str.maketrans({"W": "C"})
_TCP_HEADER: Final = 20


def read(text: str, at: int, header: Fields) -> tuple[Fields, Pairs] | None:
    """Return what stands at ``at``, behind the IP header, and what no field holds; ``None`` if it is torn.

    A fragment other than the first ends behind its addresses.
    """
    if header.get("frag_offset"):
        return ({}, ()) if not text[at:].strip() else None
    grammar, match = _match(text, at, header["proto"])
    if grammar is None or match is None:
        return None
    named = match.groupdict()
    fields: Fields = {key: int(value) for key, value in named.items() if value and key in _NUMBERS}
    if grammar is _TCP:
        fields |= _tcp(match, header)
    elif grammar is _UDP:
        fields["udp_length"] = int(match["DATALEN"])
    fields |= _TYPES.get(named.get("_word") or "", {})
    if grammar is _TYPED and fields.get("icmp_type") not in _NUMBERED:
        fields.pop("icmp_id", None)
        fields.pop("icmp_seq", None)
    return fields, grammar.more(match)


def spans(text: str, at: int, fields: Fields) -> dict[str, Span]:
    """Return where the fields stand that are read from ``at`` on."""
    grammar, match = _match(text, at, fields["proto"])
    if grammar is None or match is None or fields.get("frag_offset"):
        return {}
    found = {key: place for key, place in grammar.spans(match).items() if key in fields}
    if "_word" in match.re.groupindex:
        found |= dict.fromkeys(_TYPES.get(match["_word"], ()), match.span("_word"))
    if "udp_length" in fields:
        found["udp_length"] = match.span("DATALEN")
    return found


def _match(text: str, at: int, protocol: str) -> tuple[Grammar | None, re.Match[str] | None]:
    for grammar in _GRAMMARS.get(protocol, (_OTHER,)):
        match = grammar.match(text, at)
        if match is not None:
            return grammar, match
    return None, None


def _tcp(match: re.Match[str], header: Fields) -> Fields:
    """Return the flags, and that there are no options if the lengths leave no room for any.

    The options are names without values; which they are stands with what no field holds.
    """
    letters = match["flags"].translate(_LETTERS) if match["flags"] != "none" else ""
    fields: Fields = {"flags": "".join(letter for letter in "CEUAPRSF" if letter in letters)}
    ip_header = 40 if ":" in header["src"] else 20
    room = header["length"] - int(match["DATALEN"]) - _TCP_HEADER - ip_header
    if match["OPTIONS"] is None and room == 0:
        fields |= {"options": (), "tcp_header": _TCP_HEADER, "ip_header": ip_header}
    if "[bad opt]" in (match["OPTIONS"] or ""):
        fields["options_bad"] = True
    return fields
