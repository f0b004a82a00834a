"""IPFilter's ipmon (tools/ipmon.c), in syslog: the inner time of day is the packet's."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import asdict, replace

from wallwatch.formats import envelope, wrapped
from wallwatch.formats.bounds import sound
from wallwatch.formats.envelope import Envelope
from wallwatch.formats.format import Block, Span
from wallwatch.formats.grammar import Fields, Grammar
from wallwatch.formats.protocol import PORTED, proto
from wallwatch.formats.services import port
from wallwatch.formats.stamp import Clock, Moment
from wallwatch.model import Kind, Sighting
from wallwatch.model.address import canonical
from wallwatch.model.times import SECOND

name: Final = "ipfilter"
kind: Final[Kind] = "firewall"

# A name may stand before an address in brackets, and a service in the place of a port.
_SRC: Final = r"(?:[\w.-]{1,255}\[)?(?P<src>[\da-fA-F.:]{2,45})\]?(?:,(?P<sport>[\w.+-]{1,32}))?"
_DST: Final = r"(?:[\w.-]{1,255}\[)?(?P<dst>[\da-fA-F.:]{2,45})\]?(?:,(?P<dport>[\w.+-]{1,32}))?"
_LINE: Final = Grammar(
    r"(?P<_minute>\d\d:\d\d):(?P<_second>\d\d)\.(?P<_fraction>\d{1,6}) (?:(?P<_times>\d{1,6})x )?",
    r"(?P<_device>[^ ]{1,32}) @(?P<rule>-?\w{1,32}:-?\d{1,7}) (?P<action>[a-zA-Z]{1,3}) ",
    rf"{_SRC} -> {_DST} PR (?P<proto>[\w.-]{{1,20}}) len (?P<ip_header>\d{{1,3}}) \(?(?P<length>\d{{1,5}})\)? ?",
    r"(?:-(?P<flags>[ARSFUPEC]{1,8})(?: (?P<seq>\d{1,10}) (?P<ack>\d{1,10}) (?P<window>\d{1,5}))? ?)?",
    r"(?:icmp (?P<icmp_type>\d{1,3})/(?P<icmp_code>\d{1,3}) ?)?(?:icmp (?P<ICMP>[\w/()-]{1,64}) ?)?",
    r"(?P<_rest>.{0,300})$",
)
_PACKET: Final = re.compile(r"\d\d:\d\d:\d\d\.\d{1,6} .{1,300}? -> ")
_ACTIONS: Final = {"p": "allow", "P": "allow", "b": "block", "B": "block"}
"""Letter → action. S is a short packet, n one that no rule met, L one that a rule only logs."""

_ORDER: Final = "CEUAPRSF"
_HALF_DAY: Final = 43_200 * SECOND


def sniff(line: str) -> bool:
    """Tell whether the line names ipmon."""
    return "ipmon" in line


def frame(lines: Sequence[str], at: int, *, final: bool) -> int | None:
    """Return 1, more for a line that a mail program has wrapped, 0 for what tells of no packet (NAT, states)."""
    head = envelope.split(lines[at])
    if not _is_ipmon(head) or head is None or _PACKET.match(lines[at], head.message_at) is None:
        return 0
    return wrapped.frame(lines, at, lambda text: _match(text, envelope.split(text)) is not None, final=final)


def parse(block: Block, clock: Clock) -> Sighting | None:
    """Return the packet, or ``None`` for a torn line; ``3x`` stands for three packets, in the second before."""
    text = wrapped.joined(block)
    head = envelope.split(text)
    match = _match(text, head)
    moment = _moment(head, match, clock) if head is not None and match is not None else None
    fields = _fields(match) if match is not None else None
    if head is None or match is None or moment is None or fields is None:
        return None
    times = int(match["_times"] or 1)
    if times > 1:
        fields |= {"repeat": times, "repeat_after": moment.time - SECOND}
    more = (*_LINE.more(match), *((word, "") for word in match["_rest"].split()))
    return Sighting(**asdict(moment), **fields, format=name, kind=kind, host=head.host, more=more)


def spans(block: Block) -> Mapping[str, Span]:
    """Return where the fields stand; the time is the inner one."""
    text = wrapped.joined(block)
    match = _match(text, envelope.split(text))
    if match is None:
        return {}
    found = envelope.spans(text) | _LINE.spans(match) | {"time": (match.start("_minute"), match.end("_fraction"))}
    found[_device(match)] = match.span("_device")
    if match["_times"]:
        found["repeat"] = match.span("_times")
    return wrapped.placed(block, found)


def _moment(head: Envelope, match: re.Match[str], clock: Clock) -> Moment | None:
    """Return the inner time of day on the day of the head, or on the day before if the head is from after midnight."""
    outer = head.moment(clock)
    if outer is None:
        return None
    minute = head.minute[: -len("00:00")] + match["_minute"]
    inner = clock.moment(minute, match["_second"], match["_fraction"], year=head.year, offset=head.offset)
    if inner is not None and inner.time > outer.time + _HALF_DAY:
        return replace(inner, time=inner.time - 2 * _HALF_DAY)
    return inner


def _fields(match: re.Match[str]) -> Fields | None:
    line = match.groupdict()
    numbers = ("ip_header", "length", "seq", "ack", "window", "icmp_type", "icmp_code")
    fields: Fields = {key: int(line[key]) for key in numbers if line[key]}
    src, dst, protocol = canonical(line["src"]), canonical(line["dst"]), proto(line["proto"])
    if src is None or dst is None or protocol is None or not sound(fields):
        return None
    if protocol in PORTED:
        fields |= {key: port(line[key]) for key in ("sport", "dport") if line[key]}
    if line["flags"]:
        fields["flags"] = "".join(letter for letter in _ORDER if letter in line["flags"])
    fields |= {"src": src, "dst": dst, "proto": protocol, "rule": line["rule"]}
    fields["action"] = _ACTIONS.get(line["action"], "log")
    fields[_device(match)] = line["_device"]
    return fields


def _device(match: re.Match[str]) -> str:
    return "iface_out" if "OUT" in match["_rest"].split() else "iface_in"


def _is_ipmon(head: Envelope | None) -> bool:
    return head is not None and head.tag == "ipmon"


def _match(text: str, head: Envelope | None) -> re.Match[str] | None:
    return _LINE.match(text, head.message_at) if head is not None and _is_ipmon(head) else None
