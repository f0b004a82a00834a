"""Suricata's EVE log (src/output-json-alert.c, output-json-drop.c, output-json-flow.c): events as JSON, one a line.

Alerts, drops and flows speak of packets. An alert may hold its packet, which then tells every field. A flow stands
for its first packet: the flags that it sums up are nobody's.
"""

import binascii
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from msgspec.structs import asdict

from wallwatch.formats import ids_alert, json_line, packet_bytes
from wallwatch.formats.eve import Drop, Event
from wallwatch.formats.format import Block, Span
from wallwatch.formats.grammar import Fields, Pairs
from wallwatch.formats.protocol import PORTED, proto
from wallwatch.formats.stamp import Clock, Moment
from wallwatch.model import Kind, Sighting, Signature
from wallwatch.model.address import canonical

name: Final = "suricata-eve"
kind: Final[Kind] = "signature"

_TAGS: Final = ("suricata",)
_SPOKEN: Final = re.compile(r'"event_type"\s{0,4}:\s{0,4}"(?:alert|drop|flow)"')
_STAMP: Final = re.compile(
    r"(?P<minute>\d{4}-\d\d-\d\d[T ]\d\d:\d\d):(?P<second>\d\d)(?:\.(?P<fraction>\d{1,9}))?"
    r"(?P<offset>Z|[+-]\d\d:?\d\d)?"
)
_KINDS: Final[dict[str, Kind]] = {"alert": "signature", "drop": "firewall", "flow": "firewall"}
_IPV6_HEADER: Final = 40
_LETTERS: Final = {"U": "urg", "A": "ack", "P": "psh", "R": "rst", "S": "syn", "F": "fin"}
_TUPLE: Final = ("proto", "src", "sport", "dst", "dport", "icmp_type", "icmp_code")
_KEYS: Final = {
    "time": "timestamp", "host": "host", "iface_in": "in_iface", "src": "src_ip", "sport": "src_port",
    "dst": "dest_ip", "dport": "dest_port", "proto": "proto", "icmp_type": "icmp_type", "icmp_code": "icmp_code",
    "action": "action", "gid": "gid", "sid": "signature_id", "rev": "rev", "message": "signature",
    "classification": "category", "priority": "severity", "mac_src": "src_mac",
}  # fmt: skip
_DROP_KEYS: Final = {
    "length": "len", "tos": "tos", "ttl": "ttl", "ip_id": "ipid", "seq": "tcpseq", "ack": "tcpack", "window": "tcpwin",
    "urgent": "tcpurgp", "udp_length": "udplen", "icmp_id": "icmp_id", "icmp_seq": "icmp_seq", "flow_label": "flowlbl",
}  # fmt: skip


def sniff(line: str) -> bool:
    """Tell whether the line names the type of an event."""
    return '"event_type"' in line


def frame(lines: Sequence[str], at: int, *, final: bool) -> int:  # noqa: ARG001 (one line is one event)
    """Return 1 for an alert, a drop or a flow, 0 for every other event, and for what Suricata could not decode."""
    line = lines[at]
    found = json_line.place(line, _TAGS)
    return int(found is not None and '"src_ip"' in line and _SPOKEN.search(line, found.at) is not None)


def parse(block: Block, clock: Clock) -> Sighting | None:
    """Return what the event says, or ``None`` for a torn line."""
    text = block.text
    found = json_line.place(text, _TAGS)
    event = json_line.decode(text[found.at :], Event) if found is not None else None
    if found is None or event is None or event.event_type not in _KINDS:
        return None
    moment = _moment(event, clock)
    fields = _fields(event)
    if moment is None or fields is None:
        return None
    host = json_line.shown(event.host)
    return Sighting(
        **asdict(moment),
        format=name,
        kind=_KINDS[event.event_type],
        host=found.head.host if host is None and found.head is not None else host,
        iface_in=json_line.shown(event.in_iface),
        action=_action(event),
        signature=_signature(event),
        more=_more(event),
        **fields,
    )


def spans(block: Block) -> Mapping[str, Span]:
    """Return where the values stand; what a packet in base64 says stands nowhere else."""
    text = block.text
    found = json_line.place(text, _TAGS)
    if found is None or _SPOKEN.search(text, found.at) is None:
        return {}
    keys = _KEYS | (_DROP_KEYS if '"drop":{' in text else {})
    return json_line.spans(text, found.at, keys)


def _moment(event: Event, clock: Clock) -> Moment | None:
    """Return the time of the packet: that of the event, or of the start of a flow."""
    flow = event.flow
    start = flow.start if flow is not None and event.event_type == "flow" else None
    match = _STAMP.fullmatch(start or event.timestamp)
    return clock.moment(*match.group("minute", "second", "fraction"), offset=match["offset"]) if match else None


def _fields(event: Event) -> Fields | None:
    protocol = proto(event.proto)
    src, dst = canonical(event.src_ip), canonical(event.dest_ip)
    if protocol is None or src is None or dst is None:
        return None
    fields: Fields = {"proto": protocol, "src": src, "dst": dst}
    if protocol in PORTED:
        fields |= {"sport": event.src_port, "dport": event.dest_port}
    elif protocol in {"icmp", "icmp6"}:
        fields |= {"icmp_type": event.icmp_type, "icmp_code": event.icmp_code}
    if event.ether is not None:
        fields["mac_src"] = json_line.shown(event.ether.src_mac)
    if event.drop is not None and event.event_type == "drop":
        fields |= _dropped(event.drop, protocol)
    return fields | _packet(event, fields)


def _dropped(drop: Drop, protocol: str) -> Fields:
    """Return the header of a dropped packet. Of IPv6 the length is that of the payload."""
    of_ipv6 = drop.hoplimit is not None
    length = drop.len + _IPV6_HEADER if of_ipv6 and drop.len is not None else drop.len
    fields: Fields = {
        "length": length,
        "tos": drop.tc if of_ipv6 else drop.tos,
        "ttl": drop.hoplimit if of_ipv6 else drop.ttl,
        "ip_id": drop.ipid,
        "flow_label": drop.flowlbl,
        "seq": drop.tcpseq,
        "ack": drop.tcpack,
        "window": drop.tcpwin,
        "urgent": drop.tcpurgp,
        "udp_length": drop.udplen,
        "icmp_id": drop.icmp_id,
        "icmp_seq": drop.icmp_seq,
    }
    if protocol == "tcp" and drop.tcpseq is not None:
        # CWR and ECE are not logged.
        fields["flags"] = "".join(letter for letter, flag in _LETTERS.items() if getattr(drop, flag))
    return fields


def _packet(event: Event, fields: Fields) -> Fields:
    """Return what the packet in the event says, if it is the packet that the event speaks of.

    An alert on a reassembled stream has the direction of the stream: its packet may be the answer.
    """
    if event.packet is None or event.packet_info is None:
        return {}
    try:
        octets = binascii.a2b_base64(event.packet, strict_mode=False)
    except (binascii.Error, ValueError):
        return {}
    packet = packet_bytes.decode(octets, event.packet_info.linktype)
    if packet is None:
        return {}
    same = all(fields.get(key) in {None, packet.get(key)} for key in _TUPLE)
    return packet if same else {}


def _action(event: Event) -> str | None:
    if event.event_type == "drop":
        return "block"
    if event.verdict is not None and event.verdict.reject:
        return "reject"
    words = [part.action for part in (event.verdict, event.alert, event.flow) if part is not None and part.action]
    return ids_alert.action(words[0]) if words else ("log" if event.event_type == "flow" else None)


def _signature(event: Event) -> Signature | None:
    alert = event.alert
    if alert is None:
        return None
    message, classification = json_line.shown(alert.signature), json_line.shown(alert.category)
    return Signature(message or "", alert.gid, alert.signature_id, alert.rev, classification, alert.severity)


def _more(event: Event) -> Pairs:
    """Return what no field holds, by its key."""
    said: dict[str, Any] = {
        "event_type": event.event_type,
        "flow_id": event.flow_id,
        "community_id": event.community_id,
        "app_proto": event.app_proto,
        "reason": event.drop.reason if event.drop is not None else None,
    }
    if event.flow is not None:
        said |= {f"flow.{key}": value for key, value in msgspec.structs.asdict(event.flow).items()}
    return tuple((key, json_line.shown(str(value)) or "") for key, value in said.items() if value not in {None, ""})
