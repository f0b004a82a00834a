"""How far each stream of a source was read, and which file it is."""

import gzip
import os
from pathlib import Path

from wallwatch.engine.positions import Position, positions, told
from wallwatch.model.line import Committed
from wallwatch.sources.identity import identify

LINE = "Nov 22 10:00:00 gate kernel: {}\n"


def _file(path: Path, words: str, lines: int = 2) -> str:
    """Write a log, and return the name of the stream that it is."""
    path.write_text(LINE.format(words) * lines)
    return _stream(path)


def _stream(path: Path) -> str:
    status = path.stat()
    return identify(status.st_dev, status.st_ino, path.read_bytes()).stream


def test_the_file_at_the_path_comes_first_then_its_copies(tmp_path: Path) -> None:
    """Each with how much of it was read; a stream whose file is gone has no path."""
    log = tmp_path / "kern.log"
    old, new = _file(tmp_path / "kern.log.1", "old"), _file(log, "new")
    committed = {
        "gone": Committed(stream="gone", ranges=((0, 700),)),
        old: Committed(stream=old, ranges=((0, 66),)),
        new: Committed(stream=new, ranges=((0, 10), (20, 33))),
    }
    assert positions(log, committed) == (
        Position(stream=new, read=23, path=log, size=66),
        Position(stream=old, read=66, path=tmp_path / "kern.log.1", size=66),
        Position(stream="gone", read=700),
    )
    assert [position.rest for position in positions(log, committed)] == [43, 0, 0]


def test_a_file_that_nobody_has_read_stands_at_its_start(tmp_path: Path) -> None:
    """Its copies from before do not count: nobody watched then."""
    log = tmp_path / "kern.log"
    _file(tmp_path / "kern.log.1", "old")
    _file(log, "new")
    assert positions(log, {}) == (Position(stream="", read=0, path=log, size=66),)


def test_an_archive_does_not_tell_how_much_is_in_it(tmp_path: Path) -> None:
    """Its size is that of what it is packed to."""
    packed = tmp_path / "kern.log.gz"
    packed.write_bytes(gzip.compress(LINE.encode() * 99))
    (position,) = positions(packed, {(name := _stream(packed)): Committed(stream=name, ranges=((0, 3_000),))})
    assert (position.read, position.size, position.rest) == (3_000, None, 0)


def test_what_is_no_file_has_a_cursor(tmp_path: Path) -> None:
    """The journal is read up to a word of its own."""
    journal = Committed(stream="journal", ranges=((0, 7),), cursor="s=1;i=2")
    assert positions(None, {"journal": journal}) == (Position(stream="journal", read=7, cursor="s=1;i=2"),)
    assert positions(tmp_path / "none", {}) == ()


def test_positions_in_words(tmp_path: Path) -> None:
    """Files that are there one by one, a cursor as it is, and the bytes of what lies elsewhere."""
    path = tmp_path / "kern.log"
    file, gone = Position(stream="1", read=1_000, path=path, size=2_000), Position(stream="2", read=7_000)
    assert told([file, gone]) == [f"read 1,000 of 2,000 bytes of {path}"]
    assert told([gone, gone]) == ["read 14,000 bytes"]
    assert told([Position(stream="journal", read=5, cursor="s=1;i=2")]) == ["read up to s=1;i=2"]
    assert told([Position(stream="1", read=9_000, path=path)]) == [f"read 9,000 bytes of {path}"]
    assert told([]) == []


def test_what_cannot_be_read_has_no_position(tmp_path: Path) -> None:
    """A directory in the place of a log, and a copy that is a pipe."""
    (tmp_path / "kern.log").mkdir()
    os.mkfifo(tmp_path / "kern.log.1")
    assert positions(tmp_path / "kern.log", {}) == ()
