import pytest

from tests.correlate.incident import (
    GNUTELLA,
    INSIDE,
    OUTSIDE,
    WINDOWS,
    at,
    dump,
    fingerprint,
    firewall,
    seconds,
    sighting,
    signature,
)
from wallwatch.correlate.attempt import PACKETS_KEPT, attempt_of, first_attempt
from wallwatch.correlate.facts import key_of
from wallwatch.correlate.freeze import alert_of, touched_packets
from wallwatch.correlate.stitch import begin
from wallwatch.correlate.witness import Witnesses
from wallwatch.model import Alert

WITNESSES = Witnesses()


def bits(line):
    return WITNESSES[line.source, line.kind]


def attempt(*packets):
    """Return an alert of packets, each a list of the lines that tell of it."""
    stitches = []
    for first, *others in packets:
        stitches.append(begin(first, bits(first)))
        for line in others:
            stitches[-1].absorb(line, bits(line))
    return attempt_of(key_of(packets[0][0]), stitches, sum(map(len, packets)))


def test_an_alert_says_what_its_witnesses_say():
    """Each field comes from who knows it: the firewall's ruling, the IDS' signature, the dump's time, p0f's words."""
    first = at("15:32:54")
    whole = attempt(
        [
            signature(first, source="syslog"),
            dump(at("15:32:54.630347"), source="dump", seq=7, ip_id=31988),
            firewall(first, source="kern.log", ip_id=31988, zone=3600),
            fingerprint(first, source="p0f.log"),
        ],
        [dump(at("15:32:57.590663"), source="dump", seq=7, ip_id=32007)],
    )
    whole.id = 5
    assert alert_of(whole) == Alert(
        id=5,
        first=at("15:32:54.630347"),
        last=at("15:32:57.590663"),
        tick=1,
        proto="tcp",
        src=OUTSIDE,
        sport=3504,
        dst=INSIDE,
        dport=6346,
        flags="S",
        ttl=117,
        packets=2,
        ladder=(2.96,),
        witnesses="SKPD",
        seen=("SKPD", "---D"),
        lines=5,
        signature=GNUTELLA,
        action="block",
        chain="input",
        rule="64",
        host="gw",
        iface="ppp0",
        sources=("dump", "kern.log", "p0f.log", "syslog"),
        os=WINDOWS,
    )


@pytest.mark.parametrize(
    ("line", "host", "iface"),
    [
        (firewall(0), "gw", "ppp0"),
        (firewall(0, iface_in=None, iface_out="eth1"), "gw", "eth1"),
        (signature(0), "gw", None),
        (sighting(0, kind="dump", host="sensor"), "sensor", None),
        (dump(0), None, None),
    ],
)
def test_a_lone_line_tells_where_it_was_seen(line, host, iface):
    """Host and interface are those of the firewall, else of whoever tells of the packet."""
    alert = alert_of(first_attempt(key_of(line), line, bits(line)))
    assert (alert.host, alert.iface) == (host, iface)
    assert alert.seen == (alert.witnesses,)


def test_a_change_tells_of_each_packet_once():
    """Packets that are new, changed or in another place are touched, and no others."""
    alert = attempt([firewall(0, ip_id=1)], [firewall(seconds(3), ip_id=2)])
    assert [place for place, _ in touched_packets(alert)] == [0, 1]
    assert touched_packets(alert) == ()
    alert.join(alert.packets[1], dump(seconds(3), ip_id=2), 1)
    assert [place for place, _ in touched_packets(alert)] == [1]


def test_a_late_first_packet_moves_the_others():
    """Packets are known by their place, so those that move are told of again."""
    alert = attempt([firewall(seconds(3), ip_id=2)])
    touched_packets(alert)
    alert.take(attempt([firewall(0, ip_id=1)]))
    assert [(place, packet.ip_id) for place, packet in touched_packets(alert)] == [(0, 1), (1, 2)]


def test_an_alert_counts_all_packets_and_shows_those_that_are_kept():
    """The ladder and who saw what are of the packets that are kept, the count and the last time of all."""
    number = PACKETS_KEPT + 10
    flood = attempt(*([firewall(seconds(second), proto="udp", flags=None)] for second in range(number)))
    alert = alert_of(flood)
    assert (alert.packets, alert.last) == (number, seconds(number - 1))
    assert (len(alert.seen), len(alert.ladder)) == (PACKETS_KEPT, PACKETS_KEPT - 1)
    assert len(touched_packets(flood)) == PACKETS_KEPT
