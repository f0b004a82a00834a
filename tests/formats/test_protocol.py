import pytest

from wallwatch.formats.protocol import proto


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("TCP", "tcp"),
        ("6", "tcp"),
        ("17", "udp"),
        ("ICMP", "icmp"),
        ("1", "icmp"),
        ("ICMPv6", "icmp6"),
        ("IPV6-ICMP", "icmp6"),
        ("ESP", "50"),
        ("OSPF", "89"),
        ("UDPLITE", "136"),
        ("PROTO255", "255"),
        ("PROTO:255", "255"),
        ("047", "47"),
    ],
)
def test_a_protocol_has_one_name(text: str, name: str) -> None:
    """Four protocols have a name, all others are their number as text."""
    assert proto(text) == name


@pytest.mark.parametrize("text", ["", "GNUTELLA", "256", "1000", "-1", "٣"])
def test_a_name_that_is_not_known_is_none(text: str) -> None:
    """A number above 255 is no protocol."""
    assert proto(text) is None
