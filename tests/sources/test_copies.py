import bz2
import errno
import gzip
import os
from pathlib import Path

import pytest

from wallwatch.sources import copies as module
from wallwatch.sources.copies import close_all, is_copy, open_copies


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


def names(path: Path) -> list[str]:
    copies = open_copies(path)
    close_all(copies)
    return [copy.path.name for copy in copies]


def test_copies_of_a_log_are_found(tmp_path):
    """Copies of this log, packed or not; nothing else."""
    others = [
        "kern.log",
        "other.log.1",
        "kernel.log.1",
        "kern-boot.log.1",
        "kern.logger.1",
        "kern-boot.gz",
        "kern.log~",
    ]
    copies = ["kern.log.3", "kern.log.2", "kern.log-20240131", "kern-20240201.log"]
    for name in [*others, *copies]:
        (tmp_path / name).write_text(name)
    (tmp_path / "kern.log.4.gz").write_bytes(gzip.compress(b"packed\n"))
    (tmp_path / "kern.log.9").mkdir()
    assert sorted(names(tmp_path / "kern.log")) == sorted([*copies, "kern.log.4.gz"])


@pytest.mark.parametrize(
    "in_order",
    [
        pytest.param(["kern.log.10", "kern.log.9", "kern.log.2", "kern.log.1", "kern.log.0"], id="numbers"),
        pytest.param(["kern.log.3.bz2", "kern.log.2.bz2", "kern.log.1"], id="packed"),
        pytest.param(["kern.log-20231231", "kern.log-20240131", "kern.log-20240201"], id="dates"),
        pytest.param(["kern.log-20240131-1706659200", "kern.log-20240131-1706662800"], id="times"),
    ],
)
def test_the_oldest_copy_comes_first(tmp_path, in_order):
    """By its number, or by its date, whatever the order of their times."""
    for age, name in enumerate(reversed(in_order)):
        (tmp_path / name).write_bytes(bz2.compress(name.encode()) if name.endswith("bz2") else name.encode())
        os.utime(tmp_path / name, (age, age))
    assert names(tmp_path / "kern.log") == in_order


@pytest.mark.parametrize("packed", [False, True])
def test_a_copy_is_known_by_its_head(tmp_path, packed):
    """The head of what is in a copy is read, at most a kilobyte of it."""
    text = b"a line\n" * 1000
    path = tmp_path / ("kern.log.1.gz" if packed else "kern.log.1")
    path.write_bytes(gzip.compress(text) if packed else text)
    (copy,) = open_copies(tmp_path / "kern.log")
    assert copy.head == text[:1024]
    assert copy.place == (path.stat().st_dev, path.stat().st_ino)
    assert copy.size == (None if packed else len(text))
    assert copy.trouble == ""
    copy.close()


def test_while_a_file_is_packed_only_that_file_counts(tmp_path):
    """The packed one is not whole yet."""
    (tmp_path / "kern.log.1").write_text("a\n")
    (tmp_path / "kern.log.1.gz").write_bytes(b"")
    assert names(tmp_path / "kern.log") == ["kern.log.1"]


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"no archive", "It is packed in no way that is known"),
        (gzip.compress(b"a line\n", mtime=0)[:12], "It is cut off before its end"),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\0no archive", "It is a damaged archive"),
    ],
)
def test_a_copy_that_cannot_be_unpacked_says_why(tmp_path, content, trouble):
    """It is there, and what is in it is not known."""
    (tmp_path / "kern.log.1.gz").write_bytes(content)
    (copy,) = open_copies(tmp_path / "kern.log")
    assert (copy.handle, copy.head, copy.size) == (None, b"", None)
    assert copy.trouble.startswith(trouble)


def test_a_copy_that_may_not_be_read_says_why(outsider):
    """It is there, and what is in it is not known."""
    (outsider / "kern.log.1").touch(mode=0o000)
    (copy,) = open_copies(outsider / "kern.log")
    assert (copy.handle, copy.trouble) == (None, "Permission denied")


def test_a_directory_that_is_missing_holds_no_copies(tmp_path):
    """Where there is no directory, there is nothing to find."""
    assert open_copies(tmp_path / "none" / "kern.log") == []


def test_copies_that_are_renamed_while_they_are_listed_are_listed_again(tmp_path, monkeypatch):
    """All are opened as they were at one moment, so that none is seen twice or not at all."""
    for number in (1, 2):
        (tmp_path / f"kern.log.{number}").write_text(f"{number}\n")
    opens = module.open_regular

    def rotated(path):
        monkeypatch.setattr(module, "open_regular", opens)
        for number in (2, 1):
            (tmp_path / f"kern.log.{number}").rename(tmp_path / f"kern.log.{number + 1}")
        return opens(path)

    monkeypatch.setattr(module, "open_regular", rotated)
    copies = open_copies(tmp_path / "kern.log")
    assert [(copy.path.name, copy.head) for copy in copies] == [("kern.log.3", b"2\n"), ("kern.log.2", b"1\n")]
    close_all(copies)


def test_without_a_free_descriptor_nothing_is_known_about_copies(tmp_path, monkeypatch):
    """That is an error, and no copy is taken for a missing one; those that were opened are closed."""
    for number in (1, 2):
        (tmp_path / f"kern.log.{number}").touch()
    opens = iter([module.open_regular])

    def full(path):
        for first in opens:
            return first(path)
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    before = len(list(Path("/proc/self/fd").iterdir()))
    monkeypatch.setattr(module, "open_regular", full)
    with pytest.raises(OSError, match="Too many open files"):
        open_copies(tmp_path / "kern.log")
    assert len(list(Path("/proc/self/fd").iterdir())) == before
