"""A log read once more."""

import bz2
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine.kernel_log import packets
from wallwatch.engine.reread import Reread, heads_of
from wallwatch.errors import SourceError
from wallwatch.formats import LineReader

LINES = packets(5, 7)
TEXT = "".join(f"{line}\n" for line in LINES).encode()


def _places(path: Path, known: int = 0, *, ended: bool = False) -> tuple[list[tuple[int, int]], int]:
    """Return where the records stand that are read, and where the last whole line ends."""
    reread = Reread(path, LineReader("kern"), known, ended=ended)
    found = [(each.start, each.end) for reading in reread.readings() for each in reading.sightings]
    return found, reread.end


def test_every_record_is_read_where_it_stands(tmp_path: Path) -> None:
    """A line that is still being written is no line yet; when nothing will follow it, it is."""
    path = tmp_path / "kern.log"
    path.write_bytes(TEXT + LINES[0].encode())
    whole, end = _places(path)
    assert len(whole) == 5
    assert (whole[0][0], whole[-1][1], end) == (0, len(TEXT), len(TEXT))
    ended, last = _places(path, ended=True)
    assert len(ended) == 6
    assert last == path.stat().st_size
    assert _places(path, last) == (ended, last), "it was read as a line"
    assert _places(path, last - 1) == (whole, end)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress], ids=["gz", "bz2", "xz"])
def test_a_packed_copy_says_the_same_at_the_same_places(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    """Bytes are those of what is in it."""
    (tmp_path / "kern.log").write_bytes(TEXT)
    (tmp_path / "kern.log.1.x").write_bytes(pack(TEXT))
    assert _places(tmp_path / "kern.log.1.x", ended=True) == _places(tmp_path / "kern.log", ended=True)
    assert heads_of(tmp_path / "kern.log") == (TEXT[:1024],)
    assert heads_of(tmp_path / "kern.log.1.x") == (pack(TEXT)[:1024], TEXT[:1024])


def test_an_empty_log_says_nothing(tmp_path: Path) -> None:
    """Nor does one that cannot be read, and that is told."""
    (tmp_path / "kern.log").touch()
    assert _places(tmp_path / "kern.log") == ([], 0)
    with pytest.raises(FileNotFoundError):
        _places(tmp_path / "none")
    with pytest.raises(SourceError):
        _places(tmp_path)
    assert heads_of(tmp_path / "none") == heads_of(tmp_path) == ()
