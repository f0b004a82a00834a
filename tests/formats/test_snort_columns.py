import pytest

from tests.formats.support import clock
from wallwatch.formats.snort_columns import fields
from wallwatch.model import Signature
from wallwatch.model.times import iso

LEAST = {"timestamp": "03/02-15:32:54.630347 ", "proto": "TCP", "src_addr": "192.0.2.1", "dst_addr": "198.51.100.2"}


def test_the_least_row_is_a_sighting() -> None:
    """When, what, from whom, to whom."""
    found = fields(LEAST, clock())
    assert found is not None
    assert iso(found["time"], tick=1) == "2026-03-02T15:32:54.630347+00:00"
    assert (found["proto"], found["src"], found["dst"], found["signature"]) == (
        "tcp",
        "192.0.2.1",
        "198.51.100.2",
        Signature(""),
    )


@pytest.mark.parametrize(
    ("columns", "some"),
    [
        ({"src_port": "7", "dst_port": "9"}, {"sport": 7, "dport": 9}),
        ({"src_port": "0", "dst_port": "0"}, {"sport": None}),
        ({"src_ap": "192.0.2.3:7", "dst_ap": "198.51.100.2:9"}, {"src": "192.0.2.3", "sport": 7, "dport": 9}),
        ({"src_ap": "192.0.2.3:0", "dst_ap": "198.51.100.2:0", "proto": "ICMP"}, {"proto": "icmp", "icmp_type": None}),
        (
            {"src_ap": "2001:db8:0:0:0:0:0:1:0", "dst_ap": "2001:db8:0:0:0:0:0:2:0", "proto": "ICMP"},
            {"proto": "icmp6", "src": "2001:db8::1", "sport": None},
        ),
        ({"proto": ""}, {"proto": "ip"}),
        ({"seconds": "1772465576"}, {"time": 1_772_465_576_630_347, "tick": 1, "year_stated": True}),
        ({"seconds": "1772465576", "timestamp": ""}, {"time": 1_772_465_576_000_000, "tick": 1_000_000}),
        ({"timestamp": "26/03/02-15:32:54.630347"}, {"year_stated": True}),
        ({"timestamp": "03/02/02-15:32:54.630347 "}, {"time": 1_015_083_174_630_347}),
        ({"tcp_seq": "0xEE01EA38", "tcp_win": "0x16D0"}, {"seq": 0xEE01EA38, "window": 5840}),
        ({"tcp_seq": "3993102904", "tcp_win": "5840"}, {"seq": 0xEE01EA38, "window": 5840}),
        ({"tcp_flags": "12****S*"}, {"flags": "CES"}),
        ({"tcp_flags": "********"}, {"flags": ""}),
        ({"pkt_len": "48", "iplen": "20"}, {"length": 48, "ip_header": 20}),
        ({"pkt_len": "48", "iplen": "24"}, {"ip_header": 24}),
        ({"pkt_len": "202", "iplen": "206848"}, {"length": 202, "ip_header": None}),
        ({"iplen": "206848"}, {"length": 202, "ip_header": None}),
        ({"pkt_len": "1280", "iplen": "20"}, {"length": 1280, "ip_header": None}),
        ({"pkt_len": "48", "ip_len": "28"}, {"ip_header": 20}),
        ({"pkt_len": "48", "ip_len": "60"}, {"ip_header": None}),
        ({"eth_src": "0:1B:B9:76:9C:E4", "iface": "eth0"}, {"mac_src": "00:1b:b9:76:9c:e4", "iface_in": "eth0"}),
        ({"rule": "1:628:3", "msg": '"x"'}, {"signature": Signature("x", 1, 628, 3)}),
        (
            {"gid": "1", "sid": "628", "rev": "3", "priority": "2", "class": "Leak", "msg": "x"},
            {"signature": Signature("x", 1, 628, 3, "Leak", 2)},
        ),
        ({"class": "none", "action": "would_drop"}, {"signature": Signature(""), "action": "log"}),
        ({"vlan": "7", "service": "http"}, {"more": (("service", "http"), ("vlan", "7"))}),
        ({"tcpln": "", "unknown": "x"}, {"tcp_header": None}),
    ],
)
def test_a_column_is_a_field(columns: dict[str, str], some: dict[str, object]) -> None:
    """In the notation of 2.x and 3; 2.9 prints the length of the datagram, byte-swapped, as that of the header."""
    found = fields(LEAST | columns, clock())
    assert found is not None
    assert {name: found.get(name) for name in some} == some


@pytest.mark.parametrize(
    "columns",
    [
        {"timestamp": "yesterday"},
        {"timestamp": "13/32-15:32:54.630347"},
        {"seconds": "x"},
        {"src_addr": "192.0.2.312"},
        {"dst_addr": ""},
        {"proto": "NOSUCH"},
        {"src_port": "x", "dst_port": "9"},
        {"src_port": "70000", "dst_port": "9"},
        {"src_ap": "192.0.2.1", "dst_ap": "198.51.100.2"},
        {"src_ap": "x", "dst_ap": "y"},
        {"ttl": "256"},
        {"ttl": "-1"},
        {"ttl": "9" * 5_000},
        {"tcp_seq": "0xFFFFFFFFF"},
        {"tcp_flags": "SYN"},
        {"eth_src": "router"},
        {"gid": "x"},
        {"iplen": "9999999999"},
    ],
)
def test_a_cell_that_cannot_be_makes_a_torn_row(columns: dict[str, str]) -> None:
    """It is not guessed at."""
    assert fields(LEAST | columns, clock()) is None
