import ipaddress

import pytest

from wallwatch.whois.public import is_public, why_not

NEVER = [
    "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.1.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1",
    "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "255.255.255.255", "0.0.0.0",
    "::", "::1", "::ffff:192.168.1.1", "::ffff:8.8.8.8", "64:ff9b::808:808", "64:ff9b:1::1", "2001:0:1::1",
    "2001:db8::1", "2002:c0a8:1::", "3fff::1", "4000::1", "5f00::1", "fc00::1", "fe80::1", "fec0::1", "ff02::1",
]  # fmt: skip


@pytest.mark.parametrize("address", NEVER)
def test_addresses_that_are_nobodys_are_never_asked_about(address):
    """Private, reserved, for documentation, multicast, and those that carry another address."""
    assert why_not(address) is not None
    assert not is_public(address)


@pytest.mark.parametrize("address", ["207.95.12.112", "1.1.1.1", "2a10::1", "2410::1", "2001:500::1"])
def test_addresses_on_the_internet_may_be_asked_about(address):
    """Both families."""
    assert why_not(address) is None


def test_ones_own_network_is_nobodys_business():
    """Whatever it is registered as."""
    own = [ipaddress.ip_network("207.95.0.0/19"), ipaddress.ip_network("2a10::/32")]
    assert why_not("207.95.12.112", own) == "It is one of your own."
    assert why_not("207.95.64.1", own) is None


def test_what_is_no_address_is_not_asked_about():
    """A host name in a log."""
    assert why_not("-oProxyCommand=x") == "It is no address."
