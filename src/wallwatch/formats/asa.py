"""Cisco PIX, ASA and FWSM: ``%ASA-[class-]severity-number: text``, with a stamp of its own before it at times.

Of message 106100 with an interval, which counts a flow's packets, the sighting stands for those that were counted in
the interval; with ``first hit`` it is one packet.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import asdict

from wallwatch.formats import envelope, wrapped
from wallwatch.formats.asa_texts import ACTIONS, TEXTS, Text
from wallwatch.formats.bounds import sound
from wallwatch.formats.envelope import Envelope
from wallwatch.formats.format import Block, Span
from wallwatch.formats.grammar import Fields
from wallwatch.formats.protocol import PORTED, proto
from wallwatch.formats.services import port
from wallwatch.formats.stamp import Clock, Moment
from wallwatch.model import Kind, Sighting
from wallwatch.model.address import canonical
from wallwatch.model.times import SECOND

name: Final = "asa"
kind: Final[Kind] = "firewall"

_START: Final = re.compile(
    # A relay's names for the device, and the device's own stamp.
    r"(?:(?:[^ ]{1,128} )?:? ?(?P<_minute>[A-Z][a-z]{2} {1,2}\d{1,2} (?:\d{4} )?\d\d:\d\d):(?P<_second>\d\d)"
    r"(?:\.(?P<_fraction>\d{1,6}))?(?: (?P<_zone>[A-Z]{3,5}))? ?: )?"
    r"%(?:ASA|PIX|FWSM)-(?:[a-z]{1,16}-)?[0-7]-(?P<_number>\d{6}): "
)
_ZONES: Final = {
    "UTC": "Z", "GMT": "Z", "EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500", "MST": "-0700",
    "MDT": "-0600", "PST": "-0800", "PDT": "-0700", "CET": "+0100", "CEST": "+0200", "EET": "+0200", "EEST": "+0300",
}  # fmt: skip
_PLACE: Final = re.compile(
    r"(?P<place>[^ /()]{1,200})(?:[/(](?P<port>[\w-]{1,32})\)?)?"
    # Identity: a user, a security group.
    r"(?:\([^ ]{0,200})?$"
)
_FLAGS: Final = {"URG": "U", "ACK": "A", "PSH": "P", "RST": "R", "SYN": "S", "FIN": "F"}


def sniff(line: str) -> bool:
    """Tell whether the line has the mark of a message."""
    return "%ASA-" in line or "%PIX-" in line or "%FWSM-" in line


def frame(lines: Sequence[str], at: int, *, final: bool) -> int | None:
    """Return 1, more for a line that a mail program has wrapped, 0 for a message that tells of no packet."""
    found = _find(lines[at])
    if found is None or " hit-cnt 0 " in lines[at]:
        return 0
    return wrapped.frame(lines, at, lambda text: _match(text) is not None, final=final)


def parse(block: Block, clock: Clock) -> Sighting | None:
    """Return the packet, or ``None`` for a torn line, and for a host that is given by a name of the device's own."""
    text = wrapped.joined(block)
    found, match = _find(text), _match(text)
    if found is None or match is None:
        return None
    head, start, said = found
    moment = _moment(head, start, clock)
    fields = _fields(match, said)
    if moment is None or fields is None:
        return None
    if match.groupdict().get("_seconds"):
        fields["repeat"] = int(match["repeat"])
        fields["repeat_after"] = moment.time - int(match["_seconds"]) * SECOND
    host = head.host if head.tag is None or head.tag.startswith("%") else head.tag
    return Sighting(**asdict(moment), **fields, format=name, kind=kind, host=host, more=_more(match, start, said))


def spans(block: Block) -> Mapping[str, Span]:
    """Return where the fields stand; the time is that of the device, if it gives one."""
    text = wrapped.joined(block)
    found, match = _find(text), _match(text)
    if found is None or match is None:
        return {}
    _, start, said = found
    shown = envelope.spans(text) | said.grammar.spans(match)
    if start["_minute"]:
        shown["time"] = (start.start("_minute"), start.end("_second"))
    for side, number in (("src", "sport"), ("dst", "dport")):
        place = _PLACE.match(text[match.start(f"_{side}") : match.end(f"_{side}")])
        if place is not None:
            at, address = match.start(f"_{side}"), _address(place["place"])[1]
            shown[side] = (at + len(place["place"]) - len(address), at + len(place["place"]))
            if place["port"]:
                shown[number] = (at + place.start("port"), at + place.end("port"))
    return wrapped.placed(block, shown)


def _find(line: str) -> tuple[Envelope, re.Match[str], Text] | None:
    """Return the head, the mark, and the text that belongs to the number of a message."""
    head = envelope.split(line)
    if head is None or head.pid is not None:
        return None
    at = line.rindex(head.tag, 0, head.message_at) if head.tag and head.tag.startswith("%") else head.message_at
    start = _START.match(line, at)
    said = TEXTS.get(start["_number"]) if start is not None else None
    return None if start is None or said is None else (head, start, said)


def _match(line: str) -> re.Match[str] | None:
    found = _find(line)
    return found[2].grammar.match(line, found[1].end()) if found is not None else None


def _moment(head: Envelope, start: re.Match[str], clock: Clock) -> Moment | None:
    minute, second, fraction, zone = start.group("_minute", "_second", "_fraction", "_zone")
    if minute is None:
        return head.moment(clock)
    return clock.moment(minute, second, fraction, offset=_ZONES.get(zone))


def _fields(match: re.Match[str], said: Text) -> Fields | None:
    line = match.groupdict()
    protocol = proto(line["proto"])
    places = [_PLACE.match(line[side]) for side in ("_src", "_dst")]
    if protocol is None or places[0] is None or places[1] is None:
        return None
    (iface_in, src), (iface_out, dst) = (_address(place["place"]) for place in places if place is not None)
    if canonical(src) is None or canonical(dst) is None:
        return None
    fields: Fields = {
        "proto": protocol,
        "src": canonical(src),
        "dst": canonical(dst),
        "iface_in": line.get("iface_in") or iface_in,
        "iface_out": line.get("iface_out") or iface_out,
        "action": said.action or ACTIONS[line["action"]],
        "rule": line.get("rule"),
    }
    numbers = _meaning(protocol, said)
    fields |= {key: port(place["port"]) for key, place in zip(numbers, places, strict=False) if place and place["port"]}
    fields |= {key: int(line[key]) for key in ("icmp_type", "icmp_code") if line.get(key)}
    if line.get("flags"):
        flags = {_FLAGS.get(word, "") for word in line["flags"].split()}
        fields["flags"] = "".join(letter for letter in _FLAGS.values() if letter in flags)
    return fields if sound(fields) else None


def _meaning(protocol: str, said: Text) -> tuple[str, ...]:
    """Return the fields that the numbers behind the addresses belong to: 106100 puts type and code there."""
    if protocol in PORTED:
        return ("sport", "dport")
    return ("icmp_type", "icmp_code") if protocol.startswith("icmp") and said.action is None else ()


def _more(match: re.Match[str], start: re.Match[str], said: Text) -> tuple[tuple[str, str], ...]:
    return (("ID", start["_number"]), *said.grammar.more(match))


def _address(place: str) -> tuple[str | None, str]:
    """Return the interface, if one stands before the address, and the address; both may have colons."""
    at = 0
    while canonical(place[at:]) is None and ":" in place[at:]:
        at = place.index(":", at) + 1
    return (place[: at - 1] or None, place[at:]) if at else (None, place)
