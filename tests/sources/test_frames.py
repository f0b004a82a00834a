"""Bytes of files, and words between them."""

import pytest

from wallwatch.sources.frames import Frames

TOKEN = b"0123456789abcdef0123456789"
HELLO = b"wallwatch-1 " + TOKEN + b"\n"
STREAM = b"Welcome to gate.\n" + HELLO + TOKEN + b" file 7 0\nabc\nde" + TOKEN + b" at 6\n" + TOKEN + b" idle\nfgh"


def _joined(frames):
    """Return the frames with neighbouring bytes as one."""
    joined = []
    for frame in frames:
        if joined and isinstance(frame, bytes) and isinstance(joined[-1], bytes):
            joined[-1] += frame
        else:
            joined.append(frame)
    return joined


@pytest.mark.parametrize("size", [1, 2, 7, 27, len(STREAM)])
def test_bytes_and_words_are_told_apart_however_they_are_cut(size):
    """What a login shell said before is passed over; bytes that may become a word wait."""
    frames = Frames()
    found = [
        frame for at in range(0, len(STREAM), size) for frame in frames.feed(STREAM[at : at + size])
    ] + frames.feed(TOKEN + b" end\n")
    assert _joined(found) == [("file", "7", "0"), b"abc\nde", ("at", "6"), ("idle",), b"fgh", ("end",)]


def test_what_looks_like_a_word_is_none():
    """Without the token, a log may say what it likes."""
    frames = Frames()
    lines = b"wallwatch-1 ffffffffffffffffffffffff\nffffffffffffffffffffffff moved\n" + TOKEN[:-1] + b"\n"
    assert _joined(frames.feed(HELLO + lines + b"x" * 99))[0].startswith(lines)


def test_a_host_that_never_greets_takes_no_memory():
    """It is no host of ours."""
    frames = Frames()
    for _ in range(100):
        assert frames.feed(b"x" * 10_000) == []
    assert len(frames._held) <= 65_536
