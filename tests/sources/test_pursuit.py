import os

import pytest

from tests.sources.following import EVENTS_ONLY, IMPATIENT, append, reading
from wallwatch.sources.file import FileSource
from wallwatch.sources.pursuit import Pace


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kern.log"


@pytest.fixture
def source(path):
    return FileSource(path, pace=EVENTS_ONLY)


def rotate(path, *, copies=3):
    """Rename ``path`` as logrotate does: the older copies first."""
    for number in range(copies, 0, -1):
        older = path.with_name(f"{path.name}.{number}")
        if older.exists():
            older.rename(path.with_name(f"{path.name}.{number + 1}"))
    path.rename(path.with_name(f"{path.name}.1"))


async def test_after_a_rename_both_files_are_read(path, source):
    """A late write to the old file comes before the lines of the new one (T4)."""
    append(path, "1\n")
    with path.open("a") as old:
        async with reading(source) as reader:
            assert await reader.lines(1) == [b"1"]
            rotate(path)
            print("2", file=old, flush=True)
            append(path, "3\n")
            assert await reader.lines(2) == [b"2", b"3"]
    assert len(reader.committed) == 2


async def test_late_writes_are_read_after_the_new_file_was(path, source):
    """The writer of the old file may go on for a while (T4)."""
    append(path, "1\n")
    with path.open("a") as old:
        async with reading(source) as reader:
            await reader.lines(1)
            rotate(path)
            append(path, "2\n")
            assert await reader.lines(1) == [b"2"]
            print("late", file=old, flush=True)
            assert await reader.lines(1) == [b"late"]


async def test_a_rename_without_a_new_file_changes_nothing(path, source):
    """As long as there is no new file, the old one is followed, and the status says what is waited for."""
    append(path, "1\n")
    async with reading(source) as reader:
        await reader.lines(1)
        rotate(path)
        assert (await reader.status()).state == "waiting"
        append(path.with_name("kern.log.1"), "2\n")
        assert await reader.lines(1) == [b"2"]
        append(path, "3\n")
        assert await reader.lines(1) == [b"3"]
    assert [status.state for status in reader.statuses] == ["ok", "waiting", "ok"]


async def test_two_rotations_between_two_looks_lose_nothing(path, source):
    """The file that stood at the path in between is found among the copies (T5)."""
    append(path.with_name("kern.log.1"), "0\n")
    append(path, "1\n")
    async with reading(source) as reader:
        assert await reader.lines(1) == [b"1"]
        rotate(path)
        append(path, "2\n")
        rotate(path)
        append(path, "3\n")
        assert await reader.lines(2) == [b"2", b"3"]
        rotate(path)
        append(path, "4\n")
        assert await reader.lines(1) == [b"4"]


async def test_a_copy_made_by_hand_is_not_read(path, source):
    """A copy of the log that somebody made is no rotation."""
    append(path, "1\n")
    async with reading(source) as reader:
        await reader.lines(1)
        path.with_name("kern.log.old").write_bytes(path.read_bytes())
        rotate(path)
        append(path, "2\n")
        assert await reader.lines(1) == [b"2"]


async def test_a_file_that_was_emptied_is_read_from_its_start(path, source):
    """copytruncate: what is written after it is another stream (T6)."""
    append(path, "1\n2\n")
    async with reading(source) as reader:
        assert await reader.lines(2) == [b"1", b"2"]
        path.with_name("kern.log.1").write_bytes(path.read_bytes())
        os.truncate(path, 0)
        append(path, "3\n")
        assert await reader.lines(1) == [b"3"]
        rotate(path)
        append(path, "4\n")
        assert await reader.lines(1) == [b"4"]
    assert len(reader.committed) == 3


async def test_an_emptied_file_that_has_grown_past_the_old_end_is_found_out(path, source):
    """Its head tells, where its size does not (T7)."""
    append(path, "1\n")
    async with reading(source) as reader:
        await reader.lines(1)
        path.write_bytes(b"22\n333\n")
        assert await reader.lines(2) == [b"22", b"333"]


async def test_an_emptied_file_that_begins_as_before_is_another_stream(path, source):
    """The same first line again, after a look at the empty file, is counted again, also after a restart."""
    append(path, "# header\n1\n")
    async with reading(source) as reader:
        await reader.lines(2)
        os.truncate(path, 0)
        await reader.ended()
        append(path, "# header\n")
        assert await reader.lines(1) == [b"# header"]
    append(path, "2\n")
    async with reading(source, reader.committed) as reader:
        assert await reader.lines(1) == [b"2"]


async def test_a_file_that_was_emptied_and_then_moved_away_is_read(path, source):
    """What was written to it in between, and the files that followed it, are not missed."""
    append(path, "1\n")
    async with reading(source) as reader:
        await reader.lines(1)
        os.truncate(path, 0)
        append(path, "2\n")
        rotate(path)
        append(path, "3\n")
        rotate(path)
        append(path, "4\n")
        assert await reader.lines(3) == [b"2", b"3", b"4"]


async def test_a_half_line_of_an_emptied_file_is_yielded(path, source):
    """Its end was lost with the rest; what was seen of it is shown."""
    append(path, "1\nhal")
    async with reading(source) as reader:
        await reader.idle()
        path.write_bytes(b"2\n")
        assert (await reader.ended()).lines == (b"hal",)
        assert await reader.lines(1) == [b"2"]


async def test_a_hole_of_a_stale_writer_is_no_text(path, source):
    """A writer that does not append leaves NUL bytes in front of its next line (T10)."""
    with path.open("wb") as writer:
        writer.write(b"old line\n")
        writer.flush()
        async with reading(source) as reader:
            await reader.lines(1)
            os.truncate(path, 0)
            writer.write(b"new\n")
            writer.flush()
            assert path.read_bytes() == bytes(9) + b"new\n"
            assert await reader.lines(1) == [b"new"]


async def test_a_new_file_with_the_old_inode_is_another_stream(path, source):
    """ext4 gives the number of a deleted file to the next one (T11)."""
    append(path, "old\n")
    async with reading(source) as reader:
        assert await reader.lines(1) == [b"old"]
    inode = path.stat().st_ino
    path.unlink()
    append(path, "new\n")
    if path.stat().st_ino != inode:
        pytest.skip("this file system does not reuse inode numbers at once")
    async with reading(source, reader.committed) as reader:
        assert await reader.lines(1) == [b"new"]


@pytest.mark.parametrize("text", ["2\n", "1\n"])
async def test_a_file_that_was_deleted_and_made_again_is_read(path, text):
    """The old one is left; the new one is read whole, even where it looks the same (T12)."""
    append(path, "1\n")
    async with reading(FileSource(path, pace=IMPATIENT)) as reader:
        await reader.lines(1)
        path.unlink()
        assert (await reader.ended()).stream == reader.batches[0].stream
        append(path, text)
        assert await reader.lines(1) == [text.strip().encode()]
    assert len(reader.committed) == 2


async def test_a_rotated_file_is_left_when_it_is_quiet(path):
    """Its half line is yielded then, and what is written to it later is not waited for."""
    append(path, "1\nhal")
    async with reading(FileSource(path, pace=IMPATIENT)) as reader:
        await reader.lines(1)
        rotate(path)
        append(path, "2\n")
        assert (await reader.ended()).lines == (b"hal",)
        append(path.with_name("kern.log.1"), "too late\n")
        append(path, "3\n")
        # Where the machine is busy, the second line may come with the third.
        while b"3" not in (await reader.batch()).lines:
            pass
        lines = [line for batch in reader.batches if not batch.context for line in batch.lines]
        assert sorted(lines) == [b"1", b"2", b"3", b"hal"]


async def test_a_file_that_is_moved_back_goes_on(path, source):
    """What was read of it is not read again."""
    append(path, "1\n")
    async with reading(source) as reader:
        await reader.lines(1)
        path.rename(path.with_suffix(".aside"))
        assert (await reader.status()).state == "waiting"
        path.with_suffix(".aside").rename(path)
        assert (await reader.status()).state == "ok"
        append(path, "2\n")
        assert await reader.lines(1) == [b"2"]


async def test_a_file_that_is_moved_back_late_goes_on(path):
    """Nor is it when the file had been left meanwhile."""
    append(path, "1\n")
    async with reading(FileSource(path, pace=IMPATIENT)) as reader:
        await reader.lines(1)
        path.rename(path.with_suffix(".aside"))
        append(path, "other\n")
        await reader.ended()
        path.with_suffix(".aside").replace(path)
        append(path, "2\n")
        while b"2" not in reader.batches[-1].lines:
            await reader.report()
    fresh = [line for batch in reader.batches if not batch.context for line in batch.lines]
    assert fresh == [b"1", b"other", b"2"]


async def test_a_directory_that_is_made_again_is_read(tmp_path):
    """The log in the new directory is followed, and late writes in the old one are, too (T15)."""
    path = tmp_path / "log" / "kern.log"
    path.parent.mkdir()
    append(path, "1\n")
    async with reading(FileSource(path, pace=Pace(rest=0.001, poll=0.01))) as reader:
        assert await reader.lines(1) == [b"1"]
        path.parent.rename(tmp_path / "old")
        append(tmp_path / "old" / "kern.log", "2\n")
        assert await reader.lines(1) == [b"2"]
        path.parent.mkdir()
        append(path, "3\n")
        assert await reader.lines(1) == [b"3"]


async def test_a_switched_link_is_a_rotation(path, source, tmp_path):
    """A link that points to another file now: that one is read, and late writes to the first one are, too (T17)."""
    append(tmp_path / "one", "1\n")
    append(tmp_path / "two", "2\n")
    path.symlink_to("one")
    async with reading(source) as reader:
        assert await reader.lines(1) == [b"1"]
        (tmp_path / "next").symlink_to("two")
        (tmp_path / "next").replace(path)
        append(tmp_path / "one", "late\n")
        assert await reader.lines(2) == [b"late", b"2"]


async def test_the_newest_part_of_a_large_file_comes_first(path):
    """Then the older part in order; new lines go before it."""
    lines = [b"line %06d" % number for number in range(50_000)]
    path.write_bytes(b"\n".join(lines) + b"\n")
    source = FileSource(path, boundary=lambda _chunk: 0, newest_first=1000, pace=EVENTS_ONLY)
    async with reading(source) as reader:
        assert (await reader.batch()).lines[-1] == lines[-1]
        assert (await reader.batch()).lines[0] == lines[0]
        append(path, "new\n")
        while not reader.batches[-1].ended:
            await reader.report()
    batches = [batch.lines for batch in reader.batches if batch.lines]
    assert (b"new",) in batches[2:4]
    in_order = [line for batch in sorted(reader.batches, key=lambda batch: batch.start) for line in batch.lines]
    assert in_order == [*lines, b"new"]
    assert [entry.ranges for entry in reader.committed.values()] == [((0, path.stat().st_size),)]
