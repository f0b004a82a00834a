"""Linux 2.0 ipfwadm (net/ipv4/ip_fw.c of 2.0): ``IP fw-in deny ppp0 TCP a:p b:p L=44 S=0x00 I=1 F=0x0040 T=64``.

The fragment word is printed in the order of the network, so that its bytes are swapped on the PCs of that time.
"""

import re
from typing import Final

from wallwatch.formats.format import Span
from wallwatch.formats.grammar import Fields, Grammar
from wallwatch.formats.protocol import proto
from wallwatch.model.address import canonical

BEGINNINGS: Final = ("IP fw-", "IP acct ")

_LINE: Final = Grammar(
    r"IP (?P<chain>fw-in|fw-out|fw-fwd|acct in|acct out) ",
    r"(?:(?P<action>acc|acc/masq|acc/r(?P<REDIRECT>\d{1,5})|rej|deny) )?(?P<_device>[^ ]{1,16}) ",
    r"(?:(?P<proto>TCP|UDP)|(?P<proto_2>ICMP)/(?P<icmp_type>\d{1,3})|PROTO=(?P<proto_3>\d{1,3})) ",
    r"(?P<src>[\d.]{7,15})(?::(?P<sport>\d{1,5}))? (?P<dst>[\d.]{7,15})(?::(?P<dport>\d{1,5}))? ",
    r"L=(?P<length>\d{1,5}) S=0x(?P<tos>[\dA-F]{2}) I=(?P<ip_id>\d{1,5}) F=0x(?P<frag_offset>[\dA-F]{4}) ",
    r"T=(?P<ttl>\d{1,3})(?P<_options>(?: O=0x[\dA-F]{8}){0,10}) ?$",
)
_ACTIONS: Final = {"acc": "allow", "rej": "reject", "deny": "block"}
_OUTWARD: Final = frozenset({"fw-out", "fw-fwd", "acct out"})
_NUMBERS: Final = ("length", "ip_id", "ttl")
_RESERVED, _DF, _MF, _OFFSET = 0x8000, 0x4000, 0x2000, 0x1FFF
_OPTIONS_WORD: Final = len(" O=0x00000000")
_NO_PORT: Final = 65_535
_AGAIN: Final = ("", "_2", "_3")


def fields(text: str, at: int) -> Fields | None:
    """Return what the message at ``at`` says, ``None`` if it is not whole."""
    match = _LINE.match(text, at)
    if match is None:
        return None
    line = match.groupdict()
    found: Fields = {name: int(line[name]) for name in _NUMBERS}
    found |= {"chain": line["chain"], "src": canonical(line["src"]), "dst": canonical(line["dst"])}
    found["action"] = _ACTIONS[line["action"].partition("/")[0]] if line["action"] else "log"
    found["proto"] = proto(next(line[f"proto{end}"] for end in _AGAIN if line[f"proto{end}"]))
    found["tos"] = int(line["tos"], 16)
    found["ip_header"] = 20 + len(line["_options"]) // _OPTIONS_WORD * 4
    found["more"] = _LINE.more(match)
    found[_device(match)] = line["_device"] if line["_device"] != "-" else None
    swapped = int(line["frag_offset"][2:] + line["frag_offset"][:2], 16)
    found |= {"reserved": bool(swapped & _RESERVED), "df": bool(swapped & _DF), "mf": bool(swapped & _MF)}
    found["frag_offset"] = (swapped & _OFFSET) * 8
    return found if found["frag_offset"] else found | _ports(line)


def spans(text: str, at: int) -> dict[str, Span]:
    """Return where the fields stand; the fragment bits are all in one word."""
    match = _LINE.match(text, at)
    if match is None:
        return {}
    found = {name.removesuffix("_3"): span for name, span in _LINE.spans(match).items()}
    found |= dict.fromkeys(("reserved", "df", "mf"), found["frag_offset"])
    return found | {_device(match): match.span("_device")}


def _ports(line: dict[str, str]) -> Fields:
    names = ("icmp_type",) if line["icmp_type"] else ("sport", "dport")
    numbers = {name: int(line[name]) for name in names if line[name]}
    return {} if numbers.get("sport") == numbers.get("dport") == _NO_PORT else numbers


def _device(match: re.Match[str]) -> str:
    return "iface_out" if match["chain"] in _OUTWARD else "iface_in"
