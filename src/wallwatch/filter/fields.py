"""The fields of the query language: one table.

A row says what a field is called, what kind of value it takes, where it stands in an alert, in a sighting, and in the
store's table ``alerts``. A field with several places (``port``) matches where one of them does.
"""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from wallwatch.filter import places as at
from wallwatch.model import WITNESS, services
from wallwatch.model.scan import KINDS as SCAN_KINDS

Kind = Literal[
    "number", "port", "address", "phrase", "word", "flags", "witness", "signature", "since", "until", "mark", "rule",
    "incident", "scan",
]  # fmt: skip
MARKS: Final = frozenset[Kind]({"mark", "incident", "scan"})
"""What people said of an alert, or its scan is: a filter asks the facts for it, and not the alert."""


COLUMNS: Final[Mapping[str, str]] = {
    "id": "INTEGER PRIMARY KEY",
    "first": "INTEGER",
    "last": "INTEGER",
    "packets": "INTEGER",
    "lines": "INTEGER",
    "proto": "TEXT",
    "src": "TEXT",
    "dst": "TEXT",
    "src_key": "BLOB",
    "dst_key": "BLOB",
    "sport": "INTEGER",
    "dport": "INTEGER",
    "icmp_type": "INTEGER",
    "icmp_code": "INTEGER",
    "flags": "TEXT",
    "ttl": "INTEGER",
    "witnesses": "TEXT",
    "gid": "INTEGER",
    "sid": "INTEGER",
    "rev": "INTEGER",
    "msg": "TEXT",
    "action": "TEXT",
    "chain": "TEXT",
    "rule": "TEXT",
    "host": "TEXT",
    "iface": "TEXT",
    "os_label": "TEXT",
    "os_family": "TEXT",
    "hops": "INTEGER",
    "verdict": "TEXT",
    "network": "TEXT",
    "asn": "INTEGER",
    "sources": "TEXT",
    "record": "BLOB",
    "scan": "INTEGER",
}
"""The columns of the store's table ``alerts``; ``NULL`` is unknown.

``src_key`` and ``dst_key`` are ``model.address.packed``; ``sources`` are joined by newlines, which no name has.
"""


class Field(msgspec.Struct, frozen=True):
    """A field. ``says`` is a phrase for the help; ``example`` a value that it takes.

    ``limit`` is the largest number, ``words`` the accepted words with what they are kept as (none: any word), and
    ``unsaid`` the word in a record that means it is not known.
    """

    name: str
    kind: Kind
    says: str
    example: str
    places: tuple[at.Place, ...]
    limit: int = 2**63 - 1
    words: Mapping[str, str] = msgspec.field(default_factory=dict)
    unsaid: str | None = None


PORT_MAX: Final = 65_535
BYTE_MAX: Final = 255
ASN_MAX: Final = 2**32 - 1


def _themselves(*words: str) -> dict[str, str]:
    return {word: word for word in words}


PROTOCOLS: Final[Mapping[str, str]] = (
    _themselves(*(str(number) for number in range(256)))
    | _themselves("icmp", "tcp", "udp", "icmp6", "gap")
    | {"1": "icmp", "6": "tcp", "17": "udp", "58": "icmp6", "icmpv6": "icmp6", "ipv6-icmp": "icmp6"}
    | {name: number for number, name in services.PROTOCOLS.items()}
    | {"ipv6": "41"}
)
ACTIONS: Final[Mapping[str, str]] = _themselves("block", "reject", "allow", "log") | {
    "drop": "block",
    "deny": "block",
    "accept": "allow",
    "pass": "allow",
}
SERVICES: Final[Mapping[str, str]] = _themselves(*services.PORTS)
SCANS: Final[Mapping[str, str]] = _themselves(*SCAN_KINDS)
VERDICTS: Final[Mapping[str, str]] = _themselves("client", "scanner", "leftover", "backscatter", "unknown")
WITNESSES: Final[Mapping[str, str]] = {
    "snort": "S",
    "suricata": "S",
    "ids": "S",
    "kernel": "K",
    "p0f": "P",
    "dump": "D",
    "capture": "D",
} | {letter.lower(): letter for letter in WITNESS.values()}


def _port(name: str, says: str, example: str, *columns: str) -> Field:
    return Field(name, "port", says, example, tuple(at.same(column) for column in columns), PORT_MAX, SERVICES)


_ROWS: Final = (
    Field("src", "address", "source address, network or range", "207.95.0.0/19", (at.address("src"),)),
    Field("dst", "address", "target address, network or range", "192.0.2.1", (at.address("dst"),)),
    Field("addr", "address", "source or target address", "2001:db8::/32", (at.address("src"), at.address("dst"))),
    _port("sport", "source port", "1024-65535", "sport"),
    _port("dport", "target port, or its service", "6346-6347", "dport"),
    _port("port", "source or target port", "domain", "sport", "dport"),
    Field("proto", "word", "protocol, by name or number", "tcp", (at.same("proto"),), words=PROTOCOLS),
    Field("type", "number", "ICMP type", "8", (at.same("icmp_type"),), BYTE_MAX),
    Field("code", "number", "ICMP code", "0", (at.same("icmp_code"),), BYTE_MAX),
    Field("flags", "flags", "exactly these TCP flags, or none", "SA", (at.same("flags"),)),
    Field("ttl", "number", "time to live, as it arrived", "<32", (at.same("ttl"),), BYTE_MAX),
    Field("hops", "number", "distance in hops", ">10", (at.HOPS,), BYTE_MAX),
    Field("packets", "number", "packets of the attempt", ">3", (at.alert_only("packets"),)),
    Field("os", "phrase", "operating system or tool, part of its name", "windows", (at.STACK,)),
    Field("net", "phrase", "registered network, part of its name", "ICGNET-54-B", (at.alert_only("network"),)),
    Field("asn", "number", "autonomous system", "64500", (at.alert_only("asn"),), ASN_MAX),
    Field("sid", "signature", "signature: gid:sid, gid:sid:rev or sid", "1:1243", (at.RULE_IDS,)),
    Field("msg", "phrase", "part of the signature's message", '"TCP to 6346"', (at.MESSAGE,)),
    Field("rule", "word", "number or id of the firewall's rule", "64", (at.same("rule"),)),
    Field("action", "word", "what the firewall did", "block", (at.same("action"),), words=ACTIONS, unsaid="log"),
    Field("chain", "phrase", "part of the chain or log prefix", "input", (at.same("chain"),)),
    Field("verdict", "word", "what it is", "leftover", (at.alert_only("verdict"),), words=VERDICTS, unsaid="unknown"),
    Field("seen", "witness", "a witness that saw it", "kernel", (at.WITNESSES,)),
    Field("host", "word", "host that logged it", "greatwall", (at.same("host"),)),
    Field("iface", "word", "network interface", "ppp0", (at.INTERFACE,)),
    Field("source", "phrase", "part of the name of a source", "kern.log", (at.SOURCES,)),
    Field("since", "since", "seen at or after: an age or a date", "2h", (at.renamed("last", "last", "time"),)),
    Field("until", "until", "begun by then: an age or a date", "2002-03-02", (at.renamed("first", "first", "time"),)),
    Field("text", "phrase", "part of any of its words", "gnutella", (at.EVERYTHING,)),
    Field("noise", "rule", "hidden by the noise rule of this name", "gnutella", (at.RECORD,)),
    Field("incident", "incident", "put into the incident of this name", "gnutella", (at.alert_only("id"),)),
    Field("scan", "scan", "part of a scan: its number, its kind, or any", "vertical", (at.SCAN,), words=SCANS),
    Field("done", "mark", "marked as done", "", (at.alert_only("id"),)),
    Field("starred", "mark", "starred", "", (at.alert_only("id"),)),
    Field("note", "mark", "has a note", "", (at.alert_only("id"),)),
    Field("odd", "mark", "differs from the noise it is part of", "", (at.alert_only("id"),)),
)

FIELDS: Final[Mapping[str, Field]] = {field.name: field for field in _ROWS}
"""Every field, in the order of the help."""
