import pytest
from msgspec.structs import replace

from tests.correlate.incident import at, dump, firewall, seconds
from tests.fingerprint.samples import LINUX, MACOS, WINDOWS, syn
from wallwatch.correlate import Correlator
from wallwatch.fingerprint.dropped import first_drop, options_dropped

VISTA = ("mss:1460", "nop", "ws:8", "nop", "nop", "sok")
MACOS_LAST = ("mss:1460", "sok", "eol")


def test_windows_leaves_scaling_out_at_the_third_try():
    """As captured of Windows 7; the fingerprint of the third SYN alone would be another system's."""
    drop = options_dropped(syn(options=VISTA), syn(options=WINDOWS), 3)
    assert drop is not None
    assert (drop.options, drop.families) == (("ws",), ("Windows",))
    assert drop.words == "window scaling left out from SYN 3 on: as Windows Vista to 8"


def test_macos_leaves_scaling_and_timestamps_out_at_the_eighth_try():
    """As captured; fewer packets may be in the log."""
    packets = [syn(options=MACOS)] * 7 + [syn(options=MACOS_LAST)] * 3
    drop = first_drop(packets)
    assert drop is not None
    assert (drop.options, drop.place, drop.families) == (("ws", "ts"), 8, ("macOS", "iOS"))
    assert drop.words == "window scaling and timestamps left out from SYN 8 on: as macOS"
    assert first_drop(packets[4:]) == replace(drop, place=4, words=drop.words.replace("8", "4"))


def test_what_no_system_is_known_to_leave_out_names_none():
    """Linux keeps its options; one that loses SACK has met a firewall."""
    drop = options_dropped(syn(options=LINUX), syn(options=("mss:1460", "nop", "nop", "ts:1:0", "nop", "ws:7")), 2)
    assert drop is not None
    assert drop.families == ()
    assert drop.words == "SACK left out from SYN 2 on"


def test_windows_does_not_try_often_enough_for_a_late_change():
    """It sends three SYNs; scaling that goes at the sixth is somebody else's."""
    drop = options_dropped(syn(options=VISTA), syn(options=WINDOWS), 6)
    assert drop is not None
    assert drop.families == ()


def test_options_that_stay_or_were_not_logged_are_not_dropped():
    """A new timestamp is no change; a firewall line without options is not a packet without."""
    again = tuple(option.replace("4057046969", "4057047970") for option in LINUX)
    assert options_dropped(syn(options=LINUX), syn(options=again), 2) is None
    assert options_dropped(syn(options=LINUX, length=60), syn(options=None, length=60), 2) is None
    assert options_dropped(syn(options=None, length=None), syn(options=LINUX), 2) is None
    assert first_drop([syn(options=LINUX)] * 9) is None
    assert first_drop([]) is None


BARE = [
    ("192.0.2.7", 52, 48, 3, ("Windows",)),
    ("2001:db8::7", 72, 68, 3, ("Windows",)),
    ("192.0.2.7", 64, 48, 8, ("macOS", "iOS")),
    ("192.0.2.7", 52, 48, 5, None),  # more often than Windows tries
    ("192.0.2.7", 60, 52, 2, None),  # nobody known
    ("192.0.2.7", 48, 52, 2, None),
    ("192.0.2.7", 52, None, 2, None),
]


@pytest.mark.parametrize(("src", "before", "after", "place", "families"), BARE)
def test_a_bare_line_shows_it_by_its_length(src, before, after, place, families):
    """Scaling takes four bytes with its filler; scaling, timestamps and theirs sixteen."""
    first, later = (syn(src=src, length=length, options=None) for length in (before, after))
    drop = options_dropped(first, later, place)
    assert (None if drop is None else drop.families) == families


def test_a_syn_that_comes_again_with_fewer_options_is_of_the_same_alert():
    """The third packet of the attempt, seen by two witnesses; both tell what it goes without."""
    start = at("15:32:54.630347")
    lines = []
    for after, length, options in ((0, 52, VISTA), (3, 52, VISTA), (9, 48, WINDOWS)):
        time, ip_id = start + seconds(after), 100 + after
        lines.append(dump(time, seq=7, ip_id=ip_id, length=length, tcp_header=length - 20, options=options))
        lines.append(firewall(time // seconds(1) * seconds(1), ip_id=ip_id, length=length))
    (change,) = Correlator().add(lines)
    assert change.alert.seen == ("-K-D", "-K-D", "-K-D")
    packets = [packet for _, packet in change.touched]
    drop = first_drop(packets)
    assert drop is not None
    assert (drop.place, drop.families) == (3, ("Windows",))
    assert first_drop([replace(packet, options=None) for packet in packets]) == drop
