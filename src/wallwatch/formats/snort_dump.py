"""Snort's ASCII packet dump, 1.8 to 3 (``log_ascii``, ``-v``, ``-vd``, ``-vde``): headers, payload, a rule of ``=+``.

The payload is skipped. In hex it cannot look like anything else; printed as text (``-C``) it may hold whatever the
sender wanted, so there nothing but the rule ends it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import asdict

from wallwatch.formats import snort_full, snort_header
from wallwatch.formats.endpoints import ENDPOINTS
from wallwatch.formats.format import Block, Span
from wallwatch.formats.snort_header import Dumped
from wallwatch.formats.stamp import Clock
from wallwatch.model import Kind, Sighting, Signature

name: Final = "snort-dump"
kind: Final[Kind] = "dump"

LINES: Final = 4_200
"""Most lines of a record: 65,535 bytes at 16 a line, and the headers."""

_HEADER_LINES: Final = 40
_HEAD_LINES: Final = 5
"""Title, class, stamp, addresses, IP header."""

_RULE: Final = "=+=+"
_TITLE: Final = re.compile(r"\[\*\*\] .{1,320} \[\*\*\] ?$")
_STAMP: Final = re.compile(
    r"\d\d/\d\d(?:/\d\d)?-\d\d:\d\d:\d\d\.\d{6} (?:(?:[\dA-Fa-f]{1,2}:){5}[\dA-Fa-f]{1,2} -> |"
    + ENDPOINTS
    + r"(?: |$))"
)
_HEX: Final = re.compile(r"(?:0x[\dA-F]{4}: )?(?:[\dA-F]{2} ){1,16} ")


def sniff(line: str) -> bool:
    """Tell whether the line begins like a stamp of Snort's, or a title."""
    return line[2:3] == "/" or line[:5] == "[**] "


def frame(lines: Sequence[str], at: int, *, final: bool) -> int | None:
    """Return the number of lines down to the rule, or of the headers and the payload in hex if there is no rule."""
    stamped = _STAMP.match(lines[at]) is not None
    if not stamped:
        alert = snort_full.claims(lines, at, final=final) if _TITLE.match(lines[at]) else True
        if alert is not False:
            return None if alert is None else 0
    text = "\n".join(lines[at : at + _HEADER_LINES])
    packet = snort_header.read(text)
    if packet is None:
        waiting = len(lines) - at < _HEAD_LINES and not final
        return None if waiting else int(stamped)
    return _end(lines, at, packet, text.count("\n", 0, packet.end) + 1, final=final)


def parse(block: Block, clock: Clock) -> Sighting | None:
    """Return the packet, or ``None`` if the headers are broken."""
    packet = snort_header.read("\n".join(block.lines[:_HEADER_LINES]))
    if packet is None:
        return None
    head = packet.matches[0][1]
    moment = clock.moment(head["_minute"], head["_second"], head["_fraction"])
    if moment is None:
        return None
    return Sighting(
        **asdict(moment),
        format=name,
        kind=kind,
        mac_src=snort_header.padded(head["mac_src"]),
        signature=_signature(head),
        quote=packet.quote,
        more=packet.more,
        **packet.fields,
    )


def spans(block: Block) -> Mapping[str, Span]:
    """Return where the fields stand; those of the signature by their own names."""
    packet = snort_header.read("\n".join(block.lines[:_HEADER_LINES]))
    if packet is None:
        return {}
    head = packet.matches[0][1]
    found = {"time": (head.start("_minute"), head.end("_fraction"))}
    for grammar, match in packet.matches:
        found |= grammar.spans(match)
    return found


def _end(lines: Sequence[str], at: int, packet: Dumped, headers: int, *, final: bool) -> int | None:
    """Return the number of lines of a record whose first ``headers`` lines are its headers."""
    limit = min(len(lines), at + LINES)
    end = here = at + headers
    while here < limit and (_HEX.match(lines[here]) or not lines[here].strip()):
        here += 1
        end = here if lines[here - 1].strip() else end
    # The quote of an ICMP error may be there in part; nothing else is read further when more lines come.
    settled = final or packet.fields["proto"] != "icmp" or len(lines) - at >= _HEADER_LINES
    # Text comes only where no hex came, and cannot be more than the packet carries.
    text_left = packet.carried if end == at + headers else 0
    while here < limit:
        if lines[here].startswith(_RULE):
            return here + 1 - at
        if text_left <= 0:
            return end - at if settled else None
        text_left -= len(lines[here]) + 1
        here += 1
    return end - at if final or here == at + LINES else None


def _signature(head: re.Match[str]) -> Signature | None:
    if head["message"] is None:
        return None
    numbers = {key: int(head[key]) for key in ("gid", "sid", "rev", "priority") if head[key]}
    return Signature(message=head["message"], classification=head["classification"], **numbers)
