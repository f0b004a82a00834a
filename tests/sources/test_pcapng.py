import struct

import pytest

from tests.sources.captures import STAMP, SYN, block, enhanced, interface, line, old_packet, option, section, simple
from wallwatch.sources.capture import CaptureSplitter
from wallwatch.sources.pcapng import is_pcapng

READ = [line(STAMP, 101, SYN)]


def _lines(*blocks: bytes) -> list[bytes]:
    return CaptureSplitter().feed(b"".join(blocks))[0]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("packet", [enhanced, old_packet])
def test_packets_are_read_in_both_byte_orders(order: str, packet) -> None:
    """A section tells its byte order; packet blocks of the first drafts are read, too."""
    assert is_pcapng(section(order))
    assert _lines(section(order), interface(order=order), packet(order=order)) == READ


@pytest.mark.parametrize(
    ("resolution", "stamp"),
    [
        (b"\x06", STAMP),
        (b"\x09", STAMP * 1_000),
        (b"\x03", STAMP // 1_000),
        (b"\x00", STAMP // 1_000_000),
        (b"\x8a", STAMP * 1_024 // 1_000_000),
        (b"\xff", 1),
        (b"\x7f", 1),
    ],
)
def test_the_unit_of_the_stamps_is_a_power_of_ten_or_two(resolution: bytes, stamp: int) -> None:
    """``if_tsresol``: the first bit tells which; without it stamps are microseconds."""
    unit = 2 ** (resolution[0] & 127) if resolution[0] & 128 else 10 ** resolution[0]
    (read,) = _lines(section(), interface(options=option(9, resolution) + option(0, b"")), enhanced(stamp))
    assert read == line(stamp * 1_000_000 // unit, 101, SYN)


@pytest.mark.parametrize(
    ("offset", "text"),
    [(3_600, b"pcap 1015086774.630347 "), (-3_600, b"pcap 1015079574.630347 "), (-(2**62), b"pcap - ")],
)
def test_seconds_may_be_added_to_the_stamps(offset: int, text: bytes) -> None:
    """``if_tsoffset``; a time before the epoch is none."""
    options = option(2, b"eth0") + option(14, struct.pack("<q", offset))
    assert _lines(section(), interface(options=options), enhanced())[0].startswith(text)


def test_a_simple_packet_has_no_time() -> None:
    """It is one of the first interface."""
    assert _lines(section(), interface(), simple()) == [b"pcap - 101 " + SYN.hex().encode()]


def test_each_packet_has_the_link_type_of_its_interface() -> None:
    """A new section forgets the interfaces of the one before."""
    read = _lines(section(), interface(1), interface(276), enhanced(number=1), section(">"), interface(12, order=">"))
    assert read == [line(STAMP, 276, SYN)]
    more = (section(), interface(1), section(">"), interface(12, order=">"), enhanced(order=">"))
    assert _lines(*more) == [line(STAMP, 12, SYN)]


@pytest.mark.parametrize(
    "other",
    [
        block(4, b"names"),
        block(5, bytes(16)),
        block(0x0BAD, b""),
        enhanced(number=9),
        block(6, b"short"),
        block(1, b""),
        block(1, bytes(6)),
    ],
)
def test_other_blocks_and_packets_of_no_interface_are_passed_over(other: bytes) -> None:
    """Statistics, names and what somebody made up say nothing of a packet."""
    assert _lines(section(), interface(), other, enhanced()) == READ


@pytest.mark.parametrize("options", [option(9, b""), b"\x09\x00", b"\x09\x00\xff\xff", b"\x00" * 400, option(14, b"x")])
def test_options_that_are_not_whole_are_left(options: bytes) -> None:
    """The defaults stand."""
    assert _lines(section(), interface(options=options), enhanced()) == READ


@pytest.mark.parametrize(
    "bad",
    [
        struct.pack("<III", 6, 8, 0),
        struct.pack("<III", 6, 33, 0),
        struct.pack("<III", 6, 2**31, 0),
        b"\n\r\r\n" + b"x" * 8,
    ],
)
def test_a_length_that_no_block_has_ends_the_reading(bad: bytes) -> None:
    """The place is told."""
    splitter = CaptureSplitter()
    good = section() + interface() + enhanced()
    assert splitter.feed(good + bad + enhanced())[0] == READ
    assert splitter.damaged == len(good)
