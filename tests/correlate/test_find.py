import pytest

from tests.correlate.incident import at, dump, fingerprint, firewall, repeat, seconds, signature
from wallwatch.correlate.attempt import attempt_of, first_attempt
from wallwatch.correlate.facts import key_of
from wallwatch.correlate.find import distance, find
from wallwatch.correlate.stitch import begin, estimate
from wallwatch.correlate.witness import Witnesses

WINDOW = seconds(2)
WITNESSES = Witnesses()


def bits(line):
    return WITNESSES[line.source, line.kind]


def alert(*lines):
    stitches = [begin(line, bits(line)) for line in lines]
    return attempt_of(key_of(lines[0]), stitches, len(lines))


def place(attempt, line):
    """Return the place of the packet that ``line`` tells of, ``None`` for one of its own."""
    found = find([attempt], line, bits(line), WINDOW)
    return None if found is None else attempt.packets.index(found[1])


@pytest.mark.parametrize(
    ("stamp", "line", "apart"),
    [
        ("16:44:02.993287", firewall(at("16:44:03")), 6_712),
        ("16:44:03.500000", firewall(at("16:44:03")), 0),
        ("16:44:05.000000", firewall(at("16:44:03")), seconds(1)),
        ("16:44:03.000000", dump(at("16:44:03.000001")), 0),
    ],
)
def test_the_distance_is_that_of_the_times_in_which_each_may_have_passed(stamp, line, apart):
    """A stamp in whole seconds stands for the second after it: 16:44:02.993287 and 16:44:03 are 7 ms apart."""
    assert distance(begin(dump(at(stamp)), 0), line) == apart
    assert distance(begin(line, 0), dump(at(stamp))) == apart


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (firewall(at("16:44:03"), ip_id=96), 1),
        (firewall(at("16:44:03"), ip_id=97), None),
        (firewall(at("16:44:01"), ip_id=96), 1),
        (firewall(at("16:43:50"), ip_id=96), None),
        (fingerprint(at("16:44:03")), 1),
        (fingerprint(at("16:44:00")), 0),
        (fingerprint(at("16:44:04")), 1),
        (fingerprint(at("16:44:05")), None),
        (signature(at("16:44:01")), 0),
    ],
)
def test_a_line_tells_of_the_packet_that_nothing_contradicts(line, found):
    """The IP ID decides where both know it, else the nearest time inside the window."""
    packets = alert(dump(at("16:44:00.062976"), ip_id=73), dump(at("16:44:02.993287"), ip_id=96))
    assert place(packets, line) == found


def test_an_equal_ip_id_counts_more_than_a_nearer_time():
    """A line that was written late goes to its own packet, not to the one that a coarser witness saw just then."""
    packets = alert(dump(at("16:44:00"), ip_id=73), fingerprint(at("16:44:01")))
    assert place(packets, firewall(at("16:44:01"), ip_id=73)) == 0


def test_an_ip_id_of_zero_is_no_proof():
    """Linux sends SYNs with DF and IP ID 0, so time decides."""
    packets = alert(dump(at("16:44:00"), ip_id=0), dump(at("16:44:01"), ip_id=0))
    assert place(packets, firewall(at("16:44:01"), ip_id=0)) == 1


def test_a_witness_sees_a_packet_once():
    """A second line without an IP ID is a packet of its own, however near."""
    packets = alert(fingerprint(at("16:44:00")))
    assert place(packets, fingerprint(at("16:44:00"))) is None


def test_several_lines_of_one_firewall_are_one_packet():
    """UFW logs a packet that it audits and blocks twice."""
    packets = alert(firewall(at("16:44:00"), ip_id=73, chain="[UFW AUDIT]"), dump(at("16:44:00.5"), ip_id=74))
    assert place(packets, firewall(at("16:44:00"), ip_id=73, chain="[UFW BLOCK]")) == 0


def test_of_packets_as_near_the_earliest_is_first():
    """Lines without an IP ID are laid over the packets in their order."""
    packets = alert(*(firewall(at("16:44:00"), ip_id=ip_id) for ip_id in (1, 2, 3)))
    assert place(packets, signature(at("16:44:00"))) == 0


def test_of_seconds_that_touch_the_same_one_is_nearer():
    """Whole seconds next to each other may hold one moment; the same second is still the better guess."""
    packets = alert(*(firewall(at(f"16:44:0{second}"), ip_id=second) for second in (1, 2, 3)))
    assert place(packets, signature(at("16:44:02"))) == 1


def test_an_estimated_packet_is_joined_anywhere_in_its_span():
    """Between the repeated line and the repeat, whoever saw a packet saw one of the copies."""
    again = repeat(signature(at("16:44:00")), at("16:44:08"), 2)
    witness = bits(again)
    packets = [begin(signature(at("16:44:00")), witness), estimate(again, witness, at("16:44:04"))]
    assert place(attempt_of((), packets, 2), dump(at("16:44:02.993287"), ip_id=96)) == 1


def test_every_open_alert_of_the_key_is_looked_at():
    """The packet may be in any of them; the best one counts."""
    far = first_attempt((), dump(at("16:44:00"), seq=1), bits(dump(0)))
    near = first_attempt((), dump(at("16:44:01"), seq=2), bits(dump(0)))
    line = fingerprint(at("16:44:01"))
    for alerts in ([far, near], [near, far]):
        assert find(alerts, line, bits(line), WINDOW) == (near, near.packets[0])


def test_among_many_packets_only_those_in_reach_are_looked_at():
    """A long flow is searched by time: the right packet is found among hundreds."""
    packets = alert(*(firewall(seconds(second), ip_id=1 + second) for second in range(500)))
    assert place(packets, dump(seconds(321.5), ip_id=322)) == 321
    assert place(packets, dump(seconds(321.5), ip_id=999)) is None
    assert place(packets, firewall(seconds(499), ip_id=500)) == 499
