import msgspec
import pytest

from tests.correlate.incident import (
    GNUTELLA,
    INSIDE,
    OTHER,
    OUTSIDE,
    WINDOWS,
    Board,
    at,
    dump,
    fingerprint,
    firewall,
    incident,
    repeat,
    seconds,
    signature,
)
from wallwatch.correlate import Correlator
from wallwatch.correlate.register import OF_ONE_KEY
from wallwatch.model import Alert, Change
from wallwatch.model.times import to_datetime


def told(*batches, **options):
    """Return what somebody knows who heard of all changes, and the kinds of the changes."""
    correlator, board = Correlator(**options), Board()
    for batch in batches:
        board.apply(correlator.add(batch))
    return board


def one_by_one(lines):
    return told(*([line] for line in lines))


def test_the_first_line_of_a_packet_opens_an_alert():
    """The common case: the firewall saw a packet that nobody has told of."""
    line = firewall(at("15:40:02"), ip_id=7)
    alert = Alert(
        id=1,
        first=line.time,
        last=line.time,
        proto="tcp",
        src=OUTSIDE,
        sport=3504,
        dst=INSIDE,
        dport=6346,
        flags="S",
        ttl=117,
        witnesses="-K--",
        seen=("-K--",),
        action="block",
        chain="input",
        rule="64",
        host="gw",
        iface="ppp0",
        sources=("report",),
    )
    changes = Correlator().add([line])
    assert changes == [Change(kind="new", alert=alert, touched=changes[0].touched)]
    assert [(place, packet.sightings) for place, packet in changes[0].touched] == [(0, (line,))]


def test_four_witnesses_of_one_packet_are_one_row():
    """A line of each kind joins the packet, whatever comes first, and the alert grows in place."""
    stamp = at("15:32:54")
    lines = [signature(stamp), dump(at("15:32:54.630347"), ip_id=7), firewall(stamp, ip_id=7), fingerprint(stamp)]
    for turn in range(4):
        board = one_by_one(lines[turn:] + lines[:turn])
        (alert, (packet,)) = board.rows()[0]
        assert (alert.witnesses, alert.packets, alert.lines, packet.seen) == ("SKPD", 1, 4, "SKPD")
        assert (alert.signature, alert.os, alert.action) == (GNUTELLA, WINDOWS, "block")
        assert board.kinds == ["new", "grown", "grown", "grown"]


def test_one_call_tells_of_an_alert_once():
    """Whatever a batch did to an alert is one change."""
    lines = [line for section in incident()[:4] for line in section]
    changes = Correlator().add(lines)
    assert [(change.kind, len(change.touched)) for change in changes] == [("new", 3)]


def test_numbers_go_on_from_where_they_were_left():
    """Alerts are numbered from the number given."""
    lines = [firewall(0, sport=port) for port in range(3)]
    assert [change.alert.id for change in Correlator(next_id=41).add(lines)] == [41, 42, 43]


def test_two_sequence_numbers_are_two_alerts():
    """A port that is used again is another connection, however soon."""
    board = one_by_one([dump(seconds(second), seq=seq, ip_id=1 + second) for second, seq in ((0, 1), (3, 2), (6, 1))])
    assert [alert.ladder for alert, _ in board.rows()] == [(6.0,), ()]


def test_the_sequence_number_works_through_the_packet():
    """The kernel does not log it, but the dump of the same packet does."""
    lines = [firewall(seconds(second), ip_id=second + 1) for second in (0, 20)]
    dumps = [dump(seconds(second), ip_id=second + 1, seq=9) for second in (0, 20)]
    board = one_by_one([*lines, *dumps])
    assert [(alert.ladder, alert.seen) for alert, _ in board.rows()] == [((20.0,), ("-K-D", "-K-D"))]
    assert board.kinds == ["new", "new", "grown", "grown", "merged"]


def test_a_sequence_number_parts_what_rising_gaps_had_joined():
    """Three SYNs a second apart look like retransmissions until their numbers are known."""
    lines = [firewall(seconds(second), ip_id=second + 1) for second in range(3)]
    dumps = [dump(seconds(second), ip_id=second + 1, seq=second) for second in range(3)]
    board = told(lines, *([line] for line in dumps))
    assert [(alert.seen, alert.lines) for alert, _ in board.rows()] == [(("-K-D",), 2)] * 3
    assert one_by_one([*dumps, *lines]).seen() == board.seen()


def test_a_packet_in_between_shows_that_two_alerts_are_one():
    """A late packet closes the gap, and the younger alert goes into the older one."""
    lines = [dump(seconds(second), seq=9, ip_id=1 + second) for second in (0, 200, 100)]
    board = one_by_one(lines)
    assert [(alert.id, alert.ladder) for alert, _ in board.rows()] == [(1, (100.0, 100.0))]
    assert board.kinds == ["new", "new", "grown", "merged"]


def test_a_rst_after_the_syn_is_of_the_same_alert():
    """A half-open scan of an open port ends with a RST of the scanner: one knock, one row."""
    board = one_by_one([dump(0, seq=9, ip_id=1), dump(seconds(0.1), seq=10, ip_id=0, flags="R")])
    assert [(alert.packets, alert.flags) for alert, _ in board.rows()] == [(2, "S")]


def test_many_ports_are_many_alerts():
    """A scan of a thousand ports is a thousand connection attempts."""
    lines = [firewall(seconds(port / 1000), sport=40_000, dport=port, ip_id=port) for port in range(1, 1001)]
    assert len(told(lines).alerts) == 1_000


def test_fragments_of_one_datagram_are_one_alert():
    """The firewall prints the ports of the first fragment and Snort does not; they are one packet all the same."""
    bare = {"proto": "udp", "flags": None, "sport": None, "dport": None, "ip_id": 9}
    first = bare | {"mf": True, "frag_offset": 0, "length": 1500}
    second = bare | {"mf": False, "frag_offset": 1480, "length": 80}
    lines = [firewall(0, **first | {"sport": 53, "dport": 53}), dump(seconds(0.1), **first), firewall(0, **second)]
    ((alert, packets),) = one_by_one(lines).rows()
    assert alert.packets == 2
    assert {(packet.seen, packet.frag_offset, packet.sport) for packet in packets} == {
        ("-K-D", 0, 53),
        ("-K--", 1480, None),
    }


def test_pings_of_two_programs_are_two_alerts():
    """The ICMP identifier tells them apart; a line that does not know it goes to the nearest."""
    icmp = {"proto": "icmp", "sport": None, "dport": None, "flags": None, "icmp_type": 8, "icmp_code": 0}
    lines = [firewall(seconds(second), icmp_id=1 + second % 2, ip_id=1 + second, **icmp) for second in range(4)]
    snort = [signature(seconds(second), proto="icmp", sport=None, dport=None) for second in range(4)]
    board = one_by_one([*lines, *snort])
    assert [alert.seen for alert, _ in board.rows()] == [("SK--", "SK--")] * 2


def test_a_repeat_counts_packets_and_one_line():
    """Three packets, two lines: the second line stands for two packets."""
    first = signature(at("16:44:00"))
    board = one_by_one([first, repeat(first, at("16:44:08"), 2)])
    ((alert, packets),) = board.rows()
    assert (alert.packets, alert.lines, alert.ladder) == (3, 2, (4.0, 4.0))
    assert [packet.estimated for packet in packets] == [False, True, True]
    assert packets[1].sightings == packets[2].sightings


def test_a_repeat_alone_opens_an_alert():
    """Even if the line that it repeats is unknown, the packets that it stands for are shown."""
    first = signature(at("16:44:00"))
    board = one_by_one([repeat(first, at("16:44:08"), 2)])
    assert [(alert.packets, alert.lines) for alert, _ in board.rows()] == [(2, 1)]


def test_estimates_may_turn_out_to_be_of_two_connections():
    """The dumps of the packets that a repeat stands for have two sequence numbers: two alerts, each line once."""
    first = signature(0)
    dumps = [dump(seconds(second + 0.5), seq=second // 4, ip_id=1 + second) for second in (0, 3, 8)]
    board = told([first], [repeat(first, seconds(8), 2)], *([line] for line in dumps))
    assert [alert.seen for alert, _ in board.rows()] == [("S--D", "S--D"), ("S--D",)]
    assert sum(alert.lines for alert, _ in board.rows()) == 5


def test_a_stated_year_dates_alerts_that_are_open():
    """Lines guessed to be of this year open an alert; p0f says 2002, and the alert moves there as it grows."""
    alerts, dumps, firewalls, reports = incident(2025)[:4]
    board = told(alerts + dumps + firewalls, reports)
    ((alert, packets),) = board.rows()
    assert board.kinds == ["new", "grown"]
    assert (alert.first, alert.last) == (at("15:32:54.630347"), at("15:33:03.611243"))
    assert all(alert.first <= packet.time <= alert.last for packet in packets)
    assert {to_datetime(line.time).year for packet in packets for line in packet.sightings} == {2002}


def test_other_sources_keep_their_years():
    """Only the source that was off is dated anew."""
    own = firewall(at("15:32:54", 2025), ip_id=1, source="old.log")
    other = firewall(at("15:40:00", 2025), ip_id=2, src=OTHER, source="kern.log")
    board = told([own, other], [fingerprint(at("15:32:54"))])
    assert [alert.first for alert, _ in board.rows()] == [at("15:32:54"), at("15:40:00", 2025)]


def test_open_alerts_are_bounded():
    """A flood of sources closes the alerts that were silent longest, and counts them."""
    correlator = Correlator(capacity=100)
    changes = correlator.add(firewall(0, sport=port, ip_id=1) for port in range(1_000))
    assert len(changes) == 1_000
    assert correlator.evicted >= 900
    assert correlator.add([fingerprint(0, sport=0)])[0].kind == "new"
    assert correlator.add([fingerprint(0, sport=999)])[0].kind == "grown"


def test_ever_new_sequence_numbers_of_one_port_are_bounded():
    """A tool that sends from one port with random numbers opens an alert for each, and few are kept open."""
    correlator = Correlator()
    changes = correlator.add(dump(seconds(number), seq=number, ip_id=1) for number in range(OF_ONE_KEY + 10))
    assert len(changes) == OF_ONE_KEY + 10
    assert correlator.evicted == 10


def test_a_restored_alert_grows_on():
    """After a restart, a retransmission joins the alert that the store holds, and new numbers follow the old ones."""
    board = told([firewall(0, ip_id=1)], [firewall(seconds(3), ip_id=2)])
    correlator = Correlator()
    correlator.restore(board.rows())
    changes = correlator.add([firewall(seconds(9), ip_id=3), firewall(seconds(9), ip_id=4, src=OTHER)])
    assert [(change.kind, change.alert.id, change.alert.ladder) for change in changes] == [
        ("grown", 1, (3.0, 6.0)),
        ("new", 2, ()),
    ]
    assert [place for place, _ in changes[0].touched] == [2]


def test_a_restored_alert_with_more_packets_than_are_kept_counts_on():
    """The store holds the first packets of a long flow; it is silent since its last one all the same."""
    lines = [firewall(seconds(second), proto="udp", flags=None, ip_id=1 + second) for second in range(1_500)]
    board = told(lines)
    correlator = Correlator()
    correlator.restore(board.rows())
    ((change),) = correlator.add([msgspec.structs.replace(lines[-1], time=seconds(1_510), ip_id=9_999)])
    assert (change.kind, change.alert.packets, change.alert.last) == ("grown", 1_501, seconds(1_510))
    assert change.touched == ()


def test_an_alert_without_packets_is_not_restored():
    """What a damaged store returns does no harm."""
    correlator = Correlator()
    correlator.restore([(told([firewall(0)]).rows()[0][0], ())])
    assert correlator.add([firewall(0)])[0].alert.id == 2


@pytest.mark.parametrize("year", [2002, 2025])
@pytest.mark.parametrize("stop", range(21))
def test_the_incident_survives_a_restart(stop, year):
    """Stopped after any line and started again, the correlator ends with the same alerts."""
    lines = [line for section in incident(year) for line in section]
    board = told(lines[:stop])
    correlator = Correlator()
    correlator.restore(board.rows())
    for line in lines[stop:]:
        board.apply(correlator.add([line]))
    assert [(alert.first, alert.ladder, alert.seen, alert.lines) for alert, _ in board.rows()] == [
        (at("15:32:54.630347"), (2.96, 6.02), ("SKPD", "-KPD", "-KPD"), 10),
        (at("16:44:00.062976"), (2.93, 5.89), ("SKPD", "SKPD", "SKPD"), 11),
    ]


def test_an_alert_of_an_earlier_run_is_fetched_when_a_line_speaks_of_it():
    """It grows as if it had been open all the time; others stay where they are."""
    board, asked = Board(), []
    board.apply(Correlator().add([firewall(0), firewall(seconds(1), sport=9)]))
    rows = {alert.id: (alert, packets) for alert, packets in board.rows()}

    def fetch(numbers):
        asked.extend(numbers)
        return [rows[number] for number in numbers]

    correlator = Correlator()
    correlator.shelve([alert for alert, _ in rows.values()], fetch)
    changes = correlator.add([firewall(seconds(4), sport=9)])
    assert [(change.kind, change.alert.packets) for change in changes] == [("grown", 2)]
    assert asked == [changes[0].alert.id]
    assert correlator.number() > max(rows)
    correlator.take_down([alert for alert, _ in rows.values()])
    assert sorted(asked) == sorted(rows)
