import os
from pathlib import Path

import pytest

from wallwatch.sources.copies import KnownCopies, is_copy, open_copies
from wallwatch.sources.handle import Handle


@pytest.mark.parametrize(
    "name",
    [
        "kern.log.1",
        "kern.log.12",
        "kern.log.2.gz",
        "kern.log.3.xz",
        "kern.log-20240131",
        "kern.log-20240131.gz",
        "kern.log-20240131-1706659200",
        "kern-20240131.log",
        "kern.log.old",
        "kern.log.bak",
        "snort.log.1706659200",
    ],
)
def test_rotated_copies_are_known_by_name(name):
    """logrotate, savelog and Snort's time stamps make such names."""
    assert is_copy(name)


@pytest.mark.parametrize(
    "name", ["kern.log", "p0f", "alert.fast", "TCP:1024-80", "syslogemu.log", "old.log", "ulog-2.log"]
)
def test_other_names_are_no_copies(name):
    """A number or a word inside a name does not make a copy."""
    assert not is_copy(name)


@pytest.fixture
def look(tmp_path):
    """Return a function that gives the heads of the copies that are new."""
    copies = KnownCopies(tmp_path / "kern.log")

    def heads(*held, current=None):
        new = copies.look(held, current)
        texts = [os.pread(descriptor, 100, 0) for descriptor in new]
        for descriptor in new:
            os.close(descriptor)
        return texts

    return heads


def test_copies_of_a_log_are_found(tmp_path, look):
    """Readable, uncompressed copies of this log; nothing else."""
    others = ["kern.log", "kern.log.4.gz", "other.log.1", "kernel.log.1"]
    copies = ["kern.log.3", "kern.log.2", "kern.log-20240131", "kern-20240201.log"]
    for name in [*others, *copies]:
        (tmp_path / name).write_text(name)
    (tmp_path / "kern.log.9").mkdir()
    os.mkfifo(tmp_path / "kern.log.8")
    assert set(look()) == {name.encode() for name in copies}


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["kern.log.10", "kern.log.9", "kern.log.1"], id="a number counts rotations"),
        pytest.param(["kern.log-20231231", "kern.log-20240101", "kern.log-20240201"], id="a date is a date"),
        pytest.param(["kern-20231231.log", "kern-20240101.log"], id="so it is before the extension"),
        pytest.param(["kern.log.bak", "kern.log.old"], id="without either, the time of the last change tells"),
    ],
)
def test_the_oldest_copy_comes_first(tmp_path, look, names):
    """Copies are read in the order in which they were the log."""
    for age, name in enumerate(names):
        (tmp_path / name).write_text(name)
        os.utime(tmp_path / name, (age, age))
    assert look() == [name.encode() for name in names]


def test_a_copy_is_known_by_its_head(tmp_path):
    """The head of a copy is read, at most a kilobyte of it."""
    path = tmp_path / "kern.log.1"
    path.write_bytes(b"a line\n" * 1000)
    (copy,) = open_copies(tmp_path / "kern.log")
    assert copy.head == (b"a line\n" * 1000)[:1024]
    assert (copy.device, copy.inode) == (path.stat().st_dev, path.stat().st_ino)
    os.close(copy.descriptor)


def test_a_directory_that_is_missing_holds_no_copies(tmp_path):
    """Where there is no directory, there is nothing to find."""
    assert open_copies(tmp_path / "none" / "kern.log") == []


def test_a_new_copy_is_told_from_known_ones(tmp_path, look):
    """A copy that was seen before is known under its new name, and after a late write."""
    (tmp_path / "kern.log.1").write_text("old\n")
    assert look() == [b"old\n"]
    (tmp_path / "kern.log.1").rename(tmp_path / "kern.log.2")
    with (tmp_path / "kern.log.2").open("a") as late:
        late.write("late\n")
    (tmp_path / "kern.log.1").write_text("new\n")
    assert look() == [b"new\n"]
    assert look() == []


def test_copies_that_are_noted_are_known(tmp_path):
    """What was there at the start was never at the log's path for us, and is not kept open."""
    copies = KnownCopies(tmp_path / "kern.log")
    (tmp_path / "kern.log.1").write_text("old\n")
    before = len(list(Path("/proc/self/fd").iterdir()))
    copies.note()
    assert copies.look() == []
    assert len(list(Path("/proc/self/fd").iterdir())) == before


async def test_a_copy_of_what_is_open_is_not_new(tmp_path, look):
    """What is read already, under another name or from another file, is not read again."""
    log = tmp_path / "kern.log"
    log.write_text("one\ntwo\n")
    handle = await Handle.open(log)
    (tmp_path / "kern.log.old").write_text("one\n")
    log.rename(tmp_path / "kern.log.1")
    (tmp_path / "kern.log.2").write_text("other\n")
    assert look(handle) == [b"other\n"]
    handle.close()


async def test_what_came_after_the_current_file_is_left_for_the_next_look(tmp_path, look):
    """If the current file was moved away at once, the files after it are read after it."""
    log = tmp_path / "kern.log"
    log.write_text("current\n")
    current = await Handle.open(log)
    log.rename(tmp_path / "kern.log.2")
    for number, text in ((3, "before\n"), (1, "after\n")):
        (tmp_path / f"kern.log.{number}").write_text(text)
    assert look(current=current) == [b"before\n"]
    assert look(current) == [b"after\n"]
    current.close()
