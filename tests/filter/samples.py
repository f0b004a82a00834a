"""Alerts, queries and a table of alerts for the tests of the query language."""

import sqlite3
from collections.abc import Sequence

from hypothesis import strategies as st

from wallwatch.filter.clause import Sql
from wallwatch.filter.fields import COLUMNS
from wallwatch.model import Alert, Sighting, Signature, Stack
from wallwatch.model.address import packed

NOW = 1_015_084_374_000_000
"""2 March 2002, 15:52:54 UTC, in microseconds."""

GNUTELLA = Alert(
    id=1,
    first=NOW - 1_200_000_000,
    last=NOW - 1_191_000_000,
    proto="tcp",
    src="192.0.2.112",
    dst="198.51.100.120",
    sport=3504,
    dport=6346,
    flags="S",
    ttl=117,
    packets=3,
    witnesses="SKPD",
    lines=10,
    signature=Signature("TCP to 6346 gnutella", 1, 0, 0),
    action="block",
    chain="input",
    rule="64",
    host="greatwall",
    iface="ppp0",
    sources=("/var/log/kern.log", "/var/log/snort/alert"),
    os=Stack("Windows 95 or early NT4", "Windows", hops=11),
    verdict="leftover",
    network="ICGNET-54-B",
    asn=64500,
    scan=12,
)
BARE = Alert(id=2, first=NOW, last=NOW, proto="47", src="2001:db8::7", dst="2001:db8:1::1")
"""An alert of which next to nothing is known."""

KERNEL = Sighting(
    time=NOW,
    kind="firewall",
    proto="tcp",
    src="192.0.2.112",
    dst="198.51.100.120",
    sport=3504,
    dport=6346,
    flags="S",
    ttl=117,
    host="greatwall",
    iface_in="ppp0",
    action="block",
    chain="input",
    rule="64",
    source="kern.log",
)

_WORDS = st.sampled_from(
    ["", "gnutella", "TCP to 6346", "Ä\u00e9ÄZz", "log", "unknown", 'a"b\\c', "*", "%_", "64", "?"]
)
_ADDRESSES = st.sampled_from(["192.0.2.1", "192.0.2.200", "198.51.100.7", "2001:db8::1", "2001:db8:ffff::1"])
_PORTS = st.sampled_from([0, 53, 80, 6346, 6347, 65535])
_BYTES = st.sampled_from([0, 8, 64, 117, 255])
_TIMES = st.integers(NOW - 3 * 86_400_000_000, NOW + 3_600_000_000)
_IDS = st.none() | st.integers(0, 2)
_SIGNATURES = st.builds(Signature, message=_WORDS, gid=_IDS, sid=_IDS, rev=_IDS)
_STACKS = st.builds(Stack, label=_WORDS, family=st.none() | _WORDS, hops=st.none() | _BYTES)

ALERTS = st.builds(
    Alert,
    id=st.integers(1, 5),
    first=_TIMES,
    last=_TIMES,
    packets=st.integers(1, 5),
    proto=st.sampled_from(["tcp", "udp", "icmp", "icmp6", "47"]),
    src=_ADDRESSES,
    dst=_ADDRESSES,
    sport=st.none() | _PORTS,
    dport=st.none() | _PORTS,
    icmp_type=st.none() | _BYTES,
    icmp_code=st.none() | _BYTES,
    flags=st.none() | st.sampled_from(["", "S", "SA", "AS", "R"]),
    ttl=st.none() | _BYTES,
    witnesses=st.sampled_from(["----", "SKPD", "-K--", "S---", "-KP-"]),
    signature=st.none() | _SIGNATURES,
    action=st.none() | st.sampled_from(["block", "reject", "allow", "log"]),
    chain=st.none() | _WORDS,
    rule=st.none() | _WORDS,
    host=st.none() | _WORDS,
    iface=st.none() | _WORDS,
    sources=st.lists(_WORDS, max_size=2).map(tuple),
    os=st.none() | _STACKS,
    verdict=st.sampled_from(["unknown", "client", "scanner", "leftover", "backscatter"]),
    network=st.none() | _WORDS,
    asn=st.none() | st.integers(0, 3),
    scan=st.none() | st.sampled_from([3, 12, 13]),
)

_NUMBERS = st.one_of(
    _BYTES.map(str),
    st.tuples(st.sampled_from([">", ">=", "<=", "<"]), st.integers(1, 254)).map(lambda pair: f"{pair[0]}{pair[1]}"),
    st.tuples(st.integers(0, 100), st.integers(100, 255)).map(lambda pair: f"{pair[0]}-{pair[1]}"),
)
_NETWORKS = _ADDRESSES | st.sampled_from(
    ["192.0.2.0/24", "0.0.0.0/0", "::/0", "2001:db8::/32", "192.0.2.1-192.0.2.199", "2001:db8::-2001:db8::ffff"]
)
_QUOTED = _WORDS.filter(bool).map(lambda word: '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"')
_WHENS = st.sampled_from(["0s", "2h", "1d", "2002-03-02", "2002-03-02T15:30", "2002-03-02T15:52:54.000001+01:00"])
_VALUES = {
    **dict.fromkeys(("src", "dst", "addr"), _NETWORKS),
    **dict.fromkeys(("sport", "dport", "port", "type", "code", "ttl", "hops", "packets", "asn"), _NUMBERS),
    **dict.fromkeys(("os", "net", "msg", "chain", "source", "text", "rule", "host", "iface", "noise"), _QUOTED),
    **dict.fromkeys(("since", "until"), _WHENS),
    "proto": st.sampled_from(["tcp", "17", "gre", "icmp6"]),
    "flags": st.sampled_from(["S", "as", "none", '""']),
    "sid": st.sampled_from(["0", "1:0", "1:2:2", "2:1:0"]),
    "action": st.sampled_from(["block", "drop", "log"]),
    "verdict": st.sampled_from(["unknown", "leftover"]),
    "incident": st.sampled_from(["gnutella", "GNUTELLA,other", '"old peers"']),
    "scan": st.sampled_from(["vertical", "any", "12", "block,>3", "horizontal,distributed"]),
    "seen": st.sampled_from(["kernel", "ids", "p", "-K--", "SKPD"]),
}
_CAN_ASK = ("sport", "dport", "port", "type", "os", "net", "asn", "sid", "msg", "rule", "action", "verdict", "flags")
_TERMS = st.one_of(
    *(
        st.lists(values, min_size=1, max_size=3).map(lambda some, name=name: f"{name}:{','.join(some)}")
        for name, values in _VALUES.items()
    ),
    st.sampled_from([f"{name}:?" for name in _CAN_ASK]),
    st.sampled_from(["done", "starred", "note", "odd"]),
    _QUOTED,
)
QUERIES = st.lists(st.tuples(st.sampled_from(["", "-", "!"]), _TERMS).map("".join), max_size=4).map(" ".join)
"""Texts of filters that hold every kind of value."""

STRANGE = st.text(max_size=60) | st.text(alphabet='-!:,"\\ <>=?aos1', max_size=30)


def row_of(alert: Alert) -> tuple[object, ...]:
    """Return the values of an alert in the order of ``COLUMNS``."""
    signature = alert.signature or Signature("")
    special = {
        "src_key": packed(alert.src),
        "dst_key": packed(alert.dst),
        "gid": signature.gid,
        "sid": signature.sid,
        "rev": signature.rev,
        "msg": signature.message or None,
        "os_label": alert.os and alert.os.label,
        "os_family": alert.os and alert.os.family,
        "hops": alert.os and alert.os.hops,
        "sources": "\n".join(alert.sources),
        "record": b"",
    }
    return tuple(special[name] if name in special else getattr(alert, name) for name in COLUMNS)


def answers(alerts: Sequence[Alert], condition: Sql) -> list[bool | None]:
    """Return what SQLite says of each alert: true, false or unknown."""
    database = sqlite3.connect(":memory:")
    columns = ", ".join(f"{name} {kind.replace(' PRIMARY KEY', '')}" for name, kind in COLUMNS.items())
    database.execute(f"CREATE TABLE alerts ({columns})")
    marks = ", ".join("?" * len(COLUMNS))
    database.executemany(f"INSERT INTO alerts VALUES ({marks})", map(row_of, alerts))  # noqa: S608
    select = f"SELECT {condition.text} FROM alerts ORDER BY rowid"  # noqa: S608
    rows = database.execute(select, condition.parameters).fetchall()
    database.close()
    return [None if answer is None else bool(answer) for (answer,) in rows]
