"""Addresses of logs on other hosts."""

import pytest

from wallwatch.errors import SourceError
from wallwatch.sources.address import Address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ssh://gate/var/log/kern.log", Address("gate", "/var/log/kern.log")),
        ("ssh://admin@gate.example.org:2222/x", Address("gate.example.org", "/x", "admin", "2222")),
        ("ssh://192.0.2.1/var/log/it's here", Address("192.0.2.1", "/var/log/it's here")),
        ("ssh://log_1@[2001:db8::1]:22/x", Address("2001:db8::1", "/x", "log_1", "22")),
        ("ssh://[2001:db8::1]/x", Address("2001:db8::1", "/x")),
    ],
)
def test_user_host_port_and_path_are_told_apart(text, address):
    """A user and a port are left to ssh's own configuration where they are not given."""
    assert Address.parse(text) == address
    assert str(address) == text


@pytest.mark.parametrize(
    "text",
    [
        "ssh://-oProxyCommand=touch x/var/log/x",
        "ssh://-oProxyCommand=x@gate/var/log/x",
        "ssh://-l@gate/x",
        "ssh://a b/x",
        "ssh://gate;id/x",
        "ssh://$(id)/x",
        "ssh://gate\n/x",
        "ssh://gäte/x",
        "ssh:///x",
        "ssh://gate",
        "ssh://gate/",
        "ssh://gate/a\nb",
        "ssh://gate/a\x1b[2J",
        "ssh://gate:0/x",
        "ssh://gate:65536/x",
        "ssh://gate:22 -oProxyCommand=x/x",
        "ssh://[::1%eth0]/x",
        "ssh://[-oX]/x",
        "ssh://@gate/x",
        "ssh://gate/var/log/snort/*/TCP",
    ],
)
def test_what_ssh_could_take_for_something_else_is_refused(text):
    """With a sentence that says how to write it."""
    with pytest.raises(SourceError) as caught:
        Address.parse(text)
    assert caught.value.sentence
    assert caught.value.remedy
