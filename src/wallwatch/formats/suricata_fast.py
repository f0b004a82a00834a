"""Suricata's ``fast.log`` (src/alert-fastlog.c) and its alerts in syslog (src/alert-syslog.c).

Two numbers stand behind the addresses, whatever the protocol: ports, type and code of ICMP, or 0.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import asdict

from wallwatch.formats import envelope, ids_alert, wrapped
from wallwatch.formats.format import Block, Span
from wallwatch.formats.grammar import Grammar
from wallwatch.formats.ids_places import PAIR, places, values
from wallwatch.formats.protocol import proto
from wallwatch.formats.snort_fast import speaks_of_no_packet
from wallwatch.formats.stamp import Clock, Moment
from wallwatch.model import Kind, Sighting

name: Final = "suricata-fast"
kind: Final[Kind] = "signature"

_TAG: Final = "suricata"
_ACTION: Final = r"(?:\[(?P<action>[A-Za-z]{2,12})\] {1,2})?"
_HEAD: Final = (
    r"(?P<_minute>\d\d/\d\d/\d{4}-\d\d:\d\d):(?P<_second>\d\d)\.(?P<_fraction>\d{6}) {1,3}" + _ACTION + r"\[\*\*\] "
)
_TAIL: Final = ids_alert.CLASS + r"\{(?P<proto>[\w.:-]{1,20})\} " + PAIR + r" ?$"
_FAST: Final = Grammar(_HEAD, ids_alert.RULE, r"(?P<message>.{0,1000}?) ?\[\*\*\] ", _TAIL)
_SYSLOG: Final = Grammar(_ACTION, r"(?=\[\d)" + ids_alert.RULE, r"(?P<message>.{0,1000}?) ", _TAIL)
_START: Final = re.compile(_HEAD)
_START_SYSLOG: Final = re.compile(_ACTION + r"\[\d{1,10}:\d{1,10}:\d{1,10}\] ")


def sniff(line: str) -> bool:
    """Tell whether stars stand behind a stamp with a year of four digits, or the tag may be Suricata's."""
    return (line[2:3] == "/" and "[**] " in line[20:60]) or _TAG in line[:320]


def frame(lines: Sequence[str], at: int, *, final: bool) -> int | None:
    """Return 1, more for a line that a mail program has wrapped, 0 for an alert without a packet."""
    line = lines[at]
    head = _head(line)
    if head is not None and not _START_SYSLOG.match(line, head.message_at):
        return 0
    if head is None and not _START.match(line):
        return 0
    taken = wrapped.frame(lines, at, _whole, final=final)
    pointless = "{" not in line if head is not None else speaks_of_no_packet(line)
    return 0 if taken == 1 and pointless else taken


def parse(block: Block, clock: Clock) -> Sighting | None:
    """Return what the alert says, or ``None`` for a torn line."""
    text = wrapped.joined(block)
    head = _head(text)
    match = _match(text, head)
    moment = _moment(match, head, clock) if match is not None else None
    protocol = proto(match["proto"]) if match is not None else None
    if match is None or moment is None or protocol is None:
        return None
    found = places(match, protocol, numbered=True)
    if found is None:
        return None
    return Sighting(
        **asdict(moment),
        format=name,
        kind=kind,
        host=head.host if head is not None else None,
        action=ids_alert.action(match["action"]),
        signature=ids_alert.signature(match.groupdict()),
        proto=protocol,
        **values(found),
    )


def spans(block: Block) -> Mapping[str, Span]:
    """Return where the fields stand; those of the signature by their own names."""
    text = wrapped.joined(block)
    head = _head(text)
    match = _match(text, head)
    if match is None:
        return {}
    found = envelope.spans(text) if head is not None else {"time": (match.start("_minute"), match.end("_fraction"))}
    protocol = proto(match["proto"])
    pair = places(match, protocol, numbered=True) if protocol is not None else None
    grammar = _SYSLOG if head is not None else _FAST
    found |= grammar.spans(match) | {field: span for field, (_, span) in (pair or {}).items()}
    return wrapped.placed(block, found)


def _head(text: str) -> envelope.Envelope | None:
    """Return the head of a line of syslog that Suricata wrote."""
    head = envelope.split(text) if _TAG in text[:320] else None
    return head if head is not None and head.tag is not None and head.tag.startswith(_TAG) else None


def _match(text: str, head: envelope.Envelope | None) -> re.Match[str] | None:
    return _SYSLOG.match(text, head.message_at) if head is not None else _FAST.match(text)


def _moment(match: re.Match[str], head: envelope.Envelope | None, clock: Clock) -> Moment | None:
    if head is not None:
        return head.moment(clock)
    return clock.moment(match["_minute"], match["_second"], match["_fraction"])


def _whole(text: str) -> bool:
    return _match(text, _head(text)) is not None
