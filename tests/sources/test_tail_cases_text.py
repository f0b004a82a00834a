"""The cases of a tailer's list that are about what stands in a file."""

import resource

import pytest

from wallwatch.sources.splitter import LINE_MAX

TEXTS = {
    "t18 a line of 200 KB": (b"x" * 200_000 + b"\nnext\n", [b"x" * 200_000, b"next"]),
    "t20 NUL bytes": (b"\0\0a\0b\n", [b"a\0b"]),
    "t21 invalid UTF-8": (b"ok\n\xff\xfe\xed\xa0\x80\nok\n", [b"ok", b"\xff\xfe\xed\xa0\x80", b"ok"]),
    "t22 characters split by a read": (
        "\n".join("é" * length for length in range(1, 900)).encode() + b"\n",
        [("é" * length).encode() for length in range(1, 900)],
    ),
    "t24 CRLF": (b"a\r\nb\r\n", [b"a", b"b"]),
    "t25 empty lines": (b"a\n\n\nb\n", [b"a", b"", b"", b"b"]),
}


@pytest.mark.parametrize(("text", "lines"), TEXTS.values(), ids=TEXTS)
async def test_t18_to_t25_what_may_stand_in_a_log(log, tail, text, lines):
    """Whatever is in a line, it is one line, and its neighbours are intact."""
    log.write(text)
    assert await tail.poll() == lines


async def test_t19_an_endless_line(log, tail):
    """64 MiB without a newline take no memory; later lines are read."""
    for _ in range(64):
        log.write(b"x" * 1_048_576)
        assert await tail.poll() == []
    log.write("\nnext\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    first, second = await tail.poll()
    assert (len(first), second) == (LINE_MAX, b"next")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        pytest.param((b"\xc3", b"\xa9\n"), "é".encode(), id="t23 a character"),
        pytest.param((b"b\r", b"\n"), b"b", id="t24 a line end"),
    ],
)
async def test_t23_and_t24_what_is_split_between_two_writes(log, tail, parts, line):
    """Where a writer's parts end makes no difference."""
    for part in parts[:-1]:
        log.write(part)
        assert await tail.poll() == []
    log.write(parts[-1])
    assert await tail.poll() == [line]
