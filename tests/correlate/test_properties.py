"""What holds of any sequence of lines."""

from collections import Counter
from itertools import accumulate

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.correlate.incident import Board, dump, fingerprint, firewall, repeat, seconds, signature
from wallwatch.correlate import Correlator
from wallwatch.correlate.witness import Witnesses
from wallwatch.model import SYNS

relaxed = settings(deadline=None)
"""A busy machine is not a failure."""

HOSTS = ("192.0.2.1", "192.0.2.2", "2001:db8::1")
SCHEDULES = ((), (3, 6), (1, 1, 1, 1, 1, 2, 4, 8, 16), (1, 2, 4, 8, 16, 32), (0.5, 0.5), (6, 12, 24))
DAY = seconds(86_400)

times = st.integers(0, 40_000).map(lambda milliseconds: DAY + milliseconds * 1_000)
tuples = st.fixed_dictionaries({"src": st.sampled_from(HOSTS), "sport": st.sampled_from((1024, 1025))})
ids = st.sampled_from((None, 0, 1, 2, 3))
numbers = st.sampled_from((None, 1, 2))


@st.composite
def rubbish(draw):
    """Draw lines that may say anything of one another's packets, repeats among them."""
    lines = []
    for _ in range(draw(st.integers(1, 25))):
        time, fields = draw(times), draw(tuples)
        second = time // seconds(1) * seconds(1)
        kind = draw(st.integers(0, 4))
        if kind == 0:
            lines.append(firewall(second, ip_id=draw(ids), seq=draw(numbers), **fields))
        elif kind == 1:
            lines.append(dump(time, ip_id=draw(ids), seq=draw(numbers), flags=draw(st.sampled_from("SAR")), **fields))
        elif kind == 2:
            lines.append(fingerprint(second, year_stated=False, **fields))
        else:
            lines.append(signature(second, **fields))
        if kind == 4:
            lines.append(repeat(lines[-1], second + seconds(draw(st.integers(0, 9))), draw(st.integers(1, 4))))
    return lines


@st.composite
def senders(draw):
    """Draw what a kernel and a dump log of senders that retransmit as systems do; each packet has an IP ID."""
    lines = []
    for number in range(draw(st.integers(1, 4))):
        start, gaps = draw(times), draw(st.sampled_from(SCHEDULES))
        for place, after in enumerate(accumulate((0, *gaps))):
            time = start + seconds(after)
            fields = {"sport": 1_024 + number, "ip_id": 1 + place}
            lines.append(firewall(time // seconds(1) * seconds(1), **fields))
            if draw(st.booleans()):
                lines.append(dump(time, seq=number, **fields))
    return sorted(lines, key=lambda line: line.time)


def told(batches, **bounds):
    correlator, board = Correlator(**bounds), Board()
    for batch in batches:
        board.apply(correlator.add(batch))
    return board


def one_by_one(lines):
    return told([line] for line in lines)


def summary(board):
    """Return all that is known at the end but the numbers of the alerts."""
    return [(_but_number(alert), packets) for alert, packets in board.rows()]


def _but_number(alert):
    return {name: getattr(alert, name) for name in alert.__struct_fields__ if name != "id"}


@relaxed
@given(rubbish())
def test_each_line_is_in_exactly_one_packet(lines):
    """No line is lost and none counted twice; a repeat is in as many packets as it stands for."""
    board = one_by_one(lines)
    found = Counter(line.raw for _, packets in board.rows() for packet in packets for line in packet.sightings)
    assert found == {line.raw: line.repeat or 1 for line in lines}
    assert sum(alert.lines for alert, _ in board.rows()) == len(lines)


@relaxed
@given(rubbish())
def test_an_alert_agrees_with_its_packets(lines):
    """Count, times, ladder and witnesses are those of the packets, which are in order of time."""
    for alert, packets in one_by_one(lines).rows():
        assert (alert.packets, alert.first, alert.last) == (len(packets), packets[0].time, packets[-1].time)
        tries = [packet for packet in packets if packet.flags is None or packet.flags in SYNS]
        assert len(alert.ladder) == len(tries if packets[0].flags in SYNS else packets) - 1
        assert all(gap >= 0 for gap in alert.ladder)
        union = {letter for seen in alert.seen for letter in seen if letter != "-"}
        assert union == set(alert.witnesses) - {"-"}
        assert set(alert.sources) == {line.source for packet in packets for line in packet.sightings}


@relaxed
@given(rubbish())
def test_the_sightings_of_a_packet_do_not_contradict(lines):
    """Who knows the IP ID or the sequence number of a packet knows the same one."""
    for alert, packets in one_by_one(lines).rows():
        for packet in packets:
            for field in ("ip_id", "seq", "src", "sport"):
                assert len({getattr(line, field) for line in packet.sightings} - {None}) <= 1
        assert len({packet.seq for packet in packets if packet.flags == "S"} - {None}) <= 1, alert


@relaxed
@given(rubbish(), st.integers(1, 30))
def test_how_lines_are_batched_does_not_matter(lines, size):
    """One line a time or all at once, the alerts are the same."""
    batches = (lines[start : start + size] for start in range(0, len(lines), size))
    assert summary(told(batches)) == summary(one_by_one(lines))


@relaxed
@given(rubbish(), st.integers(0, 3))
def test_what_is_packed_does_not_matter(lines, at_hand):
    """An alert that waits packed for its next line is told of as one that is at hand, its number and all."""
    packed = told(([line] for line in lines), at_hand=at_hand)
    assert packed.rows() == one_by_one(lines).rows()


@relaxed
@given(rubbish(), st.data())
def test_a_restart_does_not_matter(lines, data):
    """Stopped anywhere and restored from what was told, the correlator ends with the same alerts."""
    stop = data.draw(st.integers(0, len(lines)))
    board = one_by_one(lines[:stop])
    correlator = Correlator()
    correlator.restore(sorted(board.rows(), key=lambda row: row[0].id))
    for line in lines[stop:]:
        board.apply(correlator.add([line]))
    assert summary(board) == summary(one_by_one(lines))


@relaxed
@given(senders(), st.data())
def test_lines_up_to_two_seconds_late_do_not_matter(lines, data):
    """With IP IDs, the same senders give the same alerts of the same packets in any order within two seconds."""
    late = [line.time + data.draw(st.integers(0, 2_000)) * 1_000 for line in lines]
    order = [line for _, line in sorted(zip(late, lines, strict=True), key=lambda pair: pair[0])]
    board, straight = one_by_one(order), one_by_one(lines)
    assert board.seen() == straight.seen()
    assert len(board.alerts) == len({line.sport for line in lines})


@relaxed
@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(("firewall", "dump"))), min_size=1))
def test_no_two_witnesses_are_mistaken_for_each_other(asked):
    """However many there are, each witness is told from all others."""
    witnesses = Witnesses()
    bits = {witness: witnesses[witness] for witness in asked}
    for witness, own in bits.items():
        assert [other for other in bits if bits[other] & own == own] == [witness]
