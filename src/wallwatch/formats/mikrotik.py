"""MikroTik RouterOS: ``firewall,info prefix chain: in:ether1 out:..., proto TCP (SYN), A:p->B:p, len N``."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import asdict

from wallwatch.formats import envelope, wrapped
from wallwatch.formats.bounds import sound
from wallwatch.formats.format import Block, Span
from wallwatch.formats.grammar import Fields, Grammar
from wallwatch.formats.prefix import read_prefix
from wallwatch.formats.protocol import PORTED, proto
from wallwatch.formats.stamp import Clock
from wallwatch.model import Kind, Sighting
from wallwatch.model.address import canonical

name: Final = "mikrotik"
kind: Final[Kind] = "firewall"

_DEVICE: Final = r"\(unknown \d{1,3}\)|[^ ,]{1,64}"
_ADDRESS: Final = r"[\d.]{7,15}|\[[\da-fA-F:.]{2,45}\]|[\da-fA-F:]{2,45}"
_LINE: Final = Grammar(
    r"(?:[a-z]{2,16}(?:,[a-z!]{2,16}){1,4}:? )?(?:(?P<PREFIX>.{1,128}?) )?(?P<chain>[\w.-]{1,64}): ",
    rf"in:(?P<iface_in>{_DEVICE}) out:(?P<iface_out>{_DEVICE}), ",
    r"(?:connection-state:(?P<STATE>[a-z,]{1,40}) )?.{0,80}?(?:src-mac (?P<mac_src>[\da-f:]{17}), )?",
    r"proto (?P<proto>[\w-]{1,16})(?: \((?P<flags>[A-Z,]{3,32})\))?",
    r"(?: \(type (?P<icmp_type>\d{1,3}), code (?P<icmp_code>\d{1,3})\))?, ",
    rf"(?P<src>{_ADDRESS})(?::(?P<sport>\d{{1,5}}))?->(?P<dst>{_ADDRESS})(?::(?P<dport>\d{{1,5}}))?, ",
    r"(?:NAT (?P<NAT>[^ ,]{5,200}), )?(?:prio (?P<PRIO>\d{1,3}->\d{1,3}), )?len (?P<length>\d{1,5}) ?$",
)
_BEGIN: Final = re.compile(r"(?:[a-z]{2,16}(?:,[a-z!]{2,16}){1,4}:? )?.{0,200}?: in:[^,]{1,80} out:")
_CHAINS: Final = frozenset({"input", "forward", "output", "prerouting", "postrouting", "srcnat", "dstnat"})
"""Chains that read as a tag, where the topics are left out."""

_FLAGS: Final = {"CWR": "C", "ECE": "E", "URG": "U", "ACK": "A", "PSH": "P", "RST": "R", "SYN": "S", "FIN": "F"}
_IPV6_HEADER: Final = 40


def sniff(line: str) -> bool:
    """Tell whether the line names both devices, in RouterOS's words."""
    return ": in:" in line and " out:" in line


def frame(lines: Sequence[str], at: int, *, final: bool) -> int | None:
    """Return 1, more for a line that a mail program has wrapped, 0 for what RouterOS has not written of a packet."""
    start = _start(lines[at])
    if start is None or _BEGIN.match(lines[at], start) is None:
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
    """Return where the fields stand; the action is in the prefix."""
    text = wrapped.joined(block)
    match = _match(text)
    if match is None:
        return {}
    found = envelope.spans(text) | _LINE.spans(match)
    found = {field: span for field, span in found.items() if not text.startswith("(unknown", span[0])}
    return wrapped.placed(block, found | ({"action": match.span("PREFIX")} if match["PREFIX"] else {}))


def _fields(match: re.Match[str]) -> Fields | None:
    line = match.groupdict()
    numbers = ("sport", "dport", "icmp_type", "icmp_code", "length")
    fields: Fields = {key: int(line[key]) for key in numbers if line[key]}
    src, dst = (canonical(line[key].strip("[]")) for key in ("src", "dst"))
    protocol = proto(line["proto"])
    flags = {_FLAGS.get(word) for word in line["flags"].split(",")} if line["flags"] else set()
    if src is None or dst is None or protocol is None or None in flags or not sound(fields):
        return None
    if protocol not in PORTED:
        fields.pop("sport", None)
        fields.pop("dport", None)
    if ":" in src:
        # RouterOS prints the payload's length of IPv6.
        fields["length"] += _IPV6_HEADER
    if protocol == "tcp" and line["flags"]:
        fields["flags"] = "".join(letter for letter in _FLAGS.values() if letter in flags)
    fields |= {key: line[key] for key in ("iface_in", "iface_out") if not line[key].startswith("(unknown")}
    fields |= {"src": src, "dst": dst, "proto": protocol, "chain": line["chain"], "mac_src": line["mac_src"]}
    fields["action"] = read_prefix(line["PREFIX"] or "")[1]
    return fields


def _match(text: str) -> re.Match[str] | None:
    start = _start(text)
    return _LINE.match(text, start) if start is not None else None


def _start(line: str) -> int | None:
    """Return where the message starts: behind the host, for RouterOS has no tag."""
    head = envelope.split(line)
    if head is None or head.pid is not None:
        return None
    if head.tag is None:
        return head.message_at
    return line.rindex(head.tag, 0, head.message_at) if head.tag in _CHAINS else None
