"""The cases of a tailer's list that happen while nobody looks: between two runs, or while a run is stopped."""

import bz2
import gzip
import lzma
import os
from pathlib import Path

import pytest
import zstandard

from tests.sources.following import append
from tests.sources.tailing import NOW, Log, Tail


async def test_t03_a_half_line_is_whole_after_a_restart(log, tail):
    """What was read of a half line is read again by the next run."""
    log.write("x\npar")
    assert await tail.poll() == [b"x"]
    tail.restart()
    log.write("tial\n")
    assert await tail.poll() == [b"partial"]


async def test_t11_a_new_file_with_the_old_inode_is_another_one(log, tail):
    """ext4 gives the number of a deleted file to the next one; it is read from its start."""
    log.write("old\n")
    await tail.poll()
    tail.stop()
    inode = log.path.stat().st_ino
    log.path.unlink()
    log.write("new\n")
    if log.path.stat().st_ino != inode:
        pytest.skip("this file system does not reuse inode numbers at once")
    tail.restart()
    assert await tail.poll() == [b"new"]


async def test_t26_a_file_that_was_rotated_is_read_to_its_end_first(log, tail):
    """The rest of the copy comes before the new file."""
    log.write("1\n")
    await tail.poll()
    log.write("2\n")
    tail.stop()
    log.rotate()
    log.write("3\n")
    tail.restart()
    assert await tail.poll() == [b"2", b"3"]
    assert tail.gaps == []


async def test_t26_a_copy_that_was_not_read_before_a_later_one_is_read_after_a_restart(log, tail):
    """What was written late to an older file, and not committed, has been moved away before the next run."""
    log.write("1\n")
    await tail.poll()
    log.copytruncate()
    log.rotate()
    log.write("2\n")
    assert await tail.poll() == [b"2"]
    append(log.copy(1), "late\n")
    tail.stop()
    log.rotate()
    tail.restart()
    assert await tail.poll() == [b"late"]
    assert tail.gaps == []


async def test_t26_a_file_that_is_emptied_before_its_first_line_is_read_has_its_copy_read_first(log):
    """It is as long as before, and there is nothing yet by which it could be known again."""
    tail = Tail(log.path, linger=0)
    log.write("1\n")
    await tail.poll()
    log.path.unlink()
    log.write("2\n")
    log.copytruncate()
    log.path.unlink()
    assert await tail.poll() == [b"2"]
    log.write("3\n")
    await tail.step()
    log.copytruncate()
    log.write("4\n")
    assert await tail.poll() == [b"3", b"4"]
    tail.stop()


async def test_t26_without_a_new_file_the_rest_is_read_at_once(log, tail):
    """The daemon may have nothing to write."""
    log.write("1\n")
    await tail.poll()
    log.write("2\n")
    log.rotate()
    tail.restart()
    assert await tail.poll() == [b"2"]
    assert tail.statuses[-1].state == "waiting"
    log.write("3\n")
    assert await tail.poll() == [b"3"]


@pytest.mark.parametrize("packed", [(), (2,), (1, 2), (1, 2, 3)])
async def test_t27_several_rotations_are_read_in_order(log, tail, packed):
    """The rest of the file that was read, those that stood at the path after it, packed or not, and the new one."""
    log.write("1\n")
    await tail.poll()
    log.write("2\n")
    for text in ("3\n", "4\n", "5\n"):
        log.rotate()
        log.write(text)
    for number in packed:
        log.pack(number)
    tail.restart()
    assert await tail.poll() == [b"2", b"3", b"4", b"5"]
    tail.restart()
    assert await tail.poll() == []
    assert tail.gaps == []


async def test_t27_what_was_there_before_the_first_start_is_not_read(log, tail):
    """Copies that are older than the log that was read first are left alone, whatever becomes of that."""
    log.copy(2).write_bytes(b"older\n")
    log.copy(1).write_bytes(b"old\n")
    log.write("1\n")
    assert await tail.poll() == [b"1"]
    for text in ("2\n", "3\n"):
        log.rotate()
        log.write(text)
    tail.restart()
    assert await tail.poll() == [b"2", b"3"]
    os.truncate(log.path, 0)
    log.write("4\n")
    tail.restart()
    assert await tail.poll() == [b"4"]


PACKERS = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstandard.ZstdCompressor().compress,
}


@pytest.mark.parametrize("suffix", PACKERS)
@pytest.mark.parametrize("size", [1, 60_000])
async def test_t28_a_file_that_was_rotated_and_packed_is_read_to_its_end(log, tail, suffix, size):
    """The rest is unpacked, and is of the same stream: nothing is read twice."""
    read = b"".join(b"line %d\n" % number for number in range(size))
    log.write(read)
    await tail.poll()
    (stream,) = tail.committed
    log.write("rest\n")
    log.rotate()
    log.write("new\n")
    log.copy(1).with_name(f"kern.log.1{suffix}").write_bytes(PACKERS[suffix](log.copy(1).read_bytes()))
    log.copy(1).unlink()
    tail.restart()
    assert await tail.poll() == [b"rest", b"new"]
    assert len(tail.committed) == 2
    assert tail.committed[stream].ranges == ((0, len(read) + 5),)
    log.write("newer\n")
    tail.restart()
    assert await tail.poll() == [b"newer"]
    assert tail.gaps == []


async def test_t29_a_file_that_was_emptied_and_is_longer_now_is_read_from_its_start(log, tail):
    """Its size says nothing, and neither does its first line; what was in it is a gap, told once."""
    log.write("# header\n" + "a\n" * 40)
    await tail.poll()
    log.copytruncate(copied=False)
    log.write("# header\n" + "b\n" * 400)
    tail.restart()
    assert await tail.poll() == [b"# header"] + [b"b"] * 400
    (gap,) = tail.gaps
    assert (gap.source, gap.at, gap.size) == ("kern", NOW, None)
    assert "read up to byte 89" in gap.reason
    tail.restart()
    log.write("c\n")
    assert await tail.poll() == [b"c"]
    assert len(tail.gaps) == 1


async def test_t29_the_unread_tail_of_an_emptied_file_is_in_its_copy(log, tail):
    """What was copied before the file was emptied is read there, packed or not."""
    log.write("1\n")
    await tail.poll()
    log.write("2\n")
    log.copytruncate()
    log.write("3\n" * 50)
    log.pack(1)
    tail.restart()
    assert await tail.poll() == [b"2"] + [b"3"] * 50
    assert tail.gaps == []


async def test_t08_a_rewrite_of_the_same_size_is_found_after_a_restart(log, tail):
    """The same head and the same size, and other bytes before the position."""
    log.write("# header\naaaa\n")
    await tail.poll()
    log.path.write_bytes(b"# header\nbbbb\n")
    tail.restart()
    assert await tail.poll() == [b"# header", b"bbbb"]


async def test_t30_files_that_begin_alike_are_not_taken_for_each_other(log, tail):
    """The same first line says nothing, neither of copies nor of the new file."""
    log.write("# header\n1\n")
    assert await tail.poll() == [b"# header", b"1"]
    log.write("2\n")
    for text in ("# header\n3\n", "# header\n4\n"):
        log.rotate()
        log.write(text)
    log.pack(1)
    log.pack(2)
    tail.restart()
    assert await tail.poll() == [b"2", b"# header", b"3", b"# header", b"4"]
    tail.restart()
    assert await tail.poll() == []
    assert tail.gaps == []


async def test_t31_a_corrupt_copy_is_a_gap_and_reading_goes_on(log, tail):
    """What cannot be unpacked is told once, with its name, and the new file is read."""
    log.write("1\n")
    await tail.poll()
    log.write("2\n")
    log.rotate()
    log.pack(1).write_bytes(b"\x1f\x8b\x08 no archive")
    log.write("3\n")
    tail.restart()
    assert await tail.poll() == [b"3"]
    (gap,) = tail.gaps
    assert str(log.copy(1)) + ".gz" in gap.reason
    for _ in range(2):
        tail.restart()
        assert await tail.poll() == []
        log.rotate()
        log.write("4\n")
        await tail.poll()
    assert len(tail.gaps) == 1


async def test_t31_a_copy_that_is_cut_off_is_read_as_far_as_it_goes(log, tail):
    """What follows is a gap."""
    lines = [b"line %d" % number for number in range(20_000)]
    log.write(lines[0] + b"\n")
    await tail.poll()
    log.write(b"\n".join(lines[1:]) + b"\n")
    log.rotate()
    packed = log.pack(1)
    packed.write_bytes(packed.read_bytes()[:-5_000])
    log.write("new\n")
    tail.restart()
    seen = await tail.poll()
    assert seen[-1] == b"new"
    assert seen[:1_000] == lines[1:1_001]
    (gap,) = tail.gaps
    assert gap.reason.startswith(f"{packed} is cut off before its end: ")


async def test_t31_a_corrupt_copy_that_nobody_needs_is_no_gap(log, tail):
    """Where everything was found, what else lies there does not matter."""
    log.write("1\n")
    await tail.poll()
    log.rotate()
    Path(f"{log.copy(2)}.gz").write_bytes(b"rubbish")
    log.write("2\n")
    tail.restart()
    assert await tail.poll() == [b"2"]
    assert tail.gaps == []


async def test_t33_a_run_that_is_killed_repeats_what_was_not_committed(log):
    """Whatever the store had when the power went, the next run goes on from there."""
    tail = Tail(log.path, linger=0)
    for number in range(60):
        log.write(f"{number}\n")
        if number % 7 == 6:
            log.rotate()
        await tail.step()
        if number % 5 == 4:
            tail.restart(forget=number % 4)
    log.write("end\n")
    await tail.poll()
    assert tail.lines == [*(b"%d" % number for number in range(60)), b"end"]
    assert tail.gaps == []
    tail.stop()


async def test_t35_a_run_that_is_stopped_over_a_rotation_goes_on(log, tail):
    """SIGSTOP: nothing is looked at between a write, a rotation and the next write."""
    log.write("1\n")
    assert await tail.poll() == [b"1"]
    log.write("2\n")
    log.rotate()
    log.write("3\n")
    assert await tail.poll() == [b"2", b"3"]


@pytest.mark.parametrize("year", [1970, 2096])
async def test_t36_times_decide_nothing(log, tail, year):
    """A file that says it was written in 1970 or 2096 is read as any other, before and after a rotation."""
    stamp = (year - 1970) * 31_557_600
    log.write("1\n")
    os.utime(log.path, (stamp, stamp))
    assert await tail.poll() == [b"1"]
    log.write("2\n")
    log.rotate()
    log.write("3\n")
    for path in (log.path, log.copy(1)):
        os.utime(path, (stamp, stamp))
    tail.restart()
    assert await tail.poll() == [b"2", b"3"]
    assert tail.gaps == []


async def test_t17_a_link_that_is_switched_while_nobody_looks(tmp_path):
    """The file that it pointed to is read to its end, though it has the name of no copy; and so are copies there."""
    (tmp_path / "data").mkdir()
    log = Log(tmp_path / "data" / "monday.log")
    path = tmp_path / "kern.log"
    path.symlink_to(log.path)
    log.write("1\n")
    tail = Tail(path)
    await tail.poll()
    log.write("2\n")
    path.unlink()
    path.symlink_to(tmp_path / "data" / "tuesday.log")
    log = Log(tmp_path / "data" / "tuesday.log")
    log.write("3\n")
    tail.restart()
    assert await tail.poll() == [b"2", b"3"]
    log.write("4\n")
    log.rotate()
    log.write("5\n")
    tail.restart()
    assert await tail.poll() == [b"4", b"5"]
    assert tail.gaps == []
    tail.stop()


async def test_t28_a_copy_that_was_packed_too_early_is_not_read_again(log):
    """Without delaycompress the daemon still writes to the old file while it is packed; that was read from the file."""
    tail = Tail(log.path)
    for text in ("first", "second"):
        log.write(f"{text}\n" * 300)
        await tail.poll()
        with log.path.open("a") as late:
            log.rotate()
            log.pack(1)
            print(f"late {text}", file=late, flush=True)
            assert await tail.poll() == [f"late {text}".encode()]
    log.write("third\n")
    tail.restart()
    assert await tail.poll() == [b"third"]
    assert tail.gaps == []
    tail.stop()


async def test_t26_a_file_that_was_deleted_is_a_gap_though_others_followed(log, tail):
    """What came after it is read, whether there is a log now or not; that its end is missing is told once."""
    log.write("1\n")
    await tail.poll()
    tail.stop()
    log.write("lost\n")
    log.path.unlink()
    log.write("2\n")
    log.rotate()
    tail.restart()
    await tail.poll()
    log.write("3\n")
    await tail.poll()
    assert tail.lines == [b"1", b"2", b"3"]
    assert len(tail.gaps) == 1
