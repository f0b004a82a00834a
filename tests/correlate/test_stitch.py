import msgspec
import pytest

from tests.correlate.incident import at, dump, fingerprint, firewall, repeat, seconds, signature
from wallwatch.correlate.facts import IP_ID
from wallwatch.correlate.stitch import NEVER, SIGHTINGS_KEPT, begin, estimate, reopen, reopen_last, since
from wallwatch.model import Packet, Signature

S, K, P, D = 1, 2, 4, 8


def test_a_packet_begins_with_its_first_sighting():
    """The packet passed within the resolution of the stamp, and is not told of yet."""
    line = firewall(at("16:44:03"), ip_id=96)
    stitch = begin(line, K)
    assert (stitch.low, stitch.high) == (line.time, line.time + seconds(1))
    assert (stitch.place, stitch.changed, stitch.lines) == (NEVER, True, 1)
    assert stitch.packet() == Packet(
        **{name: getattr(line, name) for name in Packet.__struct_fields__ if name not in {"estimated", "sightings"}},
        sightings=(line,),
    )


@pytest.mark.parametrize("turned", [False, True])
def test_the_finest_stamp_is_the_time_of_the_packet(turned):
    """The dump's microseconds count, whether it comes first or last."""
    lines = [firewall(at("16:44:03")), fingerprint(at("16:44:03")), dump(at("16:44:02.993287"))]
    first, *others = reversed(lines) if turned else lines
    stitch = begin(first, 0)
    for line in others:
        stitch.absorb(line, 0)
    assert stitch.packet().time == at("16:44:02.993287")
    assert stitch.packet().tick == 1


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_stamps_as_fine_the_firewalls_counts(turned):
    """P0f 1 prints the time at which it prints, the kernel logs as the packet passes."""
    lines = [firewall(at("16:44:03")), fingerprint(at("16:44:04"))]
    first, other = reversed(lines) if turned else lines
    stitch = begin(first, 0)
    assert stitch.absorb(other, 0) is turned
    assert stitch.time == at("16:44:03")


def test_a_sighting_completes_what_is_known():
    """Facts and witnesses add up, and the packet has changed."""
    stitch = begin(signature(at("16:44:00")), S)
    stitch.changed = False
    stitch.absorb(firewall(at("16:44:00"), ip_id=73, lines=3), K)
    assert (stitch.witnesses, stitch.facts[IP_ID], stitch.syn, stitch.lines) == (S | K, 73, True, 4)
    assert stitch.changed


def test_no_more_than_a_few_sightings_of_a_packet_are_kept():
    """A forged flood of lines about one packet is counted, not kept."""
    stitch = begin(firewall(0), K)
    for _ in range(SIGHTINGS_KEPT + 5):
        stitch.absorb(firewall(0), K)
    assert len(stitch.sightings) == SIGHTINGS_KEPT
    assert stitch.lines == SIGHTINGS_KEPT + 6


@pytest.mark.parametrize(
    ("first", "second", "again"),
    [
        (firewall(0, ip_id=73, chain="input"), firewall(0, ip_id=73, chain="log"), True),
        (firewall(0, ip_id=73), firewall(seconds(1), ip_id=73), False),
        (firewall(0, ip_id=73, tick=1), firewall(900, ip_id=73, tick=1), True),
        (firewall(0, ip_id=73, uptime=500_000), firewall(0, ip_id=73, uptime=500_040), True),
        (firewall(0, ip_id=73, uptime=500_000), firewall(0, ip_id=73, uptime=502_000), False),
        (dump(0, ip_id=73), dump(900, ip_id=73), False),
        (firewall(0, ip_id=0), firewall(0, ip_id=0), False),
        (firewall(0), firewall(0), False),
        (firewall(0, ip_id=73, source="kern.log"), firewall(0, ip_id=73, source="ufw.log"), False),
        (signature(0), signature(0), False),
        (signature(0), signature(0, signature=Signature("SYN to a privileged port", 1, 99, 0)), True),
        (fingerprint(0), fingerprint(0), False),
    ],
)
def test_a_witness_may_write_several_lines_about_one_packet(first, second, again):
    """One line for each rule: of a firewall if it is the same IP ID, of an IDS if it is another rule; in one second."""
    assert begin(first, K).saw(second) is again


def test_an_estimated_packet_may_have_passed_at_any_time_since_the_line_before():
    """A packet that only a repeat stands for waits for its other witnesses in the whole span."""
    again = repeat(signature(at("16:44:00")), at("16:44:08"), 2)
    packet = estimate(again, S, at("16:44:04"))
    assert (packet.low, packet.high) == (at("16:44:00"), at("16:44:09"))
    assert packet.packet().estimated
    assert packet.lines == 0


def test_the_last_copy_passed_at_the_time_of_the_line():
    """The stamp of a repeat line is that of its last copy."""
    again = repeat(signature(at("16:44:00")), at("16:44:08"), 2)
    last = estimate(again, S, at("16:44:08"))
    assert (last.time, last.low, last.high) == (at("16:44:08"), at("16:44:08"), at("16:44:09"))


def test_a_real_sighting_ends_the_estimate():
    """The first witness of an estimated packet gives it its time, however coarse."""
    packet = estimate(repeat(signature(at("16:44:00")), at("16:44:08"), 2), S, at("16:44:04"))
    assert packet.absorb(firewall(at("16:44:03"), ip_id=96), K)
    assert (packet.time, packet.width, packet.estimated) == (at("16:44:03"), seconds(1), False)


def test_a_repeat_gives_a_packet_no_time():
    """A repeat is one more sighting of a packet that is known, but its stamp is that of another copy."""
    packet = begin(firewall(at("16:44:03"), ip_id=96), K)
    again = repeat(signature(at("16:44:00")), at("16:44:08"), 2)
    assert not packet.absorb(again, S)
    assert (packet.time, packet.lines, packet.witnesses) == (at("16:44:03"), 1, K | S)


@pytest.mark.parametrize(("after", "expected"), [(3, 3), (None, 8), (9, 8)])
def test_a_repeat_is_never_before_what_it_repeats(after, expected):
    """A clock that was set back, or a repeat whose first line is unknown, leaves no span."""
    assert since(signature(8, repeat=2, repeat_after=after)) == expected


def test_a_packet_moves_with_its_sightings():
    """Dated anew, a packet keeps its place within the day."""
    line = firewall(at("16:44:03", 2024))
    packet = begin(line, K)
    dated = msgspec.structs.replace(line, time=at("16:44:03", 2002))
    packet.move(dated.time - line.time, (dated,), dated)
    assert packet.packet().time == at("16:44:03", 2002)
    assert packet.packet().sightings == (dated,)


@pytest.mark.parametrize(
    "stitch",
    [
        begin(firewall(at("16:44:03"), ip_id=96), K),
        estimate(repeat(signature(at("16:44:00")), at("16:44:08"), 2), S, at("16:44:04")),
        estimate(repeat(signature(at("16:44:00")), at("16:44:08"), 2), S, at("16:44:08")),
    ],
)
@pytest.mark.parametrize("more", [(), (fingerprint(at("16:44:04")), dump(at("16:44:04.5"), seq=7))])
def test_a_packet_of_an_earlier_run_is_as_it_was(stitch, more):
    """What was kept of a packet tells all that stitching needs."""
    stitch = msgspec.structs.replace(stitch)
    for line in more:
        stitch.absorb(line, P)
    stitch.place, stitch.changed = 3, False
    again = reopen(stitch.packet(), stitch.witnesses, 3)
    assert msgspec.structs.astuple(again) == msgspec.structs.astuple(stitch)


def test_the_newest_packet_of_a_long_alert_is_only_a_time():
    """Of an alert with more packets than are kept, the last one tells how long the flow has been silent."""
    kept = [begin(firewall(seconds(second), ip_id=73), K) for second in range(2)]
    last = reopen_last(kept, seconds(90))
    assert (last.time, last.sightings, last.lines, last.witnesses) == (seconds(90), (), 0, K)
