import msgspec
import pytest

from tests.correlate.incident import (
    GNUTELLA,
    WINDOWS,
    at,
    dump,
    fingerprint,
    firewall,
    repeat,
    seconds,
    sighting,
    signature,
)
from wallwatch.correlate.attempt import PACKETS_KEPT, TAIL, attempt_of, first_attempt, in_order
from wallwatch.correlate.facts import ISN, key_of
from wallwatch.correlate.stitch import NEVER, begin
from wallwatch.model import Signature

S, K, P, D = 17, 34, 68, 136


def alert(*lines, bits=K):
    return attempt_of(key_of(lines[0]), [begin(line, bits) for line in lines], len(lines))


@pytest.mark.parametrize(
    "line",
    [firewall(0, ip_id=7), dump(0, seq=7), signature(0), fingerprint(0), sighting(0, kind="signature", action="block")],
    ids=lambda line: line.kind,
)
def test_an_alert_of_one_line_is_like_any_other(line):
    """The short way to the most frequent alert leads to the same place as the long one."""
    short = first_attempt(key_of(line), line, K)
    long = attempt_of(key_of(line), [begin(line, K)], 1)
    assert [msgspec.structs.astuple(stitch) for stitch in short.packets] == [
        msgspec.structs.astuple(stitch) for stitch in long.packets
    ]
    assert msgspec.structs.astuple(short)[2:] == msgspec.structs.astuple(long)[2:]


def test_packets_are_in_order_of_time():
    """A late packet that was sent first comes first."""
    attempt = alert(firewall(seconds(3)))
    attempt.take(alert(firewall(0)))
    assert [stitch.time for stitch in attempt.packets] == [0, seconds(3)]


def test_a_better_stamp_puts_a_packet_in_its_place():
    """Two packets stamped with the same second are in the order of the dump's microseconds."""
    attempt = alert(firewall(0, ip_id=2), firewall(0, ip_id=1))
    late, early = attempt.packets
    attempt.join(late, dump(900, ip_id=2), D)
    attempt.join(early, dump(100, ip_id=1), D)
    assert attempt.packets == [early, late]


def test_a_line_counts_once():
    """Sightings count their lines; a repeat, which tells of several packets, is counted by who spreads it."""
    attempt = alert(firewall(0, ip_id=1))
    attempt.join(attempt.packets[0], dump(0, lines=4), D)
    attempt.join(attempt.packets[0], repeat(signature(0), seconds(3), 2), S)
    assert attempt.lines == 5


def test_an_alert_takes_over_another_one():
    """Packets, lines, witnesses and sources add up, and whoever holds the other one finds the heir."""
    attempt = alert(firewall(0, source="kern.log"))
    other = alert(dump(seconds(3), source="dump", seq=7), bits=D)
    other.packets[0].place = 0
    attempt.take(other)
    assert attempt.identity[ISN] == 7
    assert (attempt.lines, attempt.witnesses, attempt.sources) == (2, K | D, ("dump", "kern.log"))
    assert attempt.packets[1].place == NEVER
    assert other.heir is attempt


def test_a_packet_can_be_released():
    """What only the released packet said is no longer said of the alert."""
    attempt = alert(firewall(0, source="kern.log"), dump(seconds(3), source="dump", seq=7))
    released = attempt.release(attempt.packets[1])
    assert (attempt.identity[ISN], attempt.lines, attempt.sources) == (None, 1, ("kern.log",))
    assert (released.identity[ISN], released.lines, released.sources) == (7, 1, ("dump",))


@pytest.mark.parametrize("turned", [False, True])
def test_a_rule_that_decides_counts_before_one_that_logs(turned):
    """UFW audits first and blocks then; the alert was blocked, whichever line comes first."""
    lines = [firewall(0, ip_id=1, action="log", chain="[UFW AUDIT]"), firewall(0, ip_id=1, chain="[UFW BLOCK]")]
    attempt = alert(lines[turned])
    attempt.join(attempt.packets[0], lines[not turned], K)
    assert attempt.ruling is not None
    assert (attempt.ruling.action, attempt.ruling.chain) == ("block", "[UFW BLOCK]")


@pytest.mark.parametrize("turned", [False, True])
def test_of_several_that_say_something_the_earliest_counts(turned):
    """The signature and p0f's words are those of the first packet that has any, whatever comes first."""
    other = Signature("other", 1, 2, 3)
    lines = [signature(0, os=WINDOWS), signature(seconds(3), signature=other, os=None)]
    attempt = alert(lines[turned])
    attempt.take(alert(lines[not turned]))
    assert attempt.alarm is not None
    assert attempt.report is not None
    assert (attempt.alarm.signature, attempt.report.os) == (GNUTELLA, WINDOWS)


def test_packets_in_excess_are_counted():
    """A flood keeps its first packets, and the newest ones for as long as somebody may tell of them."""
    attempt = alert(firewall(0, ip_id=1))
    for number in range(1, PACKETS_KEPT + 200):
        attempt.take(alert(firewall(number, ip_id=1 + number)))
    assert len(attempt.packets) == PACKETS_KEPT + TAIL
    assert len(attempt.packets) + attempt.uncounted == PACKETS_KEPT + 200
    assert attempt.packets[-1].time == PACKETS_KEPT + 199


def test_a_lone_witness_of_a_crowd_is_shown_only_its_newest_packets():
    """A flood that one witness sees costs as little a line as a trickle."""
    attempt = alert(*(firewall(0, ip_id=1 + number) for number in range(500)))
    assert len(attempt.around(firewall(0), K, seconds(2))) < 20
    assert len(attempt.around(dump(0), D, seconds(2))) == 500


def test_a_long_flow_is_searched_by_time():
    """Only packets that may be the one in question are returned, a wide estimate among them."""
    attempt = alert(*(firewall(seconds(second), ip_id=1) for second in range(100)))
    near = attempt.around(dump(at("00:00:50", 1970) - at("00:00:00", 1970)), D, seconds(2))
    assert [stitch.time for stitch in near] == [seconds(second) for second in range(47, 54)]


def test_alerts_are_in_order_of_their_first_packets():
    """Which alert was opened first does not matter."""
    early, late = alert(firewall(0), firewall(seconds(9))), alert(firewall(seconds(3)))
    assert in_order([late, early]) == in_order([early, late]) == [early, late]
    assert in_order([late]) == [late]


@pytest.mark.parametrize("turned", [False, True])
def test_what_an_ids_let_pass_hides_no_block_of_the_firewall(turned):
    """An IDS in front allows the packet, the kernel logs or blocks it: what the firewall did is the action."""
    passed = sighting(0, kind="signature", action="allow")
    for action in ("block", "log"):
        lines = [passed, sighting(0, kind="firewall", action=action)]
        attempt = alert(*(reversed(lines) if turned else lines))
        assert attempt.ruling.action == action
