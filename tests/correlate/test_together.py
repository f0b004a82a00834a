import pytest

from tests.correlate.incident import dump, firewall, seconds, signature
from wallwatch.correlate.attempt import attempt_of
from wallwatch.correlate.facts import key_of
from wallwatch.correlate.stitch import begin
from wallwatch.correlate.together import IDLE_GAP, apart, closest, together


def alert(*lines):
    return attempt_of(key_of(lines[0]), [begin(line, 1) for line in lines], len(lines))


def syns(*times, **fields):
    return alert(*(firewall(seconds(time), tick=1, **fields) for time in times))


def isn(number, *times):
    return alert(*(dump(seconds(time), seq=number) for time in times))


def acks(*times):
    return alert(*(firewall(seconds(time), tick=1, flags="A") for time in times))


def datagrams(*times, **fields):
    return alert(*(firewall(seconds(time), tick=1, proto="udp", flags=None, **fields) for time in times))


def echoes(number, *times):
    fields = {"sport": None, "dport": None, "flags": None, "icmp_type": 8, "icmp_code": 0, "icmp_id": number}
    return alert(*(firewall(seconds(time), proto="icmp", **fields) for time in times))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (isn(7, 0, 3), isn(7, 9), True),
        (isn(7, 0, 1), isn(7, 64), True),
        (isn(7, 0), isn(7, 131), False),
        (isn(7, 0), isn(8, 3), False),
        (isn(7, 0, 9), isn(8, 3), False),
        (isn(7, 0, 3), syns(9), True),
        (isn(7, 0, 3), syns(4), False),
        (syns(0, 3), syns(9), True),
        (syns(3), syns(0), True),
        (syns(0, 9), syns(3), True),
        (syns(0, 3), syns(9, 21), True),
        (syns(0, 3, 9), syns(12), False),
        (syns(0, 1), syns(4, 5), False),
        (syns(0), syns(20), False),
        (syns(0, 1, 3, 7, 15), syns(31, 63), True),
        (alert(signature(0)), syns(3), True),
        (syns(0, 3), alert(signature(seconds(9))), True),
        (alert(signature(0)), alert(signature(seconds(50))), True),
        (alert(signature(0)), alert(signature(seconds(70))), False),
        (syns(0), acks(0.1, 0.2, 30), True),
        (acks(0.1, 0.2), syns(0), True),
        (acks(0, 1), syns(5), False),
        (acks(0), acks(59), True),
        (acks(0), acks(61), False),
        (datagrams(0, 59), datagrams(110), True),
        (datagrams(0), datagrams(61), False),
        (datagrams(0, 50, 90), datagrams(40), True),
        (echoes(1, 0), echoes(1, 30), True),
        (echoes(1, 0), echoes(2, 1), False),
    ],
)
def test_packets_are_one_attempt(one, other, same):
    """A sequence number, rising gaps, or an idle gap make packets of one key one connection attempt, or several."""
    assert together(one, other) is same
    assert together(other, one) is same


def test_a_syn_in_the_same_second_as_an_answer_may_come_before_it():
    """An ACK stamped with a whole second is not known to come before a SYN stamped within it."""
    ack = alert(firewall(0, flags="A"))
    assert together(ack, alert(dump(seconds(0.5), seq=7)))
    assert not together(ack, alert(dump(seconds(1.5), seq=7)))


def test_an_unknown_message_is_part_of_any_icmp_flow():
    """Snort's syslog line does not tell the type, so nothing speaks against it."""
    fields = {"proto": "icmp", "sport": None, "dport": None}
    assert together(echoes(1, 0), alert(signature(seconds(5), **fields)))


def test_alerts_are_apart_by_the_gap_between_them():
    """Overlapping ones are not apart at all."""
    assert apart(syns(0, 3), syns(9)) == apart(syns(9), syns(0, 3)) == seconds(6)
    assert apart(syns(0, 9), syns(3)) == 0


def test_a_new_packet_goes_to_the_alert_of_its_sequence_number():
    """One that knows the same number counts before one that is nearer and knows none."""
    known, near = isn(7, 0), syns(8)
    assert closest([near, known], isn(7, 9)) is known


def test_without_a_number_a_new_packet_goes_to_the_nearest_alert():
    """Of two ladders that it could be the next step of, the one that was climbed last."""
    old, young = syns(0, 3), syns(8)
    assert closest([old, young], syns(11)) is young
    assert closest([old], syns(11)) is old
    assert closest([], syns(11)) is None


def test_a_long_silence_ends_every_flow():
    """Nothing that came after the idle gap is part of what was before."""
    flow = datagrams(*range(0, 100, 10))
    assert closest([flow], datagrams(90 + IDLE_GAP / seconds(1))) is None
    assert closest([flow], datagrams(89 + IDLE_GAP / seconds(1))) is flow
