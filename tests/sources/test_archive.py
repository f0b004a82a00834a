import gzip
import os
import sys

import pytest

from tests.sources.captures import STAMP, SYN, line, pcap_head, pcap_record
from tests.sources.following import reading
from tests.sources.test_unpack import PACKERS, TEXT, each_packer
from wallwatch.model.line import Committed, Lines
from wallwatch.sources import archive, unpack
from wallwatch.sources.archive import ArchiveSource, is_archive

LINES = TEXT.splitlines()


@pytest.fixture(name="path")
def _path(tmp_path):
    return tmp_path / "kern.log.2.gz"


@each_packer
async def test_a_packed_log_is_read_to_its_end(path, monkeypatch, pack) -> None:
    """In batches; positions are those of the log that was packed, whatever the file is called."""
    monkeypatch.setattr(archive, "PIECE", 10_000)
    path.write_bytes(pack(TEXT + b"half"))
    assert is_archive(path)
    async with reading(ArchiveSource(path)) as reader:
        assert await reader.rest() == [*LINES, b"half"]
    assert [status.state for status in reader.statuses] == ["ok", "ended"]
    assert (len(reader.batches) > 10, reader.batches[-1].ended) == (True, True)
    assert next(iter(reader.committed.values())).ranges == ((0, len(TEXT) + 4),)
    assert reader.batches[5].starts[0] == TEXT.index(reader.batches[5].lines[0] + b"\n")


async def test_a_packed_capture_is_a_capture(path) -> None:
    """It is unpacked first, and told by its own head then."""
    path.write_bytes(gzip.compress(pcap_head() + pcap_record()))
    async with reading(ArchiveSource(path)) as reader:
        assert await reader.rest() == [line(STAMP, 101, SYN)]


@pytest.mark.parametrize("size", [100, 10_000, 1_000_000])
@pytest.mark.parametrize("done", [0, 9, 99_999, len(TEXT)])
async def test_what_was_read_before_is_not_given_again(path, monkeypatch, size: int, done: int) -> None:
    """The lines before it are context, so that a repeat knows what it repeats."""
    monkeypatch.setattr(archive, "PIECE", size)
    path.write_bytes(gzip.compress(TEXT))
    async with reading(ArchiveSource(path)) as reader:
        await reader.rest()
    (stream,) = reader.committed
    at = TEXT.rindex(b"\n", 0, done) + 1 if done else 0
    async with reading(ArchiveSource(path), {stream: Committed(stream=stream, ranges=((0, at),))}) as reader:
        assert await reader.rest() == TEXT[at:].splitlines()
    context = [batch for batch in reader.batches if batch.context]
    assert [batch.end for batch in context] == [at] * (0 < done < len(TEXT))
    assert next(iter(reader.committed.values())).ranges == ((0, len(TEXT)),)


async def test_a_corrupt_archive_is_said_and_what_was_readable_is_kept(path) -> None:
    """A half line waits: the archive may still be written."""
    path.write_bytes(gzip.compress(TEXT)[:-5_000])
    async with reading(ArchiveSource(path)) as reader:
        lines = await reader.rest()
    assert lines
    assert lines == LINES[: len(lines)]
    assert [status.state for status in reader.statuses] == ["ok", "failed"]
    assert reader.statuses[-1].reason == f"{path} is cut off before its end."
    assert reader.batches[-1].idle
    path.write_bytes(gzip.compress(TEXT))
    async with reading(ArchiveSource(path), reader.committed) as reader:
        assert await reader.rest() == LINES[len(lines) :]


async def test_an_archive_that_holds_far_more_than_a_log_is_left(path, monkeypatch) -> None:
    """What came out until then is kept, and memory stays what it was."""
    monkeypatch.setattr(unpack, "FREE", 1_000_000)
    monkeypatch.setattr(unpack, "RATIO", 10)
    path.write_bytes(gzip.compress(b"knock\n" * 1_000_000))
    async with reading(ArchiveSource(path)) as reader:
        lines = await reader.rest()
    assert 1_000_000 <= sum(len(each) + 1 for each in lines) <= 1_000_000 + archive.PIECE
    assert reader.statuses[-1].reason.endswith("is packed to less than 1/1000 of what is in it, as no log is.")


async def test_without_its_library_an_archive_is_failed(path, monkeypatch) -> None:
    """The remedy names what to install."""
    path.write_bytes(PACKERS["zstd"](TEXT))
    monkeypatch.setitem(sys.modules, "zstandard", None)
    async with reading(ArchiveSource(path)) as reader:
        assert await reader.rest() == []
    assert [(status.state, status.remedy) for status in reader.statuses] == [("failed", "Install wallwatch[zstd].")]


@pytest.mark.parametrize(
    ("make", "state"), [(lambda _: None, "missing"), (os.mkdir, "unfit"), (lambda path: path.mkdir(0o700), "unfit")]
)
async def test_an_archive_that_is_not_there_is_said(path, make, state: str) -> None:
    """As a log is."""
    make(path)
    assert not is_archive(path)
    async with reading(ArchiveSource(path)) as reader:
        assert await reader.rest() == []
    assert [status.state for status in reader.statuses] == [state]


async def test_an_empty_archive_says_nothing(path) -> None:
    """It ends as it began."""
    path.write_bytes(gzip.compress(b""))
    async with reading(ArchiveSource(path)) as reader:
        assert await reader.rest() == []
    assert isinstance(reader.batches[-1], Lines)
    assert reader.statuses[-1].state == "ended"
