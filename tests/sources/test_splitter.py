import random

import pytest

from wallwatch.sources.splitter import LINE_MAX, Splitter


def split(*chunks: bytes, start: int = 0, limit: int = LINE_MAX) -> list[tuple[int, bytes]]:
    """Return each line with its first byte, the half one at the end included."""
    splitter = Splitter(start, limit)
    pairs = [pair for chunk in chunks for pair in zip(*reversed(splitter.feed(chunk)), strict=True)]
    return pairs + list(zip(*reversed(splitter.finish()), strict=True))


@pytest.mark.parametrize(
    ("chunks", "lines"),
    [
        pytest.param([b"a\nbc\n"], [(0, b"a"), (2, b"bc")], id="whole lines"),
        pytest.param([b"par", b"tial\nx\n"], [(0, b"partial"), (8, b"x")], id="a line in two parts (T2)"),
        pytest.param([b"a\nlast"], [(0, b"a"), (2, b"last")], id="a last line without newline"),
        pytest.param([b"\n\na\n\n"], [(0, b""), (1, b""), (2, b"a"), (4, b"")], id="empty lines (T25)"),
        pytest.param([b"a\r\nb\r\n"], [(0, b"a"), (3, b"b")], id="CRLF (T24)"),
        pytest.param([b"b\r", b"\nc\n"], [(0, b"b"), (3, b"c")], id="CR and LF in two parts (T24)"),
        pytest.param([b"a\rb\n"], [(0, b"a\rb")], id="a CR inside stays"),
        pytest.param([b"\0\0\0text\n"], [(0, b"text")], id="a hole of NUL bytes before a line (T10, T20)"),
        pytest.param([b"\0\0", b"\0\0te", b"xt\nb\n"], [(0, b"text"), (9, b"b")], id="a hole in several parts"),
        pytest.param([b"a\0b\n"], [(0, b"a\0b")], id="a NUL byte inside stays (T20)"),
        pytest.param([b"a\n\0\0\0"], [(0, b"a")], id="a hole at the end is no line"),
        pytest.param([b"\xff\xfe\n\xed\xa0\x80\nok\n"], [(0, b"\xff\xfe"), (3, b"\xed\xa0\x80"), (7, b"ok")], id="T21"),
        pytest.param([b"\xc3", b"\xa9\n"], [(0, b"\xc3\xa9")], id="a character in two parts (T23)"),
        pytest.param([b""], [], id="nothing"),
    ],
)
def test_lines_come_out_whole(chunks, lines):
    """A line is what stands between newlines, wherever the reads cut it, and its first byte is known."""
    assert split(*chunks) == lines


def test_positions_count_from_where_the_stretch_starts():
    """In a stretch that starts at byte 1000, so do the positions."""
    splitter = Splitter(1000)
    assert splitter.feed(b"ab\ncd\nef") == ([b"ab", b"cd"], [1000, 1003])
    assert (splitter.start, splitter.position) == (1006, 1008)


def test_the_cut_of_the_reads_makes_no_difference():
    """899 lines of two-byte characters come out the same from reads of any size (T22)."""
    lines = ["é" * length for length in range(1, 900)]
    text = "\n".join(lines).encode() + b"\n"
    sizes = random.Random(7).choices(range(1, 70_000), k=100)
    chunks = []
    for size in sizes:
        chunks.append(text[:size])
        text = text[size:]
    assert [line.decode() for _, line in split(*chunks)] == lines


def test_a_line_over_the_limit_is_cut_and_the_next_one_is_whole():
    """A line of 200 bytes is kept up to the limit of 64, wherever it was cut by reads (T18)."""
    long = b"x" * 200 + b"\nnext\n"
    for cut in (1, 63, 64, 65, 199, 200, 201):
        assert split(long[:cut], long[cut:], limit=64) == [(0, b"x" * 64), (201, b"next")]


def test_a_line_that_never_ends_takes_bounded_memory():
    """Of 64 MiB without a newline one MiB is kept; the lines after it are whole (T19)."""
    splitter = Splitter(0)
    chunk = b"x" * 262_144
    for _ in range(256):
        assert splitter.feed(chunk) == ([], [])
    assert len(splitter._part) == LINE_MAX
    lines, starts = splitter.feed(b"\nnext\n")
    assert [len(line) for line in lines] == [LINE_MAX, 4]
    assert starts == [0, 64 * 1_048_576 + 1]


def test_a_hole_takes_no_memory():
    """Of 64 MiB of NUL bytes before a line nothing is kept."""
    splitter = Splitter(0)
    for _ in range(256):
        splitter.feed(bytes(262_144))
    assert not splitter._part
    assert splitter.feed(b"text\n") == ([b"text"], [0])
