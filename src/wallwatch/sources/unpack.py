"""What is in an archive, in pieces: gzip, bzip2, xz and zstd, each told by its first bytes."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable
from typing import IO, Final, Protocol

from wallwatch.errors import SourceError

MEMORY: Final = 134_217_728
"""Bytes that unpacking may take: the window of ``xz -9`` is half of it, that of ``zstd --long`` all."""

RATIO: Final = 1_000
FREE: Final = 67_108_864
"""An archive may hold so many times its own size, and so many bytes whatever its size."""

TOO_MUCH: Final = f"packed to less than 1/{RATIO} of what is in it, as no log is"
"""The trouble with an archive that holds more."""

_CORRUPT: Final = (EOFError, OSError, zlib.error, lzma.LZMAError)
_READ: Final = 65_536
_SIP: Final = 64
"""Bytes given to zstd at a time, which knows no limit for what comes out: four of them may become 128 KiB."""


class _Archive(Protocol):
    """An archive that is open: what is in it, some bytes a time; none at its end."""

    def read1(self, size: int, /) -> bytes: ...


class Unpacked:
    """The content of the archive in ``file``, which :func:`is_packed`; ``trouble`` says why it broke off.

    Raises:
        SourceError: what unpacks it is not installed.
    """

    def __init__(self, file: IO[bytes]) -> None:
        head = file.read(_HEAD)
        file.seek(0)
        self._archive = next(opener for magic, opener in _OPENERS if head.startswith(magic))(file)
        self.trouble: str | None = None

    def read(self, size: int) -> bytes:
        """Return up to ``size`` bytes; fewer only at the end of what can be read. Blocks: called from a thread."""
        parts: list[bytes] = []
        while size > 0 and self.trouble is None:
            try:
                part = self._archive.read1(size)
            except EOFError:
                self.trouble = "cut off before its end"
            except _CORRUPT as error:
                self.trouble = f"a damaged archive ({error})"
            else:
                if not part:
                    break
                parts.append(part)
                size -= len(part)
        return b"".join(parts)


class _Xz:
    """An xz file: the library's own class has no limit for the memory that a file may ask for."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._stream = self._next()

    def read1(self, size: int, /) -> bytes:
        while True:
            if self._stream.eof:
                rest = self._stream.unused_data.lstrip(b"\0") or self._file.read(_READ).lstrip(b"\0")
                if not rest:
                    return b""
                self._stream = self._next()
            else:
                rest = self._file.read(_READ) if self._stream.needs_input else b""
                if self._stream.needs_input and not rest:
                    raise EOFError
            if part := self._stream.decompress(rest, size):
                return part

    @staticmethod
    def _next() -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MEMORY)


class _Zstd:
    """A zstd file; the library is an extra."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            import zstandard  # noqa: PLC0415 - an extra, and few archives are zstd
        except ImportError as error:
            raise SourceError(
                "It is packed with zstd, and what unpacks it is not installed.", "Install wallwatch[zstd]."
            ) from error
        self._error = zstandard.ZstdError
        self._next = zstandard.ZstdDecompressor(max_window_size=MEMORY).decompressobj
        self._frame = self._next()
        self._file = file
        self._ready = b""

    def read1(self, size: int, /) -> bytes:
        try:
            while not self._ready:
                rest = self._frame.unused_data or self._file.read(_SIP)
                if self._frame.eof:
                    if not rest:
                        return b""
                    self._frame = self._next()
                if not rest:
                    raise EOFError
                self._ready = self._frame.decompress(rest)
        except self._error as error:
            raise OSError(str(error)) from error
        part, self._ready = self._ready[:size], self._ready[size:]
        return part


_OPENERS: Final[tuple[tuple[bytes, Callable[[IO[bytes]], _Archive]], ...]] = (
    (b"\x1f\x8b\x08", lambda file: gzip.GzipFile(fileobj=file)),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ\0", _Xz),
    (b"\x28\xb5\x2f\xfd", _Zstd),
)
_HEAD: Final = max(len(magic) for magic, _ in _OPENERS)


def is_packed(head: bytes) -> bool:
    """Tell whether a file that begins with ``head`` is an archive that can be unpacked."""
    return any(head.startswith(magic) for magic, _ in _OPENERS)


def content_max(size: int) -> int:
    """Return how many bytes an archive of ``size`` bytes may hold, so that it cannot keep us busy for ever."""
    return max(FREE, RATIO * size)
