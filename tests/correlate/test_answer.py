"""ICMP errors and the packets that they quote."""

import pytest

from tests.correlate.incident import INSIDE, OUTSIDE, Board, dump, firewall, seconds, sighting
from wallwatch.correlate import Correlator
from wallwatch.model import Header

ROUTER = "203.0.113.9"
SENT = {"proto": "udp", "src": INSIDE, "sport": 40_000, "dst": OUTSIDE, "dport": 33_434, "flags": None}


def error(time, *, kind="firewall", source="kern", src=ROUTER, **quoted):
    """Return an ICMP "time exceeded" that quotes a packet of ours, other fields as given."""
    said = {name: value for name, value in SENT.items() if name != "flags"} | {"ip_id": 7} | quoted
    icmp = {"proto": "icmp", "src": src, "dst": INSIDE, "sport": None, "dport": None, "icmp_type": 11, "icmp_code": 0}
    return sighting(time, kind=kind, source=source, ip_id=900, quote=Header(**said), **icmp)


def _rows(*lines, batch=1):
    board, correlator = Board(), Correlator()
    for start in range(0, len(lines), batch):
        board.apply(correlator.add(lines[start : start + batch]))
    return board.rows()


PROBE = firewall(seconds(100), source="kern", ip_id=7, **SENT)


def test_an_error_is_a_part_of_the_alert_of_what_it_quotes():
    """It is a packet of that alert, from whoever sent it, and no try of the sender."""
    ((alert, packets),) = _rows(PROBE, error(seconds(101)))
    assert (alert.proto, alert.src, alert.packets, alert.lines, alert.ladder) == ("udp", INSIDE, 2, 2, ())
    assert [(packet.proto, packet.src) for packet in packets] == [("udp", INSIDE), ("icmp", ROUTER)]


def test_it_comes_after_its_packet_whatever_the_stamps_say():
    """A stamp that is cut to the second may lie before an exact one."""
    probe = dump(seconds(100.6), source="dump", ip_id=7, **SENT | {"ack": None, "window": None, "tcp_header": None})
    ((_, packets),) = _rows(probe, error(seconds(100)))
    assert [packet.proto for packet in packets] == ["udp", "icmp"]


def test_two_witnesses_of_an_error_have_seen_one_packet():
    """As with any other packet."""
    ((alert, _),) = _rows(PROBE, error(seconds(101)), error(seconds(101), kind="dump", source="dump"))
    assert (alert.packets, alert.seen) == (2, ("-K--", "-K-D"))


@pytest.mark.parametrize(
    "other",
    [error(seconds(101), ip_id=8), error(seconds(150)), error(seconds(101), dport=53)],
    ids=["another ID", "long after", "another port"],
)
def test_what_quotes_a_packet_that_nobody_logged_is_an_alert_of_its_own(other):
    """Whoever forges an error has to know more than the addresses."""
    assert [alert.proto for alert, _ in _rows(PROBE, other)] == ["udp", "icmp"]


def test_an_error_of_an_earlier_run_is_known_again():
    """The alert goes on as it stood."""
    board, first = Board(), Correlator()
    board.apply(first.add([PROBE, error(seconds(101))]))
    again = Correlator(next_id=9)
    again.restore(board.rows())
    board.apply(again.add([error(seconds(101), kind="dump", source="dump")]))
    ((alert, _),) = board.rows()
    assert alert.seen == ("-K--", "-K-D")
