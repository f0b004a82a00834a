import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.support import fields, parsed, read, shown
from tests.shared import shared
from wallwatch.formats import suricata_eve
from wallwatch.model import Signature
from wallwatch.model.times import iso

SYN = bytes.fromhex(
    "02000000000b001bb9769ce40800"
    "45000030 7cf44000 75060000 c0000270 c6336478"
    "0db018ca ee01ea38 00000000 700216d0 00000000"
    "020405b4 01010402"
)
ALERT: dict[str, Any] = {
    "timestamp": "2026-03-02T15:32:54.630347+0100",
    "flow_id": 1398609176796675,
    "in_iface": "eth0",
    "event_type": "alert",
    "src_ip": "192.0.2.112",
    "src_port": 3504,
    "dest_ip": "198.51.100.120",
    "dest_port": 6346,
    "proto": "TCP",
    "alert": {
        "action": "allowed",
        "gid": 1,
        "signature_id": 2034125,
        "rev": 4,
        "signature": "ET SCAN",
        "category": "Misc",
        "severity": 1,
    },
}
PACKET = {"packet": base64.b64encode(SYN).decode(), "packet_info": {"linktype": 1}}
DROP = {
    "len": 48, "tos": 0, "ttl": 117, "ipid": 31988, "tcpseq": 3993102904, "tcpack": 0, "tcpwin": 5840, "syn": True,
    "ack": False, "psh": False, "rst": False, "urg": False, "fin": False, "tcpres": 0, "tcpurgp": 0, "reason": "rules",
}  # fmt: skip


def _line(**changes: Any) -> str:
    return json.dumps({**ALERT, **changes}, separators=(",", ":"))


def test_an_alert_gives_every_field() -> None:
    """The offset of the stamp has no colon."""
    found = fields(suricata_eve, _line())
    assert iso(found.pop("time"), 3_600, tick=1) == "2026-03-02T15:32:54.630347+01:00"
    assert found == {
        "tick": 1,
        "year_stated": True,
        "iface_in": "eth0",
        "action": "allow",
        "signature": Signature("ET SCAN", 1, 2_034_125, 4, "Misc", 1),
        "proto": "tcp",
        "src": "192.0.2.112",
        "sport": 3504,
        "dst": "198.51.100.120",
        "dport": 6346,
    }


def test_a_packet_tells_every_field() -> None:
    """Base64 of the frame: all that a dump would show."""
    found = fields(suricata_eve, _line(**PACKET))
    assert (found["ttl"], found["ip_id"], found["window"], found["flags"]) == (117, 31988, 5840, "S")
    assert (found["options"], found["mac_src"]) == (("mss:1460", "nop", "nop", "sok"), "00:1b:b9:76:9c:e4")
    bare = fields(suricata_eve, _line(packet=base64.b64encode(SYN[14:]).decode(), packet_info={"linktype": 12}))
    assert bare == {name: value for name, value in found.items() if name != "mac_src"}


@pytest.mark.parametrize(
    "changes",
    [
        {"src_ip": "198.51.100.120", "dest_ip": "192.0.2.112", "src_port": 6346, "dest_port": 3504, **PACKET},
        {"src_port": 3505, **PACKET},
        {"packet": "xxx", "packet_info": {"linktype": 1}},
        {"packet": "\u00e4", "packet_info": {"linktype": 1}},
        {"packet": PACKET["packet"], "packet_info": {"linktype": 147}},
        {"packet": PACKET["packet"]},
    ],
)
def test_another_packet_tells_nothing(changes: dict[str, Any]) -> None:
    """An alert on a stream has the direction of the stream, and its packet may be the answer."""
    sighting = parsed(suricata_eve, _line(**changes))
    assert sighting is not None
    assert (sighting.ttl, sighting.src) == (None, changes.get("src_ip", "192.0.2.112"))


def test_a_drop_tells_the_header() -> None:
    """The sensor acted as a firewall; CWR and ECE are not in its log."""
    found = fields(suricata_eve, _line(event_type="drop", drop=DROP))
    assert {name: found[name] for name in ("length", "ttl", "ip_id", "seq", "ack", "window", "flags", "urgent")} == {
        "length": 48, "ttl": 117, "ip_id": 31988, "seq": 0xEE01EA38, "ack": 0, "window": 5840, "flags": "S", "urgent": 0
    }  # fmt: skip
    sighting = parsed(suricata_eve, _line(event_type="drop", drop=DROP))
    assert sighting is not None
    assert (sighting.kind, sighting.action, ("reason", "rules") in sighting.more) == ("firewall", "block", True)


def test_a_dropped_packet_of_ipv6_logs_the_length_of_its_payload() -> None:
    """The header's own 40 bytes are added, as every other format counts them."""
    drop = {"len": 40, "tc": 0, "hoplimit": 64, "flowlbl": 7, "tcpseq": 1, "syn": True, "ack": True}
    found = fields(suricata_eve, _line(event_type="drop", src_ip="2001:0db8::1", dest_ip="2001:db8::2", drop=drop))
    assert (found["length"], found["ttl"], found["flow_label"], found["flags"]) == (80, 64, 7, "AS")


def test_a_flow_stands_for_its_first_packet() -> None:
    """Its time is the start of the flow; flags that it sums up are no packet's."""
    flow = {"pkts_toserver": 4, "bytes_toserver": 623, "start": "2026-03-02T14:32:50.000001Z", "state": "closed"}
    sighting = parsed(
        suricata_eve, _line(event_type="flow", alert=None, flow=flow, tcp={"tcp_flags": "1b", "syn": True})
    )
    assert sighting is not None
    assert iso(sighting.time, 0, 1) == "2026-03-02T14:32:50.000001+00:00"
    assert (sighting.kind, sighting.flags, sighting.action, sighting.signature) == ("firewall", None, "log", None)
    assert ("flow.pkts_toserver", "4") in sighting.more


@pytest.mark.parametrize(
    ("changes", "some"),
    [
        (
            {"proto": "ICMP", "icmp_type": 8, "icmp_code": 0, "src_port": 8, "dest_port": 0},
            {"proto": "icmp", "icmp_type": 8, "icmp_code": 0, "sport": None, "dport": None},
        ),
        ({"proto": "IPv6-ICMP", "src_ip": "fe80:0::1", "dest_ip": "ff02::1"}, {"proto": "icmp6", "src": "fe80::1"}),
        ({"proto": "047"}, {"proto": "47", "sport": None}),
        ({"verdict": {"action": "drop"}}, {"action": "block"}),
        ({"verdict": {"action": "alert"}}, {"action": "log"}),
        ({"verdict": {"action": "drop", "reject": ["tcp-reset"]}}, {"action": "reject"}),
        ({"alert": ALERT["alert"] | {"action": "blocked"}}, {"action": "block"}),
        ({"ether": {"src_mac": "00:1b:b9:76:9c:e4"}}, {"mac_src": "00:1b:b9:76:9c:e4"}),
        ({"host": "sensor\u001b[31m"}, {"host": r"sensor\x1b[31m"}),
        ({"alert": {"signature": "a\u202eb"}}, {"signature": Signature(r"a\u202eb")}),
        ({"timestamp": "2026-03-02T15:32:54Z"}, {"tick": 1_000_000}),
    ],
)
def test_keys_mean_what_suricata_means(changes: dict[str, Any], some: dict[str, object]) -> None:
    """ICMP has type and code of its own, a verdict counts before the action of the rule, text is made safe."""
    sighting = parsed(suricata_eve, _line(**changes))
    assert sighting is not None
    assert {name: getattr(sighting, name) for name in some} == some


@pytest.mark.parametrize(
    ("before", "host"),
    [
        ("Mar  2 15:32:54 greatwall suricata[1]: ", "greatwall"),
        ("Mar  2 15:32:54 greatwall suricata: @cee: ", "greatwall"),
        ("@cee: ", None),
        ("suricata/eve.json:111168:", None),
    ],
)
def test_an_event_arrives_in_many_ways(before: str, host: str | None) -> None:
    """The stamp of the event counts, not that of the daemon."""
    same = fields(suricata_eve, _line())
    found = fields(suricata_eve, before + _line())
    assert (found.pop("host", None), found) == (host, same)
    assert shown(suricata_eve, before + _line())["sport"] == "3504"


@pytest.mark.parametrize(
    "line",
    [
        _line(event_type="dns"),
        _line(event_type="stats"),
        _line(event_type="dns", dns={"rrname": '"event_type":"alert"'}),
        json.dumps({key: value for key, value in ALERT.items() if not key.startswith(("src", "dest"))}),
        "Mar  2 15:32:54 greatwall sshd[1]: " + _line(),
        "prose " + _line(),
    ],
)
def test_other_events_are_other(line: str) -> None:
    """So are those of packets that could not be decoded, and what another program writes."""
    reading = read([line])
    assert (reading.other, reading.unparsed) == (1, ())


@pytest.mark.parametrize(
    "line",
    [
        _line()[:-1],
        _line()[:300],
        _line(src_port=70_000),
        _line(src_ip="192.0.2.312"),
        _line(proto="NOSUCH"),
        _line(timestamp="yesterday"),
        _line(timestamp="2026-13-02T15:32:54.630347+0100"),
        _line().replace("3504", "9" * 5_000),
        _line().replace("3504", "NaN"),
        _line(metadata=0).replace('"metadata":0', '"metadata":' + "[" * 3_000),
    ],
)
def test_a_torn_event_is_not_guessed_at(line: str) -> None:
    """It is counted as not understood."""
    reading = read([line])
    assert (len(reading.unparsed), reading.sightings) == (1, ())


def test_the_last_of_two_equal_keys_counts() -> None:
    """As it does for every reader of JSON; neither is joined with the other."""
    sighting = parsed(suricata_eve, _line()[:-1] + ',"src_port":7}')
    assert sighting is not None
    assert sighting.sport == 7


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from([*ALERT, "drop", "flow", "packet", "packet_info", "verdict", "ether"]), _JSON)
def test_no_value_raises(key: str, value: Any) -> None:
    """Anything may stand at any key."""
    reading = read([_line(**{key: value})])
    assert reading.received == 1
    assert all(sighting.signature is None or sighting.signature.message.isprintable() for sighting in reading.sightings)


def test_spans_show_where_the_values_stand() -> None:
    """Of a drop, those of the header, too."""
    found = shown(suricata_eve, _line(event_type="drop", drop=DROP))
    assert (found["src"], found["dport"], found["message"], found["ttl"]) == ("192.0.2.112", "6346", "ET SCAN", "117")
    assert shown(suricata_eve, "prose") == {}


@pytest.mark.parametrize(
    ("path", "alerts"),
    [
        ("crowdsec/suricata-eve-detect.log", 4),
        ("crowdsec/suricata-logs-evelog.log", 6),
        ("suricata-verify/verify_output-eve-fileinfo_eve.json", 0),
    ],
)
def test_other_peoples_lines_are_read(path: str, alerts: int) -> None:
    """All alerts; events about files and statistics are other."""
    lines = shared("samples", "third-party", *path.split("/")).read_text(encoding="utf-8").splitlines()
    reading = read(lines)
    assert (len(reading.sightings), len(reading.unparsed)) == (alerts, 0)
