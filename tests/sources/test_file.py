import os
from pathlib import Path

import pytest

from tests.sources.following import EVENTS_ONLY, append, reading
from wallwatch.model.line import SourceStatus
from wallwatch.sources import file as module
from wallwatch.sources.file import FileSource
from wallwatch.sources.handle import Handle
from wallwatch.sources.pursuit import Pace
from wallwatch.sources.splitter import LINE_MAX
from wallwatch.sources.watch import Watch


def open_files() -> set[str]:
    return {entry.name for entry in Path("/proc/self/fd").iterdir()}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kern.log"


@pytest.fixture
def source(path):
    return FileSource(path, pace=EVENTS_ONLY)


async def test_appended_lines_come_at_once(path, source):
    """What is written is yielded in order, without waiting for the clock (T1)."""
    append(path, "a\nb\n")
    async with reading(source) as reader:
        assert await reader.lines(2) == [b"a", b"b"]
        append(path, "c\n")
        assert await reader.lines(1) == [b"c"]


async def test_a_half_line_waits(path, source):
    """A last line without newline is yielded once, when it is whole (T2)."""
    append(path, "a\npar")
    async with reading(source) as reader:
        assert await reader.lines(1) == [b"a"]
        await reader.idle()
        append(path, "tial\n")
        assert await reader.lines(1) == [b"partial"]


async def test_a_half_line_is_whole_after_a_restart(path, source):
    """What was read of a half line is read again by the next run (T3)."""
    append(path, "x\npar")
    async with reading(source) as reader:
        assert await reader.lines(1) == [b"x"]
    append(path, "tial\n")
    async with reading(source, reader.committed) as reader:
        assert await reader.lines(1) == [b"partial"]


async def test_a_restart_reads_nothing_twice(path, source):
    """The next run goes on where the last one was, after the lines before it as context."""
    append(path, "a\nb\n")
    async with reading(source) as reader:
        await reader.lines(2)
    append(path, "c\n")
    async with reading(source, reader.committed) as reader:
        assert await reader.lines(1) == [b"c"]
    assert [(batch.context, batch.lines) for batch in reader.batches] == [(True, (b"a", b"b")), (False, (b"c",))]


async def test_a_file_that_appears_later_is_read(path, source):
    """Its absence is said once (T13)."""
    async with reading(source) as reader:
        assert (await reader.status()).state == "missing"
        path.with_name("another.log").touch()
        append(path, "a\n")
        assert await reader.lines(1) == [b"a"]
    assert [status.state for status in reader.statuses] == ["missing", "ok"]


async def test_absence_is_not_repeated(path):
    """Looking again and again is no news (T13)."""
    async with reading(FileSource(path, pace=Pace(poll=0.001))) as reader:
        assert (await reader.status()).state == "missing"
        os.mkfifo(path)
        assert (await reader.status()).state == "unfit"


async def test_a_file_in_a_directory_that_appears_later_is_read(tmp_path):
    """Nothing of the path needs to be there."""
    path = tmp_path / "snort" / "alert"
    async with reading(FileSource(path, pace=Pace(poll=0.01))) as reader:
        assert (await reader.status()).state == "missing"
        path.parent.mkdir()
        append(path, "a\n")
        assert await reader.lines(1) == [b"a"]


async def test_without_file_events_the_clock_does(path, monkeypatch):
    """Where the kernel tells nothing, the file is looked at, and the status says why."""
    monkeypatch.setattr(module, "watch_path", lambda _path: Watch("No file events."))
    append(path, "a\n")
    async with reading(FileSource(path, pace=Pace(poll=0.01))) as reader:
        assert await reader.lines(1) == [b"a"]
        append(path, "b\n")
        assert await reader.lines(1) == [b"b"]
    assert [status.reason for status in reader.statuses] == ["No file events."]


async def test_from_the_end_only_later_lines_are_read(path):
    """What was there at the start is left out, but for its half line; a rotated file is read from its start (T14)."""
    append(path, "old\nhalf")
    async with reading(FileSource(path, from_end=True, pace=EVENTS_ONLY)) as reader:
        assert (await reader.status()).state == "ok"
        append(path, " a line\nnew\n")
        assert await reader.lines(2) == [b"half a line", b"new"]
        path.rename(path.with_suffix(".1"))
        append(path, "first\n")
        assert await reader.lines(1) == [b"first"]


async def test_from_the_end_a_file_that_appears_later_is_read_whole(path):
    """Nothing of it was there at the start."""
    async with reading(FileSource(path, from_end=True, pace=EVENTS_ONLY)) as reader:
        assert (await reader.status()).state == "missing"
        append(path, "a\nb\n")
        assert await reader.lines(2) == [b"a", b"b"]


async def test_a_denied_file_is_read_when_it_may_be(outsider):
    """The reason and the remedy are said once; when permission is given, nothing is missing (T16)."""
    path = outsider / "kern.log"
    append(path, "a\n")
    path.chmod(0o000)
    async with reading(FileSource(path, pace=EVENTS_ONLY)) as reader:
        status = await reader.status()
        assert status.state == "denied"
        assert "0000" in status.reason
        assert status.remedy == f"sudo setfacl -m u:$USER:r {path}"
        path.chmod(0o600)
        assert await reader.lines(1) == [b"a"]
    assert [status.state for status in reader.statuses] == ["denied", "ok"]


async def test_a_file_that_is_denied_after_a_rotation_is_waited_for(outsider):
    """The old file is read to its end, and the new one when it may be read (T16)."""
    path = outsider / "kern.log"
    append(path, "a\n")
    async with reading(FileSource(path, pace=EVENTS_ONLY)) as reader:
        assert await reader.lines(1) == [b"a"]
        path.rename(path.with_suffix(".1"))
        append(path, "c\n")
        path.chmod(0o000)
        append(path.with_suffix(".1"), "b\n")
        assert await reader.lines(1) == [b"b"]
        assert reader.statuses[-1].state == "denied"
        path.chmod(0o600)
        assert await reader.lines(1) == [b"c"]


async def test_a_closed_directory_is_said(outsider):
    """If the directory may not be entered, it is what has to be opened (T16)."""
    path = outsider / "snort" / "alert"
    path.parent.mkdir()
    append(path, "a\n")
    path.parent.chmod(0o000)
    async with reading(FileSource(path, pace=Pace(poll=0.01))) as reader:
        status = await reader.status()
        assert status.state == "denied"
        assert status.remedy == f"sudo setfacl -m u:$USER:rx {path.parent}"
        path.parent.chmod(0o700)
        assert await reader.lines(1) == [b"a"]


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
async def test_what_is_no_file_is_said_and_does_not_block(path, source, make):
    """A directory or a named pipe is unfit; when a file takes its place, that is read (T32)."""
    make(path)
    async with reading(source) as reader:
        assert (await reader.status()).state == "unfit"
        path.rmdir() if path.is_dir() else path.unlink()
        append(path, "a\n")
        assert await reader.lines(1) == [b"a"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(b"a\n\n\nb\n", [b"a", b"", b"", b"b"], id="empty lines (T25)"),
        pytest.param(b"a\r\nb\r\n", [b"a", b"b"], id="CRLF (T24)"),
        pytest.param(b"\0\0a\0b\n", [b"a\0b"], id="NUL bytes (T20)"),
        pytest.param(b"ok\n\xff\xfe\xed\xa0\x80\nok\n", [b"ok", b"\xff\xfe\xed\xa0\x80", b"ok"], id="no UTF-8 (T21)"),
        pytest.param(b"x" * 200_000 + b"\nnext\n", [b"x" * 200_000, b"next"], id="a long line (T18)"),
        pytest.param(b"x" * 3_000_000 + b"\nnext\n", [b"x" * LINE_MAX, b"next"], id="a line over the limit (T19)"),
        pytest.param(b"last", [b"last"], id="no newline at the end"),
        pytest.param(b"", [], id="an empty file"),
        pytest.param("\n".join("é" * n for n in range(1, 900)).encode(), ["é" * n for n in range(1, 900)], id="T22"),
    ],
)
async def test_once_reads_what_is_there_and_ends(path, text, lines):
    """A file is read in order to its last byte, whatever is in it."""
    path.write_bytes(text)
    async with reading(FileSource(path, once=True, boundary=lambda _chunk: 0)) as reader:
        assert await reader.rest() == [line if isinstance(line, bytes) else line.encode() for line in lines]
    assert [status.state for status in reader.statuses] == ["ok", "ended"]
    assert [batch.ended for batch in reader.batches][-1:] == [True] * bool(text)


@pytest.mark.parametrize(
    ("parts", "line"),
    [((b"b\r", b"\n"), b"b"), ((b"\xc3", b"\xa9\n"), "é".encode()), ((b"a", b"", b"b", b"\n"), b"ab")],
)
async def test_a_line_may_be_written_in_parts(path, source, parts, line):
    """Where a writer's parts end makes no difference (T23, T24)."""
    append(path, "first\n")
    async with reading(source) as reader:
        await reader.lines(1)
        for part in parts[:-1]:
            append(path, part)
        await reader.idle()
        append(path, parts[-1])
        assert await reader.lines(1) == [line]


async def test_once_a_missing_file_is_said(path):
    """There is nothing to wait for."""
    async with reading(FileSource(path, once=True)) as reader:
        assert await reader.rest() == []
    assert [status.state for status in reader.statuses] == ["missing"]


async def test_once_reads_what_was_left_out_before(path):
    """A run that only reads what is there reads the gaps, too."""
    path.write_bytes(b"a\nb\nc\n")
    async with reading(FileSource(path, once=True)) as reader:
        await reader.rest()
    stream, entry = next(iter(reader.committed.items()))
    committed = {stream: type(entry)(stream=stream, ranges=((2, 4),))}
    async with reading(FileSource(path, once=True), committed) as reader:
        assert sorted(await reader.rest()) == [b"a", b"c"]


async def test_a_file_is_named_after_its_path(path, monkeypatch):
    """A source has a short name, an absolute path and the trust of its kind of log."""
    monkeypatch.chdir(path.parent)
    source = FileSource("kern.log")
    assert (source.name, source.path, source.trust) == ("kern", path, "file")
    assert FileSource(path, name="wall", trust="mixed").name == "wall"


async def test_a_reader_that_stops_closes_everything(path, source):
    """After a run no file of it is open."""
    append(path, "a\n")
    before = open_files()
    async with reading(source) as reader:
        await reader.lines(1)
        assert isinstance(reader.statuses[0], SourceStatus)
    assert open_files() == before


async def test_a_bad_disk_is_said_and_reading_goes_on_after_it(path, monkeypatch):
    """After a read error the file is opened again, and goes on where it was."""
    append(path, "1\n")
    async with reading(FileSource(path, pace=Pace(rest=0.001, poll=0.01))) as reader:
        await reader.lines(1)
        good = Handle.read

        async def bad(*_arguments):
            raise OSError(5, os.strerror(5))

        monkeypatch.setattr(Handle, "read", bad)
        append(path, "2\n")
        assert (await reader.status()).reason == f"{path} cannot be read: Input/output error."
        monkeypatch.setattr(Handle, "read", good)
        assert await reader.lines(1) == [b"2"]
    assert len(reader.committed) == 1
