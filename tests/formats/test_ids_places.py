import re

import pytest

from wallwatch.formats.ids_places import PAIR, places, values

V6 = "2001:db8:c200:c:0:0:0:35"
PADDED = "2001:0db8:0000:0000:0000:0000:0000:0001"


def _values(text: str, proto: str, *, numbered: bool = False) -> dict[str, object] | None:
    match = re.fullmatch(PAIR, text)
    assert match is not None
    found = places(match, proto, numbered=numbered)
    return None if found is None else values(found)


@pytest.mark.parametrize(
    ("text", "proto", "found"),
    [
        ("192.0.2.1:7 -> 198.51.100.2:9", "tcp", {"src": "192.0.2.1", "sport": 7, "dst": "198.51.100.2", "dport": 9}),
        ("192.0.2.1 -> 198.51.100.2", "tcp", {"src": "192.0.2.1", "dst": "198.51.100.2"}),
        ("192.0.2.1 -> 198.51.100.2", "icmp", {"src": "192.0.2.1", "dst": "198.51.100.2"}),
        ("192.0.2.1:0 -> 198.51.100.2:0", "icmp", {"src": "192.0.2.1", "dst": "198.51.100.2"}),
        (
            f"{V6}:60884 -> {PADDED}:80",
            "tcp",
            {"src": "2001:db8:c200:c::35", "sport": 60884, "dst": "2001:db8::1", "dport": 80},
        ),
        (f"{V6} -> {PADDED}", "tcp", {"src": "2001:db8:c200:c::35", "dst": "2001:db8::1"}),
        (f"{V6} -> {PADDED}", "icmp6", {"src": "2001:db8:c200:c::35", "dst": "2001:db8::1"}),
        (
            "2001:db8::35:60884 -> 2001:db8::1:80",
            "tcp",
            {"src": "2001:db8::35", "sport": 60884, "dst": "2001:db8::1", "dport": 80},
        ),
        ("2001:db8::35 -> 2001:db8::a", "udp", {"src": "2001:db8::35", "dst": "2001:db8::a"}),
        ("2001:db8::35 -> ff02::1", "icmp6", {"src": "2001:db8::35", "dst": "ff02::1"}),
        ("192.0.2.1:0 -> 198.51.100.2:0", "tcp", {"src": "192.0.2.1", "dst": "198.51.100.2"}),
        ("192.0.2.1:0 -> 198.51.100.2:9", "udp", {"src": "192.0.2.1", "sport": 0, "dst": "198.51.100.2", "dport": 9}),
        ("192.0.2.1:7 -> 198.51.100.2", "tcp", None),
        ("192.0.2.1:70000 -> 198.51.100.2:9", "tcp", None),
        ("192.0.2.312:7 -> 198.51.100.2:9", "tcp", None),
        ("1:2:3:4:5:6:7:8:9:10 -> 1:2:3:4:5:6:7:8", "tcp", None),
    ],
)
def test_the_last_colon_parts_the_port(text: str, proto: str, found: dict[str, object] | None) -> None:
    """An IPv6 address stands without brackets; ports are there on both sides or on none."""
    assert _values(text, proto) == found


@pytest.mark.parametrize(
    ("text", "proto", "found"),
    [
        (f"{PADDED}:128 -> {V6}:0", "icmp6", {"icmp_type": 128, "icmp_code": 0}),
        ("192.0.2.1:8 -> 198.51.100.2:0", "icmp", {"icmp_type": 8, "icmp_code": 0}),
        ("192.0.2.1:0 -> 198.51.100.2:0", "47", {}),
        ("2001:db8::1:8 -> 2001:db8::2:9", "132", {"src": "2001:db8::1", "sport": 8, "dport": 9}),
        ("2001:db8::1:8 -> 2001:db8::2:9", "47", {"src": "2001:db8::1", "dst": "2001:db8::2"}),
        ("192.0.2.1 -> 198.51.100.2", "tcp", None),
    ],
)
def test_suricata_prints_two_numbers_always(text: str, proto: str, found: dict[str, object] | None) -> None:
    """Those of ICMP are its type and code, never ports, and those of other protocols mean nothing."""
    said = _values(text, proto, numbered=True)
    if found is None or said is None:
        assert said is found
        return
    assert {name: value for name, value in said.items() if name not in {"src", "dst"}} == {
        name: value for name, value in found.items() if name not in {"src", "dst"}
    }
    assert found.items() <= said.items()


def test_a_place_is_where_the_value_stands() -> None:
    """The port of an IPv6 address is not part of the address."""
    text = f"{V6}:60884 -> 2001:db8::1:80"
    match = re.fullmatch(PAIR, text)
    assert match is not None
    found = places(match, "tcp", numbered=False)
    assert found is not None
    shown = {name: text[start:end] for name, (_, (start, end)) in found.items()}
    assert shown == {"src": V6, "sport": "60884", "dst": "2001:db8::1", "dport": "80"}
