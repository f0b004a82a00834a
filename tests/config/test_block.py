from ipaddress import ip_network

import pytest

from wallwatch.config.block import Block


@pytest.mark.parametrize("text", ["192.0.2.0/24", "2001:db8::/32", "192.0.2.1"])
def test_a_block_is_a_prefix_or_an_address(text):
    """Of either family."""
    assert Block.parse(text).network == ip_network(text)


def test_host_bits_may_be_set():
    """People write down the address that they have."""
    assert Block.parse("192.0.2.9/24") == Block.parse("192.0.2.0/24")


@pytest.mark.parametrize("text", ["", "example.net", "192.0.2.0/33"])
def test_what_is_no_block_is_an_error(text):
    """The configuration names it with its line."""
    with pytest.raises(ValueError, match="does not appear to be"):
        Block.parse(text)
