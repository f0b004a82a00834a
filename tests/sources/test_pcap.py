import pytest

from tests.sources.captures import STAMP, SYN, line, pcap_head, pcap_record
from wallwatch.sources.capture import CaptureSplitter
from wallwatch.sources.pcap import KEPT, Pcap, packet_line


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(("magic", "parts"), [(0xA1B2C3D4, 1), (0xA1B23C4D, 1_000)])
def test_both_byte_orders_and_both_units_of_time_are_read(order: str, magic: int, parts: int) -> None:
    """The first four bytes tell how all numbers stand, and whether stamps are in micro- or nanoseconds."""
    head = pcap_head(order, magic)
    assert Pcap.begins(head)
    lines, starts = CaptureSplitter().feed(head + pcap_record(order=order, parts=parts))
    assert (lines, starts) == ([line(STAMP, 101, SYN)], [24])


def test_the_bits_above_the_link_type_are_no_part_of_it() -> None:
    """The length of a frame check sequence stands there."""
    assert CaptureSplitter().feed(pcap_head(link=0x5400_0001) + pcap_record())[0] == [line(STAMP, 1, SYN)]


def test_a_packet_that_was_cut_by_the_snap_length_is_one() -> None:
    """What was captured is shorter than what was on the wire."""
    assert CaptureSplitter().feed(pcap_head() + pcap_record(SYN[:28]))[0] == [line(STAMP, 101, SYN[:28])]


def test_of_a_packet_the_headers_are_kept() -> None:
    """No header stands behind the first half kilobyte."""
    assert packet_line(STAMP, 1, bytes(9_000)) == line(STAMP, 1, bytes(KEPT))


@pytest.mark.parametrize("captured", [262_145, 0x7FFF_FFFF, 0xFFFF_FFFF])
def test_a_length_that_no_packet_has_ends_the_reading(captured: int) -> None:
    """What follows cannot be found; what stood before is kept, and the place is told."""
    splitter = CaptureSplitter()
    good = pcap_head() + pcap_record()
    assert splitter.feed(good + pcap_record(captured=captured) + pcap_record())[0] == [line(STAMP, 101, SYN)]
    assert splitter.damaged == len(good)
    assert splitter.feed(pcap_record()) == ([], [])
    assert splitter.finish() == ([], [])
