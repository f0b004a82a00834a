"""The JSON contract."""

import json

import msgspec

from tests.model.samples import ALERT, ALERT_LINE, DUMP, KERNEL, P0F
from tests.model.test_scan import scan
from wallwatch.model import Header, Signature
from wallwatch.model.contract import alert_json, header_json, scan_json, sighting_json, signature_json, stack_json

TUPLE = {"proto": "tcp", "src": "192.0.2.112", "sport": 3504, "dst": "198.51.100.120", "dport": 6346}


def test_a_dump_has_every_decoded_field():
    """All header fields of a packet dump are in its object, zeros too, and the time to the microsecond."""
    assert sighting_json(DUMP) == {
        "time": "2002-03-02T15:32:54.630347+00:00",
        "source": "dump.log",
        "format": "snort-dump",
        "kind": "dump",
        **TUPLE,
        "ttl": 117,
        "tos": 0,
        "ip_id": 31988,
        "length": 48,
        "df": True,
        "flags": "S",
        "seq": 3993102904,
        "ack": 0,
        "window": 5840,
        "options": ["mss:1460", "nop", "nop", "sok"],
        "trust": "file",
        "raw": "03/02-15:32:54.630347 192.0.2.112:3504 -> 198.51.100.120:6346",
    }


def test_a_firewall_line_has_what_the_firewall_says():
    """Keys that are unknown are left out; the time is whole seconds of the source's wall clock."""
    assert sighting_json(KERNEL) == {
        "time": "2002-03-02T10:32:54-05:00",
        "source": "kern.log",
        "format": "ipchains",
        "kind": "firewall",
        "host": "greatwall",
        "iface_in": "ppp0",
        "action": "block",
        "chain": "input",
        "rule": "64",
        **TUPLE,
        "trust": "kernel",
        "raw": "Packet log",
    }


def test_signature_repeat_and_stack_are_in_their_objects():
    """A repeat says of how many; a signature and a stack are objects without their unknown keys."""
    record = sighting_json(ALERT_LINE)
    assert record["signature"] == {"gid": 1, "sid": 0, "rev": 0, "message": "TCP to 6346 gnutella"}
    assert record["repeat"] == 2
    assert sighting_json(P0F)["os"] == {
        "label": "Windows 95 or early NT4",
        "family": "Windows",
        "match": "reported",
        "hops": 12,
    }
    assert signature_json(Signature("x", priority=3)) == {"message": "x", "priority": 3}
    assert stack_json(P0F.os)["label"] == "Windows 95 or early NT4"


def test_an_icmp_type_is_in_no_port_field():
    """An ICMP packet has its type and code under their own names, as a quoted packet has its fields."""
    quote = Header(proto="udp", src="198.51.100.120", dst="192.0.2.112", sport=53, dport=1024)
    error = msgspec.structs.replace(KERNEL, proto="icmp", sport=None, dport=None, icmp_type=3, icmp_code=0, quote=quote)
    record = sighting_json(error)
    assert (record["icmp_type"], record["icmp_code"]) == (3, 0)
    assert "sport" not in record
    assert record["quote"] == header_json(quote)
    assert record["quote"]["dport"] == 1024


def test_an_alert_is_one_object():
    """The packets are counted, the ladder is in seconds, and the noise rule is named where one matches."""
    record = alert_json(ALERT, "gnutella")
    assert record == {
        "first": "2002-03-02T15:32:54.630347+00:00",
        "last": "2002-03-02T15:33:03.611243+00:00",
        "packets": 3,
        "ladder": [2.960316, 6.02058],
        "witnesses": "-KPD",
        "seen": ["-KPD", "-KPD", "-KPD"],
        **TUPLE,
        "verdict": "unknown",
        "os": {"label": "Windows", "family": "Windows", "match": "exact", "hops": 11},
        "noise": "gnutella",
    }
    assert "noise" not in alert_json(ALERT)


def test_every_object_is_plain_json():
    """All records are rendered with what every JSON reader knows."""
    for record in (sighting_json(DUMP), sighting_json(ALERT_LINE), alert_json(ALERT)):
        assert json.loads(json.dumps(record)) == record


def test_a_scan_has_its_ports_as_ranges():
    """Its alerts are counted, its sources and targets listed, and it says why it is one."""
    assert scan_json(scan(alerts=1_000)) == {
        "id": 1,
        "kind": "vertical",
        "first": "2002-03-02T15:00:00+00:00",
        "last": "2002-03-02T15:00:03+00:00",
        "alerts": 1_000,
        "sources": ["198.51.100.7"],
        "targets": ["192.0.2.1"],
        "ports": {"tcp": "1-1000"},
        "because": "knocks at 1,000 ports of one host within 3 s",
    }


def test_an_alert_names_its_scan():
    """By its number, and its kind where that is known."""
    member = msgspec.structs.replace(ALERT, scan=12)
    assert alert_json(member)["scan"] == {"id": 12}
    assert alert_json(member, scan="block")["scan"] == {"id": 12, "kind": "block"}
    assert "scan" not in alert_json(ALERT, scan="block")
