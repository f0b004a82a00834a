import re

import pytest

from wallwatch.formats.endpoints import ENDPOINTS, endpoints

PATTERN = re.compile(ENDPOINTS + "$")


def _read(text: str, proto: str) -> dict[str, object] | None:
    match = PATTERN.match(text)
    return endpoints(match, proto) if match else None


@pytest.mark.parametrize(
    ("text", "proto", "places"),
    [
        ("192.0.2.1:80 -> 198.51.100.2:443", "tcp", ("192.0.2.1", 80, "198.51.100.2", 443)),
        ("192.0.2.1 -> 198.51.100.2", "icmp", ("192.0.2.1", None, "198.51.100.2", None)),
        ("192.0.2.1 -> 198.51.100.2", "tcp", ("192.0.2.1", None, "198.51.100.2", None)),
        ("192.0.2.1:3 -> 198.51.100.2:1", "icmp", ("192.0.2.1", None, "198.51.100.2", None)),
        ("2001:db8:0:0:0:0:0:35:60884 -> 2001:db8:0:0:0:0:0:1:22", "tcp", ("2001:db8::35", 60884, "2001:db8::1", 22)),
        ("fe80::1 -> ff02::2", "icmp6", ("fe80::1", None, "ff02::2", None)),
    ],
)
def test_addresses_and_ports_are_told_apart(text: str, proto: str, places: tuple[object, ...]) -> None:
    """Ports are only those of a protocol that has ports; IPv6 comes without brackets."""
    found = _read(text, proto)
    assert found is not None
    assert tuple(found.get(name) for name in ("src", "sport", "dst", "dport")) == places


@pytest.mark.parametrize(
    ("text", "proto"),
    [
        ("999.0.2.1:80 -> 198.51.100.2:443", "tcp"),
        ("2001:db8::1:443 -> 2001:db8::2:80", "tcp"),
        ("host:80 -> 198.51.100.2:443", "tcp"),
    ],
)
def test_what_could_be_read_in_two_ways_is_not_read(text: str, proto: str) -> None:
    """An abbreviated IPv6 address hides where its port begins; a name is no address."""
    assert _read(text, proto) is None
