import bz2
import gzip
import io
import lzma
import sys

import pytest
import zstandard

from wallwatch.errors import SourceError
from wallwatch.sources.unpack import Unpacked, is_packed

TEXT = b"".join(b"%d knocks\n" % number for number in range(20_000))
PACKERS = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}
each_packer = pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS.keys())


def _read(packed: bytes, size: int = 1_000) -> tuple[bytes, str | None]:
    unpacked = Unpacked(io.BytesIO(packed))
    pieces = iter(lambda: unpacked.read(size), b"")
    return b"".join(pieces), unpacked.trouble


@each_packer
def test_an_archive_is_told_by_its_first_bytes(pack) -> None:
    """And gives back what is in it, in pieces of a size that was asked for."""
    assert is_packed(pack(TEXT)[:8])
    assert _read(pack(TEXT)) == (TEXT, None)
    assert len(Unpacked(io.BytesIO(pack(TEXT))).read(777)) == 777


@each_packer
def test_archives_one_behind_the_other_are_one(pack) -> None:
    """Rotation may append to an archive."""
    assert _read(pack(b"a\n") + pack(TEXT) + pack(b"b\n")) == (b"a\n" + TEXT + b"b\n", None)


@each_packer
def test_an_archive_that_is_cut_off_gives_what_is_there(pack) -> None:
    """And tells that it is cut off."""
    text, trouble = _read(pack(TEXT)[:-200])
    assert TEXT.startswith(text)
    assert trouble == "cut off before its end"


@each_packer
def test_a_damaged_archive_raises_nothing(pack) -> None:
    """What stands before the damage may be readable."""
    packed = bytearray(pack(TEXT))
    middle = len(packed) // 2
    packed[middle : middle + 40] = b"\xff" * 40
    text, trouble = _read(bytes(packed))
    assert trouble is not None
    assert trouble.startswith("a damaged archive (")
    assert len(text) <= 2 * len(TEXT)


def test_an_archive_that_asks_for_too_much_memory_is_left() -> None:
    """``xz --lzma2=dict=1GiB`` is nothing that a log needs."""
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 28}]
    text, trouble = _read(lzma.compress(TEXT, filters=filters))
    assert text == b""
    assert trouble is not None
    assert "limit" in trouble


def test_without_its_library_zstd_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence says what to install."""
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(SourceError, match=r"Install wallwatch\[zstd\]"):
        Unpacked(io.BytesIO(PACKERS["zstd"](TEXT)))


@pytest.mark.parametrize("head", [b"", b"\x1f", b"Mar  2", b"BZ", b"PK\x03\x04"])
def test_other_files_are_not_unpacked(head: bytes) -> None:
    """A log is no archive."""
    assert not is_packed(head)
