import pytest

from tests.correlate.incident import at, dump, firewall, repeat, seconds, signature
from wallwatch.correlate.attempt import PACKETS_KEPT, TAIL, attempt_of
from wallwatch.correlate.facts import key_of
from wallwatch.correlate.repeat import copies
from wallwatch.correlate.stitch import begin
from wallwatch.correlate.witness import Witnesses

FIRST = signature(at("16:44:00"))
AGAIN = repeat(FIRST, at("16:44:08"), 2)
WITNESSES = Witnesses()
SNORT = WITNESSES[FIRST.source, FIRST.kind]


def alert(*lines):
    """Return an alert of one packet a line, the first of them seen by Snort, too, if it is of the same second."""
    stitches = [begin(line, WITNESSES[line.source, line.kind]) for line in lines]
    if lines[0] is not FIRST and lines[0].time < FIRST.time + seconds(1):
        stitches[0].absorb(FIRST, SNORT)
    return attempt_of(key_of(lines[0]), stitches, len(lines))


def spread(attempts, again=AGAIN):
    """Return the times of the packets that a repeat stands for, in seconds after the first: seen, and missing."""
    found = copies(attempts, again, SNORT, seconds(2))
    return [[(stitch.time - FIRST.time) / seconds(1) for stitch in stitches] for stitches in (
        [stitch for _, stitch in found.seen],
        found.missing,
    )]  # fmt: skip


def kernel(*stamps):
    return [firewall(FIRST.time + seconds(stamp), ip_id=1 + place) for place, stamp in enumerate(stamps)]


@pytest.mark.parametrize(
    ("lines", "seen", "missing"),
    [
        (kernel(0, 3, 8), [3, 8], []),
        (kernel(0, 3), [3], [8]),
        (kernel(0, 8), [8], [4]),
        (kernel(0), [], [4, 8]),
        ([FIRST], [], [4, 8]),
        (kernel(0, 3, 7, 9), [3, 7], []),
        (kernel(0, 3, 5, 8), [3, 8], []),
        (kernel(0, 0, 8), [0, 8], []),
        (kernel(0, 3, 20), [3], [8]),
    ],
)
def test_copies_are_laid_over_the_packets_that_others_saw(lines, seen, missing):
    """The last copy is at the time of the line, the others come after the first line in order, missing ones evenly."""
    assert spread([alert(*lines)]) == [seen, missing]


def test_a_packet_of_the_same_second_is_a_copy_only_if_the_first_is_known():
    """As long as the line that is repeated has no packet, one of its second is taken for its own."""
    own = attempt_of((), [begin(line, 1 << 9) for line in kernel(0, 3)], 2)
    assert spread([own]) == [[3], [8]]


def test_packets_that_snort_has_told_of_are_not_copies():
    """A line for the packet itself and a copy would count it twice."""
    assert spread([alert(*kernel(0), FIRST, signature(FIRST.time + seconds(3)))]) == [[], [4, 8]]


def test_packets_that_contradict_the_line_are_not_copies():
    """A repeated firewall line has an IP ID, and so have its copies."""
    first = firewall(FIRST.time, ip_id=54321)
    lines = [dump(FIRST.time + seconds(3), ip_id=54321), dump(FIRST.time + seconds(8), ip_id=7)]
    packets = alert(first, *lines)
    found = copies([packets], repeat(first, AGAIN.time, 2), WITNESSES[first.source, "firewall"], seconds(2))
    assert [stitch.facts[0] for _, stitch in found.seen] == [54321]


def test_a_repeat_of_a_repeat_goes_on_from_there():
    """Syslogd writes a repeat every so often; the next one begins where the last one ended."""
    attempt = alert(FIRST)
    first = copies([attempt], AGAIN, SNORT, seconds(2))
    attempt.take(attempt_of((), first.missing, 1))
    assert spread([attempt], repeat(AGAIN, at("16:44:16"), 2)) == [[], [12, 16]]


def test_missing_packets_are_of_the_alert_of_the_first_line():
    """Without a first line they are of the alert of the packets seen, and without any of none."""
    home, other = alert(FIRST), attempt_of((), [begin(line, 1 << 9) for line in kernel(3)], 1)
    assert copies([other, home], AGAIN, SNORT, seconds(2)).home is home
    assert copies([other], AGAIN, SNORT, seconds(2)).home is other
    assert copies([], AGAIN, SNORT, seconds(2)).home is None


def test_a_forged_number_is_counted_not_made():
    """A line may speak of a thousand million copies; that many packets are not made of it."""
    found = copies([alert(FIRST)], repeat(FIRST, at("16:44:08"), 1_000_000_000), SNORT, seconds(2))
    assert len(found.missing) == PACKETS_KEPT + TAIL + 1
    assert len(found.missing) + found.uncounted == 1_000_000_000
    assert found.missing[-1].time == at("16:44:08")
