"""pf's log as tcpdump prints it (print-pflog.c): the rule, and the packet in tcpdump's words.

It is tcpdump's own text, or was handed on to a syslog daemon (``tcpdump -lnetttvi pflog0 | logger -t pf``). Then there
are two stamps, of which the inner one is the packet's; what came in two lines has a head before each.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

import msgspec
from msgspec.structs import asdict

from wallwatch.formats import envelope, tcpdump_block, tcpdump_packet, tcpdump_stamp, wrapped
from wallwatch.formats.envelope import Envelope
from wallwatch.formats.format import Block, Span
from wallwatch.formats.grammar import Fields, Grammar
from wallwatch.formats.stamp import Clock, Moment
from wallwatch.formats.tcpdump_packet import Packet
from wallwatch.model import Header, Kind, Sighting

name: Final = "pflog"
kind: Final[Kind] = "firewall"

_RULE: Final = Grammar(
    rf"(?:{tcpdump_stamp.STAMP})?",
    r"rule (?P<rule>\d{1,10}|def)(?:\.(?P<chain>[^ ]{1,128}?)\.(?P<SUBRULE>\d{1,10}))?/",
    # OpenBSD before 3.4 printed the reason without its number, and no colon.
    r"\d{0,3}\((?P<REASON>[\w -]{1,32})\)",
    r"(?: \[uid (?P<UID>[^\[\]]{1,24})\])?(?: \[ridentifier (?P<RIDENTIFIER>\d{1,10})\])?",
    r":? (?P<action>[a-z-]{2,16}) (?P<_way>in|out) on (?P<_iface>[\w.:-]{1,32}): ",
)
_TAGS: Final = frozenset({"pf", "pflog", "pflogd", "tcpdump"})
_ACTIONS: Final = {"block": "block", "pass": "allow"}
_WALL: Final = ("_hour", "_minute_2", "_second_2")
_DAY: Final = 86_400
_LATE: Final = 600
"""How many seconds a syslog daemon may be late; what is further off is the difference of ``-ttt``."""


class _Line(msgspec.Struct, frozen=True, gc=False):
    """A record in one line, taken apart."""

    head: Envelope | None
    rule: re.Match[str] | None
    packet: Packet | None


def sniff(line: str) -> bool:
    """Tell whether the line names a rule and an interface."""
    return "rule " in line[:320] and " on " in line


def frame(lines: Sequence[str], at: int, *, final: bool) -> int | None:
    """Return the number of lines of the packet; 0 for what pf has not logged."""
    read = _read(lines[at])
    if read.rule is None:
        return 0
    if read.head is None:
        return tcpdump_block.frame(lines, at, _whole, final=final)
    seen = _without_heads(lines[at : at + wrapped.PIECES])
    more = len(seen) == wrapped.PIECES
    return tcpdump_block.frame(seen, 0, _whole, final=final or more)


def parse(block: Block, clock: Clock) -> Sighting | None:
    """Return the packet, or ``None`` for a torn record."""
    lines = _without_heads(block.lines)
    own = tcpdump_block.own(lines, _whole)
    read = _read(wrapped.joined(Block(tuple(lines[:own]))))
    rule, packet = read.rule, read.packet
    moment = _moment(read, clock)
    if rule is None or packet is None or moment is None:
        return None
    quoted = tcpdump_block.quoted(lines, own) if packet.fields["proto"] in {"icmp", "icmp6"} else None
    inner = tcpdump_packet.read(quoted) if quoted is not None else None
    iface: Fields = {"iface_in" if rule["_way"] == "in" else "iface_out": rule["_iface"]}
    return Sighting(
        **asdict(moment),
        format=name,
        kind=kind,
        host=read.head.host if read.head is not None else None,
        action=_ACTIONS.get(rule["action"], "log"),
        rule=rule["rule"],
        chain=rule["chain"],
        quote=Header(**inner.fields) if inner is not None else None,
        more=_RULE.more(rule) + packet.more,
        **iface,
        **packet.fields,
    )


def spans(block: Block) -> Mapping[str, Span]:
    """Return where the fields stand."""
    lines = _without_heads(block.lines)
    own = Block(tuple(lines[: tcpdump_block.own(lines, _whole)]))
    text = wrapped.joined(own)
    read = _read(text)
    if read.rule is None or read.packet is None:
        return {}
    found = envelope.spans(text) if read.head is not None else {}
    found |= _RULE.spans(read.rule) | read.packet.spans
    found["iface_in" if read.rule["_way"] == "in" else "iface_out"] = read.rule.span("_iface")
    if _stamped(read):
        found["time"] = tcpdump_stamp.span(read.rule)
    placed = wrapped.placed(own, found)
    shift = len(block.text) - len("\n".join(lines))
    second = len(lines[0]) + 1
    return {key: (a + shift, b + shift) if a >= second else (a, b) for key, (a, b) in placed.items()}


@lru_cache(maxsize=64)
def _read(text: str) -> _Line:
    head = None
    rule = _RULE.match(text)
    if rule is None:
        head = envelope.split(text)
        rule = _RULE.match(text, head.message_at) if head is not None and head.tag in _TAGS else None
    return _Line(head, rule, tcpdump_packet.read(text, rule.end()) if rule is not None else None)


def _without_heads(lines: Sequence[str]) -> list[str]:
    """Return the lines with the head cut off those that go on with a packet."""
    return [lines[0], *map(_without_head, lines[1:])]


def _without_head(line: str) -> str:
    head = envelope.split(line)
    if head is None or head.tag not in _TAGS or line[head.message_at : head.message_at + 2].strip():
        return line
    return "    " + line[head.message_at :].lstrip()


def _whole(text: str) -> bool:
    return _read(text).packet is not None


def _stamped(read: _Line) -> bool:
    """Tell whether there is an inner stamp that is a time."""
    rule, head = read.rule, read.head
    if rule is None or not any(rule[group] for group in ("_minute", "_hour", "_epoch")):
        return False
    if head is None or not rule["_hour"] or not head.minute:
        return True
    late = _seconds(f"{head.minute[-5:]}:{head.second}") - _seconds(":".join(rule.group(*_WALL)))
    return late % _DAY <= _LATE


def _seconds(wall: str) -> int:
    """Return the seconds since midnight of ``hh:mm:ss``."""
    hour, minute, second = map(int, wall.split(":"))
    return hour * 3_600 + minute * 60 + second


def _moment(read: _Line, clock: Clock) -> Moment | None:
    """Return the time of the packet: of the inner stamp, if it is one."""
    outer = read.head.moment(clock) if read.head is not None else None
    if read.rule is None or not _stamped(read):
        return outer
    return tcpdump_stamp.moment(read.rule, clock, near=outer.time if outer is not None else None)
