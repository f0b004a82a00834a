"""The cases of a tailer's list that happen while it runs, by their numbers."""

import os
import resource
from pathlib import Path

import pytest

from tests.sources import test_tail_cases_down as down
from tests.sources import test_tail_cases_text as contents
from tests.sources.following import EVENTS_ONLY, append, reading
from tests.sources.tailing import Log, Tail
from wallwatch.sources.file import FileSource

ELSEWHERE = {
    34: "kill -9 and the real logrotate: the collector's tests",
    37: "a full disk: the store's tests",
    39: "a model: test_tail_model",
    40: "a store that is damaged or newer: the store's tests",
    41: "the journal: test_journal",
    42: "a remote host: test_command",
}
"""Cases of other sources, of the store, and of the whole program."""


def test_every_case_of_the_list_has_a_test():
    """The cases 1 to 42 are tests that carry their numbers, or are tested where what they are about is."""
    names = [*globals(), *vars(down), *vars(contents), *(f"test_{name}" for name in contents.TEXTS)]
    here = {int(name[6:8]) for name in names if name.startswith("test_t") and name[6:8].isdigit()}
    assert here | ELSEWHERE.keys() == set(range(1, 43))


async def test_t01_appended_lines_are_read(log, tail):
    """Each line once, in order."""
    log.write("a\nb\n")
    assert await tail.poll() == [b"a", b"b"]
    log.write("c\n")
    assert await tail.poll() == [b"c"]


async def test_t02_a_half_line_waits(log, tail):
    """It is a line when its newline is there."""
    log.write("par")
    assert await tail.poll() == []
    log.write("tial\n")
    assert await tail.poll() == [b"partial"]


async def test_t02_a_half_line_that_was_moved_away_keeps_nobody_busy(log):
    """It waits for its end, and when its file is given up it is a line as it is."""
    tail = Tail(log.path, linger=0)
    log.write("half")
    log.rotate()
    log.copy(1).rename(log.path)
    assert await tail.poll() == []
    log.rotate()
    assert await tail.poll() == []
    log.write("next\n")
    assert await tail.poll() == [b"half", b"next"]
    tail.stop()


async def test_t04_a_late_write_to_a_renamed_file_is_read_first(log, tail):
    """The daemon goes on with the old file until it is told."""
    log.write("1\n")
    with log.path.open("a") as old:
        await tail.poll()
        log.rotate()
        print("2", file=old, flush=True)
        log.write("3\n")
        assert await tail.poll() == [b"2", b"3"]
        print("4", file=old, flush=True)
        assert await tail.poll() == [b"4"]


async def test_t04_a_late_write_to_a_file_that_was_left_is_read_after_the_next_rotation(log):
    """The daemon was quiet for so long that its old file was closed here."""
    tail = Tail(log.path, linger=0)
    log.write("1\n")
    await tail.poll()
    log.rotate()
    log.write("2\n")
    assert await tail.poll() == [b"2"]
    append(log.copy(1), "late\n")
    log.rotate()
    log.write("3\n")
    assert await tail.poll() == [b"late", b"3"]
    tail.stop()


@pytest.mark.parametrize("packed", [(), (1,), (2,), (1, 2)])
async def test_t05_two_rotations_between_two_looks(log, tail, packed):
    """The file that stood at the path in between is found among the copies, packed or not."""
    log.write("1\n")
    await tail.poll()
    log.write("2\n")
    for text in ("3\n", "4\n"):
        log.rotate()
        log.write(text)
    for number in packed:
        log.pack(number)
    assert await tail.poll() == [b"2", b"3", b"4"]
    log.rotate()
    log.write("5\n")
    assert await tail.poll() == [b"5"]
    assert tail.gaps == []


async def test_t06_copytruncate(log, tail):
    """The file is emptied after it was copied; what was read is not read again from the copy."""
    log.write("1\n2\n")
    await tail.poll()
    log.copytruncate()
    log.write("3\n")
    assert await tail.poll() == [b"3"]
    assert tail.gaps == []


async def test_t07_copytruncate_that_grew_past_the_position(log, tail):
    """Its size does not tell, nor does its first line: the bytes before the position do."""
    log.write("# header\n1\n")
    await tail.poll()
    log.copytruncate()
    log.write("# header\n" + "2\n" * 100)
    assert await tail.poll() == [b"# header"] + [b"2"] * 100
    assert tail.gaps == []


async def test_t08_a_rewrite_of_the_same_size(log, tail):
    """The same first line and the same size, and other bytes before the position."""
    log.write("# header\naaaa\n")
    await tail.poll()
    log.path.write_bytes(b"# header\nbbbb\n")
    assert await tail.poll() == [b"# header", b"bbbb"]


@pytest.mark.parametrize("packed", [False, True])
async def test_t09_an_unread_tail_that_is_only_in_the_copy(log, tail, packed):
    """The copy is known by what was read of it, and read from there on."""
    log.write("1\nhal")
    assert await tail.poll() == [b"1"]
    log.write("f\n2\n")
    log.copytruncate()
    log.write("3\n")
    if packed:
        log.pack(1)
    assert await tail.poll() == [b"half", b"2", b"3"]
    assert len(tail.committed) == 2
    log.rotate()
    log.write("4\n")
    assert await tail.poll() == [b"4"]
    assert tail.gaps == []


async def test_t09_an_unread_tail_without_a_copy_is_a_gap(log):
    """What was seen to be there and is lost is told once, with its size."""
    tail = Tail(log.path, boundary=lambda _chunk: 0, newest_first=10)
    log.write("a line\n" * 100)
    await tail.step()
    size = log.path.stat().st_size
    log.copytruncate(copied=False)
    log.write("new\n")
    await tail.poll()
    (gap,) = tail.gaps
    assert gap.size == size - 7
    assert f"{size - 7} bytes of it are lost" in gap.reason
    assert tail.lines[-1] == b"new"
    tail.stop()


async def test_t10_a_stale_writer_leaves_a_hole(log, tail):
    """A writer that does not append leaves NUL bytes where the old text was; they are no text."""
    with log.path.open("wb", buffering=0) as writer:
        writer.write(b"old line\n")
        await tail.poll()
        os.truncate(log.path, 0)
        writer.write(b"new\n")
        assert log.path.read_bytes() == bytes(9) + b"new\n"
        assert await tail.poll() == [b"new"]
        tail.restart()
        writer.write(b"newer\n")
        assert await tail.poll() == [b"newer"]


@pytest.mark.parametrize("text", ["2\n", "1\n"])
async def test_t12_deleted_and_made_again_later(log, text):
    """The new file is read whole, even where it looks the same."""
    tail = Tail(log.path, linger=0)
    log.write("1\n")
    await tail.poll()
    log.path.unlink()
    assert await tail.poll() == []
    assert tail.statuses[-1].state == "missing"
    log.write(text)
    assert await tail.poll() == [text.strip().encode()]
    tail.stop()


async def test_t13_a_file_that_appears_later(log, tail):
    """That it is missing is said once."""
    for _ in range(3):
        assert await tail.poll() == []
    assert [status.state for status in tail.statuses] == ["missing"]
    log.write("1\n")
    assert await tail.poll() == [b"1"]


async def test_t14_only_the_first_file_is_read_from_its_end(log):
    """What comes after a rotation is read from its start."""
    log.write("old\n")
    async with reading(FileSource(log.path, from_end=True, pace=EVENTS_ONLY)) as reader:
        assert (await reader.status()).state == "ok"
        log.write("new\n")
        assert await reader.lines(1) == [b"new"]
        log.rotate()
        log.write("first\n")
        assert await reader.lines(1) == [b"first"]


async def test_t15_a_directory_that_is_made_again(tmp_path):
    """The log in the new directory is read, and late writes in the old one are, too."""
    log = Log(tmp_path / "log" / "kern.log")
    log.path.parent.mkdir()
    log.write("1\n")
    tail = Tail(log.path)
    assert await tail.poll() == [b"1"]
    log.path.parent.rename(tmp_path / "old")
    assert await tail.poll() == []
    append(tmp_path / "old" / "kern.log", "2\n")
    log.path.parent.mkdir()
    log.write("3\n")
    assert await tail.poll() == [b"2", b"3"]
    tail.stop()


async def test_t16_permission_lost_and_restored(outsider):
    """What may be read is read, what may not be is said, and nothing is missing afterwards."""
    log = Log(outsider / "kern.log")
    log.write("1\n")
    tail = Tail(log.path)
    assert await tail.poll() == [b"1"]
    log.write("2\n")
    log.path.chmod(0o000)
    assert await tail.poll() == [b"2"]
    tail.restart()
    assert await tail.poll() == []
    assert tail.statuses[-1].state == "denied"
    log.path.chmod(0o600)
    log.write("3\n")
    assert await tail.poll() == [b"3"]
    assert tail.gaps == []
    tail.stop()


async def test_t16_a_copy_that_may_not_be_read_is_a_gap(outsider):
    """A file that stood at the path for a while with the wrong permissions is told."""
    log = Log(outsider / "kern.log")
    log.write("1\n")
    tail = Tail(log.path)
    await tail.poll()
    log.rotate()
    log.write("2\n")
    log.path.chmod(0o000)
    log.rotate()
    log.write("3\n")
    assert await tail.poll() == [b"3"]
    (gap,) = tail.gaps
    assert gap.reason.startswith(f"{log.copy(1)} cannot be read. Permission denied.")
    log.rotate()
    log.write("4\n")
    assert await tail.poll() == [b"4"]
    assert len(tail.gaps) == 1
    tail.stop()


async def test_t17_a_link_that_is_switched(tmp_path):
    """The file it points to now is read, and late writes to the other one are, too."""
    path = tmp_path / "kern.log"
    append(tmp_path / "one", "1\n")
    append(tmp_path / "two", "2\n")
    path.symlink_to("one")
    tail = Tail(path)
    assert await tail.poll() == [b"1"]
    (tmp_path / "next").symlink_to("two")
    (tmp_path / "next").replace(path)
    append(tmp_path / "one", "late\n")
    assert await tail.poll() == [b"late", b"2"]
    tail.stop()


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
async def test_t32_what_is_no_file_is_said_and_does_not_block(log, tail, make):
    """A directory or a named pipe is unfit, at the start and after a rotation; the next file is read."""
    log.write("1\n")
    assert await tail.poll() == [b"1"]
    log.rotate()
    make(log.path)
    assert await tail.poll() == []
    assert tail.statuses[-1].state == "unfit"
    tail.restart()
    log.path.rmdir() if log.path.is_dir() else log.path.unlink()
    log.write("2\n")
    assert await tail.poll() == [b"2"]


async def test_t38_too_few_descriptors_are_said_and_waited_for(tmp_path):
    """Of 100 files 64 descriptors read some; the rest is read when there are more, and nothing is lost or killed."""
    logs = [Log(tmp_path / f"{number}.log") for number in range(100)]
    tails = [Tail(log.path, linger=0) for log in logs]
    for log in logs:
        log.write("1\n")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
    try:
        first = [await tail.poll() for tail in tails]
        assert 20 < first.count([b"1"]) < 64
        failed = [tail.statuses[-1] for tail in tails if not tail.lines]
        assert {status.state for status in failed} == {"failed"}
        assert failed[0].reason == f"{logs[-len(failed)].path} cannot be read: Too many open files."
        assert [await tail.poll() for tail in tails if not tail.lines] == [[]] * len(failed)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    for tail in tails:
        await tail.poll()
    assert [tail.lines for tail in tails] == [[b"1"]] * 100
    assert {tail.statuses[-1].state for tail in tails} == {"ok"}
    assert not any(tail.gaps for tail in tails)
    for tail in tails:
        tail.stop()
