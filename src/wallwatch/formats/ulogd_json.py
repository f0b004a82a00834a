"""ulogd 2's JSON output (output/ulogd_output_JSON.c): one object a line, keys as its plugins name them."""

import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from msgspec.structs import asdict

from wallwatch.formats.bounds import sound
from wallwatch.formats.format import Span
from wallwatch.formats.grammar import Fields
from wallwatch.formats.prefix import read_prefix
from wallwatch.formats.protocol import PORTED, proto
from wallwatch.formats.stamp import Clock
from wallwatch.model.address import canonical

_KEYS: Final = {
    "src": "src_ip",
    "dst": "dest_ip",
    "sport": "src_port",
    "dport": "dest_port",
    "iface_in": "oob.in",
    "iface_out": "oob.out",
    "mac_src": "mac.saddr.str",
    "length": "ip.totlen",
    "tos": "ip.tos",
    "ttl": "ip.ttl",
    "ip_id": "ip.id",
    "seq": "tcp.seq",
    "ack": "tcp.ackseq",
    "window": "tcp.window",
    "udp_length": "udp.len",
    "icmp_type": "icmp.type",
    "icmp_code": "icmp.code",
    "icmp_id": "icmp.echoid",
    "icmp_seq": "icmp.echoseq",
    "flow_label": "ip6.flowlabel",
}
"""Field → ulogd's key."""

_IPV6: Final = {"tos": "ip6.priority", "ttl": "ip6.hoplimit", "icmp_type": "icmpv6.type", "icmp_code": "icmpv6.code"}
_TEXTS: Final = frozenset({"src", "dst", "iface_in", "iface_out", "mac_src"})
_FLAGS: Final = {"U": "tcp.urg", "A": "tcp.ack", "P": "tcp.psh", "R": "tcp.rst", "S": "tcp.syn", "F": "tcp.fin"}
_MORE: Final = {"MARK": "oob.mark", "HOOK": "oob.hook"}
_ACTIONS: Final = {"blocked": "block", "allowed": "allow"}
_STAMP: Final = re.compile(
    r"(?P<minute>\d{4}-\d\d-\d\d[T ]\d\d:\d\d):(?P<second>\d\d)"
    r"(?:\.(?P<fraction>\d{1,9}))?(?P<offset>Z|[+-]\d\d:?\d\d)?"
)
_IPV6_HEADER: Final = 40
_RESERVED, _DF, _MF, _OFFSET = 0x8000, 0x4000, 0x2000, 0x1FFF


def sniff(line: str) -> bool:
    """Tell whether the line is an object with one of the keys that ulogd gives every packet."""
    return line[:1] == "{" and ('"oob.' in line or '"raw.pktlen"' in line)


def fields(text: str, clock: Clock) -> Fields | None:
    """Return what the object says; ``None`` if it is torn or speaks of no packet (a flow, an ARP request)."""
    try:
        record = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return None
    if not isinstance(record, dict):
        return None
    when = _STAMP.fullmatch(str(record.get("timestamp", "")))
    moment = clock.moment(*when.group("minute", "second", "fraction"), offset=when["offset"]) if when else None
    protocol = _protocol(record)
    said = {field: _value(field, _get(record, field)) for field in _KEYS}
    src, dst = (canonical(said[key]) if said[key] else None for key in ("src", "dst"))
    if moment is None or protocol is None or src is None or dst is None:
        return None
    if protocol not in PORTED:
        said["sport"] = said["dport"] = None
    return said | asdict(moment) | _beside(record, protocol) | {"proto": protocol, "src": src, "dst": dst}


def spans(text: str) -> Mapping[str, Span]:
    """Return where the values of the fields stand."""
    found: dict[str, Span] = {}
    keys = _KEYS | {"time": "timestamp", "proto": "ip.protocol", "chain": "oob.prefix", "df": "ip.fragoff"}
    for field, key in keys.items():
        match = re.compile(rf'"{re.escape(key)}" ?: ?(?:"(?P<text>[^"]*)"|(?P<number>\d+))').search(text)
        if match is not None:
            found[field] = match.span("text" if match["text"] is not None else "number")
    return found


def _get(record: dict[str, Any], field: str) -> Any:
    value = record.get(_KEYS[field])
    return record.get(_IPV6.get(field, "")) if value is None else value


def _value(field: str, value: Any) -> Any:
    """Return the value if it is one that the field can have."""
    if field in _TEXTS:
        return value if isinstance(value, str) and value else None
    number = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return value if number and sound({field: value}) else None


def _protocol(record: dict[str, Any]) -> str | None:
    number = record.get("ip.protocol", record.get("ip6.nexthdr"))
    return proto(str(number)) if isinstance(number, int | str) else None


def _beside(record: dict[str, Any], protocol: str) -> Fields:
    """Return what is not the value of one key."""
    prefix = record.get("oob.prefix")
    chain, action = read_prefix(prefix) if isinstance(prefix, str) else (None, "log")
    host = record.get("dvc")
    made: Fields = {
        "host": host if isinstance(host, str) else None,
        "chain": chain,
        "action": _ACTIONS.get(str(record.get("action")), action),
        "more": tuple((name, str(record[key])) for name, key in _MORE.items() if key in record),
    }
    word = record.get("ip.fragoff")
    if isinstance(word, int):
        made |= {"reserved": bool(word & _RESERVED), "df": bool(word & _DF), "mf": bool(word & _MF)}
        made["frag_offset"] = (word & _OFFSET) * 8
    payload = record.get("ip6.payloadlen")
    if isinstance(payload, int):
        made["length"] = payload + _IPV6_HEADER
    if protocol == "tcp" and any(key in record for key in _FLAGS.values()):
        made["flags"] = "".join(letter for letter, key in _FLAGS.items() if record.get(key) == 1)
    return made
