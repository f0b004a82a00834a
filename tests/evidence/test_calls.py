"""Who calls a port."""

from tests.evidence.samples import MOMENT, SECOND
from wallwatch.evidence.calls import HOSTS, Calls, neighbourhood

HOUR = 3_600 * SECOND


def test_hosts_count_once_with_their_first_call():
    """A host that calls again is one host, and a call that is read later may have been the first."""
    calls = Calls()
    calls.note("198.51.100.1", "A", MOMENT)
    calls.note("198.51.100.1", "A", MOMENT - 5)
    calls.note("192.0.2.1", None, MOMENT)
    assert calls.hosts == {"198.51.100.1": MOMENT - 5, "192.0.2.1": MOMENT}
    assert calls.networks == {"A", "192.0"}


def test_hosts_are_bounded():
    """A flood of made-up sources takes no more room than a hundred."""
    calls = Calls()
    for number in range(1_000):
        calls.note(f"10.0.{number >> 8}.{number & 255}", None, MOMENT)
    assert len(calls.hosts) == HOSTS


def test_calls_decay_when_fewer_hosts_begin():
    """Ten in the first half of the time and two in the second are a decay; as many in both are none, nor is chance."""
    fewer, chance, even = Calls(), Calls(), Calls()
    for host in range(12):
        fewer.note(f"10.{host}.0.1", None, MOMENT + (host if host < 10 else 20) * HOUR // 2)
        chance.note(f"10.{host}.0.1", None, MOMENT + (host if host < 9 else 20) * HOUR // 2)
        even.note(f"10.{host}.0.1", None, MOMENT + host * HOUR)
    assert fewer.decays(MOMENT, MOMENT + 12 * HOUR)
    assert not chance.decays(MOMENT, MOMENT + 12 * HOUR)
    assert not even.decays(MOMENT, MOMENT + 11 * HOUR)
    assert not Calls().decays(MOMENT, MOMENT + HOUR)


def test_a_neighbourhood_stands_for_an_unknown_block():
    """The first half of an IPv4 address, the first two groups of an IPv6 one."""
    assert neighbourhood("198.51.100.1") == "198.51"
    assert neighbourhood("2001:db8:1::1") == "2001:db8"
