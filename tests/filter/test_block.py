"""Blocks of addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallwatch.filter.block import parse_block
from wallwatch.model.address import packed


@pytest.mark.parametrize(
    ("text", "first", "last", "name"),
    [
        ("192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.1"),
        ("192.0.2.112/19", "192.0.0.0", "192.0.31.255", "192.0.0.0/19"),
        ("192.0.2.1-192.0.2.9", "192.0.2.1", "192.0.2.9", "192.0.2.1-192.0.2.9"),
        ("192.0.2.0 - 192.0.2.255", "192.0.2.0", "192.0.2.255", "192.0.2.0/24"),
        ("2001:0DB8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::/32"),
        ("2001:db8::1-2001:db8::3", "2001:db8::1", "2001:db8::3", "2001:db8::1-2001:db8::3"),
        ("::ffff:192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.1"),
        ("0.0.0.0/0", "0.0.0.0", "255.255.255.255", "0.0.0.0/0"),
    ],
)
def test_a_block_has_its_ends_and_one_way_to_be_written(text, first, last, name):
    """An address, a network and a range are read as the addresses they hold."""
    block = parse_block(text)
    assert block is not None
    assert (block.first, block.last, block.name) == (packed(first), packed(last), name)
    assert parse_block(block.name) == block


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "192.0.2", "192.0.2.", "192.0.2.0/33", "192.0.2.9-192.0.2.1", "192.0.2.1-", "-192.0.2.1", "fe80::1%e",
        "fe80::%eth0/64", "192.0.2.1-2001:db8::1", "::1-192.0.2.1", "192.0.2.0/24-192.0.3.0/24", "example.net", "*",
    ],
)  # fmt: skip
def test_what_is_no_block_is_none(text):
    """A text that is no block, or a range that runs downwards or across versions, is refused."""
    assert parse_block(text) is None


@given(st.ip_addresses(v=4), st.ip_addresses(v=4))
def test_the_name_of_any_range_reads_back_as_the_range(one, other):
    """A block reads back from its name, whether that is an address, a network or a range."""
    block = parse_block(f"{min(one, other)}-{max(one, other)}")
    assert block is not None
    assert parse_block(block.name) == block
