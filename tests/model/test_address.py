"""Addresses."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallwatch.model.address import AROUND, MAPPED, around, canonical, network_bounds, network_of, packed


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("207.95.12.112", "207.95.12.112"),
        ("2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"),
        ("2001:DB8::A", "2001:db8::a"),
        ("2001:db8:0:1:0:0:0:1", "2001:db8:0:1::1"),
        ("::ffff:c000:0201", "::ffff:192.0.2.1"),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
        ("::", "::"),
        ("192.0.2.01", None),
        ("192.0.2", None),
        ("192.0.2.256", None),
        ("192.0.2.1 ", None),
        ("fe80::1%eth0", None),
        ("192.0.2.1/32", None),
        ("\u0661.0.2.1", None),
        ("", None),
        ("example.net", None),
    ],
)
def test_an_address_has_one_text(text, address):
    """However an emitter writes an address, it comes out as RFC 5952 writes it; another text is none."""
    assert canonical(text) == address


@given(st.ip_addresses())
def test_the_text_of_an_address_is_its_own(address):
    """The canonical text of an address reads back as the address, and is canonical."""
    text = canonical(address.exploded)
    assert text is not None
    assert ipaddress.ip_address(text) == address
    assert canonical(text) == text


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_none(text):
    """Nothing is raised on what a stranger wrote."""
    address = canonical(text)
    assert address is None or packed(address) == packed(text)


@given(st.ip_addresses(v=4), st.ip_addresses(v=4), st.ip_addresses(v=6), st.ip_addresses(v=6))
def test_packed_addresses_sort_as_numbers(low, high, one, other):
    """The byte form orders addresses of one version as their numbers."""
    assert (packed(str(low)) < packed(str(high))) == (low < high)
    assert (packed(str(one)) < packed(str(other))) == (one < other)
    assert len(packed(str(low))) == len(packed(str(one))) == 16


def test_an_ipv4_address_is_packed_as_mapped():
    """Both versions have one order: IPv4 stands where IPv6 has its mapped addresses."""
    assert packed("192.0.2.1") == packed("::ffff:192.0.2.1") == bytes.fromhex("00000000000000000000ffffc0000201")


def test_what_is_no_address_cannot_be_packed():
    """A text that is none raises, so that no key is made up for it."""
    with pytest.raises(ValueError, match="example"):
        packed("example")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("192.0.2.1", "192.0.2.1", "192.0.2.1"),
        ("207.95.12.112/19", "207.95.0.0", "207.95.31.255"),
        ("2001:db8::1/126", "2001:db8::", "2001:db8::3"),
        ("0.0.0.0/0", "0.0.0.0", "255.255.255.255"),
    ],
)
def test_a_network_has_its_first_and_last_address(text, first, last):
    """Host bits may be set; a single address is a network of one."""
    assert network_bounds(text) == (packed(first), packed(last))


@pytest.mark.parametrize("text", ["", "192.0.2.0/33", "192.0.2", "192.0.2.0/24/24", "a/8", "192.0.2.0/-1"])
def test_what_is_no_network_has_no_bounds(text):
    """Another text has none, and raises nothing."""
    assert network_bounds(text) is None


@pytest.mark.parametrize(
    ("address", "network"),
    [("198.51.100.77", "198.51.100.0/24"), ("2001:db8:1:2:3::9", "2001:db8:1:2::/64"), ("kern", None)],
)
def test_an_address_has_addresses_around_it(address: str, network: str | None) -> None:
    """They stand for its network where no registered one is known."""
    assert around(address) == network


@pytest.mark.parametrize("address", ["203.0.113.9", "2001:db8:1:2:3::4"])
def test_the_network_around_an_address_is_told_by_how_its_bytes_begin(address):
    """The bits are whole bytes, so that a database can cut them off."""
    length = AROUND[6] // 8 if ":" in address else len(MAPPED) + AROUND[4] // 8
    assert network_of(packed(address)[:length]) == around(address)
    assert not any(bits % 8 for bits in AROUND.values())
