import pytest

from tests.ui.alerts import an_alert
from wallwatch.model import GAP, Signature, Stack
from wallwatch.ui import words


def test_times_are_the_sources_wall_clock():
    """A row shows the time as the source's own clock has it."""
    alert = an_alert(first=1_015_083_174_000_000, zone=-18_000)
    assert words.clock(alert) == "10:32:54"
    assert words.date_and_clock(alert) == "03-02 10:32:54"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-5, "<1m"), (59, "<1m"), (60, "1m"), (3_599, "59m"), (7_300, "2h"), (1_036_800, "12d"), (780_192_000, "24y")],
)
def test_ages_take_the_largest_unit(seconds, text):
    """An age has one number and one unit."""
    assert words.age(seconds * 1_000_000) == text


@pytest.mark.parametrize(
    ("micros", "text"),
    [(2_960_313, "+2.96s"), (0, "+0.00s"), (150_000_000, "+2m"), (-2_960_313, "-2.96s"), (-150_000_000, "-2m")],
)
def test_gaps_below_a_minute_keep_their_hundredths(micros, text):
    """Between rows the hundredths of a second matter, until minutes do."""
    assert words.delta(micros) == text


@pytest.mark.parametrize(
    ("count", "text"), [(1, "1"), (2, "x2"), (99, "x99"), (100, "100"), (999, "999"), (4_812, "4k"), (2_000_000, "99k")]
)
def test_counts_take_three_cells(count, text):
    """A count of packets fits its column whatever it is."""
    assert words.packets(an_alert(packets=count)) == text


@pytest.mark.parametrize(
    ("address", "port", "text"),
    [
        ("192.0.2.1", 80, "192.0.2.1:80"),
        ("2001:db8::1", 80, "[2001:db8::1]:80"),
        ("2001:db8::1", None, "2001:db8::1"),
    ],
)
def test_endpoints_are_written_as_people_write_them(address, port, text):
    """An IPv6 address stands in brackets where a port follows it."""
    assert words.endpoint(address, port) == text


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"signature": Signature("TCP to 6346 gnutella"), "chain": "input"}, "TCP to 6346 gnutella"),
        ({"dport": 27374, "chain": "input", "rule": "64"}, "subseven input #64"),
        ({"dport": 23, "chain": "[UFW BLOCK]"}, "telnet [UFW BLOCK]"),
        ({"dport": 4, "chain": None}, "tcp"),
        ({"proto": "icmp", "sport": None, "dport": None, "icmp_type": 8, "icmp_code": 0}, "echo request input"),
        ({"proto": "47", "sport": None, "dport": None}, "gre input"),
    ],
)
def test_what_was_tried(fields, text):
    """The signature's words come first; without one the service and the firewall's own words stand there."""
    assert words.what(an_alert(**fields)) == text


def test_a_gap_says_what_is_known_of_it():
    """It was tried by nobody, with no packet, and its sentence stands where others have a service."""
    gap = an_alert(
        proto=GAP, src="kern", dst="", dport=None, chain=None, packets=0, because="/var/log/kern.log.1 is gone."
    )
    assert (words.what(gap), words.packets(gap), words.stack(gap), words.hops(gap), words.port(gap)) == (
        "kern.log.1 is gone.", "", "", "", "gap",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(0, 0, "0%"), (0, 9, "0%"), (1, 1_000, "<1%"), (1, 8, "12%"), (999, 1_000, "99%")]
)
def test_a_share_is_never_rounded_up(part, whole, text):
    """All but one is not all."""
    assert words.share(part, whole) == text


def test_what_nobody_knows():
    """An unknown stack is a question mark, an unknown distance is nothing."""
    assert (words.stack(an_alert()), words.hops(an_alert())) == ("?", "")
    assert words.hops(an_alert(os=Stack("Windows", hops=11))) == "11"


@pytest.mark.parametrize(
    ("label", "shown"),
    [("Windows", "Windows"), ("Windows NT 4", "Windows NT"), ("Linux 2.4.x", "Linux"), ("Incredible", "Incredible")],
)
def test_a_stack_loses_whole_words(label, shown):
    """Where there is little room, the name of a stack ends after a word."""
    assert words.stack_in_few_words(an_alert(os=Stack(label))) == shown


def test_a_target_without_a_port_shows_its_protocol():
    """Where the column has room for a port only, a protocol without ports stands in it."""
    assert words.port(an_alert(proto="icmp", dport=None)) == "icmp"
    assert words.port(an_alert(dport=6346)) == "6346"
