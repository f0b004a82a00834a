import os
import sys
from pathlib import Path

import pytest

from tests.sources.test_unpack import PACKERS, each_packer
from wallwatch.errors import SourceError
from wallwatch.sources import unpack
from wallwatch.sources.packed import PackedHandle

TEXT = b"".join(b"line %06d\n" % number for number in range(100_000))


@pytest.fixture
def packed(tmp_path):
    """Return a function that opens a packed file, for which the test closes nothing."""
    handles = []

    def opened(content):
        (tmp_path / "kern.log.1.packed").write_bytes(content)
        handles.append(PackedHandle(os.open(tmp_path / "kern.log.1.packed", os.O_RDONLY)))
        return handles[-1]

    yield opened
    for handle in handles:
        handle.close()


@each_packer
def test_what_is_in_it_is_read_from_any_place(packed, pack):
    """Forwards, a little back, and far back."""
    handle = packed(pack(TEXT))
    for offset, size in ((0, 10), (10, 300_000), (299_950, 80), (500_000, 7), (3, 5), (len(TEXT) - 4, 99)):
        assert handle.peek(offset, size) == TEXT[offset : offset + size]
    assert handle.peek(len(TEXT) + 1, 5) == b""


async def test_it_is_read_in_a_thread(packed):
    """As any other file."""
    handle = packed(PACKERS["gzip"](TEXT))
    assert await handle.read(12, 11) == b"line 000001"


def test_its_state_is_that_of_what_is_in_it(packed):
    """Its size is unpacked, it has a head, and nothing is wrong with it."""
    handle = packed(PACKERS["gzip"](TEXT))
    assert handle.state().size == handle.survey() == len(TEXT)
    assert handle.state().names == 1
    assert handle.trouble is None
    assert handle.begins_with(TEXT[:1024])
    assert not handle.begins_with(b"other")
    assert handle.holds(17, b"whatever was read")


def test_one_that_is_cut_off_says_so(packed):
    """What can be unpacked of it is there."""
    handle = packed(PACKERS["gzip"](TEXT)[:-1_000])
    size = handle.survey()
    assert 0 < size < len(TEXT)
    assert handle.trouble == "cut off before its end"
    assert handle.peek(size - 5, 99) == TEXT[size - 5 : size]


def test_one_that_holds_more_than_any_log_is_left(packed, monkeypatch):
    """It is unpacked up to a limit."""
    monkeypatch.setattr(unpack, "FREE", 1_000)
    handle = packed(PACKERS["gzip"](bytes(10_000_000)))
    monkeypatch.setattr(unpack, "RATIO", 10)
    assert handle.survey() < 1_000_000
    assert handle.trouble == unpack.TOO_MUCH


def test_one_that_cannot_be_unpacked_is_closed(packed, monkeypatch):
    """Without the library nothing stays open."""
    monkeypatch.setitem(sys.modules, "zstandard", None)
    before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(SourceError):
        packed(b"\x28\xb5\x2f\xfd rest")
    assert len(list(Path("/proc/self/fd").iterdir())) == before
