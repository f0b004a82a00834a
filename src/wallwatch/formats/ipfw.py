"""FreeBSD's ipfw (sys/netpfil/ipfw/ip_fw_log.c)."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import asdict

from wallwatch.formats import envelope, wrapped
from wallwatch.formats.bounds import WORD, sound
from wallwatch.formats.format import Block, Span
from wallwatch.formats.grammar import Fields, Grammar
from wallwatch.formats.protocol import PORTED, proto
from wallwatch.formats.stamp import Clock
from wallwatch.model import Kind, Sighting
from wallwatch.model.address import canonical

name: Final = "ipfw"
kind: Final[Kind] = "firewall"

_ADDRESS: Final = r"[\d.]{7,15}|\[[\da-fA-F:.]{2,45}\]"
_LINE: Final = Grammar(
    r"(?P<rule>-1|\d{1,5}) ",
    # An action may have an argument: `SkipTo 500`, `Forward to 192.0.2.1:3128`.
    r"(?P<action>[A-Z][A-Za-z]{2,12}6?(?: to [^ ]{1,64}| \d{1,5})?) ",
    r"(?P<proto>TCP|UDP|ICMP(?:v6)?|SCTP|UDP-?LITE|P:\d{1,3})(?::(?P<icmp_type>\d{1,3})\.(?P<icmp_code>\d{1,3}))? ",
    rf"(?P<src>{_ADDRESS})(?::(?P<sport>\d{{1,5}}))? (?P<dst>{_ADDRESS})(?::(?P<dport>\d{{1,5}}))? ",
    r"(?:(?P<_way>in|out) via (?P<_device>[^ ]{1,16})|\[no if info\])",
    r"(?: \(frag (?P<_id>[\da-f]{1,8}):(?P<FRAGLEN>\d{1,5})@(?P<frag_offset>\d{1,5})(?P<mf>\+)?\))? ?$",
)
_RULE: Final = re.compile(r"(?:-1|\d{1,5}) ")
_ACTIONS: Final = {
    "Accept": "allow",
    "Allow": "allow",
    "Pass": "allow",
    "Deny": "block",
    "Refuse": "block",
    "Reject": "reject",
    "Reset": "reject",
    "Reset6": "reject",
    "Abort": "reject",
    "Abort6": "reject",
    "Unreach": "reject",
    "Unreach6": "reject",
}
"""First word of the action → action. Others pass the packet on to something that decides later."""


def sniff(line: str) -> bool:
    """Tell whether the line has ipfw's word."""
    return "ipfw: " in line


def frame(lines: Sequence[str], at: int, *, final: bool) -> int | None:
    """Return 1, more for a line that a mail program has wrapped, 0 for what tells of no packet."""
    start = _start(lines[at])
    if start is None or _RULE.match(lines[at], start) is None:
        return 0
    return wrapped.frame(lines, at, lambda text: _match(text) is not None, final=final)


def parse(block: Block, clock: Clock) -> Sighting | None:
    """Return the packet, or ``None`` for a torn line."""
    text = wrapped.joined(block)
    head, match = envelope.split(text), _match(text)
    moment = head.moment(clock) if head is not None else None
    fields = _fields(match) if match is not None else None
    if head is None or match is None or moment is None or fields is None:
        return None
    return Sighting(**asdict(moment), **fields, format=name, kind=kind, host=head.host, more=_LINE.more(match))


def spans(block: Block) -> Mapping[str, Span]:
    """Return where the fields stand."""
    text = wrapped.joined(block)
    match = _match(text)
    if match is None:
        return {}
    found = envelope.spans(text) | _LINE.spans(match)
    if match["_device"]:
        found["iface_" + match["_way"]] = match.span("_device")
    if match["_id"] and ":" not in match["src"]:
        found["ip_id"] = match.span("_id")
    return wrapped.placed(block, found)


def _fields(match: re.Match[str]) -> Fields | None:
    line = match.groupdict()
    fields: Fields = {key: int(line[key]) for key in ("icmp_type", "icmp_code", "sport", "dport") if line[key]}
    src, dst = (canonical(line[key].strip("[]")) for key in ("src", "dst"))
    protocol = proto(line["proto"].removeprefix("P:").replace("-", ""))
    if src is None or dst is None or protocol is None or not sound(fields):
        return None
    if protocol not in PORTED:
        fields = {key: number for key, number in fields.items() if key.startswith("icmp")}
    fields |= {"src": src, "dst": dst, "proto": protocol, "rule": line["rule"]}
    fields["action"] = _ACTIONS.get(line["action"].partition(" ")[0], "log")
    if line["_device"]:
        fields["iface_" + line["_way"]] = line["_device"]
    if line["_id"]:
        fields |= {"frag_offset": int(line["frag_offset"]), "mf": line["mf"] is not None}
        # The number of an IPv6 fragment has 32 bits, in hex.
        if ":" not in src and line["_id"].isdecimal() and int(line["_id"]) <= WORD:
            fields["ip_id"] = int(line["_id"])
    return fields


def _match(text: str) -> re.Match[str] | None:
    start = _start(text)
    return _LINE.match(text, start) if start is not None else None


def _start(line: str) -> int | None:
    """Return where the rule's number should be; the kernel's tag is missing where ipfw's stands in its place."""
    head = envelope.split(line)
    if head is None:
        return None
    if head.tag == name:
        return head.message_at
    return head.message_at + len("ipfw: ") if head.is_kernel and line.startswith("ipfw: ", head.message_at) else None
