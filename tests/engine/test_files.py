"""Which file is which stream."""

import gzip
import os
import shutil
from pathlib import Path

from wallwatch.engine.files import File, copies_of, files_of
from wallwatch.model.line import Committed
from wallwatch.sources.identity import identify

LINE = "Nov 22 10:00:00 gate kernel: {}\n"


def _log(path: Path, words: str, age: int, lines: int = 2) -> str:
    """Write a log that was written to ``age`` seconds ago, and return the stream that it is."""
    path.write_text(LINE.format(words) * lines)
    os.utime(path, (10_000 - age, 10_000 - age))
    status = path.stat()
    return identify(status.st_dev, status.st_ino, path.read_bytes()).stream


def _committed(*streams: tuple[str, int]) -> dict[str, Committed]:
    return {stream: Committed(stream=stream, ranges=((0, read),)) for stream, read in streams}


def _told(path: Path, committed: dict[str, Committed]) -> list[tuple[str, str | None]]:
    return [(file.path.name, file.stream and file.stream.stream) for file in files_of(path, committed)]


def test_the_oldest_comes_first_and_what_was_there_before_is_left_out(tmp_path: Path) -> None:
    """A copy from before anybody watched is nobody's fault; one between two that were read is."""
    log = tmp_path / "kern.log"
    for number in (4, 2):
        _log(tmp_path / f"kern.log.{number}", f"unknown {number}", number)
    third, first, now = _log(tmp_path / "kern.log.3", "3", 3), _log(tmp_path / "kern.log.1", "1", 1), _log(log, "0", 0)
    assert _told(log, _committed((third, 60), (first, 60), (now, 60))) == [
        ("kern.log.3", third), ("kern.log.2", None), ("kern.log.1", first), ("kern.log", now),
    ]  # fmt: skip


def test_a_copy_that_is_only_noted_was_there_before(tmp_path: Path) -> None:
    """A source keeps in mind which copies it has seen, those too that it was not asked to read."""
    log = tmp_path / "kern.log"
    noted, now = _log(tmp_path / "kern.log.1", "1", 1), _log(log, "0", 0)
    committed = _committed((now, 60)) | {noted: Committed(stream=noted, mark="66:gone")}
    assert _told(log, committed) == [("kern.log", now)]


def test_a_copy_is_known_by_its_head(tmp_path: Path) -> None:
    """Copied, truncated and packed later, it has another inode; the emptied file is its own stream."""
    log = tmp_path / "kern.log"
    before = _log(log, "before", 0)
    shutil.copy(log, tmp_path / "kern.log.1")
    os.utime(tmp_path / "kern.log.1", (9_000, 9_000))
    after = _log(log, "after", 0)
    committed = _committed((before, 60), (after, 30))
    assert _told(log, committed) == [("kern.log.1", before), ("kern.log", after)]
    packed = gzip.compress((tmp_path / "kern.log.1").read_bytes())
    (tmp_path / "kern.log.1").unlink()
    (tmp_path / "kern.log.2.gz").write_bytes(packed)
    assert _told(log, committed) == [("kern.log.2.gz", before), ("kern.log", after)]


def test_a_file_that_was_emptied_and_begins_as_before_is_the_newer_stream(tmp_path: Path) -> None:
    """The generation tells them apart, and the copy is the older one."""
    log = tmp_path / "kern.log"
    first = _log(log, "same", 0)
    shutil.copy(log, tmp_path / "kern.log.1")
    os.utime(tmp_path / "kern.log.1", (9_000, 9_000))
    second = first.removesuffix("-0") + "-1"
    assert _told(log, _committed((first, 60), (second, 30))) == [("kern.log.1", first), ("kern.log", second)]


def test_a_log_that_is_gone_or_another_one_is_no_stream(tmp_path: Path) -> None:
    """Shorter than what was read of it, it is another file."""
    log = tmp_path / "kern.log"
    stream = _log(log, "x", 0, lines=1)
    assert _told(log, _committed((stream, 900))) == []
    log.unlink()
    assert _told(log, _committed((stream, 30))) == []


def test_copies_are_the_rotated_ones_newest_first(tmp_path: Path) -> None:
    """By number, by date, packed; not what is only named alike."""
    names = ["kern.log.1", "kern.log-20240131", "kern.log.2.gz", "kern.log.old"]
    for age, name in enumerate([*names, "kern.logbook", "kern.log.txt", "kernel.1"]):
        (tmp_path / name).write_bytes(gzip.compress(b"x") if name.endswith("gz") else b"x\n")
        os.utime(tmp_path / name, (1_000 - age, 1_000 - age))
    assert [path.name for path in copies_of(tmp_path / "kern.log")] == names
    assert copies_of(tmp_path / "none" / "kern.log") == []


def test_a_file_is_read_when_all_of_it_is() -> None:
    """Without holes, to its end; of a packed one the end is not known."""
    whole, part = Committed(stream="1", ranges=((0, 9),)), Committed(stream="1", ranges=((0, 3), (5, 9)))
    path = Path("kern.log")
    files = [File(path, whole, 9), File(path, whole, 10), File(path, part, 9), File(path, None, 9), File(path, whole)]
    assert [file.is_read for file in files] == [True, False, False, False, True]
