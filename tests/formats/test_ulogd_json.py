import json
from typing import Any

import pytest

from tests.formats.support import fields, parsed, read, shown
from wallwatch.formats import ulogd
from wallwatch.model.times import iso

TCP: dict[str, Any] = {
    "timestamp": "2026-03-02T15:32:54.630347+0100", "dvc": "Netfilter", "raw.pktlen": 48, "oob.prefix": "DROP: ",
    "oob.in": "eth0", "oob.out": "", "oob.mark": 26, "ip.protocol": 6, "ip.tos": 17, "ip.ttl": 117, "ip.totlen": 48,
    "ip.id": 31988, "ip.fragoff": 0x4000, "src_ip": "192.0.2.112", "dest_ip": "198.51.100.120", "src_port": 3504,
    "dest_port": 6346, "tcp.seq": 3993102904, "tcp.ackseq": 0, "tcp.window": 5840, "tcp.syn": 1, "tcp.ack": True,
    "tcp.fin": 0, "mac.saddr.str": "00:1b:b9:76:9c:e4",
}  # fmt: skip
LINE = json.dumps(TCP)


def test_an_object_gives_every_field() -> None:
    """Its time has microseconds, a year and a zone; nothing of TOS is lost."""
    found = fields(ulogd, LINE)
    assert iso(found.pop("time"), tick=1) == "2026-03-02T14:32:54.630347+00:00"
    assert found == {
        "tick": 1, "year_stated": True, "host": "Netfilter", "chain": "DROP", "action": "block", "iface_in": "eth0",
        "mac_src": "00:1b:b9:76:9c:e4", "proto": "tcp", "src": "192.0.2.112", "dst": "198.51.100.120", "sport": 3504,
        "dport": 6346, "length": 48, "tos": 17, "ttl": 117, "ip_id": 31988, "reserved": False, "df": True, "mf": False,
        "frag_offset": 0, "seq": 3993102904, "ack": 0, "window": 5840, "flags": "AS",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "some"),
    [
        ({"action": "allowed"}, {"action": "allow"}),
        ({"ip.fragoff": 0x2001}, {"mf": True, "df": False, "frag_offset": 8}),
        ({"ip.protocol": 1, "icmp.type": 3, "icmp.code": 1}, {"sport": None, "dport": None, "icmp_type": 3}),
        ({"ip.protocol": 1, "icmp.type": 8, "icmp.echoid": 7, "icmp.echoseq": 9}, {"icmp_id": 7, "icmp_seq": 9}),
        ({"oob.prefix": 7, "ip.ttl": "many", "dvc": None}, {"chain": None, "ttl": None, "host": None}),
        (
            {
                "src_ip": "2001:db8::7",
                "dest_ip": "2001:db8::1",
                "ip6.payloadlen": 28,
                "ip6.hoplimit": 64,
                "ip.ttl": None,
            },
            {"length": 68, "ttl": 64, "src": "2001:db8::7"},
        ),
    ],
)
def test_an_object_has_many_shapes(change: dict[str, Any], some: dict[str, object]) -> None:
    """What is missing, or of another type than ulogd's, is not known."""
    sighting = parsed(ulogd, json.dumps(TCP | change))
    assert sighting is not None
    assert {name: getattr(sighting, name) for name in some} == some


@pytest.mark.parametrize(
    "line",
    [
        LINE[:-5],
        LINE.replace("192.0.2.112", "192.0.2.1120"),
        LINE.replace("2026-03-02", "2026-02-30"),
        LINE.replace("timestamp", "time"),
        LINE.replace("ip.protocol", "protocol"),
        '{"oob.in": ' + "[" * 4_000,
        '{"oob.protocol": 2054, "arp.operation": 1}',
    ],
)
def test_an_object_that_is_not_whole_is_not_guessed_at(line: str) -> None:
    """Broken JSON, an address that is none, an ARP request."""
    reading = read([line])
    assert (len(reading.sightings), len(reading.unparsed)) == (0, 1)


def test_other_objects_are_none() -> None:
    """Another program's JSON has none of ulogd's keys."""
    assert ulogd.frame(['{"timestamp": "2026-03-02T15:32:54", "src_ip": "192.0.2.1"}'], 0, final=True) == 0


def test_spans_show_where_the_values_stand() -> None:
    """A text without its quotes, a number as it is."""
    found = shown(ulogd, LINE)
    assert (found["time"], found["src"], found["dport"], found["chain"]) == (
        "2026-03-02T15:32:54.630347+0100", "192.0.2.112", "6346", "DROP: ",
    )  # fmt: skip
