import pytest

from tests.model.test_scan import scan
from tests.ui.alerts import MOMENT, a_packet, a_sighting, an_alert
from tests.ui.desk import a_session
from wallwatch.model import GAP
from wallwatch.ui.desk import Desk
from wallwatch.ui.widgets.packets import Packets


def shown(tmp_path, kept, **fields):
    """Return the lines of the pane for an alert with these packets."""
    desk = Desk(a_session(tmp_path))
    desk.packets = lambda _: tuple(kept)
    desk.scans = lambda ids: [scan(id=number) for number in ids]
    pane = Packets(desk)
    pane.show(an_alert(**{"packets": len(kept)} | fields))
    return ["".join(text for text, _ in line.parts).rstrip() for line in pane.lay(78)]


def test_a_ladder_of_retransmissions(tmp_path):
    """Times count from the first packet, and each line says what it has in common with the one before."""
    burst = [a_packet(), a_packet(time=MOMENT + 2_960_316, ip_id=32007), a_packet(time=MOMENT + 8_980_896, ip_id=32053)]
    assert shown(tmp_path, burst) == [
        " +0.000  S    seq EE01EA38  id 31988  ttl 117  len 48  -K-D",
        " +2.960  S    seq EE01EA38  id 32007  ttl 117  len 48  -K-D  same SYN, +19 ids",
        " +8.981  S    seq EE01EA38  id 32053  ttl 117  len 48  -K-D  same SYN, +46 ids",
    ]


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"ip_id": 31988}, "same SYN, same id"),
        ({"ip_id": 5}, "same SYN, +33553 ids"),
        ({"ttl": 116, "ip_id": None}, "same SYN, ttl -1"),
        ({"seq": 7, "ip_id": 31989}, "+1 ids"),
        ({"flags": "R", "ip_id": 31989}, "+1 ids"),
        ({"seq": None, "ip_id": None}, ""),
    ],
)
def test_what_differs_is_told(tmp_path, fields, note):
    """Steps of the identification count modulo 65,536; what was not logged is compared with nothing."""
    assert shown(tmp_path, [a_packet(), a_packet(**fields)])[1].partition("-K-D")[2].strip() == note


def test_columns_that_nobody_logged_are_not_there(tmp_path):
    """An ICMP packet of a log without identifications shows its type and what there is."""
    bare = a_packet(proto="icmp", flags=None, icmp_type=8, icmp_code=0, seq=None, ip_id=None, length=None)
    assert shown(tmp_path, [bare]) == [" +0.000  8/0  ttl 117  -K-D"]


def test_what_only_a_repeat_stands_for_is_marked(tmp_path):
    """A packet whose time is spread and not logged has a tilde."""
    assert shown(tmp_path, [a_packet(estimated=True, flags="")])[0].startswith(" ~0.000  none ")


def test_a_gap_has_no_packets_and_says_what_is_known(tmp_path):
    """Whose lines are missing, why, and what follows for the counts."""
    assert shown(tmp_path, [], proto=GAP, src="kern", because="kern.log.1 is gone.", first=MOMENT) == [
        " Lines of kern are missing that nobody can read any more.",
        " kern.log.1 is gone.",
        " found out 2002-03-02 15:32:54",
        " How many there were is not known: the sum reads >=.",
    ]


def test_packets_that_are_not_kept_are_counted(tmp_path):
    """An alert of more packets than are kept says so, and what it is taken for stands below."""
    lines = shown(tmp_path, [a_packet()], packets=4001, verdict="leftover", because="a host retries, then gives up")
    assert lines[1:] == [
        " 4,000 further packets are counted, but not kept.",
        "leftover: a host retries, then gives up",
    ]


@pytest.mark.parametrize(
    ("width", "subject"),
    [(60, "198.51.100.7:3504 > 192.0.2.1:6346"), (30, "198.51.100.7:3504 > :6346")],
)
def test_the_rule_shows_the_connection(tmp_path, width, subject):
    """The source is always in full; the target's address goes where there is no room for it."""
    pane = Packets(Desk(a_session(tmp_path)))
    assert pane.subject(width) == ""
    pane.show(an_alert())
    assert pane.subject(width) == subject


def test_a_note_is_read_below_the_packets(tmp_path):
    """What somebody noted on the alert stands below its packets, literally."""
    desk = Desk(a_session(tmp_path))
    desk.packets = lambda _: (a_packet(),)
    desk.marks.open()
    desk.marks.note([an_alert()], "ask [/b] greatwall")
    pane = Packets(desk)
    pane.show(an_alert())
    last = list(pane.lay(78))[-1]
    desk.marks.close()
    assert "".join(text for text, _ in last.parts).strip() == "note: ask [/b] greatwall"


def test_a_part_of_a_scan_says_what_the_scan_is(tmp_path):
    """Its number, its kind, and why it is one."""
    lines = shown(tmp_path, [a_packet()], scan=12)
    assert lines[-1] == "vertical scan 12: knocks at 1,000 ports of one host within 3 s"


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"dst": "192.168.1.5", "dport": 80}, " NAT: also logged to 192.168.1.5:80"),
        ({"src": "192.168.1.5", "sport": 50_504}, " NAT: also logged from 192.168.1.5:50504"),
    ],
)
def test_a_packet_says_what_it_was_beyond_a_nat(tmp_path, fields, note):
    """The target, or the source, that the lines of the other side name: once, in a line that cuts no address."""
    packet = a_packet(sightings=(a_sighting(), a_sighting(**fields)))
    first, second, *others = shown(tmp_path, [packet, packet])
    assert first.endswith("-K--  NAT")
    assert second.endswith(", NAT")
    assert others == [note]
