"""Snort's ``alert_fast``, 1.7 to 3 (src/output-plugins/spo_alert_fast.c, src/loggers/alert_fast.cc).

The message of a rule may hold anything, so what follows it counts from the right end of the line. Where the packet is
dumped behind the line (``alert_fast: FILE packet``), the dump is a record of its own.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import asdict

from wallwatch.formats import ids_alert, wrapped
from wallwatch.formats.format import Block, Span
from wallwatch.formats.grammar import Grammar
from wallwatch.formats.ids_places import PAIR, Place, places, values
from wallwatch.formats.stamp import Clock
from wallwatch.model import Kind, Sighting

name: Final = "snort-fast"
kind: Final[Kind] = "signature"

# 1.x and 2.x print two blanks before the first stars, 3 prints one.
_HEAD: Final = (
    r"(?P<_minute>\d\d/\d\d(?:/\d\d)?-\d\d:\d\d):(?P<_second>\d\d)\.(?P<_fraction>\d{6}) {1,3}"
    r"(?:\[(?P<action>[A-Za-z_]{2,20})\] {1,2})?\[\*\*\] "
)
_ALERT: Final = Grammar(
    # Builds with MARK_TAGGED tell of a rebuilt stream (R) or fragment (F).
    _HEAD + r"(?:[RF] ?(?=\[\d))?" + ids_alert.RULE,
    r" ?(?:<(?P<iface_in>[^<> ]{1,32})> )?(?P<message>.{0,1000}?) ?\[\*\*\] ",
    ids_alert.CLASS,
    r"(?:\{(?P<proto>[\w.:-]{1,20})\} )?" + PAIR + r" ?$",
)
_START: Final = re.compile(_HEAD)
_NO_PACKET: Final = re.compile(" ?" + ids_alert.CLASS + r"(?:\{ARP\} ?|\[Raw pkt: .*)?$")
"""What stands behind the last stars where Snort had no packet, or Suricata one that it could not decode."""


def sniff(line: str) -> bool:
    """Tell whether stars stand behind what may be a stamp."""
    return line[2:3] == "/" and "[**] " in line[15:60]


def frame(lines: Sequence[str], at: int, *, final: bool) -> int | None:
    """Return 1, more for a line that a mail program has wrapped, 0 for an alert without a packet."""
    if _START.match(lines[at]) is None:
        return 0
    taken = wrapped.frame(lines, at, _whole, final=final)
    return 0 if taken == 1 and speaks_of_no_packet(lines[at]) else taken


def parse(block: Block, clock: Clock) -> Sighting | None:
    """Return what the alert says, or ``None`` for a torn line."""
    match = _ALERT.match(wrapped.joined(block))
    moment = clock.moment(match["_minute"], match["_second"], match["_fraction"]) if match is not None else None
    if match is None or moment is None:
        return None
    protocol, found = _places(match)
    if protocol is None or found is None:
        return None
    guessed = () if match["proto"] else (("PROTO", "guessed"),)
    return Sighting(
        **asdict(moment),
        format=name,
        kind=kind,
        iface_in=match["iface_in"],
        action=ids_alert.action(match["action"]),
        signature=ids_alert.signature(match.groupdict()),
        proto=protocol,
        **values(found),
        more=_ALERT.more(match) + guessed,
    )


def spans(block: Block) -> Mapping[str, Span]:
    """Return where the fields stand; those of the signature by their own names."""
    match = _ALERT.match(wrapped.joined(block))
    if match is None:
        return {}
    time = {"time": (match.start("_minute"), match.end("_fraction"))}
    pair = {field: span for field, (_, span) in (_places(match)[1] or {}).items()}
    return wrapped.placed(block, time | _ALERT.spans(match) | pair)


def speaks_of_no_packet(line: str) -> bool:
    """Tell whether the line of an alert ends without a protocol or addresses: it is whole, and about no packet."""
    before, stars, after = line.rpartition(" [**]")
    return bool(stars) and "[**]" in before and _NO_PACKET.match(after) is not None


def _places(match: re.Match[str]) -> tuple[str | None, dict[str, Place] | None]:
    """Return the protocol, and the addresses and ports with their places."""
    if match["proto"]:
        protocol = ids_alert.protocol(match["proto"], match["_from"])
    else:
        has_ports = ":" in match["_from"]
        protocol = ids_alert.guess(match["message"], has_ports=has_ports)
    return protocol, places(match, protocol, numbered=False) if protocol is not None else None


def _whole(text: str) -> bool:
    return _ALERT.match(text) is not None
