"""What the kernel outside and real tools show to the witnesses beside the options."""

import shutil
from datetime import UTC

import pytest

from tests.lab import firewall as lab
from tests.lab.firewall import ADDRESS, Firewall
from wallwatch.correlate import Correlator
from wallwatch.fingerprint import Matcher, bundled, schedule
from wallwatch.fingerprint.ipid import Observation, classify
from wallwatch.fingerprint.partial import family
from wallwatch.fingerprint.ports import reading, steps
from wallwatch.formats import LineReader
from wallwatch.model import Alert, Sighting
from wallwatch.model.line import Lines

pytestmark = pytest.mark.lab

_LINEAR = "/proc/sys/net/ipv4/tcp_syn_linear_timeouts"


def logged(firewall: Firewall, count: int) -> list[Sighting]:
    """Return the first ``count`` SYNs that the kernel logs, once they are there."""
    lab._wait(lambda: len(_sightings(firewall.kern_log.read_bytes())) >= count, f"{count} SYNs are logged")
    return _sightings(firewall.kern_log.read_bytes())[:count]


def _sightings(written: bytes) -> list[Sighting]:
    lines = tuple(written.splitlines())
    starts = tuple(range(len(lines)))
    batch = Lines(source="kern", stream="kern", start=0, end=len(lines), lines=lines, starts=starts, ended=True)
    read = LineReader("kern", zone=UTC).feed(batch).sightings
    return [sighting for sighting in read if sighting.flags == "S"]


def alerts(sightings: list[Sighting]) -> list[Alert]:
    """Return the alerts that they make."""
    return [change.alert for change in Correlator().add(sightings)]


def observations(sightings: list[Sighting]) -> list[Observation]:
    return [
        Observation(one.time, one.ip_id, one.dst, one.df, one.seq, one.sport, one.dport)
        for one in sightings
        if one.ip_id is not None
    ]


@pytest.mark.parametrize(
    ("linear", "packets", "words"),
    [
        (0, 4, "1 s, 2 s, 4 s, then nothing: as Windows 10 or newer or Linux 3.1 to 6.4, given up early"),
        (4, 7, "1 s x5, 2 s, then nothing: as Linux 6.5 or newer or macOS and FreeBSD, given up early"),
    ],
)
def test_the_kernel_waits_as_its_settings_say(firewall, linear, packets, words):
    """The same kernel waits like an older one, or like itself; the waits agree with its options either way."""
    firewall.run_outside("sh", "-c", f"[ -e {_LINEAR} ]")
    firewall.run_outside("sh", "-c", f"echo {linear} >{_LINEAR}")
    firewall.knock(6346, 4)
    sightings = logged(firewall, packets)
    (alert,) = alerts(sightings)
    found = schedule.reading(alert.ladder, alert.packets, tick=alert.tick)
    assert found.words == words
    options = Matcher([bundled()]).stack(sightings[0])
    assert schedule.agrees(found, options) is True


def test_a_bare_line_of_the_kernel_is_linux(firewall):
    """Without its options, length, TTL and window still tell."""
    firewall.knock(6346)
    (sighting,) = logged(firewall, 1)
    stack = family(sighting)
    assert stack is not None
    assert (stack.label, stack.hops) == ("Linux", 0)


def test_the_kernel_counts_the_packets_of_a_connection(firewall):
    """Three tries of one connection have IDs one after the other, and a port from the kernel's range."""
    firewall.knock(6346, 3)
    sightings = logged(firewall, 3)
    assert classify(observations(sightings)).kind == "per-peer"
    port = reading(sightings[0].sport)
    assert port is not None
    assert "Linux" in port.families


def test_nmap_keeps_its_port_and_draws_its_ids(firewall):
    """A SYN scan of twenty ports; nothing in a bare line of it is a system's."""
    firewall.scan("1-20")
    sightings = logged(firewall, 20)
    assert classify(observations(sightings)).kind == "random"
    assert steps([one.sport or 0 for one in sightings]).kind == "constant"
    assert {family(one) for one in sightings} == {None}


@pytest.mark.skipif(shutil.which("hping3") is None, reason="this needs hping3")
def test_hping_counts_its_ports(firewall):
    """Five SYNs, as fast as may be, without options."""
    # It ends with 1 if nobody answers.
    firewall.run_outside("sh", "-c", f"hping3 -S -p 80 -i u10000 -c 5 {ADDRESS} || true")
    sightings = logged(firewall, 5)
    assert steps([one.sport or 0 for one in sightings]).kind == "counting"
    assert classify(observations(sightings)).kind == "random"
    assert {family(one) for one in sightings} == {None}
