"""All files that match a pattern."""

import asyncio
from collections import Counter
from contextlib import aclosing
from pathlib import Path

import pytest

from tests.sources.far import packet
from tests.sources.listening import PATIENCE, Desk, listening
from wallwatch.model.line import Lines
from wallwatch.sources.pattern import PatternSource


def _source(folder: Path, pattern: str = "*/TCP*", **more) -> PatternSource:
    return PatternSource(f"{folder}/{pattern}", name="snort", poll=0.01, **more)


def _write(path: Path, *numbers: int) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("ab") as file:
        file.write(b"".join(map(packet, numbers)))


async def test_files_that_match_now_and_later_are_read(tmp_path):
    """Directories that appear, too; each file is a stream of the one source."""
    _write(tmp_path / "192.0.2.1/TCP:1-2", 1, 2)
    async with listening(_source(tmp_path)) as listener:
        await listener.lines(2)
        _write(tmp_path / "192.0.2.9/TCP:1-2", 3)
        _write(tmp_path / "192.0.2.9/UDP:1-2", 9)
        assert await listener.lines(1) == [packet(3).rstrip()]
        _write(tmp_path / "192.0.2.1/TCP:1-2", 4)
        assert await listener.lines(1) == [packet(4).rstrip()]
        assert len({batch.stream for batch in listener.batches}) == 2
        assert {batch.source for batch in listener.batches} == {"snort"}
        assert [status.state for status in listener.statuses] == ["ok"]


async def test_a_half_line_waits(tmp_path):
    """It comes when it is whole, once."""
    log = tmp_path / "TCP"
    log.write_bytes(b"one\ntw")
    async with listening(_source(tmp_path, "*")) as listener:
        assert await listener.lines(1) == [b"one"]
        await listener.status("ok")
        with log.open("ab") as file:
            file.write(b"o\n")
        assert await listener.lines(1) == [b"two"]


async def test_a_restart_goes_on_where_it_was(tmp_path):
    """In every file: nothing is missing and nothing comes twice."""
    desk = Desk()
    files = [tmp_path / f"{number}/TCP" for number in range(5)]
    for turn in range(4):
        for at, file in enumerate(files):
            _write(file, 100 * turn + at)
        await desk.take(_source(tmp_path), until=5 * turn + 3)
    await desk.take(_source(tmp_path), until=20)
    assert Counter(desk.ids) == Counter(100 * turn + at for turn in range(4) for at in range(5))
    assert desk.gaps == []


async def test_a_file_that_is_rotated_is_read_to_its_end(tmp_path):
    """Live or while nobody looked; its copy is none of the files, even if it matches."""
    desk = Desk()
    log = tmp_path / "a" / "TCP"
    _write(log, 1, 2)
    await desk.take(_source(tmp_path), until=2)
    _write(log, 3)
    log.rename(tmp_path / "a" / "TCP.1")
    _write(log, 4)
    await desk.take(_source(tmp_path), until=4)
    log.rename(tmp_path / "a" / "TCP.2")
    _write(log, 5)
    await desk.take(_source(tmp_path), until=5)
    assert sorted(desk.ids) == [1, 2, 3, 4, 5]
    assert desk.gaps == []


async def test_a_file_that_is_renamed_is_the_same(tmp_path):
    """What was read under its old name is not read again."""
    desk = Desk()
    _write(tmp_path / "a" / "TCP1", 1, 2)
    await desk.take(_source(tmp_path), until=2)
    (tmp_path / "a" / "TCP1").rename(tmp_path / "a" / "TCP9")
    _write(tmp_path / "a" / "TCP9", 3)
    await desk.take(_source(tmp_path), until=3)
    _write(tmp_path / "a" / "TCP9", 4)
    await desk.take(_source(tmp_path), until=4)
    assert desk.ids == [1, 2, 3, 4]


async def test_many_files_take_few_descriptors(tmp_path):
    """Five hundred are read, and no more than a handful is open at a time."""
    for number in range(500):
        _write(tmp_path / f"{number}" / "TCP", number)
    most, ids = 0, 0
    before = len(list(Path("/proc/self/fd").iterdir()))
    async with asyncio.timeout(PATIENCE), aclosing(_source(tmp_path).read({})) as reports:
        async for report in reports:
            most = max(most, len(list(Path("/proc/self/fd").iterdir())))
            ids += len(report.lines) if isinstance(report, Lines) else 0
            if ids == 500:
                break
    assert most - before < 20


async def test_a_busy_file_does_not_hold_the_others(tmp_path):
    """After some batches the next one has its turn."""
    big = b"".join(map(packet, range(60_000)))
    (tmp_path / "a").write_bytes(big)
    (tmp_path / "b").write_bytes(packet(7))
    async with listening(_source(tmp_path, "[ab]")) as listener:
        streams = []
        while sum(len(batch.lines) for batch in listener.batches) < 60_001:
            report = await listener.report()
            streams += [report.stream] if isinstance(report, Lines) and report.lines else []
        assert streams.index(streams[-1]) < len(streams) - 1
        assert len(set(streams)) == 2
        assert streams[-1] == streams[0]


async def test_no_file_is_a_status(tmp_path):
    """It is ok as soon as there is one."""
    async with listening(_source(tmp_path)) as listener:
        status = await listener.status()
        assert (status.state, status.reason) == ("missing", f"No file matches {tmp_path}/*/TCP*.")
        _write(tmp_path / "a" / "TCP", 1)
        await listener.status("ok")


async def test_a_file_that_may_not_be_read_is_said_with_its_remedy(outsider):
    """Of several the first, and how many they are."""
    for name in ("x", "y"):
        _write(outsider / name, 1)
        (outsider / name).chmod(0)
    _write(outsider / "z", 1)
    async with listening(_source(outsider, "*")) as listener:
        status = await listener.status()
        assert status.state == "denied"
        assert str(outsider / "x") in status.reason
        assert "2 of 3 files are so." in status.reason
        assert "setfacl" in status.remedy
        (outsider / "x").chmod(0o600)
        (outsider / "y").chmod(0o600)
        await listener.lines(2)


async def test_once_ends(tmp_path):
    """Last lines need no newline."""
    (tmp_path / "a").write_bytes(b"one\ntwo")
    (tmp_path / "b").write_bytes(b"three")
    async with listening(_source(tmp_path, "*", once=True)) as listener:
        assert sorted(await listener.rest()) == [b"one", b"three", b"two"]
        assert [status.state for status in listener.statuses] == ["ok", "ended"]


async def test_from_the_end_is_what_comes_later(tmp_path):
    """Of the files that are there; those that appear are read from their first byte."""
    _write(tmp_path / "a" / "TCP", 1, 2)
    async with listening(_source(tmp_path, from_end=True)) as listener:
        await listener.status("ok")
        _write(tmp_path / "a" / "TCP", 3)
        _write(tmp_path / "b" / "TCP", 4)
        assert sorted(await listener.lines(2)) == [packet(3).rstrip(), packet(4).rstrip()]


@pytest.mark.parametrize(
    "name", ["with space", "it's", "umlaut-ä", "nl\nnl", b"\xff\xfe".decode("utf-8", "surrogateescape")]
)
async def test_any_name_will_do(tmp_path, name):
    """A path is no text; it is found again after a restart."""
    desk = Desk()
    _write(tmp_path / name, 1)
    await desk.take(_source(tmp_path, "*"), until=1)
    _write(tmp_path / name, 2)
    await desk.take(_source(tmp_path, "*"), until=2)
    assert desk.ids == [1, 2]
    assert all(entry.mark.isascii() for entry in desk.committed.values())
