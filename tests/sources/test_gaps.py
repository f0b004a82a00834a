from pathlib import Path

import pytest
from msgspec.structs import replace

from wallwatch.sources import gaps
from wallwatch.sources.beside import Look
from wallwatch.sources.copies import Copy
from wallwatch.sources.follower import Follower
from wallwatch.sources.handle import Handle
from wallwatch.sources.identity import identify
from wallwatch.sources.mark import mark_of, parse_mark
from wallwatch.sources.plan import Terms
from wallwatch.sources.streams import Known, Streams

PATH = Path("/var/log/kern.log")
COPY = Copy(PATH.with_name("kern.log.1.gz"), (1, 9), None, b"", "count", (-1, 0), "It is cut off before its end")
NOW = 1_706_659_200_000_000


@pytest.fixture
def streams():
    """Two files, the first of which was left with a part unread."""
    streams = Streams({})
    for inode, ranges in ((1, ((0, 100), (300, 1000))), (2, ((0, 1000),))):
        mark = mark_of(1000, b"head\n", b"tail\n", inode, "open")
        streams.remember(identify(1, inode, b"head\n"), ranges, mark)
    streams.stop()
    return streams


def missed(streams: Streams, **look):
    return gaps.missed("kern", PATH, Look(**look), streams, NOW)


def test_the_file_that_was_read_last_is_told_and_given_up(streams):
    """What is known of it is said, and a batch without lines says that it is not to be looked for again."""
    gap, closing = missed(streams, lost=(streams.waiting()[1],))
    assert (gap.source, gap.stream, gap.at, gap.size) == ("kern", closing.stream, NOW, None)
    assert gap.reason == (
        "/var/log/kern.log was read up to byte 1,000 and has been replaced since. No copy of what stood there was "
        "found: what was written to it after that is not known."
    )
    assert (closing.start, closing.end, closing.lines, closing.ended) == (1000, 1000, (), True)
    assert parse_mark(closing.mark).state == "gone"
    assert [known.identity.inode for known in streams.waiting()] == [1]


def test_a_copy_that_may_be_the_file_is_named(streams):
    """It is one gap, not two."""
    gap, _ = missed(streams, lost=(streams.waiting()[1],), unreadable=(COPY,))
    assert gap.reason.endswith(" /var/log/kern.log.1.gz cannot be read. It is cut off before its end.")


def test_an_older_file_is_told_if_something_of_it_is_missing(streams):
    """One that was followed by another had been read to its end, as far as it was read."""
    first, second = streams.waiting()
    gap, closing = missed(streams, lost=(first,))
    assert gap.size == 200
    assert "200 of its first 1,000 bytes are missing" in gap.reason
    whole = Known(first.identity, second.ranges, first.mark)
    (closing,) = missed(streams, lost=(whole,))
    assert parse_mark(closing.mark).state == "gone"


def test_what_the_caller_knows_better_is_left_out(streams):
    """Of a file that was emptied before its eyes."""
    lost = streams.waiting()[1]
    assert gaps.missed("kern", PATH, Look(lost=(lost,)), streams, NOW, but=lost.identity) == []


def test_what_lay_there_at_the_first_start_is_noted(streams):
    """Without a gap: it is nothing that was missed."""
    passed = streams.waiting()[0]
    passed = replace(passed, ranges=(), mark=replace(passed.mark, state="gone"))
    (closing,) = missed(streams, passed=passed)
    assert (closing.start, closing.end, closing.mark) == (0, 0, passed.mark.word)


def test_a_copy_that_cannot_be_read_is_told(streams):
    """With its name and the reason."""
    (gap,) = missed(streams, unreadable=(COPY,))
    assert gap.reason == (
        "/var/log/kern.log.1.gz cannot be read. It is cut off before its end. "
        "It stood at /var/log/kern.log, and was not read."
    )


@pytest.fixture
async def follower(tmp_path):
    """One that has read five lines."""
    (tmp_path / "kern.log").write_bytes(b"a line\n" * 5)
    handle = await Handle.open(tmp_path / "kern.log")
    follower = Follower("kern", handle, Streams({}), Terms())
    follower.measure()
    await follower.newest()
    yield follower
    handle.close()


@pytest.mark.parametrize(
    ("unread", "late", "end"),
    [
        (0, True, "what was written to it since its last look is not known."),
        (12, False, "12 bytes of it are lost."),
    ],
)
async def test_an_emptied_file_is_told(follower, unread, late, end):
    """With its last position, and with what is known to be lost."""
    (gap,) = gaps.of_emptied("kern", PATH, follower, unread=unread, late=late, at=NOW)
    assert (gap.stream, gap.size, gap.at) == (follower.identity.stream, unread or None, NOW)
    assert "It was read up to byte 35;" in gap.reason
    assert gap.reason.endswith(end)


async def test_an_emptied_file_that_was_read_is_not_told(follower):
    """As far as anybody can know nothing is missing."""
    assert gaps.of_emptied("kern", PATH, follower, unread=0, late=False, at=NOW) == []


async def test_a_copy_that_is_overwritten_is_told(follower):
    """With at least how much is lost."""
    follower.still = True
    (gap,) = gaps.of_emptied("kern", PATH, follower, unread=70, late=False, at=NOW)
    assert gap.reason == "A copy of /var/log/kern.log was overwritten before it was read: at least 70 bytes are lost."


def test_a_copy_that_ends_too_early_is_told():
    """With the byte from which on it is lost."""
    gap = gaps.broken_off("kern", "/var/log/kern.log.1.gz is cut off before its end", "stream", 5000, NOW)
    assert gap.reason == (
        "/var/log/kern.log.1.gz is cut off before its end: what is in it after its first 5,000 bytes cannot be read."
    )
