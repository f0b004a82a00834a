from typing import Any

import pytest

from tests.fingerprint.samples import LINUX, syn
from wallwatch.fingerprint import tool_signs as signs
from wallwatch.model import Header, Packet, Sighting

BARE = [
    ({"options": ()}, True),
    ({"options": ("mss:1460",)}, False),
    ({"options": None, "tcp_header": None, "length": 40}, True),
    ({"options": None, "tcp_header": None, "length": 44}, False),
    ({"options": None, "tcp_header": None, "length": None}, False),
    ({"options": None, "tcp_header": 20, "length": 80}, True),
    ({"options": None, "tcp_header": None, "length": 60, "src": "2001:db8::1"}, True),
]


@pytest.mark.parametrize(("change", "expected"), BARE)
def test_a_packet_without_options_is_known_by_them_or_by_its_length(change, expected):
    """Where neither was logged it is not known."""
    assert signs.is_bare(syn(**change)) is expected


@pytest.mark.parametrize(
    ("options", "length", "expected"),
    [(("mss:1460",), 44, True), (("mss:1400",), 44, False), (None, 44, True), (None, 48, False), ((), 40, False)],
)
def test_an_mss_alone(options, length, expected):
    """Of 1460 if it was logged; else there is room for one."""
    assert signs.is_mss_alone(syn(options=options, length=length, tcp_header=None)) is expected


def test_a_raw_syn():
    """No DF, the window, and no other flag; a DF that was not logged is not missing."""
    raw = {"df": False, "window": 1024}
    assert signs.is_raw(syn(**raw), 1024)
    for change in ({"df": True}, {"df": None}, {"window": 1025}, {"flags": "ES"}):
        assert not signs.is_raw(syn(**(raw | change)), 1024)


TTLS = [
    (None, False, False),
    (1, True, False),
    (64, True, False),
    (65, False, False),
    (128, False, False),
    (129, True, True),
]


@pytest.mark.parametrize(("ttl", "odd", "large"), TTLS)
def test_what_a_ttl_started_from(ttl, odd, large):
    """Windows starts from 128, raw tools from 64 or 255."""
    assert signs.is_ttl_odd(syn(ttl=ttl)) is odd
    assert signs.is_ttl_large(syn(ttl=ttl)) is large


TARGETS = [
    ({"dst": "198.51.100.120", "seq": 0xC6336478}, True),
    ({"dst": "198.51.100.121", "seq": 0xC6336478}, False),
    ({"dst": "198.51.100.120", "seq": None}, False),
    ({"dst": "0.0.0.0", "seq": 0}, False),
    ({"dst": "2001:db8::1", "seq": 1}, False),
    ({"dst": "::ffff:198.51.100.120", "seq": 0xC6336478}, False),
]


@pytest.mark.parametrize(("change", "expected"), TARGETS)
def test_a_sequence_number_that_is_the_target(change, expected):
    """As a number in network order."""
    assert signs.is_seq_the_target(syn(**change)) is expected


FOLDED = {"dst": "10.99.0.2", "dport": 3, "seq": 4285489570, "ip_id": 24995}
"""From a capture of masscan 1.3.2."""


@pytest.mark.parametrize(
    ("change", "expected"),
    [({}, True), ({"ip_id": 24996}, False), ({"seq": None}, False), ({"dport": None}, False), ({"ip_id": None}, False)],
)
def test_an_ip_id_that_is_folded_from_the_rest(change, expected):
    """Low half of the target, port, low half of the sequence number."""
    assert signs.is_id_folded(syn(**(FOLDED | change))) is expected


NOW = 1_700_000_000
DAY = 86_400
YEAR = 365 * DAY


def stamped(seconds: int, **fields: Any) -> Sighting:
    return Sighting(
        proto="tcp",
        src="192.0.2.1",
        dst="192.0.2.2",
        options=(*LINUX[:2], f"ts:{seconds}:0"),
        time=NOW * 1_000_000,
        **fields,
    )


def test_a_timestamp_that_is_the_time():
    """To within a day where the year is stated, since a log's wall clock may be in any zone."""
    stated = {
        stamp: signs.is_stamp_the_time(stamped(stamp, year_stated=True)) for stamp in (NOW, NOW - DAY, NOW - DAY - 1)
    }
    assert stated == {NOW: True, NOW - DAY: True, NOW - DAY - 1: False}
    assert not signs.is_stamp_the_time(stamped(NOW - 300 * DAY, year_stated=True))
    assert not signs.is_stamp_the_time(stamped(12_345))


def test_the_year_of_a_line_that_states_none_does_not_count():
    """A log of 2023 that is read years later is dated wrong; the day is right, to two."""
    later = (NOW + 3 * YEAR + DAY) * 1_000_000
    line = stamped(NOW)
    again = Sighting(**{name: getattr(line, name) for name in line.__struct_fields__} | {"time": later})
    assert signs.is_stamp_the_time(again)
    packet = Packet(proto="tcp", src=line.src, dst=line.dst, options=line.options, time=later, sightings=(again,))
    assert signs.is_stamp_the_time(packet)
    assert not signs.is_stamp_the_time(
        Packet(proto="tcp", src=line.src, dst=line.dst, options=line.options, time=later + 40 * DAY * 1_000_000)
    )


@pytest.mark.parametrize("options", [None, (), ("mss:1460",), ("ts",), ("ts:x:0",)])
def test_without_a_timestamp_or_a_time_there_is_nothing_to_compare(options):
    """A header has no time, a list of names no numbers."""
    assert not signs.is_stamp_the_time(Packet(proto="tcp", src="192.0.2.1", dst="192.0.2.2", options=options, time=5))
    assert not signs.is_stamp_the_time(Header(proto="tcp", src="192.0.2.1", dst="192.0.2.2", options=(f"ts:{NOW}:0",)))


def test_the_marks_of_zmap_and_scapy():
    """Fixed IP IDs."""
    assert signs.has_zmap_id(syn(ip_id=54321))
    assert signs.has_scapy_id(syn(ip_id=1))
    assert not signs.has_zmap_id(syn(ip_id=None))
    assert not signs.has_scapy_id(syn(ip_id=0))


def test_the_layout_of_options():
    """Their kinds without values."""
    assert signs.layout(syn(options=LINUX)) == "mss,sok,ts,nop,ws"
    assert signs.layout(syn(options=None)) == ""
