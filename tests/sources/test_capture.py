import random

import pytest

from tests.sources.captures import STAMP, SYN, enhanced, interface, line, pcap_head, pcap_record, section
from tests.sources.following import EVENTS_ONLY, append, reading
from wallwatch.sources.capture import CaptureSplitter, cutter, is_capture, is_settled, may_be_capture
from wallwatch.sources.file import FileSource
from wallwatch.sources.splitter import Splitter

PCAP = pcap_head() + b"".join(pcap_record(micros=STAMP + number) for number in range(5))
PCAPNG = section() + interface() + b"".join(enhanced(STAMP + number) for number in range(5))
LINES = [line(STAMP + number, 101, SYN) for number in range(5)]


@pytest.fixture(name="path")
def _path(tmp_path):
    return tmp_path / "ring.pcap"


@pytest.mark.parametrize("capture", [PCAP, PCAPNG], ids=["pcap", "pcapng"])
@pytest.mark.parametrize("size", [1, 7, 100, 10_000])
def test_where_a_chunk_ends_makes_no_difference(capture: bytes, size: int) -> None:
    """A record that is half there waits; its position is that of its first byte."""
    splitter = CaptureSplitter()
    pieces = [splitter.feed(capture[at : at + size]) for at in range(0, len(capture), size)]
    assert [each for lines, _ in pieces for each in lines] == LINES
    starts = [start for _, each in pieces for start in each]
    assert [capture.index(SYN, start) - start for start in starts] == [capture.index(SYN) - starts[0]] * 5
    assert (splitter.start, splitter.position) == (len(capture), len(capture))


@pytest.mark.parametrize("capture", [PCAP, PCAPNG], ids=["pcap", "pcapng"])
def test_what_was_read_before_is_passed_over(capture: bytes) -> None:
    """The head is read again, because it tells how to read the rest."""
    starts = CaptureSplitter().feed(capture)[1]
    splitter = CaptureSplitter(starts[3])
    assert splitter.start == starts[3]
    assert splitter.feed(capture) == (LINES[3:], starts[3:])


def test_a_last_packet_that_is_cut_off_gives_what_is_there() -> None:
    """The sniffer was killed while it wrote: the headers may be whole."""
    splitter = CaptureSplitter()
    assert splitter.feed(PCAP[:-20])[0] == LINES[:4]
    assert splitter.finish()[0] == [line(STAMP + 4, 101, SYN[:-20])]
    assert splitter.start == len(PCAP) - 20


@pytest.mark.parametrize(
    ("head", "capture", "settled"),
    [
        (PCAP, True, True),
        (PCAPNG, True, True),
        (pcap_head(), True, False),
        (section(), True, False),
        (b"", False, False),
        (b"\n\r\r\nMar  2 15:32:54", False, False),
        (b"Mar  2 15:32:54 h kernel: x\n", False, False),
        (pcap_head() + bytes(8) + b"\xff" * 8, True, True),
    ],
)
def test_a_capture_is_known_by_its_head(head: bytes, capture: bool, settled: bool) -> None:  # noqa: FBT001
    """Whatever its file is called; it is known from others when its first packet is whole."""
    assert (is_capture(head), is_capture(head) and is_settled(head)) == (capture, settled)
    assert isinstance(cutter(head, 0), CaptureSplitter if capture else Splitter)


def test_the_first_bytes_of_a_section_may_be_those_of_a_log() -> None:
    """It is decided when there are enough of them."""
    assert may_be_capture(section()[:5])
    assert not may_be_capture(b"\nMar")


@pytest.mark.parametrize("seed", range(300))
def test_a_hostile_capture_raises_nothing_and_fills_no_memory(seed: int) -> None:
    """Flipped and cut bytes, fed in chunks of any size."""
    dice = random.Random(seed)
    capture = bytearray(dice.choice((PCAP, PCAPNG)))
    for _ in range(dice.randrange(1, 30)):
        capture[dice.randrange(len(capture))] = dice.choice((0, 1, 127, 255, dice.randrange(256)))
    if not is_capture(bytes(capture)):
        capture[:12] = PCAPNG[:12]
    splitter = CaptureSplitter(dice.choice((0, 100)))
    while capture:
        size = dice.randrange(1, 200)
        lines, starts = splitter.feed(bytes(capture[:size]))
        assert len(lines) == len(starts)
        assert all(len(each) < 1_100 for each in lines)
        del capture[:size]
    splitter.finish()


@pytest.mark.parametrize("capture", [PCAP, PCAPNG], ids=["pcap", "pcapng"])
async def test_a_growing_capture_is_followed(path, capture: bytes) -> None:
    """Packets come as they are written; one that is half there waits for its end."""
    append(path, capture[: len(capture) // 2])
    async with reading(FileSource(path, pace=EVENTS_ONLY)) as reader:
        first = await reader.lines(2)
        await reader.idle()
        append(path, capture[len(capture) // 2 :])
        assert first + await reader.lines(3) == LINES
        assert next(iter(reader.committed.values())).ranges == ((0, len(capture)),)


@pytest.mark.parametrize("capture", [PCAP, PCAPNG], ids=["pcap", "pcapng"])
async def test_a_capture_goes_on_where_it_was_left(path, capture: bytes) -> None:
    """A second run reads what is new, and nothing twice."""
    append(path, capture[:-40])
    async with reading(FileSource(path, pace=EVENTS_ONLY)) as reader:
        assert await reader.lines(4) == LINES[:4]
    append(path, capture[-40:])
    async with reading(FileSource(path, pace=EVENTS_ONLY), reader.committed) as reader:
        assert await reader.lines(1) == LINES[4:]


async def test_the_next_file_of_a_ring_is_another_capture(path) -> None:
    """It takes the place of the one before as a whole, in another dialect even."""
    append(path, PCAP)
    async with reading(FileSource(path, pace=EVENTS_ONLY)) as reader:
        assert await reader.lines(5) == LINES
        path.rename(path.with_suffix(".1"))
        append(path, PCAPNG)
        assert await reader.lines(5) == LINES
    assert len(reader.committed) == 2


async def test_a_capture_that_is_written_anew_is_read_from_its_start(path) -> None:
    """A ring of one file is emptied and begins again."""
    append(path, PCAP)
    async with reading(FileSource(path, pace=EVENTS_ONLY)) as reader:
        assert await reader.lines(5) == LINES
        path.write_bytes(pcap_head() + pcap_record(micros=STAMP + 9))
        assert await reader.lines(1) == [line(STAMP + 9, 101, SYN)]


async def test_from_its_end_a_capture_gives_what_comes_later(path) -> None:
    """``tail`` leaves out what was there."""
    append(path, PCAP)
    async with reading(FileSource(path, pace=EVENTS_ONLY, from_end=True)) as reader:
        await reader.status()
        append(path, pcap_record(micros=STAMP + 9))
        assert await reader.lines(1) == [line(STAMP + 9, 101, SYN)]


async def test_a_large_capture_is_read_in_order(path) -> None:
    """Its newest part cannot be found without the rest."""
    path.write_bytes(PCAP + b"".join(pcap_record(micros=STAMP + 5 + number) for number in range(4_000)))
    source = FileSource(path, pace=EVENTS_ONLY, boundary=lambda _chunk: 0, newest_first=10_000)
    async with reading(source) as reader:
        batch = await reader.batch()
        assert (batch.start, batch.starts[0], batch.lines[0]) == (0, 24, LINES[0])


async def test_a_damaged_capture_is_said(path) -> None:
    """Its state is failed, with the place; what was readable is kept."""
    path.write_bytes(PCAP + b"\xff" * 16 + PCAP)
    async with reading(FileSource(path, once=True)) as reader:
        assert await reader.rest() == LINES
    assert [status.state for status in reader.statuses] == ["ok", "failed"]
    assert reader.statuses[-1].reason == f"{path} is damaged at byte {len(PCAP)}."
