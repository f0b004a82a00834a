"""What the last holder of our address left behind."""

import pytest

from tests.evidence.samples import MOMENT, SECOND, WINDOWS, an_alert
from wallwatch.evidence.inheritance import Inheritance, legacy
from wallwatch.model import AddressChange

OLD, NEW = "203.0.113.1", "203.0.113.77"
MINUTE = 60 * SECOND


def live(inheritance, dst, start, count, *, port=6346, networks=None, **fields):
    """Let ``count`` Windows hosts call a port of an address, each from another network."""
    for place in range(count):
        time = MOMENT + (start + place) * MINUTE
        net = place if networks is None else place % networks
        alert = an_alert(first=time, last=time, dst=dst, src=f"10.{net}.{place}.1", dport=port, os=WINDOWS, **fields)
        tenure = inheritance.note(alert)
        if tenure is not None:
            tenure.call(alert, None)
    return alert


def moved(port_before=23, port=6346, networks=None, count=14):
    """Return the state and the last alert of a line that got another address, whose callers want ``port``."""
    inheritance = Inheritance()
    live(inheritance, OLD, 0, 20, port=port_before)
    return inheritance, live(inheritance, NEW, 40, count, port=port, networks=networks)


def test_a_change_is_told_once_with_its_line():
    """Its time is that of the first packet to the new address."""
    inheritance, _ = moved()
    change = AddressChange(at=MOMENT + 40 * MINUTE, before=OLD, after=NEW, host="gate", iface="ppp0")
    assert inheritance.drain() == [change]
    assert inheritance.drain() == []


def test_one_line_says_what_was_inherited():
    """Since when, how many hosts in how many networks, and what stood here."""
    inheritance, alert = moved(networks=9)
    found = legacy(inheritance.known(alert), ("tcp", 6346), alert.first)
    assert found is not None
    assert found.words(0, alert.first) == (
        "since 16:12 this address has a new holder: 14 hosts in 9 networks call port 6346, a gnutella server stood here"
    )
    assert found.words(3600, alert.first).startswith("since 17:12 ")
    assert found.words(0, alert.first + 3 * 86_400 * SECOND).startswith("since 03-02 16:12 ")


def test_a_port_without_a_name_had_a_server():
    """Any port may have been served."""
    inheritance, alert = moved(port=27015)
    found = legacy(inheritance.known(alert), ("tcp", 27015), alert.first)
    assert found is not None
    assert found.words(0, alert.first).endswith("call port 27015, a server stood here")


def test_a_port_that_everybody_always_called_was_not_inherited():
    """What came to the old address as well is the usual noise."""
    inheritance, alert = moved(port_before=445, port=445)
    assert legacy(inheritance.known(alert), ("tcp", 445), alert.first) is None


@pytest.mark.parametrize(("count", "networks"), [(4, None), (14, 2)])
def test_few_callers_prove_nothing(count, networks):
    """It takes several hosts in several networks."""
    inheritance, alert = moved(count=count, networks=networks)
    assert legacy(inheritance.known(alert), ("tcp", 6346), alert.first) is None


def test_without_a_change_nothing_is_inherited():
    """An address that was ours all along has no last holder."""
    inheritance = Inheritance()
    alert = live(inheritance, OLD, 0, 50)
    assert inheritance.drain() == []
    assert legacy(inheritance.known(alert), ("tcp", 6346), alert.first) is None
    assert legacy(None, ("tcp", 6346), alert.first) is None


def test_calls_that_die_away_are_said_to():
    """Caches forget an address: fewer and fewer hosts begin to call."""
    inheritance, _ = moved(count=12)
    alert = live(inheritance, NEW, 100, 2, networks=1)
    found = legacy(inheritance.known(alert), ("tcp", 6346), alert.first)
    assert found is not None
    assert found.decays
    assert "call port 6346, fewer and fewer, a gnutella" in found.words(0, alert.first)


@pytest.mark.parametrize(
    "dst", ["224.0.0.251", "255.255.255.255", "203.0.113.255", "ff02::1", "fe80::1", "169.254.1.1"]
)
def test_what_no_host_has_is_no_address_of_ours(dst):
    """Broadcasts and multicasts come beside our address and change nothing."""
    inheritance = Inheritance()
    for start in range(0, 40, 2):
        live(inheritance, OLD, start, 1)
        live(inheritance, dst, start + 1, 1)
    live(inheritance, NEW, 60, 5)
    assert [change.after for change in inheritance.drain()] == [NEW]


def test_two_logs_tell_of_one_change():
    """The IDS of the same host names no interface; what both see is one change."""
    inheritance = Inheritance()
    for iface in ("ppp0", None):
        live(inheritance, OLD, 0, 20, iface=iface)
    for iface in ("ppp0", None):
        live(inheritance, NEW, 40, 5, iface=iface)
    assert len(inheritance.drain()) == 1


def test_interfaces_are_bounded():
    """Host names are what strangers may write: no more than some are kept apart."""
    inheritance = Inheritance()
    for number in range(100):
        inheritance.note(an_alert(host=f"host{number}"))
    assert inheritance.known(an_alert(host="host1")) is not None
    assert inheritance.known(an_alert(host="host99")) is None
